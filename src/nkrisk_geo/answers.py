"""An answer in its two forms: the objects that `resolve` returns, and the cells of a row in a table.

Both are made from a verdict (`nkrisk_geo.verdict`) when somebody asks. What a place, a clue or a candidate contributes to a
row is worded once and remembered, so a row is little more than putting these pieces together.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from nkrisk_geo.columns import (
    HOW,
    LEVELS,
    ODDS,
    Row,
    arrange,
    candidate_form,
    conflict_text,
    joined,
    place_cells,
    reason_text,
)
from nkrisk_geo.gazetteer import Gazetteer
from nkrisk_geo.hearing import Listener
from nkrisk_geo.model import Border, Candidate, Evidence, Resolution, Unit
from nkrisk_geo.verdict import Spoken, Verdict
from nkrisk_geo.zoning import Zoning

FORMER = "former name"
"""The rule that evidence cites for a name that its place had once, whatever its role."""

TEXTS_SIZE = 8_192
"""Pieces of evidence whose wording is remembered, those asked for last."""


class Settled(NamedTuple):
    """What a decided place brings with it: the units around it (see `LEVELS`), a postcode, a point."""

    place: Unit | None = None
    levels: tuple[Unit | None, ...] = (None,) * len(LEVELS)
    postcode: str | None = None
    point: tuple[float | None, float | None, float | None] = (None, None, None)


class Sheet(NamedTuple):
    """What has been worded in one language of names and one style of evidence.

    Attributes:
        text: words an item of evidence.
        places: cells, postcode and point by decided place.
        forms: candidates with a gap for their probability.
    """

    names: str
    style: str
    text: Callable[[Spoken], str]
    places: dict[int | None, tuple[Row, str | None, Row]]
    forms: dict[int, str]


_NO_ODDS = (None,) * len(ODDS)


class Answers:
    """Puts verdicts into their forms, over one gazetteer."""

    def __init__(self, gazetteer: Gazetteer, listener: Listener, zoning: Zoning) -> None:
        self._gazetteer = gazetteer
        self._listener = listener
        self._zones = zoning.names
        self._odds = itemgetter(*[zoning.names.index(zone) for zone in ODDS])
        self._settled: dict[int | None, Settled] = {None: Settled()}
        self._sheets: dict[tuple[str, str], Sheet] = {}

    # --- objects -----------------------------------------------------------------------------------------------

    def resolution(self, verdict: Verdict) -> Resolution:
        """The answer as objects. Its evidence has no offsets."""
        gazetteer, lie, place = self._gazetteer, verdict.lie, verdict.place
        settled = self._about(place)
        province, prefecture, county, township = settled.levels
        lat, lng, radius_km = settled.point
        near_20, near_50 = lie.near if lie else (None, None)
        conflicts = [self._conflict(said, verdict.against) for said in verdict.conflicts]
        return Resolution(
            status=verdict.status,
            reason=verdict.reason,
            place=settled.place,
            confidence=verdict.confidence,
            country=verdict.country,
            province=province,
            prefecture=prefecture,
            county=county,
            township=township,
            border=Border(*verdict.distance),
            zone=lie.definite[0] if lie and lie.definite else None,
            zones=lie.definite if lie else (),
            zones_possible=lie.possible if lie else (),
            zone_probabilities=tuple(zip(self._zones, lie.odds, strict=True)) if lie else (),
            p_border_20km=near_20,
            p_border_50km=near_50,
            evidence=tuple([self._reason(said) for said in verdict.spoken]),
            candidates=tuple([Candidate(gazetteer.unit(unit), p) for unit, p in verdict.candidates]),
            conflicts=tuple(conflicts),
            postcode=settled.postcode,
            lat=lat,
            lng=lng,
            radius_km=radius_km,
            gazetteer_version=gazetteer.version,
        )

    def _about(self, place: int | None) -> Settled:
        found = self._settled.get(place)
        if found is None and place is not None:
            found = self._settled[place] = self._settle_on(place)
        return found or self._settled[None]

    def _settle_on(self, place: int) -> Settled:
        """What a decided place brings with it. A province has no point."""
        gazetteer = self._gazetteer
        units = {gazetteer.levels[number]: gazetteer.unit(number) for number in gazetteer.ancestors(place)}
        point = gazetteer.point(place) if gazetteer.levels[place] != "province" else None
        return Settled(
            place=gazetteer.unit(place),
            levels=tuple(units.get(level) for level in LEVELS),
            postcode=gazetteer.postcode(place),
            point=point or (None, None, None),
        )

    def _reason(self, said: Spoken) -> Evidence:
        """An item as public evidence for the unit it speaks for."""
        item, unit, weight = said
        heard = self._listener.item(item)
        found = heard.found
        rule = FORMER if self._listener.is_former(found, unit) else heard.rule
        code, name = self._gazetteer.codes[unit], self._gazetteer.names_en[unit]
        return Evidence(rule, self._listener.words(found), None, None, code, weight, found.field, name)

    def _conflict(self, said: Spoken, against: int | None) -> str:
        item, unit, _ = said
        heard, names = self._listener.item(item), self._gazetteer.names_en
        words = self._listener.words(heard.found)
        there = "" if against is None else f", not for {names[against]}"
        return f"{heard.rule} {words} speaks for {names[unit]}{there}"

    # --- cells -------------------------------------------------------------------------------------------------

    def row(self, verdict: Verdict, names: str, style: str) -> Row:
        """The answer as the cells of `nkrisk_geo.columns.NAMES`, with names and evidence in the style asked for."""
        sheet = self._sheets.get((names, style)) or self._sheet(names, style)
        lie, place = verdict.lie, verdict.place
        conflicts = [self._conflict(said, verdict.against) for said in verdict.conflicts]
        cells, postcode, point = sheet.places[place] if place in sheet.places else self._place(sheet, place)
        possible = [(sheet.forms.get(unit) or self._form(sheet, unit)) % p for unit, p in verdict.candidates]
        return arrange(
            how=HOW[verdict.status, verdict.reason],
            country=verdict.country,
            place=cells,
            postcode=postcode,
            zones=(lie.definite[0] if lie.definite else None, lie.definite, lie.possible)
            if lie
            else (None, (), ()),
            odds=self._odds(lie.odds) if lie else _NO_ODDS,
            near=lie.near if lie else (None, None),
            confidence=verdict.confidence,
            point=point,
            border=verdict.distance,
            evidence=joined(map(sheet.text, verdict.spoken), style),
            candidates=joined(possible, style),
            conflicts=joined([conflict_text(conflict, style) for conflict in conflicts], style),
            version=self._gazetteer.version,
        )

    def _sheet(self, names: str, style: str) -> Sheet:
        text = lru_cache(TEXTS_SIZE)(lambda said: reason_text(self._reason(said), style))
        found = self._sheets[names, style] = Sheet(names, style, text, {}, {})
        return found

    def _place(self, sheet: Sheet, place: int | None) -> tuple[Row, str | None, Row]:
        settled = self._about(place)
        cells = place_cells(settled.place, settled.levels, sheet.names)
        found = sheet.places[place] = (cells, settled.postcode, settled.point)
        return found

    def _form(self, sheet: Sheet, unit: int) -> str:
        found = sheet.forms[unit] = candidate_form(self._gazetteer.unit(unit), sheet.style)
        return found
