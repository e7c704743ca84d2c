"""Columns found by their names, and lines joined, in tables as in files."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from shapely.geometry import LineString, Point

import nkrisk_geo
from nkrisk_geo import InputError
from nkrisk_geo.files import enrich_file

ROWS: dict[str, list[Any]] = {
    "Shipper": ["A", "B", None],
    "shipper_address_1": [
        "NO.12 RENMIN ROAD, ZHENXING DIST DA",
        "SAME AS CONSIGNEE",
        None,
    ],
    "shipper_address_2": ["NDONG", None, None],
    "zip": ["", None, "133300"],
    "consignee_address": ["SEOUL", "5 HEPING RD, YANJI", None],
}
TABLES: dict[str, Callable[[], Any]] = {
    "pandas": lambda: pd.DataFrame(ROWS, index=[7, 7, 1]),
    "polars": lambda: pl.DataFrame(ROWS),
    "lazy polars": lambda: pl.LazyFrame(ROWS),
    "arrow": lambda: pa.table(ROWS),
    "arrow batch": lambda: pa.RecordBatch.from_pydict(ROWS),
}


def column(table: Any, name: str) -> list[Any]:
    if isinstance(table, pl.LazyFrame):
        table = table.collect()
    values = (
        table[name].to_list()
        if not isinstance(table, (pa.Table, pa.RecordBatch))
        else table.column(name).to_pylist()
    )
    return [None if value is None or value != value else value for value in values]  # noqa: PLR0124 - NaN


@pytest.mark.parametrize("kind", TABLES)
def test_tables_are_read_as_files_are(kind: str, tmp_path: Path) -> None:
    with (tmp_path / "in.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(ROWS)
        writer.writerows(zip(*ROWS.values(), strict=True))
    enrich_file(
        str(tmp_path / "in.csv"),
        str(tmp_path / "out.parquet"),
        party=["shipper", "consignee"],
    )
    wanted = pq.read_table(tmp_path / "out.parquet")
    table = nkrisk_geo.enrich(TABLES[kind](), address="auto", party=["shipper", "consignee"])
    for name in ("shipper_geo_adcode", "consignee_geo_country", "shipper_geo_reason"):
        found = column(table, name)
        assert found == wanted.column(name).to_pylist()
    assert column(table, "shipper_geo_prefecture") == ["Dandong", "Yanbian", None]


@pytest.mark.parametrize("kind", TABLES)
def test_one_party_has_the_plain_prefix(kind: str) -> None:
    table = nkrisk_geo.enrich(TABLES[kind](), address="auto")
    assert column(table, "geo_prefecture") == ["Dandong", "Yanbian", None]


@pytest.mark.parametrize("kind", TABLES)
def test_lines_are_joined(kind: str) -> None:
    lines = ["shipper_address_1", "shipper_address_2"]
    table = nkrisk_geo.enrich(TABLES[kind](), address=lines, postcode="zip")
    assert column(table, "geo_prefecture") == ["Dandong", None, None]
    assert column(table, "geo_reason")[1] == "refers-elsewhere"
    with pytest.raises(InputError, match="did you mean 'shipper_address_1'"):
        nkrisk_geo.enrich(TABLES[kind](), address=["shipper_address_1", "shiper_address_1"])


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "nothing found": ({"address": "auto"}, "no column has a name that says address"),
    "no such party": (
        {"party": "notify"},
        "no column has a name|no columns of a party",
    ),
    "a party and columns": (
        {"address": "x", "party": "shipper"},
        "name the columns of one party",
    ),
    "no lines": ({"address": []}, "empty list"),
    "half a point": ({"address": ["x"], "lat": "x"}, "a lat and a lng"),
}


@pytest.mark.parametrize(("options", "message"), WRONG.values(), ids=list(WRONG))
def test_what_cannot_be_read_is_said(options: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        nkrisk_geo.enrich(pd.DataFrame({"x": ["Dandong"]}), **options)


def test_a_column_called_auto_is_that_column() -> None:
    table = nkrisk_geo.enrich(
        pd.DataFrame({"auto": ["Dandong"], "address": ["Seoul"]}), address="auto"
    )
    assert table["geo_prefecture"].tolist() == ["Dandong"]


def test_a_geodataframe_brings_its_points() -> None:
    frame = geopandas.GeoDataFrame(
        {"address": ["LIAONING, CHINA", "YANJI", "YANJI"]},
        geometry=[Point(124.3947, 40.1290), LineString([(0, 0), (1, 1)]), None],
        crs=4326,
    )
    for crs in (4326, 3857):
        table = nkrisk_geo.enrich(frame.to_crs(crs), address="auto")
        assert table["geo_prefecture"].tolist() == ["Dandong", "Yanbian", "Yanbian"]
        assert isinstance(table, geopandas.GeoDataFrame)
    plain = nkrisk_geo.enrich(frame, address="address")
    assert plain["geo_prefecture"].isna().tolist() == [True, False, False]
