"""Verdicts: what is decided about signatures, in numbers.

    signatures ─▶ voices ─▶ posteriors ─▶ place, status, zones, interval

A pure function of each signature, and the only module where a decision is taken. Verdicts are arrays of unit numbers and
probabilities; `nkrisk_geo.answers` puts one into objects, `nkrisk_geo.cells` puts many into the cells of a table.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from nkrisk_geo.arrays import Flags, Ints
from nkrisk_geo.atlas import LEVEL, Atlas
from nkrisk_geo.bearings import Bearings
from nkrisk_geo.candidates import Odds
from nkrisk_geo.distances import UNKNOWN, Distance, Distances, Distancing
from nkrisk_geo.evidence import RULES
from nkrisk_geo.forking import Turn
from nkrisk_geo.gazetteer import CHINA, Gazetteer
from nkrisk_geo.hearing import Hearing, Listener
from nkrisk_geo.items import NAME, POSTED
from nkrisk_geo.model import Reason, Status
from nkrisk_geo.native import ordered
from nkrisk_geo.ragged import Floats, among, any_of, firsts, places, rounded
from nkrisk_geo.settling import EVEN, NONE, Meant, Settler
from nkrisk_geo.signature import Signature, unpack
from nkrisk_geo.zoning import Lie, Lies, Zoning

CANDIDATES_SHOWN = 5
"""Candidates that an answer lists at most."""
_POINT = RULES.index("coordinates")

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


class Verdicts(NamedTuple):
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
        disputed: has a signature a point, and does that speak for somewhere else than the rest?
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
    disputed: Flags

    def one(self, number: int) -> Verdict:
        """The verdict about one of the signatures."""
        first, last = np.searchsorted(self.hearing.owner, [number, number + 1]).tolist()
        voices = range(first, last)
        columns = (column[first:last].tolist() for column in (self.rules, self.spoken, self.loudness))
        spoken = [Spoken(*each) for each in zip(self.items[first:last], *columns, strict=True)]
        shown = self.candidates.of(number)
        confidence = float(self.confidence[number])
        status, reason = HOW[self.how[number]]
        return Verdict(
            status,
            reason,
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
            bool(self.disputed[number]),
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
    disputed: bool = False


NOTHING_SAID = Verdict(*HOW[EMPTY])
"""About a record in which every field is empty."""


class Judge:
    """Decides about signatures over one gazetteer. Safe under threads."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer, self._judgement = gazetteer, gazetteer.judgement
        self._atlas = Atlas(gazetteer)
        self._lock = Turn()
        self._listener = Listener(gazetteer, self._atlas)
        self._items = self._listener.items
        self._settler = Settler(gazetteer, self._atlas, self._listener)
        self.bearings = Bearings(gazetteer, self._atlas)
        possible = gazetteer.judgement["candidate of a distance"]
        self.distancing = Distancing(self._atlas, self.bearings, possible)
        self._zoning = Zoning(self.bearings, possible)

    def judge(self, signatures: Sequence[Signature | None], threshold: float) -> Verdicts:
        """The verdicts about signatures; None is that of an empty record."""
        with self._lock:
            return self._judge(signatures, threshold)

    def quantiles(self, signature: Signature, levels: tuple[float, ...]) -> tuple[float, ...]:
        """Quantiles (km) of the distance of a record that has one."""
        with self._lock:
            weighed = self._settler.settle([signature], EVEN).weighed
        row = self.distancing.of(weighed, 1, levels)[0]
        return tuple(rounded(row, 2).tolist())

    def _judge(self, signatures: Sequence[Signature | None], threshold: float) -> Verdicts:
        case = self._settler.settle([signature or () for signature in signatures], threshold)
        hearing, settled = case.hearing, case.settled
        told = np.bincount(hearing.owner, minlength=case.records) > 0
        how = self._how(case)
        how[case.torn] = CONFLICT
        silent = np.flatnonzero(~told)
        how[silent] = [_silent(signatures[number]) for number in silent.tolist()]
        settled[silent] = NONE
        place = np.where(settled == CHINA, NONE, settled)
        against = self._against(case, np.where((how == CONFLICT) & (case.top >= 0), case.top, place))
        spoken, loudness = self._spoken(case)
        likely = case.ranked.p >= self._judgement["candidate shown"]
        shown = case.ranked.chosen(likely & (places(case.ranked.owner) < CANDIDATES_SHOWN))
        confidence = _at(case.weighed.total, np.arange(case.records), place, len(self._atlas))
        conflicting = self._conflicting(hearing, spoken, against)
        return Verdicts(
            how,
            told,
            settled,
            place,
            rounded(np.where(place >= 0, np.minimum(1.0, confidence), np.nan), 4),
            self._zoning.lie(case.weighed.direct, case.records, max(threshold, EVEN)),
            self.distancing.distances(case.weighed, np.where(how == RESOLVED, place, NONE)),
            hearing,
            self._items.told(hearing.item),
            self._items.ints("rule")[hearing.item],
            spoken,
            loudness,
            Odds(shown.owner, shown.unit, rounded(np.minimum(1.0, shown.p), 4)),
            against,
            conflicting,
            self._posted(hearing, case.records),
            self._disputed_points(hearing, conflicting, how),
        )

    # --- the status --------------------------------------------------------------------------------------------

    def _how(self, case: Meant) -> Ints:
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
            [
                nothing,
                decided,
                ~some & (case.weighed.nothing > self._judgement["no place likelier"]),
                *self._disputed(case, top),
            ],
            [NO_PLACE, RESOLVED, NO_PLACE, CONFLICT, SAME_NAME],
            BELOW_THRESHOLD,
        )

    def _is_settled(self, case: Meant) -> Flags:
        """Do the finer candidates inside a decided unit matter less than the unit itself?"""
        records, width = np.arange(case.records), len(self._atlas)
        direct = case.weighed.direct
        by_unit = direct.chosen(ordered(direct.owner, (direct.unit,)))
        itself = _at(by_unit, records, case.settled, width)
        return itself >= _at(case.weighed.total, records, case.settled, width) - itself

    def _is_named(self, case: Meant, top: Ints) -> Flags:
        """Is the decided unit as fine as what the words name, and only a code points to something finer?"""
        hearing, atlas = case.hearing, self._atlas
        item = hearing.item[hearing.voice]
        owner = hearing.owner[hearing.voice]
        loud = (self._items.ints("traits")[item] & NAME > 0) & (
            hearing.weight >= self._items.floats("loudness")[item]
        )
        named = loud & atlas.within(top[owner], hearing.unit)
        depth = np.full(case.records, -1, np.int64)
        np.maximum.at(depth, owner[named], atlas.depth[hearing.unit[named]])
        finest = atlas.around[top, np.where(depth < 0, 0, atlas.depth[top] - depth)]
        as_fine = (depth < 0) | atlas.within(case.settled, finest)
        named_so: Flags = as_fine & (case.settled != CHINA)
        return named_so

    def _disputed(self, case: Meant, top: Ints) -> tuple[Flags, Flags]:
        """Does a loud voice with one meaning speak for somewhere else? Are several places of one name likely?"""
        hearing, voices = case.hearing, len(case.hearing.item)
        loudness = self._items.floats("loudness")[hearing.item]
        alone = np.bincount(hearing.voice, minlength=voices) == 1
        elsewhere = ~self._atlas.within(top[hearing.owner[hearing.voice]], hearing.unit)
        contrary = any_of(elsewhere, hearing.voice, voices) & alone & (loudness > self._items.loud)
        width = len(self._atlas)
        likely = case.ranked.p >= self._judgement["rival"]
        rivals = case.ranked.owner[likely] * width + case.ranked.unit[likely]
        rival = among(hearing.owner[hearing.voice] * width + hearing.unit, rivals)
        shared = np.bincount(hearing.voice[rival], minlength=voices) > 1
        shared &= self._items.ints("rule")[hearing.item] != _POINT  # neighbours have no name in common
        return any_of(contrary, hearing.owner, case.records), any_of(shared, hearing.owner, case.records)

    # --- the evidence ------------------------------------------------------------------------------------------

    def _spoken(self, case: Meant) -> tuple[Ints, Floats]:
        """For each voice the most probable unit that it speaks for, and how much it weighs for that."""
        hearing = case.hearing
        count = np.bincount(hearing.voice, minlength=len(hearing.item))
        best = np.cumsum(count) - count
        unclear = np.flatnonzero(count[hearing.voice] > 1)
        voice, unit, weight = hearing.voice[unclear], hearing.unit[unclear], hearing.weight[unclear]
        p = _at(case.weighed.total, hearing.owner[voice], unit, len(self._atlas))
        order = ordered(voice, (-p, -weight, unit))
        order = order[firsts(voice[order])]
        best[voice[order]] = unclear[order]
        return hearing.unit[best], hearing.weight[best]

    def _conflicting(self, hearing: Hearing, spoken: Ints, against: Ints) -> Flags:
        """For each voice, is it loud, and does it speak for somewhere else than the decided place?"""
        atlas, there = self._atlas, against[hearing.owner]
        loud = self._items.floats("loudness")[hearing.item] >= self._items.loud
        allowed = atlas.related(hearing.unit, there[hearing.voice])
        allows = any_of(allowed, hearing.voice, len(hearing.item))
        return (there >= 0) & loud & ~atlas.within(there, spoken) & ~allows

    def _against(self, case: Meant, against: Ints) -> Ints:
        """The places that conflicts are told against; where a point is torn from its text, the likeliest of the text.

        A namesake where the point lies would otherwise hide the contradiction: many provinces have a town called Changchun.
        """
        hearing = case.hearing
        found: Ints = against.copy()
        point = self._items.ints("rule")[hearing.item] == _POINT
        torn = np.isin(hearing.owner, case.torn)
        for voice in np.flatnonzero(point & torn).tolist():
            number = int(hearing.owner[voice])
            told = hearing.unit[hearing.voice == voice]
            ranked = np.array([*case.ranked.of(number)], np.int64)
            apart = [unit for unit in ranked.tolist() if not self._atlas.related(told, unit).any()]
            found[number] = apart[0] if apart else against[number]
        return found

    def _disputed_points(self, hearing: Hearing, conflicting: Flags, how: Ints) -> Flags:
        """Of which records does the point speak for somewhere else than the rest?"""
        point = self._items.ints("rule")[hearing.item] == _POINT
        pointed = any_of(point, hearing.owner, len(how))
        disputed: Flags = pointed & (any_of(point & conflicting, hearing.owner, len(how)) | (how == CONFLICT))
        return disputed

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
