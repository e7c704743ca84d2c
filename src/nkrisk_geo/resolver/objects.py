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

from nkrisk_geo.engine.signature import FIELD_MASK, FIELDS, NAME_AT, unpack
from nkrisk_geo.engine.verdict import Distance, Spoken, Verdict, ZoneShares
from nkrisk_geo.gazetteer.bands import BAND_NAMES
from nkrisk_geo.gazetteer.gazetteer import CHINA, Gazetteer
from nkrisk_geo.gazetteer.roles import ASIDE, ROLE_RULE
from nkrisk_geo.gazetteer.vocabulary import RULES
from nkrisk_geo.model import (
    Border,
    Candidate,
    Evidence,
    PostcodeStatus,
    Resolution,
    Unit,
)
from nkrisk_geo.model.columns import LEVELS
from nkrisk_geo.model.drafts import (
    BorderDraft,
    CandidateDraft,
    EvidenceDraft,
    ResolutionDraft,
)
from nkrisk_geo.model.schema import BASES
from nkrisk_geo.resolver.basis import BROAD, ORIGINS

_REMEMBERED, _ZONED = 10_000, 1_000
"""Codes that are remembered with their words, and zones of records with their names; most
records are where another was."""
_WEIGHT = operator.attrgetter("weight")
_NO_PLACE = (None, None)
_NO_ZONES = (None, (), (), ())
FORMER = "former name"
"""The rule that evidence cites for a name that its place had once, whatever its role."""


class Point(NamedTuple):
    """Where a place is, as far as it is known."""

    lat: float | None = None
    lng: float | None = None
    radius_km: float | None = None


_FIELD = {"": FIELDS.index("text"), **{field: at for at, field in enumerate(FIELDS)}}
"""The numbers of fields as they stand before a code."""


class Settled(NamedTuple):
    """What a decided unit brings with it: a place, the units around that, a postcode, a point.

    China alone is no place.
    """

    place: Unit | None = None
    country: str | None = None
    province: Unit | None = None
    prefecture: Unit | None = None
    county: Unit | None = None
    township: Unit | None = None
    postcode: str | None = None
    lat: float | None = None
    lng: float | None = None
    radius_km: float | None = None


class SettledUnits(dict[int | None, Settled]):
    """What units bring with them by their numbers, each looked up when it is first decided on."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        super().__init__(
            {None: Settled(), CHINA: Settled(country=gazetteer.country(CHINA))}
        )
        self._gazetteer = gazetteer

    def __missing__(self, unit: int) -> Settled:
        gazetteer = self._gazetteer
        units = {
            gazetteer.levels[number]: gazetteer.unit(number)
            for number in gazetteer.ancestors(unit)
        }
        country, levels = gazetteer.country(unit), map(units.get, LEVELS)
        postcode, point = place_facts(gazetteer, unit)
        found = self[unit] = Settled._make(
            (gazetteer.unit(unit), country, *levels, postcode, *point)
        )
        return found


class PublicUnits(dict[int, Unit]):
    """The public objects of units by their numbers, each made when it is first met."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        super().__init__()
        self._gazetteer = gazetteer

    def __missing__(self, unit: int) -> Unit:
        found = self[unit] = self._gazetteer.unit(unit)
        return found


class UnitChains(dict[int, tuple[int, ...]]):
    """Units from each outwards, itself first, by its number."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        super().__init__()
        self._gazetteer = gazetteer

    def __missing__(self, unit: int) -> tuple[int, ...]:
        found = self[unit] = self._gazetteer.ancestors(unit)
        return found


Called = tuple[str, tuple[int, ...]]
"""A numbered name: its words, and the units that had it once. No class of its own, which the
garbage collector would look at."""


class CalledNames(dict[int, Called]):
    """Names by their number and, below it, a bit for those in Han and Hangul.

    Each is looked up when it is first met.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        super().__init__()
        self._gazetteer = gazetteer

    def __missing__(self, key: int) -> Called:
        found = self[key] = self._gazetteer.text_of_name(key >> 1, key & 1)
        return found


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
    places: Mapping[tuple[str, str], tuple[int, int]] = {}
    aside: Sequence[Evidence] = ()
    postcode: str | None = None
    postcode_status: PostcodeStatus | None = None
    conflicts: Sequence[str] = ()


def place_facts(gazetteer: Gazetteer, place: int) -> tuple[str | None, Point]:
    """The postcode and the point of a place. A province has no point."""
    known = gazetteer.point(place) if gazetteer.levels[place] != "province" else None
    return gazetteer.postcode(place), Point(*known) if known else Point()


class Answers:
    """Puts verdicts into words and objects, over one gazetteer.

    Attributes:
        names: the names met so far.
        aside: for each role of what is set aside its rule and weight.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._settled, self._units = SettledUnits(gazetteer), PublicUnits(gazetteer)
        self._chains, self._crossings = UnitChains(gazetteer), gazetteer.crossing_ids
        self.names: CalledNames = CalledNames(gazetteer)
        clue = gazetteer.judgement.clue
        self.aside = {
            int(role): (ROLE_RULE[role], clue(ROLE_RULE[role])) for role in ASIDE
        }
        self._coded = lru_cache(_REMEMBERED)(self._words_of_code)
        self._zones = lru_cache(_ZONED)(self._named_zones)

    def resolution(self, verdict: Verdict, given: GivenFields) -> Resolution:
        """The answer as objects, the evidence strongest first."""
        spoken = self.reasons(verdict.spoken, given.places)
        spoken.sort(key=_WEIGHT, reverse=True)
        answer = ResolutionDraft()
        answer.status, answer.reason = verdict.status, verdict.reason
        answer.confidence = verdict.confidence
        (
            answer.place, answer.country, answer.province, answer.prefecture, answer.county, answer.township,
            postcode, answer.lat, answer.lng, answer.radius_km,
        ) = self._settled[verdict.settled]  # fmt: skip
        answer.postcode, answer.postcode_status = (
            given.postcode or postcode,
            given.postcode_status,
        )
        answer.border = self._border(verdict.distance)
        answer.p_border_20km, answer.p_border_50km = verdict.distance.near
        answer.zone, answer.zones, answer.zones_possible, answer.zone_probabilities = (
            self._zones(verdict.zoned) if verdict.zoned else _NO_ZONES
        )
        answer.evidence = (*spoken, *given.aside)
        answer.candidates = self._candidates(verdict.candidates)
        conflicts = map(self.conflict, verdict.conflicts, repeat(verdict.against))
        answer.conflicts = (*conflicts, *given.conflicts)
        answer.basis = self._basis(verdict.spoken, verdict.place)
        answer.gazetteer_version, answer.text = self._gazetteer.version, given.text
        answer.point_status, answer.__class__ = None, Resolution
        return answer  # type: ignore[no-any-return]

    def _basis(self, spoken: Iterable[Spoken], place: int | None) -> tuple[str, ...]:
        """What a place rests on (`nkrisk_geo.resolver.basis`); nothing where there is none."""
        if place is None:
            return ()
        around, levels, names = (
            self._chains[place],
            self._gazetteer.levels,
            self._gazetteer.names_en,
        )
        near, broad = dict[int, float](), dict[int, float]()
        for item, rule, unit, weight in spoken:
            heard = near
            if unit not in around:
                if place not in self._chains[unit]:
                    continue
            elif unit != place and levels[unit] in BROAD:
                # JILIN is the province and the city in it, and bears both.
                inner = around[around.index(unit) - 1]
                heard = near if names[inner] == names[unit] else broad
            field = (
                item >> 1 & FIELD_MASK
                if isinstance(item, int)
                else _FIELD[item.partition(":")[0]]
            )
            at = ORIGINS[rule][field]
            heard[at] = max(weight, heard.get(at, weight))

        # The loudest clue and not the sum: names of one chain (province, city, district) say one thing.
        ranked = sorted([(-weight, at) for at, weight in (near or broad).items()])
        return tuple([BASES[at] for _, at in ranked])

    def _candidates(self, meant: Iterable[tuple[int, float]]) -> tuple[Candidate, ...]:
        """What a record could mean, from units and probabilities."""
        found = list[Candidate]()
        for unit, probability in meant:
            candidate = CandidateDraft()
            candidate.unit, candidate.probability = self._units[unit], probability
            candidate.__class__ = Candidate
            found.append(candidate)
        return tuple(found)

    def _named_zones(
        self, zoned: ZoneShares
    ) -> tuple[
        str | None, tuple[str, ...], tuple[str, ...], tuple[tuple[str, float], ...]
    ]:
        """The definite zone of highest rank, all definite and all possible ones, and all chances."""
        ids = self._gazetteer.zone_ids
        surely, possibly = (tuple([ids[zone] for zone in some]) for some in zoned[1:])
        return (
            surely[0] if surely else None,
            surely,
            possibly,
            tuple(zip(ids, zoned.p, strict=True)),
        )

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

    def reasons(
        self, said: Iterable[Spoken], places: Mapping[tuple[str, str], tuple[int, int]]
    ) -> list[Evidence]:
        """Items as public evidence for their units, with where their words stand."""
        names, codes, names_en, found = (
            self.names,
            self._gazetteer.codes,
            self._gazetteer.names_en,
            list[Evidence](),
        )
        for item, rule, unit, weight in said:
            told = RULES[rule]
            if isinstance(item, int):
                words, former = names[item >> NAME_AT << 1 | item & 1]
                field = FIELDS[item >> 1 & FIELD_MASK]
                told = FORMER if unit in former else told
            else:
                words, field = self._coded(item)
            reason = EvidenceDraft()
            reason.start, reason.end = places.get((field, words), _NO_PLACE)
            reason.rule, reason.text, reason.field, reason.weight = (
                told,
                words,
                field,
                weight,
            )
            reason.unit, reason.place = codes[unit], names_en[unit]
            reason.__class__ = Evidence
            found.append(reason)
        return found

    def conflict(self, said: Spoken, against: int | None) -> str:
        """A sentence about an item that speaks for somewhere else."""
        names = self._gazetteer.names_en
        there = "" if against is None else f", not for {names[against]}"
        return f"{RULES[said.rule]} {self.words(said.item)} speaks for {names[said.unit]}{there}"

    def words(self, item: int | str) -> str:
        """The words of an item as the gazetteer has them."""
        if isinstance(item, int):
            return self.names[item >> NAME_AT << 1 | item & 1][0]
        return self._coded(item)[0]

    def _words_of_code(self, item: str) -> tuple[str, str]:
        """The words and the field of what is no name in a role."""
        found, field = unpack(item), item.partition(":")[0]
        if found.name >= 0:
            return self._gazetteer.words(found.script, found.name), field
        if found.kind == "g":
            return "the point", field
        return f"{found.value}xx" if found.kind == "p" else found.value, field
