"""Points for places: prefecture seats of all China, counties and townships of Liaoning and Jilin.

GeoNames' seats where it has them: inside the unit's polygon, called by the unit's Chinese or English name or being
the only seat of its rank there. `facts/seats.csv` states what that rule cannot tell: seats of prefectures named after a
region, county seats of another name or that GeoNames lacks. Other counties take the point of china-region, rounded to a
minute or two, where it lies in their polygon of today; the rest the centre of `odbl/extents.csv`. A town that has its
county's name and no point of its own is at the county's seat.
`quality` is `seat`; `hand` for a seat to 0.01 degree; `rounded` for one of china-region; `county` for such a town; `name`
for a place that only has the name (a village may bear the township's); `extent` for a centre, whose radius covers the
whole unit. Writes `points` and, for those within 1,000 km, `point_distances`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import numpy as np
import shapely

from fetch.geonames import Place, inside, latin, places, polygons
from fetch.measure import GEOD, border_km
from fetch.upstream import GAZETTEER, folder, write_table

HEADER = ["unit", "lat", "lng", "radius_km", "quality", "source"]
DISTANCES = ["unit", "border_km", "crossing", "crossing_km"]
SEATS = {"prefecture": ("PPLC", "PPLA", "PPLA2"), "county": ("PPLA", "PPLA2", "PPLA3")}
RADIUS_KM = {
    "prefecture": 10.0,
    "county": 5.0,
    "district": 4.0,
    "subdistrict": 3.0,
    "town": 5.0,
    "township": 6.0,
}
ROUNDED_KM = 2.0
"""What rounding to 0.02 degree and the age of china-region add to a radius."""
NEAR_DEGREES = 0.01
"""How far outside its generalised polygon a point of china-region may lie."""
REACH_KM = 1000.0
NO_CROSSING = ("russia", "sea", "sea port", "fence", "disused")
# Places that GeoNames calls by the names of two townships.
NOT_THIS = {("211104002", 2053173), ("211382003", 11106370)}
Row = dict[str, str]
Point = list[object]


def read(table: str) -> list[Row]:
    """The rows of a table of the gazetteer."""
    with (GAZETTEER / f"{table}.csv").open(encoding="utf8", newline="") as file:
        return list(csv.DictReader(file))


def names_of(unit: Row) -> set[str]:
    """Names that a place at the unit's seat may have."""
    return {unit["name_zh"], unit["short_zh"], latin(unit["name_en"])}


def seat(unit: Row, level: str) -> Place | None:
    """GeoNames' seat of a prefecture or county, None when it has none that can be told."""
    around = inside({"prefecture": "city", "county": "district"}[level], unit["code"])
    ranked = [place for place in around if place.rank in SEATS[level]]
    named = [place for place in around if place.called(names_of(unit))]
    both = [place for place in ranked if place in named]
    own = [place for place in ranked if place.rank == SEATS[level][-1]]
    sole = own if len(own) == 1 and not is_district(unit) else []
    return max(
        both or sole or named,
        key=lambda place: (place.population, -place.id),
        default=None,
    )


def is_district(unit: Row) -> bool:
    """An urban district (01-20 of a prefecture's counties), whose offices often lie among those of others."""
    return unit.get("level") == "county" and unit["code"][4] in "01"


def at(unit: str, place: Place, kind: str, quality: str) -> Point:
    """A row of `points` from a GeoNames place."""
    return [unit, place.lat, place.lng, RADIUS_KM[kind], quality, place.source]


def by_hand(row: Row, unit: Row, units: dict[str, Row]) -> Point:
    """The seat that `facts/seats.csv` states: another unit's, a place of GeoNames, or a point to 0.01 degree."""
    kind = kind_of(unit)
    if row["seat"]:
        town = seat(units[row["seat"]], "county")
        assert town is not None, row
        return at(row["unit"], town, kind, "seat")
    if row["geonames"]:
        place = next(
            place for place in places("CN") if place.id == int(row["geonames"])
        )
        return at(row["unit"], place, kind, "seat")
    return [
        row["unit"],
        float(row["lat"]),
        float(row["lng"]),
        RADIUS_KM[kind] + 1,
        "hand",
        row["source"],
    ]


@cache
def _rounded_points() -> Mapping[tuple[str, str], tuple[float, float]]:
    """(prefecture, county) of about 2005 to (lat, lng), in china-region."""
    path = folder("china-region") / "china_region" / "region.csv"
    with path.open(encoding="utf8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["county"]]
    return {
        (row["city"], row["county"]): (float(row["latitude"]), float(row["longitude"]))
        for row in rows
    }


def rounded(unit: Row, units: dict[str, Row]) -> Point | None:
    """The point of china-region, None where it has none or one that lies in another county (铁西区 of Shenyang)."""
    found = _rounded_points().get((units[unit["parent"]]["name_zh"], unit["name_zh"]))
    if found is None:
        return None
    lat, lng = found
    if (
        polygons("district")[unit["code"]].distance(shapely.Point(lng, lat))
        > NEAR_DEGREES
    ):
        return None
    return [
        unit["code"],
        lat,
        lng,
        RADIUS_KM[kind_of(unit)] + ROUNDED_KM,
        "rounded",
        "china-region 0.0.11",
    ]


def kind_of(unit: Row) -> str:
    """The key of `RADIUS_KM`."""
    return "district" if is_district(unit) else unit.get("level") or unit["kind"]


def prefecture_points(units: dict[str, Row]) -> Iterator[Point]:
    """All prefectures of China.

    Raises:
        ValueError: one has no seat.
    """
    stated = {row["unit"]: row for row in read("facts/seats")}
    for code, unit in units.items():
        if unit["level"] != "prefecture":
            continue
        place = None if code in stated else seat(unit, "prefecture")
        if place is None and code not in stated:
            raise ValueError(f"no seat for {code} {unit['name_zh']}")
        yield (
            at(code, place, "prefecture", "seat")
            if place
            else by_hand(stated[code], unit, units)
        )


def county_points(units: dict[str, Row]) -> Iterator[Point]:
    """All counties of Liaoning and Jilin."""
    extents = {row["unit"]: row for row in read("odbl/extents")}
    stated = {row["unit"]: row for row in read("facts/seats")}
    for code, unit in units.items():
        if unit["level"] != "county" or code[:2] not in ("21", "22"):
            continue
        place = None if code in stated else seat(unit, "county")
        if code in stated:
            yield by_hand(stated[code], unit, units)
        elif place is not None:
            yield at(code, place, kind_of(unit), "seat")
        elif point := rounded(unit, units):
            yield point
        else:
            extent = extents[code]
            yield [
                code,
                extent["lat"],
                extent["lng"],
                extent["radius_km"],
                "extent",
                extent["source"],
            ]


def township_points(
    counties: Mapping[str, Point], units: dict[str, Row]
) -> Iterator[Point]:
    """The townships of Liaoning and Jilin that GeoNames has in their county, by Chinese name, and a few more.

    A village may bear the name of a township, even of one elsewhere in the county: a place that is no seat of a
    township and is known by the short name only is taken when it is the only one, and marked `name`.
    """
    stated = {row["unit"]: row for row in read("facts/seats")}
    for unit in read("cc-by/townships"):
        if unit["status"] != "active":
            continue
        if unit["code"] in stated:
            yield by_hand(stated[unit["code"]], unit, units)
            continue
        around = [
            place
            for place in inside("district", unit["county"])
            if place.rank not in SEATS["prefecture"]
        ]
        full = [place for place in around if place.called({unit["name_zh"]})]
        short = [place for place in around if place.called({unit["short_zh"]})]
        seats = [place for place in short if place.rank in ("PPLA3", "PPLA4")]
        found, quality = (full or seats, "seat") if full or seats else (short, "name")
        if len(found) == 1 and (unit["code"], found[0].id) not in NOT_THIS:
            yield at(unit["code"], found[0], unit["kind"], quality)
        elif (
            unit["kind"] == "town"
            and unit["short_zh"] == units[unit["county"]]["short_zh"]
        ):
            yield from at_seat(unit, counties[unit["county"]])


def at_seat(town: Row, county: Point) -> Iterator[Point]:
    """The point of the town that has its county's name: the county's own, where that is a seat."""
    _, lat, lng, radius, quality, source = county
    if quality in ("seat", "hand"):
        yield [town["code"], lat, lng, radius, "county", source]


def places_with_points() -> Iterator[Point]:
    """Zones, crossings and DPRK places, which carry their points in tables of their own."""
    for table in ("facts/place_points", "facts/crossings", "cc-by/kp_places"):
        for row in read(table):
            if row["lat"]:
                yield [
                    row.get("unit") or row["id"],
                    float(row["lat"]),
                    float(row["lng"]),
                ]
    for row in read("facts/airports"):
        yield [row["code"][:3], float(row["lat"]), float(row["lng"])]


def distances(points: Sequence[Point]) -> Iterator[list[object]]:
    """Km to the border and the nearest DPRK crossing for the points within reach."""
    crossings = [
        row for row in read("facts/crossings") if row["kind"] not in NO_CROSSING
    ]
    spots = np.array([[row["lng"], row["lat"]] for row in crossings], dtype=float)
    degrees = np.array([[row[2], row[1]] for row in points], dtype=float)
    for row, point, km in zip(
        points, degrees, border_km(degrees).tolist(), strict=True
    ):
        if km > REACH_KM:
            continue
        away = GEOD.inv(*np.repeat(point[:, None], len(spots), axis=1), *spots.T)[2]
        nearest = int(away.argmin())
        yield [
            row[0],
            round(km, 2) + 0.0,
            crossings[nearest]["id"],
            round(float(away[nearest]) / 1000, 2),
        ]


def main() -> None:
    """Write both tables."""
    units = {row["code"]: row for row in read("cc-by/divisions")}
    counties = {str(point[0]): point for point in county_points(units)}
    points = [
        *prefecture_points(units),
        *counties.values(),
        *township_points(counties, units),
    ]
    points.sort(key=lambda row: str(row[0]))
    write_table("cc-by", "points", HEADER, points)
    others = sorted(places_with_points(), key=lambda row: str(row[0]))
    write_table("odbl", "point_distances", DISTANCES, distances([*points, *others]))


if __name__ == "__main__":
    main()
