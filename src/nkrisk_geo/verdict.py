"""The verdict: what is decided about a signature, in numbers.

    signature ─▶ voices ─▶ posterior ─▶ place, status, zones, interval

A pure function of the signature, and the only module where a decision is taken. A verdict is made of unit numbers and
probabilities; `nkrisk_geo.answers` puts it into objects or into the cells of a table when somebody asks.
"""

from __future__ import annotations

import itertools
from typing import NamedTuple

from nkrisk_geo.candidates import NOTHING, Posterior, Weigher, mean, rounded
from nkrisk_geo.gazetteer import CHINA, Gazetteer
from nkrisk_geo.hearing import LOUD, POSTED, Heard, Listener
from nkrisk_geo.model import Reason, Status
from nkrisk_geo.signature import Signature
from nkrisk_geo.zoning import Distance, Lie, Zoning

CANDIDATES_SHOWN = 5
RIVAL, SHOWN = 0.02, 0.005
"""Probabilities from which places that share a name are rivals, and from which a candidate is shown."""


Spoken = tuple[int | str, int, float]
"""An item of the signature, the most probable unit that it speaks for, and how much it weighs for that."""


class Verdict(NamedTuple):
    """What is decided about a signature. Units are numbers of the gazetteer.

    Attributes:
        place: the finest unit decided on, None if none.
        confidence: probability that it is right, None without one.
        lie: the zones, None where nothing speaks for anything.
        candidates: (unit, probability), most probable first.
        conflicts: what speaks for somewhere else than `against`.
        against: the place; where the clues contradict each other so much that nothing is decided, the likeliest candidate.
        posted: (field, first digits) of the first postcode that counted. A signature knows no more of it; who has the
            record can put the whole postcode into the answer.
    """

    status: Status
    reason: Reason | None
    country: str | None = None
    place: int | None = None
    confidence: float | None = None
    lie: Lie | None = None
    distance: Distance = Distance(None, None, None, None, None, None)
    spoken: tuple[Spoken, ...] = ()
    candidates: tuple[tuple[int, float], ...] = ()
    conflicts: tuple[Spoken, ...] = ()
    against: int | None = None
    posted: tuple[str, str] | None = None


Ranked = list[tuple[int, float]]
"""Candidates with their probabilities, most probable first."""

_APART = Status.AMBIGUOUS, Reason.CONFLICT
EMPTY = Verdict(Status.UNKNOWN, Reason.EMPTY)
"""About a record without a letter in it."""


class Judge:
    """Decides about signatures over one gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self.listener = Listener(gazetteer)
        self.zoning = Zoning(gazetteer)
        self._weigher = Weigher(gazetteer)

    def judge(self, signature: Signature, threshold: float) -> Verdict:
        """The verdict about a signature."""
        counted = [heard for heard in self.listener.hear(signature) if heard.voice]
        if not counted:
            return _silent(signature)
        apart = self._apart(signature, threshold)
        weighed = apart or self._weigher.weigh([heard.voice for heard in counted])
        ranked = weighed.ranked()
        unit = self._settle(weighed, ranked, threshold)
        status, reason = self._status(weighed, ranked, unit, counted) if apart is None else _APART
        decided = None if unit == CHINA else unit
        against = ranked[0][0] if reason is Reason.CONFLICT and ranked else decided
        spoken = tuple([_speak(heard, weighed) for heard in counted])
        lie = self.zoning.lie(weighed)
        return Verdict(
            status,
            reason,
            None if unit is None else self._gazetteer.country(unit),
            decided,
            None if decided is None else rounded(weighed.total[decided]),
            lie,
            self.zoning.distance(weighed, lie, decided if status is Status.RESOLVED else None),
            spoken,
            tuple([(unit, rounded(p)) for unit, p in ranked[:CANDIDATES_SHOWN] if p >= SHOWN]),
            () if against is None else self._conflicts(against, counted, spoken),
            against,
            _posted(counted),
        )

    def _apart(self, signature: Signature, threshold: float) -> Posterior | None:
        """The mean of what the parts of a text mean, where two of them mean places apart; else None."""
        parts = [part for item in signature if isinstance(item, tuple) for part in item]
        if len(parts) < 2:
            return None
        voices = ([heard.voice for heard in self.listener.hear(part) if heard.voice] for part in parts)
        weighed = [self._weigher.weigh(spoken) for spoken in voices if spoken]
        settled = [(self._settle(each, each.ranked(), threshold), each) for each in weighed]
        named = [(unit, each) for unit, each in settled if unit is not None and unit != CHINA]
        paths = {self._gazetteer.path(unit) for unit, _ in named}
        if all(a <= b or b <= a for a, b in itertools.combinations(paths, 2)):
            return None
        return mean([each for _, each in named])

    def _settle(self, weighed: Posterior, ranked: Ranked, threshold: float) -> int | None:
        """The finest unit that is probable enough, going down from the country."""
        if ranked and ranked[0][1] >= threshold > 0.5:
            return ranked[0][0]  # likely enough by itself, so that nothing inside it can be
        parents, total = self._gazetteer.parents, weighed.total
        likeliest: dict[int, int] = {}
        for unit, probability in total.items():
            if probability >= threshold:
                rival = likeliest.setdefault(parents[unit], unit)
                if (total[rival], -rival) < (probability, -unit):
                    likeliest[parents[unit]] = unit
        settled, finer = None, likeliest.get(-1)
        while finer is not None:
            settled, finer = finer, likeliest.get(finer)
        return settled

    # --- the status --------------------------------------------------------------------------------------------

    def _status(
        self, weighed: Posterior, ranked: Ranked, unit: int | None, counted: list[Heard]
    ) -> tuple[Status, Reason | None]:
        """Is the finest thing that the text means decided on? If not, why not?"""
        top = ranked[0][0] if ranked else CHINA
        if unit == CHINA and top == CHINA:
            return Status.UNKNOWN, Reason.NO_PLACE
        if unit is not None and (
            top == unit
            or self._is_within_county(unit)
            or self._is_settled(weighed, unit)
            or self._is_named(top, unit, counted)
        ):
            return Status.RESOLVED, None
        if unit is None and weighed.direct.get(NOTHING, 0.0) > 0.5:
            return Status.UNKNOWN, Reason.NO_PLACE
        if any(len(heard.voice) == 1 and self._contradicts(heard, top) for heard in counted):
            return Status.AMBIGUOUS, Reason.CONFLICT
        rivals = {candidate for candidate, probability in ranked if probability >= RIVAL}
        if any(len(rivals & heard.voice.keys()) > 1 for heard in counted):
            return Status.AMBIGUOUS, Reason.SAME_NAME
        return Status.AMBIGUOUS, Reason.BELOW_THRESHOLD

    def _is_within_county(self, unit: int) -> bool:
        """Is a county decided on, so that what is open is only which of its townships or zones is meant?"""
        return self._gazetteer.levels[unit] == "county"

    def _is_settled(self, weighed: Posterior, unit: int) -> bool:
        """Do the finer candidates inside a decided unit matter less than the unit itself?"""
        inside = weighed.total[unit] - weighed.direct.get(unit, 0.0)
        return weighed.direct.get(unit, 0.0) >= inside

    def _is_named(self, top: int, unit: int, counted: list[Heard]) -> bool:
        """Is the decided unit as fine as what the words name, and only a code points to something finer?"""
        if unit == CHINA:
            return False
        named = {
            around
            for heard in counted
            if heard.found.kind == "name"
            for around, weight in heard.voice.items()
            if weight >= heard.loudness
        }
        finest = next((around for around in self._gazetteer.ancestors(top) if around in named), None)
        return finest is None or finest in self._gazetteer.path(unit)

    def _contradicts(self, heard: Heard, unit: int) -> bool:
        """Does a loud voice speak for nothing that the unit lies in?"""
        return heard.loudness > LOUD and heard.voice.keys().isdisjoint(self._gazetteer.ancestors(unit))

    def _conflicts(
        self, decided: int, counted: list[Heard], spoken: tuple[Spoken, ...]
    ) -> tuple[Spoken, ...]:
        """Loud voices that speak for somewhere else than the decided place."""
        inside = self._gazetteer.chains[decided]
        return tuple(
            [
                said
                for heard, said in zip(counted, spoken, strict=True)
                if said[1] not in inside and heard.loudness >= LOUD and not heard.voice.allows(decided)
            ]
        )


def _silent(signature: Signature) -> Verdict:
    """The verdict where nothing speaks for anything."""
    codes = any(isinstance(item, str) and not item.endswith(":han") for item in signature)
    return Verdict(Status.UNKNOWN, Reason.NO_CHINESE_CONTEXT if codes else Reason.NO_PLACE)


def _speak(heard: Heard, weighed: Posterior) -> Spoken:
    """A voice for the most probable unit that it speaks for."""
    voice, total = heard.voice, weighed.total
    if len(voice) == 1:
        [(best, weight)] = voice.items()
        return heard.item, best, weight
    alive = [unit for unit in total if unit in voice] or list(voice)
    best = alive[0]
    if len(alive) > 1:
        best = max(alive, key=lambda unit: (total.get(unit, 0.0), voice[unit], -unit))
    return heard.item, best, voice[best]


def _posted(counted: list[Heard]) -> tuple[str, str] | None:
    """Field and digits of the first postcode among voices."""
    for heard in counted:
        if heard.traits & POSTED:
            return heard.found.field, heard.found.value
    return None
