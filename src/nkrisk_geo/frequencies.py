"""How frequent words are."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from math import log

import numpy as np
from numpy.typing import NDArray


class Frequencies:
    """Words and their frequencies.

    Attributes:
        every: the words, in order.
        total: the frequencies of all words of the dictionary that they come from.
    """

    def __init__(self, words: Sequence[str], frequencies: Sequence[int], total: int) -> None:
        self.every, self.total = words, total
        self._frequencies = frequencies

    def of(self, word: str) -> int:
        """The frequency of one of the words."""
        return self._frequencies[bisect_left(self.every, word)]

    @cached_property
    def gains(self) -> NDArray[np.float64]:
        """The logarithm of the probability of each word, then that of what is no word."""
        unknown = -log(self.total)
        logarithms = {frequency: log(frequency) + unknown for frequency in {*self._frequencies}}
        return np.array([*map(logarithms.__getitem__, self._frequencies), unknown])
