"""Verdicts: what is decided about signatures, in numbers.

    signatures ─▶ voices ─▶ posteriors ─▶ place, status, zones, interval

A pure function of each signature, and the only module where a decision is taken. Verdicts are arrays of unit numbers and
probabilities; `nkrisk_geo.answers` puts one into objects, `nkrisk_geo.cells` puts many into the cells of a table.
"""

from __future__ import annotations

import itertools
import math
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from nkrisk_geo.atlas import LEVEL, Atlas
from nkrisk_geo.candidates import Odds, Posteriors, Weigher, mean, ranked, tops
from nkrisk_geo.gazetteer import CHINA, Gazetteer
from nkrisk_geo.hearing import Hearing, Listener
from nkrisk_geo.items import LOUD, NAME, POSTED
from nkrisk_geo.lexicon import Flags, Ints
from nkrisk_geo.model import Reason, Status
from nkrisk_geo.ragged import Floats, any_of, firsts, places
from nkrisk_geo.signature import Plain, Signature, apart, unpack
from nkrisk_geo.zoning import UNKNOWN, Distance, Distances, Lie, Lies, Zoning, rounded

CANDIDATES_SHOWN = 5
RIVAL, SHOWN = 0.02, 0.005
"""Probabilities from which places that share a name are rivals, and from which a candidate is shown."""

EVEN = 0.5 + 1e-6
"""Whatever the threshold, a place is likelier than not: of two that are equally likely none is decided on."""

HOW: tuple[tuple[Status, Reason | None], ...] = (
    (Status.RESOLVED, None),
    (Status.AMBIGUOUS, Reason.CONFLICT),
    (Status.AMBIGUOUS, Reason.SAME_NAME),
    (Status.AMBIGUOUS, Reason.BELOW_THRESHOLD),
    (Status.UNKNOWN, Reason.NO_PLACE),
    (Status.UNKNOWN, Reason.NO_CHINESE_CONTEXT),
    (Status.UNKNOWN, Reason.EMPTY),
)
"""How a record can be decided; `Verdicts.how` has the numbers."""
RESOLVED, CONFLICT, SAME_NAME, BELOW_THRESHOLD, NO_PLACE, NO_CHINESE_CONTEXT, EMPTY = range(len(HOW))
NONE = -1
"""In the place of a unit where there is none."""


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What is decided about some signatures. Units are numbers of the gazetteer, `NONE` for none.

    Attributes:
        how: status and reason, see `HOW`.
        told: does anything speak for anything? Where nothing does, there are no zones and no evidence.
        settled: the finest thing decided on, China alone included.
        place: the same, without China alone.
        confidence: probability that the place is right, NaN without one.
        lies, distances: zones and distances.
        hearing: the voices; `owner` is the number of the signature.
        items, rules: the item of each voice, as the signature has it, and the number of the rule that gave its weight.
        spoken, loudness: for each voice the most probable unit that it speaks for, and how much it weighs for that.
        candidates: most probable first, at most `CANDIDATES_SHOWN` of each signature, rounded.
        against: the place; where the clues contradict each other so much that nothing is decided, the likeliest candidate.
        conflicting: for each voice, does it speak for somewhere else than `against`?
        posted: the first voice of each signature that is a postcode, `NONE` without one.
    """

    how: Ints
    told: Flags
    settled: Ints
    place: Ints
    confidence: Floats
    lies: Lies
    distances: Distances
    hearing: Hearing
    items: list[int | str]
    rules: Ints
    spoken: Ints
    loudness: Floats
    candidates: Odds
    against: Ints
    conflicting: Flags
    posted: Ints


    def one(self, number: int) -> Verdict:
        """The verdict about one of the signatures."""
        first, last = np.searchsorted(self.hearing.owner, [number, number + 1]).tolist()
        voices = range(first, last)
        columns = (column[first:last].tolist() for column in (self.rules, self.spoken, self.loudness))
        spoken = [Spoken(*each) for each in zip(self.items[first:last], *columns, strict=True)]
        shown = self.candidates.of(number)
        confidence = float(self.confidence[number])
        return Verdict(
            *HOW[self.how[number]],
            _unit(self.settled[number]),
            _unit(self.place[number]),
            None if math.isnan(confidence) else confidence,
            self.lies.one(number) if self.told[number] else None,
            self.distances.one(number),
            tuple(spoken),
            tuple(shown.items()),
            tuple(spoken[voice - first] for voice in voices if self.conflicting[voice]),
            _unit(self.against[number]),
            self.postcode(number),
        )


    def postcode(self, number: int) -> tuple[str, str] | None:
        """Field and first digits of the postcode that counted in one of the signatures.

        A signature knows no more of it; who has the record can put the whole postcode into the answer.
        """
        voice = int(self.posted[number])
        if voice < 0:
            return None
        found = unpack(self.items[voice])
        return found.field, found.value


class Spoken(NamedTuple):
    """An item of a signature, its rule, the most probable unit that it speaks for, and how much it weighs for that."""

    item: int | str
    rule: int
    unit: int
    weight: float


class Verdict(NamedTuple):
    """What is decided about one signature; see `Verdicts`. None where there is nothing."""

    status: Status
    reason: Reason | None
    settled: int | None = None
    place: int | None = None
    confidence: float | None = None
    lie: Lie | None = None
    distance: Distance = UNKNOWN
    spoken: tuple[Spoken, ...] = ()
    candidates: tuple[tuple[int, float], ...] = ()
    conflicts: tuple[Spoken, ...] = ()
    against: int | None = None
    posted: tuple[str, str] | None = None


NOTHING_SAID = Verdict(*HOW[EMPTY])
"""About a record without a letter in it."""


class Case(NamedTuple):
    """The signatures that are judged together, and what is known of them so far."""

    threshold: float
    count: int
    hearing: Hearing
    weighed: Posteriors
    ranked: Odds
    top: Ints
    settled: Ints


class Judge:
    """Decides about signatures over one gazetteer. Safe under threads."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._atlas = Atlas(gazetteer)
        self._lock = threading.Lock()
        self._listener = Listener(gazetteer, self._atlas)
        self._items = self._listener.items
        self._weigher = Weigher(self._atlas)
        self.zoning = Zoning(gazetteer, self._atlas)

    def judge(self, signatures: Sequence[Signature | None], threshold: float) -> Verdicts:
        """The verdicts about signatures; None is that of an empty record."""
        with self._lock:
            return self._judge(signatures, threshold)

    def _judge(self, signatures: Sequence[Signature | None], threshold: float) -> Verdicts:
        case, torn = self._weighed([signature or () for signature in signatures], threshold)
        hearing, settled = case.hearing, case.settled
        told = np.bincount(hearing.owner, minlength=case.count) > 0
        how = self._how(case)
        how[torn] = CONFLICT
        silent = np.flatnonzero(~told)
        how[silent] = [_silent(signatures[number]) for number in silent.tolist()]
        settled[silent] = NONE
        place = np.where(settled == CHINA, NONE, settled)
        against = np.where((how == CONFLICT) & (case.top >= 0), case.top, place)
        spoken, loudness = self._spoken(case)
        shown = case.ranked.chosen((case.ranked.p >= SHOWN) & (places(case.ranked.owner) < CANDIDATES_SHOWN))
        confidence = _at(case.weighed.total, np.arange(case.count), place, len(self._atlas))
        return Verdicts(
            how,
            told,
            settled,
            place,
            rounded(np.where(place >= 0, np.minimum(1.0, confidence), np.nan), 4),
            self.zoning.lie(case.weighed.direct, case.count),
            self.zoning.distances(case.weighed.direct, np.where(how == RESOLVED, place, NONE)),
            hearing,
            self._items.told(hearing.item),
            self._items.ints("rule")[hearing.item],
            spoken,
            loudness,
            Odds(shown.owner, shown.unit, rounded(np.minimum(1.0, shown.p), 4)),
            against,
            self._conflicting(hearing, spoken, against),
            self._posted(hearing, case.count),
        )

    # --- the place ---------------------------------------------------------------------------------------------

    def _weighed(self, signatures: Sequence[Signature], threshold: float) -> tuple[Case, Ints]:
        """Signatures heard, weighed and settled; and which of them have parts that mean places apart."""
        count = len(signatures)
        plain, several = apart(signatures)
        parts = [part for each in several.values() for part in each]
        hearing = self._listener.hear([*plain, *parts])
        weighed = self._weigher.weigh(hearing, count + len(parts))
        settled = self._settled(weighed, ranked(weighed.direct), count + len(parts), threshold)
        torn = np.zeros(0, np.int64)
        if several:
            meant = self._apart(several, settled, count)
            torn = np.array([*meant], np.int64)
            hearing, weighed = self._whole(hearing, weighed, meant, count)
        order = ranked(weighed.direct)
        if len(torn):
            settled = self._settled(weighed, order, count, threshold)
        top, _ = tops(order, count)
        return Case(threshold, count, hearing, weighed, order, top, settled[:count]), torn

    def _settled(self, weighed: Posteriors, order: Odds, records: int, threshold: float) -> Ints:
        """The finest unit of each record that is probable enough, going down from the country."""
        threshold = max(threshold, EVEN)
        settled, p = tops(order, records)
        settled[p < threshold] = NONE
        total = weighed.total
        likely = total.chosen((total.p >= threshold) & (settled[total.owner] == NONE))
        # Each of two that are likelier than not lies in the other, so the last one is the finest.
        likely = likely.chosen(np.argsort(self._atlas.depth[likely.unit], kind="stable"))
        settled[likely.owner] = likely.unit
        return settled

    def _apart(self, several: Mapping[int, Sequence[Plain]], settled: Ints, count: int) -> dict[int, list[int]]:
        """The signatures whose parts mean places apart, and which parts name one."""
        found, first = {}, count
        for number, parts in several.items():
            named = [
                part for part in range(first, first + len(parts)) if settled[part] not in (NONE, CHINA)
            ]
            first += len(parts)
            paths = {self._gazetteer.path(int(settled[part])) for part in named}
            if len(parts) > 1 and not all(a <= b or b <= a for a, b in itertools.combinations(paths, 2)):
                found[number] = named
        return found

    def _whole(
        self, hearing: Hearing, weighed: Posteriors, meant: dict[int, list[int]], count: int
    ) -> tuple[Hearing, Posteriors]:
        """What is heard and meant without the parts; a signature whose parts lie apart means what they mean together."""
        direct, nothing = weighed.direct, weighed.nothing.copy()
        each = [
            mean([direct.chosen(direct.owner == part) for part in parts], number)
            for number, parts in meant.items()
        ]
        for number, parts in meant.items():
            nothing[number] = sum(nothing[part] / len(parts) for part in parts)
        kept = direct.chosen((direct.owner < count) & ~np.isin(direct.owner, [*meant]))
        together = Odds(
            *(np.concatenate([getattr(odds, name) for odds in (kept, *each)]) for name in ("owner", "unit", "p"))
        )
        together = together.chosen(np.argsort(together.owner, kind="stable"))
        voices = hearing.owner < count
        rows = voices[hearing.voice]
        heard = Hearing(
            hearing.owner[voices], hearing.item[voices], hearing.voice[rows], hearing.unit[rows], hearing.weight[rows]
        )
        return heard, Posteriors(together, self._weigher.summed(together), nothing[:count])

    # --- the status --------------------------------------------------------------------------------------------

    def _how(self, case: Case) -> Ints:
        """Is the finest thing that each text means decided on? If not, why not? See `HOW`."""
        settled, top = case.settled, np.where(case.top >= 0, case.top, CHINA)
        some = settled >= 0
        nothing = (settled == CHINA) & (top == CHINA)
        decided = some & (
            (top == settled)
            | (self._atlas.level[settled] == LEVEL["county"])
            | self._is_settled(case)
            | self._is_named(case, top)
        )
        return np.select(
            [nothing, decided, ~some & (case.weighed.nothing > 0.5), *self._disputed(case, top)],
            [NO_PLACE, RESOLVED, NO_PLACE, CONFLICT, SAME_NAME],
            BELOW_THRESHOLD,
        )

    def _is_settled(self, case: Case) -> Flags:
        """Do the finer candidates inside a decided unit matter less than the unit itself?"""
        records, width = np.arange(case.count), len(self._atlas)
        direct = case.weighed.direct
        by_unit = direct.chosen(np.argsort(direct.owner * width + direct.unit))
        itself = _at(by_unit, records, case.settled, width)
        return itself >= _at(case.weighed.total, records, case.settled, width) - itself

    def _is_named(self, case: Case, top: Ints) -> Flags:
        """Is the decided unit as fine as what the words name, and only a code points to something finer?"""
        hearing, atlas = case.hearing, self._atlas
        item = hearing.item[hearing.voice]
        owner = hearing.owner[hearing.voice]
        loud = (self._items.ints("traits")[item] & NAME > 0) & (hearing.weight >= self._items.floats("loudness")[item])
        named = loud & atlas.within(top[owner], hearing.unit)
        depth = np.full(case.count, -1, np.int64)
        np.maximum.at(depth, owner[named], atlas.depth[hearing.unit[named]])
        finest = atlas.around[top, np.where(depth < 0, 0, atlas.depth[top] - depth)]
        return ((depth < 0) | atlas.within(case.settled, finest)) & (case.settled != CHINA)

    def _disputed(self, case: Case, top: Ints) -> tuple[Flags, Flags]:
        """Does a loud voice with one meaning speak for somewhere else? Are several places of one name likely?"""
        hearing, voices = case.hearing, len(case.hearing.item)
        loudness = self._items.floats("loudness")[hearing.item]
        alone = np.bincount(hearing.voice, minlength=voices) == 1
        elsewhere = ~self._atlas.within(top[hearing.owner[hearing.voice]], hearing.unit)
        contrary = any_of(elsewhere, hearing.voice, voices) & alone & (loudness > LOUD)
        width = len(self._atlas)
        rivals = case.ranked.owner[case.ranked.p >= RIVAL] * width + case.ranked.unit[case.ranked.p >= RIVAL]
        rival = np.isin(hearing.owner[hearing.voice] * width + hearing.unit, rivals)
        shared = np.bincount(hearing.voice[rival], minlength=voices) > 1
        return any_of(contrary, hearing.owner, case.count), any_of(shared, hearing.owner, case.count)

    # --- the evidence ------------------------------------------------------------------------------------------

    def _spoken(self, case: Case) -> tuple[Ints, Floats]:
        """For each voice the most probable unit that it speaks for, and how much it weighs for that."""
        hearing = case.hearing
        owner = hearing.owner[hearing.voice]
        p = _at(case.weighed.total, owner, hearing.unit, len(self._atlas))
        order = np.lexsort((hearing.unit, -hearing.weight, -p, hearing.voice))
        best = order[firsts(hearing.voice[order])]
        return hearing.unit[best], hearing.weight[best]

    def _conflicting(self, hearing: Hearing, spoken: Ints, against: Ints) -> Flags:
        """For each voice, is it loud, and does it speak for somewhere else than the decided place?"""
        atlas, there = self._atlas, against[hearing.owner]
        loud = self._items.floats("loudness")[hearing.item] >= LOUD
        allowed = atlas.related(hearing.unit, there[hearing.voice])
        allows = any_of(allowed, hearing.voice, len(hearing.item))
        return (there >= 0) & loud & ~atlas.within(there, spoken) & ~allows

    def _posted(self, hearing: Hearing, records: int) -> Ints:
        """The first voice of each record that is a postcode."""
        posted = np.flatnonzero(self._items.ints("traits")[hearing.item] & POSTED)
        first = posted[firsts(hearing.owner[posted])]
        found = np.full(records, NONE, np.int64)
        found[hearing.owner[first]] = first
        return found


def _unit(number: int) -> int | None:
    return int(number) if number >= 0 else None


def _silent(signature: Signature | None) -> int:
    """How a signature is decided in which nothing speaks for anything."""
    if signature is None:
        return EMPTY
    codes = any(isinstance(item, str) and not item.endswith(":han") for item in signature)
    return NO_CHINESE_CONTEXT if codes else NO_PLACE


def _at(odds: Odds, owner: Ints, unit: Ints, width: int) -> Floats:
    """The probability of units of records, 0 where they have none; `odds` are in the order of record and unit."""
    if not len(odds.unit):
        return np.zeros(len(owner))
    keys, wanted = odds.owner * width + odds.unit, owner * width + unit
    place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where((keys[place] == wanted) & (unit >= 0), odds.p[place], 0.0)
