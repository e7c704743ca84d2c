"""The metric plane of the north-east in which lines are simplified and polygons sampled; never used for distances.

Lambert's conformal cone over Liaoning and Jilin: scale error below 0.15 % from the Yalu mouth to the tripoint.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

CONE = "+proj=lcc +lat_1=39.5 +lat_2=43.5 +lat_0=41.5 +lon_0=127.3 +ellps=WGS84"
Floats = NDArray[np.float64]


@cache
def _transformer(inverse: bool) -> Transformer:
    source, target = (CONE, "EPSG:4326") if inverse else ("EPSG:4326", CONE)
    return Transformer.from_crs(source, target, always_xy=True)


def to_metres(geometry: BaseGeometry, inverse: bool = False) -> BaseGeometry:
    """A geometry in degrees (lng, lat) as metres of the plane; `inverse` leads back."""

    def move(points: Floats) -> Floats:
        return np.column_stack(
            _transformer(inverse).transform(points[:, 0], points[:, 1])
        )

    return shapely.transform(geometry, move)


def simplified(geometry: BaseGeometry, metres: float) -> BaseGeometry:
    """Douglas-Peucker in the plane: no point moves by more than `metres`; the ends stay; degrees in and out."""
    return to_metres(shapely.simplify(to_metres(geometry), metres), inverse=True)
