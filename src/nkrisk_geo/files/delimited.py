"""Delimited text: every cell stays the text that it was, and every row is kept or accounted for.

The columns are named by the header (`nkrisk_geo.files.headers`), unless their names are
given. A row with another number of cells is rejected, with its line number, and so is
one that only sums others up.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

import pyarrow as pa

from nkrisk_geo.files.chunks import Chunk, Noticed, Reader, regrouped, table_of
from nkrisk_geo.files.csv_rows import CsvRows
from nkrisk_geo.files.encodings import encoding_of
from nkrisk_geo.files.formats import SEPARATORS, VAGUE
from nkrisk_geo.files.headers import (
    FIRST_OF_A_TOTAL,
    LOOKED_AT,
    TOTAL,
    Header,
    find_header,
    is_total,
)
from nkrisk_geo.files.inputs import InputSource
from nkrisk_geo.files.plain_blocks import cutter
from nkrisk_geo.files.read_options import Reading
from nkrisk_geo.model.errors import InputError

DELIMITERS = ",;\t|~^\x01\x1f"
_HEAD = 1 << 16
_SAMPLE = 250
"""Rows that are read before all others, to find the header and to see what the columns hold."""
_QUOTED = re.compile(r'"(?:[^"]|"")*"')

Rows = Sequence[tuple[int, list[str]]]
"""Rows with the numbers of their lines."""


def sniff(text: str) -> str:
    r"""The delimiter by which the first lines have as many cells; the comma where none does.

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


class _Start:
    """The beginning of a text, cut into rows before it is read: where its header is."""

    def __init__(self, text: str, delimiter: str, reading: Reading) -> None:
        self.delimiter = delimiter
        rows = CsvRows(io.StringIO(text, newline=""), delimiter, Noticed())
        rows.lines.pass_over(reading.skipped)
        cut = (
            (rows.lines.number - len(rows.lines.row) + 1, row)
            for row in rows.cut(0)
            if any(map(str.strip, row))
        )
        self.rows: Rows = list(islice(cut, _SAMPLE))
        self.header: Header | None = None
        if self.rows and reading.columns is None:
            cells = [row for _, row in self.rows[:LOOKED_AT]]
            fixed = reading.header_row is not None
            self.header = find_header(cells, reading.sought, fixed=fixed)

    @property
    def is_known(self) -> bool:
        """Is a header found whose names are known?"""
        return self.header is not None and self.header.known


def _start_of(text: str, kind: str, reading: Reading) -> _Start:
    """The beginning, cut by the right delimiter.

    That is the one that was given, that is usual, or by which a header is found below a
    title.
    """
    if reading.delimiter is not None or kind != "csv":
        return _Start(text, reading.delimiter or SEPARATORS[kind], reading)
    # A title has no delimiter, or has that of a sentence.
    usual = _Start(text, sniff(text), reading)
    if usual.is_known or reading.columns is not None:
        return usual
    others = (_Start(text, each, reading) for each in DELIMITERS if each in text)
    return next((each for each in others if each.is_known), usual)


def is_list(source: InputSource, reading: Reading) -> bool:
    """Is a text a list, one text a line, where nothing says so, rather than a table?"""
    said = (reading.delimiter, reading.columns, reading.header_row, reading.file_format)
    vague = source.path.lower().removesuffix(".gz").removesuffix(".zst").endswith(VAGUE)
    if not vague or any(said) or reading.sought or reading.skip_rows:
        return False
    encoding = encoding_of(source, reading.encoding)
    text = source.head[:_HEAD].decode(encoding, "replace")
    start = _start_of(text, "csv", reading)
    if start.is_known:  # a single column is no table, but the name of a list
        return start.header is not None and len(start.header.names) == 1
    lines = [line for line in text.splitlines()[:50] if line.strip()]
    parted = [line for line in lines if start.delimiter in line]
    return start.delimiter == "," or len(parted) * 5 < len(lines) * 4


class DelimitedReader(Reader):
    """CSV and TSV. Cells are text; the empty cell is the empty text."""

    def __init__(self, source: InputSource, reading: Reading) -> None:
        self.noticed = Noticed(encoding_of(source, reading.encoding))
        text = source.head[:_HEAD].decode(self.noticed.encoding or "utf-8", "replace")
        if len(source.head) > _HEAD:
            text = text[: text.rfind("\n") + 1] or text  # not half a row
        start = _start_of(text, source.format.kind, reading)
        self.noticed.delimiter = self.delimiter = start.delimiter
        stream = io.TextIOWrapper(
            source.open(), self.noticed.encoding, "replace", newline=""
        )
        self._stream = stream  # which would be closed if nobody held it
        self._rows = CsvRows(stream, self.delimiter, self.noticed)
        self._rows.lines.pass_over(reading.skipped)
        self._start = start
        self.first_rows = start.rows[:LOOKED_AT]
        self.columns = list(reading.columns or self._header(start.header))
        if not any(name.strip() for name in self.columns):
            raise InputError(
                f"{source.name}: is empty; the first line should name the columns"
            )

    def _header(self, header: Header | None) -> Sequence[str]:
        """The names of the columns; the rows above them are told."""
        # Some programs write empty lines before the names.
        rows = (row for row in self._rows.cut(0) if any(map(str.strip, row)))
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
        first = (
            self._start.header.start + self._start.header.rows
            if self._start.header
            else 0
        )
        width = len(self.columns)
        rows = [row for _, row in self._start.rows[first:] if len(row) == width]
        columns = zip(*rows, strict=True) if rows else ([] for _ in range(width))
        return pa.Table.from_arrays(
            [pa.array(each, pa.string()) for each in columns], self.columns
        )

    def chunks(self) -> Iterator[Chunk]:
        """As of `Reader`."""
        return regrouped(self._tables(), self.columns)

    def _tables(self) -> Iterator[pa.Table]:
        """The rows, a block of the text at a time."""
        lines, cut = self._rows.lines, cutter(self.columns, self.delimiter)
        while True:
            rest = lines.rest()
            table = cut(rest)
            if table is not None:
                lines.pass_rest()
                yield table
                continue
            before = lines.number
            yield table_of([*self._records(max(1, len(rest)))], self.columns)
            if lines.number == before:
                return

    def _records(self, lines: int) -> Iterator[list[str]]:
        """The rows that have as many cells as there are columns, of about so many lines."""
        width = len(self.columns)
        for row in self._rows.cut(width, lines):
            if len(row) == width:
                # Most rows begin with a letter that no total begins with.
                if (
                    row[0][:1] not in FIRST_OF_A_TOTAL and row[0]
                ) or not self._is_left_out(row):
                    yield row
            elif (fitted := self._fitted(row, width)) is not None:
                yield fitted

    def _is_left_out(self, row: list[str]) -> bool:
        """Is a row one that sums others up, and rejected as that?"""
        if not is_total(row):
            return False
        self.noticed.reject(self._rows.lines.number, TOTAL, self._rows.lines.row[0])
        return True

    def _fitted(self, row: list[str], width: int) -> list[str] | None:
        """A row of the wrong length made right where that is safe; None: blank or rejected."""
        lines = self._rows.lines
        if len(lines.row) > 1:
            row = self._rows.as_it_stands(width)
        if not any(map(str.strip, row)):
            self.noticed.blank += 1
            return None
        if len(row) >= width and not any(map(str.strip, row[width:])):
            return row[:width]
        reason = "too-few-cells" if len(row) < width else "too-many-cells"
        self.noticed.reject(
            lines.number, TOTAL if is_total(row) else reason, lines.row[0]
        )
        return None
