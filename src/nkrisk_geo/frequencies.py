"""How frequent words are."""

from __future__ import annotations

from bisect import bisect_left


class Frequencies:
    """Words and their frequencies.

    Attributes:
        words: the words. A set of them with their frequencies beside it is there in half the time of a dictionary.
        total: the frequencies of all words of the dictionary that they come from.
    """

    def __init__(self, words: list[str], frequencies: list[int], total: int) -> None:
        self.words, self.total = frozenset(words), total
        self._sorted, self._frequencies = words, frequencies

    def of(self, word: str) -> int:
        """The frequency of one of the words."""
        return self._frequencies[bisect_left(self._sorted, word)]
