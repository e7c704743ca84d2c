"""What a name is to its unit, and both as one number: a reference."""

from __future__ import annotations

from enum import IntEnum

KIND_BITS = 5
"""Bits of a reference that hold the kind of the name; those above hold the unit."""


def reference(unit: int, kind: int) -> int:
    """A unit, and what a name is to it, as one number."""
    return unit << KIND_BITS | kind


class NameKind(IntEnum):
    """What a name is to a unit, from the strongest to the weakest.

    The numbers are stored with each reference (`reference`), and stay what they are.
    """

    FULL = 0
    SHORT = 1
    ROMANIZED = 2
    FOREIGN = 3
    FORMER = 4
    ABBREVIATION = 5
    CODE = 6
    GENERATED = 7
    MISSPELT = 8
    TOWNSHIP = 9
    TOWNSHIP_SHORT = 10
    CITY = 11
    RENAMED = 12
    VILLAGE = 13
    LOCALITY = 14
    SEAT = 15
    TOWN_ABROAD = 16
    VILLAGE_ABROAD = 17
    HAMLET_ABROAD = 18


ABROAD = frozenset(
    {
        NameKind.CITY,
        NameKind.TOWN_ABROAD,
        NameKind.VILLAGE_ABROAD,
        NameKind.HAMLET_ABROAD,
    }
)
"""Kinds of names of places abroad, the largest first: the unit is their country."""
