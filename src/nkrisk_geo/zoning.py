"""Where posteriors lie: in which zones, how near the border, within what interval.

Everything here is a sum or a union over the candidates of a posterior. A candidate that is wider than a zone counts
with the share of its prior weight that is inside (*Liaoning* is in the Dandong border counties with the share that these
have of Liaoning); a candidate whose extent nobody measured makes the interval unknown, never zero.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from nkrisk_geo.arrays import Flags, Ints
from nkrisk_geo.atlas import LEVEL, Atlas
from nkrisk_geo.bearings import Bearings
from nkrisk_geo.border import BANDS
from nkrisk_geo.candidates import Odds
from nkrisk_geo.gazetteer import CHINA, Gazetteer
from nkrisk_geo.ragged import Floats, any_of

DEFINITE, POSSIBLE = 0.95, 0.01
OPEN = -1
"""What `Distances.band` has where the interval does not lie in one band."""


class Lies(NamedTuple):
    """Where posteriors lie; a row for each.

    Attributes:
        odds: probability of each zone, highest rank first.
        definite: is a zone one with a probability of at least 0.95?
        possible: is it one of the others that some surviving candidate reaches into?
        near: probabilities of lying within 20 and within 50 km of the border.
    """

    odds: Floats
    definite: Flags
    possible: Flags
    near: Floats

    def one(self, number: int) -> Lie:
        """Where one of them lies."""
        rows = (self.odds, self.definite, self.possible, self.near)
        odds, definite, possible, near = (row[number] for row in rows)
        surely, perhaps = (tuple(np.flatnonzero(flags).tolist()) for flags in (definite, possible))
        return Lie(tuple(odds.tolist()), surely, perhaps, (float(near[0]), float(near[1])))


class Lie(NamedTuple):
    """Where one posterior lies; see `Lies`. Zones by their numbers."""

    odds: tuple[float, ...]
    definite: tuple[int, ...]
    possible: tuple[int, ...]
    near: tuple[float, float]


class Distances(NamedTuple):
    """Distances to the border (km, NaN where unknown), as the first fields of `nkrisk_geo.model.Border`; a row for each record.

    `band` is a number in `nkrisk_geo.border.BANDS`, `crossing` one in `Bearings.crossings`; -1 for none.
    """

    km: Floats
    low: Floats
    high: Floats
    band: Ints
    crossing: Ints
    crossing_km: Floats

    def one(self, number: int) -> Distance:
        """The distance of one of them."""
        numbers = (float(column[number]) for column in (self.km, self.low, self.high, self.crossing_km))
        km, low, high, crossing_km = (None if math.isnan(value) else value for value in numbers)
        return Distance(km, low, high, int(self.band[number]), int(self.crossing[number]), crossing_km)


class Distance(NamedTuple):
    """One distance; see `Distances`. None where unknown."""

    km: float | None
    low: float | None
    high: float | None
    band: int
    crossing: int
    crossing_km: float | None


UNKNOWN = Distance(None, None, None, OPEN, -1, None)


class Zoning:
    """Zones and distances over one gazetteer."""

    def __init__(self, gazetteer: Gazetteer, atlas: Atlas) -> None:
        self._atlas = atlas
        self.bearings = Bearings(gazetteer, atlas)

    def lie(self, direct: Odds, records: int) -> Lies:
        """Where posteriors lie."""
        bearings = self.bearings
        near_by = direct.chosen(~bearings.is_far[direct.unit])
        share, near = bearings.share[near_by.unit], bearings.near[near_by.unit]
        both = _weighted(near_by, np.concatenate([share, near], axis=1), records)
        odds = both[:, : share.shape[1]]
        survives = (near_by.p >= POSSIBLE) & (near_by.unit != CHINA)
        reached = np.zeros(odds.shape, np.bool_)
        np.logical_or.at(reached, near_by.owner[survives], share[survives] > 0.0)
        definite = odds >= DEFINITE
        both = rounded(np.minimum(1.0, both), 4)
        return Lies(both[:, : share.shape[1]], definite, reached & ~definite, both[:, share.shape[1] :])

    def distances(self, direct: Odds, decided: Ints) -> Distances:
        """Distances to the border: one number where a unit is decided (else -1), and the interval that the evidence leaves.

        Args:
            direct: the candidates of each record.
            decided: the unit decided on for each record.
        """
        records, bearings = len(decided), self.bearings
        survivors = direct.chosen(direct.p >= POSSIBLE)
        low, high = self._interval(survivors, records)
        km = np.where(decided >= 0, bearings.km[decided], np.nan)
        prefectures = np.flatnonzero((decided >= 0) & (self._atlas.level[decided] == LEVEL["prefecture"]))
        km[prefectures] = self._middles(survivors, prefectures)
        unknown = np.isnan(low) | np.isnan(high)
        km = np.where(unknown, np.where(km < 0, km, np.nan), np.minimum(np.maximum(km, low), high))
        crossed = ~np.isnan(km)
        crossing = np.where(crossed, bearings.crossing[decided], -1)
        crossing_km = np.where(crossed, bearings.crossing_km[decided], np.nan)
        cut = rounded(np.stack([km, low, high]), 2)
        return Distances(cut[0], cut[1], cut[2], bands(low, high), crossing, crossing_km)

    def _interval(self, survivors: Odds, records: int) -> tuple[Floats, Floats]:
        """Smallest and largest distance (km) over surviving candidates; NaN when one of them is unmeasured."""
        places = survivors.chosen(survivors.unit != CHINA)
        low, high = self.bearings.low[places.unit], self.bearings.high[places.unit]
        unknown = any_of(np.isnan(low) | np.isnan(high), places.owner, records)
        unknown |= np.bincount(places.owner, minlength=records) == 0
        lowest, highest = np.full(records, np.inf), np.full(records, -np.inf)
        np.fmin.at(lowest, places.owner, low)
        np.fmax.at(highest, places.owner, high)
        return np.where(unknown, np.nan, lowest), np.where(unknown, np.nan, highest)

    def _middles(self, survivors: Odds, records: Ints) -> Floats:
        """For some records the weighted median (km) over what the evidence leaves of a prefecture."""
        first = np.searchsorted(survivors.owner, records)
        after = np.searchsorted(survivors.owner, records, side="right")
        medians = self.bearings.median[survivors.unit]
        found = np.full(len(records), np.nan)
        alone = after - first == 1
        found[alone] = medians[first[alone]]
        for at in np.flatnonzero(after - first > 1).tolist():
            rows = slice(int(first[at]), int(after[at]))
            found[at] = middle(medians[rows].tolist(), survivors.p[rows].tolist())
        return found


def middle(numbers: list[float], weights: list[float]) -> float:
    """The weighted median of the numbers that are known; NaN where none is."""
    known = sorted(
        (number, weight) for number, weight in zip(numbers, weights, strict=True) if not math.isnan(number)
    )
    half = sum(weight for _, weight in known) / 2
    for number, weight in known:
        half -= weight
        if half <= 0:
            return number
    return float("nan")


def bands(low: Floats, high: Floats) -> Ints:
    """The number of the band that holds each whole interval, `OPEN` where none does; see `nkrisk_geo.border.band_of`."""
    edges = np.array([*BANDS, np.inf])
    number = np.searchsorted(edges, low, side="right") - 1
    inside = (low >= 0) & (low <= high) & (high < edges[np.minimum(number + 1, len(edges) - 1)])
    return np.where(inside, number, OPEN)


def rounded(numbers: Floats, digits: int) -> Floats:
    """Numbers rounded as `round` does it: to the decimal that is nearest to the exact value of each."""
    scaled = numbers * 10.0**digits
    found: Floats = np.rint(scaled) / 10.0**digits
    halves = np.flatnonzero(np.abs(np.abs(scaled - np.trunc(scaled)) - 0.5) < 1e-6)
    for at in halves.tolist():  # where the product may have been rounded to the other side of a half
        found.flat[at] = round(float(numbers.flat[at]), digits)
    return found


def _weighted(odds: Odds, values: Floats, records: int) -> Floats:
    """For each record the sum of the rows of its units, each times the unit's probability."""
    width = values.shape[1]
    cells = odds.owner[:, None] * width + np.arange(width)
    found = np.bincount(cells.ravel(), (odds.p[:, None] * values).ravel(), records * width)
    return found.astype(np.float64, copy=False).reshape(records, width)
