"""Geodesic distances to the border line for the tables: slow, simple, and on purpose not the library's own method.

Every segment of the line is tried for every point: the nearest is that with the shortest straight chord through the
ellipsoid, and the distance to its foot is then Karney's geodesic (pyproj).
"""

from __future__ import annotations

from functools import cache

import numpy as np
import shapely
from pyproj import Geod, Transformer
from shapely.geometry import Polygon

from compiler.codes import geometry
from fetch.metric import Floats
from fetch.upstream import GAZETTEER
from nkrisk_geo.line import BRUTE
from nkrisk_geo.measure import Measure

GEOD = Geod(ellps="WGS84")
SPACING_M = 1000.0
BLOCK = 1000


@cache
def vertices(name: str) -> Floats:
    """The (n, 2) degrees (lng, lat) of a line or outline of the `odbl` folder."""
    table = np.loadtxt(GAZETTEER / "odbl" / f"{name}.csv", delimiter=",", skiprows=1)
    degrees: Floats = table[:, ::-1].copy()
    return degrees


@cache
def dprk() -> Polygon:
    """The DPRK with its territorial sea; prepared."""
    polygon = Polygon(vertices("dprk_outline"))
    shapely.prepare(polygon)
    return polygon


@cache
def _to_space() -> Transformer:
    return Transformer.from_crs(4979, 4978, always_xy=True)


def _space(points: Floats) -> Floats:
    """Degrees (lng, lat) to geocentric metres, (n, 3)."""
    return np.column_stack(_to_space().transform(points[:, 0], points[:, 1], np.zeros(len(points))))


def densified(points: Floats, metres: float = SPACING_M) -> Floats:
    """The line with further vertices (straight in degrees), none farther than `metres` from the next."""
    steps = GEOD.inv(*points[:-1].T, *points[1:].T)[2]
    pieces = [
        np.linspace(start, end, int(np.ceil(step / metres)), endpoint=False) if step > 0 else start[None]
        for start, end, step in zip(points[:-1], points[1:], steps, strict=True)
    ]
    return np.concatenate([*pieces, points[-1:]])


def feet(points: Floats) -> Floats:
    """For (n, 2) degrees (lng, lat) the nearest points of the border line, (n, 2)."""
    line = densified(vertices("border_line"))
    nodes = _space(line)
    runs = np.diff(nodes, axis=0)
    squares = (runs**2).sum(axis=1)
    found = []
    for block in np.array_split(points, max(1, len(points) // BLOCK)):
        space = _space(block)
        along = space @ runs.T - (nodes[:-1] * runs).sum(axis=1)
        share = np.clip(along / squares, 0, 1)
        away = (space**2).sum(axis=1)[:, None] - 2 * space @ nodes[:-1].T + (nodes[:-1] ** 2).sum(axis=1)
        best = (away - share * (2 * along - share * squares)).argmin(axis=1)
        rest = share[np.arange(len(block)), best][:, None]
        found.append(line[best] * (1 - rest) + line[best + 1] * rest)
    return np.concatenate(found)


def border_km(points: Floats) -> Floats:
    """Geodesic kilometres of (n, 2) degrees (lng, lat) to the border line, negative inside the DPRK."""
    lengths = GEOD.inv(*points.T, *feet(points).T)[2] / 1000
    km: Floats = np.where(shapely.contains_xy(dprk(), points), -lengths, lengths)
    return km


@cache
def _library() -> Measure:
    found = Measure(geometry(), ())
    found.line.prepare(BRUTE)  # the clouds come one by one, and the index pays for all of them
    return found


def quick_km(points: Floats) -> Floats:
    """As `border_km`, by the library's own measure: for millions of points; the tests hold the two against each other."""
    return _library().km(*np.ascontiguousarray(points[:, ::-1].T))
