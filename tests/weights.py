"""What a name weighs for a unit: the weight of its rule, taken for the kind of the name and for the way it stands.

丹东市 is louder than Antung, and a township's bare name is hardly heard. Units that are alike in all that counts are of one
*sort*, and names that are read alike have one *reading*; a weight belongs to a sort, a kind of name and a reading.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from nkrisk_geo.gazetteer.judgement import Judgement
from nkrisk_geo.gazetteer.name_kinds import ABROAD, NameKind
from nkrisk_geo.gazetteer.roles import Generic, Role

KIND_LABELS = tuple(kind.name.lower().replace("_", " ") for kind in NameKind)
"""How the table of judgement calls each kind of name, by its number."""
_SYLLABLES = ("no syllable", "one syllable", "two syllables", "three syllables")
"""How it calls the length of a township's bare name; three stand for more."""
_WRITTEN = {"镇": "镇", "乡": "乡", "道": "街道"}
"""Generics of townships by their last characters."""
_COUNTRY_RULE = {
    Role.LAST: "country at the end",
    Role.HEAD: "name at the head",
    Role.MISSPELT: "misspelt name",
    Role.INSIDE: "inside a company or building name",
}

_SUFFIXES: Mapping[Generic, tuple[tuple[str, str], ...]] = {
    Generic.PROVINCE: (("province", ""),),
    Generic.PREFECTURE: (("prefecture", ""),),
    Generic.CITY: (("prefecture", "市"), ("county", "市"), ("province", "市")),
    Generic.DISTRICT: (("county", "区"),),
    Generic.CITY_OR_COUNTY: (
        ("prefecture", "市"),
        ("county", "市"),
        ("county", "县"),
        ("province", "市"),
    ),
    Generic.COUNTY: (("county", "县"), ("county", "旗")),
}
"""What a generic fits: level and last character of the Chinese name, any where none stands."""


_WHOLE = frozenset({NameKind.FULL, NameKind.ROMANIZED})
"""Kinds of names that have their generic, for zones and crossings (Helong Border Economic Cooperation Zone)."""
_GENERIC_ENOUGH = frozenset({Role.ZONE, Role.INSTITUTION, Role.PORT})
"""Roles in which a name does not stand bare."""
TOWN_KINDS = frozenset({NameKind.TOWNSHIP, NameKind.TOWNSHIP_SHORT, NameKind.SEAT})
"""Kinds of names of townships; outside the region the unit is the division around the township."""
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


def weight_of(judgement: Judgement, sort: Sort, number: int, reading: Reading) -> float:
    """What a name of a kind weighs, as it is read, for units of a sort; that it is rare comes on top."""
    kind = NameKind(number)
    if kind not in ABROAD and sort.is_country:
        weight = judgement.clue(_COUNTRY_RULE.get(reading.role, "country"))
        weight += judgement["Korea is the North"] if kind is NameKind.GENERATED else 0.0
    else:
        weight = _placed(judgement, sort, kind, reading)
    is_bare_short = reading.is_short and kind is NameKind.ROMANIZED
    return weight + (judgement["bare name: short"] if is_bare_short else 0.0)


def _placed(judgement: Judgement, sort: Sort, kind: NameKind, reading: Reading) -> float:
    """The weight of a name of a place that is no country."""
    weight = judgement.clue(reading.rule) + judgement[f"kind of name: {KIND_LABELS[kind]}"]
    if kind is NameKind.RENAMED:
        weight += _renamed(judgement, sort, reading)
    if (
        reading.generic is Generic.NONE
        and reading.role is not Role.TYPED
        and not (kind in _WHOLE and sort.level in ("area", "crossing"))
    ):
        weight += _bare(judgement, sort, reading)
    if reading.generic is Generic.VILLAGE:
        return min(weight, judgement["loudest village"])
    contradicts = reading.generic and not _fits(sort, kind, reading.generic)
    return weight + (judgement["contradicting generic"] if contradicts else 0.0)


def _renamed(judgement: Judgement, sort: Sort, reading: Reading) -> float:
    """What a township loses whose name has the generic of another time: 大凌河镇 for today's 大凌河街道."""
    then, now = (_WRITTEN.get(ending, "") for ending in (reading.ending, sort.ending))
    usual = judgement["renamed township: otherwise"]
    return judgement.get(f"renamed township: {then} to {now}", usual)


def _bare(judgement: Judgement, sort: Sort, reading: Reading) -> float:
    """What a name loses where it stands without its generic."""
    level = sort.level
    loss = judgement["bare name: district"] if level == "county" and sort.ending == "区" else 0.0
    if reading.role in _GENERIC_ENOUGH:
        return loss + (judgement["bare name: zone of a township"] if level == "township" else 0.0)
    if level == "township":
        return loss + judgement[f"bare township: {_SYLLABLES[min(reading.length, 3)]}"]
    return loss + judgement.get(f"bare name: {level}", 0.0)


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
