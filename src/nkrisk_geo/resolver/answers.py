"""An answer as the objects that `resolve` returns, and the words for what it rests on.

Made from a verdict (`nkrisk_geo.engine.verdict`) when somebody asks. What a place brings with
it is found once and remembered.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import repeat
from typing import NamedTuple

from nkrisk_geo.engine.items import (
    CODE_BIT,
    Packer,
    digits_text,
    kind_of_code,
    value_of,
)
from nkrisk_geo.engine.signature import FIELD_MASK, FIELDS, NAME_AT
from nkrisk_geo.engine.verdict import Clue, Distance, Verdict, ZoneShares
from nkrisk_geo.gazetteer.bands import BAND_NAMES
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.gazetteer.roles import ASIDE, ROLE_RULE
from nkrisk_geo.gazetteer.vocabulary import RULES, CodeKind
from nkrisk_geo.model import (
    Border,
    Candidate,
    Evidence,
    PostcodeStatus,
    Resolution,
)
from nkrisk_geo.model.columns import AGAINST, CONFLICT
from nkrisk_geo.model.drafts import (
    BorderDraft,
    CandidateDraft,
    EvidenceDraft,
    ResolutionDraft,
)
from nkrisk_geo.resolver.basis import spell_out
from nkrisk_geo.resolver.unit_lookups import (
    CalledNames,
    PublicUnits,
    SettledUnits,
)

_ZONED = 1_000
"""Zones of records that are remembered with their names; most records are where another was."""
_WEIGHT = operator.attrgetter("weight")
_NO_PLACE = (None, None)
_Names = tuple[str, ...]
_NamedZones = tuple[str | None, _Names, _Names, tuple[tuple[str, float], ...]]
_NO_ZONES: _NamedZones = (None, (), (), ())
FORMER = "former name"
"""The rule that evidence cites for a name that its place had once, whatever its role."""


Places = Mapping[tuple[str, str], tuple[int, int]]
"""Where the words of each field stand, half-open offsets, by field and words."""


class GivenFields(NamedTuple):
    """What a record itself adds to the answer about it.

    Attributes:
        text: its text.
        places: where words of a field stand in it, half-open offsets.
        aside: what was seen and set aside.
        postcode, postcode_status: the postcode that it gives, and what that is.
        conflicts: sentences about numbers that cannot be right.
    """

    text: str | None = None
    places: Places = {}  # noqa: RUF012 - a mapping, which nobody writes to
    aside: Sequence[Evidence] = ()
    postcode: str | None = None
    postcode_status: PostcodeStatus | None = None
    conflicts: Sequence[str] = ()


class Answers:
    """Puts verdicts into words and objects, over one gazetteer.

    Attributes:
        names: the names met so far.
        aside: for each role of what is set aside its rule and weight.
    """

    def __init__(self, gazetteer: Gazetteer, packer: Packer) -> None:
        self._gazetteer, self._packer = gazetteer, packer
        self._settled, self._units = SettledUnits(gazetteer), PublicUnits(gazetteer)
        self._crossings = gazetteer.crossing_ids
        self.names: CalledNames = CalledNames(gazetteer)
        clue = gazetteer.judgement.clue
        rules = {int(role): ROLE_RULE[role] for role in ASIDE}
        self.aside = {role: (rule, clue(rule)) for role, rule in rules.items()}
        self._zones = lru_cache(_ZONED)(self._named_zones)

    def resolution(self, verdict: Verdict, given: GivenFields) -> Resolution:
        """The answer as objects, the evidence strongest first."""
        spoken = self.reasons(verdict.spoken, given.places)
        spoken.sort(key=_WEIGHT, reverse=True)
        answer = ResolutionDraft()
        answer.status, answer.reason = verdict.status, verdict.reason
        answer.confidence = verdict.confidence
        (
            answer.place, answer.country, answer.province,
            answer.prefecture, answer.county, answer.township,
            postcode, answer.lat, answer.lng, answer.radius_km,
        ) = self._settled[verdict.settled]  # fmt: skip
        answer.postcode = given.postcode or postcode
        answer.postcode_status = given.postcode_status
        answer.border = self._border(verdict.distance)
        answer.p_border_20km, answer.p_border_50km = verdict.distance.near
        answer.zone, answer.zones, answer.zones_possible, answer.zone_probabilities = (
            self._zones(verdict.zoned) if verdict.zoned else _NO_ZONES
        )
        answer.evidence = (*spoken, *given.aside)
        answer.candidates = self._candidates(verdict.candidates)
        against = repeat(verdict.against)
        conflicts = map(self.conflict, verdict.conflicts, against)
        answer.conflicts = (*conflicts, *given.conflicts)
        answer.basis = spell_out(verdict.rests)
        answer.gazetteer_version = self._gazetteer.version
        answer.text, answer.point_status = given.text, None
        # A draft is filled like any object; as a `Resolution` it is frozen.
        answer.__class__ = Resolution
        return answer  # type: ignore[no-any-return]

    def _candidates(self, meant: Iterable[tuple[int, float]]) -> tuple[Candidate, ...]:
        """What a record could mean, from units and probabilities."""
        found = list[Candidate]()
        for unit, probability in meant:
            candidate = CandidateDraft()
            candidate.unit, candidate.probability = self._units[unit], probability
            candidate.__class__ = Candidate
            found.append(candidate)
        return tuple(found)

    def _named_zones(self, zoned: ZoneShares) -> _NamedZones:
        """The definite zone of highest rank, all definite and possible ones, and all chances."""
        ids = self._gazetteer.zone_ids
        surely = tuple([ids[zone] for zone in zoned.surely])
        possibly = tuple([ids[zone] for zone in zoned.possibly])
        chances = tuple(zip(ids, zoned.p, strict=True))
        return surely[0] if surely else None, surely, possibly, chances

    def _border(self, distance: Distance) -> Border:
        low, q05, km, q95, high, _, band, crossing, crossing_km = distance
        border = BorderDraft()
        border.km, border.km_q05, border.km_q95 = km, q05, q95
        border.km_min, border.km_max = low, high
        border.band = BAND_NAMES[band] if band >= 0 else None
        border.crossing = self._crossings[crossing] if crossing >= 0 else None
        border.crossing_km = crossing_km
        border.chainage_km = border.facing = border.side = border.contact = None
        border.nearest_lat = border.nearest_lng = None
        border.__class__ = Border
        return border  # type: ignore[no-any-return]

    # --- words ------------------------------------------------------------------------

    def reasons(self, said: Iterable[Clue], places: Places) -> list[Evidence]:
        """Items as public evidence for their units, with where their words stand."""
        names, found = self.names, list[Evidence]()
        codes, names_en = self._gazetteer.codes, self._gazetteer.names_en
        for item, rule, unit, weight in said:
            told, field = RULES[rule], FIELDS[item >> 1 & FIELD_MASK]
            if item < CODE_BIT:
                words, former = names[item >> NAME_AT << 1 | item & 1]
                told = FORMER if unit in former else told
            else:
                words = self._words_of_code(item)
            reason = EvidenceDraft()
            reason.start, reason.end = places.get((field, words), _NO_PLACE)
            reason.rule, reason.text = told, words
            reason.field, reason.weight = field, weight
            reason.unit, reason.place = codes[unit], names_en[unit]
            reason.__class__ = Evidence
            found.append(reason)
        return found

    def conflict(self, said: Clue, against: int | None) -> str:
        """A sentence about an item that speaks for somewhere else."""
        names, rule = self._gazetteer.names_en, RULES[said.rule]
        text, place = self.words(said.item), names[said.unit]
        sentence = CONFLICT.format(rule=rule, text=text, place=place)
        return (
            sentence if against is None else sentence + AGAINST.format(names[against])
        )

    def words(self, item: int) -> str:
        """The words of an item as the gazetteer has them."""
        if item < CODE_BIT:
            return self.names[item >> NAME_AT << 1 | item & 1][0]
        return self._words_of_code(item)

    def _words_of_code(self, item: int) -> str:
        """The words of what is no name in a role."""
        kind = kind_of_code(item)
        if kind == CodeKind.POSTCODE:
            return f"{digits_text(item)}xx"
        if kind == CodeKind.POINT:
            return "the point"
        if kind == CodeKind.TWICE:
            return self.names[value_of(item) << 1 | item & 1][0]
        if kind == CodeKind.REGION:
            return self._packer.region(item)
        return "" if kind == CodeKind.CHINESE else digits_text(item)
