"""Cases and ranking pairs that an analyst can extend: one row of a CSV, one test.

`cases/*.csv` have the columns text, status, country, adcode, level, zone, not_in, why, known. An empty cell is not
checked, `-` means null, `a|b` means either. A text that begins with `{` is JSON for the fields of a record. `not_in` lists
prefixes of division codes, countries and zones that must not be claimed. A row with a reason in `known` fails today and
has to: when it no longer does, take the mark away.

`cases/rankings.csv` has pairs: the probability of `unit` (a division, a country, a zone) must be higher for the stronger text.
"""

from __future__ import annotations

import csv
import json
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.model import Resolution
from nkrisk_geo.resolver.resolution import resolve, resolve_all
from nkrisk_geo.tables.rows import annotate_arrow

CASES = Path(__file__).parents[1] / "cases"
FILES = (
    "contract", "traps", "names", "korea", "spelt", "transcribed", "hamlets", "namesakes", "regions", "clear",
    "abroad", "sides", "several", "damage",
)  # fmt: skip
Row = dict[str, str]


def rows(name: str) -> list[Row]:
    """The rows of one table of cases."""
    with (CASES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def parameters(names: tuple[str, ...] = FILES, *, key: str = "text") -> list[Any]:
    """The rows as parameters of pytest; those with a known weakness are expected to fail."""
    return [
        pytest.param(row, id=f"{name}:{number}:{row[key][:40]}", marks=_marks(row["known"]))
        for name in names
        for number, row in enumerate(rows(name), start=2)
    ]


def _marks(known: str) -> list[pytest.MarkDecorator]:
    return [pytest.mark.xfail(reason=known, strict=True)] if known else []


def fields(row: Row) -> dict[str, str]:
    """The record of a row: a free text, or the fields that its JSON names."""
    text = row["text"]
    record: dict[str, str] = json.loads(text) if text.startswith("{") else {"text": text}
    return record


@cache
def answer(text: str) -> Resolution:
    """The answer for a row's text, once."""
    record: dict[str, Any] = dict(fields({"text": text}))
    return resolve(record.pop("text", None), **record)


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
    return {
        found.country or "",
        *found.zones,
        *(code[:length] for length in range(2, len(code) + 1)),
    } - {""}


@pytest.mark.parametrize("row", parameters())
def test_case(row: Row) -> None:
    found = answer(row["text"])
    got = said(found)
    checked = [column for column in got if row[column]]
    wrong = {column: got[column] for column in checked if got[column] not in row[column].split("|")}
    assert not wrong, f"{row['why']}: {wrong} in {got}"
    assert not claimed(found) & set(row["not_in"].split()), (
        f"{row['why']}: {got}, zones {found.zones}"
    )


@pytest.mark.parametrize("row", parameters(("rankings",), key="stronger"))
def test_ranking(row: Row) -> None:
    stronger, weaker = (
        probability(answer(row[side]), row["unit"]) for side in ("stronger", "weaker")
    )
    assert stronger > weaker, row["why"]


def probability(found: Resolution, unit: str) -> float:
    """Probability of a zone or, by the candidates, of a division or country."""
    zones = dict(found.zone_probabilities)
    if unit in zones:
        return zones[unit]
    prefix = unit.rstrip("0") if unit.isdigit() else unit
    return sum(
        candidate.probability
        for candidate in found.candidates
        if unit == candidate.unit.country or (candidate.unit.adcode or "").startswith(prefix)
    )


@pytest.mark.parametrize("name", FILES)
def test_evidence_cites_what_stands_there(name: str) -> None:
    folder = Gazetteer.default().normalizer
    for row in rows(name):
        record = fields(row)
        for reason in answer(row["text"]).evidence:
            if reason.start is not None and reason.rule != "misspelt name":
                seen = _squeezed(folder.fold(record[reason.field][reason.start : reason.end]))
                assert seen.startswith(_squeezed(reason.text).removesuffix("xx")), (
                    row["text"],
                    reason,
                )


@pytest.mark.parametrize("name", FILES)
def test_tables_say_the_same(name: str) -> None:
    texts = [row["text"] for row in rows(name) if not row["text"].startswith("{")]
    table = (
        annotate_arrow(pa.table({"text": texts}), address="text").drop_columns("text").to_pylist()
    )
    for text, record in zip(texts, table, strict=True):
        flat = {
            f"geo_{key}": value
            for key, value in answer(text).to_dict().items()
            if key != "evidence"
        }
        assert {key: record[key] for key in flat} == flat, text


def _squeezed(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


PIECES = [
    "DANDONG", "dan dong", "丹东", "市", "省", "路", "LIAONING", "118000", "LN", "JL.", "CN", "KOREA", "NORTH", "DPRK",
    "朝鲜", "族", "辽", "Даньдун", "단동", "Ji'an", "DANDONGCITY", "LU", "SHI", "TEL", "+86 415 2123456", "ADD:",
    " ", ",", ";", "-", "'", "(", ")", "0", "\n", "\t", "\x00", "\u0301", "\u3000", "\ud800",
    "𠀀", "ᄃ", "ᅡ", "ᆫ", "ﾊﾞ", "ﾞ", "İ", "ﬁ", "ﷺ", "K", "½", "㍿", "Å",
]  # fmt: skip
TEXTS = st.text(max_size=60) | st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


@given(TEXTS)
def test_no_text_raises(text: str) -> None:
    found = resolve(text)
    assert found.explain()
    assert found.to_dict(evidence="json")
    resolve_all(text)
    for reason in found.evidence:
        if reason.start is not None and reason.end is not None:
            assert 0 <= reason.start < reason.end <= len(text)


def test_threads_agree() -> None:
    texts = [row["text"] for name in FILES for row in rows(name) if not row["text"].startswith("{")]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(resolve, texts)) == [answer(text) for text in texts]
