"""Every engine gives the same answers, row by row and column by column."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

from nkrisk_geo import COLUMNS, annotate_arrow, enrich

ENGINES = ("polars", "duckdb")
"""Engines that need not be installed; a way through one that is not is skipped, and says so."""

TEXTS: list[str | None] = [
    None,
    "",
    "   ",
    "?!",
    "0",
    "=1+1",
    "辽宁省丹东市振兴区六合路1号",
    "丹东",
    "丹東市元寶區",
    "振兴区浪头镇",
    "吉林省延边朝鲜族自治州珲春市边境经济合作区",
    "珲春",
    "图们市月宫街",
    "白山市长白朝鲜族自治县",
    "通化市集安市团结路",
    "辽宁省铁西区",
    "朝阳区",
    "上海丹东路",
    "西安图书馆",
    "北京市朝阳区建国路 100020",
    "DANDONG CITY LIAONING",
    "DANDONGCITYLIAONING",
    "NO. 8 BINJIANG RD, DAN DONG, 118000, CHINA",
    "QUANHE PORT, HUNCHUN",
    "YANJI, YANBIAN, JILIN PROV.",
    "FENGCHENG, LIAONING",
    "FENGCHENG, JIANGXI",
    "LIAONING, CHINA",
    "CHANGCHUN JILIN 130000",
    "CHINA",
    "P.R.C.",
    "HONG KONG",
    "SINUIJU, DPRK",
    "SEOUL, KOREA",
    "JAKARTA 12190",
    "MOSCOW 115114",
    "118000",
    "133300 中国",
    "TEL 0415-2123456, CHINA",
    "a" * 3000,
    "丹东\x00市\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
]


def expected() -> list[dict[str, Any]]:
    table = annotate_arrow(pa.table({"addr": pa.array(TEXTS, pa.string())}), address="addr", prefix="")
    rows: list[dict[str, Any]] = table.select([column.name for column in COLUMNS]).to_pylist()
    return rows


def plain(value: Any) -> Any:
    """pandas has NaN where the others have None."""
    return None if isinstance(value, float) and value != value else value  # noqa: PLR0124


def of_frame(frame: Any) -> list[dict[str, Any]]:
    return [
        {column.name: plain(row[f"geo_{column.name}"]) for column in COLUMNS}
        for row in frame.to_dict("records")
    ]


def with_pandas() -> list[dict[str, Any]]:
    return of_frame(enrich(pd.DataFrame({"addr": TEXTS}), address="addr"))


def with_large_strings() -> list[dict[str, Any]]:
    table = pa.table({"addr": pa.array(TEXTS, pa.large_string())})
    return of_frame(enrich(table, address="addr").to_pandas(types_mapper=None).map(as_list))


def with_dictionaries() -> list[dict[str, Any]]:
    batch = pa.record_batch({"addr": pa.array(TEXTS, pa.string()).dictionary_encode()})
    return of_frame(enrich(batch, address="addr").to_pandas().map(as_list))


def with_chunks() -> list[dict[str, Any]]:
    batches = [pa.record_batch({"addr": pa.array([text], pa.string())}) for text in TEXTS]
    return of_frame(enrich(pa.Table.from_batches(batches), address="addr").to_pandas().map(as_list))


def as_list(value: Any) -> Any:
    return value.tolist() if hasattr(value, "tolist") else value


def with_polars() -> list[dict[str, Any]]:
    import polars as pl

    frame = pl.DataFrame({"addr": TEXTS}, schema={"addr": pl.String})
    eager = enrich(frame, address="addr")
    lazy = enrich(frame.lazy(), address="addr")
    assert lazy.collect_schema() == eager.schema
    assert lazy.collect().equals(eager)
    assert lazy.filter(pl.col("geo_zone") == "dandong").select("addr").collect().height > 0
    return [{column.name: row[f"geo_{column.name}"] for column in COLUMNS} for row in eager.to_dicts()]


def with_polars_expression() -> list[dict[str, Any]]:
    import polars as pl

    import nkrisk_geo.polars  # noqa: F401 - registers the namespace

    frame = pl.DataFrame({"addr": TEXTS}, schema={"addr": pl.String})
    answers: list[dict[str, Any]] = frame.select(pl.col("addr").nkrisk.resolve()).unnest("addr").to_dicts()  # type: ignore[attr-defined] # registered
    return answers


def with_duckdb() -> list[dict[str, Any]]:
    import duckdb

    import nkrisk_geo.duckdb

    with duckdb.connect() as con:
        nkrisk_geo.duckdb.register(con)
        con.register("texts", pa.table({"n": range(len(TEXTS)), "addr": pa.array(TEXTS, pa.string())}))
        return [row[0] for row in con.sql("SELECT nkrisk_geo(addr) FROM texts ORDER BY n").fetchall()]


WAYS: dict[str, Callable[[], list[dict[str, Any]]]] = {
    "pandas": with_pandas,
    "large strings": with_large_strings,
    "dictionaries": with_dictionaries,
    "chunks": with_chunks,
    "polars": with_polars,
    "polars expression": with_polars_expression,
    "duckdb": with_duckdb,
}


@pytest.mark.parametrize("way", WAYS)
def test_every_engine_gives_the_same_answers(way: str) -> None:
    engine = way.partition(" ")[0]
    if engine in ENGINES:
        pytest.importorskip(engine)
    answers = WAYS[way]()
    assert len(answers) == len(TEXTS)
    for text, answer, wanted in zip(TEXTS, answers, expected(), strict=True):
        assert answer == wanted, text


def test_what_spark_workers_run() -> None:
    from nkrisk_geo import spark

    batches = [
        pa.record_batch({"n": [1, 2], "addr": ["丹东", None]}),
        pa.record_batch({"n": [3], "addr": ["珲春"]}),
    ]
    annotate = spark.annotation({"address": "addr"}, {"prefix": "geo_", "normalized": False})
    done = pa.Table.from_batches(annotate(iter(batches)))
    assert done.column("geo_adcode").to_pylist() == ["210600", None, "222404"]
    assert spark.ddl("geo_").startswith("`geo_status` string, `geo_reason` string")
    assert spark.ddl("geo_").count("array<string>") == 2
