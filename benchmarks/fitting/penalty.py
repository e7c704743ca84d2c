"""The penalty of a posterior: how surprised it is by the truth.

The logarithmic loss, of each level that the label reaches, on average. What the posterior leaves open is spread by prior
weight: who says only Dandong has said Zhenxing with the share that Zhenxing has of Dandong, and who says nothing has said
everything a little. So to abstain costs something, less than a wrong place, and no row needs a rule for when abstaining is
right. A false alarm, probability on a watched zone that the place is not in, costs more: a wrong border
zone is worse than none.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.fitting.cases import Case, Truth
from nkrisk_geo.engine.core import Core
from nkrisk_geo.engine.engine import Engine
from nkrisk_geo.engine.signature import Signature
from nkrisk_geo.gazetteer.compiler.units import compile_judgement
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.gazetteer.units import CHINA

FALSE_ALARM = 2.0
"""What a false alarm costs beside the surprise."""
DOUBT = 1 / 120
"""Share of labels that are wrong, as counted by hand. No row costs more than its logarithm."""
CHINA_AMONG_ALL = 0.45
"""Share of China where nothing is said. Not that of the table, or a fit could lower the loss by moving it."""

Floats = NDArray[np.float64]


class Posterior(NamedTuple):
    """What a signature means: see `nkrisk_geo.engine.engine.Meaning`."""

    direct: dict[int, float]
    total: dict[int, float]
    nothing: float


class Judgement:
    """The library as its weights are now, asked for what it makes of cases. Made anew for each set of weights."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        tables = {name: table.data for name, table in compile_judgement(gazetteer)}
        self.engine = Engine(gazetteer, Core(gazetteer, tables))

    def penalties(self, cases: Sequence[Case]) -> Floats:
        """The penalty of each case, times the texts that it stands for."""
        numbers: dict[Signature, int] = {}
        asked = [numbers.setdefault(case.signature, len(numbers)) for case in cases]
        posteriors = self._posteriors([*numbers])
        costs = [
            case.amount * self.penalty(posteriors[number], case.truth)
            for number, case in zip(asked, cases, strict=True)
        ]
        return np.array(costs, np.float64)

    def _posteriors(self, signatures: Sequence[Signature]) -> list[Posterior]:
        every = (
            self.engine.meaning(
                self.engine.packer.items(signature),
                self._gazetteer.judgement["threshold"],
            )
            for signature in signatures
        )
        return [Posterior(each.direct, each.total, each.nothing) for each in every]

    def penalty(self, posterior: Posterior, truth: Truth) -> float:
        """Surprise and false alarms."""
        total = posterior.total
        alarm = sum(
            _surprise(1.0 - sum(total.get(unit, 0.0) for unit in zone))
            for zone in truth.outside
        )
        if truth.named:
            surprise = sum(
                _surprise(self._share(posterior, units)) for units in truth.levels
            ) / len(truth.levels)
        else:
            surprise = _surprise(1.0 - self._wrong(posterior, truth.levels[0]))
        return surprise + FALSE_ALARM * alarm

    def _share(self, posterior: Posterior, units: frozenset[int]) -> float:
        """Probability of lying in one of the units, with what is left open spread by prior weight."""
        path, mass = self._gazetteer.path, self._gazetteer.prior_weight
        share = sum(posterior.total.get(unit, 0.0) for unit in units)
        for unit in units:
            share += (
                posterior.nothing
                * mass[unit]
                * (CHINA_AMONG_ALL if CHINA in path(unit) else 1.0)
            )
        for candidate, probability in posterior.direct.items():
            for unit in units:
                if candidate != unit and candidate in path(unit):
                    share += probability * mass[unit] / mass[candidate]
        return share

    def _wrong(self, posterior: Posterior, units: frozenset[int]) -> float:
        """Probability of places that are neither in the units nor around them."""
        path = self._gazetteer.path
        around = frozenset[int]().union(*map(path, units))
        return sum(
            probability
            for candidate, probability in posterior.direct.items()
            if candidate not in around and units.isdisjoint(path(candidate))
        )


def _surprise(probability: float) -> float:
    return -math.log((1.0 - DOUBT) * min(1.0, max(0.0, probability)) + DOUBT)
