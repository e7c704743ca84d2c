"""What the engine is told of names in alphabets, and of generic words.

DANDONG ROAD            names a road
DANDONG CITY            a division, and one that is called a city
DANDONG HUAYANG CO      heads the name of a company
BANK OF DALIAN          a brand
..., DANDONG, LIAONING  stands alone
DANDNOG CITY            is nearly a name

The rules are in `src/engine`: `find.c` finds the names,
`alphabetic.c` says what they do, `misspelt.c` repairs words.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from nkrisk_geo.gazetteer.compiler import name_subsets
from nkrisk_geo.gazetteer.compiler.lexicons import Made, forms, lexicon, search_tables
from nkrisk_geo.gazetteer.compiler.names import NumberedNames, flag_countries
from nkrisk_geo.gazetteer.facts import Facts
from nkrisk_geo.gazetteer.roles import FOLLOWED_BY, Generic, Role

_CLASSES = (
    "company", "brand", "building", "road", "port", "zone", "direction", "ethnic",
    "kind", "of", "person",
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


def compile_spaced(facts: Facts, names: NumberedNames) -> Made:
    """The tables of names in alphabets, but for what they stand for."""
    words, lists = facts.generics["latin"], facts.word_lists
    short = name_subsets.short_names(names)
    repairable = name_subsets.repairable_names(facts, names)
    korean = name_subsets.number_hyphenated(names)
    long = name_subsets.number_long(facts, names).tolist()
    yield from search_tables("spaced_name", [names.every[at] for at in long], long)
    yield from search_tables("short_name", [*short], short.values())
    yield from lexicon("spaced_generic", [*words], range(1, len(words) + 1))
    yield from lexicon("chinese_word", lists["word for China"])
    yield from lexicon("korean_spaced", [*korean], korean.values())
    yield from lexicon("repairable", [*repairable])
    yield from forms([*repairable])
    yield "repairable_name", np.array([*repairable.values()], np.int32)
    yield "name_flags", _name_flags(facts, names, short)
    cities = lists["Korean generic of cities"]
    yield "city_generics", flag_names(cities, korean, len(names.every))
    yield "generic_flags", _word_flags(facts)

    # Words are numbered from 1 on; what is no word makes nothing of the name before it.
    nothing = (-1, Generic.NONE)
    read = [nothing, *(FOLLOWED_BY.get(klass, nothing) for klass in words.values())]
    roles, generics = zip(*read, strict=True)
    yield "generic_roles", np.array(roles, np.int32)
    yield "generic_generics", np.array(generics, np.int32)
    yield "country_roles", _country_roles()


def flag_names(
    some: list[str],
    known: Mapping[str, int],
    count: int,
) -> NDArray[np.uint8]:
    """For each of so many names, does it stand for one of some words?"""
    flags = np.zeros(count, np.uint8)
    flags[[known[word] for word in some if word in known]] = 1
    return flags


def _country_roles() -> NDArray[np.int32]:
    roles = np.zeros(max(Role) + 1, np.int32)
    for role in Role:
        roles[role] = _OF_COUNTRIES.get(role, Role.PLAIN)
    return roles


def _name_flags(
    facts: Facts, names: NumberedNames, short: Mapping[str, int]
) -> NDArray[np.uint8]:
    """For each name: is it a country's, a generic word too, a safe code, a province's?"""
    words, numbers = facts.generics["latin"], names.numbers
    safe = facts.word_lists["country code that is no word"]
    of_countries = flag_countries(facts, names)
    flags: NDArray[np.uint8] = of_countries.astype(np.uint8) * _OF_COUNTRY
    generic_too = [numbers[word] for word in words if word in numbers]
    flags[generic_too] |= _GENERIC_TOO
    flags[[short[name] for name in safe if name in short]] |= _SAFE_CODE
    flags[name_subsets.number_provinces(facts, names)] |= _OF_PROVINCE
    return flags


def _word_flags(facts: Facts) -> NDArray[np.uint16]:
    """For each generic word its class, and is it pinyin?"""
    generics = {*facts.word_lists["pinyin generic"]}
    roads = {*facts.word_lists["pinyin of roads"]}
    # The first is that of no word.
    flags = [0]
    for word, klass in facts.generics["latin"].items():
        flag = 1 << _CLASSES.index(klass) if klass in _CLASSES else 0
        if word in generics:
            flag |= _IS_PINYIN
        if word in roads:
            flag |= _IS_PINYIN_ROAD
        flags.append(flag)
    return np.array(flags, np.uint16)
