"""The numbers by which Python and the compiled engine name things.

These are units, names, roles, rules, codes, statuses, judgement. Each has one source, here or in
the module that it is imported from; `src/engine/names.h` is written from them by
`python -m handbook.vocabulary`, and a hash of that file (`nkrisk_geo.engine.abi`) is compared when
the engine is loaded. What is packed into an item has room for so many bits; a number beyond them is
an error when the engine is compiled.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import IntEnum, IntFlag

from nkrisk_geo.gazetteer.judgement import CLUES
from nkrisk_geo.gazetteer.name_kinds import NameKind
from nkrisk_geo.model import Reason, Status

LEVELS = (
    "country",
    "province",
    "prefecture",
    "county",
    "township",
    "area",
    "crossing",
    "city",
)
"""Levels of units by number."""
LABELS = (
    "country", "province", "prefecture", "county", "township", "village", "devzone", "road",
    "road_number", "building", "floor", "room", "po_box", "postcode", "company", "poi",
    "person", "other",
)  # fmt: skip
"""What a component of an address can be, from the wide to
the narrow, then what stands beside the place.

The first ones are levels of units. `person` is what is behind
a floor or a room, other than a company: a shop, a department.
"""
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
    "市": Ending.CITY, "区": Ending.DISTRICT,
    "县": Ending.COUNTY, "旗": Ending.BANNER,
    "镇": Ending.TOWN, "乡": Ending.TOWNSHIP,
    "道": Ending.SUBDISTRICT,
}  # fmt: skip
"""The same by the last character; 道 is that of 街道."""


class UnitFlag(IntFlag):
    """What is true of a unit."""

    COUNTRY = 1  # or a territory that trade records treat as one
    IN_CHINA = 2
    PLAIN_PROVINCE = 4  # no city: JILIN in a column for cities is the city
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
    """What a code is; see `nkrisk_geo.engine.signature.SignatureItem.kind` for the letters."""

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
    "han": CodeKind.CHINESE, "p": CodeKind.POSTCODE,
    "a": CodeKind.DIVISION, "b": CodeKind.DIVISION_OR_POSTCODE,
    "s": CodeKind.REGION, "t": CodeKind.AREA,
    "T": CodeKind.CHINESE_AREA, "c": CodeKind.CALLING,
    "r": CodeKind.REGISTRATION, "2": CodeKind.TWICE,
    "g": CodeKind.POINT,
}  # fmt: skip
CODE_LETTERS = {kind: letter for letter, kind in CODE_KINDS.items()}
"""Kinds of codes as signatures write them, and as the engine numbers them."""
CODES_HEARD = 20
"""Codes of one text that are heard."""

NUMBERS = (
    "Korea almost as loud", "Korea is the North", "bare name: district", "bare name: short",
    "bare name: zone of a township", "bare township: no syllable",
    "bare township: one syllable", "bare township: two syllables",
    "bare township: three syllables", "candidate of a distance", "candidate shown",
    "contradicting generic", "county under its former prefecture", "kept when following",
    "kept when yielding", "least prior under a point", "letters of a short name", "loud",
    "loudest village", "name out of use", "names of two chains", "negligible candidate",
    "no place likelier", "one Korea beside the other", "plain-spoken", "prior: China",
    "prior: China alone", "prior: no place", "rarity", "rarity from",
    "renamed township: 乡 to 街道", "renamed township: 乡 to 镇", "renamed township: 镇 to 街道",
    "renamed township: otherwise", "rival", "southern main street",
)  # fmt: skip
"""Names in the table of judgement that the engine reads one
by one; whole groups have tables of their own."""
NAMES = ("spaced", "unspaced", "late")
"""Tables of names: in alphabets; in Han and Hangul; those in Han that only stand behind others."""
LEXICONS = (
    "spaced_name", "short_name", "unspaced_name", "spaced_generic", "unspaced_generic",
    "chinese_word", "cutting_word", "village", "locality", "korean_spaced", "korean_unspaced",
    "repairable", "address_word", "address_count",
)  # fmt: skip
"""Sets of words that texts are searched for."""
_ITEMS = {
    "u1": "level unit_flags ending is_elsewhere lone_codes name_flags road_generics "
          "city_generics unspaced_city_generics generic_labels",
    "u2": "kinds generic_flags",
    "u4": "regional lists repairable_points",
    "i4": "parent moved_start moved namesake adcode_key adcode_start adcode postcode_start "
          "postcode area_start area calling_start calling region_start region elsewhere "
          "quantile_row crossing regional_name generic_roles generic_generics country_roles "
          "unspaced_roles unspaced_generics list_starts repairable_start repairable_name "
          "form_start",
    "f8": "mass trade judgement clue kind_weight kind_share bare_level quantiles near band "
          "crossing_km levels_of_quantiles gains",
    "s8": "forms",
}  # fmt: skip
OF_TEXTS = {"text": "u1", "more_text": "u1", "split": "i4", "at": "i4"}
OF_NAMES = {
    "reference_start": "i4",
    "reference": "i4",
    "letters": "u1",
    "ends": "u1",
    "senses": "u1",
    "traits": "u1",
}
OF_SETS_OF_NAMES = {"slots": "s8", "begin": "u8"}
OF_SETS = {**OF_SETS_OF_NAMES, "words": "u1", "at": "i4", "values": "i4"}
"""Of sets of names, whose words stand in the tables of names; of all others."""


def _parts(names: Iterable[str], parts: Mapping[str, str]) -> dict[str, str]:
    """The tables of some things that each have the same parts."""
    return {f"{name}_{part}": item for name in names for part, item in parts.items()}


TABLES: Mapping[str, str] = {
    # In this order the engine numbers them.
    **{name: item for item, names in _ITEMS.items() for name in names.split()},
    **_parts(NAMES[:2], OF_TEXTS),
    **_parts(NAMES, OF_NAMES),
    **_parts(LEXICONS[:3], OF_SETS_OF_NAMES),
    **_parts(LEXICONS[3:], OF_SETS),
}
"""The tables of the engine, and what the items of each are: unsigned
and signed whole numbers, floating-point numbers and slots of so many
bytes. `tables.c` in `src/engine` says what stands in them."""
_ENGLISH = {"街道": "subdistrict", "镇": "town", "乡": "township"}


def identifier(name: str) -> str:
    """A name as C has it."""
    for chinese, english in _ENGLISH.items():
        name = name.replace(chinese, english)
    return re.sub("[^A-Z0-9]+", "_", name.upper())
