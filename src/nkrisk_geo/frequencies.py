"""How frequent words are."""

from __future__ import annotations

from math import log

import numpy as np
from numpy.typing import NDArray

from nkrisk_geo.packing import lines


class Frequencies:
    """Words and their frequencies.

    Attributes:
        words: the words, one a line.
        counts: the frequency of each.
        total: the frequencies of all words of the dictionary that they come from.
    """

    def __init__(self, words: str, counts: NDArray[np.int32], total: int) -> None:
        self.words, self.counts, self.total = words, counts, total

    def gains(self) -> NDArray[np.float64]:
        """The logarithm of the probability of each word, then that of what is no word."""
        counts = self.counts.tolist()
        logarithms = {
            count: log(count) for count in {*counts}
        }  # not numpy's: they differ from machine to machine
        every = np.fromiter(map(logarithms.__getitem__, counts), np.float64, len(counts))
        return np.append(every, 0.0) - log(self.total)

    def by_word(self) -> dict[str, int]:
        """The frequency of each word."""
        return dict(zip(lines(self.words), self.counts.tolist(), strict=True))
