"""Where the names of the columns stand, and which rows below them are no records.

Exports begin with a title, a date, a row of groups (发货人 over 名称 and 地址), and end with a
total. The header is the first row in which names are known, or those that the user
named; where none are known it is the first row, or the first full one.

    >>> rows = [["供应商台账", "", ""], ["发货人", "", "数量"], ["名称", "地址", ""], ["A", "丹东市", "5"]]
    >>> find_header(rows)
    Header(start=1, rows=2, names=('发货人 名称', '发货人 地址', '数量'), known=True, again=False)
    >>> is_total(["合计", "", "5"]), is_total(["Total Trading", "Dandong", "5"])
    (True, False)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nkrisk_geo.tables.recognition import recognize
from nkrisk_geo.text.headings import heading_of

LOOKED_AT = 30
"""Rows in which a header is looked for."""
LONGEST_NAME = 80
"""Characters of a name in a row that is taken for a header below the first."""

TOTAL = "total-row"
"""The reason for which a row is rejected that sums others up."""

_TOTALS = re.compile(
    r"(?:本页|本月|累\s*)?(?:合\s*计|总\s*计|小\s*计|共\s*计|累\s*计|总\s*和|合\s*計|總\s*計|小\s*計)|합\s*계|소\s*계|총\s*계"
    r"|(?:grand|sub)?[\s-]*totals?|sum|итого|всего|gesamt|summe|total general|totaux",
)
_AFTER_A_TOTAL = re.compile(r"\s*[:：]?\s*[\d.,\s]*\S{0,2}\s*")
_NUMBER = re.compile(r"[-+(]?\s*[¥￥$€£₩]?\s*\d[\d.,\s]*(?:%|\S{1,3})?\)?|[-–—/]")
FIRST_OF_A_TOTAL = frozenset("本合总小共累總합소총gGsStTиИвВ \t\u3000")
"""Characters that a total begins with: what begins otherwise is none, which is quick to see."""


@dataclass(frozen=True, slots=True)
class Header:
    """The rows that name the columns: the first, how many, the names, and if any is known.

    Where there are two, `again` says that the second says the same as the first, and gave no names.
    """

    start: int
    rows: int
    names: tuple[str, ...]
    known: bool
    again: bool = False


def find_header(
    rows: Sequence[Sequence[str]], sought: Iterable[str] = (), *, fixed: bool = False
) -> Header:
    """The header among the first rows of a table.

    Args:
        rows: the first rows, blank ones left out; there is one at least.
        sought: names that the user wants read: a row that has them all is the header.
        fixed: the first row is the header, whatever it says.
    """
    wanted = set(sought)
    some = rows[:LOOKED_AT]
    # Titles have one or two cells, whatever the number of columns is.
    widest = max(len(_full(row)) for row in some)
    if wanted:
        for at, row in enumerate(some):
            # A name may be typed with the blanks around it, or without.
            if wanted <= {*row, *_full(row)}:
                return Header(at, 1, tuple(row), True)
    for at in range(1 if fixed else len(some)):
        found = _two_rows(some, at, wanted) or _one_row(some, at, widest)
        if found is not None:
            return found
    at = 0 if fixed else _first_full(some, widest)
    return Header(at, 1, tuple(some[at]), False)


def _first_full(rows: Sequence[Sequence[str]], widest: int) -> int:
    """Where no name is known: the first row, or the first full one below titles."""
    for at, row in enumerate(rows):
        # A text with commas that nobody quoted is wider than its header, which is no
        # title for that.
        if len(row) != len(rows[0]):
            return 0
        if len(_full(row)) * 2 >= widest:
            return at if _may_name(row, widest) else 0
    return 0


def _one_row(rows: Sequence[Sequence[str]], at: int, widest: int) -> Header | None:
    """A row whose names are known; with it the next, if that says the same in another language."""
    row = rows[at]
    is_first = at == 0
    if not _may_name(row, widest, first=is_first) or not recognize(row):
        return None
    below = rows[at + 1] if at + 1 < len(rows) else []
    known = _known(below)
    # A record may hold a word that is the name of a column, though hardly two.
    again = known >= 2 and known * 2 > len(_full(below)) and _may_name(below, widest)
    height = 2 if again else 1
    return Header(at, height, tuple(row), True, again)


def _two_rows(
    rows: Sequence[Sequence[str]], at: int, wanted: set[str]
) -> Header | None:
    """A row of groups and one of names, as one."""
    if at + 1 >= len(rows):
        return None
    above, below = rows[at], rows[at + 1]
    known = _known(below)
    if len(_full(above)) < 2 or known < 2 or known * 2 < len(_full(below)):
        return None
    # Groups have names below their blanks; a title has blanks below, or no second cell.
    groups = _spread(above, below)
    if groups == list(above):
        return None
    missing = [""] * len(groups)
    pairs = zip(groups, [*below, *missing], strict=False)
    # A name that stands in both rows is said once.
    names = [" ".join(dict.fromkeys(_full(pair))) for pair in pairs]
    is_sought = bool(wanted) and wanted <= set(names)
    if not is_sought and not recognize(names):
        return None
    return Header(at, 2, tuple(names), True)


def _spread(above: Sequence[str], below: Sequence[str]) -> list[str]:
    """The names of groups over each of their columns.

    A blank beside one belongs to it where a name stands below.
    """
    found: list[str] = []
    for at, name in enumerate(above):
        under = below[at] if at < len(below) else ""
        is_spread = not name.strip() and under.strip()
        found.append(found[-1] if found and is_spread else name)
    return found


def _may_name(row: Sequence[str], widest: int, *, first: bool = False) -> bool:
    """Can a row name columns: is it full enough, with names of which each is there once?"""
    full = _full(row)
    if len(full) * 2 < widest:
        return False
    # What stands first names columns in nearly every file, however it does so.
    if first:
        return True
    if any(len(name) > LONGEST_NAME or _NUMBER.fullmatch(name) for name in full):
        return False
    return len(set(full)) == len(full)


def _full(row: Sequence[str]) -> list[str]:
    """The cells that have something in them, without blanks around it."""
    return [*filter(None, map(str.strip, row))]


def _known(row: Sequence[str]) -> int:
    """Names of a row that are known."""
    headings = map(heading_of, _full(row))
    return sum(heading is not None for heading in headings)


def is_total(row: Sequence[str]) -> bool:
    """Does a row sum others up: a word that says so, and beside it numbers alone?"""
    full = _full(row)
    if len(row) < 2 or not full:
        return False
    first, *others = full
    found = _TOTALS.match(first.casefold())
    # "Total Trading" is a firm: behind the word there is a number or nothing.
    if found is None or not _AFTER_A_TOTAL.fullmatch(first, found.end()):
        return False
    return all(_NUMBER.fullmatch(cell) for cell in others)
