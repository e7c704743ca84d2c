"""Phrases are remembered by their keys, up to a bound, and made once."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pyarrow as pa
import pytest

from nkrisk_geo.native.arrays import Ints
from nkrisk_geo.tables.phrase_cache import Phrases


def asked(
    phrases: Phrases,
    keys: list[tuple[int, int]],
    made: Counter[tuple[int, int]] | None = None,
) -> list[str]:
    """The phrases of keys."""

    def make(new: Ints) -> pa.StringArray:
        some = [keys[at] for at in new.tolist()]
        if made is not None:
            made.update(some)
        return pa.array([f"{one}/{other}" for one, other in some], pa.string())

    columns = [np.array([key[at] for key in keys], np.int32) for at in (0, 1)]
    said = phrases.of(columns, make)
    found: list[str] = said.phrases.take(pa.array(said.which)).to_pylist()
    return found


def expected(keys: list[tuple[int, int]]) -> list[str]:
    return [f"{one}/{other}" for one, other in keys]


def test_each_is_made_once_while_there_is_room() -> None:
    phrases, made = Phrases(10), Counter[tuple[int, int]]()
    for keys in ([(1, 2), (2, 1), (1, 2)], [(2, 1), (3, -1)], []):
        assert asked(phrases, keys, made) == expected(keys)
    assert made == Counter([(1, 2), (2, 1), (3, -1)])


def test_there_is_room_for_as_many_as_are_asked_for() -> None:
    """More slots are taken as they are needed."""
    phrases, made = Phrases(5000), Counter[tuple[int, int]]()
    keys = [(each % 7, each) for each in range(5000)]
    for first in range(0, 5000, 617):
        some = keys[first : first + 617]
        assert asked(phrases, some, made) == expected(some)
    assert asked(phrases, keys, made) == expected(keys)
    assert made == Counter(keys)


def test_there_are_never_more_than_there_is_room_for() -> None:
    phrases = Phrases(4)
    for first in range(0, 60, 3):
        keys = [(each, -each) for each in range(first, first + 3)]
        assert asked(phrases, keys) == expected(keys)
        assert len(phrases._said) <= 4
    many = [(each, 0) for each in range(9)] * 2
    assert asked(phrases, many) == expected(many)
    assert asked(phrases, many[:3]) == expected(many[:3])


def test_what_broke_off_is_forgotten() -> None:
    phrases, keys = Phrases(10), [np.array([1, 2]), np.array([3, 4])]

    def broken(new: Ints) -> pa.StringArray:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        phrases.of(keys, broken)
    assert asked(phrases, [(1, 3), (2, 4)]) == ["1/3", "2/4"]


def test_threads_share_them() -> None:
    phrases = Phrases(50)
    several = [[(at * step % 37, step) for at in range(40)] for step in range(1, 30)]
    with ThreadPoolExecutor(6) as pool:
        assert [*pool.map(lambda keys: asked(phrases, keys), several)] == [*map(expected, several)]
