"""A large file on the command line: `nkrisk-geo enrich` from CSV to Parquet, its seconds and its peak memory.

The rows are variations of base addresses, made as they are written, so that the file may be larger than the memory.
"""

from __future__ import annotations

import csv
import random
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.corpus.texts import base_addresses, variation
from benchmarks.report.sheet import Sheet
from benchmarks.speed import fresh_process

ROWS, MANY = 1_000_000, 10_000_000
Report = dict[str, Any]


def measure(labelled: Path, rows: int = ROWS) -> Report:
    """Write the file and let it be read."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "rows.csv", Path(folder) / "rows.parquet"
        write(source, labelled, rows)
        arguments = [
            "enrich",
            str(source),
            "-o",
            str(target),
            "--address",
            "address",
            "--quiet",
        ]
        cost = fresh_process.cost(
            [sys.executable, "-X", "utf8", "-m", "nkrisk_geo", *arguments]
        )
        megabytes = [path.stat().st_size / 1e6 for path in (source, target)]
    return {
        "rows": rows,
        "cpu_s": cost.cpu_s,
        "wall_s": cost.wall_s,
        "peak_mb": cost.peak_mb,
        "file_mb": megabytes,
    }


def write(path: Path, labelled: Path, rows: int) -> None:
    """A CSV of a number and an address."""
    bases, chance = base_addresses(labelled), random.Random(0)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "address"])
        writer.writerows(
            (number, variation(bases[number % len(bases)], chance))
            for number in range(rows)
        )


def sheet(found: Report) -> Sheet:
    """One row."""
    numbers = [
        found["rows"],
        found["cpu_s"],
        found["wall_s"],
        found["rows"] / found["cpu_s"],
        found["peak_mb"],
    ]
    cells = [
        *(f"{number:,.0f}" for number in numbers),
        *(f"{size:,.0f}" for size in found["file_mb"]),
    ]
    heads = ("rows", "CPU s", "s", "rows/CPU-s", "peak MB", "CSV MB", "Parquet MB")
    return Sheet("file", heads, [["CSV to Parquet", *cells]])
