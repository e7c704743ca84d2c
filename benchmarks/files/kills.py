"""`nkrisk-geo enrich` killed at random moments and gone on with: is the result that of a run that was left alone?"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.report.sheet import Sheet
from benchmarks.speed import large_file
from nkrisk_geo.files.earlier_runs import rows_kept

ROWS, KILLS = 1_000_000, 20
KINDS = ("csv", "parquet")
Report = dict[str, Any]


def measure(labelled: Path, rows: int = ROWS, kills: int = KILLS) -> list[Report]:
    """For each kind of output: one run left alone, one killed again and again."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "rows.csv"
        large_file.write(source, labelled, rows)
        return [_measure(source, kind, kills) for kind in KINDS]


def _measure(source: Path, kind: str, kills: int) -> Report:
    whole, out = source.with_name(f"whole.{kind}"), source.with_name(f"killed.{kind}")
    begun = time.monotonic()
    _run(source, whole)
    alone = time.monotonic() - begun
    chance, safe, half = random.Random(kind), [], 0
    for _ in range(kills):
        moment = chance.uniform(0.05, 0.3) * alone
        with subprocess.Popen(
            _command(source, out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as run:
            time.sleep(moment)
            run.kill()
        half += out.exists() and run.returncode != 0
        safe.append(rows_kept(str(out)))
    last = _run(source, out)
    return {
        "kind": kind,
        "kills": kills,
        "safe_rows": safe,
        "resumed_at": last["resumed_at"],
        "half_files": half,
        "same": out.read_bytes() == whole.read_bytes(),
        "left_behind": [
            path.name
            for path in source.parent.iterdir()
            if path.name.startswith(".")
            and path.suffix != ".done"  # the note of a finished output stays
        ],
    }


def _command(source: Path, out: Path) -> list[str]:
    command = [
        sys.executable,
        "-X",
        "utf8",
        "-m",
        "nkrisk_geo",
        "enrich",
        str(source),
        "-o",
        str(out),
    ]
    return [*command, "--address", "address", "--json", "--resume"]


def _run(source: Path, out: Path) -> dict[str, Any]:
    done = subprocess.run(
        _command(source, out), check=True, capture_output=True, encoding="utf-8"
    )
    summary: dict[str, Any] = json.loads(done.stderr)
    return summary


def sheet(found: list[Report]) -> Sheet:
    """One row a kind of output."""
    rows = [
        [
            each["kind"],
            str(each["kills"]),
            f"{len(set(each['safe_rows']))}",
            str(each["half_files"]),
            "none" if each["resumed_at"] is None else f"{each['resumed_at']:,}",
            "the same" if each["same"] else "DIFFERENT",
            str(len(each["left_behind"])),
        ]
        for each in found
    ]
    heads = (
        "times killed",
        "different checkpoints",
        "half files",
        "last resumed at row",
        "bytes",
        "files left behind",
    )
    return Sheet("output", heads, rows)
