"""Names in alphabets by how they are sought.

That is anywhere, only where a code can stand, or only behind a stem.
"""

from __future__ import annotations

import numpy as np

from nkrisk_geo.gazetteer.compiler.names import NumberedNames
from nkrisk_geo.gazetteer.facts import Facts
from nkrisk_geo.gazetteer.name_kinds import NameKind
from nkrisk_geo.native.arrays import Flags, Ints, lengths

SHORTEST = 4
"""Letters of a name that is found anywhere; shorter ones are
codes and count only where a code can stand."""
_REPAIRABLE = frozenset({"province", "prefecture", "county"})
_SHORTEST_REPAIRED = 5
"""Shorter names are one letter away from too many words."""


def number_long(facts: Facts, names: NumberedNames) -> Ints:
    """The numbers of the names that are found anywhere."""
    wanted, numbers = lengths(names.every) >= SHORTEST, names.numbers
    acronyms = facts.word_lists["acronym of a country"]
    wanted[[numbers[name] for name in acronyms if name in numbers]] = True
    behind_stems = number_hyphenated(names).values()
    wanted[[*behind_stems]] = False
    return np.flatnonzero(wanted)


def short_names(names: NumberedNames) -> dict[str, int]:
    """Names of two or three letters and their numbers."""
    few = np.flatnonzero(lengths(names.every) < SHORTEST)
    known = {names.every[number]: number for number in few.tolist()}
    # A hyphen begins what counts behind a stem only.
    return {name: number for name, number in known.items() if name[0] != "-"}


def number_hyphenated(names: NumberedNames) -> dict[str, int]:
    """Korean generics that count behind a stem only, without their hyphen.

    With each comes the number of the name that stands for it.
    """
    # The first comparison is the quick one: a hyphen sorts before all letters.
    return {
        name[1:]: number
        for name, number in names.numbers.items()
        if name < "." and name[0] == "-"
    }


def repairable_names(
    facts: Facts,
    names: NumberedNames,
) -> dict[str, int]:
    """Romanized names of China's divisions that an unknown word may be a misspelling of.

    They are in alphabetical order, each with its number.
    """
    divisions = np.array([level in _REPAIRABLE for level in facts.levels])
    known = _number_romanized(names, divisions)
    numbers = {names.every[number]: number for number in known.tolist()}
    return {
        name: numbers[name]
        for name in sorted(numbers)
        if len(name) >= _SHORTEST_REPAIRED and name.isascii()
    }


def number_provinces(facts: Facts, names: NumberedNames) -> Ints:
    """The numbers of the romanized names of China's provinces."""
    provinces = np.array([level == "province" for level in facts.levels])
    return _number_romanized(names, provinces)


def _number_romanized(names: NumberedNames, wanted: Flags) -> Ints:
    """The numbers of the names that are romanized ones of wanted units."""
    found = names.are(
        lambda units, kinds: wanted[units] & (kinds == NameKind.ROMANIZED)
    )
    return np.flatnonzero(found)
