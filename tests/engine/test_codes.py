"""The search for codes, which is C, against patterns that say the same."""

from __future__ import annotations

import random
import re
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nkrisk_geo.engine.codes import Code, codes
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.text.registration import credit_check, is_credit_code

AREA = "(10|2[0-9]|[3-9][0-9]{2})"
LOCAL = r"[0-9]{3,4}[\s\-]?[0-9]{3,4}(?![0-9])"
SPACED = rf"0{AREA}[\s\-)]"
OTHER_NUMBER = re.compile(
    r"\b(?:hs|hts|tariff|p/?o|l/?c|ref|inv|invoice|order|lot|item|style|model|art|sku|batch|contract|booking)"
    r"[\s.:#]{0,3}(?:code|no|nr|number|num)?[\s.:#]{0,3}$"
)
"""A label that makes six digits something else than a postcode."""
LABEL_ENDS = tuple(
    "hs hts tariff p/o po l/c lc ref inv invoice order lot item style model art sku batch contract booking "
    "code no nr number num".split()
)


class Pattern(NamedTuple):
    """A pattern whose first group is a code of some kind."""

    kind: str
    pattern: re.Pattern[str]


PATTERNS = (
    Pattern(
        "a",
        re.compile(r"(?:adcode|区划代码|行政区划|gb/?t?\s?2260)[^0-9]{0,4}([0-9]{6})(?![0-9])"),
    ),
    Pattern(
        "T",
        re.compile(
            rf"(?:\b|[+(])(?:00)?86[\s\-()]{{0,3}}0?[\s\-()]{{0,2}}{AREA}[\s\-()]{{0,2}}{LOCAL}"
        ),
    ),
    Pattern("t", re.compile(rf"(?<![0-9]){SPACED}{{1,2}}{LOCAL}")),
    Pattern(
        "t",
        re.compile(
            r"(?:tel|phone|fax|ph|电话|传真)[\s:.,]{0,3}(?:no[.:\s]{0,2})?"
            rf"\(?{SPACED}{{0,2}}[0-9]{{7,8}}(?![0-9])"
        ),
    ),
    Pattern(
        "c",
        re.compile(
            r"(?:\+|(?<![0-9.])00)[\s(]?(?!86)([1-9][0-9]{0,2})(?=[\s\-().0-9]{0,8}[0-9]{4})"
        ),
    ),
    Pattern(
        "r",
        re.compile(r"(?<![0-9a-z])[1-9a-rtuwxy][1-9]([1-6][0-9]{5})[0-9a-rtuwxy]{10}(?![0-9a-z])"),
    ),
)


def searched(folded: str) -> tuple[Code, ...]:
    """The codes that the patterns find."""
    found = [
        Code(kind, match.group(1), *match.span(1))
        for kind, pattern in PATTERNS
        for match in pattern.finditer(folded)
        if kind != "r" or is_credit_code(match.group())
    ]
    divisions = {code.start for code in found if code.kind == "a"}
    for match in re.finditer("[0-9]+", folded):
        start, end = match.span()
        if end - start == 6 and start not in divisions and stands_alone(folded, start):
            found.append(Code("p", match.group(), start, end))
    return tuple(sorted(found, key=lambda code: code.start))


def stands_alone(folded: str, at: int) -> bool:
    """Is a run of digits no part of a longer number or word, and not labelled as something else?"""
    if not at:
        return True
    before = folded[at - 1]
    if ("a" <= before <= "z") or (before in "-/" and at > 1 and "0" <= folded[at - 2] <= "9"):
        return False
    window = folded[max(0, at - 24) : at]
    labelled = window.rstrip(" .:#\t").endswith(LABEL_ENDS)
    return not (labelled and OTHER_NUMBER.search(window))


def credit_codes() -> list[str]:
    """Credit codes with the right check character."""
    begun = ["91210600ma0qc0000", "9121060074430o12i", "a1210100x00000001"]
    return [
        code + credit_check(code.upper().translate(str.maketrans("OI", "01"))).lower()
        for code in begun
    ]


BITS = [
    *"118000 210600 2123456 1234 86 0086 00 0 +1 + 0415 024 10 tel phone fax: ph. 电话 传真: no. ( ) - . : , # / | _ a é".split(),
    *"丹 adcode 区划代码 行政区划 区划 gb2260 2260 gb t hs lot ref order p/o l/c no num code batch #".split(),
    *"91210600 9 12 123 5678901".split(),
    *(
        " ",
        "  ",
        "\u3000",
        "\t",
        "\n",
        "hs code ",
        "l/c no. ",
        "gb/t 2260 ",
        "tel. no. (",
        "+86 (0)",
    ),
    *credit_codes(),
]
"""What codes are made of, and what stands beside them."""
FORMS = [
    "{d}{d}{d}{d}{d}{d}",
    "tel{s}+86{s}{a}{s}{n}{s}{n}",
    "+86-0{a}-{n}{n}",
    "({z}86){s}{a}{s}{n}-{n}",
    "0{a}{s}{n}{s}{n}",
    "fax{s}no{s}(0{a}){n}{n}",
    "电话:0{a}{n}{n}",
    "{z}{d}{s}{d}{d}{d}{s}{n}{n}",
    "+{d}{s}({a}) {n}{n}",
    "adcode{s}{s}{d}{d}{d}{d}{d}{d}",
    "gb/t{s}2260{s}{d}{d}{d}{d}{d}{d}",
    "{l}{s}{m}{s}{d}{d}{d}{d}{d}{d}",
    "{c}",
    "丹东市振兴区{n}号",
]
FILLED = {
    "d": [*"0123456789"],
    "a": ["10", "24", "415", "433", "21", "86", "13"],
    "n": ["123", "2123", "4567", "86", "12345"],
    "s": ["", " ", "-", " -", ": ", "#", ". ", "\u3000", "\t", "\n", "   ", "(", ") "],
    "z": ["", "00", "0", "+"],
    "l": [*LABEL_ENDS],
    "m": ["", "code", "no.", "number"],
    "c": credit_codes(),
}


def made_up(chance: random.Random) -> str:
    """A few codes beside one another, some of them cut."""
    parts = []
    for _ in range(chance.randrange(1, 4)):
        part = re.sub("{(.)}", lambda found: chance.choice(FILLED[found[1]]), chance.choice(FORMS))
        parts.append(part if chance.random() < 0.8 else part[chance.randrange(len(part)) :])
    return chance.choice(["", " ", ", ", "; "]).join(parts)


@given(st.lists(st.sampled_from(BITS), min_size=1, max_size=12).map("".join))
@settings(max_examples=4000, deadline=None)
def test_pieces_of_codes(text: str) -> None:
    assert codes(text) == searched(text)


@pytest.mark.parametrize("seed", range(4))
def test_codes_as_they_are_written(seed: int) -> None:
    chance, found = random.Random(seed), 0
    for _ in range(10_000):
        text = made_up(chance)
        assert codes(text) == searched(text), text
        found += len(codes(text))
    assert found > 5000


@given(st.text(max_size=40))
@settings(max_examples=500)
def test_codes_of_any_text(text: str) -> None:
    folded = Gazetteer.default().normalizer.fold(text)
    assert codes(folded) == searched(folded)


def test_every_kind_is_found() -> None:
    chance = random.Random(0)
    found = {code.kind for _ in range(5000) for code in codes(made_up(chance))}
    assert found == {*"patTcr"}


def test_a_text_may_have_any_number_of_codes() -> None:
    text = "118000 +1 2125551234; " * 500
    assert codes(text) == searched(text)
    assert len(codes(text)) == 1000
