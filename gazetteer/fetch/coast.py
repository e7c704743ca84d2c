"""The sea around Liaoning, Jilin and Korea for pictures, out of Natural Earth's land of 1:10 million (public domain).

Outlines of countries and provinces hold their territorial sea, so a map made of them alone has no coast. Natural Earth
comes in the npm package world-atlas as TopoJSON: arcs of whole numbers, each the step from the last, which a scale and a
shift make degrees. What is no land within `BOX` is kept, without bends of less than `BEND` degrees. Nothing is measured
on it.
Writes `sea`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import shapely

from fetch.metric import Floats
from fetch.upstream import folder, write_table

BOX = (110.0, 32.0, 137.0, 50.0)
"""West, south, east and north: what any picture of the region may show."""
BEND = 0.004
LEAST = 2e-4
"""Square degrees (about 2 km²) below which an island or an inlet is left out."""


def arcs(topology: dict[str, Any]) -> list[Floats]:
    """Every arc as (n, 2) degrees (lng, lat)."""
    scale, shift = (
        np.array(topology["transform"][name]) for name in ("scale", "translate")
    )
    return [np.cumsum(arc, axis=0) * scale + shift for arc in topology["arcs"]]


def ring(numbers: list[int], every: list[Floats]) -> Floats:
    """Arcs put together; a number below 0 is that of an arc that is gone backwards."""
    parts = [every[~each][::-1] if each < 0 else every[each] for each in numbers]
    return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])


def land(topology: dict[str, Any]) -> Iterator[shapely.Polygon]:
    """The polygons of the land that meet `BOX`."""
    every, box = arcs(topology), shapely.box(*BOX)
    for geometry in topology["objects"]["land"]["geometries"]:
        for outer, *holes in geometry["arcs"]:
            polygon = shapely.Polygon(
                ring(outer, every), [ring(each, every) for each in holes]
            )
            if polygon.intersects(box):
                # A few rings of the package touch themselves.
                yield shapely.make_valid(polygon)


def sea(topology: dict[str, Any]) -> list[shapely.Polygon]:
    """What is no land, the largest polygon first."""
    whole = shapely.box(*BOX).difference(shapely.union_all([*land(topology)]))
    simple = shapely.simplify(whole, BEND)
    parts = [part for part in shapely.get_parts(simple) if part.area > LEAST]
    return sorted(parts, key=lambda part: -part.area)


def rows(polygons: list[shapely.Polygon]) -> Iterator[list[object]]:
    """The vertices, ring by ring; the first ring of a polygon is its outer one."""
    for number, polygon in enumerate(polygons):
        islands = [
            each for each in polygon.interiors if shapely.Polygon(each).area > LEAST
        ]
        for at, edge in enumerate((polygon.exterior, *islands)):
            for lng, lat in (
                np.rint(np.asarray(edge.coords) * 1000).astype(int).tolist()
            ):
                yield [number, at, lng, lat]


def main() -> None:
    """Writes the table."""
    topology = json.loads(
        (folder("world-atlas") / "package/land-10m.json").read_text("utf8")
    )
    found = sea(topology)
    made = list(rows(found))
    header = ["polygon", "ring", "lng_thousandths", "lat_thousandths"]
    write_table("facts", "sea", header, made)
    print(f"{len(found)} polygons, {len(made)} vertices")


if __name__ == "__main__":
    main()
