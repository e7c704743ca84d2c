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
MANY = 1000
"""Questions from which on it is worth gathering the pairs of characters that stand beside each other in some word."""
LONGEST = 5
"""Length of the longest word that is looked for over an edge."""
_WIDTH = 21
"""Bits of a code point."""


class Cutter:
    """Cuts the surroundings of names over one gazetteer. Safe under threads."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._memo: dict[tuple[str, int, int], bool] = {}
        self._pairs: _Pairs | None = None
        self._asked = 0

    def untied(self, points: NDArray[np.uint32], start: Ints, end: Ints) -> Flags:
        """For names in code points, is it sure that no word goes over an edge of theirs? Those stand in their text.

        It is never sure before many were asked for.
        """
        pairs = self._many(len(start))
        if pairs is None:
            return np.zeros(len(start), np.bool_)
        return ~(pairs.tie(points[start - 1], points[start]) | pairs.tie(points[end - 1], points[end]))

    def _many(self, more: int) -> _Pairs | None:
        """The pairs of characters, if enough names were asked for to gather them."""
        if self._pairs is None:
            self._asked += more
            if self._asked > MANY:
                self._pairs = _Pairs(self._gazetteer.cutting_words.words)
        return self._pairs

    def stands(self, text: str, start: int, end: int) -> bool:
        """Does a word start at `start`, and no word end inside `text[start:end]`?

        Most names need no cutting: no word goes over their edges.
        """
        before, behind = self._may_tie(text, start), self._may_tie(text, end)
        if not (
            (before and self._is_entered(text, start, end)) or (behind and self._is_left(text, start, end))
        ):
            return True
        knot = self._knot(text, start, end)
        found = self._memo.get(knot)
        if found is None:
            if len(self._memo) >= MEMO_SIZE:
                self._memo = {}
            found = self._memo[knot] = self._is_cut_out(*knot)
        return found

    def _may_tie(self, text: str, at: int) -> bool:
        """May a word go over an offset? Not where the characters beside it are beside each other in no word."""
        pairs, sides = self._pairs or self._many(1), text[max(0, at - 1) : at + 1]
        return pairs is None or (len(sides) > 1 and ord(sides[0]) << _WIDTH | ord(sides[1]) in pairs.numbers)

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

    def _knot(self, text: str, start: int, end: int) -> tuple[str, int, int]:
        """The stretch around a name that words may tie together, and the name in it.

        How it is cut depends on nothing beyond, and not much is looked at.
        """
        first, last = start, end
        while first > max(0, start - AROUND) and text[first - 1] != PART and self._may_tie(text, first):
            first -= 1
        while last < min(len(text), end + AROUND) and text[last] != PART and self._may_tie(text, last):
            last += 1
        return text[first:last], start - first, end - first

    def _is_cut_out(self, text: str, start: int, end: int) -> bool:
        edges = self.edges(text)
        return start in edges and edges.isdisjoint(range(start + 1, end))

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
    """The pairs of characters that stand beside each other in some word.

    Attributes:
        numbers: the pairs, their code points as one number.
    """

    def __init__(self, words: Iterable[str]) -> None:
        points = codes(PART.join(words))
        inside = points != ord(PART)
        pairs = np.sort(_paired(points[:-1], points[1:])[inside[:-1] & inside[1:]])
        self._sorted = pairs[np.append(True, pairs[1:] != pairs[:-1])]
        self.numbers = frozenset(self._sorted.tolist())

    def tie(self, left: NDArray[np.uint32], right: NDArray[np.uint32]) -> Flags:
        """Are the code points on the left and on the right such pairs?"""
        wanted = _paired(left, right)
        slots = np.minimum(np.searchsorted(self._sorted, wanted), len(self._sorted) - 1)
        tied: Flags = self._sorted[slots] == wanted
        return tied


def _paired(left: NDArray[np.uint32], right: NDArray[np.uint32]) -> Ints:
    """Two code points as one number."""
    return left.astype(np.int64) << _WIDTH | right
