"""Voices of names and codes: for each unit that a clue (`nkrisk_geo.clues`) could mean, how loudly it speaks for it.

The weight of the rule is taken for the kind of name and for the way it stands: 丹东市 is louder than Antung, and a township's
bare name is hardly heard. The posterior (`nkrisk_geo.candidates`) adds the voices up along the hierarchy: 丹东市 speaks for
everything in Dandong.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from nkrisk_geo.clues import CLUES, ROLE_RULE
from nkrisk_geo.gazetteer import Gazetteer, NameKind
from nkrisk_geo.grammar import Generic, Role
from nkrisk_geo.voice import Voice

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
    NameKind.CITY: -2.0,  # one city of many in its country
}  # fmt: skip

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
BARE_SHORT = -3.0
"""JIAN, ANDA: a romanized name of four letters is a personal name or a foreign word as often as a place."""
BARE_TOWNSHIP = (-6.0, -6.0, -6.0, -3.0)
"""… and a township's is a common word more often than not, unless it is long (by syllables, three counting as many)."""
VILLAGE = 0.5
"""Villages are named after anything; one that shares a division's name says next to nothing."""
RARITY, RARITY_FROM = 0.9, 0.002
"""A name speaks the louder the rarer it is: chance puts 珲春 into a text far less often than 和平. The weight grows by
`RARITY` × ln(`RARITY_FROM` / prior weight of all places of the name)."""
TOWNSHIPS = 15.0
"""Townships of a county, about."""
_COUNTRY_RULE = {
    Role.LAST: "country at the end",
    Role.HEAD: "name at the head",
    Role.MISSPELT: "misspelt name",
    Role.INSIDE: "inside a company or building name",
}
FORMER_PARENT = -4.0
"""A county that was moved to another prefecture goes on being written under the old one: 四平市公主岭市."""
OTHER_KOREA = -4.0
"""A bare KOREA is the South unless something else in the text is in the North."""
MISMATCH = -4.5
"""The generic contradicts the unit: CHAOYANG DISTRICT is no prefecture."""

SOUTHERN_STREET = -1.5
"""大街 and 大路 are words of the north-east; farther south they are rare, and so is a main street of that name."""

_SUFFIXES: Mapping[Generic, tuple[tuple[str, str], ...]] = {
    Generic.PROVINCE: (("province", ""),),
    Generic.PREFECTURE: (("prefecture", ""),),
    Generic.CITY: (("prefecture", "市"), ("county", "市"), ("province", "市")),
    Generic.DISTRICT: (("county", "区"),),
    Generic.CITY_OR_COUNTY: (("prefecture", "市"), ("county", "市"), ("county", "县"), ("province", "市")),
    Generic.COUNTY: (("county", "县"), ("county", "旗")),
}
"""What a generic fits: level and last character of the Chinese name, any where none stands."""


WEIGHTS_SIZE = 4096
"""Weights remembered, by sort of unit, kind of name and reading; there are about as many."""


class Sort(NamedTuple):
    """What of a unit decides how much a name of it weighs. Units of one sort weigh alike, so each sort is weighed once."""

    is_country: bool
    level: str
    ending: str


_TOWN_ENDINGS = ("镇", "乡", "街道")
_TOWN_GENERIC = re.compile("(?:镇|乡|街道)$")


class Evidence:
    """Voices of names and codes over one gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._sorts: dict[int, Sort] = {}
        self._weight = lru_cache(WEIGHTS_SIZE)(_weight)

    def name(self, script: str, name: int, role: Role, generic: Generic) -> tuple[str, Voice]:
        """The rule that applies to a name, and its voice."""
        rule = ROLE_RULE[role]
        meanings = self._gazetteer.meanings(script, name)
        if role is Role.LOCAL and generic is Generic.TOWN:
            rule = "street in a town"
            meanings = [(unit, kind) for unit, kind in meanings if self._is_seat(unit, kind)]
        if role is Role.LOCAL:
            rule = "village" if generic is Generic.VILLAGE else rule
            return rule, self.voice(dict.fromkeys((unit for unit, _ in meanings), CLUES[rule].weight))
        if role is Role.STREET:
            return rule, self.voice(self._main_street(meanings))
        if role is Role.PLAIN and all(
            kind != NameKind.CITY and self._gazetteer.is_country(unit) for unit, kind in meanings
        ):
            rule = "country"
        text = self._gazetteer.names[script][name]
        letters, ending = len(text), text[-1] if text.endswith(_TOWN_ENDINGS) else ""
        is_short = letters <= 4 and script == "latin" and generic is Generic.NONE
        reading = _Reading(
            rule, role, generic, letters if script == "han" else letters // 3, is_short, ending
        )
        return rule, self.voice(self._moved(self._weights(meanings, reading)))

    def voice(self, weights: Mapping[int, float]) -> Voice:
        """A voice of these weights."""
        return Voice(weights, self._gazetteer.chains)

    def _weights(self, meanings: list[tuple[int, int]], reading: _Reading) -> dict[int, float]:
        """The largest weight of each unit over the kinds of its name; units that nothing speaks for are left out."""
        rarity = 0.0 if reading.generic is Generic.VILLAGE else self._rarity(meanings)
        weights: dict[int, float] = {}
        for unit, kind in meanings:
            weight = self._weight(self._sort(unit), kind, reading)
            if weight > 0.0 and weight + rarity > weights.get(unit, 0.0):
                weights[unit] = weight + rarity
        return weights

    def _moved(self, weights: dict[int, float]) -> dict[int, float]:
        """With the counties that lay in one of the units once, and without what does not weigh anything."""
        codes, moved_away = self._gazetteer.codes, self._gazetteer.moved_away
        for unit, weight in list(weights.items()):
            for moved in moved_away.get(codes[unit], ()):
                weights.setdefault(moved, weight + FORMER_PARENT)
        return {unit: weight for unit, weight in weights.items() if weight > 0.0}

    def _sort(self, unit: int) -> Sort:
        found = self._sorts.get(unit)
        if found is None:
            gazetteer = self._gazetteer
            ending = gazetteer.names_zh[unit][-1:]
            found = self._sorts[unit] = Sort(gazetteer.is_country(unit), gazetteer.levels[unit], ending)
        return found

    def _main_street(self, meanings: list[tuple[int, int]]) -> dict[int, float]:
        """Weights for counties only, and none where a bigger place has the name: 西安大路 is in Changchun."""
        divisions = [(unit, kind) for unit, kind in meanings if kind not in TOWN_KINDS]
        levels = {self._gazetteer.levels[unit] for unit, _ in divisions}
        if not levels.isdisjoint(("province", "prefecture", "country")):
            return {}
        weight = CLUES["main street"].weight + self._rarity(divisions)
        counties = [unit for unit, _ in divisions if self._gazetteer.levels[unit] == "county"]
        return {unit: weight + (0.0 if self._is_northern(unit) else SOUTHERN_STREET) for unit in counties}

    def _is_seat(self, unit: int, kind: int) -> bool:
        """Has a township the name of its county? Those elsewhere are known by their county, and say it by their kind."""
        gazetteer = self._gazetteer
        if kind == NameKind.SEAT or gazetteer.levels[unit] != "township":
            return kind == NameKind.SEAT
        stem = _TOWN_GENERIC.sub("", gazetteer.names_zh[unit])
        return gazetteer.names_zh[gazetteer.parents[unit]].startswith(stem)

    def _is_northern(self, unit: int) -> bool:
        return self._gazetteer.codes[unit].startswith(("21", "22", "23"))

    def _rarity(self, meanings: list[tuple[int, int]]) -> float:
        """What a name gains for standing for little: see `RARITY`. Names of countries gain nothing."""
        mass = self._gazetteer.mass
        whole = sum(mass[unit] / TOWNSHIPS if kind in TOWN_KINDS else mass[unit] for unit, kind in meanings)
        return RARITY * max(0.0, math.log(RARITY_FROM / whole))

    def code(self, kind: str, value: str) -> tuple[str, Voice]:
        """The rule and voice of a postcode (by its prefix), a telephone area, a registration number or an adcode."""
        if kind == "p":
            return "postcode", self._equal("postcode", self.postcode(value))
        if kind == "a":
            return "adcode", self._equal("adcode", self.adcode(value))
        if (
            kind == "b"
        ):  # six digits that are a division code and may be a postcode: one voice for both readings
            likely = dict.fromkeys(self.adcode(value), CLUES["division code or postcode"].weight)
            posted = self._equal("postcode", self.postcode(value))
            return "division code or postcode", self.voice(likely | posted)
        if kind == "c":
            codes = self._gazetteer.calling_codes
            units = next((codes[value[:n]] for n in (3, 2, 1) if value[:n] in codes), ())
            return "calling code", self.voice(dict.fromkeys(units, CLUES["calling code"].weight))
        if kind == "r":
            return "registration", self._equal("registration", self.adcode(value))
        return "telephone area", self._equal("telephone area", self._gazetteer.phone_areas.get(value, ()))

    def _equal(self, rule: str, units: Sequence[int]) -> Voice:
        """A voice that speaks alike for each of the units of a code."""
        if not units:
            return self.voice({})
        rarity = self._rarity([(unit, NameKind.FULL) for unit in units])
        return self.voice(dict.fromkeys(units, CLUES[rule].weight + rarity))

    def twice(self, script: str, name: int) -> tuple[str, Voice]:
        """A name that is said twice: JILIN, JILIN is the city in the province of its name."""
        units = [unit for unit, _ in self._gazetteer.meanings(script, name)]
        provinces = {unit for unit in units if self._gazetteer.levels[unit] == "province"}
        inner = [
            unit
            for unit in units
            if unit not in provinces and not provinces.isdisjoint(self._gazetteer.path(unit))
        ]
        return "name said twice", self.voice(dict.fromkeys(inner, CLUES["name said twice"].weight))

    def postcode(self, value: str) -> list[int]:
        """Units of the longest listed prefix of a postcode."""
        prefixes = self._gazetteer.postcode_prefixes
        return next((prefixes[value[:n]] for n in (4, 3, 2) if value[:n] in prefixes), [])

    def adcode(self, value: str) -> list[int]:
        """Units of a typed division code, current or retired."""
        number = self._gazetteer.number.get(value)
        return [number] if number is not None else list(self._gazetteer.retired.get(value, ()))

    def field(self, voice: Voice) -> Voice:
        """A voice raised to what a column of its own deserves."""
        top = max(voice.values(), default=0.0)
        lift = max(0.0, CLUES["field"].weight - max(top, CLUES["name"].weight))
        return self.voice({unit: weight + lift for unit, weight in voice.items()})


class _Reading(NamedTuple):
    """How a name is read: the rule, what it does where it stands, its generic, its length in syllables.

    `is_short` says that it is a bare romanized name of four letters at most, `ending` is the last character of a township's
    full name and empty for others.
    """

    rule: str
    role: Role
    generic: Generic
    length: int
    is_short: bool
    ending: str


def _weight(sort: Sort, number: int, reading: _Reading) -> float:
    """What a name of a kind weighs, as it is read, for units of a sort; that it is rare comes on top."""
    kind = NameKind(number)
    if kind != NameKind.CITY and sort.is_country:
        weight = CLUES[_COUNTRY_RULE.get(reading.role, "country")].weight
        weight += OTHER_KOREA if kind is NameKind.GENERATED else 0.0
    else:
        weight = _placed(sort, kind, reading)
    return weight + (BARE_SHORT if reading.is_short and kind is NameKind.ROMANIZED else 0.0)


def _placed(sort: Sort, kind: NameKind, reading: _Reading) -> float:
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


def _bare(sort: Sort, reading: _Reading) -> float:
    """What a name loses where it stands without its generic."""
    level = sort.level
    loss = BARE_DISTRICT if level == "county" and sort.ending == "区" else 0.0
    if reading.role in _GENERIC_ENOUGH:
        return loss + (ZONE_OF_TOWNSHIP if level == "township" else 0.0)
    return loss + (BARE_TOWNSHIP[min(reading.length, 3)] if level == "township" else BARE.get(level, 0.0))


def _fits(sort: Sort, kind: NameKind, generic: Generic) -> bool:
    """Can a unit of a sort have the generic?"""
    if kind is NameKind.CITY:
        return True
    if kind in TOWN_KINDS:
        return generic in _TOWNS
    if sort.level == "township" and generic in _TOWNS:
        return True
    fitting = _SUFFIXES.get(generic, ())
    return any(sort.level == level and suffix in ("", sort.ending) for level, suffix in fitting)


_WHOLE = frozenset({NameKind.FULL, NameKind.ROMANIZED})
"""Kinds of names that have their generic, for zones and crossings (Helong Border Economic Cooperation Zone)."""
_GENERIC_ENOUGH = frozenset({Role.ZONE, Role.INSTITUTION, Role.PORT})
"""Roles in which a name does not stand bare."""
TOWN_KINDS = frozenset({NameKind.TOWNSHIP, NameKind.TOWNSHIP_SHORT, NameKind.SEAT})
"""Kinds of names of townships; outside the region the unit is the division around the township."""
_TOWNS = frozenset({Generic.TOWN, Generic.TOWNSHIP, Generic.SUBDISTRICT})


def log_mass(mass: float) -> float:
    """Logarithm of a prior weight, finite for nothing."""
    return math.log(max(mass, 1e-9))
