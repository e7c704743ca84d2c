"""The names of a gazetteer, numbered: those of the first file, then others of the second."""

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
        around = f"names/{script}"
        files = [file for file in facts.files.values() if f"{around}/text" in file]
        numbers: dict[str, int] = {}
        at: list[Numbers] = []
        slots: list[Ints] = []
        split = 0
        for file in files:
            column = file[f"{around}/text"]
            split = len(numbers)
            known = [numbers.setdefault(text, len(numbers)) for text in lines(column)]
            slots.append(np.array(known, np.int64))
            # What a file before has stands there, and not a second time.
            is_new = slots[-1] >= split
            at.append(beginnings(column)[is_new])
        tables = [(file[f"{around}/start"], file[f"{around}/refs"]) for file in files]
        places = References.join(slots, tables, len(numbers))
        return NumberedNames([*numbers], numbers, np.concatenate(at), split, places)

    def are(self, wanted: Any) -> Flags:
        """For each, can it stand for something that is wanted, by unit and kind?"""
        return self.places.any(wanted)


def beginnings(column: memoryview) -> Numbers:
    """Where each text of a column begins, in bytes."""
    if not len(column):
        return np.zeros(0, np.int32)
    letters = np.frombuffer(column, np.uint8)
    breaks = np.flatnonzero(letters == ord("\n")).astype(np.int32)
    return np.concatenate([np.zeros(1, np.int32), breaks + np.int32(1)])


def join_followers(facts: Facts) -> References:
    """What the names stand for that only stand behind others; here the first of them is 0."""
    slots: list[Ints] = []
    tables: list[tuple[Any, Any]] = []
    count = 0
    for table in LATE:
        start = facts.column(f"{table}/start")
        many = len(start) - 1
        slots.append(np.arange(count, count + many))
        tables.append((start, facts.column(f"{table}/refs")))
        count += many
    return References.join(slots, tables, count)


def flag_countries(facts: Facts, names: NumberedNames) -> Flags:
    """For each name, is it that of a country or territory?

    Not where it is the short name of a division too: 黑山 is Montenegro and a county.
    """
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
        found[table] = {word: first + at for at, word in enumerate(words)}
        first += len(words)
    return found
