"""A set of names in which every stretch of a text can be looked up at once.

A stretch of characters c₀c₁…cₙ has the hash Σ cᵢ·Bⁱ modulo 2⁶⁴. With the sums from the start of the text up to each
character, the hash of any stretch is one difference times a power of B⁻¹, so numpy finds in a few array operations which
of a million stretches are names. Two tables of bits reject nearly all of them: one holds the names, one their beginnings,
so that a stretch is prolonged only while a name begins like it.

    >>> import numpy as np
    >>> names = Lexicon(["dandong", "dalian"])
    >>> sums = Sums(codes("newdandong"))
    >>> names.numbers(sums.of(np.array([0, 3, 3]), np.array([3, 6, 10]))).tolist()
    [-1, -1, 0]
    >>> names.begin(sums.of(np.array([0, 3]), np.array([3, 6]))).tolist()
    [False, True]

Two stretches can have one hash, by chance once in 10¹⁴. Nobody gains by making it so: who wants a text to be read as a
name can write the name.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Hashes = NDArray[np.uint64]
Flags = NDArray[np.bool_]

PART = "\0"
"""What parts texts that are looked at together; folding leaves it in none."""
_MOST_BITS, _SPARSE = 21, 16
"""First bits of a hash that a table of bits is for, at most: two million. And how many of them there are for each letter of the
names, if that is fewer: a small table stays in the caches."""
_BASE = 0x9E3779B97F4A7C15
_INVERSE = pow(_BASE, -1, 1 << 64)
_FIRST = np.uint64(7)
"""Added to each code point, so that no character is zero."""
_lock = threading.Lock()
_powers: dict[int, Hashes] = {}


def decode(points: NDArray[np.uint32]) -> str:
    """The text of code points."""
    return points.astype("<u4", copy=False).tobytes().decode("utf-32-le")


def codes(text: str) -> NDArray[np.uint32]:
    """The code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.dtype("<u4"))


def lengths(texts: Sequence[str]) -> Ints:
    """The length of each text."""
    return np.fromiter(map(len, texts), np.int64, len(texts))


def powers(base: int, count: int) -> Hashes:
    """At least `count` powers of `base` modulo 2⁶⁴, from the zeroth on; kept for the next call."""
    found = _powers.get(base)
    if found is None or len(found) < count:
        with _lock:
            found = _powers.get(base, np.ones(1, np.uint64))
            while len(found) < count:
                found = np.concatenate([found, found * np.uint64(pow(base, len(found), 1 << 64))])
            _powers[base] = found
    return found


class Sums:
    """The sums of a text's hash up to each of its characters."""

    def __init__(self, points: NDArray[np.uint32]) -> None:
        self._sums = np.zeros(len(points) + 1, np.uint64)
        np.cumsum((points + _FIRST) * powers(_BASE, len(points))[: len(points)], out=self._sums[1:])
        self._inverse = powers(_INVERSE, len(points) + 1)

    def of(self, start: Ints, end: Ints) -> Hashes:
        """The hashes of the stretches from `start` to before `end`."""
        return (self._sums[end] - self._sums[start]) * self._inverse[start]

    def around(self, start: Ints, lost: Ints, end: Ints) -> Hashes:
        """The hashes of the stretches from `start` to before `end` without the character at `lost`."""
        behind = (self._sums[end] - self._sums[lost + 1]) * self._inverse[1]
        hashes: Hashes = (self._sums[lost] - self._sums[start] + behind) * self._inverse[start]
        return hashes


class Lexicon:
    """Names by the hash of their characters; the number of a name is its place in the sequence."""

    def __init__(self, names: Sequence[str]) -> None:
        length = lengths(names)
        ends = np.cumsum(length)
        starts = ends - length
        sums = Sums(codes("".join(names)))
        hashes = sums.of(starts, ends)
        self._order = np.argsort(hashes, kind="stable")
        self._sorted = hashes[self._order]
        first = np.repeat(starts, length)
        self._shift = np.uint64(64 - min(_MOST_BITS, (_SPARSE * len(first) + 1).bit_length()))
        self._whole = self._table(hashes)
        self._beginnings = self._table(sums.of(first, np.arange(1, len(first) + 1)))

    def begin(self, hashes: Hashes) -> Flags:
        """May a name begin like this? A few do not that seem to."""
        begun: Flags = self._beginnings[(hashes >> self._shift).astype(np.int64)]
        return begun

    def numbers(self, hashes: Hashes) -> Ints:
        """The number of the name that has this hash, -1 for none."""
        found = np.full(len(hashes), -1, np.int64)
        at = np.flatnonzero(self._whole[(hashes >> self._shift).astype(np.int64)])
        if len(at):
            slots = np.minimum(np.searchsorted(self._sorted, hashes[at]), len(self._sorted) - 1)
            same = self._sorted[slots] == hashes[at]
            found[at[same]] = self._order[slots[same]]
        return found

    def _table(self, hashes: Hashes) -> Flags:
        """A table with a bit for the first bits of each hash."""
        table = np.zeros(1 << (64 - int(self._shift)), np.bool_)
        table[(hashes >> self._shift).astype(np.int64)] = True
        return table
