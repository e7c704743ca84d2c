"""Zones of the user's own: by members, by distance, by polygon; from TOML and from a GeoDataFrame."""

from __future__ import annotations

import os
import pickle
import sys
import time
from pathlib import Path
from typing import Any

import geopandas
import pyarrow as pa
import pytest
from shapely import Point, box

from nkrisk_geo import InputError, annotate_arrow, enrich, load_zones, resolve, zones
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.gazetteer.toml_reader import LARGEST_TOML
from nkrisk_geo.gazetteer.zone_sources import KEYS, MOST_ZONES

TOML = """
[two-towns]
name_en = "Tumen and Hunchun"
members = ["222402", "222404"]

[riverside]
within_km = 2

[delta]
wkt = "POLYGON ((129.9 42.3, 131.4 42.3, 131.4 43.2, 129.9 43.2, 129.9 42.3))"
rank = 40
"""
TEXTS = [
    "珲春市",
    "图们市",
    "延边",
    "丹东市振兴区",
    "JILIN, CHINA",
    "SHANGHAI",
    None,
    "SINUIJU",
]


@pytest.fixture
def toml(tmp_path: Path) -> Path:
    path = tmp_path / "zones.toml"
    path.write_text(TOML, encoding="utf-8")
    return path


def frame() -> Any:
    """The same zones as a GeoDataFrame."""
    rows = {
        "id": ["two-towns", "riverside", "delta"],
        "name_en": ["Tumen and Hunchun", None, None],
        "members": [["222402", "222404"], None, None],
        "within_km": [None, 2.0, None],
        "rank": [None, None, 40],
        "note": ["not read", "", ""],
    }
    return geopandas.GeoDataFrame(
        rows, geometry=[None, None, box(129.9, 42.3, 131.4, 43.2)], crs="EPSG:4326"
    )


def rows(own: Any, **columns: Any) -> list[dict[str, Any]]:
    table = pa.table({"addr": TEXTS, "lat": [42.8623, *[None] * 7], "lng": [130.3657, *[None] * 7]})
    found: list[dict[str, Any]] = annotate_arrow(
        table, address="addr", zones=own, **columns
    ).to_pylist()
    return found


def test_toml_and_geodataframe_give_the_same_rows(toml: Path) -> None:
    from_toml = rows(toml)
    assert rows(frame()) == from_toml
    assert rows(load_zones(toml)) == from_toml
    assert rows(frame().to_crs("EPSG:3857"))[0]["geo_zones"] == from_toml[0]["geo_zones"]
    points = {"lat": "lat", "lng": "lng"}
    assert rows(frame(), **points) == rows(toml, **points)


def test_they_stand_beside_the_others(toml: Path) -> None:
    hunchun, tumen, yanbian, zhenxing, jilin, shanghai, empty, sinuiju = rows(toml)
    assert hunchun["geo_zones"] == [
        "two-towns",
        "yanbian-border",
        "yanbian",
        "dprk-border",
        "jilin",
    ]
    assert hunchun["geo_zone"] == tumen["geo_zone"] == "two-towns"
    assert {"riverside", "delta"} <= {
        *hunchun["geo_zones_possible"],
        *hunchun["geo_zones"],
    }
    assert yanbian["geo_zone"] == "yanbian"
    assert {"two-towns", "riverside"} <= {*yanbian["geo_zones_possible"]}
    assert "riverside" in zhenxing["geo_zones_possible"]
    assert "two-towns" in jilin["geo_zones_possible"]
    assert (shanghai["geo_zones"], shanghai["geo_zones_possible"]) == ([], [])
    assert sinuiju["geo_zones"] == ["dprk"], "a distance counts on the Chinese side"
    assert empty["geo_reason"] == "empty"
    plain = annotate_arrow(pa.table({"addr": TEXTS}), address="addr").to_pylist()
    others = [column for column in plain[0] if "zone" not in column]
    assert [[row[column] for column in others] for row in rows(toml)] == [
        [row[c] for c in others] for row in plain
    ]


def test_a_point_decides_exactly(toml: Path) -> None:
    near = resolve(lat=40.1290, lng=124.3947, zones=toml)
    assert near.zone == "riverside"
    assert dict(near.zone_probabilities)["riverside"] == 1.0
    far = resolve("丹东市振兴区", lat=40.085, lng=124.25, zones=load_zones(toml))
    assert "riverside" not in (*far.zones, *far.zones_possible)
    inside = resolve("HUNCHUN", lat=42.8623, lng=130.3657, zones=toml)
    assert "delta" in inside.zones
    row = rows(toml, lat="lat", lng="lng")[0]
    assert ("delta" in row["geo_zones"], "riverside" in row["geo_zones_possible"]) == (
        True,
        False,
    )


def test_the_nearer_of_two_distances(toml: Path) -> None:
    """More of a county lies within twenty kilometres than within two."""
    own = load_zones({"two": {"within_km": 2}, "twenty": {"within_km": 20}})
    odds = dict(resolve("珲春市", zones=own).zone_probabilities)
    assert (
        0 < odds["two"] < odds["twenty"] == pytest.approx(resolve("珲春市").p_border_20km, abs=0.01)
    )
    assert dict(resolve("LIAONING", zones=own).zone_probabilities)["twenty"] > 0


def test_all_ways_to_name_them(toml: Path) -> None:
    own = load_zones(toml)
    assert load_zones(own) == own
    assert load_zones({"a": {"members": "222402; 222404"}})[0].members == (
        "222402",
        "222404",
    )
    table = zones(toml)
    assert table["id"].tolist()[:2] == ["two-towns", "riverside"]
    assert table.geometry[table["id"].tolist().index("delta")].contains(Point(130.3657, 42.8623))
    gazetteer = Gazetteer.default().with_zones(own)
    assert pickle.loads(pickle.dumps(gazetteer)) is gazetteer
    assert Gazetteer.default().with_zones(()) is Gazetteer.default()
    coded = enrich(pa.table({"a": TEXTS}), address="a", zones=own, categories=True)
    assert coded["geo_zone"].chunk(0).dictionary.to_pylist()[0] == "two-towns"


WRONG: dict[str, tuple[Any, str]] = {
    "nothing said": ({"a": {"name_en": "A"}}, "is empty"),
    "no such division": ({"a": {"members": ["999999"]}}, "no division '999999'"),
    "taken": ({"dandong": {"members": ["210600"]}}, "a zone 'dandong' exists already"),
    "a key": ({"a": {"member": ["210600"]}}, "no key 'member'"),
    "no table": ({"a": 3}, "should be a table"),
    "no distance": ({"a": {"within_km": -1}}, "expected km"),
    "no number": ({"a": {"within_km": "near"}}, "expected km"),
    "no geometry": ({"a": {"wkt": "POLYGON"}}, "not a geometry"),
    "a point": ({"a": {"wkt": "POINT (1 2)"}}, "expected a polygon"),
    "metres": (
        {"a": {"wkt": "POLYGON ((0 0, 900 0, 900 900, 0 0))"}},
        "not in degrees",
    ),
    "too many": ({str(n): {"within_km": 1} for n in range(MOST_ZONES + 1)}, "at most"),
    "no zones": (3, "contains no zones"),
    "no file": ("none.toml", "cannot be read"),
    "no id": (
        geopandas.GeoDataFrame({"a": [1]}, geometry=[Point(1, 2)], crs=4326),
        "needs a column `id`",
    ),
}


@pytest.mark.parametrize(("source", "message"), WRONG.values(), ids=list(WRONG))
def test_what_is_wrong_is_said(source: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        load_zones(source)


# A value of a wrong kind for each key, as TOML writes it.
KINDS = [
    '"abc"', "5", "5.5", "nan", "inf", "-1e300", "true", "[]", "[[1]]", "[true]", "{}", "{a = 1}", "2020-01-01", '""',
    '[""]', '"\\u001b[2J"', "99999999999999999999999", f'"{"x" * 5000}"', '"POLYGON ((nan nan, 1 1, 1 0, nan nan))"',
    '"POLYGON ((0 0, inf 1, 1 0, 0 0))"', '"POLYGON ((0 0, 1 1, 0 0, 0 0))"',
]  # fmt: skip


@pytest.mark.parametrize("value", KINDS)
@pytest.mark.parametrize("key", KEYS)
def test_a_value_of_any_kind_is_taken_or_named_with_file_and_zone(
    tmp_path: Path, key: str, value: str
) -> None:
    path = tmp_path / "own.toml"
    path.write_text(
        f"[somewhere]\n{key} = {value}\n" + ("within_km = 2\n" if key != "within_km" else ""),
        "utf-8",
    )
    try:
        [zone] = load_zones(path)
    except InputError as error:
        told = str(error)
    else:
        told = ""
    if told:
        assert "own.toml" in told
        assert "'somewhere'" in told
        assert len(told) < 500
        return
    answer = resolve("珲春市", lat=42.8623, lng=130.3657, zones=[zone])
    assert answer.place is not None
    pa.array([zone.name_en, zone.name_zh, zone.kind, zone.id], pa.string())


NESTED = {
    "lists": ("a = " + "[" * 100_000, "nested too deeply"),
    "tables": ("a = " + "{b = " * 100_000, "nested too deeply"),
    "heads": ("[" * 100_000, "is not valid TOML"),
    "dots": (".".join(["a"] * 200_000) + " = 1", "too many parts"),
    "quoted dots": (" . ".join(['"a"'] * 200_000) + " = 1", "too many parts"),
    "head of dots": ("[" + ".".join(["a"] * 200_000) + "]", "too many parts"),
    "brackets": (
        '[a]\nwkt = "' + "GEOMETRYCOLLECTION (" * 100_000 + '"',
        "zone 'a'.*nested too deeply",
    ),
    "pairs": (
        '[a]\nwkt = "MULTIPOLYGON ' + "(" * 100_000 + ")" * 100_000 + '"',
        "zone 'a'.*nested too deeply",
    ),
    "a large one": ("#" * (LARGEST_TOML + 1), "has more than"),
    "bytes": ("[a]\nname_en = '\udcff'", "is not valid TOML"),
}


@pytest.mark.parametrize(("content", "message"), NESTED.values(), ids=list(NESTED))
def test_what_would_take_the_stack_or_all_day_is_refused(
    tmp_path: Path, content: str, message: str
) -> None:
    path = tmp_path / "own.toml"
    path.write_bytes(content.encode("utf-8", "surrogateescape"))
    begun = time.process_time()
    with pytest.raises(InputError, match=rf"own\.toml: .*{message}"):
        load_zones(path)
    assert time.process_time() - begun < 5


@pytest.mark.skipif(sys.platform == "win32", reason="has no such files")
def test_a_device_and_a_pipe_are_no_files(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    for path in ("/dev/zero", tmp_path / "pipe.toml", tmp_path):
        with pytest.raises(InputError, match="is not a file"):
            load_zones(path)


def test_a_mapping_is_held_to_the_same(tmp_path: Path) -> None:
    wrong: list[dict[str, Any]] = [
        {"members": [None]},
        {"members": {"210600": 1}},
        {"members": b"210600"},
        {"rank": None},
    ]
    wrong += [
        {"name_en": 3},
        {"name_en": "\ud800"},
        {"wkt": 3},
        {"wkt": "POLYGON \ud800"},
        {"parent": ["a"]},
    ]
    for table in wrong:
        with pytest.raises(InputError, match="zone 'a'"):
            load_zones({"a": {"within_km": 1, **table}})
    with pytest.raises(InputError, match="an id has"):
        load_zones({"": {"within_km": 1}})


def test_no_toml(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("[a", encoding="utf-8")
    with pytest.raises(InputError, match="is not valid TOML"):
        load_zones(tmp_path / "a.toml")


def test_the_command_takes_them(
    toml: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from nkrisk_geo.cli import main

    assert main(["resolve", "珲春市", "--json", "--zones", str(toml)]) == 0
    assert '"zone": "two-towns"' in capsys.readouterr().out
    (tmp_path / "in.csv").write_text("addr\n珲春市\n", encoding="utf-8")
    out = str(tmp_path / "out.csv")
    assert (
        main(
            [
                "enrich",
                str(tmp_path / "in.csv"),
                "-o",
                out,
                "--zones",
                str(toml),
                "--quiet",
            ]
        )
        == 0
    )
    assert ",two-towns," in Path(out).read_text(encoding="utf-8")
