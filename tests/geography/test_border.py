"""The border: distances against brute force, the sign, known places, misuse."""

from __future__ import annotations

import itertools
import math
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from pyproj import Geod
from shapely import MultiPolygon, Point, Polygon, contains_xy

from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.geography.border import (
    NO_CROSSING,
    _measure,
    band_of,
    border_at,
    border_line,
    crossings,
)
from nkrisk_geo.geography.datum import from_wgs84
from nkrisk_geo.geography.ellipsoid import geocentric
from nkrisk_geo.geography.line import Nearest
from nkrisk_geo.model.errors import InputError

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "gazetteer"))

from fetch import measure

GEOD = Geod(ellps="WGS84")
Floats = NDArray[np.float64]

# place, lat, lng, km (negative inside the DPRK), tolerance in km
KNOWN = [
    ("the mouth of the Yalu", 39.795867, 124.164063, 0.0, 0.001),
    ("the tripoint", 42.418332, 130.637009, 0.0, 0.001),
    ("Supung dam", 40.4622, 124.9625, 0.0, 0.1),
    ("the Friendship Bridge", 40.1172, 124.3930, 0.0, 0.3),
    ("the bank of Sinuiju", 40.09, 124.40, -2.54, 0.1),
    ("Pyongyang", 39.03, 125.75, -159.1, 1.0),
    ("Dandong", 40.13, 124.39, 0.83, 0.1),
    ("Hwanggumpyong", 39.9545, 124.2895, -0.4, 0.4),
    ("Ji'an", 41.1282, 126.1946, 1.2, 0.5),
    ("Beijing", 39.9042, 116.4074, 664.0, 1.0),
]


@cache
def every_100_m() -> Floats:
    """The border as points (lng, lat) at most 100 m apart."""
    pieces = []
    for line in border_line(islands=True).geoms:
        for start, end in itertools.pairwise(np.asarray(line.coords)):
            steps = math.ceil(GEOD.inv(*start, *end)[2] / 100)
            pieces.append(np.linspace(start, end, max(steps, 1) + 1))
    return np.concatenate(pieces)


@cache
def dprk() -> MultiPolygon:
    """The DPRK's outline and those of its islands beyond the line."""
    gazetteer = Gazetteer.default()
    rings = (gazetteer.geometry["dprk_outline"], *gazetteer.islands)
    return MultiPolygon([Polygon(list(zip(lng, lat, strict=True))) for lat, lng in rings])


def segments_km(lat: Floats, lng: Floats) -> Floats:
    """Km to the nearest of all segments, each tried for each point, by chords through the ellipsoid."""
    line, points = _measure(Gazetteer.default()).border, geocentric(lat, lng)
    away = points[:, :, None] - line._starts[:, None]
    share = np.clip((away * line._runs[:, None]).sum(axis=0) / (line._runs**2).sum(axis=0), 0, 1)
    chords = np.sqrt(((away - share * line._runs[:, None]) ** 2).sum(axis=0))
    found = Nearest(
        chords.min(axis=1),
        chords.argmin(axis=1),
        share[np.arange(len(lat)), chords.argmin(axis=1)],
    )
    feet = line.foot(found)
    return np.asarray(GEOD.inv(lng, lat, feet[1], feet[0])[2]) / 1000


def exact_km(lat: float, lng: float) -> float:
    """Karney's geodesic to the nearest of all points of the line; at most 50 m along from the true foot."""
    line = every_100_m()
    near = np.hypot((line[:, 0] - lng) * math.cos(math.radians(lat)), line[:, 1] - lat)
    chosen = line[np.argsort(near)[:4000]]
    return (
        float(GEOD.inv(np.full(len(chosen), lng), np.full(len(chosen), lat), *chosen.T)[2].min())
        / 1000
    )


def around(count: int, seed: int) -> tuple[Floats, Floats]:
    """Random points: half within some kilometres of the line, half up to 1,500 km away."""
    random = np.random.default_rng(seed)
    line = every_100_m()[random.integers(0, len(every_100_m()), count // 2)]
    near = line + random.normal(0, 0.02, line.shape)
    far = np.column_stack(
        [random.uniform(112, 143, count // 2), random.uniform(30, 53, count // 2)]
    )
    points = np.concatenate([near, far])
    return points[:, 1], points[:, 0]


def close(km: float, exact: float) -> bool:
    """Whether a distance is within 20 m of brute force, which may be too long by the half step of its points."""
    slack = math.hypot(exact, 0.05) - exact if exact > 0 else 0.05
    return exact - slack - 0.02 <= abs(km) <= exact + 0.02


def test_brute_force() -> None:
    lat, lng = around(400, seed=1)
    for point_lat, point_lng, km in zip(lat, lng, border_at(lat=lat, lng=lng), strict=True):
        assert close(km, exact_km(point_lat, point_lng)), (point_lat, point_lng, km)


def test_the_sign_is_that_of_the_outlines() -> None:
    lat, lng = around(60_000, seed=3)
    np.testing.assert_array_equal(border_at(lat=lat, lng=lng) < 0, contains_xy(dprk(), lng, lat))


def test_the_sign_at_the_bends_of_the_line() -> None:
    chance = np.random.default_rng(5)
    line = _measure(Gazetteer.default()).border
    nodes = chance.integers(1, len(line.lat), 60_000)
    lat, lng = (
        column[nodes] + chance.normal(0, 0.004, len(nodes)) for column in (line.lat, line.lng)
    )
    share = line.nearest(lat, lng).share
    assert np.mean((share == 0) | (share == 1)) > 0.1, "these points should have a vertex nearest"
    np.testing.assert_array_equal(border_at(lat=lat, lng=lng) < 0, contains_xy(dprk(), lng, lat))


def test_the_nearest_segment_is_that_of_trying_every_one() -> None:
    lat, lng = around(4000, seed=2)
    slow = np.concatenate(
        [segments_km(lat[at : at + 100], lng[at : at + 100]) for at in range(0, len(lat), 100)]
    )
    np.testing.assert_allclose(np.abs(border_at(lat=lat, lng=lng)), slow, atol=1e-3)


def test_a_distance_does_not_depend_on_the_points_around_it() -> None:
    lat, lng = around(40_000, seed=7)
    whole, backwards = (
        border_at(lat=lat, lng=lng),
        border_at(lat=lat[::-1], lng=lng[::-1])[::-1],
    )
    np.testing.assert_array_equal(whole, backwards)
    parts = [
        border_at(lat=lat[at : at + 777], lng=lng[at : at + 777]) for at in range(0, len(lat), 777)
    ]
    np.testing.assert_array_equal(whole, np.concatenate(parts))
    assert whole[11] == border_at(lat=lat[11], lng=lng[11]).km
    with ThreadPoolExecutor(4) as threads:
        for found in threads.map(lambda _: border_at(lat=lat, lng=lng), range(4)):
            np.testing.assert_array_equal(found, whole)


@pytest.mark.parametrize(("place", "lat", "lng", "km", "within"), KNOWN)
def test_known_places(place: str, lat: float, lng: float, km: float, within: float) -> None:
    assert border_at(lat=lat, lng=lng).km == pytest.approx(km, abs=within), place


def test_the_line() -> None:
    line = border_line()
    assert line.coords[0] == (124.164063, 39.795867)
    assert line.coords[-1] == (130.637009, 42.418332)
    assert line.is_simple
    assert 1391 < GEOD.geometry_length(line) / 1000 < 1394
    assert border_line(sea=True).coords[0] == line.coords[0]
    assert 19 < GEOD.geometry_length(border_line(sea=True)) / 1000 < 20


def test_the_islands_are_part_of_the_border() -> None:
    line, *islands = border_line(islands=True).geoms
    assert line.equals(border_line())
    assert len(islands) == 22
    for island in islands:
        assert island.is_ring
        assert not island.intersects(line)
        lng, lat = Polygon(island).representative_point().coords[0]
        inside = border_at(lat=lat, lng=lng)
        assert (inside.km or 0) < 0
        assert inside.side == "KP"
        assert inside.chainage_km == pytest.approx(1330, abs=50)
        assert Point(inside.nearest_lng, inside.nearest_lat).distance(island) < 1e-6


def test_the_tables_are_measured_alike() -> None:
    near = [np.asarray(island.coords) for island in list(border_line(islands=True).geoms)[1:]]
    lat, lng = around(1000, seed=11)
    lng, lat = np.concatenate([*near, np.column_stack([lng, lat])]).T
    lat = lat + np.random.default_rng(12).normal(0, 0.002, len(lat))
    slow, fast = (
        measure.border_km(np.column_stack([lng, lat])),
        border_at(lat=lat, lng=lng),
    )
    np.testing.assert_allclose(fast, slow, atol=0.02)


def test_chainage_runs_from_the_mouth_to_the_tripoint() -> None:
    line = np.asarray(border_line().coords)
    chainage = border_at(lat=line[:, 1], lng=line[:, 0], details=True)["chainage_km"]
    assert chainage[0] == 0
    assert (np.diff(chainage) >= 0).all()
    assert chainage[-1] == pytest.approx(GEOD.geometry_length(border_line()) / 1000, abs=0.1)


def test_the_sides_about_the_islands() -> None:
    near = np.concatenate(
        [np.asarray(island.coords) for island in list(border_line(islands=True).geoms)[1:]]
    )
    lng, lat = (near + np.random.default_rng(13).normal(0, 0.003, near.shape)).T
    expected = np.where(contains_xy(dprk(), lng, lat), "KP", "CN")
    np.testing.assert_array_equal(border_at(lat=lat, lng=lng, details=True)["side"], expected)


@pytest.mark.parametrize(
    ("lat", "lng", "side"),
    [
        (40.13, 124.39, "CN"),
        (38.91, 121.60, "CN"),
        (39.90, 116.41, "CN"),
        (40.09, 124.40, "KP"),
        (38.0, 126.5, "KP"),
        (42.43, 130.65, "RU"),  # Khasan
        (42.71, 130.78, "RU"),  # Kraskino
        (43.12, 131.89, "RU"),  # Vladivostok
        (48.48, 135.08, "RU"),  # Khabarovsk
        (42.86, 130.37, "CN"),  # Hunchun
        (42.44, 130.60, "CN"),  # Fangchuan
        (44.40, 131.15, "CN"),  # Suifenhe
        (42.3, 130.4, "KP"),
        (37.56, 126.98, None),
        (37.5, 130.9, None),
    ],
)
def test_side(lat: float, lng: float, side: str | None) -> None:
    assert border_at(lat=lat, lng=lng).side == side


def test_a_wrong_datum_crosses_the_river() -> None:
    lat, lng = from_wgs84(lat=40.1290, lng=124.3947, datum="gcj02")
    assert border_at(lat=lat, lng=lng, datum="gcj02").km == pytest.approx(
        border_at(lat=40.1290, lng=124.3947).km, abs=1e-6
    )
    assert (
        abs((border_at(lat=lat, lng=lng).km or 0) - (border_at(lat=40.1290, lng=124.3947).km or 0))
        > 0.1
    )


@pytest.mark.parametrize(
    ("km", "band"),
    [
        (0, "0-2"),
        (1.999, "0-2"),
        (2, "2-5"),
        (49.9, "20-50"),
        (200, "200+"),
        (5000, "200+"),
        (-0.1, None),
        (None, None),
        (math.nan, None),
    ],
)
def test_band(km: float | None, band: str | None) -> None:
    assert band_of(km) == band


@given(st.floats(0, 3000))
def test_a_band_holds_its_distance(km: float) -> None:
    low, _, high = (band_of(km) or "").partition("-")
    assert float(low.removesuffix("+")) <= km < (float(high) if high else math.inf)


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_any_point_on_earth_has_a_distance(lat: float, lng: float) -> None:
    answer = border_at(lat=lat, lng=lng)
    assert answer.km is not None
    assert abs(answer.km) <= 20_004
    assert answer.crossing is not None


@given(
    st.floats(38, 46),
    st.floats(118, 131),
    st.floats(-0.05, 0.05),
    st.floats(-0.05, 0.05),
)
def test_moving_a_point_changes_no_more_than_the_move(
    lat: float, lng: float, north: float, east: float
) -> None:
    moved = GEOD.inv(lng, lat, lng + east, lat + north)[2] / 1000
    before, after = border_at(lat=[lat, lat + north], lng=[lng, lng + east])
    assert abs(abs(before) - abs(after)) <= moved + 0.002


def test_across_the_antimeridian_and_at_the_poles() -> None:
    west, east = border_at(lat=[52.0, 52.0], lng=[-179.9999, 179.9999])
    assert west == pytest.approx(east, abs=0.1)
    at_pole = border_at(lat=[90.0, 90.0, -90.0], lng=[0.0, 124.0, 77.0])
    assert at_pole[0] == pytest.approx(at_pole[1], abs=0.001)
    assert at_pole[2] > 14_000


def test_arrays_lists_and_series() -> None:
    lat, lng = [40.13, None, 91.0, 40.09], [124.39, 124.39, 124.39, 124.40]
    expected = [0.83, math.nan, math.nan, -2.54]
    for kind in (list, np.array, pd.Series):
        columns: Any = (kind(lat), kind(lng))
        np.testing.assert_allclose(border_at(lat=columns[0], lng=columns[1]), expected, atol=0.01)
    assert border_at(lat=np.zeros((2, 3)), lng=np.zeros((2, 3))).shape == (2, 3)
    assert border_at(lat=[], lng=[]).shape == (0,)


def test_details_are_the_fields_of_the_scalar() -> None:
    lat, lng = [40.13, math.nan, 39.03, 42.9], [124.39, 124.0, 125.75, 129.5]
    table = border_at(lat=lat, lng=lng, details=True)
    for row in (0, 2, 3):
        alone = border_at(lat=lat[row], lng=lng[row])
        for name in ("km", "band", "crossing", "crossing_km", "chainage_km", "side"):
            assert table[name][row] == getattr(alone, name)
    assert math.isnan(table["km"][1])
    assert table["side"][1] is None
    assert table["band"][1] is None


@pytest.mark.parametrize(
    ("lat", "lng", "words"),
    [
        (None, 124.0, "lat is None"),
        (40.0, math.nan, "lng is nan"),
        (math.inf, 124.0, "lat is inf"),
        (124.39, 40.13, "swapped"),
        (400.0, 124.0, "not a latitude"),
        (40.0, 1240.0, "not a longitude"),
        ("here", "there", "numbers"),
        ([40.0], [124.0, 125.0], "shape"),
    ],
)
def test_misuse_is_named(lat: Any, lng: Any, words: str) -> None:
    with pytest.raises(InputError, match=words):
        border_at(lat=lat, lng=lng)


def test_crossings() -> None:
    table = crossings()
    assert str(table.crs) == "EPSG:4326"
    assert table["id"].is_unique
    chainage = border_at(lat=table["lat"], lng=table["lng"], details=True)["chainage_km"]
    real = ~table["kind"].isin(NO_CROSSING).to_numpy()
    assert (np.diff(chainage[real]) >= 0).all()
    km = border_at(lat=table["lat"][real], lng=table["lng"][real])
    assert (np.abs(km) < 1.2).all()


def test_crossings_say_where_along_the_line_how_exact_and_when_reported() -> None:
    table = crossings()
    placed = table["chainage_km"].notna()
    assert set(table["id"][~placed]) == {"DD10", "HC4"}
    measured = border_at(lat=table["lat"][placed], lng=table["lng"][placed], details=True)[
        "chainage_km"
    ]
    np.testing.assert_allclose(table["chainage_km"][placed], measured, atol=0.06)
    assert table["chainage_km"][placed].is_monotonic_increasing
    assert table["accuracy_km"].between(0.1, 5).all()
    dated = table["status_reported"] != ""
    assert (dated | table["status"].str.contains("undated")).all()
    friendship = table.set_index("id").loc["DD1"]
    assert (friendship["dprk_ko"], friendship["status_reported"]) == (
        "신의주",
        "2024-10",
    )


def test_a_crossing_on_the_line_is_as_near_as_its_accuracy() -> None:
    table = crossings()
    table = table[~table["kind"].isin(NO_CROSSING)]
    km = np.abs(border_at(lat=table["lat"], lng=table["lng"]))
    assert (km <= table["accuracy_km"] + 0.5).all()  # the river is half a kilometre wide


def test_russia_is_no_crossing() -> None:
    assert border_at(lat=42.82, lng=130.62).crossing != "HC4"


@pytest.mark.parametrize(
    ("lat", "lng", "crossing"),
    [(40.12, 124.39, "DD1"), (42.57, 130.52, "HC2"), (41.41, 128.18, "CB1")],
)
def test_nearest_crossing(lat: float, lng: float, crossing: str) -> None:
    assert border_at(lat=lat, lng=lng).crossing == crossing


@pytest.mark.parametrize(
    ("place", "lat", "lng", "facing", "contact"),
    [
        ("the Friendship Bridge", 40.1172, 124.3930, "Sinuiju", "river"),
        ("Tumen", 42.9630, 129.8430, "Onsong", "river"),
        ("Tianchi", 42.0100, 128.0600, "Samjiyon", "lake"),
        ("Beijing", 39.9042, 116.4074, None, None),
    ],
)
def test_what_is_opposite(
    place: str, lat: float, lng: float, facing: str | None, contact: str | None
) -> None:
    found = border_at(lat=lat, lng=lng)
    assert (found.facing, found.contact) == (facing, contact), place
    table = border_at(lat=np.array([lat, np.nan]), lng=np.array([lng, np.nan]), details=True)
    assert (table["facing"].tolist(), table["contact"].tolist()) == (
        [facing, None],
        [contact, None],
    )


def test_the_nearest_place_is_on_the_line_and_as_far_as_said() -> None:
    for lat, lng in ((40.13, 124.39), (41.5, 125.9), (43.2, 129.5), (39.03, 125.75)):
        found = border_at(lat=lat, lng=lng)
        metres = GEOD.inv(lng, lat, found.nearest_lng, found.nearest_lat)[2]
        assert metres / 1000 == pytest.approx(abs(found.km or 0), abs=0.02)
        assert found.nearest_lat is not None
        assert found.nearest_lng is not None
        assert border_at(lat=found.nearest_lat, lng=found.nearest_lng).km == pytest.approx(
            0, abs=0.02
        )


def test_the_sea_boundary_counts_on_demand() -> None:
    lat, lng = 39.754, 123.7302  # Dalu, an island
    land, sea = border_at(lat=lat, lng=lng), border_at(lat=lat, lng=lng, sea=True)
    line = border_line(sea=True)
    steps = [
        line.interpolate(share, normalized=True).coords[0] for share in np.linspace(0, 1, 2001)
    ]
    assert sea.km == pytest.approx(
        min(GEOD.inv(lng, lat, *step)[2] for step in steps) / 1000, abs=0.02
    )
    assert (sea.km or 0) < (land.km or 0) - 1
    assert (sea.crossing, sea.chainage_km) == (land.crossing, land.chainage_km)
    inland = border_at(lat=[42.0, 39.03], lng=[126.0, 125.75])
    np.testing.assert_allclose(
        border_at(lat=[42.0, 39.03], lng=[126.0, 125.75], sea=True)[0], inland[0]
    )
    assert (border_at(lat=39.03, lng=125.75, sea=True).km or 0) < 0
