"""Delimited text: every cell stays the text that it was, and every row is kept or accounted for.

The first row that is not blank names the columns. A row with another number of cells is rejected, with its line number.
A quotation mark that nothing closes would swallow the rows after it: such a line is read as it stands instead.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice

import pyarrow as pa

from nkrisk_geo.errors import InputError
from nkrisk_geo.files.chunks import BYTES, ROWS, Chunk, Noticed
from nkrisk_geo.files.encodings import checked, detect, sample
from nkrisk_geo.files.opening import Source

DELIMITERS = ",;\t|~^"
LONGEST = 60
"""Lines that a quoted cell may span."""

_QUOTED = re.compile(r'"(?:[^"]|"")*"')


def encoding_of(source: Source, given: str | None) -> str:
    """The encoding that was given or else detected, the pipe's from its head."""
    if given:
        return checked(given)
    if source.is_pipe:
        head = source.head
        whole = head if len(head) < 1 << 16 else head[: head.rfind(b"\n") + 1] or head
        return detect(whole)
    with source.open() as stream:
        return detect(sample(stream))


def sniff(text: str) -> str:
    r"""The delimiter that gives the first lines the same number of cells, the comma where none does.

    >>> sniff("name;address\nA;Dandong, Liaoning\n"), sniff("address\nDandong\n")
    (';', ',')
    """
    lines = [line for line in _QUOTED.sub("", text).splitlines()[:50] if line.strip()]
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

    def __init__(self, text: Iterator[str], noticed: Noticed) -> None:
        self._text, self._noticed = text, noticed
        self._again: deque[str] = deque()
        self.row: list[str] = []
        self.number = self.size = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if len(self.row) >= LONGEST:
            raise _UnclosedError
        line = self._again.popleft() if self._again else next(self._text, None)
        if line is None:
            if self.row:
                raise _UnclosedError
            raise StopIteration
        self.number += 1
        self.size += len(line)
        self._noticed.spoilt += "\ufffd" in line
        self.row.append(line)
        return line.replace("\0", "") if "\0" in line else line

    def keep_first(self) -> str:
        """Give all lines of the current row but the first back, and return that."""
        first, *others = self.row
        self._again.extendleft(reversed(others))
        self.number -= len(others)
        self.row = [first]
        return first


class DelimitedReader:
    """CSV and TSV. Cells are text; the empty cell is the empty text."""

    def __init__(self, source: Source, *, encoding: str | None = None, delimiter: str | None = None) -> None:
        self._source = source
        self.noticed = Noticed(encoding_of(source, encoding))
        start = source.head[: 1 << 16].decode(self.noticed.encoding or "utf-8", "replace")
        self.delimiter = delimiter or ("\t" if source.format.kind == "tsv" else sniff(start))
        self.noticed.delimiter = self.delimiter
        text = io.TextIOWrapper(source.open(), self.noticed.encoding, "replace", newline="")
        self._lines = _Lines(text, self.noticed)
        self._rows = self._parsed()
        self.columns = next(self._rows, [])
        if not any(name.strip() for name in self.columns):
            raise InputError(f"{source.name}: is empty; the first line should name the columns")

    def chunks(self) -> Iterator[Chunk]:
        """As of `Reader`."""
        yield self._chunk(self._some())
        while rows := self._some():
            yield self._chunk(rows)

    def _some(self) -> list[list[str]]:
        """The next rows, not too many."""
        rows, end = [], self._lines.size + BYTES
        for row in islice(self._rows, ROWS):
            rows.append(row)
            if self._lines.size > end:
                break
        return rows

    def _chunk(self, rows: list[list[str]]) -> Chunk:
        columns = zip(*rows, strict=True) if rows else ([] for _ in self.columns)
        arrays = [pa.array(column, pa.string()) for column in columns]
        return Chunk(pa.Table.from_arrays(arrays, names=self.columns))

    def _parsed(self) -> Iterator[list[str]]:
        """The header, then the rows that have as many cells as it."""
        header = next((row for row in self._cut(0) if any(map(str.strip, row))), [])
        yield header
        for row in self._cut(len(header)):
            if len(row) == len(header):
                yield row
            elif (fitted := self._fitted(row, len(header))) is not None:
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
