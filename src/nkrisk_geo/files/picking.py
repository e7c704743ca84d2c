"""A part of the rows by request: the first, or some of all, the same each time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from nkrisk_geo.files.chunks import ROWS, Chunk, Noticed
from nkrisk_geo.model.errors import InputError

MOST = 1_000_000
"""Rows of a sample, which are held in memory."""
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
"""An odd number near 2^64 divided by the golden ratio: its multiples lie evenly and
without a pattern."""


@dataclass(frozen=True, slots=True)
class Picking:
    """How many rows are wanted: the first `limit`, or `sample` of all.

    Every row where neither is said.
    """

    limit: int | None = None
    sample: int | None = None

    def __post_init__(self) -> None:
        for name, number in (("limit", self.limit), ("sample", self.sample)):
            if number is not None and number < 1:
                raise InputError(
                    f"{name} is {number}, expected a number of rows from 1"
                )
        if self.limit is not None and self.sample is not None:
            raise InputError(
                "--limit takes the first rows, --sample some of all: leave one out"
            )
        if self.sample is not None and self.sample > MOST:
            raise InputError(f"a sample has at most {MOST:,} rows")

    def picked(self, chunks: Iterator[Chunk], noticed: Noticed) -> Iterator[Chunk]:
        """The chunks of the rows that are wanted, in their order."""
        if self.limit is not None:
            return _first(chunks, self.limit, noticed)
        return chunks if self.sample is None else _some(chunks, self.sample, noticed)


def _first(chunks: Iterator[Chunk], limit: int, noticed: Noticed) -> Iterator[Chunk]:
    """The first rows; whether there are more is seen without reading further."""
    left = limit
    for chunk in chunks:
        rows = len(chunk.table)
        yield chunk if rows <= left else _taken(chunk, np.arange(left))
        if rows > left:
            noticed.cut_at = limit
        left -= min(rows, left)
        if not left:
            noticed.cut_at = limit
            return


def _some(chunks: Iterator[Chunk], sample: int, noticed: Noticed) -> Iterator[Chunk]:
    """So many rows spread over all.

    Those whose numbers come first when each is put in a place of its own.
    """
    kept: list[Chunk] = []
    numbers = np.zeros(0, np.uint64)
    first = 0
    for chunk in chunks:
        rows = len(chunk.table)
        numbers = np.concatenate(
            [numbers, np.arange(first, first + rows, dtype=np.uint64)]
        )
        first += rows
        kept.append(chunk)
        # Now and then only, for each time all that is kept is copied.
        if len(numbers) > sample + 4 * ROWS:
            kept, numbers = _fewer(kept, numbers, sample)
    kept, numbers = _fewer(kept, numbers, sample)
    noticed.left_out = first - len(numbers)
    yield from kept


def _fewer(
    kept: list[Chunk], numbers: NDArray[np.uint64], sample: int
) -> tuple[list[Chunk], NDArray[np.uint64]]:
    """The rows that are kept so far as one chunk of the size of the sample at most."""
    if len(numbers) <= sample:
        return kept, numbers
    # The product wraps around, which is what spreads it.
    places = numbers * _SPREAD
    chosen = np.sort(np.argpartition(places, sample)[:sample])
    return [_taken(_joined(kept), chosen)], numbers[chosen]


def _joined(chunks: list[Chunk]) -> Chunk:
    table = pa.concat_tables([chunk.table for chunk in chunks])
    records: list[str] | None = None
    if chunks[0].records is not None:
        records = [record for chunk in chunks for record in chunk.records or ()]
    return Chunk(table, records, frozenset().union(*(chunk.names for chunk in chunks)))


def _taken(chunk: Chunk, rows: NDArray[Any]) -> Chunk:
    records = None if chunk.records is None else [chunk.records[at] for at in rows]
    return Chunk(chunk.table.take(pa.array(rows)), records, chunk.names)
