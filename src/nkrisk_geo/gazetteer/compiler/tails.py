"""The generic word behind each of many places in Chinese texts.

路 behind 丹东 in 丹东路, 街道 behind 清和 in 清和街道.

Of several words the class says which one it is: the first in
`CLASSES`, and the longest word of that class (`tails.c`).
"""

from __future__ import annotations

CLASSES = (
    "nature", "subdistrict", "road", "zone", "institution", "branch", "brand", "building",
    "prefecture", "county", "district", "city", "province", "township", "town", "village",
    "port", "",
)  # fmt: skip
"""Classes of generics in the order in which they are tried; the
last one is that of no word at all. `han.h` has the same."""
NAMED_BY = ("company", "direction", "side", "common")
"""Classes of words that stand behind no name, but in the name of something."""
