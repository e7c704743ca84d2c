"""Coordinates as evidence: the divisions they lie in, the datum, what is wrong with them, tables."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

from nkrisk_geo import (
    COLUMNS,
    InputError,
    annotate_arrow,
    border_at,
    distance_quantiles,
    enrich,
    resolve,
)
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.gazetteer.polygons import counties
from nkrisk_geo.geography.datum import from_wgs84
from nkrisk_geo.geography.reverse import Placer

RIVERSIDE: dict[str, Any] = {"lat": 40.1290, "lng": 124.3947}
HUNCHUN: dict[str, Any] = {"lat": 42.8623, "lng": 130.3657}
without_polygons = pytest.mark.skipif(
    counties() is not None, reason="polygons are installed, and answer exactly"
)

# text, coordinates, status, country, adcode, zone
ANSWERS: list[tuple[str | None, dict[str, float], str, str | None, str | None, str | None]] = [
    (None, HUNCHUN, "resolved", "CN", "222404", "yanbian-border"),
    ("CHINA", HUNCHUN, "resolved", "CN", "222404", "yanbian-border"),
    ("HUNCHUN CITY", HUNCHUN, "resolved", "CN", "222404", "yanbian-border"),
    ("丹东市振兴区", RIVERSIDE, "resolved", "CN", "210603", "dandong-border"),
    ("朝阳区", {"lat": 43.8342, "lng": 125.2884}, "resolved", "CN", "220104", "jilin"),
    (None, {"lat": 39.03, "lng": 125.75}, "resolved", "KP", None, "dprk"),
    ("SINUIJU", {"lat": 40.10, "lng": 124.40}, "resolved", "KP", None, "dprk"),
    ("上海市浦东新区", {"lat": 31.22, "lng": 121.54}, "resolved", "CN", "310115", None),
    (
        "丹东市振兴区",
        {"lat": 41.80, "lng": 123.43},
        "ambiguous",
        "CN",
        "210000",
        "liaoning",
    ),
    ("SHANGHAI", RIVERSIDE, "ambiguous", "CN", None, None),
    ("SINUIJU", {"lat": 40.16, "lng": 124.37}, "ambiguous", None, None, None),
]


@pytest.mark.parametrize(("text", "point", "status", "country", "adcode", "zone"), ANSWERS)
def test_points_beside_texts(
    text: str | None,
    point: dict[str, Any],
    status: str,
    country: str | None,
    adcode: str | None,
    zone: str | None,
) -> None:
    answer = resolve(text, **point)
    found = answer.place.adcode if answer.place else None
    assert (answer.status.value, answer.country, found, answer.zone) == (
        status,
        country,
        adcode,
        zone,
    )
    assert bool(answer.conflicts) == (status == "ambiguous")


def test_a_point_gives_the_distance() -> None:
    answer = resolve("LIAONING, CHINA", **RIVERSIDE)
    exact = border_at(**RIVERSIDE)
    assert answer.border.km == pytest.approx(exact.km, abs=0.01)
    assert (answer.lat, answer.lng) == (RIVERSIDE["lat"], RIVERSIDE["lng"])
    assert (answer.border.band, answer.border.crossing) == ("0-2", exact.crossing)
    assert (answer.p_border_20km, answer.p_border_50km) == (1.0, 1.0)


@pytest.mark.parametrize(("digits", "radius"), [(1, 5.56), (2, 0.556), (3, 0.0556), (5, 0.05)])
def test_decimals_say_how_exact_a_point_is(digits: int, radius: float) -> None:
    answer = resolve(lat=f"{42.0777777:.{digits}f}", lng=f"{126.5111111:.{digits}f}")
    assert answer.radius_km == pytest.approx(radius, abs=0.01)
    km, low, high = answer.border.km, answer.border.km_min, answer.border.km_max
    assert km is not None
    assert low == pytest.approx(max(0.0, km - radius), abs=0.02)
    assert high == pytest.approx(km + radius, abs=0.02)


def test_the_datum_decides_on_which_bank_a_works_stands() -> None:
    for datum in ("gcj02", "bd09"):
        lat, lng = from_wgs84(**RIVERSIDE, datum=datum)
        told = resolve(lat=lat, lng=lng, datum=datum)
        assert told.border.km == pytest.approx(resolve(**RIVERSIDE).border.km, abs=0.01)
    with pytest.raises(InputError, match="unknown datum"):
        resolve(lat=1, lng=1, datum="wgs 1984")


UNUSABLE = {
    "swapped": (124.39, 40.12, "lat and lng look swapped"),
    "no latitude": (95.0, 200.0, "is not a latitude"),
    "no longitude": (40.0, 200.0, "is not a longitude"),
    "null island": (0, 0.0, "where there is no point"),
    "one alone": (40.1, None, "there is no lng beside the lat"),
    "words": ("forty", "x", "are no numbers"),
    "infinite": (math.inf, 1.0, "are no numbers"),
}


@pytest.mark.parametrize(("lat", "lng", "why"), UNUSABLE.values(), ids=list(UNUSABLE))
def test_absurd_coordinates_are_a_finding_and_no_distance(lat: Any, lng: Any, why: str) -> None:
    alone, beside = resolve(lat=lat, lng=lng), resolve("丹东市", lat=lat, lng=lng)
    assert why in alone.conflicts[0]
    assert alone.conflicts[0].startswith("coordinates not used: ")
    assert (alone.status.value, str(alone.reason), alone.border.km) == (
        "unknown",
        "no-place",
        None,
    )
    assert beside.border == resolve("丹东市").border
    assert why in beside.conflicts[-1]


def test_no_coordinates_are_no_finding() -> None:
    assert resolve("丹东市", lat=None, lng=None) == resolve("丹东市")
    assert resolve("丹东市", lat=float("nan"), lng="") == resolve("丹东市")


def test_a_point_far_from_its_town() -> None:
    answer = resolve("丹东市振兴区浪头镇", lat=40.1290, lng=124.3947)
    assert answer.border == resolve("丹东市振兴区浪头镇").border
    assert "km from that of the township" in answer.conflicts[0]


@without_polygons
def test_near_a_boundary_it_is_one_of_the_counties_around() -> None:
    answer = resolve(**RIVERSIDE)
    assert answer.place is not None
    assert (answer.place.adcode, answer.zone) == ("210600", "dandong-border")
    assert len(answer.candidates) > 1


def test_in_the_river_it_is_on_either_side() -> None:
    answer = resolve(lat=40.1167, lng=124.3936)
    assert answer.status.value == "ambiguous"
    assert {"dandong-border", "dprk"} <= {*answer.zones_possible}


def test_beyond_the_two_provinces_a_point_says_its_province() -> None:
    answer = resolve(lat=39.904, lng=116.407)
    assert (answer.zones, answer.zones_possible) == ((), ())
    assert answer.border.km == pytest.approx(664, abs=1)
    assert Placer(Gazetteer.default()).place([39.904], [116.407], "wgs84").said[0] in (
        "110000=20",
        "110101=20",
    )


ROWS: list[tuple[str | None, Any, Any]] = [
    ("丹东市振兴区", 40.1290, 124.3947), (None, 42.8623, 130.3657), ("丹东市振兴区", 41.80, 123.43), (None, None, None),
    ("丹东", 124.39, 40.12), (None, 0.0, 0.0), ("SHANGHAI", None, None), ("丹东市振兴区浪头镇", 40.1290, 124.3947),
    (None, 39.03, 125.75), ("Hunchun", 31.2, 121.5),
]  # fmt: skip


def table() -> pa.Table:
    return pa.table(
        {name: [row[at] for row in ROWS] for at, name in enumerate(("addr", "lat", "lng"))}
    )


@pytest.mark.parametrize("style", ["text", "json"])
def test_tables_say_the_same_as_single_answers(style: str) -> None:
    rows = annotate_arrow(
        table(), address="addr", lat="lat", lng="lng", prefix="g_", evidence=style
    )
    assert rows.column_names[3:] == [f"g_{column.name}" for column in COLUMNS]
    for (text, lat, lng), row in zip(ROWS, rows.to_pylist(), strict=True):
        wanted = resolve(text, lat=lat, lng=lng).to_dict(evidence=style)
        del wanted["evidence"]  # there strongest first
        assert {name: row[f"g_{name}"] for name in wanted} == wanted, (text, lat, lng)


def test_points_in_tables_of_all_kinds() -> None:
    frame = table().to_pandas()
    plain = enrich(frame, address="addr", lat="lat", lng="lng")
    texts = frame.assign(lat=frame["lat"].astype(str), lng=frame["lng"].astype(str)).replace(
        "nan", ""
    )
    pd.testing.assert_frame_equal(
        enrich(texts, address="addr", lat="lat", lng="lng").drop(columns=["lat", "lng"]),
        plain.drop(columns=["lat", "lng"]),
    )
    coded = enrich(frame, address="addr", lat="lat", lng="lng", categories=True)
    assert coded["geo_border_band"].astype(object).where(
        coded["geo_border_band"].notna(), None
    ).tolist() == [value if isinstance(value, str) else None for value in plain["geo_border_band"]]
    with pytest.raises(InputError, match="a point has a lat and a lng"):
        enrich(frame, address="addr", lat="lat")


def test_the_datum_of_a_table() -> None:
    lat, lng = from_wgs84(**RIVERSIDE, datum="gcj02")
    shifted = pa.table({"lat": [lat], "lng": [lng]})
    row = annotate_arrow(shifted, lat="lat", lng="lng", datum="gcj02").to_pylist()[0]
    assert row["geo_border_km"] == pytest.approx(0.42, abs=0.02)
    assert row["geo_lat"] == pytest.approx(RIVERSIDE["lat"], abs=1e-6)


def test_quantiles_lie_within_the_interval() -> None:
    for text in (
        "和龙市",
        "延边",
        "LIAONING, CHINA",
        "丹东市振兴区浪头镇",
        "辽宁省铁西区",
        "新义州",
    ):
        border = resolve(text).border
        found = distance_quantiles(text, q=(0.0, 0.05, 0.5, 0.95, 1.0))
        assert None not in found
        known = [km for km in found if km is not None]
        assert known == sorted(known)
        assert border.km_min is not None
        assert border.km_max is not None
        assert border.km_min - 0.5 <= known[0] <= known[-1] <= border.km_max + 0.5
    assert distance_quantiles("朝阳区") == distance_quantiles(None) == (None, None, None)
    exact = distance_quantiles("丹东市", **RIVERSIDE)
    assert exact[1] == pytest.approx(0.42, abs=0.02)
    lat, lng = from_wgs84(**RIVERSIDE, datum="bd09")
    assert distance_quantiles(lat=lat, lng=lng, datum="bd09")[1] == pytest.approx(0.42, abs=0.06)
    disputed = distance_quantiles("丹东市振兴区", lat=41.80, lng=123.43)
    assert disputed[0] is not None
    assert disputed[2] is not None
    assert disputed[0] < 20
    assert disputed[2] > 100
    assert distance_quantiles(city="和龙市") == distance_quantiles("和龙市")
    with pytest.raises(InputError, match="expected shares"):
        distance_quantiles("丹东", q=(5, 50))
