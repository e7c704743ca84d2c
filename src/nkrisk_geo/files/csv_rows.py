"""Delimited text cut into rows of cells, each with its lines at hand.

A quotation mark that nothing closes would swallow the rows after it: such a line is
read as it stands instead.
"""

from __future__ import annotations

import csv
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from typing import TextIO

from nkrisk_geo.files.bounds import LONGEST as LONGEST_ROW
from nkrisk_geo.files.bounds import SHOWN, TOO_LONG, blocks, split_lines
from nkrisk_geo.files.chunks import Noticed

LONGEST = 60
"""Lines that a quoted cell may span."""


class _UnclosedError(Exception):
    """A quoted cell does not end."""


class CsvLines:
    """Lines for `csv.reader`, with those of the current row at hand; some can be given back."""

    def __init__(self, text: TextIO, noticed: Noticed) -> None:
        self._text = text  # which would be closed if nobody held it
        self._blocks, self._noticed = blocks(text), noticed
        # A block that was read, whose lines nobody has asked for yet; the lines of the one before
        # it, and the first of them that is to come.
        self._unsplit = ""
        self._block, self._at = list[str](), 0
        self._again: deque[str] = deque()
        self.row: list[str] = []
        self.number = self._length = 0

    def __iter__(self) -> CsvLines:
        return self

    def __next__(self) -> str:
        # A mark that nothing closes would take the rest of the file for one cell.
        is_long = bool(self.row) and self._length > LONGEST_ROW
        if len(self.row) >= LONGEST or is_long:
            raise _UnclosedError
        line = self._again.popleft() if self._again else self._next()
        if line is None:
            if self.row:
                raise _UnclosedError
            raise StopIteration
        before = self._length if self.row else 0
        self._length = before + len(line)
        self.number += 1
        if "\ufffd" in line:
            self._noticed.spoilt += 1
        self.row.append(line)
        return line

    def rest(self) -> str:
        """The next lines as they stand, about a block of them.

        Empty at the end, and while some were given back.
        """
        if self._again:
            return ""
        if self._at < len(self._block):
            return "".join(self._block[self._at :])
        if not self._unsplit:
            self._unsplit = next(self._blocks, "")
        return self._unsplit

    def pass_rest(self, lines: int) -> None:
        """The lines of `rest`, so many, were read elsewhere."""
        self.number += lines
        self._block, self._at, self._unsplit = [], 0, ""

    def count_left(self) -> int:
        """How many lines of the block are to come; the next one where all of it were read."""
        if self._at == len(self._block):
            self._refill()
        return len(self._block) - self._at

    def _refill(self) -> bool:
        """Split the next block into its lines. False at the end."""
        block = self._unsplit or next(self._blocks, "")
        self._block, self._at, self._unsplit = split_lines(block), 0, ""
        return bool(self._block)

    def _next(self) -> str | None:
        """The next line that is not too long, without NUL characters; None at the end."""
        while self._at < len(self._block) or self._refill():
            line = self._block[self._at]
            self._at += 1
            if len(line) > LONGEST_ROW:
                self.number += 1
                self._noticed.reject(self.number, TOO_LONG, line[:SHOWN])
                # It would be in the middle of a cell.
                if self.row:
                    raise _UnclosedError
                continue
            if "\0" not in line:
                return line
            self._noticed.nul += 1
            return line.replace("\0", "")
        return None

    def pass_over(self, number: int) -> None:
        """Leave so many lines out; they are told as what stood above the header."""
        while self.number < number:
            line = self._next()
            if line is None:
                return
            self.number += 1
            self._noticed.pass_over(self.number, line)

    def keep_first(self) -> str:
        """Give all lines of the current row but the first back, and return that."""
        first, *others = self.row
        self._again.extendleft(reversed(others))
        self.number -= len(others)
        self.row = [first]
        return first


class CsvRows:
    """The rows of a text."""

    def __init__(self, text: TextIO, delimiter: str, noticed: Noticed) -> None:
        self.lines = CsvLines(text, noticed)
        self._delimiter, self._noticed = delimiter, noticed

    def cut(self, width: int, lines: int = sys.maxsize) -> Iterator[list[str]]:
        """Rows as lists of cells.

        `strict`, because a mark that nothing closes may pair with one of a later row.

        Args:
            width: how many cells a row is expected to have.
            lines: about as many are read, where not all are.
        """
        end = self.lines.number + lines
        reader = self._reader()
        while self.lines.number < end:
            self.lines.row.clear()
            try:
                row = next(reader)
            except StopIteration:
                return
            except (_UnclosedError, csv.Error):
                row = self.as_it_stands(width)
                reader = self._reader()
            yield row

    def _reader(self) -> Iterator[list[str]]:
        return csv.reader(self.lines, delimiter=self._delimiter, strict=True)

    def as_it_stands(self, width: int) -> list[str]:
        """The first line of a row with a stray quotation mark.

        It is cut leniently, or else at every delimiter.
        """
        self._noticed.stray_quotes += 1
        line = self.lines.keep_first().rstrip("\r\n")
        with suppress(csv.Error):
            reader = csv.reader([line], delimiter=self._delimiter)
            lenient = next(reader, [])
            # With an even number of marks the line may be whole, if it has all cells.
            if line.count('"') % 2 == 0 and len(lenient) == width:
                return lenient
        return line.split(self._delimiter)
