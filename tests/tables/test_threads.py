"""Threads change nothing but the time that tables take."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from tests.engine.test_work import addresses

from nkrisk_geo import annotate_arrow, enrich
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.model.errors import InputError
from nkrisk_geo.native.threads import cores, map_threads
from nkrisk_geo.resolver.resolver import Resolver
from nkrisk_geo.tables import rows

TEXTS = [
    *addresses(3),
    *[
        "",
        " ",
        "DANDONG; 上海市",
        "Ürümqi, 新疆",
        "DAND0NG 118000 TEL 0415-2123456",
        "µ¤¶«ÊÐ",
        "Sinuiju/Dandong",
    ]
    * 20,
    *addresses(4),
]
FIELDS = {"city": "Dandong", "postcode": "118000", "phone": "+86 433 2512345"}


@pytest.fixture
def divided(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Tables are parted whatever their length, and what is remembered is forgotten all the time."""
    monkeypatch.setattr("nkrisk_geo.tables.rows.ROWS_A_THREAD", 1)
    monkeypatch.setattr(rows, "get_resolver", lambda gazetteer: Resolver(Gazetteer.default()))
    return monkeypatch


def table(**more: Sequence[Any]) -> pa.Table:
    return pa.table({"address": pa.array([*TEXTS, None], pa.string()), **more})


def written(found: pa.Table) -> bytes:
    """A table byte by byte."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, found.schema) as stream:
        stream.write_table(found.combine_chunks())
    return bytes(sink.getvalue())


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"evidence": "json", "names": "zh", "categories": True},
        {"threshold": 0.5, "normalized": True},
    ],
)
def test_bytes_do_not_depend_on_threads_parts_and_memories(
    options: dict[str, Any], divided: pytest.MonkeyPatch
) -> None:
    expected = written(annotate_arrow(table(), address="address", threads=1, **options))
    for threads, together, size in (
        (2, 8192, 40_960),
        (3, 100, 40_960),
        (8, 7, 40),
        (2, 50, 60),
        (5, 64, 300),
    ):
        divided.setattr("nkrisk_geo.tables.row_cache.TOGETHER", together)
        divided.setattr("nkrisk_geo.tables.row_cache.READ_TOGETHER", together)
        divided.setattr("nkrisk_geo.tables.row_memory.SHEET_SIZE", size)
        divided.setattr("nkrisk_geo.tables.row_memory.MOST_TEXTS", 2 * size)
        found = annotate_arrow(table(), address="address", threads=threads, **options)
        assert written(found) == expected, (threads, together, size)


def test_records_of_several_fields_and_points_are_the_same_too(
    divided: pytest.MonkeyPatch,
) -> None:
    count = len(TEXTS) + 1
    more: dict[str, Any] = {
        name: [value if at % 3 else None for at in range(count)] for name, value in FIELDS.items()
    }
    more |= {
        "lat": [40.0 + at % 7 / 5 for at in range(count)],
        "lng": [124.0 + at % 11 / 5 for at in range(count)],
    }
    given: dict[str, Any] = {name: name for name in more}
    expected = annotate_arrow(table(**more), address="address", threads=1, **given)
    divided.setattr("nkrisk_geo.tables.row_cache.TOGETHER", 50)
    divided.setattr("nkrisk_geo.tables.row_cache.READ_TOGETHER", 50)
    assert written(annotate_arrow(table(**more), address="address", threads=3, **given)) == written(
        expected
    )


def test_threads_of_who_asks_share_what_is_remembered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The same texts at the same time, so that they meet what others have begun and not ended."""
    monkeypatch.setattr("nkrisk_geo.tables.row_cache.TOGETHER", 30)
    monkeypatch.setattr("nkrisk_geo.tables.row_cache.READ_TOGETHER", 30)
    expected = written(annotate_arrow(table(), address="address", threads=1))
    for _ in range(3):
        made = Resolver(Gazetteer.default())
        monkeypatch.setattr(rows, "get_resolver", lambda gazetteer, made=made: made)
        together = threading.Barrier(4)

        def asked(_: int, together: threading.Barrier = together) -> bytes:
            together.wait()
            return written(annotate_arrow(table(), address="address", threads=2))

        with ThreadPoolExecutor(4) as pool:
            assert [*pool.map(asked, range(4))] == [expected] * 4


def test_adapters_take_threads() -> None:
    expected = enrich(pd.DataFrame({"a": TEXTS}), address="a")
    assert enrich(pd.DataFrame({"a": TEXTS}), address="a", threads=2).equals(expected)
    frame = pl.DataFrame({"a": TEXTS})
    assert enrich(frame, address="a", threads=2).equals(enrich(frame, address="a", threads=1))


@pytest.mark.parametrize("threads", [0, -1, True, 1.0, "2", 257])
def test_what_is_no_number_of_threads_is_refused(threads: Any) -> None:
    with pytest.raises(InputError, match="threads is"):
        annotate_arrow(table(), address="address", threads=threads)
    with pytest.raises(InputError, match="threads is"):
        enrich(pd.DataFrame({"a": ["丹东"]}), address="a", threads=threads)


def test_text_that_is_no_utf_8_is_refused_by_threads_too(
    divided: pytest.MonkeyPatch,
) -> None:
    divided.setattr("nkrisk_geo.tables.row_cache.TOGETHER", 2)
    divided.setattr("nkrisk_geo.tables.row_cache.READ_TOGETHER", 2)
    texts = pa.array([b"dandong", b"yanji", b"\xff", b"hunchun", b"tumen"], pa.binary())
    broken = pa.Array.from_buffers(pa.string(), len(texts), texts.buffers())
    with pytest.raises(UnicodeDecodeError):
        annotate_arrow(pa.table({"address": broken}), address="address", threads=3)


@pytest.mark.parametrize("bytes_together", [1, 300, 1 << 22])
def test_texts_may_be_long(bytes_together: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Longer together than a memory has room for."""
    monkeypatch.setattr("nkrisk_geo.tables.row_cache.MOST_BYTES", bytes_together)
    monkeypatch.setattr("nkrisk_geo.tables.row_memory.MOST_TEXTS", 60)
    monkeypatch.setattr("nkrisk_geo.tables.row_cache.TOGETHER", 50)
    monkeypatch.setattr("nkrisk_geo.tables.row_cache.READ_TOGETHER", 50)
    monkeypatch.setattr(rows, "get_resolver", lambda gazetteer: Resolver(Gazetteer.default()))
    texts = [
        f"丹东市振兴区 {chr(97 + at % 26)}{chr(97 + at // 26)} " + "abcdefgh " * at
        for at in range(200)
    ]
    found = annotate_arrow(pa.table({"address": texts}), address="address")
    assert found["geo_adcode"].to_pylist() == ["210603"] * 200


# --- spreading -------------------------------------------------------------------------------------------------------


def test_results_come_in_the_order_of_the_items() -> None:
    for threads in (1, 2, 7):
        assert map_threads(lambda at: at * at, range(100), threads) == [
            at * at for at in range(100)
        ]
    assert map_threads(str, [], 3) == []


def test_threads_work_at_once() -> None:
    met = threading.Barrier(3)
    assert map_threads(lambda _: met.wait(10) >= 0, range(3), 3) == [True] * 3


@pytest.mark.parametrize("threads", [1, 3])
def test_an_error_of_any_thread_is_raised(threads: int) -> None:
    def work(at: int) -> int:
        if at >= 5:
            raise KeyError(at)
        return at

    with pytest.raises(KeyError):
        map_threads(work, range(50), threads)
    assert threading.active_count() < 20


def test_a_worker_of_multiprocessing_has_one_core() -> None:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.apply(cores) == 1
    assert cores() >= 1
