"""What `resolve` remembers: the same question is given the same answer, and no other question is."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from types import FrameType
from typing import Any

import pytest

from nkrisk_geo import Gazetteer, resolve
from nkrisk_geo.resolver.resolution import get_resolver
from nkrisk_geo.resolver.resolver import LONGEST_REMEMBERED, MOST_REMEMBERED, Resolver

TEXT = "辽宁省丹东市振兴区样例路8号"


@pytest.fixture
def resolver() -> Resolver:
    found = get_resolver()
    found.remembered = {}
    return found


def test_who_asks_again_is_given_the_same(resolver: Resolver) -> None:
    first = resolve(TEXT)
    assert resolve(TEXT) is first
    assert resolve(address=TEXT) is first
    resolver.remembered = {}
    assert resolve(TEXT) is not first
    assert resolve(TEXT) == first


def test_what_else_is_said_is_part_of_the_question(resolver: Resolver) -> None:
    text = "118300 CHINA"
    asked: list[dict[str, Any]] = [
        {},
        {"threshold": 0.999},
        {"city": "Shenyang"},
        {"port": "Shenyang"},
        {"city": ""},
        {"zones": {"own": {"members": ["210681"], "rank": 1}}},
        {"lat": 41.8, "lng": 123.4},
    ]
    fresh = []
    for each in asked:
        resolver.remembered = {}
        fresh.append(resolve(text, **each))
    resolver.remembered = {}
    for _ in range(2):
        assert [resolve(text, **each) for each in asked] == fresh
    assert len(set(fresh)) == len(asked) - 1, "an empty field says as much as none, all else more"


def test_each_gazetteer_has_its_own() -> None:
    zoned = {"own": {"members": ["210603"]}}
    assert resolve(TEXT, zones=zoned) is resolve(TEXT, zones=zoned)
    assert resolve(TEXT, zones=zoned) is not resolve(TEXT)
    assert resolve(TEXT, gazetteer=Gazetteer.default()) is resolve(TEXT)


class Words(str):
    """A text of a type of one's own that is equal to nothing and cannot be looked up."""

    __hash__ = None  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        return False


def test_values_of_other_types_are_read_as_ever(resolver: Resolver) -> None:
    expected = resolve(TEXT)
    assert resolve(Words(TEXT)) == expected
    assert resolve(TEXT, city=float("nan")) == expected  # type: ignore[arg-type]
    number: Any = 118000
    assert resolve(number) == resolve("118000")


def test_the_room_is_bounded(resolver: Resolver) -> None:
    for number in range(MOST_REMEMBERED + 5):
        resolve(f"{number}")
    assert 0 < len(resolver.remembered) <= MOST_REMEMBERED


def test_what_is_long_is_not_remembered(resolver: Resolver) -> None:
    resolve(TEXT.ljust(LONGEST_REMEMBERED, "x"))
    assert len(resolver.remembered) == 1
    resolve(TEXT.ljust(LONGEST_REMEMBERED, "x"), city="y")
    resolve(TEXT.ljust(LONGEST_REMEMBERED + 1, "x"))
    assert len(resolver.remembered) == 1


def test_threads_that_fill_it_get_their_own_answers(resolver: Resolver) -> None:
    texts = [f"丹东市振兴区{number}号" for number in range(MOST_REMEMBERED + 200)] * 2
    with ThreadPoolExecutor(4) as threads:
        found = [*threads.map(resolve, texts)]
    assert [answer.text for answer in found] == texts
    assert {str(answer.place) for answer in found} == {"Zhenxing 振兴区"}


def test_asking_again_is_looking_up(resolver: Resolver) -> None:
    calls = list[str]()

    def noted(frame: FrameType, event: str, _: Any) -> None:
        calls.extend([frame.f_code.co_name] if event == "call" else ())

    resolve(TEXT)
    sys.setprofile(noted)
    try:
        resolve(TEXT)
    finally:
        sys.setprofile(None)
    assert calls == ["resolve", "get_resolver"]
