"""The names of a gazetteer, numbered: those of the first file, then those that only the second one has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from nkrisk_geo.gazetteer.compiler.references import Numbers, References
from nkrisk_geo.gazetteer.datafile import lines
from nkrisk_geo.gazetteer.facts import Facts
from nkrisk_geo.gazetteer.name_kinds import ABROAD, NameKind
from nkrisk_geo.native.arrays import Flags, Ints

LATE = ("villages", "localities", "regional")
"""Tables of names that only stand behind others. They have numbers behind all scanned ones."""
IS_ABROAD: NDArray[np.bool_] = np.array([kind in ABROAD for kind in NameKind])


class NumberedNames(NamedTuple):
    """The names of a script.

    Attributes:
        every: the names; the number of a name is its place here.
        numbers: the number of each.
        at: where each begins in the column of its file, in bytes.
        split: the first one of the second file.
        places: what they stand for.
    """

    every: list[str]
    numbers: dict[str, int]
    at: Numbers
    split: int
    places: References

    @staticmethod
    def of(facts: Facts, script: str) -> NumberedNames:
        """Those of a gazetteer."""
        numbers, at, slots, tables = (
            dict[str, int](),
            list[Numbers](),
            list[Ints](),
            list[tuple[Any, Any]](),
        )
        split = 0
        for file in facts.files.values():
            if f"names/{script}/text" not in file:
                continue
            column = file[f"names/{script}/text"]
            texts, begins = lines(column), beginnings(column)
            split, known = len(numbers), len(numbers)
            slots.append(
                np.array(
                    [numbers.setdefault(text, len(numbers)) for text in texts], np.int64
                )
            )
            at.append(begins[slots[-1] >= known])
            tables.append((file[f"names/{script}/start"], file[f"names/{script}/refs"]))
        places = References.joined(slots, tables, len(numbers))
        return NumberedNames([*numbers], numbers, np.concatenate(at), split, places)

    def are(self, wanted: Any) -> Flags:
        """For each, can it stand for something that is wanted, by unit and kind?"""
        return self.places.any(wanted)


def beginnings(column: memoryview) -> Numbers:
    """Where each text of a column begins, in bytes."""
    if not len(column):
        return np.zeros(0, np.int32)
    breaks = np.flatnonzero(np.frombuffer(column, np.uint8) == ord("\n")).astype(
        np.int32
    )
    return np.concatenate([np.zeros(1, np.int32), breaks + np.int32(1)])


def late(facts: Facts, first: int) -> References:
    """What the names stand for that only stand behind others, by their numbers from the first of them on."""
    slots, tables, count = list[Ints](), list[tuple[Any, Any]](), 0
    for table in LATE:
        many = len(facts.column(f"{table}/start")) - 1
        slots.append(np.arange(count, count + many))
        tables.append((facts.column(f"{table}/start"), facts.column(f"{table}/refs")))
        count += many
    return References.joined(slots, tables, count)


def countries(facts: Facts, names: NumberedNames) -> Flags:
    """For each name, is it that of a country or territory and not the short name of a division (黑山)?"""
    known = np.array(facts.countries)
    named = names.are(
        lambda units, kinds: (
            known[units] & ~IS_ABROAD[kinds] & (kinds != NameKind.GENERATED)
        )
    )
    return named & ~names.are(
        lambda units, kinds: ~known[units] & (kinds == NameKind.SHORT)
    )


def number_followers(
    facts: Facts,
    first: int,
) -> Mapping[str, dict[str, int]]:
    """The numbers of the names that only stand behind others, by table."""
    found = dict[str, dict[str, int]]()
    for table in LATE:
        words = lines(facts.column(f"{table}/text"))
        found[table] = dict(zip(words, range(first, first + len(words)), strict=True))
        first += len(words)
    return found
