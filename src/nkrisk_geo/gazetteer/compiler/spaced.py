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

from nkrisk_geo.gazetteer.compiler import sought
from nkrisk_geo.gazetteer.compiler.lexicons import Made, forms, lexicon, search_tables
from nkrisk_geo.gazetteer.compiler.names import NumberedNames, countries
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


def tables(facts: Facts, names: NumberedNames) -> Made:
    """The tables of names in alphabets, but for what they stand for."""
    words, short, anywhere = (
        facts.generics["latin"],
        sought.short(names),
        sought.anywhere(facts, names),
    )
    repairable, korean = (
        sought.repairable(facts, names),
        sought.number_hyphenated(names),
    )
    yield from search_tables(
        "spaced_name",
        [names.every[number] for number in anywhere.tolist()],
        anywhere.tolist(),
    )
    yield from search_tables("short_name", [*short], short.values())
    yield from lexicon("spaced_generic", [*words], range(1, len(words) + 1))
    yield from lexicon("chinese_word", facts.word_lists["word for China"])
    yield from lexicon("korean_spaced", [*korean], korean.values())
    yield from lexicon("repairable", [*repairable])
    yield from forms([*repairable])
    yield "repairable_name", np.array([*repairable.values()], np.int32)
    yield "name_flags", _name_flags(facts, names, short)
    yield (
        "city_generics",
        flag_names(
            facts.word_lists["Korean generic of cities"], korean, len(names.every)
        ),
    )
    yield "generic_flags", _word_flags(facts)
    read = [
        (-1, 0),
        *(FOLLOWED_BY.get(klass, (-1, Generic.NONE)) for klass in words.values()),
    ]
    yield "generic_roles", np.array([role for role, _ in read], np.int32)
    yield "generic_generics", np.array([generic for _, generic in read], np.int32)
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
    """For each name: is it that of a country, a generic word too, a safe code, that of a province?"""
    words, safe = (
        facts.generics["latin"],
        facts.word_lists["country code that is no word"],
    )
    flags: NDArray[np.uint8] = countries(facts, names).astype(np.uint8) * _OF_COUNTRY
    flags[[names.numbers[word] for word in words if word in names.numbers]] |= (
        _GENERIC_TOO
    )
    flags[[short[name] for name in safe if name in short]] |= _SAFE_CODE
    flags[sought.of_provinces(facts, names)] |= _OF_PROVINCE
    return flags


def _word_flags(facts: Facts) -> NDArray[np.uint16]:
    """For each generic word its class, and is it pinyin?"""
    lists, flags = facts.word_lists, [0]
    generics, roads = {*lists["pinyin generic"]}, {*lists["pinyin of roads"]}
    for word, klass in facts.generics["latin"].items():
        of_class = 1 << _CLASSES.index(klass) if klass in _CLASSES else 0
        flags.append(
            of_class
            | _IS_PINYIN * (word in generics)
            | _IS_PINYIN_ROAD * (word in roads)
        )
    return np.array(flags, np.uint16)
