"""Codes in a text: six digits in a row, telephone area codes, registration numbers.

A six-digit number may be a postcode of China, India or Russia, a division code or a part of something longer; whether it
counts is decided later, from what else the text says.

    >>> [code.value for code in codes("118000 tel +86-415-2123456")]
    ['118000', '415']
"""

from __future__ import annotations

import re
from typing import NamedTuple

_AREA = "(10|2[0-9]|[3-9][0-9]{2})"
_LOCAL = r"[0-9]{3,4}[\s\-]?[0-9]{3,4}(?![0-9])"
_CODE_LIKE = re.compile(r"[0-9]{6}|[0-9]{3}[\s\-)]{1,2}[0-9]{3}|\+[\s(]?[0-9]")
"""Without this there is neither a postcode nor a telephone number; most addresses are done here."""
_ADCODE = re.compile(r"(?:adcode|区划代码|行政区划|gb/?t?\s?2260)[^0-9]{0,4}([0-9]{6})(?![0-9])")
_OTHER_NUMBER = re.compile(
    r"\b(?:hs|hts|tariff|p/?o|l/?c|ref|inv|invoice|order|lot|item|style|model|art|sku|batch|contract|booking)"
    r"[\s.:#]{0,3}(?:code|no|nr|number|num)?[\s.:#]{0,3}$"
)
"""A label that makes six digits something else than a postcode."""
_SIX = re.compile(r"(?<![0-9a-z])(?<![0-9][-/])[0-9]{6}(?![0-9])")
_INTERNATIONAL = re.compile(
    rf"(?:\b|[+(])(?:00)?86[\s\-()]{{0,3}}0?[\s\-()]{{0,2}}{_AREA}[\s\-()]{{0,2}}{_LOCAL}"
)
_NATIONAL = re.compile(rf"(?<![0-9])0{_AREA}[\s\-)]{{1,2}}{_LOCAL}")
_LABELLED = re.compile(
    rf"(?:tel|phone|fax|ph|电话|传真)[\s:.,]{{0,3}}(?:no[.:\s]{{0,2}})?\(?0{_AREA}[\s\-)]{{0,2}}[0-9]{{7,8}}(?![0-9])"
)


_CALLING = re.compile(r"(?:\+|(?<![0-9.])00)[\s(]?(?!86)([1-9][0-9]{0,2})(?=[\s\-().0-9]{0,8}[0-9]{4})")
_REGISTRATION = re.compile(
    r"(?<![0-9a-z])[1-9a-hj-npqrtuwxy][1-9]([1-6][0-9]{5})[0-9a-hj-npqrtuwxy]{10}(?![0-9a-z])"
)


class Code(NamedTuple):
    """A code in a text.

    `kind`: `a` a labelled division code, `p` six other digits, `t` a telephone area code, `T` one behind +86, `c`
    another country's calling code, `r` the division in a unified social credit code (its digits 3 to 8). Offsets are in
    the folded text.
    """

    kind: str
    value: str
    start: int
    end: int


def codes(folded: str) -> list[Code]:
    """The codes of a folded text, in its order."""
    if not _CODE_LIKE.search(folded):
        return []
    found = [
        Code(kind, *_group(match))
        for kind, pattern in _expected(folded)
        for match in pattern.finditer(folded)
    ]
    known = {code.start for code in found if code.kind == "a"}
    for match in _SIX.finditer(folded):
        if match.start() not in known and not _OTHER_NUMBER.search(
            folded[max(0, match.start() - 24) : match.start()]
        ):
            found.append(Code("p", match.group(), *match.span()))
    return sorted(found, key=lambda code: code.start)


def _expected(folded: str) -> list[tuple[str, re.Pattern[str]]]:
    """The patterns worth trying: each needs a mark of its own, and most texts have none."""
    return [(kind, pattern) for kind, pattern, marks in _PATTERNS if any(mark in folded for mark in marks)]


def _group(match: re.Match[str]) -> tuple[str, int, int]:
    return match.group(1), *match.span(1)


_PATTERNS = (
    ("a", _ADCODE, ("adcode", "区划", "2260")),
    ("T", _INTERNATIONAL, ("86",)),
    ("t", _NATIONAL, ("0",)),
    ("t", _LABELLED, ("tel", "fax", "ph", "电话", "传真")),
    ("c", _CALLING, ("+", "00")),
    ("r", _REGISTRATION, ("",)),
)
"""(kind, pattern, one of what a text must hold for the pattern to match)."""
