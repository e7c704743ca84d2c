"""The sea of a picture: it lies over outlines of countries, which hold their territorial sea.

Natural Earth's coast of 1:10 million: good to about a
kilometre, for the eye. Nothing is measured on it.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.maps.shapes import Area, Ring


def sea_areas(gazetteer: Gazetteer) -> Iterator[Area]:
    """The polygons of the sea; the rings behind the first of each are islands."""
    stored = {name: np.asarray(column) for name, column in gazetteer.sea.items()}
    rings, ends = stored["rings"], np.cumsum(stored["lengths"])
    # Thousandths of a degree, longitude first.
    vertices = stored["vertices"].reshape(-1, 2) / 1000
    corners = np.split(vertices, ends[:-1])
    shores: list[Ring] = [
        tuple((lat, lng) for lng, lat in ring.tolist()) for ring in corners
    ]

    # Rings are told apart by their lengths alone, polygons by how many rings each has.
    end = 0
    for count in rings.tolist():
        start, end = end, end + count
        yield Area("water", tuple(shores[start:end]))
