"""Distributions of the distance to the border, from which every number about distance is read.

A place's distribution is a row of quantiles at `LEVELS` (km, rising), between which the distance is
spread evenly. Where two quantiles are equal, so much of the place is at that very distance. What an
answer says is the mixture of its candidates' distributions, weighted by their probabilities.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

LEVELS = (0.0, 0.01, *(step / 20 for step in range(1, 20)), 0.99, 1.0)
"""Shares of a place that lie within its quantiles."""
STEPS_PER_KM = 100
"""Quantiles are told in steps of 10 m."""
HALF = 0.5 - 1e-9
"""So much of a record has to be placed, and so much of a distribution has to lie in a band."""


def within(rows: Floats, km: Floats) -> Floats:
    """The share of each distribution that is at most so far from the border.

    Args:
        rows: (n, levels) quantiles in km.
        km: (n,) distances.

    >>> row = np.array([[0.0, *range(1, 22), 40.0]])
    >>> [round(float(within(row, np.array([km]))[0]), 3) for km in (-1, 0, 0.5, 2, 40, 50)]
    [0.0, 0.0, 0.005, 0.05, 1.0, 1.0]
    """
    level = np.array(LEVELS)
    passed = (rows <= km[:, None]).sum(axis=1)
    lower = np.maximum(passed - 1, 0)
    upper = np.minimum(passed, len(level) - 1)
    at = np.arange(len(rows))
    start, end = rows[at, lower], rows[at, upper]
    wide = end > start
    # Quantiles that are equal hold all of their share at once.
    part = (km - start) / np.where(wide, end - start, 1.0)
    step = np.where(wide, part, 0.0)
    share: Floats = level[lower] + step * (level[upper] - level[lower])
    return np.where(passed == 0, 0.0, share)


def quantiles(
    rows: Floats,
    levels: tuple[float, ...],
) -> Floats:
    """Quantiles of single distributions: (n, levels) km, straight between those that are told."""
    place = np.interp(levels, LEVELS, np.arange(len(LEVELS)))
    lower = np.minimum(place.astype(np.int64), len(LEVELS) - 2)
    start, end = rows[:, lower], rows[:, lower + 1]
    found: Floats = start + (place - lower) * (end - start)
    return found
