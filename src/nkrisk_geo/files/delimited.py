"""Delimited text: every cell stays the text that it was, and every row is kept or accounted for.

The first row that is not blank names the columns, unless their names are given. A row with another number of cells is
rejected, with its line number.
A quotation mark that nothing closes would swallow the rows after it: such a line is read as it stands instead.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import suppress
from typing import TextIO

from nkrisk_geo.files.bounds import LONGEST as LONGEST_ROW
from nkrisk_geo.files.bounds import SHOWN, TOO_LONG, bounded
from nkrisk_geo.files.chunks import Chunk, Noticed, Reader, chunked
from nkrisk_geo.files.encodings import encoding_of
from nkrisk_geo.files.formats import SEPARATORS
from nkrisk_geo.files.inputs import InputSource
from nkrisk_geo.files.read_options import Reading
from nkrisk_geo.model.errors import InputError

DELIMITERS = ",;\t|~^\x01\x1f"
LONGEST = 60
"""Lines that a quoted cell may span."""

_QUOTED = re.compile(r'"(?:[^"]|"")*"')


def sniff(text: str) -> str:
    r"""The delimiter that gives the first lines the same number of cells, the comma where none does.

    >>> sniff("name;address\nA;Dandong, Liaoning\n"), sniff("address\nDandong\n")
    (';', ',')
    """
    # What stands between quotes has delimiters that part nothing.
    bare = _QUOTED.sub("", text)
    lines = [line for line in bare.splitlines()[:50] if line.strip()]
    best = ",", 0.0
    for delimiter in DELIMITERS:
        cells = Counter(line.count(delimiter) for line in lines)
        wanted = lines[0].count(delimiter) if lines else 0
        score = cells[wanted] / len(lines) * (1 + wanted / 100) if wanted else 0.0
        if score > best[1]:
            best = delimiter, score
    return best[0]


class _UnclosedError(Exception):
    """A quoted cell does not end."""


class _Lines:
    """Lines for `csv.reader`, with those of the current row at hand and the possibility to give some back."""

    def __init__(self, text: TextIO, noticed: Noticed) -> None:
        self._text = text  # which would be closed if nobody held it
        self._whole, self._noticed = bounded(text), noticed
        self._again: deque[str] = deque()
        self.row: list[str] = []
        self.number = self.size = self._length = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if len(self.row) >= LONGEST or (self.row and self._length > LONGEST_ROW):
            raise _UnclosedError
        line = self._again.popleft() if self._again else self._next()
        if line is None:
            if self.row:
                raise _UnclosedError
            raise StopIteration
        self._length = len(line) + (self._length if self.row else 0)
        self.number += 1
        self.size += len(line)
        self._noticed.spoilt += "\ufffd" in line
        self.row.append(line)
        return line

    def _next(self) -> str | None:
        """The next line that is not too long, without NUL characters; None at the end."""
        for line in self._whole:
            if len(line) > LONGEST_ROW:
                self.number += 1
                self._noticed.reject(self.number, TOO_LONG, line[:SHOWN])
                if self.row:  # a cell that it would be in the middle of
                    raise _UnclosedError
                continue
            if "\0" not in line:
                return line
            self._noticed.nul += 1
            return line.replace("\0", "")
        return None

    def keep_first(self) -> str:
        """Give all lines of the current row but the first back, and return that."""
        first, *others = self.row
        self._again.extendleft(reversed(others))
        self.number -= len(others)
        self.row = [first]
        return first


class DelimitedReader(Reader):
    """CSV and TSV. Cells are text; the empty cell is the empty text."""

    def __init__(self, source: InputSource, reading: Reading) -> None:
        self.noticed: Noticed = Noticed(encoding_of(source, reading.encoding))
        start = source.head[: 1 << 16].decode(self.noticed.encoding or "utf-8", "replace")
        self.delimiter: str = reading.delimiter or (
            sniff(start) if source.format.kind == "csv" else SEPARATORS[source.format.kind]
        )
        self.noticed.delimiter = self.delimiter
        text = io.TextIOWrapper(source.open(), self.noticed.encoding, "replace", newline="")
        self._lines = _Lines(text, self.noticed)
        self.columns: list[str] = list(reading.columns or self._header())
        if not any(name.strip() for name in self.columns):
            raise InputError(f"{source.name}: is empty; the first line should name the columns")

    def _header(self) -> list[str]:
        # Some programs write empty lines before the names.
        full = (row for row in self._cut(0) if any(map(str.strip, row)))
        return next(full, [])

    def chunks(self) -> Iterator[Chunk]:
        """As of `Reader`."""
        return chunked(self._rows(), self.columns, lambda: self._lines.size)

    def _rows(self) -> Iterator[list[str]]:
        """The rows that have as many cells as there are columns."""
        width = len(self.columns)
        for row in self._cut(width):
            if len(row) == width:
                yield row
            elif (fitted := self._fitted(row, width)) is not None:
                yield fitted

    def _cut(self, width: int) -> Iterator[list[str]]:
        """Rows as lists of cells. `strict`, because a mark that nothing closes may pair with one of a later row."""
        lines = self._lines
        reader = csv.reader(lines, delimiter=self.delimiter, strict=True)
        while True:
            lines.row.clear()
            try:
                row = next(reader)
            except StopIteration:
                return
            except (_UnclosedError, csv.Error):
                row = self._as_it_stands(width)
                reader = csv.reader(lines, delimiter=self.delimiter, strict=True)
            yield row

    def _fitted(self, row: list[str], width: int) -> list[str] | None:
        """A row of the wrong length made right where that is safe; None when it is blank or rejected."""
        lines = self._lines
        if len(lines.row) > 1:
            row = self._as_it_stands(width)
        if not any(map(str.strip, row)):
            self.noticed.blank += 1
            return None
        if len(row) >= width and not any(map(str.strip, row[width:])):
            return row[:width]
        reason = "too-few-cells" if len(row) < width else "too-many-cells"
        self.noticed.reject(lines.number, reason, lines.row[0])
        return None

    def _as_it_stands(self, width: int) -> list[str]:
        """The first line of a row with a stray quotation mark: cut leniently, or else at every delimiter."""
        self.noticed.stray_quotes += 1
        line = self._lines.keep_first().rstrip("\r\n")
        with suppress(csv.Error):
            lenient = next(csv.reader([line], delimiter=self.delimiter), [])
            if line.count('"') % 2 == 0 and len(lenient) == width:
                return lenient
        return line.split(self.delimiter)
