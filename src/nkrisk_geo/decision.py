"""The decision: from a signature to an answer.

    signature ─▶ voices ─▶ posterior ─▶ place, status, zones, interval

A pure function of the signature, remembered by it: the careful reasoning runs once for each signature, not for each
address. This is the only module where a decision is taken.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field

from nkrisk_geo.border import band_of
from nkrisk_geo.candidates import NOTHING, Posterior, Weigher, mean
from nkrisk_geo.gazetteer import CHINA, Gazetteer
from nkrisk_geo.hearing import LOUD, Heard, Listener
from nkrisk_geo.model import Border, Candidate, Evidence, Reason, Resolution, Status, Unit
from nkrisk_geo.signature import Signature, Signer
from nkrisk_geo.zoning import Lie, Zoning

THRESHOLD = 0.8
"""A place is decided on when it has this probability; see docs/accuracy.md for what other values give."""

MEMO_SIZE = 200_000
"""Signatures remembered for one gazetteer; the memo starts afresh when it is full."""

CANDIDATES_SHOWN = 5
FORMER = "former name"
"""The rule that evidence cites for a name that its place had once, whatever its role."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What a decided place brings with it: the units around it by level, a point, a postcode, the nearest crossing."""

    place: Unit | None = None
    levels: Mapping[str, Unit] = field(default_factory=dict)
    postcode: str | None = None
    lat: float | None = None
    lng: float | None = None
    radius_km: float | None = None
    crossing: tuple[str | None, float | None] = (None, None)


NOWHERE = Settled()


class Resolver:
    """Resolves records over one gazetteer. Safe under threads; made once for each gazetteer by `resolver`."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.signer = Signer(gazetteer)
        self._listener = Listener(gazetteer)
        self._weigher = Weigher(gazetteer)
        self._zoning = Zoning(gazetteer)
        self._settled: dict[int, Settled] = {}
        self._memo: dict[tuple[Signature, float], Resolution] = {}

    def decide(self, signature: Signature, threshold: float = THRESHOLD) -> Resolution:
        """The answer for a signature, remembered. Its evidence has no offsets."""
        key = (signature, threshold)
        answer = self._memo.get(key)
        if answer is None:
            if len(self._memo) >= MEMO_SIZE:
                self._memo = {}
            answer = self._memo[key] = self._decide(signature, threshold)
        return answer

    def _decide(self, signature: Signature, threshold: float) -> Resolution:
        heard = self._listener.hear(signature)
        counted = [voice for voice in heard if voice.voice]
        if not counted:
            return self._unknown(signature)
        weighed = self._weigher.weigh([voice.voice for voice in counted])
        if (apart := self._apart(signature, threshold)) is not None:
            unit = self._settle(apart, threshold)
            return self._answer(apart, unit, Status.AMBIGUOUS, Reason.CONFLICT, counted)
        unit = self._settle(weighed, threshold)
        status, reason = self._status(weighed, unit, counted)
        return self._answer(weighed, unit, status, reason, counted)

    def _apart(self, signature: Signature, threshold: float) -> Posterior | None:
        """The mean of what the parts of a text mean, where two of them mean places apart; else None."""
        parts = next((item for item in signature if isinstance(item, tuple)), ())
        voices = ([heard.voice for heard in self._listener.hear(part) if heard.voice] for part in parts)
        weighed = [self._weigher.weigh(spoken) for spoken in voices if spoken]
        settled = [(self._settle(each, threshold), each) for each in weighed]
        named = [(unit, each) for unit, each in settled if unit is not None and unit != CHINA]
        paths = [self.gazetteer.path(unit) for unit, _ in named]
        if all(a <= b or b <= a for a, b in itertools.combinations(paths, 2)):
            return None
        return mean([each for _, each in named])

    # --- deciding ----------------------------------------------------------------------------------------------

    def _settle(self, weighed: Posterior, threshold: float) -> int | None:
        """The finest unit that is probable enough, going down from the country."""
        parents = self.gazetteer.parents
        settled = None
        level = [unit for unit in weighed.total if parents[unit] < 0]
        while level:
            best = max(level, key=lambda unit: (weighed.total[unit], -unit))
            if weighed.total[best] < threshold:
                break
            settled = best
            level = [unit for unit in weighed.total if parents[unit] == best]
        return settled

    def _status(
        self, weighed: Posterior, unit: int | None, counted: list[Heard]
    ) -> tuple[Status, Reason | None]:
        """Is the finest thing that the text means decided on? If not, why not?"""
        ranked = weighed.ranked()
        top = ranked[0][0]
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
        if any(
            len(voice.voice) == 1 and not self._explains(top, voice) and voice.loudness > LOUD
            for voice in counted
        ):
            return Status.AMBIGUOUS, Reason.CONFLICT
        rivals = {candidate for candidate, probability in ranked if probability >= 0.02}
        if any(len(rivals & voice.voice.keys()) > 1 for voice in counted):
            return Status.AMBIGUOUS, Reason.SAME_NAME
        return Status.AMBIGUOUS, Reason.BELOW_THRESHOLD

    def _is_within_county(self, unit: int) -> bool:
        """Is a county decided on, so that what is open is only which of its townships or zones is meant?"""
        return self.gazetteer.levels[unit] == "county"

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
        finest = next((around for around in self.gazetteer.ancestors(top) if around in named), None)
        return finest is None or finest in self.gazetteer.path(unit)

    def _explains(self, unit: int, heard: Heard) -> bool:
        return not self.gazetteer.path(unit).isdisjoint(heard.voice)

    # --- answering ---------------------------------------------------------------------------------------------

    def _unknown(self, signature: Signature) -> Resolution:
        silent = any(isinstance(item, str) and not item.endswith(":han") for item in signature)
        reason = Reason.NO_CHINESE_CONTEXT if silent else Reason.NO_PLACE
        version = self.gazetteer.version
        return Resolution(Status.UNKNOWN, reason, None, None, None, gazetteer_version=version)

    def _answer(
        self, weighed: Posterior, unit: int | None, status: Status, reason: Reason | None, heard: list[Heard]
    ) -> Resolution:
        decided = None if unit is None or unit == CHINA else unit
        settled = self._about(decided) if decided is not None else NOWHERE
        lie = self._zoning.lie(weighed)
        ranked = weighed.ranked()[:CANDIDATES_SHOWN]
        return Resolution(
            status=status,
            reason=reason,
            place=settled.place,
            confidence=round(weighed.total[decided], 4) if decided is not None else None,
            country=self.gazetteer.country(unit) if unit is not None else None,
            province=settled.levels.get("province"),
            prefecture=settled.levels.get("prefecture"),
            county=settled.levels.get("county"),
            township=settled.levels.get("township"),
            border=self._border(weighed, decided, status, lie),
            zone=lie.definite[0] if lie.definite else None,
            zones=lie.definite,
            zones_possible=lie.possible,
            zone_probabilities=lie.odds,
            p_border_20km=lie.near[0],
            p_border_50km=lie.near[1],
            evidence=tuple([self._reasoned(voice, weighed) for voice in heard]),
            candidates=tuple(
                [Candidate(self.gazetteer.unit(c), round(p, 4)) for c, p in ranked if p >= 0.005]
            ),
            conflicts=tuple(self._conflicts(weighed, decided, heard)),
            postcode=settled.postcode,
            lat=settled.lat,
            lng=settled.lng,
            radius_km=settled.radius_km,
            gazetteer_version=self.gazetteer.version,
        )

    def _about(self, decided: int) -> Settled:
        """What a decided place brings with it, worked out once."""
        found = self._settled.get(decided)
        if found is None:
            found = self._settled[decided] = self._settle_on(decided)
        return found

    def _settle_on(self, decided: int) -> Settled:
        gazetteer = self.gazetteer
        around = gazetteer.ancestors(decided)
        levels = {gazetteer.levels[number]: gazetteer.unit(number) for number in around}
        point = gazetteer.point(decided) if gazetteer.levels[decided] != "province" else None
        distance = next((found for found in map(gazetteer.distance, around) if found), None)
        return Settled(
            place=gazetteer.unit(decided),
            levels=levels,
            postcode=gazetteer.postcode(decided),
            lat=point[0] if point else None,
            lng=point[1] if point else None,
            radius_km=point[2] if point else None,
            crossing=distance[1:] if distance and distance[1] else (None, None),
        )

    def _border(self, weighed: Posterior, decided: int | None, status: Status, lie: Lie) -> Border:
        low, high = lie.low, lie.high
        km = self._zoning.km(weighed, decided) if decided is not None and status is Status.RESOLVED else None
        if km is not None and low is not None and high is not None:
            km = min(max(km, low), high)
        elif low is None:
            km = km if km is not None and km < 0 else None
        crossing = self._about(decided).crossing if decided is not None and km is not None else (None, None)
        return Border(
            km=None if km is None else round(km, 2),
            km_min=None if low is None else round(low, 2),
            km_max=None if high is None else round(high, 2),
            band=band_of(low, high) if low is not None and high is not None else None,
            crossing=crossing[0],
            crossing_km=crossing[1],
        )

    def _reasoned(self, heard: Heard, weighed: Posterior) -> Evidence:
        """A voice as public evidence: it speaks for its most probable unit."""
        best = _best(heard, weighed)
        code, name = self.gazetteer.codes[best], self.gazetteer.names_en[best]
        return Evidence(
            FORMER if self._listener.is_former(heard.found, best) else heard.rule,
            self._listener.words(heard.found),
            None,
            None,
            code,
            heard.voice[best],
            heard.found.field,
            name,
        )

    def _conflicts(self, weighed: Posterior, decided: int | None, heard: list[Heard]) -> list[str]:
        """Sentences about loud voices that speak for somewhere else than the decided place."""
        if decided is None:
            return []
        inside = self.gazetteer.path(decided)
        found = []
        for voice in heard:
            if voice.loudness < LOUD or not voice.voice.keys().isdisjoint(inside):
                continue
            if not any(decided in self.gazetteer.path(unit) for unit in voice.voice):
                best = _best(voice, weighed)
                other, here = self.gazetteer.names_en[best], self.gazetteer.names_en[decided]
                found.append(
                    f"{voice.rule} {self._listener.words(voice.found)} speaks for {other}, not for {here}"
                )
        return found


def _best(heard: Heard, weighed: Posterior) -> int:
    """The most probable unit that a voice speaks for."""
    voice, total = heard.voice, weighed.total
    alive = [unit for unit in voice if unit in total] or list(voice)
    return (
        alive[0]
        if len(alive) == 1
        else max(alive, key=lambda unit: (total.get(unit, 0.0), voice[unit], -unit))
    )
