"""The size of the earth, where a sphere is good enough.

Distances to the border are geodesic: `nkrisk_geo.geography.line`.
"""

from __future__ import annotations

KM_OF_DEGREE = 111.2
"""A degree of latitude, and one of longitude on the equator."""
EARTH_KM = 6371.0
"""The mean radius."""
