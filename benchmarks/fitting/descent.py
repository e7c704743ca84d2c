"""The descent: weight by weight to where the penalty and the distance from reason together are least.

A Gaussian prior around the reasoned values holds every weight; the data have to pay for each move. A weight that few cases
depend on is not moved at all. Each trial works out only the cases that depend on the weight, which were found by
moving it one standard deviation up and down.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.fitting.weights import Weight, override

DISCOUNT = 0.2
"""What a case counts against the prior: rows of one source resemble each other, five tell as much as one."""
INFORMED = 10
"""Cases that must depend on a weight for it to be moved."""
STEPS = (0.5, 0.5, 0.25, 0.12)
"""Distance between the trials of each sweep, in standard deviations."""
NOTICEABLE = 0.01
"""Change of a case's penalty from which it depends on a weight."""

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]
Penalties = Callable[[Numbers], Floats]
"""The penalties of the numbered cases under the weights as they are."""


@dataclass
class Fit:
    """Where a fit stands.

    Attributes:
        reasoned: what it started from.
        fitted: where it is.
        depending: cases that depend on each weight.
    """

    reasoned: Mapping[Weight, float]
    fitted: dict[Weight, float]
    depending: dict[Weight, int]

    def informed(self, weight: Weight) -> bool:
        """Have the data anything to say about it?"""
        return self.depending.get(weight, 0) >= INFORMED

    def pull(self, weight: Weight, value: float) -> float:
        """The prior's price of a value."""
        away = (
            weight.scale.position(value) - weight.scale.position(self.reasoned[weight])
        ) / weight.scale.sd
        return 0.5 * away * away


class Descent:
    """Descends from the reasoned values on some cases."""

    def __init__(
        self, reasoned: Mapping[Weight, float], penalties: Penalties, cases: int
    ) -> None:
        self.fit = Fit(reasoned, dict(reasoned), {})
        self._penalties = penalties
        self._all = np.arange(cases)
        self._dependent: dict[Weight, Numbers] = {}

    def run(self, steps: Sequence[float] = STEPS) -> Iterator[float]:
        """Sweep over the weights, once for each step, and yield the whole cost after each sweep."""
        self._find_dependent()
        yield self.cost()
        for step in steps:
            for weight, numbers in self._dependent.items():
                self._improve(weight, numbers, step)
            yield self.cost()

    def cost(self) -> float:
        """The discounted penalty of all cases and the prior's price of all moves."""
        pulls = sum(
            self.fit.pull(weight, value) for weight, value in self.fit.fitted.items()
        )
        with override(self.fit.fitted):
            return DISCOUNT * float(self._penalties(self._all).sum()) + pulls

    def _find_dependent(self) -> None:
        """Note which cases depend on each weight, and leave out weights that too few depend on."""
        with override(self.fit.fitted):
            now = self._penalties(self._all)
        for weight in self.fit.reasoned:
            low, high = self._around(weight, 1.0)
            change = np.maximum(
                *[
                    abs(self._trial(weight, value, self._all) - now)
                    for value in (low, high)
                ]
            )
            self.fit.depending[weight] = int((change > NOTICEABLE).sum())
            if self.fit.informed(weight):
                self._dependent[weight] = np.flatnonzero(change > NOTICEABLE / 100)

    def _trial(self, weight: Weight, value: float, numbers: Numbers) -> Floats:
        with override({**self.fit.fitted, weight: value}):
            return self._penalties(numbers)

    def _around(self, weight: Weight, step: float) -> tuple[float, float]:
        """The values a step below and above, within the bounds."""
        at, by = weight.scale.position(self.fit.fitted[weight]), step * weight.scale.sd
        low, high = weight.bounds(self.fit.reasoned[weight])
        return weight.scale.value(max(low, at - by)), weight.scale.value(
            min(high, at + by)
        )

    def _improve(self, weight: Weight, numbers: Numbers, step: float) -> None:
        """Move a weight to the best of: where it is, a step down or up, the lowest point of the parabola through these."""

        def cost(value: float) -> float:
            return DISCOUNT * float(
                self._trial(weight, value, numbers).sum()
            ) + self.fit.pull(weight, value)

        tried = {
            value: cost(value)
            for value in (self.fit.fitted[weight], *self._around(weight, step))
        }
        lowest = self._lowest(weight, tried)
        if lowest is not None:
            tried[lowest] = cost(lowest)
        self.fit.fitted[weight] = min(tried, key=lambda value: (tried[value], value))

    def _lowest(self, weight: Weight, tried: Mapping[float, float]) -> float | None:
        """The lowest point of the parabola through three trials, None where it has none within the bounds."""
        if len(tried) < 3:
            return None
        a, b, _ = np.polyfit(
            [weight.scale.position(value) for value in tried], list(tried.values()), 2
        )
        low, high = weight.bounds(self.fit.reasoned[weight])
        lowest = -b / (2 * a) if a > 0 else None
        return (
            weight.scale.value(float(lowest))
            if lowest is not None and low <= lowest <= high
            else None
        )
