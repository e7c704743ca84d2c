"""The door to the compiled engine: names and layouts are those of both languages, and nothing else is let in."""

from __future__ import annotations

import random
import sys
import threading
from importlib import import_module
from itertools import product
from types import FrameType
from typing import Any

import numpy as np
import pytest
from handbook import vocabulary
from tests.asked import items, records, signature

from nkrisk_geo import Gazetteer, GazetteerError, resolve
from nkrisk_geo.engine.batch_decisions import decide_batch
from nkrisk_geo.engine.core import ABI, Core
from nkrisk_geo.engine.engine import Engine
from nkrisk_geo.engine.reader import read_text
from nkrisk_geo.engine.signature import FIELDS, NAME_AT, ROLE_AT
from nkrisk_geo.engine.texts import Texts, read
from nkrisk_geo.gazetteer.compiler.lexicons import forms, lexicon
from nkrisk_geo.gazetteer.vocabulary import TABLES
from nkrisk_geo.resolver.resolution import get_resolver

GAZETTEER = Gazetteer.default()


def test_the_names_are_those_of_both_languages() -> None:
    again = "python -m handbook.vocabulary writes it anew"
    assert vocabulary.HEADER.read_text("utf8") == vocabulary.header(), again
    assert vocabulary.HASH.read_text("utf8") == vocabulary.module(), again


def test_a_stale_library_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("nkrisk_geo.engine.core"), "ABI", ABI ^ 1)
    with pytest.raises(ImportError, match="another version"):
        Core(GAZETTEER)


@pytest.mark.parametrize("script", [0, 1])
def test_a_name_that_there_is_not_is_refused(script: int) -> None:
    item = (1 << 30) << NAME_AT | 1 << ROLE_AT | script
    with pytest.raises(ValueError, match="none of this gazetteer"):
        get_resolver().engine.decide((item,), 0.8)


@pytest.mark.parametrize("item", ["p1180", "t415", "g210600=16", "han"])
@pytest.mark.parametrize("field", range(16))
def test_a_field_that_there_is_not_is_refused(item: str, field: int) -> None:
    """Of codes and points too: which part of the record they are is read from a table."""
    engine = get_resolver().engine
    items = [each | field << 1 for each in engine.packer.code(f"text:{item}")]
    if field < len(FIELDS):
        assert engine.decide(items, 0.8).status
        return
    with pytest.raises(ValueError, match="none of this gazetteer"):
        engine.decide(items, 0.8)


@pytest.mark.parametrize("threshold", [0.5, 0.8, 1.0])
def test_records_of_every_length_are_decided(threshold: float) -> None:
    """Texts of no names and of hundreds, alone and together."""
    signatures = [signature("辽宁省丹东市振兴区浪头镇 " * count) for count in (0, 1, 40, 400)]
    signatures.append(
        tuple(
            signatures[1][0] + (number << NAME_AT)
            for number in range(300)
            if isinstance(signatures[1][0], int)
        )
    )
    together = decide_batch(get_resolver().engine, records(signatures), threshold)
    assert [together.one(at) for at in range(len(signatures))] == [
        get_resolver().engine.decide(items(each), threshold) for each in signatures
    ]


NUMBERS = [name for name, item in TABLES.items() if item == "i4"]


def altered(name: str, chance: random.Random) -> memoryview:
    """A table of the gazetteer with some numbers that are others."""
    table = np.array(GAZETTEER.table(name), np.int32)
    for _ in range(chance.choice([1, 1, 3])):
        if len(table):
            table[chance.randrange(len(table))] = chance.choice(
                [-1, -2, 2**31 - 1, -(2**31), len(table), 10**6, 3]
            )
    return (table[: chance.randrange(len(table) + 1)] if chance.random() < 0.2 else table).data


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", NUMBERS)
def test_an_altered_table_is_refused_or_does_no_harm(name: str, seed: int) -> None:
    """Whoever altered it set every checksum right: the engine looks at the numbers themselves."""
    texts = [
        "辽宁省朝阳市双塔区",
        "dandong city, liaoning",
        "朝阳区红旗街",
        "해주로 12",
        "jinan-dong, busan",
        "dandnog city",
    ]
    try:
        core = Core(GAZETTEER, {name: altered(name, random.Random(seed))})
        found = decide_batch(Engine(GAZETTEER, core), read(core, 0, Texts.of(texts)).records, 0.8)
    except (GazetteerError, ValueError):
        return
    assert len(found.rows) == len(texts)


def of_numbers(name: str, changed: dict[int, int], kind: type[np.generic] = np.int32) -> memoryview:
    """A table of the gazetteer in which some numbers are others."""
    table = np.array(GAZETTEER.table(name), kind)
    for at, number in changed.items():
        table[at] = number
    return table.data


IS_ETHNIC = 1 << 7
"""Of a generic word that stands between a name and its generic."""
WRONG = {
    "a class that makes no role": (
        "unspaced_roles",
        of_numbers("unspaced_roles", {0: -1}),
    ),
    "flags of what is no word": (
        "generic_flags",
        of_numbers("generic_flags", {0: IS_ETHNIC}, np.uint16),
    ),
    "no list, not even its end": ("region_start", memoryview(bytearray())),
    "words whose numbers are any": (
        "cutting_word_values",
        np.full(len(GAZETTEER.table("cutting_word_at")), 10**9, np.int32).data,
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_table_with_which_the_engine_would_read_outside_is_refused(what: str) -> None:
    name, table = WRONG[what]
    with pytest.raises(GazetteerError, match=f"'{name}'"):
        Core(GAZETTEER, {name: table})


@pytest.mark.parametrize("name", ["zone_share", "zone_is_far", "parent"])
def test_tables_that_are_not_of_the_units_are_refused(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The engine is not told how long those of the zones are, nor how many units Python has room for."""
    own, core = Gazetteer.table, get_resolver().engine.core
    monkeypatch.setattr(
        Gazetteer,
        "table",
        lambda self, asked: own(self, asked)[:-1] if asked == name else own(self, asked),
    )
    with pytest.raises(GazetteerError, match=f"'{name}'"):
        Engine(GAZETTEER, core)


def test_distances_that_are_none_are_halved_to_an_end() -> None:
    """Numbers so large that nothing lies between two of them."""
    quantiles = np.array(GAZETTEER.table("quantiles"), np.float64)
    core = Core(GAZETTEER, {"quantiles": (quantiles * 1e200).data})
    found = list[Any]()

    def decide() -> None:
        records = read(core, 0, Texts.of(["朝阳区", "dandong", "通化", "鼓楼区"])).records
        found.append(decide_batch(Engine(GAZETTEER, core), records, 0.8))

    thread = threading.Thread(target=decide, daemon=True)
    thread.start()
    thread.join(60)
    assert found


def test_what_a_misread_word_may_be_has_room() -> None:
    """Of a made list of names each letter for each digit makes one; whoever reads has room for three mentions of a letter."""
    names = [
        "".join(("a", one, "a", two, "a", three, "a"))
        for one, two, three in product("iloszb", repeat=3)
    ]
    made = {name: table.data for name, table in (*lexicon("repairable", names), *forms(names))}
    core = Core(GAZETTEER, {**made, "repairable_name": np.zeros(len(names), np.int32).data})
    text = "dandong, a0a0a0a"
    rows = read_text(core, 0, text).rows
    assert len(rows) > 2
    assert len(rows) <= 3 * len(text.replace(" ", ""))


@pytest.mark.parametrize(
    ("name", "bytes_"), [("parent", 6), ("mass", 12), ("spaced_name_slots", 24)]
)
def test_a_table_of_half_items_is_refused(name: str, bytes_: int) -> None:
    with pytest.raises(GazetteerError, match=name):
        Core(GAZETTEER, {name: memoryview(bytearray(bytes_))})


def visited(text: str) -> tuple[int, set[str]]:
    """How many functions of Python one answer calls, and in which of our modules they are."""
    calls, modules = 0, set[str]()

    def noted(frame: FrameType, event: str, _: Any) -> None:
        nonlocal calls
        if event == "call":
            calls += 1
            modules.add(str(frame.f_globals.get("__name__")))

    sys.setprofile(noted)
    try:
        resolve(text)
    finally:
        sys.setprofile(None)
    return calls, {name for name in modules if name.startswith("nkrisk_geo")}


@pytest.mark.parametrize(
    "text",
    [
        "辽宁省丹东市振兴区浪头镇滨江中路18号",
        "NO.18 BINJIANG MIDDLE RD, ZHENXING DIST, DANDONG, LIAONING, CHINA",
    ],
)
def test_one_answer_calls_few_functions(text: str) -> None:
    """What costs is objects of Python; the engine works among its own."""
    resolve(text), resolve(text.replace("18", "81"))
    get_resolver().remembered = {}
    calls, modules = visited(text)
    assert calls <= 27
    assert len(modules) <= 6
