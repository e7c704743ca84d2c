"""Countries as polygons of degrees: whether points lie in one or in its territorial sea."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from nkrisk_geo.geography.line import Vertices

if TYPE_CHECKING:
    from nkrisk_geo.native.arrays import Flags
    from nkrisk_geo.native.segments import Floats


class Territory:
    """A country of some rings, made ready to be asked what lies in it."""

    def __init__(self, *rings: Vertices) -> None:
        columns = [np.column_stack([lng, lat]) for lat, lng in rings]
        parts = [shapely.polygons(ring) for ring in columns]
        self._shape = shapely.multipolygons(parts)
        shapely.prepare(self._shape)

    def holds(self, lat: Floats, lng: Floats) -> Flags:
        """Whether points lie in it."""
        west, south, east, north = self._shape.bounds
        # Its box sorts most of the others out, at a small part of the price.
        high = (lat >= south) & (lat <= north)
        wide = (lng >= west) & (lng <= east)
        boxed = np.flatnonzero(high & wide)
        inside = np.zeros(len(lat), dtype=bool)
        inside[boxed] = shapely.contains_xy(self._shape, lng[boxed], lat[boxed])
        return inside
