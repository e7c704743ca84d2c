"""Where the cells of a part of a workbook lie, found in its bytes without building them."""

from __future__ import annotations

import re
import zipfile
from typing import NamedTuple
from xml.parsers import expat

import numpy as np
from numpy.typing import NDArray

_LETTERS, _DIGITS = 3, 7
"""Letters and digits of the name of a cell, at most."""
_PLACE = re.compile(f"([A-Za-z]{{0,{_LETTERS}}})([0-9]{{1,{_DIGITS}}})")
_BEHIND_A_TAG = np.frombuffer(b" \t\r\n/>", np.uint8)

Bytes = NDArray[np.uint8]


class CellRange(NamedTuple):
    """The last row and column in which a part of a workbook has a cell, and how many it has."""

    rows: int
    columns: int
    number: int

    def union(self, other: CellRange) -> CellRange:
        """The smallest range that holds both."""
        rows = max(self.rows, other.rows)
        columns = max(self.columns, other.columns)
        return CellRange(rows, columns, self.number + other.number)


NO_CELLS = CellRange(0, 0, 0)


def find_cells(block: Bytes) -> CellRange | None:
    """The cells of a block that are written `<c r="AB12"`; None if some are written otherwise."""
    # Room behind the block, so that what is looked at behind a tag is there, be it zeros.
    room = len(block) + _LETTERS + _DIGITS + 9
    padded = np.zeros(room, np.uint8)
    padded[1 : len(block) + 1] = block
    tags = np.flatnonzero(padded[1:] == ord("c"))
    before, behind = padded[tags], padded[tags + 2]
    # A colon where tags have a prefix: `<x:c r="A1">`.
    is_open = before == ord("<")
    is_prefixed = before == ord(":")
    is_begun = is_open | is_prefixed
    tags = tags[is_begun & np.isin(behind, _BEHIND_A_TAG)]
    if not len(tags):
        return NO_CELLS
    for offset, char in enumerate(b'c r="', 1):
        if not (padded[tags + offset] == char).all():
            return None

    columns = np.zeros(len(tags), np.int64)
    rows = np.zeros(len(tags), np.int64)
    at = tags + len(b'c r="') + 1
    for _ in range(_LETTERS):
        # Smaller ones wrap around and are large: one comparison is enough.
        letter = padded[at] - np.uint8(ord("A"))
        is_letter = letter < 26
        further = columns * 26 + letter + 1
        columns = np.where(is_letter, further, columns)
        at = at + is_letter
    for _ in range(_DIGITS):
        digit = padded[at] - np.uint8(ord("0"))
        is_digit = digit < 10
        rows = np.where(is_digit, rows * 10 + digit, rows)
        at = at + is_digit

    is_named = (rows > 0) & (columns > 0)
    is_ended = padded[at] == ord('"')
    if not (is_named & is_ended).all():
        return None
    last_row, last_column = int(rows.max()), int(columns.max())
    return CellRange(last_row, last_column, len(tags))


def parse_cells(content: bytes) -> CellRange:
    """The cells of a part, however they are written.

    Those without a name stand behind one another.
    """
    walk = _Walk()
    parser = expat.ParserCreate()
    parser.StartElementHandler = walk.begin
    parser.Parse(content, True)
    return CellRange(walk.rows, walk.columns, walk.count)


class _Walk:
    """A walk over the tags of a part, from cell to cell."""

    def __init__(self) -> None:
        self.rows = self.columns = self.count = 0
        self._row = self._column = 0

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        """A tag begins."""
        kind = tag.rpartition(":")[2]
        if kind not in ("row", "c"):
            return
        said = attributes.get("r", "")
        name = _PLACE.fullmatch(said)
        if said and not name:
            raise zipfile.BadZipFile(f"there is no cell {said[:20]!r}")
        if kind == "row":
            self._row = int(name[2]) if name else self._row + 1
            self._column = 0
            return
        self.count += 1
        if name:
            self._row, self._column = int(name[2]), _column(name[1])
        else:
            self._column += 1
        self.rows = max(self.rows, self._row)
        self.columns = max(self.columns, self._column)


def _column(letters: str) -> int:
    """The number of a column: A is 1, AA 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
