"""The land within some kilometres of the border.

Measured on a transverse Mercator plane through the middle of the line, whose scale
is right to 0.3 % along it: on the widest belt 150 m, less than the width of a line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

Ring = tuple[tuple[float, float], ...]

PLANE = "+proj=tmerc +lat_0=41.5 +lon_0=127.4 +k=0.9995 +datum=WGS84 +units=m"


def belt(
    line: Sequence[Sequence[float]],
    land: Sequence[Ring],
    km: float,
) -> Iterator[tuple[Ring, ...]]:
    """The parts of the land that lie within so many km of the line.

    Args:
        line: lats and lngs of its vertices.
        land: rings of (lat, lng).
        km: the width.

    Returns:
        For each part its rings of (lat, lng), the outer one first.
    """
    from pyproj import Transformer
    from shapely import LineString, Polygon, get_parts, transform, union_all

    to_plane = Transformer.from_crs("EPSG:4326", PLANE, always_xy=True)
    lat, lng = line
    x, y = to_plane.transform(lng, lat)
    border = LineString(list(zip(x, y, strict=True)))
    near = border.simplify(300).buffer(km * 1000, quad_segs=12)

    # Widened a little, so that no gaps are left between neighbours.
    polygons = [Polygon([(lng, lat) for lat, lng in ring]) for ring in land]
    ground = union_all([polygon.buffer(0.003) for polygon in polygons])

    def flatten(xy: Any) -> Any:
        return _columns(to_plane.transform(xy[:, 0], xy[:, 1]))

    inside = near.intersection(transform(ground, flatten))
    for part in get_parts(inside.simplify(300)):
        # Less than a square kilometre is a sliver, left by two lines along one boundary.
        if part.geom_type == "Polygon" and part.area > 1e6:
            rings = (part.exterior, *part.interiors)
            yield tuple(_degrees(ring.coords, to_plane) for ring in rings)


def _columns(xy: Any) -> Any:
    import numpy as np

    return np.column_stack(xy)


def _degrees(coords: Any, to_plane: Any) -> Ring:
    x, y = zip(*coords, strict=True)
    lng, lat = to_plane.transform(x, y, direction="INVERSE")
    points = zip(lat, lng, strict=True)
    return tuple((round(north, 4), round(east, 4)) for north, east in points)
