"""An answer as the objects that `resolve` returns, and the words for what it rests on.

Made from a verdict (`nkrisk_geo.verdict`) when somebody asks. What a place brings with it is found once and remembered.
"""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from nkrisk_geo.arrays import Flags, Ints
from nkrisk_geo.bearings import Bearings
from nkrisk_geo.border import BAND_NAMES
from nkrisk_geo.columns import LEVELS
from nkrisk_geo.gazetteer import Gazetteer, NameKind
from nkrisk_geo.model import Border, Candidate, Evidence, PostcodeStatus, Resolution, Unit
from nkrisk_geo.signature import FIELD_MASK, FIELDS, NAME_AT, name_of, unpack
from nkrisk_geo.verdict import Distance, Spoken, Verdict
from nkrisk_geo.vocabulary import RULES

_WEIGHT = operator.attrgetter("weight")
_NO_PLACE = (None, None)
FORMER = "former name"
"""The rule that evidence cites for a name that its place had once, whatever its role."""


class Point(NamedTuple):
    """Where a place is, as far as it is known."""

    lat: float | None = None
    lng: float | None = None
    radius_km: float | None = None


class Settled(NamedTuple):
    """What a decided place brings with it: the units around it (see `LEVELS`), a postcode, a point."""

    place: Unit | None = None
    levels: tuple[Unit | None, ...] = (None,) * len(LEVELS)
    postcode: str | None = None
    point: Point = Point()


NOWHERE = Settled()


class Known(NamedTuple):
    """The names of a script, the numbers of those that some unit had once, and for each name whether it is one of them."""

    texts: Sequence[str]
    former: frozenset[int]
    flags: Flags


class Given(NamedTuple):
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


def brought(gazetteer: Gazetteer, place: int) -> tuple[str | None, Point]:
    """The postcode and the point of a place. A province has no point."""
    known = gazetteer.point(place) if gazetteer.levels[place] != "province" else None
    return gazetteer.postcode(place), Point(*known) if known else Point()


class Answers:
    """Puts verdicts into words and objects, over one gazetteer."""

    def __init__(self, gazetteer: Gazetteer, bearings: Bearings) -> None:
        self._gazetteer = gazetteer
        self._bearings = bearings
        self._settled: dict[int, Settled] = {}
        self._known: dict[int, Known] = {}

    def resolution(self, verdict: Verdict, given: Given) -> Resolution:
        """The answer as objects, the evidence strongest first."""
        gazetteer, zoned, zones = self._gazetteer, verdict.zoned, self._bearings.zones
        settled = self.settled(verdict.place)
        province, prefecture, county, township = settled.levels
        lat, lng, radius_km = settled.point
        near_20, near_50 = verdict.distance.near
        definite = tuple([zones[zone] for zone in zoned.surely]) if zoned else ()
        spoken = [self.reason(said, given.places) for said in verdict.spoken]
        spoken.sort(key=_WEIGHT, reverse=True)
        return Resolution(
            status=verdict.status,
            reason=verdict.reason,
            place=settled.place,
            confidence=verdict.confidence,
            country=None if verdict.settled is None else gazetteer.country(verdict.settled),
            province=province,
            prefecture=prefecture,
            county=county,
            township=township,
            border=self._border(verdict.distance),
            zone=definite[0] if definite else None,
            zones=definite,
            zones_possible=tuple([zones[zone] for zone in zoned.possibly]) if zoned else (),
            zone_probabilities=tuple(zip(zones, zoned.p, strict=True)) if zoned else (),
            p_border_20km=near_20,
            p_border_50km=near_50,
            evidence=(*spoken, *given.aside),
            candidates=tuple([Candidate(gazetteer.unit(unit), p) for unit, p in verdict.candidates]),
            conflicts=(
                *[self.conflict(said, verdict.against) for said in verdict.conflicts],
                *given.conflicts,
            ),
            postcode=given.postcode or settled.postcode,
            lat=lat,
            lng=lng,
            radius_km=radius_km,
            postcode_status=given.postcode_status,
            gazetteer_version=gazetteer.version,
            text=given.text,
        )

    def settled(self, place: int | None) -> Settled:
        """What a decided place brings with it. A province has no point."""
        if place is None:
            return NOWHERE
        found = self._settled.get(place)
        if found is None:
            found = self._settled[place] = self._settle_on(place)
        return found

    def _settle_on(self, place: int) -> Settled:
        gazetteer = self._gazetteer
        units = {gazetteer.levels[number]: gazetteer.unit(number) for number in gazetteer.ancestors(place)}
        levels = tuple(units.get(level) for level in LEVELS)
        return Settled(gazetteer.unit(place), levels, *brought(gazetteer, place))

    def _border(self, distance: Distance) -> Border:
        crossings = self._bearings.crossings
        return Border(
            distance.km,
            distance.q05,
            distance.q95,
            distance.low,
            distance.high,
            BAND_NAMES[distance.band] if distance.band >= 0 else None,
            crossings[distance.crossing] if distance.crossing >= 0 else None,
            distance.crossing_km,
        )

    # --- words -------------------------------------------------------------------------------------------------

    def reason(self, said: Spoken, places: Mapping[tuple[str, str], tuple[int, int]]) -> Evidence:
        """An item as public evidence for the unit it speaks for, where its words stand in its field."""
        item, rule, unit, weight = said
        if isinstance(item, int):
            words, field = self.called(item >> NAME_AT, item & 1), FIELDS[item >> 1 & FIELD_MASK]
            told = (
                self.rule(item, rule, unit)
                if item >> NAME_AT in self._known[item & 1].former
                else RULES[rule]
            )
        else:
            words, field, told = self.words(item), item.partition(":")[0], RULES[rule]
        start, end = places.get((field, words), _NO_PLACE)
        gazetteer = self._gazetteer
        return Evidence(
            told, words, start, end, gazetteer.codes[unit], weight, field, gazetteer.names_en[unit]
        )

    def called(self, name: int, unspaced: int) -> str:
        """The words of a numbered name as the gazetteer has them."""
        known = self._known.get(unspaced) or self._know(unspaced)
        return known.texts[name] if name < len(known.texts) else self._gazetteer.words("han", name)

    def _know(self, unspaced: int) -> Known:
        """The names of a script, and which of them some unit had once."""
        script = "han" if unspaced else "latin"
        former = self._gazetteer.names_of(script, lambda units, kinds: kinds == NameKind.FORMER)
        found = self._known[unspaced] = Known(
            self._gazetteer.names[script], frozenset(np.flatnonzero(former).tolist()), former
        )
        return found

    def formerly(self, names: Ints, unspaced: int) -> Flags:
        """Of many numbered names of a script, did some unit have each once?"""
        known = self._known.get(unspaced) or self._know(unspaced)
        found: Flags = (names < len(known.flags)) & known.flags[np.minimum(names, len(known.flags) - 1)]
        return found

    def conflict(self, said: Spoken, against: int | None) -> str:
        """A sentence about an item that speaks for somewhere else."""
        names = self._gazetteer.names_en
        there = "" if against is None else f", not for {names[against]}"
        return f"{RULES[said.rule]} {self.words(said.item)} speaks for {names[said.unit]}{there}"

    def words(self, item: int | str) -> str:
        """The words of an item as the gazetteer has them."""
        if isinstance(item, int):
            return self._gazetteer.words(*name_of(item))
        found = unpack(item)
        if found.name >= 0:
            return self._gazetteer.words(found.script, found.name)
        if found.kind == "g":
            return "the point"
        return f"{found.value}xx" if found.kind == "p" else found.value

    def rule(self, item: int, rule: int, unit: int) -> str:
        """The rule of a former name; it says so when this unit had it: 安东 and ANTUNG for Dandong."""
        had = (unit, NameKind.FORMER) in self._gazetteer.meanings(*name_of(item))
        return FORMER if had else RULES[rule]
