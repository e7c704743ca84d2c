"""What a workbook would take in memory, seen before it is read.

A few bytes can say that a cell stands in the last column of the last row, and the
reader makes a rectangle of all cells up to it; a text that is shared stands once in the
file and again in every cell. So the parts of an .xlsx are looked through first, all of
them, because any may be called a sheet. What is not written as programs write it is
parsed, which takes longer and says the same.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, NamedTuple
from xml.parsers import expat

import numpy as np
from numpy.typing import NDArray

from nkrisk_geo.model.errors import InputError

UNPACKED = 1 << 28
"""Bytes of all parts of the archive, unpacked."""
PARTS = 10_000
"""Parts of the archive."""
CELLS = 5_000_000
"""Cells of the rectangle around those of a sheet."""
MERGED = 1 << 17
"""Merged ranges of all sheets."""
TEXT = 1 << 27
"""Bytes of the texts of all cells of a sheet."""
_BLOCK = 1 << 22
_LETTERS, _DIGITS = 3, 7
"""Letters and digits of the name of a cell, at most."""
_SHARED = re.compile(rb"<(?:\w{1,20}:)?si[ \t\r\n/>]")
_NUMBER = re.compile(rb"<(?:\w{1,20}:)?v>([0-9]{1,9})</")
_MERGED = b"mergeCell"
_TAGS_OF_TEXT = len(b"<si><t></t></si>")
_XLSX = ("xl/workbook.xml", "[content_types].xml")

_BEHIND_A_TAG = np.frombuffer(b" \t\r\n/>", np.uint8)

Bytes = NDArray[np.uint8]


class _TooLargeError(Exception):
    """What would be too large."""


class CellRange(NamedTuple):
    """The last row and column in which a part of a workbook has a cell, and how many it has."""

    rows: int
    columns: int
    number: int

    def and_also(self, other: CellRange) -> CellRange:
        """Of both."""
        rows = max(self.rows, other.rows)
        columns = max(self.columns, other.columns)
        return CellRange(rows, columns, self.number + other.number)


NO_CELLS = CellRange(0, 0, 0)


def check_workbook(content: bytes, name: str) -> None:
    """Refuse a workbook that would take too much memory, or that is of another kind.

    What is no archive is left to the reader.

    Raises:
        InputError: it would, or it is.
    """
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check(archive)
    except _TooLargeError as error:
        raise InputError(
            f"{name}: is too large for a spreadsheet: {error}; save it as CSV"
        ) from None
    except (
        zipfile.BadZipFile,
        zlib.error,
        expat.ExpatError,
        NotImplementedError,
        RuntimeError,
        EOFError,
    ) as error:
        raise InputError(f"{name}: is no spreadsheet: {error}") from None


def _check(archive: zipfile.ZipFile) -> None:
    """Look through all parts that are text."""
    parts = archive.infolist()
    if len(parts) > PARTS or sum(part.file_size for part in parts) > UNPACKED:
        raise _TooLargeError(f"unpacked it has more than {UNPACKED >> 20} MB")
    if {part.filename.lower() for part in parts}.isdisjoint(_XLSX):
        raise zipfile.BadZipFile("an archive of another kind")
    lengths = np.zeros(0, np.int64)
    sheets, merged = [], 0
    for part in parts:
        with archive.open(part) as stream:
            cells, shared, ranges = _looked_through(stream)
        merged += ranges
        if merged > MERGED:
            raise _TooLargeError(f"it has more than {MERGED:,} merged ranges")
        lengths = np.concatenate([lengths, shared])
        if cells.rows * cells.columns > CELLS:
            raise _TooLargeError(
                f"a sheet of {cells.rows:,} rows and {cells.columns:,} columns has "
                f"more than {CELLS:,} cells"
            )
        if cells.number:
            sheets.append((part, cells.number))

    longest = int(lengths.max(initial=0))
    for part, count in sheets:
        # Only where it could be too much is a sheet read for how much it is.
        if count * longest > TEXT and _text(archive, part, count, lengths) > TEXT:
            raise _TooLargeError(f"its cells hold more than {TEXT >> 20} MB of text")


def _looked_through(stream: IO[bytes]) -> tuple[CellRange, NDArray[np.int64], int]:
    """The cells of a part, the lengths in bytes of its shared texts, and its merged ranges."""
    cells, starts, at, plain, merged = NO_CELLS, [], 0, True, 0
    kept = io.BytesIO()
    for block in _blocks(stream):
        kept.write(block)
        starts += [at + match.start() for match in _SHARED.finditer(block)]
        at += len(block)
        merged += block.count(_MERGED)
        found = _cells(np.frombuffer(block, np.uint8)) if plain else None
        plain = found is not None
        cells = cells.and_also(found or NO_CELLS)
    head = kept.getvalue()[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"<") or b"\0" in head:  # not a picture
        plain = (
            plain
            and b"\0" not in head
            and b"<!doctype" not in kept.getvalue()[:_BLOCK].lower()
        )
        cells = cells if plain else _parsed(kept.getvalue())
    lengths = np.diff([*starts, at]) - _TAGS_OF_TEXT if starts else np.zeros(0)
    return cells, np.maximum(lengths, 0).astype(np.int64), merged


def _blocks(stream: IO[bytes]) -> Iterator[bytes]:
    """A part in blocks that end between tags.

    Raises:
        _TooLargeError: the archive says that it is smaller.
    """
    rest, read = b"", 0
    while block := stream.read(_BLOCK):
        read += len(block)
        if read > UNPACKED:
            raise _TooLargeError(f"unpacked it has more than {UNPACKED >> 20} MB")
        whole, mark, rest = (rest + block).rpartition(b"<")
        if not mark:
            whole, rest = rest, b""
        yield whole
        rest = mark + rest
    yield rest


def _cells(block: Bytes) -> CellRange | None:
    """The cells of a block that are written `<c r="AB12"`; None if some are written otherwise."""
    # Room behind the block, so that what is looked at behind a tag is there, be it zeros.
    padded = np.zeros(len(block) + _LETTERS + _DIGITS + 9, np.uint8)
    padded[1 : len(block) + 1] = block
    tags = np.flatnonzero(padded[1:] == ord("c"))
    before, behind = padded[tags], padded[tags + 2]
    is_begun = (before == ord("<")) | (before == ord(":"))
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
        letter = padded[at]
        is_letter = (letter >= ord("A")) & (letter <= ord("Z"))
        columns = np.where(is_letter, columns * 26 + letter - 64, columns)
        at = at + is_letter
    for _ in range(_DIGITS):
        digit = padded[at]
        is_digit = (digit >= ord("0")) & (digit <= ord("9"))
        rows = np.where(is_digit, rows * 10 + digit - 48, rows)
        at = at + is_digit

    is_named = (rows > 0) & (columns > 0)
    if not (is_named & (padded[at] == ord('"'))).all():
        return None
    return CellRange(int(rows.max()), int(columns.max()), len(tags))


def _parsed(content: bytes) -> CellRange:
    """The cells of a part, however they are written.

    Those without a name stand behind one another.
    """
    seen = {"rows": 0, "columns": 0, "count": 0, "row": 0, "column": 0}
    place = re.compile(f"([A-Za-z]{{0,{_LETTERS}}})([0-9]{{1,{_DIGITS}}})")

    def begun(tag: str, attributes: dict[str, str]) -> None:
        kind, said = tag.rpartition(":")[2], attributes.get("r", "")
        name = place.fullmatch(said)
        if kind in ("row", "c") and said and not name:
            raise zipfile.BadZipFile(f"there is no cell {said[:20]!r}")
        if kind == "row":
            seen["row"] = int(name[2]) if name else seen["row"] + 1
            seen["column"] = 0
        elif kind == "c":
            seen["count"] += 1
            seen["column"] = _column(name[1]) if name else seen["column"] + 1
            seen["row"] = int(name[2]) if name else seen["row"]
            seen["columns"] = max(seen["columns"], seen["column"])
            seen["rows"] = max(seen["rows"], seen["row"])

    parser = expat.ParserCreate()
    parser.StartElementHandler = begun
    parser.Parse(content, True)
    return CellRange(seen["rows"], seen["columns"], seen["count"])


def _column(letters: str) -> int:
    """The number of a column: A is 1, AA 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def _text(
    archive: zipfile.ZipFile,
    part: zipfile.ZipInfo,
    count: int,
    lengths: NDArray[np.int64],
) -> int:
    """Bytes of the texts of all cells of a sheet.

    Every number in one is taken for that of a shared text.
    """
    whole = found = 0
    with archive.open(part) as stream:
        for block in _blocks(stream):
            numbers = np.array(_NUMBER.findall(block), "S9").astype(np.int64)
            found += len(numbers)
            whole += int(lengths[numbers[numbers < len(lengths)]].sum())
    return whole if found >= count // 2 else count * int(lengths.max(initial=0))
