"""Clues and their weights: the rules by which something found in a record says where it is.

A weight is the natural logarithm of how much likelier the words are if the place is meant than if they stand there by chance.
Each stands beside its reason; none is about a person, a language or an ethnicity.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nkrisk_geo.grammar import Role


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
        Clue(
            "street in a town",
            1.4,
            "two of three addresses in a county's seat name a street, one of six in other towns",
        ),
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
        Clue(
            "coordinates",
            4.6,
            "of a hundred points one is of another office, or wrong; what is rare where the point lies adds to that",
        ),
        Clue(
            "region code",
            13.0,
            "CA in a column for regions: a state of the country that the city is in, and no country",
        ),
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
