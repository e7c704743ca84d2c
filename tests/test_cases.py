"""Cases and ranking pairs that an analyst can extend: one row of a CSV, one test.

`cases/*.csv` have the columns text, status, country, adcode, level, zone, not_in, why, known. An empty cell is not
checked, `-` means null, `a|b` means either. A text that begins with `{` is JSON for the fields of a record. `not_in` lists
prefixes of division codes, countries and zones that must not be claimed. A row with a reason in `known` fails today and
has to: when it no longer does, take the mark away.

`cases/rankings.csv` has pairs: the probability of `unit` must be higher for the stronger text.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from nkrisk_geo.gazetteer import Gazetteer
from nkrisk_geo.model import Resolution
from nkrisk_geo.resolution import resolve
from nkrisk_geo.rows import annotate_arrow

CASES = Path(__file__).parent / "cases"
FILES = ("contract", "traps", "names")
Row = dict[str, str]


def rows(name: str) -> list[Row]:
    """The rows of one table of cases."""
    with (CASES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def parameters(names: tuple[str, ...] = FILES, *, key: str = "text") -> Iterator[Any]:
    """The rows as parameters of pytest; those with a known weakness are expected to fail."""
    for name in names:
        for number, row in enumerate(rows(name), start=2):
            marks = [pytest.mark.xfail(reason=row["known"], strict=True)] if row["known"] else []
            yield pytest.param(row, id=f"{name}:{number}:{row[key][:40]}", marks=marks)


def fields(row: Row) -> dict[str, str]:
    """The record of a row: a free text, or the fields that its JSON names."""
    text = row["text"]
    return json.loads(text) if text.startswith("{") else {"text": text}


@cache
def answer(text: str) -> Resolution:
    """The answer for a row's text, once."""
    given = fields({"text": text})
    return resolve(given.pop("text", None), **given)  # type: ignore[arg-type]


def said(found: Resolution) -> Row:
    """What an answer says in the columns of the tables."""
    place = found.place
    values = {
        "status": found.status.value,
        "country": found.country,
        "adcode": place.adcode if place else None,
        "level": place.level.value if place else None,
        "zone": found.zone,
    }
    return {column: value if value is not None else "-" for column, value in values.items()}


def claimed(found: Resolution) -> set[str]:
    """Everything that an answer claims and `not_in` may forbid: country, zones, every beginning of the code."""
    code = found.place.adcode if found.place and found.place.adcode else ""
    return {found.country or "", *found.zones, *(code[:length] for length in range(2, len(code) + 1))} - {""}


@pytest.mark.parametrize("row", parameters())
def test_case(row: Row) -> None:
    found = answer(row["text"])
    got = said(found)
    wrong = {column: got[column] for column in got if row[column] and got[column] not in row[column].split("|")}
    assert not wrong, f"{row['why']}: {wrong} in {got}"
    assert not claimed(found) & set(row["not_in"].split()), f"{row['why']}: {got}, zones {found.zones}"


@pytest.mark.parametrize("row", parameters(("rankings",), key="stronger"))
def test_ranking(row: Row) -> None:
    stronger, weaker = (probability(answer(row[side]), row["unit"]) for side in ("stronger", "weaker"))
    assert stronger > weaker, row["why"]


def probability(found: Resolution, unit: str) -> float:
    """Probability of a zone or, by the candidates, of a division or country."""
    zones = dict(found.zone_probabilities)
    if unit in zones:
        return zones[unit]
    prefix = unit.rstrip("0") if unit.isdigit() else unit
    inside = (c for c in found.candidates if unit == c.unit.country or (c.unit.adcode or "").startswith(prefix))
    return sum(candidate.probability for candidate in inside)


@pytest.mark.parametrize("name", FILES)
def test_evidence_cites_what_stands_there(name: str) -> None:
    folder = Gazetteer.default().folder
    for row in rows(name):
        record = fields(row)
        for reason in answer(row["text"]).evidence:
            if reason.start is not None:
                seen = _squeezed(folder.fold(record[reason.field][reason.start : reason.end]))
                assert seen.startswith(_squeezed(reason.text).removesuffix("xx")), (row["text"], reason)


def _squeezed(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


@pytest.mark.parametrize("name", FILES)
def test_tables_say_the_same(name: str) -> None:
    texts = [row["text"] for row in rows(name) if not row["text"].startswith("{")]
    table = annotate_arrow(pa.table({"text": texts}), address="text").drop_columns("text").to_pylist()
    for text, record in zip(texts, table, strict=True):
        flat = {f"geo_{key}": value for key, value in answer(text).to_dict().items() if key != "evidence"}
        assert {key: record[key] for key in flat} == flat, text
