"""Distributions of the distance to the border, and mixtures of them: where every number about distance is read from.

A place's distribution is a row of quantiles at `LEVELS` (km, rising), between which the distance is spread evenly. Where
two quantiles are equal, so much of the place is at that very distance. What an answer says is the mixture of its
candidates' distributions, weighted by their probabilities.
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
FINE_KM = 1e-4
"""So exactly a quantile of a mixture is found."""


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
    step = np.where(end > start, (km - start) / np.where(end > start, end - start, 1.0), 0.0)
    share: Floats = level[lower] + step * (level[upper] - level[lower])
    return np.where(passed == 0, 0.0, share)


def quantiles(rows: Floats, levels: tuple[float, ...]) -> Floats:
    """Quantiles of single distributions: (n, levels) km, straight between those that are told."""
    place = np.interp(levels, LEVELS, np.arange(len(LEVELS)))
    lower = np.minimum(place.astype(np.int64), len(LEVELS) - 2)
    start, end = rows[:, lower], rows[:, lower + 1]
    found: Floats = start + (place - lower) * (end - start)
    return found


def mixed(rows: Floats, weight: Floats, owner: Ints, count: int, levels: tuple[float, ...]) -> Floats:
    """Quantiles of mixtures: (count, levels) km.

    Args:
        rows: (n, levels) quantiles of the parts.
        weight: how much of its mixture each part is; those of a mixture make 1.
        owner: the number of the mixture that each part belongs to; each has one at least.
        count: how many mixtures there are.
        levels: which quantiles, from 0 to 1.
    """
    own, found = quantiles(rows, levels), np.empty((count, len(levels)))
    for column, level in enumerate(levels):
        # A mixture's quantile lies between the least and the greatest of those of its parts.
        below, above = np.full(count, np.inf), np.full(count, -np.inf)
        np.minimum.at(below, owner, own[:, column])
        np.maximum.at(above, owner, own[:, column])
        while 0 < level < 1 and (wide := above - below > FINE_KM).any():
            middle = (below + above) / 2
            enough = np.bincount(owner, weight * within(rows, middle[owner]), count) >= level
            # What is found stays, so that no mixture depends on those beside it.
            above = np.where(wide & enough, middle, above)
            below = np.where(wide & ~enough, middle, below)
        found[:, column] = above if level > 0 else below
    return found
