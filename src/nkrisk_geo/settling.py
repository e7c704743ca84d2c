"""What texts mean: the posterior of each, and the finest place in it that is probable enough.

A text of several addresses has parts. Where they mean places apart, the text means all of them alike, and nothing finer than
what they share is settled on.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from nkrisk_geo.arrays import Ints
from nkrisk_geo.atlas import Atlas
from nkrisk_geo.candidates import Odds, Posteriors, Weigher, mean, ranked, tops
from nkrisk_geo.gazetteer import CHINA, Gazetteer
from nkrisk_geo.hearing import Hearing, Listener
from nkrisk_geo.signature import Plain, Signature, apart

NONE = -1
"""In the place of a unit where there is none."""
EVEN = 0.5 + 1e-6
"""Whatever the threshold, a place is likelier than not: of two that are equally likely none is settled on."""


class Meant(NamedTuple):
    """What some texts mean.

    Attributes:
        records: how many they are.
        hearing: their voices.
        weighed: their posteriors.
        ranked: candidates, the most probable of each first.
        top: the first of them, `NONE` without one.
        settled: the finest unit that is probable enough, `NONE` for none.
        torn: the texts whose parts mean places apart.
    """

    records: int
    hearing: Hearing
    weighed: Posteriors
    ranked: Odds
    top: Ints
    settled: Ints
    torn: Ints


class Settler:
    """Settles what texts mean, over one gazetteer."""

    def __init__(self, gazetteer: Gazetteer, atlas: Atlas, listener: Listener) -> None:
        self._gazetteer, self._atlas, self._listener = gazetteer, atlas, listener
        self._weigher = Weigher(atlas)

    def settle(self, signatures: Sequence[Signature], threshold: float) -> Meant:
        """What the texts with these signatures mean."""
        count, least = len(signatures), max(threshold, EVEN)
        plain, several = apart(signatures)
        parts = [part for each in several.values() for part in each]
        hearing = self._listener.hear([*plain, *parts])
        weighed = self._weigher.weigh(hearing, count + len(parts))
        order = ranked(weighed.direct)
        settled = self._finest(order, weighed.total, count + len(parts), least)
        if several:
            lie_apart = self._lie_apart(several, settled, count)
            return self._together(hearing, weighed, order, settled, lie_apart, count, least)
        return Meant(count, hearing, weighed, order, tops(order, count)[0], settled, np.zeros(0, np.int64))

    def _finest(self, order: Odds, total: Odds, records: int, least: float) -> Ints:
        """The finest unit of each record that is probable enough."""
        settled, p = tops(order, records)
        settled[p < least] = NONE
        likely = total.chosen((total.p >= least) & (settled[total.owner] == NONE))
        # Each of two that are likelier than not lies in the other, so the last one is the finest.
        likely = likely.chosen(np.argsort(self._atlas.depth[likely.unit], kind="stable"))
        settled[likely.owner] = likely.unit
        return settled

    def _lie_apart(
        self, several: Mapping[int, Sequence[Plain]], settled: Ints, count: int
    ) -> dict[int, list[int]]:
        """The texts whose parts mean places apart, and the numbers of the parts that name one."""
        found, first = {}, count
        for number, parts in several.items():
            after = first + len(parts)
            named = [part for part in range(first, after) if settled[part] not in (NONE, CHINA)]
            paths = {self._gazetteer.path(int(settled[part])) for part in named}
            if len(parts) > 1 and not all(a <= b or b <= a for a, b in itertools.combinations(paths, 2)):
                found[number] = named
            first = after
        return found

    def _together(
        self,
        hearing: Hearing,
        weighed: Posteriors,
        order: Odds,
        settled: Ints,
        lie_apart: Mapping[int, Sequence[int]],
        count: int,
        least: float,
    ) -> Meant:
        """What is meant without the parts; a text whose parts lie apart means what they mean together."""
        torn = np.array([*lie_apart], np.int64)
        nothing = weighed.nothing.copy()
        for number, parts in lie_apart.items():
            nothing[number] = sum(nothing[part] / len(parts) for part in parts)
        means = [
            mean([weighed.direct.of(part) for part in parts], number) for number, parts in lie_apart.items()
        ]
        direct = Odds.joined(means)
        total, shown = self._weigher.summed(direct), ranked(direct)
        settled = settled[:count].copy()
        settled[torn] = self._finest(shown, total, count, least)[torn]
        whole = Posteriors(
            weighed.direct.replaced(direct, torn, count),
            weighed.total.replaced(total, torn, count),
            nothing[:count],
        )
        order = order.replaced(shown, torn, count)
        return Meant(count, hearing.of_first(count), whole, order, tops(order, count)[0], settled, torn)
