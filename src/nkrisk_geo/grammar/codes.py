"""Codes in a text: six digits in a row, telephone area codes, registration numbers.

A six-digit number may be a postcode of China, India or Russia, a division code or a part of something longer; whether it
counts is decided later, from what else the text says.

    >>> [code.value for code in codes("118000 tel +86-415-2123456")]
    ['118000', '415']
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from nkrisk_geo.arrays import PART, joined
from nkrisk_geo.native import postcodes
from nkrisk_geo.registration import is_credit_code

_AREA = "(10|2[0-9]|[3-9][0-9]{2})"
_LOCAL = r"[0-9]{3,4}[\s\-]?[0-9]{3,4}(?![0-9])"
_RUN = re.compile("[0-9]+")
_POSTCODE, _LABEL = 6, 24
"""Digits of a postcode, and characters before it in which a label may stand."""
_OTHER_NUMBER = re.compile(
    r"\b(?:hs|hts|tariff|p/?o|l/?c|ref|inv|invoice|order|lot|item|style|model|art|sku|batch|contract|booking)"
    r"[\s.:#]{0,3}(?:code|no|nr|number|num)?[\s.:#]{0,3}$"
)
"""A label that makes six digits something else than a postcode."""
_LABEL_ENDS = tuple(
    "hs hts tariff p/o po l/c lc ref inv invoice order lot item style model art sku batch contract booking "
    "code no nr number num".split()
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


class Pattern(NamedTuple):
    """A pattern whose first group is a code of some kind."""

    kind: str
    pattern: re.Pattern[str]


class Patterns(NamedTuple):
    """What codes look like."""

    labelled_division: Pattern
    international: Pattern
    national: Pattern
    labelled: Pattern
    calling: Pattern
    registration: Pattern


@cache
def _patterns() -> Patterns:
    """Compiled for the first text that has so many digits."""
    spaced = rf"0{_AREA}[\s\-)]"
    return Patterns(
        Pattern("a", re.compile(r"(?:adcode|区划代码|行政区划|gb/?t?\s?2260)[^0-9]{0,4}([0-9]{6})(?![0-9])")),
        Pattern(
            "T",
            re.compile(
                rf"(?:\b|[+(])(?:00)?86[\s\-()]{{0,3}}0?[\s\-()]{{0,2}}{_AREA}[\s\-()]{{0,2}}{_LOCAL}"
            ),
        ),
        Pattern("t", re.compile(rf"(?<![0-9]){spaced}{{1,2}}{_LOCAL}")),
        Pattern(
            "t",
            re.compile(
                r"(?:tel|phone|fax|ph|电话|传真)[\s:.,]{0,3}(?:no[.:\s]{0,2})?"
                rf"\(?{spaced}{{0,2}}[0-9]{{7,8}}(?![0-9])"
            ),
        ),
        Pattern(
            "c", re.compile(r"(?:\+|(?<![0-9.])00)[\s(]?(?!86)([1-9][0-9]{0,2})(?=[\s\-().0-9]{0,8}[0-9]{4})")
        ),
        Pattern(
            "r", re.compile(r"(?<![0-9a-z])[1-9a-rtuwxy][1-9]([1-6][0-9]{5})[0-9a-rtuwxy]{10}(?![0-9a-z])")
        ),
    )


def codes(folded: str) -> tuple[Code, ...]:
    """The codes of a folded text, in its order."""
    runs = [match.span() for match in _RUN.finditer(folded)]
    longest = max([end - start for start, end in runs], default=0)
    found = [
        Code(kind, *_group(match))
        for kind, pattern in _expected(folded, runs, longest)
        for match in pattern.finditer(folded)
        if kind != "r" or is_credit_code(match.group())
    ]
    known = {code.start for code in found if code.kind == "a"}
    for start, end in runs:
        if end - start == _POSTCODE and start not in known and _stands_alone(folded, start):
            found.append(Code("p", folded[start:end], start, end))
    return tuple(sorted(found, key=_start))


def codes_of(folded: Sequence[str]) -> list[tuple[Code, ...]]:
    """The codes of many folded texts: `codes` for the few that may have more than postcodes, one pass for all others."""
    found: list[tuple[Code, ...]] = [()] * len(folded)
    points = joined(folded)
    starts, more = postcodes(points, len(folded))
    ends = np.flatnonzero(points == ord(PART))
    text = np.searchsorted(ends, starts)
    plain = ~more[text]
    starts, text = starts[plain], text[plain]
    bases = np.append(0, ends + 1)[text]
    several: dict[int, list[Code]] = {}
    for number, start in zip(text.tolist(), (starts - bases).tolist(), strict=True):
        end = start + _POSTCODE
        several.setdefault(number, []).append(Code("p", folded[number][start:end], start, end))
    for number, some in several.items():
        found[number] = tuple(some)
    for number in np.flatnonzero(more).tolist():
        found[number] = codes(folded[number])
    return found


def _expected(folded: str, runs: list[tuple[int, int]], longest: int) -> list[Pattern]:
    """The patterns that may match a text with these runs of digits, the longest of such a length; most texts have none."""
    patterns = _patterns()
    found = [patterns.labelled_division] if _has_division_mark(folded) else []
    if "86" in folded:
        found.append(patterns.international)
    if "0" in folded:
        zeros = [end - start for start, end in runs if folded[start] == "0"]
        found += [patterns.national] if zeros and max(zeros) > 2 else []
        found += [patterns.labelled] if longest > 6 else []
    if "+" in folded or ("00" in folded and any(folded.startswith("00", start) for start, _ in runs)):
        found.append(patterns.calling)
    if longest > 6:
        found.append(patterns.registration)
    return found


def _has_division_mark(folded: str) -> bool:
    return "adcode" in folded or "区划" in folded or "2260" in folded


def _stands_alone(folded: str, at: int) -> bool:
    """Is a run of digits no part of a longer number or word, and not labelled as something else?"""
    if not at:
        return True
    before = folded[at - 1]
    if ("a" <= before <= "z") or (before in "-/" and at > 1 and "0" <= folded[at - 2] <= "9"):
        return False
    return not _is_labelled(folded, at)


def _is_labelled(folded: str, at: int) -> bool:
    """Does a label before six digits say that they are no postcode: HS CODE, P/O, LOT?"""
    before = folded[max(0, at - _LABEL) : at].rstrip(" .:#\t")
    return before.endswith(_LABEL_ENDS) and _OTHER_NUMBER.search(folded[max(0, at - _LABEL) : at]) is not None


def _start(code: Code) -> int:
    return code.start


def _group(match: re.Match[str]) -> tuple[str, int, int]:
    return match.group(1), *match.span(1)
