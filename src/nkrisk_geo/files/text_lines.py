"""A list: one text a line, as it is pasted from a mail or a page.

Bullets, numbers and quotation marks that it came with are taken off.

>>> Marks(numbered=True).off('> 3) "NO.5 HEPING RD, YANJI",')
'NO.5 HEPING RD, YANJI'
>>> Marks(numbered=False).off("118300 CHINA")
'118300 CHINA'
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa

from nkrisk_geo.files.bounds import LONGEST, SHOWN, TOO_LONG, lines_of
from nkrisk_geo.files.chunks import Chunk, Noticed, Reader, chunk_rows, table_of
from nkrisk_geo.files.encodings import encoding_of
from nkrisk_geo.files.inputs import InputSource
from nkrisk_geo.files.read_options import Reading
from nkrisk_geo.text.headings import heading_of

COLUMNS = ("line", "address")
_HEAD = 1 << 16
_LOOKED_AT = 200

_QUOTING = re.compile(r"^(?:>+\s*)+")
_BULLET = re.compile(r"^(?:[-*+–—]\s+|[•·‣◦●○■□▪◆◇►▶※]\s*)")
_NUMBER = re.compile(
    r"^(?:[(（\[]\s*\d{1,5}\s*[)）\]]|\d{1,5}\s*[.):、）．](?=\D)|[①-⑳])\s*"
)
_PAIRS = {
    '"': '"',
    "'": "'",
    "“": "”",
    "„": "“",
    "‘": "’",
    "«": "»",
    "「": "」",
    "『": "』",
}


@dataclass(frozen=True, slots=True)
class Marks:
    """What is taken off each line.

    Numbers only where the lines are numbered, for a street may begin with one.
    """

    numbered: bool

    def off(self, line: str) -> str:
        """The text of a line."""
        text = _QUOTING.sub("", line.strip())
        text = _BULLET.sub("", text)
        if self.numbered:
            text = _NUMBER.sub("", text)
        # A list of a program has a comma behind the quotation mark.
        bare = text.rstrip(",; \t")
        if len(bare) > 1:
            first, last = bare[0], bare[-1]
            if _PAIRS.get(first) == last:
                text = bare[1:-1]
        return text.strip()


def marks_of(lines: list[str]) -> Marks:
    """Are most lines of a list numbered?"""
    # One line that begins as 12. does may be a street; half of them are a list.
    full = filter(None, map(str.strip, lines))
    bare = [_BULLET.sub("", _QUOTING.sub("", line)) for line in full]
    numbered = sum(map(bool, map(_NUMBER.match, bare)))
    return Marks(numbered > 1 and numbered * 2 > len(bare))


class TextLinesReader(Reader):
    """One text a line, with the number of the line.

    Blank lines are none, and a first one that only says address is its name.
    """

    def __init__(self, source: InputSource, reading: Reading) -> None:
        self.noticed = Noticed(encoding_of(source, reading.encoding))
        encoding = self.noticed.encoding or "utf-8"
        head = source.head[:_HEAD].decode(encoding, "replace")
        self._lines = head.splitlines()[:_LOOKED_AT]
        self._marks = marks_of(self._lines)
        self._text = io.TextIOWrapper(source.open(), encoding, "replace", newline="")
        self._read = 0
        self.columns = list(COLUMNS)

    def sample(self) -> pa.Table:
        """As of `Reader`."""
        numbered = enumerate(map(self._marks.off, self._lines), 1)
        rows = [(str(number), text) for number, text in numbered if text]
        return table_of(rows, COLUMNS)

    def chunks(self) -> Iterator[Chunk]:
        """As of `Reader`."""
        return chunk_rows(self._rows(), self.columns, lambda: self._read)

    def _rows(self) -> Iterator[list[str]]:
        for number, line in enumerate(lines_of(self._text), 1):
            self._read += len(line)
            if len(line) > LONGEST:
                self.noticed.reject(number, TOO_LONG, line[:SHOWN])
                continue
            text = self._marks.off(line.replace("\0", ""))
            self.noticed.nul += "\0" in line
            self.noticed.spoilt += "\ufffd" in line
            if not text:
                self.noticed.blank += 1
            elif number == 1 and heading_of(text) is not None:
                self.noticed.pass_over(number, line)
            else:
                yield [str(number), text]
