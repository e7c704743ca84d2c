"""How frequent words are."""

from __future__ import annotations

from bisect import bisect_left
from math import log


class Frequencies:
    """Words and their frequencies.

    Attributes:
        words: the words. A set of them with their frequencies beside it is there in half the time of a dictionary.
        total: the frequencies of all words of the dictionary that they come from.
        unknown: the logarithm of the probability of what is no word.
    """

    def __init__(self, words: list[str], frequencies: list[int], total: int) -> None:
        self.words, self.total, self.unknown = frozenset(words), total, -log(total)
        self._sorted, self._frequencies = words, frequencies
        self._gains: dict[str, float] = {}

    def of(self, word: str) -> int:
        """The frequency of one of the words."""
        return self._frequencies[bisect_left(self._sorted, word)]

    def gain(self, word: str) -> float | None:
        """The logarithm of a word's probability, None of what is no word."""
        found = self._gains.get(word)
        if found is None and word in self.words:
            found = self._gains[word] = log(self.of(word)) + self.unknown
        return found
