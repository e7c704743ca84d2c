"""Reading the tables: rows as dictionaries, the character table as a `Normalizer`, names squeezed as the scanner squeezes."""

from __future__ import annotations

import csv
import re
import sys
from functools import cache
from pathlib import Path
from typing import Any

GAZETTEER = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(GAZETTEER.parent / "src"))

from nkrisk_geo.gazetteer.judgement import Judgement, faults  # noqa: E402  (the source tree, installed or not)
from nkrisk_geo.text.normalizer import Normalizer  # noqa: E402

Row = dict[str, str]


@cache
def table(name: str) -> tuple[Row, ...]:
    """The rows of `<bucket>/<table>.csv`."""
    with (GAZETTEER / f"{name}.csv").open(encoding="utf8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def judgement_columns() -> dict[str, list[Any]]:
    """The table of judgement by column.

    Raises:
        ValueError: code reads a name that has no row, nothing reads a row, or a value or a reason is wrong.
    """
    rows = table("facts/judgement")
    names, units, reasons = (
        [row[key] for row in rows] for key in ("name", "unit", "reason")
    )
    values = [
        int(row["value"]) if row["unit"] == "count" else float(row["value"])
        for row in rows
    ]
    found = faults(names, units, values)
    found += [
        f"{name!r} has no reason"
        for name, reason in zip(names, reasons, strict=True)
        if not reason.strip()
    ]
    if found:
        raise ValueError("facts/judgement.csv: " + "; ".join(found))
    return {"name": names, "value": values, "unit": units, "reason": reasons}


@cache
def judgement() -> Judgement:
    """Every weight, prior and threshold by name."""
    return Judgement.from_columns(judgement_columns())


@cache
def characters() -> dict[str, str]:
    """The folding table of single characters."""
    return {row["from"]: row["to"] for row in table("facts/characters")}


@cache
def folder() -> Normalizer:
    """What the library folds texts with, so that names and texts meet in the same form."""
    return Normalizer(characters)


_GAPS = re.compile(r"[\W_]+")
_HAS_CJK = re.compile("[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]").search


def squeeze(name: str) -> tuple[str, str]:
    """(script, form) of a name as the scanner looks for it: `han` for Han and Hangul, `latin` for every alphabet."""
    folded = folder().fold(name)
    return "han" if _HAS_CJK(folded) else "latin", _GAPS.sub("", folded)
