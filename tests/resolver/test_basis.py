"""What a place rests on: one answer and a table say the same (`tests/engine/test_decision.py`); here, what they say."""

import csv
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from nkrisk_geo import Resolution, resolve
from nkrisk_geo.engine.signature import FIELD_MASK, FIELDS
from nkrisk_geo.engine.verdict import Verdict
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.gazetteer.vocabulary import RULES
from nkrisk_geo.model.fields import BASES
from nkrisk_geo.resolver.basis import find_origin, spell_out
from nkrisk_geo.resolver.resolution import get_resolver

CASES = sorted((Path(__file__).parents[1] / "cases").glob("*.csv"))
RESTS: list[tuple[dict[str, Any], list[str]]] = [
    (
        {"address": "NO.9 JILIN ROAD, ZHENXING DISTRICT, DANDONG 118000"},
        ["address", "postcode"],
    ),
    ({"address": "DANDONG, TEL 0415-2222222"}, ["address", "phone"]),
    ({"address": "118300 CHINA"}, ["postcode"]),
    ({"address": "DANDONG EXAMPLE TRADING CO LTD"}, ["company"]),
    ({"company": "DANDONG EXAMPLE TRADING CO LTD", "country": "CN"}, ["company"]),
    (
        {"company": "DANDONG EXAMPLE CO LTD", "postcode": "118000"},
        ["postcode", "company"],
    ),
    ({"address": "ZHENXING DISTRICT", "city": "DANDONG"}, ["address", "city"]),
    ({"region": "LIAONING"}, ["region"]),
    ({"country": "KP"}, ["region"]),
    ({"registration": "91210600MA0000000X", "address": "LIAONING"}, ["address"]),
    ({"address": "LIAONING, CHINA", "lat": 40.129, "lng": 124.3947}, ["coordinates"]),
    ({"address": "CHINA"}, []),
    ({"address": "朝阳区"}, []),
    ({"address": ""}, []),
]


OF_THEIR_FIELD = {
    "name with its generic", "name", "name before other words", "name at the head", "road name", "village",
    "street in a town", "local name", "main street", "part of a word", "misspelt name", "port name", "institution name",
    "zone name", "country", "country at the end", "adcode", "name said twice", "region code", "field", "",
}  # fmt: skip
"""Clues that belong to the part of the record in which they stand."""


def test_it_is_said_of_each_clue_where_it_belongs() -> None:
    """A new one is named here, or belongs elsewhere by `nkrisk_geo.resolver.basis`."""
    of_its_field = {rule for rule in RULES if find_origin(rule, "text") == "address"}
    assert of_its_field == OF_THEIR_FIELD


@pytest.mark.parametrize(("record", "expected"), RESTS, ids=lambda value: str(value)[:60])
def test_what_a_place_rests_on(record: dict[str, Any], expected: list[str]) -> None:
    answer = resolve(**record)
    assert list(answer.basis) == expected
    assert answer.to_dict()["basis"] == expected


def test_a_province_beside_a_name_bears_no_city() -> None:
    """The name of a firm is all that says Dandong here, and the firm may have its works elsewhere."""
    assert resolve("LIAONING, CHINA", company="DANDONG EXAMPLE CO LTD").basis == ("company",)
    assert resolve("LIAONING, CHINA").basis == ("address",)


def test_a_clue_for_somewhere_else_bears_nothing() -> None:
    answer = resolve("DANDONG CITY, LIAONING", postcode="200000", country="CN")
    assert answer.place is not None
    assert "postcode" not in answer.basis


def test_a_place_always_rests_on_something() -> None:
    texts = [
        row["text"]
        for path in CASES
        for row in csv.DictReader(path.open(encoding="utf-8"))
        if row.get("text")
    ]
    answers = [resolve(text) for text in texts]
    assert len(answers) > 500
    for answer in answers:
        assert bool(answer.basis) == (answer.place is not None), answer.text
        assert set(answer.basis) <= set(BASES)


def heard(verdict: Verdict, gazetteer: Gazetteer) -> list[str]:
    """What a place rests on, said in plain Python."""
    if verdict.place is None:
        return []
    around = gazetteer.ancestors(verdict.place)
    near, broad = dict[str, float](), dict[str, float]()
    for item, rule, unit, weight in verdict.spoken:
        kept = near
        if unit not in around:
            if verdict.place not in gazetteer.ancestors(unit):
                continue
        elif unit != verdict.place and gazetteer.levels[unit] in ("country", "province"):
            # JILIN is the province and the city in it, and bears both.
            inner = around[around.index(unit) - 1]
            is_namesake = gazetteer.names_en[inner] == gazetteer.names_en[unit]
            kept = near if is_namesake else broad
        field = FIELDS[item >> 1 & FIELD_MASK]
        part = find_origin(RULES[rule], field)
        kept[part] = max(weight, kept.get(part, weight))
    parts = near or broad
    return sorted(parts, key=lambda part: (-parts[part], BASES.index(part)))


def test_the_engine_says_what_is_written_here() -> None:
    resolver = get_resolver()
    rows = [row for path in CASES for row in csv.DictReader(path.open(encoding="utf-8"))]
    texts = [row["text"] for row in rows if row.get("text")]
    records = [{"text": text} for text in texts]
    # Each text beside a field that has another one, so that parts are heard together.
    fields = [field for field in FIELDS if field not in ("text", "coordinates")]
    for number, (one, other) in enumerate(pairwise(texts)):
        records.append({"text": one, fields[number % len(fields)]: other})
    seen = set[tuple[str, ...]]()
    for record in records:
        (signature,) = resolver.table_signer.records((record,)).each()
        verdict = resolver.decide(signature)
        expected = heard(verdict, resolver.gazetteer)
        assert [*spell_out(verdict.rests)] == expected, record
        seen.add(tuple(expected))
    assert len(seen) > 20


def test_an_answer_pickled_before_it_had_a_basis_has_none() -> None:
    answer = resolve("DANDONG CITY, LIAONING")
    reduced: Any = answer.__reduce_ex__(2)
    make, arguments, state, *_ = reduced
    older = make(*arguments)
    assert isinstance(older, Resolution)
    older.__setstate__(state[:-1])  # type: ignore[attr-defined]
    assert (older.basis, older.place, older.text) == ((), answer.place, answer.text)
