"""Delimited text: every cell stays the text that it was, and every row is kept or accounted for.

The columns are named by the header (`nkrisk_geo.files.headers`), unless their names are
given. A row with another number of cells is rejected, with its line number, and so is
one that only sums others up.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from itertools import islice

import pyarrow as pa

from nkrisk_geo.files.chunks import Chunk, Noticed, Reader, chunk_tables, table_of
from nkrisk_geo.files.csv_rows import CsvRows
from nkrisk_geo.files.delimiters import HEAD, read_start
from nkrisk_geo.files.encodings import encoding_of
from nkrisk_geo.files.headers import (
    FIRST_OF_A_TOTAL,
    LOOKED_AT,
    TOTAL,
    Header,
    is_total,
)
from nkrisk_geo.files.inputs import InputSource
from nkrisk_geo.files.plain_blocks import cutter
from nkrisk_geo.files.read_options import Reading
from nkrisk_geo.model.errors import InputError


class DelimitedReader(Reader):
    """CSV and TSV. Cells are text; the empty cell is the empty text."""

    def __init__(self, source: InputSource, reading: Reading) -> None:
        self.noticed = Noticed(encoding_of(source, reading.encoding))
        encoding = self.noticed.encoding
        text = source.head[:HEAD].decode(encoding or "utf-8", "replace")
        # The last line may be half a row.
        if len(source.head) > HEAD:
            text = text[: text.rfind("\n") + 1] or text
        start = read_start(text, source.format.kind, reading)
        self.noticed.delimiter = self.delimiter = start.delimiter
        # Line feeds stay as they are: within a cell they belong to its text.
        stream = io.TextIOWrapper(source.open(), encoding, "replace", newline="")
        self._stream = stream  # which would be closed if nobody held it
        self._rows = CsvRows(stream, self.delimiter, self.noticed)
        self._rows.lines.pass_over(reading.skipped)
        self._start = start
        self.first_rows = start.rows[:LOOKED_AT]
        names = reading.columns or self._header(start.header)
        self.columns = list(names)
        if not any(name.strip() for name in self.columns):
            raise InputError(
                f"{source.name}: is empty; the first line should name the columns"
            )

    def _header(self, header: Header | None) -> Sequence[str]:
        """The names of the columns; the rows above them are told."""
        # Some programs write empty lines before the names.
        rows = filter(_is_full, self._rows.cut(0))
        if header is None:
            return next(rows, [])
        for _ in islice(rows, header.start):
            lines = self._rows.lines
            self.noticed.pass_over(lines.number, lines.row[0])
        self.header = self._start.rows[header.start][0]
        lines = self._rows.lines
        for at, _ in enumerate(islice(rows, header.rows)):
            if at and header.again:
                self.noticed.pass_over(lines.number, lines.row[0])
        return header.names

    def sample(self) -> pa.Table:
        """As of `Reader`."""
        header, width = self._start.header, len(self.columns)
        first = header.start + header.rows if header else 0
        rows = [row for _, row in self._start.rows[first:]]
        return table_of([row for row in rows if len(row) == width], self.columns)

    def chunks(self) -> Iterator[Chunk]:
        """As of `Reader`."""
        return chunk_tables(self._tables(), self.columns)

    def _tables(self) -> Iterator[pa.Table]:
        """The rows, a block of the text at a time."""
        lines = self._rows.lines
        cut = cutter(self.columns, self.delimiter)
        while True:
            rest = lines.rest()
            table = cut(rest)
            if table is not None:
                lines.pass_rest(len(table))
                yield table
                continue
            before = lines.number
            records = [*self._records(max(1, lines.count_left()))]
            yield table_of(records, self.columns)
            # A block may hold no record, and is not the end for that.
            if lines.number == before:
                return

    def _records(self, lines: int) -> Iterator[list[str]]:
        """The rows that have as many cells as there are columns, of about so many lines."""
        width = len(self.columns)
        for row in self._rows.cut(width, lines):
            if len(row) != width:
                fitted = self._fit(row, width)
                if fitted is not None:
                    yield fitted
                continue
            # Most rows begin with a letter that no total begins with.
            first = row[0][:1]
            is_ordinary = first and first not in FIRST_OF_A_TOTAL
            if is_ordinary or not self._is_left_out(row):
                yield row

    def _is_left_out(self, row: list[str]) -> bool:
        """Is a row one that sums others up, and rejected as that?"""
        if not is_total(row):
            return False
        lines = self._rows.lines
        self.noticed.reject(lines.number, TOTAL, lines.row[0])
        return True

    def _fit(self, row: list[str], width: int) -> list[str] | None:
        """A row of the wrong length made right where that is safe; None: blank or rejected."""
        lines = self._rows.lines
        # Of several lines and a wrong length, a stray quotation mark made it one row.
        if len(lines.row) > 1:
            row = self._rows.as_it_stands(width)
        if not _is_full(row):
            self.noticed.blank += 1
            return None
        # Spreadsheets write blank cells behind the last one.
        if len(row) >= width and not _is_full(row[width:]):
            return row[:width]
        reason = "too-few-cells" if len(row) < width else "too-many-cells"
        if is_total(row):
            reason = TOTAL
        self.noticed.reject(lines.number, reason, lines.row[0])
        return None


def _is_full(row: Sequence[str]) -> bool:
    """Has a row a cell with something in it?"""
    return any(map(str.strip, row))
