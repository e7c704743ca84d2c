"""Clues and their weights: what each thing found in a record says about where it is.

A clue is turned into a *voice*: for each unit it could mean, the natural logarithm of how much likelier the words are if
the place lies in that unit than if they stand there by chance. A voice says nothing about the units it does not name. The
posterior (`nkrisk_geo.candidates`) adds the voices up along the hierarchy: 丹东市 speaks for everything in Dandong.

`CLUES` is the one table of weights. Each stands beside its reason; none is about a person, a language or an ethnicity.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nkrisk_geo.gazetteer import CHINA, Gazetteer, NameKind
from nkrisk_geo.grammar import Generic, Role

Voice = dict[int, float]
"""Weight by unit number."""


@dataclass(frozen=True, slots=True)
class Clue:
    """A rule, its weight, and why it weighs so much."""

    rule: str
    weight: float
    reason: str


CLUES: Mapping[str, Clue] = {
    clue.rule: clue
    for clue in (
        Clue(
            "name with its generic",
            11.0,
            "丹东市, DANDONG CITY: such words stand in an address for nothing else",
        ),
        Clue("name", 9.5, "a bare name alone in its stretch, at its end or in a chain of names"),
        Clue(
            "name before other words",
            6.0,
            "may belong to a building or a brand; the word after it is unknown",
        ),
        Clue(
            "name at the head",
            9.0,
            "a Chinese address opens with its division; so do the names of firms and goods",
        ),
        Clue(
            "head of a company name",
            7.3,
            "by naming law the place of registration comes first; the works may be elsewhere",
        ),
        Clue("inside a company or building name", 2.5, "firms and buildings carry the names of other places"),
        Clue("seat of a branch", 9.0, "a branch is named after where it is: 沈阳 in 丹东银行沈阳分行"),
        Clue("road name", 0.0, "roads are named after places elsewhere: 上海丹东路 is in Shanghai"),
        Clue("village", 4.5, "a village of one of several towns of a name"),
        Clue("local name", 3.0, "its roads and quarters tell 朝阳区 of Changchun from 朝阳区 of Beijing"),
        Clue(
            "main street",
            8.0,
            "柳河大街 with nothing else is in Liuhe: a town's main street has its name; roads elsewhere are 路",
        ),
        Clue("part of a word", 0.0, "丹东 in 牡丹东路: the characters belong to other words"),
        Clue(
            "misspelt name",
            7.0,
            "one letter from a single name in China; the word may still be something else",
        ),
        Clue("port name", 8.0, "a port is where its name says, or just outside"),
        Clue("institution name", 8.5, "stations, hospitals and schools are where their name says"),
        Clue("zone name", 9.5, "development zones are named after the place around them"),
        Clue("country", 10.0, "a country's name in an address; firms and goods mention others too"),
        Clue("country at the end", 13.3, "an address ends with its country"),
        Clue("postcode", 8.5, "about one typed postcode in twenty is wrong or of the head office"),
        Clue("adcode", 10.0, "a division code that says it is one"),
        Clue(
            "division code or postcode",
            3.0,
            "six digits that are a division code; more often they are a postcode",
        ),
        Clue("telephone area", 7.0, "a fixed line is where its area code says"),
        Clue("port of loading", 1.5, "one port ships the goods of several provinces"),
        Clue("calling code", 8.0, "a telephone number with the calling code of its country"),
        Clue("name said twice", 6.0, "JILIN, JILIN: first the city, then its province"),
        Clue("registration", 9.0, "the office that registered the firm; the works may be elsewhere"),
        Clue("field", 12.0, "a column that is meant for this level holds nothing else"),
    )
}

ROLE_RULE = {
    Role.TYPED: "name with its generic", Role.PLAIN: "name", Role.LOOSE: "name before other words",
    Role.COMPANY: "head of a company name", Role.INSIDE: "inside a company or building name", Role.BRANCH: "seat of a branch",
    Role.ROAD: "road name", Role.PORT: "port name", Role.ZONE: "zone name", Role.LAST: "country at the end",
    Role.HEAD: "name at the head", Role.MISSPELT: "misspelt name",
    Role.INSTITUTION: "institution name", Role.WORD: "part of a word", Role.LOCAL: "local name", Role.STREET: "main street",
}  # fmt: skip

KIND_WEIGHT: Mapping[NameKind, float] = {
    NameKind.FULL: 0.0, NameKind.SHORT: 0.0, NameKind.ROMANIZED: 0.0,
    NameKind.FOREIGN: -0.5,  # postal map, Wade–Giles, Korean, Russian: rarer in trade records than pinyin
    NameKind.FORMER: -0.8,  # out of use
    NameKind.ABBREVIATION: -6.5,  # LN and JL are also a lane and a Javanese road
    NameKind.CODE: -1.0,
    NameKind.GENERATED: -5.0,  # a spelling that a rule made, never seen
    NameKind.MISSPELT: -3.0,
    NameKind.TOWNSHIP: -3.2,  # one township of the fifteen or so that a county has
    NameKind.SEAT: -0.9,  # a township elsewhere that has its county's name: four firms of ten are in the seat
    NameKind.TOWNSHIP_SHORT: -6.0,
    NameKind.RENAMED: -2.0,  # the township with the generic of another time: 大凌河镇 for today's 大凌河街道
    NameKind.CITY: -2.0,  # one city of many in its country
}  # fmt: skip

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
    Generic.TOWN: (("township", "镇"),),
    Generic.TOWNSHIP: (("township", "乡"),),
    Generic.SUBDISTRICT: (("township", "街道"),),
}


class Evidence:
    """Voices of names and codes over one gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._voices: dict[tuple[str, int, Role, Generic], tuple[str, Voice]] = {}

    def name(self, script: str, name: int, role: Role, generic: Generic) -> tuple[str, Voice]:
        """The rule that applies to a name and its voice, worked out once. The voice must not be changed."""
        key = (script, name, role, generic)
        found = self._voices.get(key)
        if found is None:
            found = self._voices[key] = self._name(script, name, role, generic)
        return found

    def _name(self, script: str, name: int, role: Role, generic: Generic) -> tuple[str, Voice]:
        rule = ROLE_RULE[role]
        voice: Voice = {}
        meanings = self._gazetteer.meanings(script, name)
        if role is Role.LOCAL:
            rule = "village" if generic is Generic.VILLAGE else rule
            return rule, {unit: CLUES[rule].weight for unit, _ in meanings}
        if role is Role.STREET:
            return rule, self._main_street(meanings)
        if role is Role.PLAIN and all(
            self._gazetteer.is_country(unit) and kind != NameKind.CITY for unit, kind in meanings
        ):
            rule = "country"
        letters = len(self._gazetteer.names[script][name])
        length = letters if script == "han" else letters // 3
        rarity = 0.0 if generic is Generic.VILLAGE else self._rarity(meanings)
        for unit, kind in meanings:
            weight = self._weight(unit, NameKind(kind), rule, role, generic, length)
            if letters <= 4 and script == "latin" and generic is Generic.NONE and kind == NameKind.ROMANIZED:
                weight += BARE_SHORT
            if weight > 0.0 and weight + rarity > voice.get(unit, 0.0):
                voice[unit] = weight + rarity
        for unit, weight in list(voice.items()):
            for moved in self._gazetteer.moved_away.get(self._gazetteer.codes[unit], ()):
                voice.setdefault(moved, weight + FORMER_PARENT)
        return rule, {unit: weight for unit, weight in voice.items() if weight > 0.0}

    def _main_street(self, meanings: list[tuple[int, int]]) -> Voice:
        """A voice for counties only, and none where a bigger place has the name: 西安大路 is in Changchun."""
        divisions = [(unit, kind) for unit, kind in meanings if kind not in _FOILS]
        levels = {self._gazetteer.levels[unit] for unit, _ in divisions}
        if not levels.isdisjoint(("province", "prefecture", "country")):
            return {}
        weight = CLUES["main street"].weight + self._rarity(divisions)
        counties = [unit for unit, _ in divisions if self._gazetteer.levels[unit] == "county"]
        return {unit: weight + (0.0 if self._is_northern(unit) else SOUTHERN_STREET) for unit in counties}

    def _is_northern(self, unit: int) -> bool:
        return self._gazetteer.codes[unit].startswith(("21", "22", "23"))

    def _rarity(self, meanings: list[tuple[int, int]]) -> float:
        """What a name gains for standing for little: see `RARITY`. Names of countries gain nothing."""
        mass = self._gazetteer.mass
        whole = sum(mass[unit] / TOWNSHIPS if kind in _FOILS else mass[unit] for unit, kind in meanings)
        return RARITY * max(0.0, math.log(RARITY_FROM / whole))

    def _weight(
        self, unit: int, kind: NameKind, rule: str, role: Role, generic: Generic, length: int
    ) -> float:
        gazetteer = self._gazetteer
        if kind != NameKind.CITY and gazetteer.is_country(unit):
            weight = CLUES[_COUNTRY_RULE.get(role, "country")].weight
            return weight + (OTHER_KOREA if kind is NameKind.GENERATED else 0.0)
        weight = CLUES[rule].weight + KIND_WEIGHT[kind]
        level = gazetteer.levels[unit]
        if (
            generic is Generic.NONE
            and role is not Role.TYPED
            and not (kind in _WHOLE and level in ("area", "crossing"))
        ):
            weight += self._bare(unit, level, role, length)
        if generic is Generic.VILLAGE:
            return min(weight, VILLAGE)
        return weight + (MISMATCH if generic and not self._fits(unit, level, kind, generic) else 0.0)

    def _bare(self, unit: int, level: str, role: Role, length: int) -> float:
        """What a name loses where it stands without its generic."""
        loss = BARE_DISTRICT if level == "county" and self._gazetteer.names_zh[unit].endswith("区") else 0.0
        if role in _GENERIC_ENOUGH:
            return loss + (ZONE_OF_TOWNSHIP if level == "township" else 0.0)
        return loss + (BARE_TOWNSHIP[min(length, 3)] if level == "township" else BARE.get(level, 0.0))

    def _fits(self, unit: int, level: str, kind: NameKind, generic: Generic) -> bool:
        if kind is NameKind.CITY:
            return True
        if kind in _FOILS:
            return generic in _TOWNS
        if level == "township" and generic in _TOWNS:
            return True
        name = self._gazetteer.names_zh[unit]
        return any(level == wanted and name.endswith(suffix) for wanted, suffix in _SUFFIXES.get(generic, ()))

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
            return "division code or postcode", likely | self._equal("postcode", self.postcode(value))
        if kind == "c":
            codes = self._gazetteer.calling_codes
            units = next((codes[value[:n]] for n in (3, 2, 1) if value[:n] in codes), ())
            return "calling code", dict.fromkeys(units, CLUES["calling code"].weight)
        if kind == "r":
            return "registration", self._equal("registration", self.adcode(value))
        return "telephone area", self._equal("telephone area", self._gazetteer.phone_areas.get(value, ()))

    def _equal(self, rule: str, units: Sequence[int]) -> Voice:
        """A voice that speaks alike for each of the units of a code."""
        if not units:
            return {}
        return dict.fromkeys(
            units, CLUES[rule].weight + self._rarity([(unit, NameKind.FULL) for unit in units])
        )

    def twice(self, script: str, name: int) -> tuple[str, Voice]:
        """A name that is said twice: JILIN, JILIN is the city in the province of its name."""
        units = [unit for unit, _ in self._gazetteer.meanings(script, name)]
        provinces = {unit for unit in units if self._gazetteer.levels[unit] == "province"}
        inner = [
            unit
            for unit in units
            if unit not in provinces and not provinces.isdisjoint(self._gazetteer.path(unit))
        ]
        return "name said twice", dict.fromkeys(inner, CLUES["name said twice"].weight)

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
        return {unit: weight + lift for unit, weight in voice.items()}


_WHOLE = frozenset({NameKind.FULL, NameKind.ROMANIZED})
"""Kinds of names that have their generic, for zones and crossings (Helong Border Economic Cooperation Zone)."""
_GENERIC_ENOUGH = frozenset({Role.ZONE, Role.INSTITUTION, Role.PORT})
"""Roles in which a name does not stand bare."""
_FOILS = frozenset({NameKind.TOWNSHIP, NameKind.TOWNSHIP_SHORT, NameKind.SEAT})
_TOWNS = frozenset({Generic.TOWN, Generic.TOWNSHIP, Generic.SUBDISTRICT})


def is_chinese(gazetteer: Gazetteer, voice: Voice) -> bool:
    """Does a voice of a name speak for China or a place in it?"""
    return any(CHINA in gazetteer.path(unit) for unit in voice)


def log_mass(mass: float) -> float:
    """Logarithm of a prior weight, finite for nothing."""
    return math.log(max(mass, 1e-9))
