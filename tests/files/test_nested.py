"""Records within records, and features with their points."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from nkrisk_geo import InputError
from nkrisk_geo.files import enrich_file
from nkrisk_geo.files.json_values import leaves

RECORDS: list[dict[str, Any]] = [
    {
        "id": 1,
        "shipper": {
            "name": "A",
            "address": {"lines": ["5 HEPING RD", "YANJI"], "country": "CN"},
        },
        "consignee": {"address": {"line1": "x", "city": "Seoul"}},
    },
    {"id": 2, "shipper": {"name": "B", "address": {"lines": "DANDONG"}}, "empty": {}},
]


def write(path: Path, records: list[dict[str, Any]]) -> str:
    path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    return str(path)


def rows_of(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [*csv.DictReader(file)]


@pytest.mark.parametrize("target", ["out.csv", "out.jsonl"])
def test_columns_within_others_are_found(target: str, tmp_path: Path) -> None:
    summary = enrich_file(write(tmp_path / "in.jsonl", RECORDS), str(tmp_path / target))
    assert summary.tallies[0].party.address == ("shipper.address.lines",)
    assert summary.tallies[0].statuses == {"resolved": 2}
    if target == "out.csv":
        rows = rows_of(tmp_path / target)
        assert [row["geo_prefecture"] for row in rows] == ["Yanbian", "Dandong"]
        assert rows[0]["shipper.address.lines"] == "5 HEPING RD;YANJI"
    else:
        lines = (tmp_path / target).read_text(encoding="utf-8").splitlines()
        assert [json.loads(line)["shipper"] for line in lines] == [
            each["shipper"] for each in RECORDS
        ]


@pytest.mark.parametrize("target", ["out.csv", "out.jsonl", "out.parquet"])
def test_paths_may_be_named(target: str, tmp_path: Path) -> None:
    source = write(tmp_path / "in.jsonl", RECORDS)
    summary = enrich_file(source, str(tmp_path / target), address=["consignee.address.city"])
    assert summary.tallies[0].statuses == {"resolved": 1, "unknown": 1}
    with pytest.raises(InputError, match=r"did you mean 'consignee\.address\.city'"):
        enrich_file(source, str(tmp_path / target), address=["consignee.adress.city"])


def test_a_name_with_dots_comes_first(tmp_path: Path) -> None:
    records = [{"a.address": "DANDONG", "a": {"address": "YANJI"}}]
    source = write(tmp_path / "in.jsonl", records)
    enrich_file(source, str(tmp_path / "out.csv"), address=["a.address"])
    assert rows_of(tmp_path / "out.csv")[0]["geo_prefecture"] == "Dandong"


def test_deep_records_are_cut_at_a_depth() -> None:
    deep: dict[str, Any] = {"x": 1}
    for _ in range(200):
        deep = {"a": deep}
    assert [name.count(".") for name, _ in leaves(deep)] == [8]


def feature(properties: Any, geometry: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


POINT = {"type": "Point", "coordinates": [124.3947, 40.1290]}


def test_features_bring_their_points(tmp_path: Path) -> None:
    features = [
        feature({"name": "A", "address": "LIAONING, CHINA"}, POINT),
        feature({"name": "B", "address": "YANJI"}, {"type": "LineString", "coordinates": []}),
        feature({"name": "C", "address": "YANJI"}, None),
        feature(None, {"type": "Point", "coordinates": ["x", True]}),
        "none",
    ]
    whole = {"type": "FeatureCollection", "features": features}
    (tmp_path / "in.geojson").write_text(json.dumps(whole), encoding="utf-8")
    summary = enrich_file(str(tmp_path / "in.geojson"), str(tmp_path / "out.csv"))
    rows = rows_of(tmp_path / "out.csv")
    assert [row["geo_prefecture"] for row in rows] == [
        "Dandong",
        "Yanbian",
        "Yanbian",
        "",
    ]
    assert (rows[0]["lat"], rows[0]["lng"]) == ("40.129", "124.3947")
    assert (summary.rows_in, summary.rows_out, summary.rejected) == (5, 4, 1)
    assert (summary.noticed.no_points, summary.first_rejects[0].reason) == (
        2,
        "no-feature",
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[1]", "no list of features"),
        ('{"features": 1}', "no list of features"),
        ("{", "is no GeoJSON"),
        ('{"features": []}', "holds no record"),
        (
            '{"crs": {"properties": {"name": "EPSG:3857"}}, "features": []}',
            "save it in EPSG:4326",
        ),
    ],
)
def test_what_is_no_collection_is_said(content: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "in.geojson").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        enrich_file(str(tmp_path / "in.geojson"), str(tmp_path / "out.csv"))
