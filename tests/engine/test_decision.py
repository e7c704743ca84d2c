"""Decisions: what follows from the posterior, whatever the weights are."""

from __future__ import annotations

import gc
import pickle
import random
import time
import weakref
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.asked import items, rows, signature

from nkrisk_geo import (
    COLUMNS,
    Gazetteer,
    InputError,
    Resolution,
    annotate_arrow,
    resolve,
    resolve_all,
)
from nkrisk_geo.engine.batch_decisions import decide_batch
from nkrisk_geo.engine.items import EMPTY
from nkrisk_geo.engine.signature import NAME_AT, ROLE_AT
from nkrisk_geo.engine.verdict import NOTHING_SAID
from nkrisk_geo.gazetteer.edition import packaged_files
from nkrisk_geo.gazetteer.gazetteer import PACKAGED
from nkrisk_geo.gazetteer.roles import Role
from nkrisk_geo.gazetteer.unit_tree import UnitTree
from nkrisk_geo.model.schema import NAMES
from nkrisk_geo.native.segments import round_decimals
from nkrisk_geo.resolver.resolution import get_resolver
from nkrisk_geo.resolver.resolver import Resolver
from nkrisk_geo.tables.row_cache import RowCache, shared_cache

DATA = Path(__file__).parents[2] / "src" / "nkrisk_geo" / "data"
PIECES = (
    "辽宁省 丹东市 振兴区 浪头镇 吉林 延边 珲春市 朝阳区 铁西区 上海 丹东路 118000 DANDONG LIAONING JILIN HUNCHUN CHINA KOREA "
    "DPRK SHANGHAI ROAD CO,LTD +86-415-2123456 , ; 훈춘 Даньдун 遼寧 北京市 GARMENT CITY 5号"
).split()
texts = st.lists(st.sampled_from(PIECES), max_size=7).map(" ".join)


@given(texts)
@settings(max_examples=150, deadline=None)
def test_an_answer_never_contradicts_itself(text: str) -> None:
    answer = resolve(text)
    odds = dict(answer.zone_probabilities)
    assert set(answer.zones).isdisjoint(answer.zones_possible)
    assert all(odds[zone] >= 0.8 - 1e-4 for zone in answer.zones)
    if answer.place:
        assert answer.confidence is not None
        assert 0.8 <= answer.confidence <= 1.0
        assert not answer.place.adcode or answer.place.adcode.startswith(
            (answer.province or answer.place).code[:2]
        )
    if odds:
        assert odds["dandong-border"] <= odds["dandong"] + 1e-9 <= odds["liaoning"] + 2e-9
        assert odds["yanbian-border"] <= odds["yanbian"] + 1e-9 <= odds["jilin"] + 2e-9


@given(st.text(max_size=80))
@settings(max_examples=200, deadline=None)
def test_no_text_is_an_error(text: str) -> None:
    assert isinstance(resolve(text), Resolution)
    assert isinstance(resolve(company=text, postcode=text, phone=text, country=text), Resolution)


@given(texts)
@settings(max_examples=100, deadline=None)
def test_evidence_stands_where_it_says(text: str) -> None:
    gazetteer = Gazetteer.default()
    for reason in resolve(text).evidence:
        assert reason.start is not None
        assert reason.end is not None
        cited = "".join(
            char
            for char in gazetteer.normalizer.fold(text[reason.start : reason.end])
            if char.isalnum()
        )
        wanted = reason.text.removesuffix("xx") if reason.rule == "postcode" else reason.text
        assert cited.startswith(wanted)


@pytest.mark.parametrize("numbers", [("5", "12"), ("18", "3001")])
def test_house_numbers_change_nothing(numbers: tuple[str, str]) -> None:
    one, other = (resolve(f"辽宁省丹东市振兴区滨江中路{number}号") for number in numbers)
    assert one.to_dict() == other.to_dict()


def test_more_evidence_never_widens_the_interval() -> None:
    chain = ["LIAONING", "DANDONG, LIAONING", "ZHENXING DISTRICT, DANDONG, LIAONING"]
    intervals = [resolve(text).border for text in chain]
    for wide, narrow in pairwise(intervals):
        assert (wide.km_min or 0) <= (narrow.km_min or 0)
        assert (wide.km_max or 0) >= (narrow.km_max or 0)
        assert (wide.km_q95 or 0) >= (narrow.km_q95 or 0)


def test_fields_speak_with_the_text() -> None:
    assert resolve("12 BINJIANG ROAD", city="DANDONG").place == resolve(city="DANDONG").place
    assert resolve("朝阳区", city="长春").county == resolve("长春市朝阳区").county
    number: Any = 118000
    assert resolve(postcode=number, country="CN").prefecture == resolve("丹东市").prefecture
    assert (
        resolve("HEPING DISTRICT", phone="+86 24 2123 4567").prefecture
        == resolve("沈阳市").prefecture
    )
    assert (
        resolve(registration="91222404MA0000000K", country="CHINA").county
        == resolve("珲春市").county
    )
    answer = resolve("SHANGHAI", postcode="118000", country="CN")
    assert answer.conflicts


def test_an_answer_makes_no_object_of_each_name() -> None:
    gazetteer = Gazetteer(packaged_files(PACKAGED))
    for text in ("DANDONG CITY", "丹东市"):
        assert resolve(text, gazetteer=gazetteer) == resolve(text)
    assert not vars(gazetteer.names)["_made"]
    assert not vars(gazetteer.numbers)["_made"]
    with pytest.raises(KeyError, match="cyrillic"):
        gazetteer.names["cyrillic"]


def test_answers_are_the_same_in_threads_and_survive_pickling() -> None:
    addresses = [f"{piece} {other}" for piece in PIECES for other in PIECES[:8]]
    alone = [resolve(text).to_dict() for text in addresses]
    with ThreadPoolExecutor(8) as pool:
        assert [answer.to_dict() for answer in pool.map(resolve, addresses)] == alone
    answer = resolve("辽宁省铁西区")
    assert pickle.loads(pickle.dumps(answer)) == answer


def test_tables_are_the_same_in_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """With memories so small that everything is forgotten all the time, and a gazetteer that has filled in nothing yet."""
    monkeypatch.setattr("nkrisk_geo.tables.row_memory.SHEET_SIZE", 40)
    monkeypatch.setattr("nkrisk_geo.tables.row_cache.TOGETHER", 20)
    monkeypatch.setattr("nkrisk_geo.tables.row_cache.READ_TOGETHER", 20)
    texts = [
        f"{piece}{other}"
        for piece in PIECES
        for other in (*PIECES[:8], "牡丹东路", "ＤＡＮＤＮＯＧ", "水原市 진안동")
    ]
    parts = [pa.table({"addr": texts[start::6]}) for start in range(6)]
    alone = [annotate_arrow(part, address="addr") for part in parts]
    fresh = Gazetteer.load(DATA)
    with ThreadPoolExecutor(6) as pool:
        asked = [
            pool.submit(annotate_arrow, part, address="addr", gazetteer=fresh) for part in parts * 2
        ]
        assert [each.result() for each in asked] == alone * 2


def test_the_threshold_is_the_users() -> None:
    assert (
        resolve("朝阳区", threshold=0.5).reason is None
        or resolve("朝阳区", threshold=0.5).place is None
    )
    assert resolve("DANDONG", threshold=0.9999999).place is None
    with pytest.raises(InputError, match="threshold is 3"):
        resolve("DANDONG", threshold=3)


def test_several_addresses_are_resolved_apart() -> None:
    text = "FACTORY: HUNCHUN, JILIN; OFFICE: PUDONG, SHANGHAI"
    factory, office = resolve_all(text)
    assert factory.place is not None
    assert office.place is not None
    assert (factory.place.adcode, office.place.adcode) == ("222404", "310115")
    for reason in (*factory.evidence, *office.evidence):
        assert text[reason.start : reason.end].lower().startswith(reason.text[:4])
    assert resolve_all("") == ()


@pytest.mark.parametrize(
    "text",
    [
        "注册地址:丹东市振兴区样例路1号 生产地址：上海市浦东新区样例路2号",
        "丹东市振兴区样例路1号(经营地址:上海市浦东新区样例路2号)",
        "ADDRESS: ZHENXING DISTRICT, DANDONG WAREHOUSE: PUDONG, SHANGHAI",
    ],
)
def test_what_announces_an_address_parts_it(text: str) -> None:
    together = resolve(text)
    assert (together.place, together.status) == (None, "ambiguous")
    assert together.conflicts
    places = [answer.place.adcode if answer.place else None for answer in resolve_all(text)]
    assert places == ["210603", "310115"]


@pytest.mark.parametrize("answer", [resolve, resolve_all])
def test_parting_is_linear_work(answer: Callable[[str], object]) -> None:
    """Blanks that two parts of a pattern could share would take a minute and a half here, not a fraction of a second."""
    start = time.process_time()
    answer("FACTORY" + " " * 100_000 + "DANDONG")
    assert time.process_time() - start < 10


def test_names_with_digits_for_letters_are_linear_work() -> None:
    """Going through the text again for each of them would take half a minute."""
    start = time.process_time()
    signature("L1AONING " * 20_000)
    assert time.process_time() - start < 10


@pytest.mark.parametrize("text", ["ANTUNG, MANCHURIA", "东沟县", "辑安"])
def test_a_name_of_another_time_is_said_to_be_one(text: str) -> None:
    assert "former name" in {reason.rule for reason in resolve(text).evidence}


@pytest.mark.parametrize(
    ("full", "renamed", "row"),
    [
        ("大凌河街道", "大凌河镇", "镇 to 街道"),
        ("大凌河街道", "大凌河乡", "乡 to 街道"),
        ("浪头镇", "浪头街道", "otherwise"),
    ],
)
def test_a_township_with_the_generic_of_another_time_loses_what_was_counted(
    full: str, renamed: str, row: str
) -> None:
    gazetteer = Gazetteer.default()
    numbers = (gazetteer.numbers["han"][name] for name in (full, renamed))
    now, then = (
        get_resolver()
        .engine.decide((number << NAME_AT | Role.TYPED << ROLE_AT | 1,), 0.5)
        .spoken[0]
        .weight
        for number in numbers
    )
    assert then - now == pytest.approx(gazetteer.judgement[f"renamed township: {row}"])


def test_what_a_name_means_does_not_depend_on_what_was_read_before() -> None:
    fresh = Gazetteer.load(DATA)
    before = resolve("红旗镇", gazetteer=fresh).to_dict()
    resolve("朝阳区红旗街道", gazetteer=fresh)
    resolve("明月镇福兴村", gazetteer=fresh)
    again = Gazetteer.load(DATA)
    resolve("明月镇福兴村", gazetteer=again)
    assert resolve("红旗镇", gazetteer=again).to_dict() == before


def row(text: str | None, names: str = "en", evidence: str = "text") -> dict[str, Any]:
    """The row of a table for a text."""
    return written(shared_cache(get_resolver(), 0.8, names, evidence), [text])[0]


def written(held: RowCache, texts: list[str | None]) -> list[dict[str, Any]]:
    """Rows as a cache writes them."""
    blocks, places = held.rows(rows(texts))
    columns = [
        source.column()
        for source in held.cells.sources(blocks, pa.array(places[: len(texts)], pa.int32()))
    ]
    found: list[dict[str, Any]] = pa.table(columns, [*NAMES]).to_pylist()
    return found


@given(texts)
@settings(max_examples=150, deadline=None)
def test_a_row_says_what_the_answer_says(text: str) -> None:
    """But for the order of the evidence: an answer has the strongest first, a row what stands first."""
    engine = get_resolver()
    verdict = engine.decide(items(signature(text)) if text.strip() else (EMPTY,))
    answer, told = (
        engine.resolution(verdict),
        engine.answers.reasons(verdict.spoken, {}),
    )
    assert [*answer.evidence] == sorted(told, key=lambda each: each.weight, reverse=True)
    answer = replace(answer, evidence=tuple(told))
    for names, evidence in (("en", "text"), ("zh", "json")):
        assert row(text, names, evidence) == answer.to_dict(names=names, evidence=evidence)


def test_the_columns_have_their_names_and_an_empty_record_its_row() -> None:
    assert tuple(column.name for column in COLUMNS) == NAMES
    engine = get_resolver()
    assert engine.engine.decide((EMPTY,), 0.8) == NOTHING_SAID
    for text in (None, "", " \u3000"):
        assert row(text) == engine.resolution(NOTHING_SAID).to_dict()


def test_a_verdict_knows_which_postcode_counted() -> None:
    engine = get_resolver()
    texts = ("DANDONG 118000 CHINA", "DANDONG CHINA", "118000")
    posted = [engine.decide(items(signature(text))).posted for text in texts]
    assert posted == [("text", "1180"), None, None]


def test_the_atlas_knows_who_lies_in_whom() -> None:
    gazetteer = Gazetteer.default()
    tree, chance = UnitTree(gazetteer), random.Random(0)
    inner = [chance.randrange(len(tree)) for _ in range(4000)]
    outer = [
        chance.choice(gazetteer.ancestors(unit)) if unit % 2 else chance.randrange(len(tree))
        for unit in inner
    ]
    lies = [there in gazetteer.path(unit) for unit, there in zip(inner, outer, strict=True)]
    assert tree.within(np.array(inner), np.array(outer)).tolist() == lies
    assert 0 < sum(lies) < len(lies)


@given(st.lists(texts, min_size=2, max_size=6))
@settings(max_examples=80, deadline=None)
def test_together_signatures_are_judged_as_alone(several: list[str]) -> None:
    engine = get_resolver().engine
    found = get_resolver().table_signer.texts(several)
    together = decide_batch(engine, found, 0.8)
    assert [together.one(at) for at in range(len(several))] == [
        engine.decide(found.one(at), 0.8) for at in range(len(several))
    ]


@pytest.mark.parametrize("numbers", [[0.12345, 2.675, 0.5, 1e-9, 0.00005, 12.345, 99.995, 0.99995]])
def test_numbers_are_rounded_as_python_rounds_them(numbers: list[float]) -> None:
    for digits in (2, 4):
        assert round_decimals(np.array(numbers), digits).tolist() == [
            round(number, digits) for number in numbers
        ]


def test_of_two_places_that_are_equally_likely_none_is_decided_on() -> None:
    assert resolve("丹东市; SEATTLE, USA", threshold=0.5).place is None


def test_rows_are_forgotten_when_there_are_too_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("nkrisk_geo.tables.row_memory.SHEET_SIZE", 30)
    monkeypatch.setattr("nkrisk_geo.tables.row_cache.TOGETHER", 20)
    monkeypatch.setattr("nkrisk_geo.tables.row_cache.READ_TOGETHER", 20)
    engine = Resolver(Gazetteer.default())
    held = shared_cache(engine, 0.8, "en", "text")
    cities = [
        "丹东",
        "大连",
        "沈阳",
        "吉林",
        "长春",
        "延吉",
        "珲春",
        "通化",
        "上海",
        "北京",
    ]
    texts = [one + road for one in cities for road in ("市", "市, 大连市", "市, 白山市", "")]

    whole = written(held, [*texts])
    assert 0 < sum(map(len, held.memory.blocks)) <= 30
    for count in (3, 7, 1, 12):
        for first in range(0, len(texts), count):
            assert written(held, [*texts[first : first + count]]) == whole[first : first + count]
            assert 0 < sum(map(len, held.memory.blocks)) <= 30


def test_a_text_of_a_thousand_codes_or_addresses_is_heard_in_part() -> None:
    assert (
        len(items(signature("丹东市 " + " ".join(f"{110000 + 37 * at}" for at in range(2000)))))
        < 30
    )
    assert len(items(signature("DANDONG CITY; " * 2000))) < 80


def test_a_gazetteer_is_freed_with_what_was_worked_out_over_it() -> None:
    gazetteer = Gazetteer.load(DATA)
    annotate_arrow(pa.table({"addr": ["丹东市"]}), address="addr", gazetteer=gazetteer)
    kept = weakref.ref(gazetteer)
    del gazetteer
    gc.collect()
    assert kept() is None


@pytest.mark.parametrize(
    ("company", "adcode"),
    [
        ("丹东草莓专卖店", None),
        ("延边冷面馆", None),
        ("丹东海鲜", None),
        ("丹东海鲜食品有限公司", "210600"),
        ("延边泡菜厂", "222400"),
        ("沈阳丹东烧烤店", "210100"),
    ],
)
def test_goods_have_the_names_of_places_too(company: str, adcode: str | None) -> None:
    place = resolve(company=company).place
    assert (place.adcode if place else None) == adcode


def test_an_address_is_the_text_by_its_name() -> None:
    assert resolve(address="丹东市振兴区") == resolve("丹东市振兴区")
    with pytest.raises(InputError, match="mean the same"):
        resolve("丹东市", address="丹东市")
