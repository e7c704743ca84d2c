"""Does a name stand in a Chinese text, or does it only seem to?

Chinese writes no spaces, so 丹东 can be found in 牡丹东路 (Peony East Road), 安图 in 西安图书馆 (Xi'an Library) and 大连 in
大连锁店 (big chain store). The stretch around such a name is cut into its likeliest words; the name stands there when a word
starts with it and no word ends inside it (吉林大学 is one word, and Jilin heads it).

The words and their frequencies are jieba's, and a stretch is cut as jieba cuts it (without its model for unknown words). jieba
itself is not loaded: that alone takes longer than all other answers to one address, while the stretch is a dozen
characters and the words that overlap an edge of some name are all that is needed (docs/decisions/0012).

    >>> from nkrisk_geo.gazetteer import Gazetteer
    >>> cutter = Cutter(Gazetteer.default())
    >>> cutter.stands("牡丹东路18号", 1, 3), cutter.stands("去丹东路上", 1, 3)
    (False, True)
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from nkrisk_geo.gazetteer import Gazetteer
from nkrisk_geo.lexicon import PART, Flags, Ints, codes

AROUND = 5
"""Characters on each side of a name that are cut with it."""
MEMO_SIZE = 50_000
MANY = 250
"""Questions from which on it is worth gathering the pairs of characters that stand beside each other in some word."""
LONGEST = 5
"""Length of the longest word that is looked for over an edge."""
Knot = tuple[int, int]
"""Half-open offsets of what is cut around a name."""
_WIDTH = 21
"""Bits of a code point."""


class Cutter:
    """Cuts the surroundings of names over one gazetteer. Safe under threads."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._memo: dict[tuple[str, int, int], bool] = {}
        self._pairs: _Pairs | None = None
        self._asked = 0

    def knots(self, text: str, points: NDArray[np.uint32], start: Ints, end: Ints) -> list[Knot | None]:
        """For names of a text, which is also given as code points, what to cut to see whether they stand.

        None where it is sure without, because no word goes over an edge.
        """
        pairs = self._gathered(len(start))
        if pairs is None:
            return [_knot(text, *span) for span in zip(start.tolist(), end.tolist(), strict=True)]
        found: list[Knot | None] = [None] * len(start)
        tied = np.flatnonzero(pairs.tie(points, start) | pairs.tie(points, end))
        first, last = pairs.knots(points, start[tied], end[tied])
        for name, *knot in zip(tied.tolist(), first.tolist(), last.tolist(), strict=True):
            found[name] = (knot[0], knot[1])
        return found

    def _gathered(self, more: int) -> _Pairs | None:
        """The pairs of characters, if enough names were asked for to gather them."""
        if self._pairs is None:
            self._asked += more
            if self._asked > MANY:
                self._pairs = _Pairs(self._gazetteer.cutting_words.words)
        return self._pairs

    def stands(self, text: str, start: int, end: int, knot: Knot | None = None) -> bool:
        """Does a word start at `start`, and no word end inside `text[start:end]`?

        Most names need no cutting: no word goes over their edges. `knot` is what `knots` has found for the name.
        """
        if not self._is_crossed(text, start, end):
            return True
        first, last = knot or _knot(text, start, end)
        return self._is_word_of(text[first:last], start - first, end - first)

    def _is_crossed(self, text: str, start: int, end: int) -> bool:
        """Does a word go over an edge of the name?"""
        return self._is_entered(text, start, end) or self._is_left(text, start, end)

    def _is_word_of(self, knot: str, start: int, end: int) -> bool:
        """Does the name stand in a stretch that has been cut, or is cut now?"""
        key = (knot, start, end)
        found = self._memo.get(key)
        if found is None:
            if len(self._memo) >= MEMO_SIZE:
                self._memo = {}
            edges = self.edges(knot)
            found = self._memo[key] = start in edges and edges.isdisjoint(range(start + 1, end))
        return found

    def _is_entered(self, text: str, start: int, end: int) -> bool:
        """Does a word from before the name end in it? None goes over what parts texts."""
        words = self._gazetteer.cutting_words.words
        for first in range(max(0, start - LONGEST + 1), start):
            for last in range(start + 1, end + 1):
                if text[first:last] in words:
                    return True
        return False

    def _is_left(self, text: str, start: int, end: int) -> bool:
        """Does a word from inside the name end behind it?"""
        words = self._gazetteer.cutting_words.words
        for first in range(start + 1, end):
            for last in range(end + 1, first + LONGEST + 1):
                if text[first:last] in words:
                    return True
        return False

    def edges(self, text: str) -> set[int]:
        """Where words begin when a text is cut into the likeliest words, each as likely as it is frequent."""
        words = self._gazetteer.cutting_words
        gain, unknown, length = words.gain, words.unknown, len(text)
        best, following = [0.0] * (length + 1), [0] * length
        for at in range(length - 1, -1, -1):
            most, to = None, at + 1
            for last in range(at + 1, length + 1):
                gained = gain(text[at:last])
                if gained is not None and (most is None or gained + best[last] >= most):
                    most, to = gained + best[last], last
            best[at], following[at] = best[to] + unknown if most is None else most, to
        edges, at = set[int](), 0
        while at < length:
            edges.add(at)
            at = following[at]
        return edges


class _Pairs:
    """The pairs of characters that stand beside each other in some word: no word goes over the middle of another pair."""

    def __init__(self, words: Iterable[str]) -> None:
        points = codes(PART.join(words))
        inside = points != ord(PART)
        pairs = np.sort(_paired(points[:-1], points[1:])[inside[:-1] & inside[1:]])
        self._sorted = pairs[np.append(True, pairs[1:] != pairs[:-1])]

    def tie(self, points: NDArray[np.uint32], at: Ints) -> Flags:
        """May a word go over each of some offsets?"""
        wanted = _paired(points[at - 1], points[at])
        slots = np.minimum(np.searchsorted(self._sorted, wanted), len(self._sorted) - 1)
        tied: Flags = self._sorted[slots] == wanted
        return tied

    def knots(self, points: NDArray[np.uint32], start: Ints, end: Ints) -> tuple[Ints, Ints]:
        """The stretches around names that words may tie together: how they are cut depends on nothing beyond."""
        first, last = start.copy(), end.copy()
        opening = closing = np.arange(len(start))
        for _ in range(AROUND):
            opening = opening[self.tie(points, first[opening])]
            closing = closing[self.tie(points, last[closing])]
            first[opening] -= 1
            last[closing] += 1
        return first, last


def _knot(text: str, start: int, end: int) -> Knot:
    """The stretch around a name that is cut. Nothing beyond is looked at."""
    first = max(start - AROUND, text.rfind(PART, max(0, start - AROUND), start) + 1)
    behind = text.find(PART, end, end + AROUND)
    return first, min(len(text), end + AROUND) if behind < 0 else behind


def _paired(left: NDArray[np.uint32], right: NDArray[np.uint32]) -> Ints:
    """Two code points as one number."""
    return left.astype(np.int64) << _WIDTH | right
