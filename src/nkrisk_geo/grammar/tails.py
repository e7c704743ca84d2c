"""The generic word behind each of many places in Chinese texts: 路 behind 丹东 in 丹东路, 街道 behind 清和 in 清和街道.

Of several words the class says which one it is: the first in `CLASSES`, and the longest word of that class (`tails.c`).
"""

from __future__ import annotations

from typing import NamedTuple

from nkrisk_geo.arrays import Ints, Points
from nkrisk_geo.characters import KINDS
from nkrisk_geo.native import Reader

CLASSES = (
    "nature", "subdistrict", "road", "zone", "institution", "branch", "brand", "building", "prefecture", "county",
    "district", "city", "province", "township", "town", "village", "port", "",
)  # fmt: skip
"""Classes of generics in the order in which they are tried; the last one is that of no word at all. `han.h` has the same."""
NAMED_BY = ("company", "direction", "side", "common")
"""Classes of words that stand behind no name, but in the name of something."""


class Tail(NamedTuple):
    """The generic words behind some places: the number of the class in `CLASSES`, and the length, directions included."""

    klass: Ints
    length: Ints


class Tails:
    """Finds them."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def behind(self, points: Points, at: Ints) -> Tail:
        """The generic words that begin at some offsets of texts without white space, each text followed by `PART`."""
        KINDS.know(points)
        return Tail(*self._reader.tails(points, at).T)
