"""Datums: published points, round trips, misuse."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nkrisk_geo.geography.datum import from_wgs84, to_wgs84
from nkrisk_geo.model.errors import InputError

# The test points of googollee/eviltransform (WGS-84, then GCJ-02).
PUBLISHED = [
    (31.1774276, 121.5272106, 31.17530398364597, 121.531541859215),
    (22.543847, 113.912316, 22.540796131694766, 113.9171764808363),
    (39.911954, 116.377817, 39.91334545536069, 116.38404722455657),
]
METRE = 1 / 111_320

lats = st.floats(18, 54)
lngs = st.floats(74, 135)
datums = st.sampled_from(["gcj02", "bd09"])


@pytest.mark.parametrize(("lat", "lng", "gcj_lat", "gcj_lng"), PUBLISHED)
def test_gcj02_of_published_points(lat: float, lng: float, gcj_lat: float, gcj_lng: float) -> None:
    assert from_wgs84(lat=lat, lng=lng, datum="gcj02") == pytest.approx(
        (gcj_lat, gcj_lng), abs=1e-9
    )
    assert to_wgs84(lat=gcj_lat, lng=gcj_lng, datum="gcj02") == pytest.approx(
        (lat, lng), abs=METRE / 100
    )


def test_bd09_of_a_published_point() -> None:
    """The example of wandergis/coordtransform: GCJ-02 116.404, 39.915 is BD-09 116.41036949, 39.92133699."""
    lat, lng = to_wgs84(lat=39.915, lng=116.404, datum="gcj02")
    assert from_wgs84(lat=lat, lng=lng, datum="bd09") == pytest.approx(
        (39.92133699351022, 116.41036949371029), abs=1e-8
    )


@given(lats, lngs, datums)
def test_there_and_back(lat: float, lng: float, datum: str) -> None:
    there = from_wgs84(lat=lat, lng=lng, datum=datum)
    back = to_wgs84(lat=there[0], lng=there[1], datum=datum)
    assert back == pytest.approx((lat, lng), abs=METRE / 1000)


@given(lats, lngs, datums)
def test_the_shift_is_what_maps_show(lat: float, lng: float, datum: str) -> None:
    shifted_lat, shifted_lng = from_wgs84(lat=lat, lng=lng, datum=datum)
    metres = (
        math.hypot(shifted_lat - lat, (shifted_lng - lng) * math.cos(math.radians(lat))) / METRE
    )
    assert metres < 2000


@given(st.lists(st.tuples(lats, lngs), min_size=1, max_size=5), datums)
def test_arrays_equal_scalars(points: list[tuple[float, float]], datum: str) -> None:
    lat, lng = (np.array(column) for column in zip(*points, strict=True))
    columns = from_wgs84(lat=lat, lng=lng, datum=datum)
    for number, point in enumerate(points):
        alone = from_wgs84(lat=point[0], lng=point[1], datum=datum)
        assert (columns[0][number], columns[1][number]) == pytest.approx(alone, abs=1e-12)


def test_nothing_moves_outside_china() -> None:
    for lat, lng in [(48.85, 2.35), (-33.9, 151.2), (0.0, 0.0), (90.0, 180.0)]:
        for datum in ("gcj02", "bd09"):
            assert from_wgs84(lat=lat, lng=lng, datum=datum) == (lat, lng)


def test_nan_stays_nan() -> None:
    lat, lng = from_wgs84(lat=[40.0, math.nan], lng=[124.0, 125.0], datum="bd09")
    assert math.isfinite(lat[0])
    assert math.isnan(lat[1])
    assert lng.shape == (2,)


@pytest.mark.parametrize("name", ["WGS-84", "wgs_84", "GCJ02", "BD-09"])
def test_usual_spellings(name: str) -> None:
    lat, lng = to_wgs84(lat=40.0, lng=124.0, datum=name)
    assert (lat, lng) == pytest.approx((40.0, 124.0), abs=0.02)


def test_an_unknown_datum_is_named() -> None:
    with pytest.raises(InputError, match="tokyo"):
        to_wgs84(lat=40.0, lng=124.0, datum="tokyo")
