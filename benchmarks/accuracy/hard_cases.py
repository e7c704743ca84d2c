"""The hard cases: is the whole record right, and nothing in it wrong?

A case has for each of province, prefecture and county a list of the codes that are right. `null` or `-` among them
means that the level may stay empty, alone that it must; `?` leaves the level free.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.corpus.labelled import LEVELS, Row, cut

KINDS = {
    "a": "clean",
    "b": "incomplete",
    "c": "traditional characters",
    "d": "romanized, as in trade papers",
    "e": "Korean, Russian, older spellings",
    "f": "traps",
}


def tally(
    cases: Sequence[Row], predictions: Sequence[Mapping[str, Any]]
) -> dict[str, dict[str, int]]:
    """Cases and whole records right, by kind and for all."""
    rows, right = Counter[str](), Counter[str]()
    for case, prediction in zip(cases, predictions, strict=True):
        for kind in (case["group"], "all"):
            rows[kind] += 1
            right[kind] += is_right(case["adcodes"], prediction["geo_adcode"])
    return {
        kind: {"rows": rows[kind], "right": right[kind]} for kind in (*KINDS, "all")
    }


def is_right(
    expected: Sequence[str | Sequence[str | None] | None], code: str | None
) -> bool:
    """Is every level what it should be?

    >>> is_right([["210000"], ["210600"], [None]], "210600")
    True
    >>> is_right([["210000"], ["210600"], [None]], "210603")
    False
    """
    return all(
        allows(codes, cut(code, level))
        for codes, level in zip(expected, LEVELS, strict=True)
    )


def allows(codes: str | Sequence[str | None] | None, found: str | None) -> bool:
    """Is what was found at one level among the codes that are right?"""
    if codes == "?":
        return True
    allowed = [codes] if codes is None or isinstance(codes, str) else list(codes)
    return found in [None if code == "-" else code for code in allowed]
