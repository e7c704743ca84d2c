"""The patterns of words by which addresses are read, in a gazetteer that has others."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hostile.forgeries import known, saved

from nkrisk_geo.address.parser import parse
from nkrisk_geo.gazetteer.address_words import ADDRESS_CHARACTERS, ADDRESS_LISTS
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.gazetteer.word_lists import CHARACTERS, LISTS

# A pattern of what companies have in their names, names that it fits, and names that it does not.
PATTERNS = {
    "天[地玄]黄": ("甲天地黄", "天玄黄乙", "/", "甲天黄", "天地玄"),
    "日[^月]宙": ("日洪宙", "/", "日月宙", "日宙"),
    "辰宿?列": ("辰宿列", "甲辰列", "/", "辰张列"),
    "寒(来暑|往)?秋": ("寒来暑秋", "寒往秋", "寒秋", "/", "寒来秋", "寒来暑"),
    "收[冬藏]+润": ("收冬润", "收藏冬冬润", "/", "收润", "收冬余润"),
    "成岁!律!吕调": ("成岁", "成岁吕", "/", "成岁律", "成岁吕调"),
    "云..雨": ("云腾致雨", "/", "云腾雨", "云雨"),
    "露[结": ("露结", "/", "露为"),
    "+霜": ("/", "霜"),
}


@pytest.fixture(scope="module")
def strange(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    buckets: dict[str, Any] = known()
    lists = json.loads(json.dumps(buckets["facts"]["word_lists"]))
    lists["company"] = [
        *PATTERNS,
        "([",
    ]  # what makes no sense fits nothing and does no harm
    folder = tmp_path_factory.mktemp("strange")
    changed = {**buckets, "facts": {**buckets["facts"], "word_lists": lists}}
    return Gazetteer.load(saved(folder, changed))


@pytest.mark.parametrize("pattern", PATTERNS)
def test_what_a_pattern_fits(pattern: str, strange: Gazetteer) -> None:
    names = PATTERNS[pattern]
    fitting = names.index("/")
    for at, name in enumerate(names):
        if name == "/":
            continue
        (part,) = parse(name, gazetteer=strange).components
        assert part.label == ("company" if at < fitting else "poi"), name


def test_what_is_in_the_lists() -> None:
    """Brackets that close, and marks only where they say something."""
    assert ADDRESS_CHARACTERS < CHARACTERS
    assert set(ADDRESS_LISTS) < set(LISTS)
    packed = Gazetteer.default().word_lists
    for name in set(ADDRESS_LISTS) - ADDRESS_CHARACTERS:
        for pattern in packed[name]:
            part = r"(?:\[\^?[^\]\[]+\]|\([^()?+!]+\)|[^\[\]()?+!|])"
            assert re.fullmatch(rf"(?:{part}[?+]?)+(?:!(?:{part}[?+]?)+)*", pattern), (
                name,
                pattern,
            )
