"""What a name weighs for a unit: the weight of its rule, taken for the kind of the name and for the way it stands.

丹东市 is louder than Antung, and a township's bare name is hardly heard. Units that are alike in all that counts are of one
*sort*, and names that are read alike have one *reading*; a weight belongs to a sort, a kind of name and a reading.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from nkrisk_geo.clues import CLUES
from nkrisk_geo.gazetteer import ABROAD, NameKind
from nkrisk_geo.grammar import Generic, Role

KIND_WEIGHT: Mapping[NameKind, float] = {
    NameKind.FULL: 0.0, NameKind.SHORT: 0.0, NameKind.ROMANIZED: 0.0,
    NameKind.FOREIGN: -0.5,  # postal map, Wade–Giles, Korean, Russian: rarer in trade records than pinyin
    NameKind.FORMER: -0.8,  # out of use
    NameKind.ABBREVIATION: -6.5,  # LN and JL are also a lane and a Javanese road
    NameKind.CODE: -1.0,
    NameKind.GENERATED: -5.0,  # a spelling that a rule made, never seen
    NameKind.MISSPELT: -3.0,
    NameKind.TOWNSHIP: -3.2,  # one township of the fifteen or so that a county has
    NameKind.SEAT: -1.1,  # a township elsewhere that has its county's name: a third of a county's firms are in the seat
    NameKind.TOWNSHIP_SHORT: -6.0,
    NameKind.RENAMED: 0.0,  # see `RENAMED`
    NameKind.CITY: -2.0,  # names abroad are also words of other languages; for how large they are see `SHARES`
    NameKind.TOWN_ABROAD: -2.0,
    NameKind.VILLAGE_ABROAD: -2.0,
    NameKind.HAMLET_ABROAD: -2.0,
}  # fmt: skip

SHARES: Mapping[NameKind, tuple[float, float]] = {
    NameKind.CITY: (0.03, 0.1),
    NameKind.TOWN_ABROAD: (0.003, 0.01),
    NameKind.VILLAGE_ABROAD: (0.0003, 0.001),
    NameKind.HAMLET_ABROAD: (0.0, 0.00005),
}
"""Places abroad by the share of their country's records that name them: the least of each kind, and the usual one. That some
hamlet of a country has a name does not make the country as likely as a city of China that has it."""

RENAMED: Mapping[tuple[str, str], float] = {("镇", "道"): -1.0, ("乡", "道"): -2.5, ("乡", "镇"): -2.9}
RENAMED_OTHERWISE = -5.7
"""What a township loses whose name has the generic of another time (last characters, then and now: 大凌河镇 for today's
大凌河街道), as labelled addresses of firms have them: a third of those in today's subdistricts still say 镇, and hardly one goes
ahead of its time."""
BARE: Mapping[str, float] = {"county": -0.5, "area": -4.0, "crossing": -3.0}
BARE_DISTRICT = -1.0
"""Without its generic a name stands for a prefecture sooner than for a county, and seldom for a city district."""
ZONE_OF_TOWNSHIP = -3.0
"""Zones are called after prefectures and counties sooner than after a township."""
BARE_SHORT = -3.6
"""JIAN, ANDA: a romanized name of four letters is a personal name or a foreign word as often as a place."""
BARE_TOWNSHIP = (-6.0, -6.0, -6.0, -3.0)
"""… and a township's is a common word more often than not, unless it is long (by syllables, three counting as many)."""
VILLAGE = 0.5
"""Villages are named after anything; one that shares a division's name says next to nothing."""
_COUNTRY_RULE = {
    Role.LAST: "country at the end",
    Role.HEAD: "name at the head",
    Role.MISSPELT: "misspelt name",
    Role.INSIDE: "inside a company or building name",
}
OTHER_KOREA = -3.1
"""A bare KOREA is the South unless something else in the text is in the North; that the South trades more adds to it."""
MISMATCH = -4.5
"""The generic contradicts the unit: CHAOYANG DISTRICT is no prefecture."""

_SUFFIXES: Mapping[Generic, tuple[tuple[str, str], ...]] = {
    Generic.PROVINCE: (("province", ""),),
    Generic.PREFECTURE: (("prefecture", ""),),
    Generic.CITY: (("prefecture", "市"), ("county", "市"), ("province", "市")),
    Generic.DISTRICT: (("county", "区"),),
    Generic.CITY_OR_COUNTY: (("prefecture", "市"), ("county", "市"), ("county", "县"), ("province", "市")),
    Generic.COUNTY: (("county", "县"), ("county", "旗")),
}
"""What a generic fits: level and last character of the Chinese name, any where none stands."""


_WHOLE = frozenset({NameKind.FULL, NameKind.ROMANIZED})
"""Kinds of names that have their generic, for zones and crossings (Helong Border Economic Cooperation Zone)."""
_GENERIC_ENOUGH = frozenset({Role.ZONE, Role.INSTITUTION, Role.PORT})
"""Roles in which a name does not stand bare."""
TOWN_KINDS = frozenset({NameKind.TOWNSHIP, NameKind.TOWNSHIP_SHORT, NameKind.SEAT})
"""Kinds of names of townships; outside the region the unit is the division around the township."""
IS_TOWN_KIND = np.array([kind in TOWN_KINDS for kind in NameKind], np.bool_)
"""The same, for each kind by its number."""
_TOWNS = frozenset({Generic.TOWN, Generic.TOWNSHIP, Generic.SUBDISTRICT})


class Sort(NamedTuple):
    """What of a unit decides how much a name of it weighs. Units of one sort weigh alike, so each sort is weighed once."""

    is_country: bool
    level: str
    ending: str


class Reading(NamedTuple):
    """How a name is read: the rule, what it does where it stands, its generic, its length in syllables (three stand for more).

    `is_short` says that it is a bare romanized name of four letters at most, `ending` is the last character of a township's
    full name and empty for others.
    """

    rule: str
    role: Role
    generic: Generic
    length: int
    is_short: bool
    ending: str


def weight_of(sort: Sort, number: int, reading: Reading) -> float:
    """What a name of a kind weighs, as it is read, for units of a sort; that it is rare comes on top."""
    kind = NameKind(number)
    if kind not in ABROAD and sort.is_country:
        weight = CLUES[_COUNTRY_RULE.get(reading.role, "country")].weight
        weight += OTHER_KOREA if kind is NameKind.GENERATED else 0.0
    else:
        weight = _placed(sort, kind, reading)
    return weight + (BARE_SHORT if reading.is_short and kind is NameKind.ROMANIZED else 0.0)


def _placed(sort: Sort, kind: NameKind, reading: Reading) -> float:
    """The weight of a name of a place that is no country."""
    weight = CLUES[reading.rule].weight + KIND_WEIGHT[kind]
    if kind is NameKind.RENAMED:
        weight += RENAMED.get((reading.ending, sort.ending), RENAMED_OTHERWISE)
    if (
        reading.generic is Generic.NONE
        and reading.role is not Role.TYPED
        and not (kind in _WHOLE and sort.level in ("area", "crossing"))
    ):
        weight += _bare(sort, reading)
    if reading.generic is Generic.VILLAGE:
        return min(weight, VILLAGE)
    return weight + (MISMATCH if reading.generic and not _fits(sort, kind, reading.generic) else 0.0)


def _bare(sort: Sort, reading: Reading) -> float:
    """What a name loses where it stands without its generic."""
    level = sort.level
    loss = BARE_DISTRICT if level == "county" and sort.ending == "区" else 0.0
    if reading.role in _GENERIC_ENOUGH:
        return loss + (ZONE_OF_TOWNSHIP if level == "township" else 0.0)
    return loss + (BARE_TOWNSHIP[min(reading.length, 3)] if level == "township" else BARE.get(level, 0.0))


def _fits(sort: Sort, kind: NameKind, generic: Generic) -> bool:
    """Can a unit of a sort have the generic?"""
    if kind in ABROAD:
        return True
    if kind in TOWN_KINDS:
        return generic in _TOWNS
    if sort.level == "township" and generic in _TOWNS:
        return True
    fitting = _SUFFIXES.get(generic, ())
    return any(sort.level == level and suffix in ("", sort.ending) for level, suffix in fitting)
