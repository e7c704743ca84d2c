"""The units of a gazetteer as arrays: who lies in whom, and what decides how they are weighed.

Units lie in one another like the leaves and branches of a tree. Numbered in the
order of a walk through it, whatever lies in a unit has the numbers of one interval,
so that *does this lie in that?* is two comparisons, for a million pairs at once.
"""

from __future__ import annotations

import numpy as np

from nkrisk_geo.gazetteer.facts import Facts
from nkrisk_geo.gazetteer.units import CHINA
from nkrisk_geo.gazetteer.vocabulary import LEVELS
from nkrisk_geo.native.arrays import Flags, Ints
from nkrisk_geo.native.segments import Floats

LEVEL = {name: number for number, name in enumerate(LEVELS)}
"""Levels by number."""
IS_WIDE: Flags = np.isin(LEVELS, ("country", "province", "prefecture"))
IS_DIVISION: Flags = np.isin(LEVELS, ("province", "prefecture", "county"))
"""For each level by its number."""


class UnitTree:
    """The units of one gazetteer, by their numbers.

    Attributes:
        parents: the unit around each, -1 for none.
        around: a row for each unit: itself and everything around it, outwards, then -1.
        depth: how many are around it.
        opens, closes: its interval; what lies in it opens there.
        level: see `LEVELS`.
        prior_weight: prior weight, China's being 1.
        prior: prior probability that a record with an address to resolve is there.
        is_country: is it a country, or a territory that trade records treat as one?
        in_china: does it lie in China?
    """

    def __init__(self, facts: Facts) -> None:
        self.parents: Ints = np.array(facts.parents, np.int64)
        self.around: Ints = _chains(self.parents)
        self.depth: Ints = (self.around >= 0).sum(axis=1) - 1
        self.opens: Ints
        self.closes: Ints
        self.opens, self.closes = self._walk()
        self.level: Ints = np.array([LEVEL[level] for level in facts.levels], np.int64)
        self.prior_weight: Floats = np.array(facts.prior_weight, np.float64)
        self.is_country: Flags = np.array(facts.countries)
        self.in_china: Flags = self.within(np.arange(len(self)), CHINA)
        # Weights are told within China, whose own is 1, and elsewhere of all records.
        chinese = facts.judgement["prior: China"]
        share = np.where(self.in_china, chinese, 1.0)
        self.prior: Floats = self.prior_weight * share

    def __len__(self) -> int:
        return len(self.parents)

    def within(
        self,
        inner: Ints | int,
        outer: Ints | int,
    ) -> Flags:
        """Does one unit lie in the other, or is it the same?"""
        opens = self.opens[inner]
        behind, before = opens >= self.opens[outer], opens < self.closes[outer]
        inside: Flags = behind & before
        return inside

    def _walk(self) -> tuple[Ints, Ints]:
        """Where each unit opens and closes in a walk through the tree, sisters by their numbers."""
        depths = range(int(self.depth.max()) + 1)
        tops, *below = [np.flatnonzero(self.depth == depth) for depth in depths]
        # How many lie in each, itself among them: the deepest are counted first.
        size = np.ones(len(self), np.int64)
        for units in reversed(below):
            np.add.at(size, self.parents[units], size[units])

        opens = np.zeros(len(self), np.int64)
        opens[tops] = _before(size[tops])
        for units in below:
            order = np.argsort(self.parents[units], kind="stable")
            sisters = units[order]
            before, parent = _before(size[sisters]), self.parents[sisters]
            # Only what lies in elder sisters comes between a unit and its parent.
            among = before - before[_first_of_run(parent)]
            opens[sisters] = opens[parent] + 1 + among
        return opens, opens + size


def _before(sizes: Ints) -> Ints:
    """The sum of all numbers before each."""
    return np.cumsum(sizes) - sizes


def _first_of_run(values: Ints) -> Ints:
    """For each place the first one of the run of equal values that it is in."""
    begins = np.append(True, values[1:] != values[:-1])
    places = np.where(begins, np.arange(len(values)), 0)
    return np.maximum.accumulate(places)


def _chains(parents: Ints) -> Ints:
    """Each unit and what is around it, outwards, filled up with -1."""
    columns = [np.arange(len(parents))]
    while (columns[-1] >= 0).any():
        last = columns[-1]
        columns.append(np.where(last >= 0, parents[last], -1))
    return np.stack(columns[:-1], axis=1)
