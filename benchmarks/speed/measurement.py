"""How fast the answers come, and what decides it: `python3 dev.py bench speed`.

Workloads beside a bare search, where their time goes, what is remembered, texts that are no addresses, the start, processes and
sizes, a large file. All rates are per CPU-second with all threads of a process. With `--peers` other programs read the same
texts; with `--large` the file has ten million rows. With `--docs` the tables and the picture of docs/performance.md are
replaced, and everything is kept in benchmarks/results/speed.json.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from benchmarks import ROOT
from benchmarks.accuracy.measurement import rounded
from benchmarks.peers import speed as peer_speed
from benchmarks.report.pages import put_between
from benchmarks.report.sheet import Sheet
from benchmarks.speed import (
    adversarial_texts,
    cost_diagram,
    large_file,
    memories,
    scaling,
    stages,
    start,
    workloads,
)
from nkrisk_geo import COLUMNS, Gazetteer, __version__

RESULTS = ROOT / "benchmarks" / "results" / "speed.json"
PAGE = ROOT / "docs" / "performance.md"
PICTURE = ROOT / "docs" / "img" / "cost.svg"
BRIEF = ("workloads", "start")
"""What the README shows."""
Report = dict[str, Any]


def measure(
    labelled: Path,
    *,
    briefly: bool = False,
    with_peers: bool = False,
    rows: int = large_file.ROWS,
) -> Report:
    """The whole report as JSON has it; other programs' figures are the last ones unless they are asked."""
    report: Report = {
        "workloads": workloads.measure(labelled),
        "start": start.measure(labelled),
    }
    if briefly:
        return report
    report |= {
        "stages": stages.measure(labelled),
        "memories": memories.measure(labelled),
        "adversarial": adversarial_texts.measure(labelled),
        "scaling": scaling.measure(labelled),
        "file": large_file.measure(labelled, rows),
    }
    if with_peers:
        report["peers"] = peer_speed.measure(labelled)
    elif RESULTS.exists():
        report["peers"] = json.loads(RESULTS.read_text(encoding="utf-8")).get(
            "peers", {}
        )
    return report


def tables(report: Report) -> dict[str, list[Sheet]]:
    """The tables by the mark of the page that they stand under."""
    found = {
        "workloads": [workloads.sheet(report["workloads"])],
        "start": start.sheets(report["start"]),
    }
    if "stages" in report:
        found |= {
            "stages": [stages.sheet(report["stages"])],
            "memories": memories.sheets(report["memories"]),
            "adversarial": [adversarial_texts.sheet(report["adversarial"])],
            "scaling": scaling.sheets(report["scaling"]),
            "file": [large_file.sheet(report["file"])],
        }
    if report.get("peers"):
        found["peers"] = [peer_speed.sheet(report["peers"])]
    return found


def show(report: Report, labelled: Path, *, briefly: bool = False) -> None:
    """Print the tables, all or those for the README."""
    texts = "real" if (labelled / "pool").is_dir() else "generated"
    print(
        f"## Speed, on {texts} base addresses, all {len(COLUMNS)} columns, one process\n"
    )
    for mark, sheets in tables(report).items():
        if not briefly or mark in BRIEF:
            print("\n\n".join(sheet.text() for sheet in sheets), end="\n\n")


def publish(report: Report, machine: str) -> None:
    """Replace the tables and the picture of the page, and keep the report."""
    for mark, sheets in tables(report).items():
        put_between(PAGE, mark, "\n\n".join(sheet.markdown() for sheet in sheets))
    put_between(PAGE, "machine", f"{machine}.")
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    drawn = cost_diagram.picture(
        report["scaling"]["rows_us"], report["scaling"]["length_us"]
    )
    PICTURE.write_text(drawn, encoding="utf-8")
    versions = {"nkrisk_geo": __version__, "gazetteer": Gazetteer.default().version}
    kept = rounded({"machine": machine, "versions": versions, **report})
    RESULTS.write_text(
        json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
