"""A part of the rows by request: the first, or some of all, the same each time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
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
        asked = {"limit": self.limit, "sample": self.sample}
        for name, number in asked.items():
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

    def pick(self, chunks: Iterator[Chunk], noticed: Noticed) -> Iterator[Chunk]:
        """The chunks of the rows that are wanted, in their order."""
        if self.limit is not None:
            return _first(chunks, self.limit, noticed)
        if self.sample is not None:
            return _spread(chunks, self.sample, noticed)
        return chunks


def _first(chunks: Iterator[Chunk], limit: int, noticed: Noticed) -> Iterator[Chunk]:
    """The first rows; whether there are more is seen without reading further."""
    left = limit
    for chunk in chunks:
        rows = len(chunk.table)
        is_whole = rows <= left
        yield chunk if is_whole else _take(chunk, np.arange(left))
        if rows > left:
            noticed.cut_at = limit
        left -= min(rows, left)
        if not left:
            noticed.cut_at = limit
            return


def _spread(chunks: Iterator[Chunk], sample: int, noticed: Noticed) -> Iterator[Chunk]:
    """So many rows spread over all: those whose numbers have the smallest hashes.

    So every run takes the same ones.
    """
    kept: list[Chunk] = []
    numbers = np.zeros(0, np.uint64)
    first = 0
    for chunk in chunks:
        last = first + len(chunk.table)
        new = np.arange(first, last, dtype=np.uint64)
        numbers = np.concatenate([numbers, new])
        first = last
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
    chosen = np.argpartition(places, sample)[:sample]
    # Rows come out in the order in which they stand.
    chosen = np.sort(chosen)
    return [_take(_join(kept), chosen)], numbers[chosen]


def _join(chunks: list[Chunk]) -> Chunk:
    table = pa.concat_tables([chunk.table for chunk in chunks])
    records: list[str] | None = None
    if chunks[0].records is not None:
        texts = (chunk.records or () for chunk in chunks)
        records = [*chain.from_iterable(texts)]
    names = (chunk.names for chunk in chunks)
    return Chunk(table, records, frozenset().union(*names))


def _take(chunk: Chunk, rows: NDArray[Any]) -> Chunk:
    table = chunk.table.take(pa.array(rows))
    if chunk.records is None:
        return Chunk(table, None, chunk.names)
    records = [chunk.records[at] for at in rows]
    return Chunk(table, records, chunk.names)
