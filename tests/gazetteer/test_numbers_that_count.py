"""Numbers of judgement that few answers hang on: each row is an answer that is another one if the number is.

A change by a third, up or down, shows. `rival` moves no place: it says why there is none, as does `loud` where it is lower.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import pytest
from tests.judged import judged_by

from nkrisk_geo import Gazetteer, resolve

ONE_KOREA, LOUD, RIVAL = "one Korea beside the other", "loud", "rival"
LESS, MORE = 2 / 3, 4 / 3


class Case(NamedTuple):
    """A text, its answer, and what it would be with so many times the number."""

    name: str
    times: float
    text: str
    said: str
    otherwise: str


CASES = [
    # Both Koreas together outweigh a city of China, and neither wins by the number of its words.
    Case(
        ONE_KOREA,
        LESS,
        "丹东 平壤 BUSAN",
        "ambiguous conflict",
        "resolved CN 210600 dandong",
    ),
    Case(ONE_KOREA, LESS, "上海 DPRK 韩国", "ambiguous conflict", "resolved CN 310000"),
    Case(
        ONE_KOREA,
        LESS,
        "北朝鲜 南朝鲜 沈阳市",
        "ambiguous conflict",
        "resolved CN 210100 liaoning",
    ),
    Case(ONE_KOREA, MORE, "首尔 평양 DPRK", "ambiguous conflict", "resolved KP dprk"),
    Case(ONE_KOREA, MORE, "朝鲜, 부산, KP", "ambiguous conflict", "resolved KP dprk"),
    Case(ONE_KOREA, MORE, "부산, 신의주, 평양", "ambiguous conflict", "resolved KP dprk"),
    # Suwon and Seoul are just loud enough to speak for the South beside the North.
    Case(LOUD, MORE, "朝鲜 SUWON 丹东路", "ambiguous below-threshold", "resolved KP dprk"),
    Case(
        LOUD,
        MORE,
        "SEOUL 新义州 上海路",
        "ambiguous below-threshold",
        "resolved KP dprk",
    ),
    Case(LOUD, MORE, "南朝鲜 BUSAN 은산군", "ambiguous conflict", "resolved KR"),
    Case(
        LOUD,
        LESS,
        "SEOUL 丹东 六道沟",
        "ambiguous below-threshold",
        "ambiguous conflict",
    ),
    Case(LOUD, LESS, "KR BUSAN 평양", "ambiguous below-threshold", "ambiguous conflict"),
    # A second place of the name is just probable enough, or just not.
    Case(RIVAL, MORE, "BAITA", "ambiguous CN same-name", "ambiguous CN below-threshold"),
    Case(
        RIVAL,
        MORE,
        "三道湾, 朝阳区",
        "ambiguous same-name",
        "ambiguous below-threshold",
    ),
    Case(
        RIVAL,
        LESS,
        "三道湾, 铁西区",
        "ambiguous below-threshold",
        "ambiguous same-name",
    ),
    Case(RIVAL, LESS, "兴隆镇, 朝鲜", "ambiguous below-threshold", "ambiguous same-name"),
]


@cache
def judging(name: str, times: float) -> Gazetteer:
    """The packaged gazetteer with one number another."""
    return judged_by({name: Gazetteer.default().judgement[name] * times})


def said(text: str, gazetteer: Gazetteer | None = None) -> str:
    """Status, country, place, zone and reason of an answer, as far as there are any."""
    found = resolve(text, gazetteer=gazetteer)
    place = found.place.adcode if found.place else None
    reason = found.reason.value if found.reason else None
    return " ".join(filter(None, (found.status.value, found.country, place, found.zone, reason)))


@pytest.mark.parametrize("case", CASES, ids=[f"{case.name}:{case.text}" for case in CASES])
def test_an_answer_stands_on_the_number(case: Case) -> None:
    assert said(case.text) == case.said
    assert said(case.text, judging(case.name, case.times)) == case.otherwise


@pytest.mark.parametrize("name", [ONE_KOREA, LOUD, RIVAL])
def test_each_number_is_held_from_both_sides(name: str) -> None:
    assert {case.times for case in CASES if case.name == name} == {LESS, MORE}
