"""Every engine gives the same answers, row by row and column by column."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from packaging.version import Version

from nkrisk_geo import COLUMNS, annotate_arrow, enrich
from nkrisk_geo.model.errors import InputError

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
    table = annotate_arrow(
        pa.table({"addr": pa.array(TEXTS, pa.string())}), address="addr", prefix=""
    )
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
    return [
        {column.name: row[f"geo_{column.name}"] for column in COLUMNS} for row in eager.to_dicts()
    ]


def with_polars_expression() -> list[dict[str, Any]]:
    import polars as pl

    import nkrisk_geo.polars  # noqa: F401 - registers the namespace

    frame = pl.DataFrame({"addr": TEXTS}, schema={"addr": pl.String})
    answer = pl.col("addr").nkrisk.resolve()  # type: ignore[attr-defined] # registered
    answers: list[dict[str, Any]] = frame.select(answer).unnest("addr").to_dicts()
    return answers


def with_duckdb() -> list[dict[str, Any]]:
    import duckdb

    import nkrisk_geo.duckdb

    with duckdb.connect() as con:
        nkrisk_geo.duckdb.register(con)
        con.register(
            "texts",
            pa.table({"n": range(len(TEXTS)), "addr": pa.array(TEXTS, pa.string())}),
        )
        return [
            row[0] for row in con.sql("SELECT nkrisk_geo(addr) FROM texts ORDER BY n").fetchall()
        ]


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


SCRIPT = """
import duckdb
import nkrisk_geo.duckdb
con = nkrisk_geo.duckdb.register(duckdb.connect())
print(con.sql("SELECT nkrisk_geo('DANDONG, LIAONING').adcode").fetchall()[0][0])
{end}
"""
ENDS = {
    "closed": "con.close()",
    "left open": "",
    "forgotten": "del con",
    "a result left open": "left = con.sql('SELECT nkrisk_geo(NULL)'); del con",
    "a second cursor": "con.cursor().sql('SELECT nkrisk_geo(NULL)').fetchall(); con.close()",
}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_duckdb_ends_without_a_word(end: str) -> None:
    pytest.importorskip("duckdb")
    command = [sys.executable, "-X", "utf8", "-c", SCRIPT.format(end=end)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "210600\n", "")


def test_duckdb_refuses_what_sql_has_not() -> None:
    duckdb = pytest.importorskip("duckdb")
    import nkrisk_geo.duckdb

    with (
        duckdb.connect() as con,
        pytest.raises(InputError, match="cannot return categories"),
    ):
        nkrisk_geo.duckdb.register(con, categories=True)


def test_duckdb_asks_once_for_each_distinct_text(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The recipe of docs/engines.md: no part of the query calls the function a second time."""
    duckdb = pytest.importorskip("duckdb")
    import nkrisk_geo.duckdb

    asked: list[str | None] = []
    from nkrisk_geo.tables.arrow import answers

    def counted(texts: Any, options: Any) -> Any:
        asked.extend(texts["address"].to_pylist())
        return answers(texts, options)

    monkeypatch.setattr("nkrisk_geo.tables.duckdb.answers", counted)
    with duckdb.connect() as con:
        nkrisk_geo.duckdb.register(con)
        con.execute(
            "CREATE TABLE shipments AS SELECT unnest(['丹东', '珲春', '丹东', NULL]) AS addr"
        )
        rows = con.sql("""
            WITH known AS MATERIALIZED (
                SELECT addr, nkrisk_geo(addr) AS geo FROM (SELECT DISTINCT addr FROM shipments)
            )
            SELECT shipments.addr, geo.adcode, geo.zone
            FROM shipments JOIN known ON shipments.addr IS NOT DISTINCT FROM known.addr
            WHERE geo.zone <> 'elsewhere' AND geo.p_liaoning > 0.5
        """).fetchall()
    assert rows == [("丹东", "210600", "dandong")] * 2
    assert {*asked} == {"丹东", "珲春", None}
    # DuckDB before 2 evaluates the function again for each condition on its answer, whatever is MATERIALIZED.
    if Version(duckdb.__version__) >= Version("2"):
        assert len(asked) == 3
