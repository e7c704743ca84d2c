"""The posterior: what the voices together mean, as probabilities over places.

Candidates are the units that some voice names, everywhere in the world, and two outcomes more: a place in China that no
name gives away, and no place at all. A candidate is scored by its prior and by what each voice says about it or about
anything around it; the scores become probabilities. Because every probability (of a place, of a zone, of a distance) is
a sum over the same candidates, they cannot contradict each other.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from nkrisk_geo.evidence import log_mass
from nkrisk_geo.gazetteer import CHINA, Gazetteer
from nkrisk_geo.voice import Voice

NOTHING = -1
"""The outcome that the text names no place."""

SHARE_OF_CHINA = 0.45
"""Prior probability that a record with an address to resolve is in China; the rest is spread over other countries."""
PRIOR_CHINA_ALONE = 0.043
"""… that it is there without naming a division."""
PRIOR_NOTHING = 0.13
"""… that what looks like a name is none."""

NEGLIGIBLE = 1e-6
"""Candidates less likely than this, compared with the best, are forgotten."""
_LEAST = math.log(NEGLIGIBLE)


class Posterior(NamedTuple):
    """Probabilities by unit number.

    Attributes:
        direct: probability that the unit is the finest place meant, by candidate (`NOTHING` included).
        total: probability of lying in the unit, for every candidate and everything around one.
    """

    direct: dict[int, float]
    total: dict[int, float]

    def ranked(self) -> list[tuple[int, float]]:
        """Candidates other than `NOTHING`, most probable first; ties in the order of the unit numbers."""
        ranked = [item for item in self.direct.items() if item[0] != NOTHING]
        if len(ranked) > 1:
            ranked.sort(key=lambda item: (-item[1], item[0]))
        return ranked


class Priors(dict[int, float]):
    """Logarithm of the prior probability by unit. Filled as it is asked."""

    __slots__ = ("_gazetteer",)

    def __init__(self, gazetteer: Gazetteer) -> None:
        super().__init__({CHINA: math.log(PRIOR_CHINA_ALONE)})
        self._gazetteer = gazetteer

    def __missing__(self, unit: int) -> float:
        mass = self._gazetteer.mass[unit]
        share = SHARE_OF_CHINA if self._gazetteer.chains[unit][-1] == CHINA else 1.0
        self[unit] = found = log_mass(mass * share)
        return found


class Weigher:
    """Weighs candidates over one gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._chains = gazetteer.chains
        self._priors = Priors(gazetteer)
        self._nothing = math.log(PRIOR_NOTHING)

    def weigh(self, voices: Sequence[Voice]) -> Posterior:
        """The posterior over what the voices name."""
        priors, about = self._priors, [voice.about for voice in voices]
        scores = {NOTHING: self._nothing}
        for unit in dict.fromkeys(chain.from_iterable(voices)):
            score = priors[unit]
            for said in about:
                score += said[unit]
            scores[unit] = score
        return self._normalize(scores)

    def _normalize(self, scores: dict[int, float]) -> Posterior:
        top, exp = max(scores.values()), math.exp
        least = top + _LEAST
        direct = {unit: exp(score - top) for unit, score in scores.items() if score > least}
        whole = 0.0
        for weight in direct.values():  # not `sum`, whose rounding differs between versions of Python
            whole += weight
        total: dict[int, float] = {}
        for unit, weight in direct.items():
            direct[unit] = probability = weight / whole
            if unit == NOTHING:
                continue
            if not total:
                total = dict.fromkeys(self._chains[unit], probability)
                continue
            for around in self._chains[unit]:
                total[around] = total.get(around, 0.0) + probability
        return Posterior(direct, total)


def mean(posteriors: Sequence[Posterior]) -> Posterior:
    """What several addresses mean together: one of them is as likely meant as another."""
    share = 1.0 / len(posteriors)
    direct: dict[int, float] = {}
    total: dict[int, float] = {}
    for each in posteriors:
        for ours, theirs in ((direct, each.direct), (total, each.total)):
            for unit, probability in theirs.items():
                ours[unit] = ours.get(unit, 0.0) + share * probability
    return Posterior(direct, total)


@lru_cache(1024)
def rounded(probability: float) -> float:
    """A probability as answers give it. Remembered, because that of a place is often that of all its zones."""
    return round(min(1.0, probability), 4)
