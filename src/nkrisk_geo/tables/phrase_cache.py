"""Phrases remembered: what tables say again and again is put into words once.

A phrase is known by what it is about, a few whole numbers; what is wanted is a column of them.

    >>> phrases = Phrases(100)
    >>> keys = [np.array([1, 2, 1]), np.array([7, 7, 7])]
    >>> def make(new):
    ...     return pa.array([f"{keys[0][at]} of {keys[1][at]}" for at in new.tolist()])
    >>> said = phrases.of(keys, make)
    >>> said.phrases.to_pylist(), said.which.tolist()
    (['1 of 7', '2 of 7'], [0, 1, 0])
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from nkrisk_geo.native.arrays import Ints
from nkrisk_geo.native.calls import Numbers, Rows
from nkrisk_geo.native.locks import ForkSafeLock
from nkrisk_geo.native.memory import POOL

Make = Callable[[Ints], pa.StringArray]
"""Gives the phrases of some of the keys, by their places."""


class PhraseColumn(NamedTuple):
    """Phrases, and which of them is wanted for each key."""

    phrases: pa.StringArray
    which: Rows


class Phrases:
    """Phrases by their keys. Safe under threads.

    Args:
        most: how many are remembered; when there are more, all are forgotten.
    """

    def __init__(self, most: int) -> None:
        self._most, self._turn = most, ForkSafeLock()
        self._forget()

    def _forget(self) -> None:
        self._numbers = Numbers(self._most)
        self._said = pa.array([], pa.string())
        self._whole = True
        """Not while some are put in: who finds it so takes over from one that broke off, or
        from a fork."""

    def of(self, keys: Sequence[NDArray[Any]], make: Make) -> PhraseColumn:
        """The phrase for each key.

        Args:
            keys: their numbers: the first of each, the second of each, …
            make: makes those that are not known.
        """
        # (phrases, numbers of a key): the key of a phrase stands in one piece, to be compared.
        count, size = len(keys[0]), len(keys)
        things = np.empty((count, size), np.int64)
        for at, each in enumerate(keys):
            things[:, at] = each
        ends = np.arange(1, count + 1) * size
        with self._turn:
            said = self._number(things, ends, make)
            # Where there was no room, all is forgotten before the second try.
            if said is None:
                said = self._number(things, ends, make)
        if said is None:
            # More at once than can be remembered.
            every = np.arange(len(things))
            return PhraseColumn(make(every), every.astype(np.int32))
        return said

    def _number(self, things: Ints, ends: Ints, make: Make) -> PhraseColumn | None:
        """All phrases, and which of them are wanted.

        None when there is no room, and then all are forgotten next.
        """
        if not self._whole:
            self._forget()
        self._whole = False
        found = self._numbers.number(things, ends)
        if found is None:
            return None
        numbers, new = found
        if len(new):
            made = make(new)
            self._said = pa.concat_arrays([self._said, made], memory_pool=POOL)
        self._whole = True
        return PhraseColumn(self._said, numbers.astype(np.int32))
