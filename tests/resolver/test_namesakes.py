"""Latin names of all divisions of Liaoning and Jilin: places abroad that share them do not hide them."""

from __future__ import annotations

import json

import pyarrow as pa
import pytest

from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.resolver.resolution import resolve
from nkrisk_geo.tables.rows import annotate_arrow

GAZETTEER = Gazetteer.default()
GENERICS = {"市": "CITY", "县": "COUNTY", "区": "DISTRICT"}
OURS = [
    unit
    for unit in GAZETTEER.every
    if GAZETTEER.codes[unit][:2] in ("21", "22")
    and GAZETTEER.levels[unit] in ("prefecture", "county")
]
METROPOLIS, ABROAD = "Xi'an", "Taiping"
"""A district of Liaoyuan that has the name of a metropolis, and one of Fuxin that has that of a city of Malaysia, which TAIPING
CITY rather is."""


def spellings(unit: int) -> set[str]:
    """The name as the gazetteer has it, without its apostrophe, and both in capitals."""
    name = GAZETTEER.names_en[unit]
    return {form for each in (name, name.replace("'", "")) for form in (each, each.upper())}


def texts(unit: int, *generics: str) -> list[str]:
    return [f"{name} {generic}".strip() for name in sorted(spellings(unit)) for generic in generics]


def zones(unit: int) -> set[str]:
    """The zones of the province and of the border that a unit lies in."""
    path = {GAZETTEER.codes[each] for each in GAZETTEER.path(unit)}
    return {zone.id for zone in GAZETTEER.zones if not path.isdisjoint(zone.members)}


def test_china_is_on_top() -> None:
    asked = [
        text
        for unit in OURS
        for text in texts(
            unit,
            "",
            *(["DISTRICT"] if GAZETTEER.names_en[unit] == ABROAD else GENERICS.values()),
        )
    ]
    table = annotate_arrow(pa.table({"text": asked}), address="text", evidence="json").to_pylist()
    tops = [(row["text"], json.loads(row["geo_candidates"])[:1]) for row in table]
    assert not [(text, top) for text, top in tops if not top or not top[0]["code"][:6].isdigit()]


def test_every_zone_of_the_name_is_possible() -> None:
    for unit in OURS:
        if GAZETTEER.names_en[unit] == METROPOLIS:
            continue
        own = GENERICS.get(GAZETTEER.names_zh[unit][-1], "")
        for text in texts(unit, "", own):
            found = resolve(text)
            assert zones(unit) <= {*found.zones, *found.zones_possible}, (
                text,
                found.candidates,
            )


@pytest.mark.parametrize("text", ["JI'AN", "Jian", "JI'AN CITY", "NO.5 SHENGLI ROAD, JI'AN"])
def test_both_cities_of_the_name_are_possible(text: str) -> None:
    odds = {each.unit.code: each.probability for each in resolve(text).candidates}
    assert odds["220582"] >= 0.1
    assert odds["360800"] >= 0.1
