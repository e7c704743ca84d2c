"""Counts of things that may be many, in bounded memory."""

from __future__ import annotations

from collections.abc import Hashable
from heapq import nlargest
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)

MOST, KEPT = 200_000, 50_000
"""How many different things are counted at once, and how many of them are kept when there are more."""


class BoundedTally(Generic[Key]):
    """Counts by key. Where keys are more than `MOST` the rare ones are forgotten, and `is_rough` says so."""

    def __init__(self) -> None:
        self._counts: dict[Key, int] = {}
        self.total: int = 0
        self.is_rough: bool = False

    def add(self, key: Key, count: int = 1) -> None:
        """Count a key so many times."""
        self._counts[key] = self._counts.get(key, 0) + count
        self.total += count
        if len(self._counts) > MOST:
            self._counts = dict(self.most(KEPT))
            self.is_rough = True

    def most(self, number: int) -> list[tuple[Key, int]]:
        """The keys with the highest counts; those first that came first."""
        return nlargest(number, self._counts.items(), key=lambda each: each[1])

    def __len__(self) -> int:
        return len(self._counts)
