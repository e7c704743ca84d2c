"""From voices to posteriors: which units records could mean, and with what probability.

Candidates are the units that some voice names, everywhere in the world, and one outcome more: no place at all. China is a
candidate where something speaks for China itself, and then means a place there that no name gives away. A candidate is scored
by its prior and by what each voice says about it or about anything around it; the scores become probabilities. Because every
probability (of a place, of a zone, of a distance) is a sum over the same candidates, they cannot contradict each other.

Many records are weighed at once.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from nkrisk_geo.arrays import Flags, Ints
from nkrisk_geo.atlas import Atlas
from nkrisk_geo.gazetteer import CHINA
from nkrisk_geo.hearing import Hearing
from nkrisk_geo.judgement import Judgement
from nkrisk_geo.native import ordered
from nkrisk_geo.ragged import Floats, among, distinct, firsts, stretches

NOTHING = -1
"""The outcome that the text names no place."""

LEAST_MASS = 1e-9
"""Prior weight of a unit that has none: its logarithm has to be finite."""


class Odds(NamedTuple):
    """Probabilities of units: a row for each record and unit, ordered by record."""

    owner: Ints
    unit: Ints
    p: Floats

    def chosen(self, which: Flags | Ints) -> Odds:
        """Some of the rows."""
        return Odds(self.owner[which], self.unit[which], self.p[which])

    def replaced(self, others: Odds, records: Ints, count: int) -> Odds:
        """Those of the first records, with other rows for some of them."""
        last = int(np.searchsorted(self.owner, count))
        kept = self.chosen(np.arange(last)[~among(self.owner[:last], records)])
        together = Odds.joined([kept, others])
        return together.chosen(np.argsort(together.owner, kind="stable"))

    @staticmethod
    def joined(several: Sequence[Odds]) -> Odds:
        """The rows of several, one after the other."""
        none = Odds(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))
        columns = ([getattr(each, name) for each in (none, *several)] for name in Odds._fields)
        return Odds(*map(np.concatenate, columns))

    def of(self, number: int) -> dict[int, float]:
        """The probabilities of one record by unit."""
        first, last = np.searchsorted(self.owner, [number, number + 1])
        return dict(zip(self.unit[first:last].tolist(), self.p[first:last].tolist(), strict=True))


class Posteriors(NamedTuple):
    """What some records mean.

    Attributes:
        direct: probability that the unit is the finest place meant, for each candidate but `NOTHING`.
        total: probability of lying in the unit, for every candidate and everything around one; ordered by record and unit.
        nothing: probability that a record means no place.
    """

    direct: Odds
    total: Odds
    nothing: Floats


class Weigher:
    """Weighs candidates over one gazetteer."""

    def __init__(self, atlas: Atlas, judgement: Judgement) -> None:
        self._atlas = atlas
        self._priors: Floats = np.log(np.maximum(atlas.prior, LEAST_MASS))
        self._priors[CHINA] = math.log(judgement["prior: China alone"])
        self._nothing = math.log(judgement["prior: no place"])
        self._negligible = math.log(judgement["negligible candidate"])

    def weigh(self, heard: Hearing, records: int) -> Posteriors:
        """The posteriors over what the voices name."""
        owner, unit, score = self._scored(heard)
        top = np.full(records, self._nothing)
        np.maximum.at(top, owner, score)
        ahead = score - top[owner]
        alive = ahead > self._negligible
        owner, unit = owner[alive], unit[alive]
        weight, nothing = np.exp(ahead[alive]), np.exp(self._nothing - top)
        nothing[self._nothing - top <= self._negligible] = 0.0
        # In this order and one by one, so that a record weighs to the last bit alike alone and among others.
        whole = np.bincount(
            np.concatenate([np.arange(records), owner]), np.concatenate([nothing, weight]), records
        )
        direct = Odds(owner, unit, weight / whole[owner])
        return Posteriors(direct, self.summed(direct), nothing / whole)

    def summed(self, direct: Odds) -> Odds:
        """The probability of lying in each candidate and in everything around one."""
        around = self._atlas.around[direct.unit]
        row, column = np.nonzero(around >= 0)
        keys = direct.owner[row] * len(self._atlas) + around[row, column]
        every, _, place = distinct(keys)
        p: Floats = np.bincount(place, direct.p[row], len(every)).astype(np.float64, copy=False)
        return Odds(every // len(self._atlas), every % len(self._atlas), p)

    def _scored(self, heard: Hearing) -> tuple[Ints, Ints, Floats]:
        """The candidates of each record, in its order of units as a walk meets them, with their scores."""
        atlas, width = self._atlas, len(self._atlas)
        where = heard.owner[heard.voice] * width + atlas.opens[heard.unit]
        keys, row, _ = distinct(where)
        owner, unit = keys // width, heard.unit[row]
        # What a row says holds for the candidates in its unit, which stand side by side.
        first = np.searchsorted(keys, where)
        after = np.searchsorted(keys, where + atlas.closes[heard.unit] - atlas.opens[heard.unit])
        said, candidate = stretches(first, after - first)
        voices = np.bincount(heard.owner, minlength=int(owner[-1]) + 1 if len(owner) else 0)
        earlier = np.cumsum(voices) - voices
        # A cell for each candidate and each voice of its record: the loudest that the voice says of it.
        counts = voices[owner]
        starts = np.cumsum(counts) - counts
        cells = np.zeros(int(counts.sum()))
        voice = heard.voice[said]
        np.maximum.at(cells, starts[candidate] + voice - earlier[heard.owner[voice]], heard.weight[said])
        order = np.concatenate([np.arange(len(owner)), np.repeat(np.arange(len(owner)), counts)])
        score = np.bincount(order, np.concatenate([self._priors[unit], cells]), len(owner))
        return owner, unit, score.astype(np.float64, copy=False)


def ranked(direct: Odds) -> Odds:
    """Candidates, the most probable of each record first; ties in the order of the unit numbers."""
    return direct.chosen(ordered(direct.owner, (-direct.p, direct.unit)))


def tops(odds: Odds, records: int) -> tuple[Ints, Floats]:
    """The first unit of each record and its probability; -1 and 0 where there is none."""
    unit, p = np.full(records, NOTHING), np.zeros(records)
    first = firsts(odds.owner)
    unit[odds.owner[first]], p[odds.owner[first]] = odds.unit[first], odds.p[first]
    return unit, p


def mean(parts: Sequence[Mapping[int, float]], record: int) -> Odds:
    """What several addresses mean together: one of them is as likely meant as another."""
    found: dict[int, float] = {}
    for part in parts:
        for unit, p in part.items():
            found[unit] = found.get(unit, 0.0) + p / len(parts)
    return Odds(
        np.full(len(found), record), np.array([*found], np.int64), np.array([*found.values()], np.float64)
    )
