"""Postcodes as they are given: what each is called, and that tables say the same (`cases/postcodes.csv`)."""

from __future__ import annotations

import csv
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nkrisk_geo.resolver.given_numbers import NUMBERED
from nkrisk_geo.resolver.resolution import get_resolver, resolve
from nkrisk_geo.tables.rows import annotate_arrow
from nkrisk_geo.text import postcodes, registration

CASES = Path(__file__).parents[1] / "cases" / "postcodes.csv"
ROWS = [*csv.DictReader(CASES.open(encoding="utf-8", newline=""), strict=True)]


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['text']}:{row['postcode']}" for row in ROWS])
def test_status_and_sentence(row: dict[str, str]) -> None:
    answer = resolve(row["text"], postcode=row["postcode"] or None)
    assert (answer.postcode_status or "") == row["postcode_status"]
    about = [conflict for conflict in answer.conflicts if conflict.startswith("postcode ")]
    about = [conflict for conflict in about if "speaks for" not in conflict]
    assert bool(about) == bool(row["sentence"])
    assert all(row["sentence"] in conflict for conflict in about)


def test_tables_say_the_same() -> None:
    columns = {
        "text": [row["text"] for row in ROWS],
        "code": [row["postcode"] or None for row in ROWS],
    }
    both = annotate_arrow(pa.table(columns), address="text", postcode="code")[
        "geo_conflicts"
    ].to_pylist()
    alone = annotate_arrow(pa.table(columns), address="text")["geo_conflicts"].to_pylist()
    for row, with_code, text_only in zip(ROWS, both, alone, strict=True):
        one = resolve(row["text"], postcode=row["postcode"] or None)
        assert with_code == ("; ".join(one.conflicts) or None), row
        assert text_only == ("; ".join(resolve(row["text"]).conflicts) or None), row


def test_a_wrong_code_moves_nothing() -> None:
    plain = resolve("DANDONG, CHINA")
    for row in ROWS:
        if (
            row["postcode_status"] in ("unassigned", "malformed", "foreign")
            and row["text"] == "DANDONG, CHINA"
        ):
            told = resolve("DANDONG, CHINA", postcode=row["postcode"])
            assert (told.place, told.zones, told.border) == (
                plain.place,
                plain.zones,
                plain.border,
            ), row


PIECES = [
    *("zip", "ZİP", "zıp", "post", "poſtal", "Code", "邮编", "邮政编码", " ", "\n", ":", "#", ".", ",", "/", "-", "a", "号"),
    *("118000", "11O0oo", "1180l0-1", "118000-12", "1180", "1ıİ", "1O8000", "12", "0"),
    *("١١٨٠٠٠", "１１８０００", "91210600MA0QC00002"),
    *(" china", "P.R.CHINA", "中国", "p r c"),
]  # fmt: skip


@settings(max_examples=2000, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_a_quick_look_misses_no_number(text: str) -> None:
    found = [match.group(1) or match.group(2) for match in postcodes._IN_TEXT().finditer(text)]
    assert postcodes.find_faults(text) == found
    assert (NUMBERED.search(text) and postcodes.may_stand_in(text)) or not found
    codes = registration._IN_TEXT().findall(text)
    assert (postcodes.may_stand_in(text) and registration._DIVISION().search(text)) or not codes


def test_six_digits_are_valid_where_they_are_assigned() -> None:
    assigned = get_resolver().assigned_postcodes
    for digits in ("118000", "148000", "000000"):
        # A blank between them takes the long way.
        short = postcodes.read(digits, assigned)
        long = postcodes.read(f"{digits[:3]} {digits[3:]}", assigned)
        assert short == long
