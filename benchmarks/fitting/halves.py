"""A half of the cases, asked what it costs under some weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from benchmarks.fitting.cases import Case
from benchmarks.fitting.descent import Numbers
from benchmarks.fitting.penalty import Floats, Judgement
from benchmarks.fitting.weights import Weight, override
from nkrisk_geo.gazetteer.gazetteer import Gazetteer


class Half:
    """Cases to fit on, or to judge a fit by that has not seen them."""

    def __init__(self, cases: Sequence[Case], gazetteer: Gazetteer) -> None:
        self.cases = cases
        self._gazetteer = gazetteer

    def penalties(self, numbers: Numbers) -> Floats:
        """The penalties of the numbered cases under the weights as they are."""
        return Judgement(self._gazetteer).penalties(
            [self.cases[number] for number in numbers]
        )

    def mean(self, values: Mapping[Weight, float]) -> float:
        """The mean penalty under other weights."""
        whole = self._all(values).sum()
        return float(whole / sum(case.amount for case in self.cases))

    def by_source(
        self, values: Mapping[Weight, float]
    ) -> dict[str, tuple[float, float]]:
        """Amount and penalty of each source and part of the world, under other weights."""
        sums: dict[str, tuple[float, float]] = {}
        for case, penalty in zip(self.cases, self._all(values), strict=True):
            name = f"{case.source}, {case.truth.part}"
            amount, cost = sums.get(name, (0.0, 0.0))
            sums[name] = amount + case.amount, cost + float(penalty)
        return sums

    def _all(self, values: Mapping[Weight, float]) -> Floats:
        with override(values):
            return self.penalties(np.arange(len(self.cases)))
