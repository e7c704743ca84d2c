"""What texts mean: the posterior of each, and the finest place in it that is probable enough.

A text of several addresses has parts. Where they mean places apart, the text means all of them alike, and nothing finer than
what they share is settled on. So it does where two chains of its names, each complete, exclude each other, whatever stands
between them: a line of one text holds the works in Dandong and the office in Shanghai as often as a cell with a semicolon.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from nkrisk_geo.arrays import Ints
from nkrisk_geo.atlas import Atlas
from nkrisk_geo.candidates import Odds, Posteriors, Weigher, mean, ranked, tops
from nkrisk_geo.chains import Chains
from nkrisk_geo.gazetteer import CHINA, Gazetteer
from nkrisk_geo.grammar import Role
from nkrisk_geo.hearing import Hearing, Listener
from nkrisk_geo.items import NAME, PLACE
from nkrisk_geo.signature import Plain, Signature, apart, of_text, role_of

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


class _Weighed(NamedTuple):
    """What some signatures without parts mean, each by itself; see `Meant`."""

    hearing: Hearing
    weighed: Posteriors
    ranked: Odds
    settled: Ints


class Settler:
    """Settles what texts mean, over one gazetteer."""

    def __init__(self, gazetteer: Gazetteer, atlas: Atlas, listener: Listener) -> None:
        self._gazetteer, self._atlas, self._listener = gazetteer, atlas, listener
        self._weigher, self._chains = Weigher(atlas, gazetteer.judgement), Chains(gazetteer)

    def settle(self, signatures: Sequence[Signature], threshold: float) -> Meant:
        """What the texts with these signatures mean."""
        self._listener.items.make_room()  # whole texts and their parts go by the same numbers
        count, least = len(signatures), max(threshold, EVEN)
        plain, several = apart(signatures)
        whole = self._weigh(plain, least)
        top = tops(whole.ranked, count)[0]
        several = {**self._excluding(plain, whole.hearing, top), **several}
        if several:
            return self._together(whole, several, least)
        return Meant(
            count, whole.hearing, whole.weighed, whole.ranked, top, whole.settled, np.zeros(0, np.int64)
        )

    def _weigh(self, signatures: Sequence[Plain], least: float) -> _Weighed:
        """What signatures without parts mean."""
        hearing = self._listener.hear(signatures)
        weighed = self._weigher.weigh(hearing, len(signatures))
        order = ranked(weighed.direct)
        return _Weighed(hearing, weighed, order, self._finest(order, weighed.total, len(signatures), least))

    def _finest(self, order: Odds, total: Odds, records: int, least: float) -> Ints:
        """The finest unit of each record that is probable enough."""
        settled, p = tops(order, records)
        settled[p < least] = NONE
        likely = total.chosen((total.p >= least) & (settled[total.owner] == NONE))
        # Each of two that are likelier than not lies in the other, so the last one is the finest.
        likely = likely.chosen(np.argsort(self._atlas.depth[likely.unit], kind="stable"))
        settled[likely.owner] = likely.unit
        return settled

    # --- several addresses in one text -------------------------------------------------------------------------

    def _excluding(self, plain: Sequence[Plain], hearing: Hearing, top: Ints) -> dict[int, list[Plain]]:
        """The texts in which two complete chains exclude each other: the names of the likeliest place, and those against it."""
        found: dict[int, list[Plain]] = {}
        for number, contrary in self._contrary(hearing, top, len(plain)).items():
            against = tuple(item for item in self._listener.items.told(contrary) if of_text(item))
            if len(against) == 1 and role_of(against[0]) != Role.TYPED:
                continue  # a bare name is no chain; DONGGANG CITY may be one with a name that both sides share
            sides = self._sides(plain[number], against, int(top[number]))
            if all(map(self._chains.is_complete, sides)):
                found[number] = sides
        return found

    def _sides(self, names: Plain, against: Plain, place: int) -> list[Plain]:
        """The names for a place and those against it, which take with them what is around them alone.

        DONGGANG CITY, DANDONG, NINGBO, ZHEJIANG is no address in 丹东街道 of Ningbo.
        """
        others = tuple(item for item in names if item not in against)
        taken = self._chains.around(against, others, place)
        return [tuple(item for item in others if item not in taken), (*against, *taken)]

    def _contrary(self, hearing: Hearing, top: Ints, records: int) -> dict[int, Ints]:
        """Of texts with names enough, the loud ones, one of them plain, that have no place in or around the likeliest."""
        named = self._listener.items.ints("traits")[hearing.item] & NAME > 0
        enough = (
            np.bincount(hearing.owner[named], minlength=records)
            >= self._gazetteer.judgement["names of two chains"]
        )
        concerned = enough[hearing.owner] & named & (top[hearing.owner] >= 0)
        rows = np.flatnonzero(concerned[hearing.voice])
        voice = hearing.voice[rows]
        agrees = self._atlas.related(hearing.unit[rows], top[hearing.owner[voice]])
        concerned[voice[agrees]] = False
        concerned &= self._listener.items.floats("loudness")[hearing.item] >= self._listener.items.loud
        plain = concerned & (self._listener.items.ints("traits")[hearing.item] & PLACE > 0)
        some = np.bincount(hearing.owner[plain], minlength=records) > 0
        contrary = np.flatnonzero(concerned & some[hearing.owner])
        owners, starts = np.unique(hearing.owner[contrary], return_index=True)
        several = np.split(hearing.item[contrary], starts[1:])
        return dict(zip(owners.tolist(), several, strict=False))

    def _lie_apart(self, several: Mapping[int, Sequence[Plain]], settled: Ints) -> dict[int, list[int]]:
        """The texts whose parts mean places apart, and the numbers of the parts that name the finest."""
        found, first = {}, 0
        for number, parts in several.items():
            after = first + len(parts)
            paths = {
                part: self._gazetteer.path(int(settled[part]))
                for part in range(first, after)
                if settled[part] not in (NONE, CHINA)
            }
            if not all(a <= b or b <= a for a, b in itertools.combinations(paths.values(), 2)):
                found[number] = [
                    part for part, path in paths.items() if not any(path < other for other in paths.values())
                ]
            first = after
        return found

    def _together(self, whole: _Weighed, several: Mapping[int, Sequence[Plain]], least: float) -> Meant:
        """What is meant where some texts have parts; one whose parts lie apart means what they mean together."""
        count = len(whole.settled)
        parts = self._weigh([part for each in several.values() for part in each], least)
        lie_apart = self._lie_apart(several, parts.settled)
        torn = np.array([*lie_apart], np.int64)
        nothing = whole.weighed.nothing.copy()
        for number, apart_ones in lie_apart.items():
            nothing[number] = sum(parts.weighed.nothing[part] / len(apart_ones) for part in apart_ones)
        direct = Odds.joined(
            [
                mean([parts.weighed.direct.of(part) for part in apart_ones], number)
                for number, apart_ones in lie_apart.items()
            ]
        )
        direct = direct.chosen(np.argsort(direct.owner, kind="stable"))
        total, shown = self._weigher.summed(direct), ranked(direct)
        settled = whole.settled.copy()
        settled[torn] = self._finest(shown, total, count, least)[torn]
        posteriors = Posteriors(
            whole.weighed.direct.replaced(direct, torn, count),
            whole.weighed.total.replaced(total, torn, count),
            nothing,
        )
        order = whole.ranked.replaced(shown, torn, count)
        return Meant(count, whole.hearing, posteriors, order, tops(order, count)[0], settled, torn)
