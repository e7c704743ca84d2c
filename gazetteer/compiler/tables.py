"""Reading the tables: rows as dictionaries, the character table as a `Folder`, names squeezed as the scanner squeezes."""

from __future__ import annotations

import csv
import re
import sys
from functools import cache
from pathlib import Path

GAZETTEER = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(GAZETTEER.parent / "src"))

from nkrisk_geo.text import Folder  # noqa: E402  (the source tree, installed or not)

Row = dict[str, str]


@cache
def table(name: str) -> tuple[Row, ...]:
    """The rows of `<bucket>/<table>.csv`."""
    with (GAZETTEER / f"{name}.csv").open(encoding="utf8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def characters() -> dict[str, str]:
    """The folding table of single characters."""
    return {row["from"]: row["to"] for row in table("facts/characters")}


@cache
def folder() -> Folder:
    """What the library folds texts with, so that names and texts meet in the same form."""
    return Folder(characters())


_GAPS = re.compile(r"[\W_]+")
_HAS_CJK = re.compile("[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]").search


def squeeze(name: str) -> tuple[str, str]:
    """(script, form) of a name as the scanner looks for it: `han` for Han and Hangul, `latin` for every alphabet."""
    folded = folder().fold(name)
    return "han" if _HAS_CJK(folded) else "latin", _GAPS.sub("", folded)
