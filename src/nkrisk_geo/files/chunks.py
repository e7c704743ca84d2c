"""What readers hand to writers: a stretch of rows."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

import pyarrow as pa

from nkrisk_geo.files.bounds import SHOWN, rows_at_once

ROWS = 16_384
"""Rows of a chunk: enough that equal addresses in it are read once, few enough for a
small memory."""

BYTES = 16 << 20
"""A chunk of long rows ends here."""

TOLD = 5
"""Rows above a header that are told."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows.

    Their columns and, from JSON lines, the text of each record as it stood and the
    names of all fields.
    """

    table: pa.Table
    records: Sequence[str] | None = None
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that could not be read: line number (from 1), reason code, the raw text."""

    line: int
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class SheetSeen:
    """A sheet of a workbook and its columns: how many records, or rows where it is not read."""

    name: str
    rows: int
    columns: int
    read: bool


@dataclass(slots=True)
class Noticed:
    """What was seen while reading: the form of the file, and what was wrong with it.

    Attributes:
        encoding, delimiter: as detected or given; None for files that have none.
        rejected: rows that could not be read and were handed out as `Reject`.
        blank: lines without content, skipped.
        spoilt: lines with bytes that do not fit the encoding (they hold U+FFFD now).
        stray_quotes: lines with a quotation mark that nothing closes, read as they stand.
        nul: lines with NUL characters, which were left out.
        sheets: of a workbook, in its order.
        above: rows above the header, or that repeat it, and how many there are in `skipped`.
        merged: cells that were filled from one that was merged over them.
        merged_unread: nobody asked which cells are merged: the workbook is too large.
        no_points: features of GeoJSON that are no points, so that nothing is read from
            where they are.
        referred: texts that say the same as another party (SAME AS CONSIGNEE), whose
            place was taken.
        left_out: rows that a sample did not take; `cut_at` after which row reading
            stopped by request.
    """

    encoding: str | None = None
    delimiter: str | None = None
    rejected: int = 0
    blank: int = 0
    spoilt: int = 0
    stray_quotes: int = 0
    nul: int = 0
    sheets: list[SheetSeen] = field(default_factory=list)
    skipped: int = 0
    above: list[Reject] = field(default_factory=list)
    merged: int = 0
    merged_unread: bool = False
    no_points: int = 0
    referred: int = 0
    left_out: int = 0
    cut_at: int | None = None
    rejects: list[Reject] = field(default_factory=list)

    @property
    def unread(self) -> dict[str, int]:
        """Sheets of a workbook that are not read, and how many rows each holds."""
        return {
            sheet.name: sheet.rows
            for sheet in self.sheets
            if not sheet.read and sheet.rows
        }

    def pass_over(self, line: int, text: str) -> None:
        """Count a row above the header; some are kept to be told."""
        self.skipped += 1
        if len(self.above) < TOLD:
            shown = text.strip()[:SHOWN]
            self.above.append(Reject(line, "above-header", shown))

    def reject(self, line: int, reason: str, text: str) -> None:
        """Count a bad row and keep it until somebody takes it from `rejects`."""
        self.rejected += 1
        whole = text.rstrip("\r\n")
        self.rejects.append(Reject(line, reason, whole))


class Reader(ABC):
    """An open input. `columns` are the names known before the first row.

    `first_rows` are the first rows as they stand, with their numbers, of kinds that
    have a header; `header` is its number.
    """

    columns: list[str]
    noticed: Noticed
    first_rows: Sequence[tuple[int, Sequence[str]]] = ()
    header: int | None = None

    def want(self, columns: Sequence[str]) -> None:  # noqa: B027 - most readers need not know
        """Be told which columns are read; a reader that hands out all of them need not know."""

    def sample(self) -> pa.Table | None:
        """Some of the first rows with all their columns, while none was handed out.

        None where they cannot be had.
        """
        return None

    @abstractmethod
    def chunks(self) -> Iterator[Chunk]:
        """The rows, at least one chunk (an empty one when there are no rows)."""


def chunk_rows(
    rows: Iterator[list[str]],
    columns: Sequence[str],
    read: Callable[[], int],
) -> Iterator[Chunk]:
    """Rows of text as chunks; `read` tells how many characters were read so far."""
    handed = False
    most = rows_at_once(ROWS, len(columns))
    while some := _some(rows, most, read):
        handed = True
        yield Chunk(table_of(some, columns))
    # A writer gets the names of the columns with the first chunk.
    if not handed:
        yield Chunk(table_of([], columns))


def _some(
    rows: Iterator[list[str]], most: int, read: Callable[[], int]
) -> list[list[str]]:
    """The next rows, not too many."""
    # Few rows may be long ones: whichever bound comes first ends the chunk.
    some, end = [], read() + BYTES
    for row in islice(rows, most):
        some.append(row)
        if read() > end:
            break
    return some


def chunk_tables(tables: Iterator[pa.Table], columns: Sequence[str]) -> Iterator[Chunk]:
    """The rows of tables of text as chunks."""
    most, handed = rows_at_once(ROWS, len(columns)), False
    waiting = table_of([], columns)
    for table in tables:
        # Tables are of blocks of text: few rows where they are long, many where not.
        waiting = pa.concat_tables([waiting, table])
        while len(waiting) >= most or waiting.nbytes > BYTES:
            handed = True
            yield Chunk(waiting.slice(0, most).combine_chunks())
            waiting = waiting.slice(most)
    if len(waiting) or not handed:
        yield Chunk(waiting.combine_chunks())


def table_of(rows: Sequence[Sequence[str]], names: Sequence[str]) -> pa.Table:
    """A table of text with these rows."""
    # Of no rows, `zip` would make no columns.
    columns = zip(*rows, strict=True) if rows else ([] for _ in names)
    arrays = [pa.array(column, pa.string()) for column in columns]
    return pa.Table.from_arrays(arrays, names=list(names))
