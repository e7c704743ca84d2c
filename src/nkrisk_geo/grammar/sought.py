"""Names in alphabets by how they are sought: anywhere, where a code can stand, or behind a stem only."""

from __future__ import annotations

import numpy as np

from nkrisk_geo.arrays import Ints, lengths
from nkrisk_geo.gazetteer import Gazetteer, NameKind

SHORTEST = 4
"""Letters of a name that is found anywhere; shorter ones are codes and count only where a code can stand."""
_REPAIRABLE, _SHORTEST_REPAIRED = frozenset({"province", "prefecture", "county"}), 5


def anywhere(gazetteer: Gazetteer) -> Ints:
    """The numbers of the names that are found anywhere."""
    names, numbers = gazetteer.names["latin"], gazetteer.numbers["latin"]
    wanted = lengths(names) >= SHORTEST
    wanted[[numbers[name] for name in gazetteer.word_lists["acronym of a country"] if name in numbers]] = True
    wanted[[*hyphened(gazetteer, "latin").values()]] = False
    return np.flatnonzero(wanted)


def short(gazetteer: Gazetteer) -> dict[str, int]:
    """Names of two or three letters and their numbers."""
    names = gazetteer.names["latin"]
    few = np.flatnonzero(lengths(names) < SHORTEST).tolist()
    return {names[number]: number for number in few if names[number][0] != "-"}


def hyphened(gazetteer: Gazetteer, script: str) -> dict[str, int]:
    """Korean generics that count behind a stem only, without their hyphen, and the numbers of the names that stand for them."""
    numbers = gazetteer.numbers[script]
    return {name[1:]: numbers[name] for name in numbers if name < "." and name[0] == "-"}


def repairable(gazetteer: Gazetteer) -> dict[str, int]:
    """Romanized names of China's divisions that an unknown word may be a misspelling of, in alphabetical order."""
    every = gazetteer.names["latin"]
    divisions = np.array([level in _REPAIRABLE for level in gazetteer.levels])
    wanted = gazetteer.names_of(
        "latin", lambda units, kinds: divisions[units] & (kinds == NameKind.ROMANIZED)
    )
    numbers = {every[number]: number for number in np.flatnonzero(wanted).tolist()}
    return {
        name: numbers[name] for name in sorted(numbers) if len(name) >= _SHORTEST_REPAIRED and name.isascii()
    }


def of_provinces(gazetteer: Gazetteer) -> Ints:
    """The numbers of the romanized names of China's provinces."""
    provinces = np.array([level == "province" for level in gazetteer.levels])
    return np.flatnonzero(
        gazetteer.names_of("latin", lambda units, kinds: provinces[units] & (kinds == NameKind.ROMANIZED))
    )
