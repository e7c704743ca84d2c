"""What a zone must not become: a word about people. Neither the vocabulary nor an answer has one."""

from __future__ import annotations

import re

import pytest

import nkrisk_geo
from nkrisk_geo.gazetteer.judgement import NAMES

ABOUT_PEOPLE = re.compile(
    r"risk|suspect|guilt|threat|score|verdict|ethnic|nationalit|gender|religio|labou?r|worker|person",
    re.IGNORECASE,
)
PERSONS = (
    "김철수", "이영희", "KIM CHOL SU", "PAK YONG SU", "金哲洙", "朴英姬", "CHAOXIANZU", "朝鲜族", "조선족", "KOREAN",
    "МИСТЕР КИМ", "WORKERS",
)  # fmt: skip
"""Names of persons and words for groups; none is a place."""


def test_nothing_is_called_by_a_word_about_people() -> None:
    columns = [column.name for column in nkrisk_geo.COLUMNS]
    zones = [zone.id for zone in nkrisk_geo.Gazetteer.default().zones]
    words = [*NAMES, *columns, *zones, *nkrisk_geo.Status, *nkrisk_geo.Reason]
    assert len(words) > 150
    assert [word for word in words if ABOUT_PEOPLE.search(word)] == []


@pytest.mark.parametrize("person", PERSONS)
def test_a_person_or_a_group_is_in_no_zone(person: str) -> None:
    answer = nkrisk_geo.resolve(person)
    assert (answer.place, answer.zone, answer.zones, answer.zones_possible) == (
        None,
        None,
        (),
        (),
    )


@pytest.mark.parametrize("place", ["DALIAN CITY, LIAONING", "辽宁省沈阳市", "HUNCHUN CITY, JILIN"])
@pytest.mark.parametrize("person", PERSONS)
def test_a_person_moves_no_address(person: str, place: str) -> None:
    alone, beside = nkrisk_geo.resolve(place), nkrisk_geo.resolve(f"{person}, {place}")
    assert beside.place == alone.place
    assert beside.zones == alone.zones
    assert beside.border == alone.border
    for (zone, before), (_, after) in zip(
        alone.zone_probabilities, beside.zone_probabilities, strict=True
    ):
        assert after <= before + 0.001, zone


@pytest.mark.parametrize(
    "text", ["丹东市", "DANDONG CITY", "DAN DONG SHI", "단둥시", "단동시", "Г. ДАНЬДУН"]
)
def test_a_language_is_a_spelling_and_nothing_else(text: str) -> None:
    answer = nkrisk_geo.resolve(text)
    assert answer.place is not None
    assert (answer.place.adcode, answer.zone) == ("210600", "dandong")
