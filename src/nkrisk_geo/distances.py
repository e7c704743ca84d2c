"""How far from the border posteriors lie: every number from one distribution.

The distance of a record is the mixture of the distributions of its candidates, each as probable as the candidate. The part of
the probability whose distribution is known is `P(placed)`; where it is less than half, nothing is said. The probabilities of
being near count what is placed on the Chinese side, and are known as well where most of a record is known to be elsewhere:
Shanghai has no distance here, but is not within 50 km.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from nkrisk_geo.arrays import Flags, Ints
from nkrisk_geo.atlas import LEVEL, Atlas
from nkrisk_geo.bearings import Bearings
from nkrisk_geo.candidates import Odds, Posteriors
from nkrisk_geo.distributions import mixed, quantiles
from nkrisk_geo.ragged import Floats, rounded, weighted

HALF = 0.5 - 1e-9
"""So much of a record has to be placed, and so much of a distribution has to lie in a band."""
ENDS = (0.0, 0.05, 0.5, 0.95, 1.0)
"""The quantiles that answers give."""
OPEN = -1
"""What `Distances.band` has where no band holds half of the distribution."""
_UNTOLD = np.array([LEVEL["country"], LEVEL["province"]])
"""Levels at which one number says nothing."""


class Distances(NamedTuple):
    """Distances to the border (km, NaN where unknown); a row for each record.

    Attributes:
        low, q05, km, q95, high: the quantiles `ENDS`; the median only where a prefecture or finer is decided on.
        near: probabilities of lying within the distances of `nkrisk_geo.bearings.NEAR`.
        band: a number in `nkrisk_geo.border.BANDS`, `OPEN` for none.
        crossing: a number in `Bearings.crossings`, -1 for none.
        crossing_km: the distance to it.
    """

    low: Floats
    q05: Floats
    km: Floats
    q95: Floats
    high: Floats
    near: Floats
    band: Ints
    crossing: Ints
    crossing_km: Floats

    def one(self, number: int) -> Distance:
        """The distance of one of them."""
        columns = (self.low, self.q05, self.km, self.q95, self.high, self.crossing_km)
        low, q05, km, q95, high, crossing_km = (_known(column[number]) for column in columns)
        near = (_known(self.near[number, 0]), _known(self.near[number, 1]))
        band, crossing = int(self.band[number]), int(self.crossing[number])
        return Distance(low, q05, km, q95, high, near, band, crossing, crossing_km)


class Distance(NamedTuple):
    """One distance; see `Distances`. None where unknown."""

    low: float | None = None
    q05: float | None = None
    km: float | None = None
    q95: float | None = None
    high: float | None = None
    near: tuple[float | None, float | None] = (None, None)
    band: int = OPEN
    crossing: int = -1
    crossing_km: float | None = None


UNKNOWN = Distance()


class Distancing:
    """Distances over one gazetteer."""

    def __init__(self, atlas: Atlas, bearings: Bearings, possible: float) -> None:
        self._atlas, self._bearings, self._possible = atlas, bearings, possible

    def distances(self, weighed: Posteriors, decided: Ints) -> Distances:
        """The distances of records.

        Args:
            weighed: what each means.
            decided: the unit decided on for each, negative for none.
        """
        bearings, count = self._bearings, len(decided)
        parts, whole = _parts(weighed, count, self._possible)
        placed = parts.chosen(bearings.is_placed[parts.unit])
        share = _sums(placed, count) / whole
        told = share >= HALF
        ends = self._quantiles(placed, told, ENDS)
        known = share + _sums(parts.chosen(bearings.is_elsewhere[parts.unit]), count) / whole
        near = weighted(placed.owner, placed.p, bearings.near[placed.unit], count) / whole[:, None]
        near[known < HALF] = np.nan
        single = (decided >= 0) & ~np.isin(self._atlas.level[decided], _UNTOLD)
        ends[~single, 2] = np.nan
        crossed = ~np.isnan(ends[:, 2])
        low, q05, km, q95, high = rounded(ends, 2).T
        return Distances(
            low,
            q05,
            km,
            q95,
            high,
            rounded(np.minimum(1.0, near), 4),
            self._bands(placed, told),
            np.where(crossed, bearings.crossing[decided], -1),
            np.where(crossed, bearings.crossing_km[decided], np.nan),
        )

    def of(self, weighed: Posteriors, count: int, levels: tuple[float, ...]) -> Floats:
        """Quantiles (km) of the distances of records: (count, levels), NaN where nothing is said."""
        parts, whole = _parts(weighed, count, self._possible)
        placed = parts.chosen(self._bearings.is_placed[parts.unit])
        return self._quantiles(placed, _sums(placed, count) / whole >= HALF, levels)

    def _quantiles(self, placed: Odds, told: Flags, levels: tuple[float, ...]) -> Floats:
        """Quantiles (km) of what is placed; a row for each record, NaN where nothing is told."""
        found = np.full((len(told), len(levels)), np.nan)
        parts = placed.chosen(told[placed.owner])
        rows = self._bearings.row[parts.unit]
        number = np.bincount(parts.owner, minlength=len(told))
        alone = number[parts.owner] == 1
        found[parts.owner[alone]] = quantiles(self._bearings.quantiles[rows[alone]], levels)
        several = np.flatnonzero(number > 1)
        if len(several):
            owner = np.searchsorted(several, parts.owner[~alone])
            weight = parts.p[~alone] / _sums(parts, len(told))[parts.owner[~alone]]
            found[several] = mixed(
                self._bearings.quantiles[rows[~alone]], weight, owner, len(several), levels
            )
        return found

    def _bands(self, placed: Odds, told: Flags) -> Ints:
        """The band that holds half or more of what is placed."""
        share = weighted(placed.owner, placed.p, self._bearings.band[placed.unit], len(told))
        share /= np.maximum(_sums(placed, len(told)), 1e-12)[:, None]
        likeliest = share.argmax(axis=1)
        held = share[np.arange(len(told)), likeliest] >= HALF
        return np.where(told & held, likeliest, OPEN)


def _parts(weighed: Posteriors, count: int, possible: float) -> tuple[Odds, Floats]:
    """The candidates that are probable enough to count, and what their probabilities and that of no place make together."""
    parts = weighed.direct.chosen(weighed.direct.p >= possible)
    nothing = np.where(weighed.nothing >= possible, weighed.nothing, 0.0)
    return parts, np.maximum(_sums(parts, count) + nothing, 1e-12)


def _sums(odds: Odds, count: int) -> Floats:
    """The probability of all candidates of each record together."""
    found: Floats = np.bincount(odds.owner, odds.p, count).astype(np.float64, copy=False)
    return found


def _known(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
