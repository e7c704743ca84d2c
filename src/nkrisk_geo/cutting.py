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
LONGEST = 5
"""Length of the longest word that is looked for over an edge."""


class Cutter:
    """Cuts the surroundings of names over one gazetteer. Safe under threads."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._memo: dict[tuple[str, int, int], bool] = {}

    def stands(self, text: str, start: int, end: int) -> bool:
        """Does a word start at `start`, and no word end inside `text[start:end]`?

        Most names need no cutting: no word goes over their edges.
        """
        if not self._is_crossed(text, start, end):
            return True
        before, behind = text[max(0, start - AROUND) : start], text[end : end + AROUND]
        if PART in before or PART in behind:
            before, behind = before.rpartition(PART)[2], behind.partition(PART)[0]
        knot = self._knot(before + text[start:end] + behind, len(before), len(before) + end - start)
        found = self._memo.get(knot)
        if found is None:
            if len(self._memo) >= MEMO_SIZE:
                self._memo = {}
            found = self._memo[knot] = self._is_cut_out(*knot)
        return found

    def _knot(self, text: str, start: int, end: int) -> tuple[str, int, int]:
        """The stretch around a name that words tie together, and the name in it: how it is cut depends on nothing beyond."""
        words, tied = self._gazetteer.cutting_words.words, set[int]()
        for first in range(len(text) - 1):
            for last in range(first + 2, len(text) + 1):
                if text[first:last] in words:
                    tied.update(range(first + 1, last))
        first, last = start, end
        while first in tied:
            first -= 1
        while last in tied:
            last += 1
        return text[first:last], start - first, end - first

    def _is_cut_out(self, text: str, start: int, end: int) -> bool:
        edges = self.edges(text)
        return start in edges and edges.isdisjoint(range(start + 1, end))

    def _is_crossed(self, text: str, start: int, end: int) -> bool:
        """Does a word from before the name end in it, or one from inside it behind it? No word goes over `PART`."""
        words = self._gazetteer.cutting_words.words
        for first in range(max(0, start - LONGEST + 1), start):
            for last in range(start + 1, end + 1):
                if text[first:last] in words:
                    return True
        for first in range(start + 1, end):
            for last in range(end + 1, first + LONGEST + 1):
                if text[first:last] in words:
                    return True
        return False

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
