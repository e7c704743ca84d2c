"""Spark: the same answers as in one process, whatever the columns are called and however the rows are parted."""

from __future__ import annotations

import datetime
import decimal
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from nkrisk_geo import COLUMNS, Gazetteer, annotate_arrow, enrich
from nkrisk_geo.model.errors import InputError
from nkrisk_geo.tables import spark

NEW = [f"geo_{column.name}" for column in COLUMNS]
TEXTS = [
    "辽宁省丹东市振兴区六合路1号",
    None,
    "",
    "HUNCHUN, YANBIAN, JILIN",
    "铁西区",
    "SEOUL, KOREA",
    "118000 CHINA",
    "丹东 DANDONG",
]
ODD = "a.b `c` d"
"""The name of a column, with all that Spark reads as grammar."""


def has_java() -> bool:
    home = os.environ.get("JAVA_HOME")
    return (Path(home) / "bin" / "java").exists() if home else shutil.which("java") is not None


sql = pytest.importorskip("pyspark.sql", reason="pyspark is not installed")
if not has_java():
    pytest.skip("Spark needs Java, and there is none here", allow_module_level=True)


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    """Spark on two threads of this machine, its workers in this Python."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        settings = {
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
        }
        builder = sql.SparkSession.builder.master("local[2]").appName("nkrisk_geo")
        started = builder.config(map=settings).getOrCreate()
        yield started
        started.stop()


@pytest.fixture
def shipments(session: Any) -> Any:
    """A column of each kind."""
    from pyspark.sql import types

    kinds = {
        ODD: types.StringType(),
        "plz": types.LongType(),
        "number": types.DoubleType(),
        "day": types.DateType(),
        "moment": types.TimestampType(),
        "price": types.DecimalType(10, 2),
        "nothing": types.NullType(),
        "list": types.ArrayType(types.IntegerType()),
        "struct": types.StructType([types.StructField("inner", types.StringType())]),
    }
    moment = datetime.datetime(2024, 2, 29, 1, 2, 3, 4)
    rest = (
        118000,
        1.5,
        moment.date(),
        moment,
        decimal.Decimal("1.50"),
        None,
        [1, None],
        ("x",),
    )
    rows = [(text, *(rest if number % 2 else (None,) * 8)) for number, text in enumerate(TEXTS)]
    return session.createDataFrame(
        rows,
        types.StructType([types.StructField(name, kind) for name, kind in kinds.items()]),
    )


SETTINGS = {
    "as they are": {},
    "small batches": {"spark.sql.execution.arrow.maxRecordsPerBatch": "2"},
    "large types": {"spark.sql.execution.arrow.useLargeVarTypes": "true"},
}


@pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS)
def test_row_by_row_as_in_one_process(
    session: Any, shipments: Any, settings: dict[str, str]
) -> None:
    for name, value in settings.items():
        session.conf.set(name, value)
    try:
        rows = shipments.toArrow()
        found = spark.enrich(shipments, ODD, postcode="plz").toArrow()
    finally:
        for name in settings:
            session.conf.unset(name)
    assert found.column_names == [*shipments.columns, *NEW]
    assert found.to_pylist() == annotate_arrow(rows, address=ODD, postcode="plz").to_pylist()


@pytest.mark.parametrize("column", ["plz", "number", "day", "moment", "price", "nothing"])
def test_a_column_that_is_no_text(shipments: Any, column: str) -> None:
    found = spark.enrich(shipments, ODD, postcode=column).select(*NEW).toArrow()
    wanted = annotate_arrow(shipments.toArrow(), address=ODD, postcode=column).select(NEW)
    assert found.to_pylist() == wanted.to_pylist()


def test_options_and_the_schema(shipments: Any) -> None:
    options: dict[str, Any] = {
        "prefix": "g.",
        "normalized": True,
        "names": "zh",
        "evidence": "json",
        "threshold": 0.9,
    }
    found = enrich(shipments, address=ODD, **options)
    assert found.schema.fields[: len(shipments.columns)] == shipments.schema.fields
    assert found.schema["g.zones"].dataType.simpleString() == "array<string>"
    assert found.schema["g.border_km"].dataType.simpleString() == "double"
    assert (
        found.toArrow().to_pylist()
        == enrich(shipments.toArrow(), address=ODD, **options).to_pylist()
    )


@pytest.mark.parametrize("named", [ODD, "text"])
def test_only_the_columns_that_are_wanted(shipments: Any, named: str) -> None:
    plain = shipments.toDF("text", *shipments.columns[1:]) if named == "text" else shipments
    found = spark.enrich(plain, named, columns=["zones", "adcode"])
    assert found.columns == [*plain.columns, "geo_adcode", "geo_zones"]
    wanted = annotate_arrow(plain.toArrow(), address=named).select(found.columns)
    assert found.toArrow().to_pylist() == wanted.to_pylist()


@pytest.mark.parametrize("distinct", ["broadcast", "shuffle"])
@pytest.mark.parametrize("postcode", ["plz", "number", "day", "moment", "price", "nothing"])
def test_each_distinct_record_once(
    session: Any, shipments: Any, distinct: Any, postcode: str
) -> None:
    rows = shipments.union(shipments)
    found = spark.enrich(rows, ODD, postcode=postcode, distinct=distinct)
    wanted = annotate_arrow(rows.toArrow(), address=ODD, postcode=postcode)
    assert found.columns == wanted.column_names
    assert sorted(map(repr, found.toArrow().to_pylist())) == sorted(map(repr, wanted.to_pylist()))


@pytest.mark.parametrize("distinct", [None, "broadcast", "shuffle"])
@pytest.mark.parametrize("named", [ODD, "answer_0_zone"])
def test_all_answers_in_one_column(shipments: Any, distinct: Any, named: str) -> None:
    rows = shipments if named == ODD else shipments.toDF(named, *shipments.columns[1:])
    found = spark.enrich(rows, named, postcode="plz", struct="geo", distinct=distinct)
    assert found.columns == [*rows.columns, "geo"]
    flat = annotate_arrow(rows.toArrow(), address=named, postcode="plz", prefix="")
    wanted = [
        {name: row[name] for name in rows.columns}
        | {"geo": {column.name: row[column.name] for column in COLUMNS}}
        for row in flat.to_pylist()
    ]
    assert sorted(map(repr, found.toArrow().to_pylist())) == sorted(map(repr, wanted))


def test_a_field_of_the_one_column(shipments: Any) -> None:
    found = spark.enrich(
        shipments, ODD, struct="a.b", columns=["adcode", "zones"], distinct="broadcast"
    )
    assert (
        found.schema["a.b"].dataType.simpleString() == "struct<adcode:string,zones:array<string>>"
    )
    adcodes = {row[0] for row in found.select("`a.b`.adcode").collect()}
    assert {"210603", "222404"} <= adcodes


def test_the_names_of_what_is_asked_are_free(session: Any) -> None:
    rows = session.createDataFrame(
        [("丹东", "丹东"), ("丹东", None)], "asked_0 string, ASKED_1 string"
    )
    found = spark.enrich(
        rows,
        "asked_0",
        city="ASKED_1",
        prefix="asked_",
        columns=["adcode"],
        distinct="broadcast",
    )
    assert found.columns == ["asked_0", "ASKED_1", "asked_adcode"]
    assert {row["asked_adcode"] for row in found.collect()} == {"210600"}


def test_distinct_records_are_answered_once(session: Any) -> None:
    rows = session.createDataFrame([("丹东",)] * 50 + [(None,)] * 50, "addr string").repartition(7)
    joins: dict[Any, str] = {"broadcast": "BroadcastHashJoin", "shuffle": "Join"}
    for distinct, join in joins.items():
        found = spark.enrich(rows, "addr", distinct=distinct)
        plan = found._jdf.queryExecution().executedPlan().toString()
        assert plan.index(join) < plan.index("MapInArrow") < plan.rindex("HashAggregate")
        assert found.count() == 100


def test_empty_partitions(session: Any, shipments: Any) -> None:
    spread = spark.enrich(shipments.repartition(2 * len(TEXTS)), ODD)
    assert spread.count() == len(TEXTS)
    assert spark.enrich(shipments.limit(0), ODD).collect() == []
    assert spark.enrich(session.createDataFrame([], shipments.schema), ODD).collect() == []


def test_columns_of_one_name(shipments: Any) -> None:
    doubled = shipments.select("plz", "plz", "day")
    assert spark.enrich(doubled, postcode="day").count() == len(TEXTS)
    with pytest.raises(InputError, match="there is more than one column 'plz'; rename"):
        spark.enrich(doubled, postcode="plz")


def test_what_is_wrong_is_said_before_spark_starts(shipments: Any) -> None:
    with pytest.raises(InputError, match="there is no column 'adress'"):
        spark.enrich(shipments, "adress")
    with pytest.raises(InputError, match="names is 'ko'"):
        spark.enrich(shipments, ODD, names="ko")
    with pytest.raises(InputError, match="distinct is True; it can be one of broadcast, shuffle"):
        spark.enrich(shipments, ODD, distinct=True)  # type: ignore[arg-type] # what is wrong here
    with pytest.raises(InputError, match="a column 'PLZ' already; choose another name for struct"):
        spark.enrich(shipments, ODD, struct="PLZ")
    with pytest.raises(InputError, match="struct is True; give the name of the one new column"):
        spark.enrich(shipments, ODD, struct=True)  # type: ignore[arg-type] # what is wrong here
    with pytest.raises(InputError, match="no categories"):
        spark.enrich(shipments, ODD, categories=True)
    with pytest.raises(InputError, match="there is no new column 'geo_zone'"):
        spark.enrich(shipments, ODD, columns=["geo_zone"])
    with pytest.raises(InputError, match="another cannot be given"):
        enrich(shipments, address=ODD, gazetteer=Gazetteer.default())
