"""An answer as the objects that `resolve` returns, and the words for what it rests on.

Made from a verdict (`nkrisk_geo.engine.verdict`) when somebody asks. What a place brings with it is found once and remembered.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from nkrisk_geo.engine.signature import FIELD_MASK, FIELDS, NAME_AT, unpack
from nkrisk_geo.engine.verdict import Distance, Spoken, Verdict
from nkrisk_geo.gazetteer.bands import BAND_NAMES
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.gazetteer.vocabulary import RULES
from nkrisk_geo.model import Border, Candidate, Evidence, PostcodeStatus, Resolution, Unit
from nkrisk_geo.model.columns import LEVELS
from nkrisk_geo.resolver.basis import find_basis

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


Called = tuple[str, tuple[int, ...]]
"""A numbered name: its words, and the units that had it once. No class of its own, which the garbage collector would look at."""


class CalledNames(dict[int, Called]):
    """Names by their number and, below it, a bit for those in Han and Hangul; each is looked up when it is first met."""

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
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._settled: dict[int, Settled] = {}
        self.names: CalledNames = CalledNames(gazetteer)

    def resolution(self, verdict: Verdict, given: GivenFields) -> Resolution:
        """The answer as objects, the evidence strongest first."""
        gazetteer, zoned, zones = self._gazetteer, verdict.zoned, self._gazetteer.zone_ids
        settled = self.settled(verdict.place)
        province, prefecture, county, township = settled.levels
        lat, lng, radius_km = settled.point
        near_20, near_50 = verdict.distance.near
        definite = tuple([zones[zone] for zone in zoned.surely]) if zoned else ()
        spoken = self.reasons(verdict.spoken, given.places)
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
            candidates=tuple(
                [Candidate(gazetteer.unit(unit), p) for unit, p in verdict.candidates]
            ),
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
            basis=find_basis(verdict.spoken, verdict.place, gazetteer),
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
        units = {
            gazetteer.levels[number]: gazetteer.unit(number)
            for number in gazetteer.ancestors(place)
        }
        levels = tuple(units.get(level) for level in LEVELS)
        return Settled(gazetteer.unit(place), levels, *place_facts(gazetteer, place))

    def _border(self, distance: Distance) -> Border:
        crossings = self._gazetteer.crossing_ids
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

    def reasons(
        self, said: Iterable[Spoken], places: Mapping[tuple[str, str], tuple[int, int]]
    ) -> list[Evidence]:
        """Items as public evidence for the units they speak for, where their words stand in their fields."""
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
                words, field = self.words(item), item.partition(":")[0]
            start, end = places.get((field, words), _NO_PLACE)
            found.append(
                Evidence(told, words, start, end, codes[unit], weight, field, names_en[unit])
            )
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
        found = unpack(item)
        if found.name >= 0:
            return self._gazetteer.words(found.script, found.name)
        if found.kind == "g":
            return "the point"
        return f"{found.value}xx" if found.kind == "p" else found.value
