"""The distances from the border, in km, that answers tell of."""

from __future__ import annotations

BANDS = (0.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0)
"""Lower ends of the bands; a band holds its lower end and not its upper one, the last has none."""
BAND_NAMES = ("0-2", "2-5", "5-10", "10-20", "20-50", "50-100", "100-200", "200+")
NEAR = (20.0, 50.0)
"""Distances within which something is near."""
