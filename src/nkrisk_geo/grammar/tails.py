"""The generic word behind each of many places in Chinese texts: 路 behind 丹东 in 丹东路, 街道 behind 清和 in 清和街道.

    >>> import numpy as np
    >>> tails = Tails({"路": "road", "东": "direction", "街道": "subdistrict", "区": "district", "河": "nature"})
    >>> read = Characters.of(["丹东东路18号", "丹东河街"])
    >>> klass, length = tails.behind(read, np.array([2, 10]))
    >>> [CLASSES[each] for each in klass], length.tolist()
    (['road', 'nature'], [2, 1])

Of several words the class says which one it is: the first in `CLASSES`, and the longest word of that class.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nkrisk_geo.characters import Characters
from nkrisk_geo.lexicon import Flags, Ints, Lexicon, Sums
from nkrisk_geo.ragged import among

CLASSES = (
    "nature", "subdistrict", "road", "zone", "institution", "branch", "brand", "building", "prefecture", "county",
    "district", "city", "province", "township", "town", "village", "port", "",
)  # fmt: skip
"""Classes of generics in the order in which they are tried; the last one is that of no word at all."""
NATURE, ROAD, NOTHING = CLASSES.index("nature"), CLASSES.index("road"), len(CLASSES) - 1
_MOST_DIRECTIONS = 3
"""Directions and numbers that may stand before the word for a road: 丹东东一路."""


TOGETHER = 8192
"""Places that are looked at together: a megabyte of names is no reason to take a hundred for their surroundings."""


def points_of(characters: str) -> NDArray[np.uint32]:
    """The code points of some characters."""
    return np.array([*map(ord, characters)], np.uint32)


_WAY = ord("道")
"""Before it no word for a road ends: 街道, 街道办."""
_WATERS, _BANKS = points_of("山江河"), points_of("路街道畔沿")
"""江路 is a road along the river, whatever comes before it."""


class Tail(NamedTuple):
    """The generic words behind some places: the number of the class in `CLASSES`, and the length, directions included."""

    klass: Ints
    length: Ints

    def chosen(self, which: Flags | Ints) -> Tail:
        """Those behind some of the places, in the order given."""
        return Tail(self.klass[which], self.length[which])


class Tails:
    """Finds them.

    Args:
        words: generic words and their class.
    """

    def __init__(self, words: Mapping[str, str]) -> None:
        some = [word for word, klass in words.items() if klass in CLASSES[:-1]]
        self._lexicon = Lexicon(some)
        self._klass = np.array([*(CLASSES.index(words[word]) for word in some), NOTHING], np.int64)
        self._lengths = sorted({len(word) for word in some})
        self._road_lengths = sorted({len(word) for word in some if words[word] == "road"})
        self._directions = points_of("".join(word for word, klass in words.items() if klass == "direction"))
        self._begin = np.append(points_of("".join(word[0] for word in some)), self._directions)
        self._width = max(self._lengths[-1], _MOST_DIRECTIONS + self._road_lengths[-1]) + 1

    def behind(self, read: Characters, at: Ints) -> Tail:
        """The generic words that begin at some offsets."""
        klass, length = np.full(len(at), NOTHING), np.zeros(len(at), np.int64)
        some = np.flatnonzero(among(read.points[at], self._begin))
        for start in range(0, len(some), TOGETHER):
            part = some[start : start + TOGETHER]
            klass[part], length[part] = self._some_behind(read, at[part])
        return Tail(klass, length)

    def _some_behind(self, read: Characters, at: Ints) -> tuple[Ints, Ints]:
        """The same where a word may begin."""
        window = read.points[np.minimum(at[:, None] + np.arange(self._width), len(read.points) - 1)]
        sums = Sums(window.ravel())
        first = np.arange(len(at)) * self._width
        klass, length = np.full(len(at), NOTHING), np.zeros(len(at), np.int64)
        for count in self._lengths:
            found = self._klass[self._lexicon.numbers(sums.of(first, first + count))]
            wrong = (found == ROAD) & (window[:, count] == _WAY)
            nature = np.flatnonzero(found == NATURE)
            wrong[nature] = read.worded[np.minimum(at[nature] + count, len(read.points) - 1)]
            better = (found < NOTHING) & (found <= klass) & ~wrong
            klass[better], length[better] = found[better], count
        beside = (klass > NATURE) & among(window[:, 0], _WATERS) & among(window[:, 1], _BANKS)
        klass[beside], length[beside] = NATURE, 1
        self._directed(window, sums, klass, length)
        return klass, length

    def _directed(self, window: NDArray[np.uint32], sums: Sums, klass: Ints, length: Ints) -> None:
        """Put in the words for roads behind directions, as many of these as there can be."""
        left = np.flatnonzero(klass >= ROAD)
        for before in range(1, _MOST_DIRECTIONS + 1):
            left = left[among(window[left, before - 1], self._directions)]
            first = left * self._width + before
            for count in self._road_lengths:
                found = self._klass[self._lexicon.numbers(sums.of(first, first + count))]
                rows = left[(found == ROAD) & (window[left, before + count] != _WAY)]
                klass[rows], length[rows] = ROAD, before + count


def starts_with(read: Characters, at: Ints, word: str) -> Flags:
    """Does a word stand at some offsets?"""
    last = len(read.points) - 1
    found = np.ones(len(at), np.bool_)
    for place, point in enumerate(points_of(word)):
        found &= read.points[np.minimum(at + place, last)] == point
    return found
