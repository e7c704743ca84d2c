"""What readers hand to writers: a stretch of rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import pyarrow as pa

ROWS = 16_384
"""Rows of a chunk: enough that equal addresses in it are read once, few enough for a small memory."""

BYTES = 16 << 20
"""A chunk of long rows ends here."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows: their columns and, from JSON lines, the text of each record as it stood and the names of all fields."""

    table: pa.Table
    records: Sequence[str] | None = None
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that could not be read: line number (from 1), reason code, the raw text."""

    line: int
    reason: str
    text: str


@dataclass(slots=True)
class Noticed:
    """What was seen while reading: the form of the file, and what was wrong with it.

    Attributes:
        encoding, delimiter: as detected or given; None for files that have none.
        rejected: rows that could not be read and were handed out as `Reject`.
        blank: lines without content, skipped.
        spoilt: lines with bytes that do not fit the encoding (they hold U+FFFD now).
        stray_quotes: lines with a quotation mark that nothing closes, read as they stand.
    """

    encoding: str | None = None
    delimiter: str | None = None
    rejected: int = 0
    blank: int = 0
    spoilt: int = 0
    stray_quotes: int = 0
    rejects: list[Reject] = field(default_factory=list)

    def reject(self, line: int, reason: str, text: str) -> None:
        """Count a bad row and keep it until somebody takes it from `rejects`."""
        self.rejected += 1
        self.rejects.append(Reject(line, reason, text.rstrip("\r\n")))


class Reader(Protocol):
    """An open input. `columns` are the names known before the first row."""

    columns: list[str]
    noticed: Noticed

    def chunks(self) -> Iterator[Chunk]:
        """The rows, at least one chunk (an empty one when there are no rows)."""
        ...
