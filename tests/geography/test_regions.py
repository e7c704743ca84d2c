"""Points anywhere: country and province, and texts beside the points of other places."""

from __future__ import annotations

import itertools

import pyarrow as pa
import pytest

from nkrisk_geo.gazetteer.polygons import counties
from nkrisk_geo.model import PointStatus
from nkrisk_geo.resolver.resolution import resolve
from nkrisk_geo.tables.rows import annotate_arrow

CAPITALS = {
    "Beijing": ("110000", 39.904, 116.407), "Tianjin": ("120000", 39.125, 117.190), "Shijiazhuang": ("130000", 38.042, 114.514),
    "Taiyuan": ("140000", 37.870, 112.549), "Hohhot": ("150000", 40.842, 111.749), "Shenyang": ("210000", 41.805, 123.432),
    "Changchun": ("220000", 43.817, 125.324), "Harbin": ("230000", 45.757, 126.642), "Shanghai": ("310000", 31.230, 121.474),
    "Nanjing": ("320000", 32.060, 118.797), "Hangzhou": ("330000", 30.274, 120.155), "Hefei": ("340000", 31.820, 117.227),
    "Fuzhou": ("350000", 26.075, 119.296), "Nanchang": ("360000", 28.682, 115.858), "Jinan": ("370000", 36.651, 117.120),
    "Zhengzhou": ("410000", 34.747, 113.625), "Wuhan": ("420000", 30.593, 114.305), "Changsha": ("430000", 28.228, 112.939),
    "Guangzhou": ("440000", 23.129, 113.264), "Nanning": ("450000", 22.817, 108.366), "Haikou": ("460000", 20.020, 110.331),
    "Chongqing": ("500000", 29.563, 106.551), "Chengdu": ("510000", 30.572, 104.066), "Guiyang": ("520000", 26.647, 106.630),
    "Kunming": ("530000", 25.041, 102.712), "Lhasa": ("540000", 29.652, 91.172), "Xi'an": ("610000", 34.342, 108.940),
    "Lanzhou": ("620000", 36.061, 103.834), "Xining": ("630000", 36.617, 101.778), "Yinchuan": ("640000", 38.487, 106.231),
    "Urumqi": ("650000", 43.825, 87.617), "Taipei": ("710000", 25.033, 121.565), "Hong Kong": ("810000", 22.302, 114.177),
    "Macau": ("820000", 22.199, 113.544),
}  # fmt: skip
ABROAD = {
    "Tokyo, Japan": ("JP", 35.680, 139.760), "Seoul, South Korea": ("KR", 37.567, 126.978),
    "Vladivostok, Russia": ("RU", 43.116, 131.886), "Pyongyang, DPRK": ("KP", 39.039, 125.763),
    "Ulaanbaatar, Mongolia": ("MN", 47.919, 106.918), "Hanoi, Vietnam": ("VN", 21.028, 105.854),
    "Paris, France": ("FR", 48.857, 2.352), "Los Angeles, USA": ("US", 34.052, -118.244),
    "Mumbai, India": ("IN", 19.076, 72.878), "Sydney, Australia": ("AU", -33.869, 151.209),
}  # fmt: skip
EVERY = {f"{name}, China": place for name, place in CAPITALS.items() if name != "Fuzhou"} | ABROAD
EVERY["Fuzhou, Fujian, China"] = CAPITALS["Fuzhou"]  # 抚州 of Jiangxi is written so too
TAKEN_FOR_COUNTRIES = {"710000": "TW", "810000": "HK", "820000": "MO"}


@pytest.mark.parametrize(("code", "lat", "lng"), EVERY.values(), ids=[*EVERY])
def test_a_lone_point_says_country_and_province(code: str, lat: float, lng: float) -> None:
    answer = resolve(lat=lat, lng=lng)
    country = TAKEN_FOR_COUNTRIES.get(code, "CN" if code.isdigit() else code)
    assert (answer.status, answer.country, answer.conflicts) == (
        "resolved",
        country,
        (),
    )
    if code.isdigit() and answer.place:
        assert answer.place.adcode is not None
        assert answer.place.adcode[:2] == code[:2]


def test_a_text_with_the_point_of_another_place_is_never_silent() -> None:
    texts = [text for text, _ in itertools.permutations(EVERY, 2)]
    points = [EVERY[other] for _, other in itertools.permutations(EVERY, 2)]
    columns = {
        "text": texts,
        "lat": [point[1] for point in points],
        "lng": [point[2] for point in points],
    }
    table = annotate_arrow(pa.table(columns), address="text", lat="lat", lng="lng")
    silent = [
        (text, point[0])
        for text, point, conflicts in zip(
            texts, points, table["geo_conflicts"].to_pylist(), strict=True
        )
        if conflicts is None
    ]
    assert silent == []
    assert {*table["geo_status"].to_pylist()} == {"ambiguous"}
    assert table["geo_border_km"].null_count == len(texts)
    assert all(zones == [] for zones in table["geo_zones"].to_pylist())


def test_a_text_with_its_own_point_is_no_conflict() -> None:
    for text, (_, lat, lng) in EVERY.items():
        answer = resolve(text, lat=lat, lng=lng)
        assert (answer.status, answer.conflicts, answer.point_status) == (
            "resolved",
            (),
            PointStatus.USED,
        ), text


def test_sentences_name_the_place_of_the_point() -> None:
    named = resolve("Wuhan, China", lat=31.230, lng=121.474).conflicts
    place = "Shanghai" if counties() is None else "Huangpu"  # polygons know the county too
    assert (
        f"coordinates the point speaks for {place}" in "; ".join(named)
        or f"not for {place}" in named[0]
    )
    at_sea = resolve("Dandong, China", lat=-40.0, lng=-120.0)
    assert at_sea.point_status == PointStatus.UNUSABLE
    assert "lies at sea" in at_sea.conflicts[0]
    assert at_sea.border == resolve("Dandong, China").border


def test_every_pair_names_one_of_its_two_places() -> None:
    wrong = []
    for (text, here), (other, there) in itertools.permutations([*EVERY.items()][::3], 2):
        answer = resolve(text, lat=there[1], lng=there[2])
        codes = {here[0], there[0]}
        for candidate in answer.candidates:
            code = candidate.unit.adcode or candidate.unit.country
            if (
                candidate.probability > 0.1
                and not any(code[:2] == each[:2] for each in codes)
                and code != "CN"
            ):
                wrong.append((text, other, code))
    assert wrong == []
