"""The lists of words that a rule asks for: all in one table, each read by a rule, and none in the engine."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hostile.forgeries import known, saved

from nkrisk_geo import resolve
from nkrisk_geo.gazetteer.column_checks import KnownReferences
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.gazetteer.table_checks import table_checks
from nkrisk_geo.gazetteer.word_lists import CHARACTERS, LISTS, faults
from nkrisk_geo.model.errors import GazetteerError

ROOT = Path(__file__).parents[2]
ENGINE = sorted((ROOT / "src" / "engine").glob("*.[ch]"))
LABELS = "codes.c"
"""It has the words that say what a number is: a telephone, an order, a division code."""
Lists = dict[str, list[str]]
BUCKETS = known()


def with_lists(folder: Path, change: Callable[[Lists], object]) -> Gazetteer:
    """The packaged gazetteer with other lists."""
    lists = json.loads(json.dumps(BUCKETS["facts"]["word_lists"]))
    change(lists)
    buckets: dict[str, Any] = {
        **BUCKETS,
        "facts": {**BUCKETS["facts"], "word_lists": lists},
    }
    return Gazetteer.load(saved(folder, buckets))


def test_every_row_has_a_source_and_every_list_a_rule() -> None:
    with (ROOT / "gazetteer" / "facts" / "word_lists.csv").open(
        encoding="utf8", newline=""
    ) as file:
        rows = list(csv.DictReader(file))
    assert all(row["source"].strip() for row in rows)
    assert {row["list"] for row in rows} == set(LISTS)
    packed = Gazetteer.default().word_lists
    assert [(name, word) for name in LISTS for word in packed[name]] == sorted(
        ((row["list"], row["word"]) for row in rows),
        key=lambda row: [*LISTS].index(row[0]),
    )
    assert set(LISTS) > CHARACTERS


def test_the_engine_holds_no_words() -> None:
    assert len(ENGINE) > 30
    held = {
        (source.name, words)
        for source in ENGINE
        if source.name != LABELS
        for words in re.findall(r'"([^"\n]*[^\x00-\x7f][^"\n]*)"', source.read_text("utf8"))
    }
    assert held == set()


def test_lists_of_ones_own_are_read(tmp_path: Path) -> None:
    text = "丹东糖葫芦专卖店"
    plain = resolve(text)
    told = resolve(
        text,
        gazetteer=with_lists(tmp_path, lambda lists: lists["goods"].append("糖葫芦")),
    )
    assert plain.evidence[0].weight > told.evidence[0].weight + 1
    assert resolve("丹东草莓专卖店").evidence[0].weight == told.evidence[0].weight


@pytest.mark.parametrize("name", LISTS)
def test_a_list_that_is_missing_empty_or_of_other_things_is_refused(name: str) -> None:
    check = table_checks(KnownReferences({"CN": 0}, frozenset(), 1))["facts"]["word_lists"]
    lists: dict[str, Any] = {each: ["路"] for each in LISTS}
    check(lists, "word_lists")
    others = {each: words for each, words in lists.items() if each != name}
    for changed in (
        others,
        *({**lists, name: words} for words in ([], ["路", ""], ["路", 1], "路", None)),
    ):
        with pytest.raises(GazetteerError, match="word_lists"):
            check(changed, "word_lists")


def test_a_list_that_no_rule_reads_is_refused(tmp_path: Path) -> None:
    assert faults(dict.fromkeys(LISTS, "ab")) == []
    with pytest.raises(GazetteerError, match="nothing reads 'sweets'"):
        with_lists(tmp_path, lambda lists: lists.update(sweets=["糖葫芦"]))
