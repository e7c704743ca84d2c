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

from math import log

from nkrisk_geo.gazetteer import Gazetteer
from nkrisk_geo.lexicon import PART

AROUND = 5
"""Characters on each side of a name that are cut with it."""
MEMO_SIZE = 50_000
MANY = 1000
"""Questions from which on the pairs of characters are worth gathering that stand beside each other in some word."""
LONGEST = 5
"""Length of the longest word that is looked for over an edge."""


class Cutter:
    """Cuts the surroundings of names over one gazetteer. Safe under threads."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._memo: dict[tuple[str, int, int], bool] = {}
        self._pairs: frozenset[str] | None = None
        self._asked = 0

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
        pairs = self._pairs
        if pairs is None:
            self._asked += 1
            if self._asked > MANY:
                words = self._gazetteer.cutting_words.words
                self._pairs = frozenset(word[at : at + 2] for word in words for at in range(len(word) - 1))
            return True
        return text[at - 1 : at + 1] in pairs

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
        frequencies, length = self._gazetteer.cutting_words, len(text)
        words, frequency, whole = frequencies.words, frequencies.of, log(frequencies.total)
        best = [0.0] * (length + 1)
        following = [0] * length
        for at in range(length - 1, -1, -1):
            ends = [last for last in range(at + 1, length + 1) if text[at:last] in words]
            best[at], following[at] = max(
                [(log(frequency(text[at:last])) - whole + best[last], last) for last in ends],
                default=(best[at + 1] - whole, at + 1),
            )
        edges, at = set[int](), 0
        while at < length:
            edges.add(at)
            at = following[at]
        return edges
