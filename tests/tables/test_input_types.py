"""A column of any type gives the answers that its values give as plain strings, in every column."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from nkrisk_geo import COLUMNS, InputError, annotate_arrow, enrich
from nkrisk_geo.tables.values import column_text, text_array
from nkrisk_geo.text.scalars import as_text

TEXTS = ["丹东市振兴区", None, "DANDONG CITY", "118000", ""]
CODES = ["118000", None]
DAYS = ["2024-01-02", None]
DAY = datetime.datetime(2024, 1, 2)
NAN = float("nan")


def dictionary(values: Any, kind: pa.DataType) -> pa.DictionaryArray:
    """The values twice, with a null among the values and one among the indices."""
    indices = pa.array([*range(len(values)), None, *range(len(values))], pa.int8())
    return pa.DictionaryArray.from_arrays(indices, pa.array(values, kind))


STRINGS = {str(kind): kind for kind in (pa.string(), pa.large_string(), pa.string_view())}
TOWN_AND_CODE = pa.struct({"town": pa.string(), "code": pa.float64()})
"""Named, because Arrow before 23 sorts the fields that it finds."""
BYTES = (pa.binary(), pa.large_binary(), pa.binary_view(), pa.binary(6))
NUMBERS = (pa.int32(), pa.int64(), pa.uint32(), pa.uint64(), pa.float32(), pa.float64())
DECIMALS = (
    pa.decimal128(10, 2),
    pa.decimal128(8, 0),
    pa.decimal256(40, 2),
    pa.decimal128(4, -3),
)
ARROW: dict[str, tuple[Any, list[str | None]]] = {
    **{name: (pa.array(TEXTS, kind), TEXTS) for name, kind in STRINGS.items()},
    **{f"dictionary of {name}": (dictionary(TEXTS, kind), [*TEXTS, None, *TEXTS]) for name, kind in STRINGS.items()},
    **{str(kind): (pa.array([b"118000", None], kind), CODES) for kind in BYTES},
    "bytes that are no UTF-8": (pa.array([b"\xff118000", None]), ["\ufffd118000", None]),
    **{str(kind): (pa.array([118000, None], kind), CODES) for kind in NUMBERS},
    "float16": (pa.array(np.array([118.0, NAN], np.float16)), ["118", None]),
    "not a number": (pa.array([118000.0, NAN, None, float("inf")]), ["118000", None, None, None]),
    "an exponent": (pa.array([1.18e5, 0.5, 1e300, -0.0]), ["118000", "0.5", "1e+300", "0"]),
    "dictionary of int": (dictionary([118000, None], pa.int32()), [*CODES, None, *CODES]),
    "dictionary of float": (dictionary([118000.0, None], pa.float64()), [*CODES, None, *CODES]),
    **{str(kind): (pa.array([Decimal("118000"), None], kind), CODES) for kind in DECIMALS},
    "half a decimal": (pa.array([Decimal("1.50"), None]), ["1.50", None]),
    "bool": (pa.array([True, False, None]), ["true", "false", None]),
    "null": (pa.nulls(2), [None, None]),
    "date32": (pa.array([DAY.date(), None], pa.date32()), DAYS),
    "date64": (pa.array([DAY.date(), None], pa.date64()), DAYS),
    "timestamp": (pa.array([DAY, None], pa.timestamp("ns")), DAYS),
    "timestamp in a zone": (pa.array([DAY, None], pa.timestamp("us", "UTC")), DAYS),
    "timestamp in the day": (pa.array([DAY.replace(hour=7)]), ["2024-01-02 07:00:00"]),
    "time": (pa.array([datetime.time(1, 2), None]), ["01:02:00", None]),
    "list": (pa.array([["DANDONG", None, "118000"], [], None]), ["DANDONG, 118000", "", None]),
    "large list": (pa.array([["118000"], None], pa.large_list(pa.string())), CODES),
    "list of numbers": (pa.array([[118000.0], None]), CODES),
    "struct": (pa.array([{"town": "DANDONG", "code": 118000.0}, None], TOWN_AND_CODE), ["DANDONG, 118000", None]),
    "run-end encoded": (
        pa.RunEndEncodedArray.from_arrays(pa.array([2, 3], pa.int32()), pa.array(CODES)),
        ["118000", *CODES],
    ),
    "slice": (pa.array(["x", *TEXTS, "y"])[1:6], TEXTS),
    "slice of a dictionary": (pa.array(["x", *TEXTS, "y"]).dictionary_encode()[1:6], TEXTS),
    "slice of numbers": (pa.array([1.0, 118000.0, None, 2.0])[1:3], CODES),
    "chunks": (pa.chunked_array([TEXTS[:2], [], TEXTS[2:]]), TEXTS),
    "chunks with their dictionaries": (
        pa.chunked_array([pa.array(part).dictionary_encode() for part in (TEXTS[:2], TEXTS[2:])]),
        TEXTS,
    ),
    "chunks of views": (pa.chunked_array([pa.array(TEXTS[:2], pa.string_view())] * 2), TEXTS[:2] * 2),
    "no chunk": (pa.chunked_array([], pa.large_string()), []),
    "no chunk of a dictionary": (pa.chunked_array([], pa.dictionary(pa.int8(), pa.string())), []),
}  # fmt: skip
PANDAS: dict[str, tuple[Any, list[str | None]]] = {
    **{dtype: (pd.Series(TEXTS, dtype=dtype), TEXTS) for dtype in ("object", "string", "string[python]", "category")},
    "string[pyarrow]": (pd.Series(TEXTS, dtype="string[pyarrow]"), TEXTS),
    "large_string of Arrow": (pd.Series(TEXTS, dtype=pd.ArrowDtype(pa.large_string())), TEXTS),
    "decimal of Arrow": (pd.Series([Decimal("118000.00"), None], dtype=pd.ArrowDtype(pa.decimal128(9, 2))), CODES),
    **{
        dtype: (pd.Series([118000, None], dtype=dtype), CODES)
        for dtype in ("float32", "float64", "Int32", "Int64", "Float64", "int64[pyarrow]", "double[pyarrow]")
    },
    "boolean": (pd.Series([True, None], dtype="boolean"), ["true", None]),
    "objects": (
        pd.Series([118000, 118000.0, np.float32(118000), np.int64(118000), Decimal("118000.00")], dtype=object),
        ["118000"] * 5,
    ),
    "missing objects": (
        pd.Series([None, NAN, np.float64("nan"), pd.NaT, pd.NA, Decimal("NaN"), np.datetime64("NaT")], dtype=object),
        [None] * 7,
    ),
    "objects that are collections": (
        pd.Series([np.array(["DANDONG", "118000"]), b"118000", ("118000", None), np.str_("118000")], dtype=object),
        ["DANDONG, 118000", "118000", "118000", "118000"],
    ),
    "objects that are moments": (pd.Series([DAY, DAY.date(), pd.Timestamp(DAY)], dtype=object), DAYS[:1] * 3),
    "half of a surrogate pair": (pd.Series(["118000\ud83d", None], dtype=object), ["118000?", None]),
    "categories of numbers": (pd.Series(pd.Categorical([118000.0, None])), CODES),
    "categories of two kinds": (pd.Series(pd.Categorical([118000, "118000", None])), ["118000", *CODES]),
    "datetime": (pd.Series(pd.to_datetime(["2024-01-02", None])), DAYS),
    "period": (pd.Series(pd.period_range("2024-01", periods=1, freq="M")), ["2024-01"]),
    "sparse": (pd.Series(pd.arrays.SparseArray([118000.0, NAN])), CODES),
}  # fmt: skip


def answers(column: Any, field: str) -> list[dict[str, Any]]:
    table = annotate_arrow(pa.table({"it": column}), **{field: "it"}, prefix="")  # type: ignore[arg-type] # a name
    rows: list[dict[str, Any]] = table.select([column.name for column in COLUMNS]).to_pylist()
    return rows


@pytest.mark.parametrize("field", ["address", "postcode"])
@pytest.mark.parametrize(("column", "texts"), ARROW.values(), ids=list(ARROW))
def test_a_column_of_arrow(column: Any, texts: list[str | None], field: str) -> None:
    assert column_text(column).to_pylist() == texts
    assert answers(column, field) == answers(pa.array(texts, pa.string()), field)


@pytest.mark.parametrize(("column", "texts"), ARROW.values(), ids=list(ARROW))
def test_a_value_of_arrow_is_read_like_the_same_value_of_python(
    column: Any, texts: list[str | None]
) -> None:
    assert [as_text(value) for value in column.to_pylist()] == texts


@pytest.mark.parametrize(("column", "texts"), PANDAS.values(), ids=list(PANDAS))
def test_a_column_of_pandas(column: Any, texts: list[str | None]) -> None:
    given = enrich(pd.DataFrame({"it": column}), address="it", prefix="")
    wanted = enrich(pd.DataFrame({"it": pd.Series(texts, dtype=object)}), address="it", prefix="")
    pd.testing.assert_frame_equal(given.drop(columns="it"), wanted.drop(columns="it"))
    if column.dtype == object:
        assert text_array(column).to_pylist() == texts


def polars_columns() -> dict[str, tuple[Any, list[str | None]]]:
    pl = pytest.importorskip("polars")
    return {
        "String": (pl.Series(TEXTS), TEXTS),
        "Categorical": (pl.Series(TEXTS, dtype=pl.Categorical), TEXTS),
        "Enum": (
            pl.Series(TEXTS, dtype=pl.Enum([text for text in TEXTS if text is not None])),
            TEXTS,
        ),
        "Int64": (pl.Series([118000, None]), CODES),
        "Int128": (pl.Series([118000, None], dtype=pl.Int128), CODES),
        "Float64": (pl.Series([118000.0, None, NAN]), [*CODES, None]),
        "Decimal": (pl.Series([Decimal("118000.00"), None]), CODES),
        "Boolean": (pl.Series([True, None]), ["true", None]),
        "Null": (pl.Series([None, None]), [None, None]),
        "Binary": (pl.Series([b"118000", None]), CODES),
        "Date": (pl.Series([DAY.date(), None]), DAYS),
        "Datetime": (pl.Series([DAY, None]), DAYS),
        "List": (pl.Series([["DANDONG", "118000"], None]), ["DANDONG, 118000", None]),
        "Struct": (pl.Series([{"town": "DANDONG"}, None]), ["DANDONG", None]),
        "Object": (pl.Series(["118000", None], dtype=pl.Object), CODES),
    }


def test_columns_of_polars() -> None:
    pl = pytest.importorskip("polars")
    import nkrisk_geo.polars  # noqa: F401 - registers the namespace

    for name, (column, texts) in polars_columns().items():
        wanted = answers(pa.array(texts, pa.string()), "address")
        frame = pl.DataFrame({"it": column})
        eager = enrich(frame, address="it", prefix="").drop("it")
        lazy = enrich(frame.lazy(), address="it", prefix="").collect().drop("it")
        inside = frame.select(pl.col("it").nkrisk.resolve()).unnest("it")
        assert [each.to_dicts() for each in (eager, lazy, inside)] == [wanted] * 3, name


UNREADABLE = {
    "a map": pa.array([[("a", "b")]], pa.map_(pa.string(), pa.string())),
    "a duration": pa.array([1], pa.duration("s")),
    "a list of durations": pa.array([[1]], pa.list_(pa.duration("s"))),
    "a union": pa.UnionArray.from_sparse(pa.array([0], pa.int8()), [pa.array(["x"])]),
}


@pytest.mark.parametrize("column", UNREADABLE.values(), ids=list(UNREADABLE))
def test_what_cannot_be_read_as_text_is_said(column: pa.Array) -> None:
    with pytest.raises(
        InputError,
        match=r"column for 'postcode' has the type .*, which cannot be read as text",
    ):
        annotate_arrow(pa.table({"it": column}), postcode="it")


def test_geometry_is_no_text() -> None:
    frame = gpd.GeoDataFrame({"n": [1]}, geometry=gpd.points_from_xy([124.0], [40.0]))
    with pytest.raises(InputError, match="contains geometry"):
        enrich(frame, address="geometry")
    with pytest.raises(InputError, match="cannot be read as text"):
        enrich(pd.DataFrame({"it": pd.to_timedelta([1], unit="s")}), address="it")
