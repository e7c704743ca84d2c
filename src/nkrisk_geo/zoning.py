"""In which zones posteriors lie: sums over the candidates of a posterior.

A candidate that is wider than a zone counts with the share of its prior weight that is inside: *Liaoning* is in the Dandong
border counties with the share that these have of Liaoning. A zone is definite from the probability that decides a place,
so whoever decides on Hyesan decides on the DPRK.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from nkrisk_geo.arrays import Flags
from nkrisk_geo.bearings import Bearings
from nkrisk_geo.candidates import Odds
from nkrisk_geo.gazetteer import CHINA
from nkrisk_geo.ragged import Floats, rounded, weighted


class Lies(NamedTuple):
    """In which zones posteriors lie; a row for each.

    Attributes:
        odds: probability of each zone, highest rank first.
        definite: is a zone one that is probable enough to be decided on?
        possible: is it one of the others that some surviving candidate reaches into?
    """

    odds: Floats
    definite: Flags
    possible: Flags

    def one(self, number: int) -> Lie:
        """Where one of them lies."""
        odds, definite, possible = (row[number] for row in self)
        surely, perhaps = (tuple(np.flatnonzero(flags).tolist()) for flags in (definite, possible))
        return Lie(tuple(odds.tolist()), surely, perhaps)


class Lie(NamedTuple):
    """Where one posterior lies; see `Lies`. Zones by their numbers."""

    odds: tuple[float, ...]
    definite: tuple[int, ...]
    possible: tuple[int, ...]


class Zoning:
    """Zones over one gazetteer."""

    def __init__(self, bearings: Bearings, possible: float) -> None:
        self._bearings, self._possible = bearings, possible

    def lie(self, direct: Odds, records: int, least: float) -> Lies:
        """Where posteriors lie; a zone is decided on from the probability `least`."""
        near_by = direct.chosen(~self._bearings.is_far[direct.unit])
        share = self._bearings.share[near_by.unit]
        odds = weighted(near_by.owner, near_by.p, share, records)
        survives = (near_by.p >= self._possible) & (near_by.unit != CHINA)
        reached = np.zeros(odds.shape, np.bool_)
        np.logical_or.at(reached, near_by.owner[survives], share[survives] > 0.0)
        definite = odds >= least
        return Lies(rounded(np.minimum(1.0, odds), 4), definite, reached & ~definite)
