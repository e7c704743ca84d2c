"""Registration numbers: the division, the check digit, and what is said of a wrong one."""

from __future__ import annotations

import pyarrow as pa
import pytest

from nkrisk_geo import annotate_arrow, resolve
from nkrisk_geo.text.registration import (
    ALPHABET,
    credit_check,
    licence_check,
    problems,
    read,
)

GOOD, BAD = "91210600MA0QC00002", "91210600MA0QC00003"

NUMBERS = {
    "a credit code": (GOOD, "210600", False),
    "in small letters, with blanks": ("91 210600 ma0qc0000 2", "210600", False),
    "O for 0": ("9121O6OOMAOQCOOOO2", "210600", False),
    "a wrong check character": (BAD, None, True),
    "a letter that no code has": ("91210600MA0QC0000Z", None, True),
    "a business licence": (
        "21060000401234" + licence_check("21060000401234"),
        "210600",
        False,
    ),
    "a wrong check digit": (
        "21060000401234" + str((int(licence_check("21060000401234")) + 1) % 10),
        None,
        True,
    ),
    "customs": ("2106961234", "210600", False),
    "inspection": ("2200/12345", "220000", False),
    "an organization alone": ("MA0QC000-0", None, False),
    "something else": ("DE 123456789", None, False),
    "nothing": ("", None, False),
}


@pytest.mark.parametrize(("number", "division", "is_wrong"), NUMBERS.values(), ids=list(NUMBERS))
def test_numbers(number: str, division: str | None, is_wrong: bool) -> None:
    found = read(number)
    assert (found.division, found.problem is not None) == (division, is_wrong)


def test_check_characters_of_published_codes() -> None:
    """Two firms that print theirs."""
    assert read("91110000802100433B").division == "110000"
    assert read("914403001922038216").division == "440300"


@pytest.mark.parametrize("at", [0, 3, 9, 16])
def test_one_wrong_character_is_noticed(at: int) -> None:
    for other in ALPHABET:
        changed = GOOD[:at] + other + GOOD[at + 1 :]
        assert (credit_check(changed[:17]) == changed[17]) == (other == GOOD[at])


def test_a_good_number_says_where_and_a_bad_one_nothing() -> None:
    good, bad = resolve(registration=GOOD), resolve(registration=BAD)
    assert (good.status.value, good.place and good.place.adcode, good.conflicts) == (
        "resolved",
        "210600",
        (),
    )
    assert (bad.status.value, bad.place) == ("unknown", None)
    assert bad.conflicts == (f"registration {BAD}: bad check digit",)
    former = "91220381" + "MA0000000"
    moved = resolve(registration=former + credit_check(former))
    assert moved.place is not None
    assert moved.place.adcode == "220184", "Gongzhuling has another code today"


def test_in_a_text_too() -> None:
    assert resolve(f"某某公司 {GOOD} 中国").place == resolve(registration=GOOD).place
    assert resolve(f"某某公司 {BAD} 中国").place is None
    assert problems(f"{BAD}; {GOOD}; {BAD.lower()}") == [f"registration {BAD}: bad check digit"]


@pytest.mark.parametrize("style", ["text", "json"])
def test_tables_say_it_as_well(style: str) -> None:
    rows = [
        ("SHANGHAI", BAD),
        (f"丹东 {BAD}", BAD),
        ("丹东", GOOD),
        (None, None),
        (f"沈阳 {BAD}", None),
    ]
    table = pa.table({"addr": [row[0] for row in rows], "code": [row[1] for row in rows]})
    found = annotate_arrow(table, address="addr", registration="code", prefix="g_", evidence=style)
    for (text, code), cell in zip(rows, found["g_conflicts"].to_pylist(), strict=True):
        assert cell == resolve(text, registration=code).to_dict(evidence=style)["conflicts"]
    alone = annotate_arrow(table, address="addr", evidence=style)["geo_conflicts"].to_pylist()
    assert [BAD in (cell or "") for cell in alone] == [False, True, False, False, True]


@pytest.mark.parametrize(
    ("division", "adcode"),
    [
        ("220101", "220100"),
        ("210242", "210200"),
        ("229901", "220000"),
        ("220201", "220200"),
    ],
)
def test_offices_that_are_no_divisions(division: str, adcode: str) -> None:
    """A city's own bureau, those of development zones: they stand for what is around them."""
    first = f"91{division}MA0000000"
    place = resolve(registration=first + credit_check(first)).place
    assert place is not None
    assert place.adcode == adcode
