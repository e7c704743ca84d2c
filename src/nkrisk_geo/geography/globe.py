"""Points on a globe, which is round enough to tell near from far.

Distances to the border are not taken from it: those are geodesic (`nkrisk_geo.geography.line`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nkrisk_geo.model.earth import EARTH_KM

if TYPE_CHECKING:
    from nkrisk_geo.native.segments import Floats


def unit_vectors(lat: Floats, lng: Floats) -> Floats:
    """Geocentric unit vectors (n, 3) of points in degrees."""
    lat, lng = np.radians(lat), np.radians(lng)
    ring = np.cos(lat)
    x, y = ring * np.cos(lng), ring * np.sin(lng)
    return np.stack([x, y, np.sin(lat)], axis=1)


def arc_km(cosine: Floats) -> Floats:
    """Kilometres over the ground between points, by the cosine between their vectors."""
    # Rounding can take the cosine of a point and itself beyond 1.
    return EARTH_KM * np.arccos(np.clip(cosine, -1.0, 1.0))


def km_apart(some: Floats, others: Floats) -> Floats:
    """Kilometres between the points of two arrays of vectors, pair by pair."""
    # By the chord: the cosine hardly tells a hundred metres from nothing.
    squares = ((some - others) ** 2).sum(axis=1)
    half = np.clip(np.sqrt(squares) / 2.0, 0.0, 1.0)
    km: Floats = 2.0 * EARTH_KM * np.arcsin(half)
    return km
