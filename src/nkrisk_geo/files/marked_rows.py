"""Feeds whose rows end with a mark and not with a line, as one vendor sends them.

For instance `A'~'B'~'C#@#@#D'~'E'~'F#@#@#`. Nothing is quoted and cells may hold line
feeds. There is seldom a header, so the names of the columns are given.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

from nkrisk_geo.files.bounds import LONGEST
from nkrisk_geo.files.chunks import Chunk, Noticed, Reader, chunk_rows
from nkrisk_geo.files.encodings import encoding_of
from nkrisk_geo.files.inputs import InputSource
from nkrisk_geo.files.read_options import Reading
from nkrisk_geo.model.errors import InputError

ROW_END, DELIMITER = "#@#@#", "'~'"
_BLOCK = 1 << 20


def is_feed(source: InputSource, reading: Reading) -> bool:
    """Does the user say so, or the beginning of the input?"""
    # Delimited text has one character between its cells.
    is_long = reading.delimiter is not None and len(reading.delimiter) > 1
    if reading.row_end is not None or is_long:
        return True
    if reading.delimiter is not None:
        return False
    head = source.head[: 1 << 16]
    # Before its encoding is known: the marks are ASCII, which most of them share.
    for encoding in ("ascii", "utf-16-le"):
        marks = (mark.encode(encoding) for mark in (ROW_END, DELIMITER))
        if all(mark in head for mark in marks):
            return True
    return False


class FeedReader(Reader):
    """Rows parted by a mark, cells by another. Cells are text; the empty cell is the empty text."""

    def __init__(self, source: InputSource, reading: Reading) -> None:
        self.noticed: Noticed = Noticed(encoding_of(source, reading.encoding))
        self.noticed.delimiter = self._delimiter = reading.delimiter or DELIMITER
        encoding = self.noticed.encoding or "utf-8"
        head = source.head.decode(encoding, "replace")
        usual = ROW_END if ROW_END in head else "\n"
        self._end = reading.row_end or usual
        self._text = io.TextIOWrapper(source.open(), encoding, "replace", newline="")
        self._name, self._read = source.name, 0
        self._numbered = enumerate(self._records(), 1)
        names = reading.columns or self._header()
        self.columns: list[str] = list(names)

    def _header(self) -> list[str]:
        for _, text in self._numbered:
            if text.strip():
                return text.split(self._delimiter)
        raise InputError(
            f"{self._name}: is empty; the first row should name the columns"
        )

    def chunks(self) -> Iterator[Chunk]:
        """As of `Reader`."""
        return chunk_rows(self._rows(), self.columns, lambda: self._read)

    def _rows(self) -> Iterator[list[str]]:
        """The rows that have as many cells as there are columns."""
        width = len(self.columns)
        for number, text in self._numbered:
            if not text.strip():
                self.noticed.blank += 1
                continue
            self.noticed.spoilt += "\ufffd" in text
            row = text.split(self._delimiter)
            if len(row) == width:
                yield row
            else:
                reason = "too-few-cells" if len(row) < width else "too-many-cells"
                self.noticed.reject(number, reason, text)

    def _records(self) -> Iterator[str]:
        """The text of each row without its end.

        The line feed that often follows the mark belongs to no row.
        """
        rest = ""
        while block := self._text.read(_BLOCK):
            self._read += len(block)
            # A mark may begin in one block and end in the next.
            *whole, rest = (rest + block).split(self._end)
            yield from (text.strip("\r\n") for text in whole)
            if len(rest) > LONGEST:
                raise InputError(
                    f"{self._name}: a row of more than {LONGEST:,} characters; does it "
                    f"end with {self._end!r}?"
                )
        if rest.strip("\r\n"):
            yield rest.strip("\r\n")
