"""The beginning of a delimited text: by what it is cut, where its header is, if it is a list."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from itertools import islice

from nkrisk_geo.files.chunks import Noticed
from nkrisk_geo.files.csv_rows import CsvRows
from nkrisk_geo.files.encodings import encoding_of
from nkrisk_geo.files.formats import COMPRESSIONS, SEPARATORS, VAGUE
from nkrisk_geo.files.headers import LOOKED_AT, Header, find_header
from nkrisk_geo.files.inputs import InputSource
from nkrisk_geo.files.read_options import Reading

DELIMITERS = ",;\t|~^\x01\x1f"
HEAD = 1 << 16
"""Bytes of a text that are looked at before it is read."""
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
    lines = _first_lines(bare)
    best = ",", 0.0
    for delimiter in DELIMITERS:
        counts = [line.count(delimiter) for line in lines]
        wanted = counts[0] if counts else 0
        if not wanted:
            continue
        # Lines with equally many cells count most, many cells a little.
        alike = counts.count(wanted) / len(lines)
        score = alike * (1 + wanted / 100)
        if score > best[1]:
            best = delimiter, score
    return best[0]


class TextStart:
    """The beginning of a text, cut into rows before it is read: where its header is."""

    def __init__(self, text: str, delimiter: str, reading: Reading) -> None:
        self.delimiter = delimiter
        # What is noticed here is noticed again when the text is read.
        stream = io.StringIO(text, newline="")
        rows = CsvRows(stream, delimiter, Noticed())
        rows.lines.pass_over(reading.skipped)
        self.rows: Rows = [*islice(_numbered(rows), _SAMPLE)]
        self.header: Header | None = None
        if self.rows and reading.columns is None:
            cells = [row for _, row in self.rows[:LOOKED_AT]]
            fixed = reading.header_row is not None
            self.header = find_header(cells, reading.sought, fixed=fixed)

    @property
    def is_known(self) -> bool:
        """Is a header found whose names are known?"""
        return self.header is not None and self.header.known


def _numbered(rows: CsvRows) -> Iterator[tuple[int, list[str]]]:
    """The rows that have something in them, with the numbers of their first lines."""
    lines = rows.lines
    for row in rows.cut(0):
        if any(map(str.strip, row)):
            yield lines.number - len(lines.row) + 1, row


def read_start(text: str, kind: str, reading: Reading) -> TextStart:
    """The beginning, cut by the right delimiter.

    That is the one that was given, that is usual, or by which a header is found below a
    title.
    """
    if reading.delimiter is not None or kind != "csv":
        return TextStart(text, reading.delimiter or SEPARATORS[kind], reading)
    # A title has no delimiter, or has that of a sentence.
    usual = TextStart(text, sniff(text), reading)
    if usual.is_known or reading.columns is not None:
        return usual
    others = [delimiter for delimiter in DELIMITERS if delimiter in text]
    starts = (TextStart(text, delimiter, reading) for delimiter in others)
    return next((start for start in starts if start.is_known), usual)


def is_list(source: InputSource, reading: Reading) -> bool:
    """Is a text a list, one text a line, where nothing says so, rather than a table?"""
    told = (
        reading.delimiter,
        reading.columns,
        reading.header_row,
        reading.file_format,
        reading.sought,
        reading.skip_rows,
    )
    name = source.path.lower()
    for suffix in COMPRESSIONS:
        name = name.removesuffix(suffix)
    # Who says anything of columns or rows has a table.
    if any(told) or not name.endswith(VAGUE):
        return False
    encoding = encoding_of(source, reading.encoding)
    text = source.head[:HEAD].decode(encoding, "replace")
    start = read_start(text, "csv", reading)
    # A single column is no table, but the name of a list.
    if start.header is not None and start.is_known:
        return len(start.header.names) == 1
    # Addresses have commas themselves, so that these say nothing of a table.
    if start.delimiter == ",":
        return True
    lines = _first_lines(text)
    parted = [line for line in lines if start.delimiter in line]
    return len(parted) * 5 < len(lines) * 4


def _first_lines(text: str) -> list[str]:
    lines = text.splitlines()[:50]
    return [line for line in lines if line.strip()]
