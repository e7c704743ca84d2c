"""The ellipsoid of WGS-84: points as geocentric metres, and the ground over a chord.

The geodesic over a chord c is s = 2R asin(c / 2R), with the ellipsoid's radius of curvature R in
the direction of the chord. That agrees with Karney's geodesic to 1 m up to 1,500 km
(tests/geography/test_border.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from nkrisk_geo.native.segments import Floats

AXIS, FLATTENING = 6378137.0, 1 / 298.257223563
SQUARE = FLATTENING * (2 - FLATTENING)
"""The square of the eccentricity."""
MEAN_R = 6_371_000.0


def geocentric(lat: Floats, lng: Floats) -> Floats:
    """Degrees on WGS-84 to geocentric metres x, y, z: (3, n)."""
    lat, lng = np.radians(lat), np.radians(lng)
    sine, cosine = np.sin(lat), np.cos(lat)
    normal = AXIS / np.sqrt(1 - SQUARE * sine * sine)
    ring = normal * cosine
    height = normal * (1 - SQUARE) * sine
    x, y = ring * np.cos(lng), ring * np.sin(lng)
    return np.array([x, y, height])


def arc(chord: Floats, radius: Floats) -> Floats:
    """Arc over a chord on a circle."""
    twice = 2 * radius
    # No chord is longer than the diameter, but one of the mean radius may seem to be.
    return twice * np.arcsin(np.minimum(chord / twice, 1))


def curvature_radius(
    foot: Floats,
    space: Floats,
    metres: Floats,
) -> Floats:
    """Euler's radius of curvature at the middle of chords, in their direction.

    Args:
        foot, space: (3, n) both ends of each chord in geocentric metres.
        metres: (n,) its length.
    """
    chord, middle = foot - space, (foot + space) / 2
    # The normal of an ellipsoid is steeper than the way to its centre.
    middle[2] /= 1 - SQUARE
    x, y, z = middle
    # At the poles there is no east; nobody asks there, and nothing may be divided by zero.
    ring = np.maximum(np.hypot(x, y), 1e-3)
    sine = z**2 / (ring**2 + z**2)
    across = chord[1] * x - chord[0] * y
    # How much of the chord's direction, squared, is east.
    east = (across / (ring * metres)) ** 2

    bend = 1 - SQUARE * sine
    parallel = AXIS / np.sqrt(bend)
    meridian = parallel * (1 - SQUARE) / bend
    radius: Floats = 1 / (east / parallel + (1 - east) / meridian)
    return radius
