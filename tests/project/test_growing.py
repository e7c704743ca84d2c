"""Time grows with the length of a text and not with its square, whatever the text is made of and whatever is done with it."""

import time

import pytest
from tests.growing import DOORS, KINDS, TIMES, Growth, growth

CHARACTERS = 6_000
MORE = {"table": 100_000, "parse": 12_000}
"""Of the longer texts: enough that a square is seen over what every call costs, few enough for all kinds through all doors."""
TESTED = [door for door in DOORS if door != "resolve"]
"""To explain an answer is to resolve the text before."""


@pytest.fixture(scope="module", autouse=True)
def _loaded() -> None:
    """What is made for the first text of a kind is not measured."""
    for door in DOORS.values():
        door("丹东 dandong 진안동 №5, 118000 tel +86-415-2123456; СТ. ä¸¹ä¸œ")


@pytest.mark.parametrize("door", TESTED)
@pytest.mark.parametrize("kind", KINDS)
def test_time_grows_with_the_length(kind: str, door: str) -> None:
    found = growth(DOORS[door], KINDS[kind], MORE.get(door, CHARACTERS))
    assert not found.is_too_much, (
        f"{found.short:.3f} s, {found.long:.3f} s for {TIMES} times as much"
    )


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_makes_texts_of_any_length(kind: str) -> None:
    for length in (100, 1000, 1001):
        assert length - 2 <= len(KINDS[kind](length)) <= length


def test_what_grows_with_the_square_is_found() -> None:
    def square(text: str) -> None:
        end = time.process_time() + 0.08 * (len(text) / CHARACTERS) ** 2
        while time.process_time() < end:
            pass

    found = growth(square, KINDS["one long word"], CHARACTERS)
    assert found.is_too_much
    assert 1.8 < found.exponent < 2.2


def test_what_grows_with_the_length_is_let_go_even_if_it_is_slow_or_disturbed() -> None:
    assert not Growth(CHARACTERS, 1.0, 4.4).is_too_much
    disturbed = iter([0.0, 0.0, 0.3, 0.0, 0.0, 0.0])

    def door(text: str) -> None:
        end = time.process_time() + 0.06 * len(text) / CHARACTERS + next(disturbed, 0.0)
        while time.process_time() < end:
            pass

    assert not growth(door, KINDS["one long word"], CHARACTERS).is_too_much
