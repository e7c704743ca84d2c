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
from typing import IO
from xml.parsers import expat

import numpy as np
from numpy.typing import NDArray

from nkrisk_geo.files.book_cells import NO_CELLS, CellRange, find_cells, parse_cells
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
_SHARED = re.compile(rb"<(?:\w{1,20}:)?si[ \t\r\n/>]")
_NUMBER = re.compile(rb"<(?:\w{1,20}:)?v>([0-9]{1,9})</")
_MERGED = b"mergeCell"
_TAGS_OF_TEXT = len(b"<si><t></t></si>")
_XLSX = ("xl/workbook.xml", "[content_types].xml")


class _TooLargeError(Exception):
    """What would be too large."""


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
    size = sum(part.file_size for part in parts)
    if len(parts) > PARTS or size > UNPACKED:
        raise _TooLargeError(f"unpacked it has more than {UNPACKED >> 20} MB")
    names = {part.filename.lower() for part in parts}
    if names.isdisjoint(_XLSX):
        raise zipfile.BadZipFile("an archive of another kind")
    lengths = np.zeros(0, np.int64)
    sheets, merged = [], 0
    for part in parts:
        with archive.open(part) as stream:
            cells, shared, ranges = _look_through(stream)
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
        if count * longest <= TEXT:
            continue
        if _text(archive, part, count, lengths) > TEXT:
            raise _TooLargeError(f"its cells hold more than {TEXT >> 20} MB of text")


Lengths = NDArray[np.int64]


def _look_through(stream: IO[bytes]) -> tuple[CellRange, Lengths, int]:
    """The cells of a part, the lengths in bytes of its shared texts, and its merged ranges."""
    cells, plain = NO_CELLS, True
    starts, at, merged = list[int](), 0, 0
    kept = io.BytesIO()
    for block in _blocks(stream):
        kept.write(block)
        found_texts = _SHARED.finditer(block)
        starts += [at + match.start() for match in found_texts]
        at += len(block)
        merged += block.count(_MERGED)
        octets = np.frombuffer(block, np.uint8)
        found = find_cells(octets) if plain else None
        plain = found is not None
        cells = cells.union(found or NO_CELLS)
    content = kept.getvalue()
    head = content[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    # Not a picture.
    if head.startswith(b"<") or b"\0" in head:
        # Entities of a document type may stand for any number of cells.
        has_entities = b"<!doctype" in content[:_BLOCK].lower()
        if not plain or b"\0" in head or has_entities:
            cells = parse_cells(content)
    lengths = np.zeros(0)
    if starts:
        lengths = np.diff([*starts, at]) - _TAGS_OF_TEXT
    lengths = np.maximum(lengths, 0)
    return cells, lengths.astype(np.int64), merged


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
        # Without a tag the whole lies in `rest`.
        if not mark:
            whole, rest = rest, b""
        yield whole
        rest = mark + rest
    yield rest


def _text(
    archive: zipfile.ZipFile,
    part: zipfile.ZipInfo,
    count: int,
    lengths: Lengths,
) -> int:
    """Bytes of the texts of all cells of a sheet.

    Every number in one is taken for that of a shared text.
    """
    whole = found = 0
    with archive.open(part) as stream:
        for block in _blocks(stream):
            digits = np.array(_NUMBER.findall(block), "S9")
            numbers = digits.astype(np.int64)
            found += len(numbers)
            shared = numbers[numbers < len(lengths)]
            whole += int(lengths[shared].sum())
    if found >= count // 2:
        return whole
    # Numbers that are written in another way could be those of the longest text.
    return count * int(lengths.max(initial=0))
