"""Tables keep their kind, rows, index and columns, and get the columns of the answer."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pytest

import nkrisk_geo.pandas  # noqa: F401 - registers the accessors
from nkrisk_geo import COLUMNS, InputError, enrich, geocode, zones
from nkrisk_geo.resolver.resolution import get_resolver

NEW = [f"geo_{column.name}" for column in COLUMNS]
TEXTS = ["丹东市振兴区", None, "DANDONG CITY", float("nan"), 118000.0, "", pd.NA]
INDEXES = {
    "range": pd.RangeIndex(7),
    "unsorted": pd.Index([3, 1, 2, 9, 8, 7, 0]),
    "repeated": pd.Index(list("aabbcca")),
    "multi": pd.MultiIndex.from_tuples(
        [(1, "x"), (1, "x"), (2, "y"), (2, "z"), (3, "x"), (3, "x"), (4, "q")]
    ),
    "dates": pd.date_range("2024-01-01", periods=7, tz="UTC"),
}


@pytest.mark.parametrize("index", INDEXES.values(), ids=list(INDEXES))
def test_a_frame_keeps_its_rows_and_index(index: Any) -> None:
    frame = pd.DataFrame({"addr": TEXTS, "n": range(7)}, index=index)
    before = frame.copy()
    enriched = enrich(frame, address="addr")
    assert enriched.index.equals(index)
    assert list(enriched.columns) == ["addr", "n", *NEW]
    assert enriched["geo_adcode"].iloc[0] == "210603"
    assert enriched["geo_zone"].iloc[2] == "dandong"
    assert enriched["geo_reason"].iloc[[1, 3, 5, 6]].tolist() == ["empty"] * 4
    pd.testing.assert_frame_equal(frame, before)


@pytest.mark.parametrize("dtype", ["object", "string", "category"])
def test_a_column_of_any_text_dtype_is_read(dtype: str) -> None:
    frame = pd.DataFrame({"addr": pd.Series(["珲春市", None], dtype=dtype)})
    assert enrich(frame, address="addr")["geo_adcode"].iloc[0] == "222404"


def test_the_dtypes_do_not_depend_on_the_answers() -> None:
    known = enrich(pd.DataFrame({"addr": ["丹东市振兴区"]}), address="addr")[NEW].dtypes
    empty = enrich(pd.DataFrame({"addr": [None]}), address="addr")[NEW].dtypes
    none = enrich(pd.DataFrame({"addr": pd.Series([], dtype=object)}), address="addr")[NEW].dtypes
    assert known.equals(empty)
    assert known.equals(none)
    rowless = pd.DataFrame(
        {"addr": pd.Series([], dtype=object), "town": pd.Series([], dtype=object)}
    )
    assert enrich(rowless, address="addr", city="town")[NEW].dtypes.equals(known)
    assert enrich(rowless, city="town")[NEW].dtypes.equals(known)


def test_lists_are_lists() -> None:
    enriched = enrich(pd.DataFrame({"addr": ["丹东市振兴区", ""]}), address="addr")
    assert enriched["geo_zones"].tolist()[1] == []
    assert "dandong-border" in enriched["geo_zones"].iloc[0]


def test_fields_beside_the_address_count() -> None:
    frame = pd.DataFrame({"street": ["No 1 Renmin Rd"], "town": ["Hunchun"], "land": ["CN"]})
    assert (
        enrich(frame, address="street", city="town", country="land")["geo_adcode"].iloc[0]
        == "222404"
    )
    assert enrich(frame, city="town", prefix="x_")["x_adcode"].iloc[0] == "222404"


def test_a_geodataframe_stays_one() -> None:
    points = gpd.points_from_xy([124.0], [40.0], crs="EPSG:3857")
    enriched = enrich(gpd.GeoDataFrame({"addr": ["丹东"]}, geometry=points), address="addr")
    assert isinstance(enriched, gpd.GeoDataFrame)
    assert enriched.crs == "EPSG:3857"
    assert list(enriched.columns) == ["addr", "geometry", *NEW]


def test_the_other_columns_and_the_attributes_are_left_alone() -> None:
    frame = pd.DataFrame(
        {
            "addr": ["丹东", None],
            "kind": pd.Categorical(["b", "a"], categories=["b", "a"], ordered=True),
            "number": pd.array([1, None], dtype="Int64"),
            "day": pd.to_datetime(["2024-01-02", None]),
        }
    )
    frame.attrs["source"] = "customs"
    frame.columns.name = "field"
    enriched = enrich(frame, address="addr")
    assert type(enriched) is pd.DataFrame
    pd.testing.assert_frame_equal(enriched[frame.columns], frame)
    assert enriched.attrs == frame.attrs
    assert enriched.columns.name == "field"


def test_a_geodataframe_keeps_all_its_geometry() -> None:
    first = gpd.points_from_xy([124.0], [40.0], crs="EPSG:4326")
    second = gpd.points_from_xy([0.0], [0.0], crs="EPSG:3857")
    frame = gpd.GeoDataFrame({"addr": ["丹东"], "seat": first, "shape": second}, geometry="shape")
    enriched = enrich(frame, address="addr")
    assert (enriched.active_geometry_name, enriched.crs, enriched["seat"].crs) == (
        "shape",
        "EPSG:3857",
        "EPSG:4326",
    )
    assert type(enrich(pd.DataFrame({"addr": ["丹东"]}), address="addr")) is pd.DataFrame


def test_names_of_columns_may_have_levels() -> None:
    columns = pd.MultiIndex.from_tuples([("shipper", "addr"), ("shipper", "town")])
    frame = pd.DataFrame([["Renmin Rd", "Hunchun"], [None, None]], columns=columns)
    enriched = enrich(frame, address=("shipper", "addr"), city=("shipper", "town"))  # type: ignore[arg-type] # a label
    assert enriched["geo_county"].iloc[0] == "Hunchun"
    assert enriched.columns[2] == ("geo_status", "")
    with pytest.raises(InputError, match=r"a column 'geo_\w+' already"):
        enrich(enriched, address=("shipper", "addr"))
    with pytest.raises(InputError, match="no column 'shipper'"):
        enrich(frame, address="shipper")


def test_arrow_tables_and_batches_keep_their_kind() -> None:
    batch = pa.record_batch({"addr": ["丹东", None]})
    assert enrich(batch, address="addr").schema.names == ["addr", *NEW]
    table = pa.Table.from_batches([batch, batch])
    assert isinstance(enrich(table, address="addr"), pa.Table)
    assert enrich(table, address="addr").num_rows == 4


def test_geocode_is_aligned_to_its_input() -> None:
    texts = pd.Series(["丹东市振兴区", None, "LIAONING"], index=["b", "a", "b"])
    points = geocode(texts)
    assert points.index.equals(texts.index)
    assert points.crs == "EPSG:4326"
    assert points.geometry.notna().tolist() == [True, False, False]
    assert 124 < points.geometry.iloc[0].x < 125
    assert len(geocode([])) == 0
    assert geocode(["丹东"]).address.tolist() == ["丹东"]


@pytest.mark.parametrize("index", INDEXES.values(), ids=list(INDEXES))
def test_geocode_is_like_that_of_geopandas(index: Any) -> None:
    texts = pd.Series(TEXTS, index=index, dtype=object)
    points = geocode(texts, prefix="")
    assert isinstance(points, gpd.GeoDataFrame)
    assert points.index.equals(index)
    assert points.active_geometry_name == "geometry"
    assert list(points.columns) == [
        "address",
        *(column.name for column in COLUMNS),
        "geometry",
    ]
    pd.testing.assert_series_equal(points["address"], texts.rename("address"))
    assert points["geometry"].notna().tolist() == points["lat"].notna().tolist()
    known = points[points["geometry"].notna()]
    assert known.geometry.x.tolist() == known["lng"].tolist()
    assert known.geometry.y.tolist() == known["lat"].tolist()


NO_TEXTS = {
    "one text": ("DANDONG", {}, "str is not a sequence of texts"),
    "nothing": (None, {}, "NoneType is not a sequence"),
    "a table": (pd.DataFrame({"addr": ["x"]}), {}, "DataFrame is not a sequence"),
    "a field": (["x"], {"city": "town"}, "no column for 'city'"),
}


@pytest.mark.parametrize(("texts", "options", "message"), NO_TEXTS.values(), ids=list(NO_TEXTS))
def test_geocode_says_what_is_wrong(texts: Any, options: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        geocode(texts, **options)


def test_geocode_takes_texts_of_any_kind() -> None:
    for texts in (
        iter(["丹东"]),
        pd.Index(["丹东"]),
        pa.array(["丹东"]),
        pa.chunked_array([["丹东"]]),
    ):
        assert geocode(texts)["address"].tolist() == ["丹东"]


def test_the_accessors_of_pandas() -> None:
    texts = pd.Series(["珲春市", None], index=[7, 7], name="addr")
    answers = texts.nkrisk.enrich(names="zh")
    assert answers.index.equals(texts.index)
    assert answers["geo_county"].iloc[0] == "珲春市"
    frame = texts.to_frame().nkrisk.enrich(address="addr")
    assert list(frame.columns) == ["addr", *NEW]
    assert texts.nkrisk.geocode().geometry.iloc[1] is None


def test_the_zones_are_a_table() -> None:
    table = zones()
    assert zones().equals(table), "a second call gives the same"
    assert table["id"].iloc[0] == "dandong-border"
    assert table["rank"].is_monotonic_increasing
    assert table.crs == "EPSG:4326"
    known = table.dropna(subset=["km_min"])
    assert (known["km_min"] <= known["km_max"]).all()
    assert table.set_index("id").geometry["dprk"].geom_type == "MultiPolygon"


WRONG = {
    "no table": ({"addr": ["x"]}, {"address": "addr"}, "not a table"),
    "a series": (pd.Series(["x"]), {"address": "addr"}, "Series"),
    "a missing column": (
        pd.DataFrame({"Addr": ["x"]}),
        {"address": "addr"},
        "did you mean 'Addr'",
    ),
    "no column at all": (pd.DataFrame({"addr": ["x"]}), {}, "name the column"),
    "an unknown field": (pd.DataFrame({"addr": ["x"]}), {"adress": "addr"}, "adress"),
    "a taken name": (
        pd.DataFrame({"addr": ["x"], "geo_zone": [1]}),
        {"address": "addr"},
        "already; choose another prefix",
    ),
    "a wrong option": (
        pd.DataFrame({"addr": ["x"]}),
        {"address": "addr", "names": "fr"},
        "'fr'",
    ),
    "a wrong threshold": (
        pd.DataFrame({"addr": ["x"]}),
        {"address": "addr", "threshold": 2},
        "threshold",
    ),
    "a column twice": (
        pd.DataFrame([["x", "y"]], columns=["a", "a"]),
        {"address": "a"},
        "more than one",
    ),
}


@pytest.mark.parametrize(("table", "options", "message"), WRONG.values(), ids=list(WRONG))
def test_misuse_says_what_is_wrong(table: Any, options: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        enrich(table, **options)


def test_records_read_together_are_as_each_alone() -> None:
    signer = get_resolver().table_signer
    records = [
        {
            "text": "NO.9 YANGLI RD",
            "city": "DANDONG",
            "region": "LN",
            "postcode": "118000",
        },
        {
            "text": "振兴区浪头镇",
            "company": "丹东样例服装有限公司",
            "phone": "0415-2123456",
        },
        {"text": "FACTORY: DANDONG; OFFICE: SHANGHAI"},
        {"text": "FACTORY: DANDONG; OFFICE: SHANGHAI", "country": "CN"},
        {"city": "HUNCHUN", "region": "JL"},
    ]
    assert signer.signatures(records) == [signer.signature(record) for record in records]


def test_a_column_that_is_there_twice_is_told() -> None:
    twice = pa.table([pa.array(["Dandong"]), pa.array(["Yanji"])], names=["address", "address"])
    with pytest.raises(InputError, match="more than one column 'address'"):
        enrich(twice, address="address")


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("adress", "did you mean 'address'"),
        ("post_code", "did you mean 'postcode'"),
        ("xq", "fields are address, city"),
    ],
)
def test_a_field_that_is_none_is_answered_with_the_nearest(field: str, said: str) -> None:
    named: dict[str, Any] = {field: "a"}
    with pytest.raises(InputError, match=f"there is no field '{field}'; {said}"):
        enrich(pd.DataFrame({"a": ["Tumen"]}), **named)
