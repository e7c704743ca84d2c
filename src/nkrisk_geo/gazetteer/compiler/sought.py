"""Names in alphabets by how they are sought: anywhere, where a code can stand, or behind a stem only."""

from __future__ import annotations

import numpy as np

from nkrisk_geo.gazetteer.compiler.names import NumberedNames
from nkrisk_geo.gazetteer.facts import Facts
from nkrisk_geo.gazetteer.name_kinds import NameKind
from nkrisk_geo.native.arrays import Ints, lengths

SHORTEST = 4
"""Letters of a name that is found anywhere; shorter ones are
codes and count only where a code can stand."""
_REPAIRABLE, _SHORTEST_REPAIRED = frozenset({"province", "prefecture", "county"}), 5


def anywhere(facts: Facts, names: NumberedNames) -> Ints:
    """The numbers of the names that are found anywhere."""
    wanted, numbers = lengths(names.every) >= SHORTEST, names.numbers
    wanted[
        [
            numbers[name]
            for name in facts.word_lists["acronym of a country"]
            if name in numbers
        ]
    ] = True
    wanted[[*number_hyphenated(names).values()]] = False
    return np.flatnonzero(wanted)


def short(names: NumberedNames) -> dict[str, int]:
    """Names of two or three letters and their numbers."""
    few = np.flatnonzero(lengths(names.every) < SHORTEST).tolist()
    return {
        names.every[number]: number for number in few if names.every[number][0] != "-"
    }


def number_hyphenated(names: NumberedNames) -> dict[str, int]:
    """Korean generics that count behind a stem only, without their hyphen, and the numbers of the names that stand for them."""
    return {
        name[1:]: number
        for name, number in names.numbers.items()
        if name < "." and name[0] == "-"
    }


def repairable(
    facts: Facts,
    names: NumberedNames,
) -> dict[str, int]:
    """Romanized names of China's divisions that an unknown word may be a misspelling of, in alphabetical order."""
    divisions = np.array([level in _REPAIRABLE for level in facts.levels])
    wanted = names.are(
        lambda units, kinds: divisions[units] & (kinds == NameKind.ROMANIZED)
    )
    numbers = {
        names.every[number]: number for number in np.flatnonzero(wanted).tolist()
    }
    return {
        name: numbers[name]
        for name in sorted(numbers)
        if len(name) >= _SHORTEST_REPAIRED and name.isascii()
    }


def of_provinces(facts: Facts, names: NumberedNames) -> Ints:
    """The numbers of the romanized names of China's provinces."""
    provinces = np.array([level == "province" for level in facts.levels])
    return np.flatnonzero(
        names.are(lambda units, kinds: provinces[units] & (kinds == NameKind.ROMANIZED))
    )
