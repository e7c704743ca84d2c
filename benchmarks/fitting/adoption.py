"""Fitted weights into the table of judgement: only the numbers change, every reason stays beside them.

What reason said goes to `reasoned.csv`, so that the next fit is held by reason and not by the fit before it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from benchmarks import ROOT
from benchmarks.fitting import weights
from benchmarks.fitting.weights import Weight

TABLE = ROOT / "gazetteer" / "facts" / "judgement.csv"
"""Where all judgement stands; `python3 dev.py gazetteer` compiles it."""


def write(values: Mapping[Weight, float], reasoned: Mapping[Weight, float]) -> None:
    """Put values into the table, and what reason said of them into the table of the fit."""
    named = {weight.name: value for weight, value in values.items()}
    TABLE.write_text(
        replaced(TABLE.read_text(encoding="utf-8"), named),
        encoding="utf-8",
        newline="\n",
    )
    keep({weight.name: reasoned[weight] for weight in values}, weights.REASONED)


def replaced(table: str, values: Mapping[str, float]) -> str:
    """The table with the values of some rows replaced.

    Raises:
        KeyError: the table has no such row.
    """
    rows = list(csv.DictReader(io.StringIO(table)))
    if missing := values.keys() - {row["name"] for row in rows}:
        raise KeyError(min(missing))
    written = io.StringIO()
    writer = csv.DictWriter(written, rows[0].keys(), lineterminator="\n")
    writer.writeheader()
    writer.writerows(
        {**row, "value": str(values.get(row["name"], row["value"]))} for row in rows
    )
    return written.getvalue()


def keep(values: Mapping[str, float], path: Path) -> None:
    """Add reasoned values to the table of the fit; those that are there stay."""
    kept: dict[str, str] = {}
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            kept = {row["weight"]: row["reasoned"] for row in csv.DictReader(file)}
    kept = {name: str(value) for name, value in values.items()} | kept
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["weight", "reasoned"])
        writer.writerows(sorted(kept.items()))
