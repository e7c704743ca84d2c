"""Counts of things that may be many, in bounded memory."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from heapq import nlargest
from typing import Generic, NamedTuple, TypeVar

Key = TypeVar("Key", bound=Hashable)

MOST, KEPT = 200_000, 50_000
"""How many different things are counted at once, and how many are kept if there are more."""
SAMPLES = 3
"""Rows of a thing that are remembered."""


class BoundedTally(Generic[Key]):
    """Counts by key.

    Where keys are more than `MOST` the rare ones are forgotten, and `is_rough` says so.
    """

    def __init__(self) -> None:
        self._counts: dict[Key, int] = {}
        self.total: int = 0
        self.is_rough: bool = False

    def add(self, key: Key, count: int = 1) -> None:
        """Count a key so many times."""
        self._counts[key] = self._counts.get(key, 0) + count
        self.total += count
        # Seldom: sorting so many takes a while, and after it there is room for three times as many.
        if len(self._counts) > MOST:
            self._counts = dict(self.most(KEPT))
            self.is_rough = True

    def count(self, key: Key) -> int:
        """How often a key was counted."""
        return self._counts.get(key, 0)

    def most(self, number: int) -> list[tuple[Key, int]]:
        """The keys with the highest counts; those first that came first."""
        return nlargest(number, self._counts.items(), key=lambda each: each[1])

    def __len__(self) -> int:
        return len(self._counts)


class SampleRow(NamedTuple):
    """Where a row is: its number in the file, from 1, and what it is known by there."""

    number: int
    name: str | None


class SampledTally(BoundedTally[Key]):
    """Counts by key that remember the first rows of each."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: dict[Key, list[tuple[int, str | None]]] = {}

    def note(
        self, key: Key, numbers: Sequence[int], names: Sequence[str | None]
    ) -> None:
        """Count a key once for each of some rows: their numbers, and what they are known by."""
        kept = self._rows.setdefault(key, [])
        room = SAMPLES - len(kept)
        if room > 0:
            kept += zip(numbers[:room], names[:room], strict=True)
        self.add(key, len(numbers))
        # What was forgotten is forgotten whole: what comes again starts anew, as its count does.
        if len(self._rows) > MOST:
            self._rows = {
                kept: self._rows[kept] for kept in self._counts if kept in self._rows
            }

    def rows(self, key: Key) -> tuple[SampleRow, ...]:
        """The first rows of a key, as far as they are remembered."""
        return tuple(SampleRow(*row) for row in self._rows.get(key, ()))
