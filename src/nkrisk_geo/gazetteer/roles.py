"""The vocabulary of the grammar: what a name does where it stands, and the generic word with it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum


class Role(IntEnum):
    """What a name does where it stands.

    An item of a signature has `nkrisk_geo.engine.signature.ROLE_BITS` for it.
    """

    TYPED = 0  # with its generic: 丹东市, DANDONG CITY
    PLAIN = 1  # alone in its stretch, at its end, or in a chain of names
    LOOSE = 2  # followed by something unknown
    COMPANY = 3  # at the head of a company's name
    INSIDE = 4  # deeper in the name of a company or building, or in a brand
    BRANCH = 5  # the seat of a branch: 沈阳 in 丹东银行沈阳分行
    ROAD = 6  # a road, a square, a bridge, a river, a mountain
    PORT = 7  # with the word port
    ZONE = 8  # heads the name of a development zone
    LAST = 9  # a country at the end of the text
    INSTITUTION = 10  # heads the name of a public institution: 江源火车站, 敦化市医院
    MISSPELT = 13  # one letter away from a name, with a generic or alone in its stretch
    HEAD = 12  # opens a Chinese text, before something unknown
    LOCAL = 14  # a quarter or a road of a district that shares its own name: 红旗街 behind 朝阳区
    STREET = 15  # the main street of a small place, which has its name: 柳河大街
    WORD = 11  # seems to stand there, but is part of other words: 通化 in 普通化工厂


ASIDE = frozenset({Role.ROAD, Role.WORD})
"""Roles in which a name says nothing of the place."""

ROLE_RULE: Mapping[Role, str] = {
    Role.TYPED: "name with its generic", Role.PLAIN: "name",
    Role.LOOSE: "name before other words", Role.COMPANY: "head of a company name",
    Role.INSIDE: "inside a company or building name", Role.BRANCH: "seat of a branch",
    Role.ROAD: "road name", Role.PORT: "port name",
    Role.ZONE: "zone name", Role.LAST: "country at the end",
    Role.HEAD: "name at the head", Role.MISSPELT: "misspelt name",
    Role.INSTITUTION: "institution name", Role.WORD: "part of a word",
    Role.LOCAL: "local name", Role.STREET: "main street",
}  # fmt: skip
"""The clue that a name is in its role: what it weighs is a
row `clue: …` of the table of judgement."""


class Generic(IntEnum):
    """The generic word that stands with a name."""

    NONE = 0
    PROVINCE = 1
    PREFECTURE = 2
    CITY = 3
    DISTRICT = 4
    COUNTY = 5
    TOWN = 6
    TOWNSHIP = 7
    SUBDISTRICT = 8
    VILLAGE = 9
    CITY_OR_COUNTY = 10


Reading = tuple[Role, Generic]

FOLLOWED_BY: Mapping[str, Reading] = {
    "road": (Role.ROAD, Generic.NONE),
    "nature": (Role.ROAD, Generic.NONE),
    "company": (Role.COMPANY, Generic.NONE),
    "branch": (Role.BRANCH, Generic.NONE),
    "brand": (Role.INSIDE, Generic.NONE),
    "building": (Role.INSIDE, Generic.NONE),
    "institution": (Role.INSTITUTION, Generic.NONE),
    "zone": (Role.ZONE, Generic.NONE),
    "port": (Role.PORT, Generic.NONE),
    "province": (Role.TYPED, Generic.PROVINCE),
    "region": (Role.TYPED, Generic.PROVINCE),
    "prefecture": (Role.TYPED, Generic.PREFECTURE),
    "city": (Role.TYPED, Generic.CITY),
    "city or county": (Role.TYPED, Generic.CITY_OR_COUNTY),
    "district": (Role.TYPED, Generic.DISTRICT),
    "county": (Role.TYPED, Generic.COUNTY),
    "town": (Role.TYPED, Generic.TOWN),
    "township": (Role.TYPED, Generic.TOWNSHIP),
    "subdistrict": (Role.TYPED, Generic.SUBDISTRICT),
    "village": (Role.TYPED, Generic.VILLAGE),
}
"""What a word of a class makes of the name before it."""
