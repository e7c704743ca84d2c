"""Names in alphabets: what the reader is told of them, and of generic words.

DANDONG ROAD            names a road
DANDONG CITY            a division, and one that is called a city
DANDONG HUAYANG CO      heads the name of a company
BANK OF DALIAN          a brand
..., DANDONG, LIAONING  stands alone
DANDNOG CITY            is nearly a name

The rules are in `src/engine`: `find.c` finds the names, `alphabetic.c` says what they do, `misspelt.c` repairs words.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from nkrisk_geo.gazetteer import Gazetteer
from nkrisk_geo.grammar import sought
from nkrisk_geo.grammar.roles import FOLLOWED_BY, Generic, Role
from nkrisk_geo.native import Reader, Table, Words
from nkrisk_geo.packing import joined

_CLASSES = (
    "company", "brand", "building", "road", "port", "zone", "direction", "ethnic", "kind", "of", "person",
)  # fmt: skip
"""Classes of generic words that a rule asks for, in the order of the bits in `alphabet.h`."""
_IS_PINYIN, _IS_PINYIN_ROAD = 1 << len(_CLASSES), 2 << len(_CLASSES)
_OF_COUNTRY, _GENERIC_TOO, _SAFE_CODE, _OF_PROVINCE = 1, 2, 4, 8
_OF_COUNTRIES = {
    Role.COMPANY: Role.INSIDE,
    Role.INSIDE: Role.INSIDE,
    Role.ZONE: Role.INSIDE,
    Role.BRANCH: Role.INSIDE,
    Role.ROAD: Role.ROAD,
}
"""What such words make of the name of a country; behind others it is the country."""


class Alphabetic:
    """Reads names in alphabets.

    Attributes:
        reader: the compiled one.
    """

    def __init__(self, gazetteer: Gazetteer, short: Mapping[str, int]) -> None:
        words, names = gazetteer.generics["latin"], gazetteer.names["latin"]
        self.reader = reader = Reader()
        chinese = gazetteer.word_lists["word for China"]
        anywhere, repairable = sought.anywhere(gazetteer), sought.repairable(gazetteer)
        reader.words(Words.NAMES, joined(names[number] for number in anywhere.tolist()), anywhere)
        reader.words(Words.SHORT_NAMES, joined(short), [*short.values()])
        reader.words(Words.GENERICS, joined(words), range(1, len(words) + 1))
        reader.words(Words.CHINESE, joined(chinese), range(len(chinese)))
        reader.words(Words.REPAIRABLE, joined(repairable), [*repairable.values()])
        reader.table(Table.NAME_FLAGS, _name_flags(gazetteer, short))
        reader.table(Table.GENERIC_FLAGS, _word_flags(gazetteer))
        read = [(-1, 0), *(FOLLOWED_BY.get(klass, (-1, Generic.NONE)) for klass in words.values())]
        reader.table(Table.GENERIC_ROLES, np.array([role for role, _ in read], np.int32))
        reader.table(Table.GENERIC_GENERICS, np.array([generic for _, generic in read], np.int32))
        of_country = [_OF_COUNTRIES.get(role, Role.PLAIN) for role in sorted(Role)]
        reader.table(Table.COUNTRY_ROLES, np.array(of_country, np.int32))


def _name_flags(gazetteer: Gazetteer, short: Mapping[str, int]) -> NDArray[np.uint8]:
    """For each name: is it that of a country, a generic word too, a safe code, that of a province?"""
    words, numbers = gazetteer.generics["latin"], gazetteer.numbers["latin"]
    flags: NDArray[np.uint8] = gazetteer.country_names("latin").astype(np.uint8) * _OF_COUNTRY
    flags[[numbers[word] for word in words if word in numbers]] |= _GENERIC_TOO
    flags[
        [short[name] for name in gazetteer.word_lists["country code that is no word"] if name in short]
    ] |= _SAFE_CODE
    flags[sought.of_provinces(gazetteer)] |= _OF_PROVINCE
    return flags


def _word_flags(gazetteer: Gazetteer) -> NDArray[np.uint16]:
    """For each generic word its class, and is it pinyin?"""
    lists, flags = gazetteer.word_lists, [0]
    generics, roads = {*lists["pinyin generic"]}, {*lists["pinyin of roads"]}
    for word, klass in gazetteer.generics["latin"].items():
        of_class = 1 << _CLASSES.index(klass) if klass in _CLASSES else 0
        flags.append(of_class | _IS_PINYIN * (word in generics) | _IS_PINYIN_ROAD * (word in roads))
    return np.array(flags, np.uint16)
