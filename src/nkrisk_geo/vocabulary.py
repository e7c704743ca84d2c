"""The numbers by which Python and the compiled engine name things: units, names, roles, rules, codes, statuses, judgement.

Each has one source, here or in the module that it is imported from; `src/engine/names.h` is written from them by
`python -m handbook.vocabulary`, and a hash of that file is compared when the engine is loaded. What is packed into an item has
room for so many bits; a number beyond them is an error when the engine is compiled.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from enum import IntEnum, IntFlag

from nkrisk_geo.clues import ROLE_RULE
from nkrisk_geo.gazetteer import NameKind
from nkrisk_geo.grammar import Generic, Role
from nkrisk_geo.judgement import CLUES
from nkrisk_geo.model import Reason, Status
from nkrisk_geo.signature import FIELDS
from nkrisk_geo.word_lists import LISTS

LEVELS = ("country", "province", "prefecture", "county", "township", "area", "crossing", "city")
"""Levels of units by number."""
KIND_LABELS = tuple(kind.name.lower().replace("_", " ") for kind in NameKind)
"""How the table of judgement calls each kind of name, by its number."""
RULES = (*CLUES, "")
"""The rules by number; the last one is that of an item without a voice."""
HOW: tuple[tuple[Status, Reason | None], ...] = (
    (Status.RESOLVED, None),
    (Status.AMBIGUOUS, Reason.CONFLICT),
    (Status.AMBIGUOUS, Reason.SAME_NAME),
    (Status.AMBIGUOUS, Reason.BELOW_THRESHOLD),
    (Status.UNKNOWN, Reason.NO_PLACE),
    (Status.UNKNOWN, Reason.NO_CHINESE_CONTEXT),
    (Status.UNKNOWN, Reason.EMPTY),
)
"""How a record can be decided, by number."""


class Ending(IntEnum):
    """The generic at the end of a Chinese name, as far as weights depend on it."""

    OTHER = 0
    CITY = 1
    DISTRICT = 2
    COUNTY = 3
    BANNER = 4
    TOWN = 5
    TOWNSHIP = 6
    SUBDISTRICT = 7


ENDINGS = {
    "市": Ending.CITY, "区": Ending.DISTRICT, "县": Ending.COUNTY, "旗": Ending.BANNER, "镇": Ending.TOWN, "乡": Ending.TOWNSHIP,
    "道": Ending.SUBDISTRICT,
}  # fmt: skip
"""The same by the last character; 道 is that of 街道."""


class UnitFlag(IntFlag):
    """What is true of a unit."""

    COUNTRY = 1  # or a territory that trade records treat as one
    IN_CHINA = 2
    PLAIN_PROVINCE = 4  # a province that is no city: JILIN in a column for cities is the city
    NORTHERN = 8  # in Liaoning, Jilin or Heilongjiang
    SEAT = 16  # a township that has the name of its county
    DPRK = 32
    SOUTH_KOREA = 64
    BORDER = 128  # a prefecture or county of Liaoning or Jilin


class SpeltFlag(IntFlag):
    """How a name is spelt."""

    SUFFIXED = 1  # it ends in a generic
    COMMON = 2  # it is a name only with its generic
    SHORT_HANGUL = 4  # two syllables of Korean


class CodeKind(IntEnum):
    """What a code is; see `nkrisk_geo.signature.Found.kind` for the letters."""

    CHINESE = 0
    POSTCODE = 1
    DIVISION = 2
    DIVISION_OR_POSTCODE = 3
    REGION = 4
    AREA = 5
    CHINESE_AREA = 6
    CALLING = 7
    REGISTRATION = 8
    TWICE = 9
    POINT = 10


CODE_KINDS = {
    "han": CodeKind.CHINESE, "p": CodeKind.POSTCODE, "a": CodeKind.DIVISION, "b": CodeKind.DIVISION_OR_POSTCODE,
    "s": CodeKind.REGION, "t": CodeKind.AREA, "T": CodeKind.CHINESE_AREA, "c": CodeKind.CALLING,
    "r": CodeKind.REGISTRATION, "2": CodeKind.TWICE, "g": CodeKind.POINT,
}  # fmt: skip

NUMBERS = (
    "Korea almost as loud", "Korea is the North", "bare name: district", "bare name: short",
    "bare name: zone of a township", "bare township: no syllable", "bare township: one syllable",
    "bare township: two syllables", "bare township: three syllables", "candidate of a distance", "candidate shown",
    "contradicting generic", "county under its former prefecture", "kept when following", "kept when yielding",
    "least prior under a point", "letters of a short name", "loud", "loudest village", "name out of use",
    "names of two chains", "negligible candidate", "no place likelier", "one Korea beside the other", "plain-spoken",
    "prior: China", "prior: China alone", "prior: no place", "rarity", "rarity from", "renamed township: 乡 to 街道",
    "renamed township: 乡 to 镇", "renamed township: 镇 to 街道", "renamed township: otherwise", "rival",
    "southern main street",
)  # fmt: skip
"""Names in the table of judgement that the engine reads one by one; whole groups have tables of their own."""
_ENGLISH = {"街道": "subdistrict", "镇": "town", "乡": "township"}


def identifier(name: str) -> str:
    """A name as C has it."""
    for chinese, english in _ENGLISH.items():
        name = name.replace(chinese, english)
    return re.sub("[^A-Z0-9]+", "_", name.upper())


def _enum(prefix: str, names: Iterable[str]) -> Iterator[str]:
    """An enum of names numbered from 0 on, and how many they are."""
    every = [f"{prefix}_{identifier(name)}" for name in names] + [f"{prefix}S"]
    yield "enum {"
    yield from (f"    {name}," for name in every)
    yield "};"


def _flags(prefix: str, flags: type[IntFlag]) -> Iterator[str]:
    yield "enum {"
    yield from (f"    {prefix}_{flag.name} = {flag.value}," for flag in flags)
    yield "};"


def _numbered(several: type[IntEnum]) -> list[str]:
    """The names of an enum by number; numbers that none has are called so."""
    names = {each.value: each.name for each in several}
    return [names.get(number, f"unused {number}") for number in range(max(names) + 1)]


def _rules_of_roles() -> Iterator[str]:
    yield "static const int RULE_OF_ROLE[ROLES] = {"
    yield from (f"    [ROLE_{role.name}] = RULE_{identifier(ROLE_RULE[role])}," for role in Role)
    yield "};"


def _lines() -> Iterator[str]:
    yield from _enum("FIELD", FIELDS)
    yield from _enum("ROLE", _numbered(Role))
    yield from _enum("GENERIC", _numbered(Generic))
    yield from _enum("KIND", _numbered(NameKind))
    yield from _enum("LEVEL", LEVELS)
    yield from _enum("RULE", (*CLUES, "none"))
    yield from _rules_of_roles()
    yield from _enum("ENDING", _numbered(Ending))
    yield from _enum("CODE", _numbered(CodeKind))
    yield from _flags("UNIT", UnitFlag)
    yield from _flags("NAME", SpeltFlag)
    yield from _enum("HOW", (reason.value if reason else status.value for status, reason in HOW))
    yield from _enum("J", NUMBERS)
    yield from _enum("LIST", LISTS)


def names_hash() -> int:
    """A hash of all names and numbers."""
    return int.from_bytes(hashlib.sha256("\n".join(_lines()).encode()).digest()[:8], "big")


def header() -> str:
    """The text of `src/engine/names.h`."""
    lines = (
        "/* Written by `python -m handbook.vocabulary` from nkrisk_geo.vocabulary: what both languages call the same numbers. */",
        "",
        "#ifndef NK_NAMES_H",
        "#define NK_NAMES_H",
        "",
        f"#define NK_NAMES_HASH UINT64_C({names_hash():#018x})",
        "",
        *_lines(),
        "",
        "#endif",
        "",
    )
    return "\n".join(lines)
