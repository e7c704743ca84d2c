"""Postcodes as they are given: what each is called, and that tables say the same (`cases/postcodes.csv`)."""

from __future__ import annotations

import csv
from pathlib import Path

import pyarrow as pa
import pytest

from nkrisk_geo.resolver.resolution import resolve
from nkrisk_geo.tables.rows import annotate_arrow

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
