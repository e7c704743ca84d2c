"""What an address can turn out to be: the vocabulary that all other modules speak.

A `Unit` is a place with a code: a country, a province, a prefecture, a county, a
township, a development zone (area), a port or a crossing. A `Resolution` is the answer
for one text: the unit, how sure that is, why, and what else it could be. Codes are the
six digits of GB/T 2260 (`adcode`); coordinates are WGS-84 degrees; distances are
geodesic kilometres to the land and river border between China and the DPRK.

All classes are frozen and hold only strings, numbers and tuples, so they can be shared
between threads, compared, hashed and pickled.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from nkrisk_geo.model.statuses import Level, PointStatus, PostcodeStatus, Reason, Status

__all__ = [
    "Address",
    "Border",
    "Candidate",
    "Component",
    "Crossing",
    "Evidence",
    "Level",
    "PointStatus",
    "PostcodeStatus",
    "Reason",
    "Resolution",
    "SearchTerm",
    "Status",
    "Suggestion",
    "Unit",
]

# Made when they are asked for: each costs a process a millisecond, and `resolve` has none.
_HOME = {
    "Address": "addresses",
    "Component": "addresses",
    "Crossing": "crossings",
    "SearchTerm": "search_results",
    "Suggestion": "search_results",
}

if TYPE_CHECKING:
    from nkrisk_geo.model.addresses import Address, Component
    from nkrisk_geo.model.crossings import Crossing
    from nkrisk_geo.model.search_results import SearchTerm, Suggestion


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = importlib.import_module(f"{__name__}.{_HOME[name]}")
    value = globals()[name] = getattr(home, name)
    return value


@dataclass(frozen=True, slots=True)
class Unit:
    """A place with a code.

    Attributes:
        adcode: six digits of GB/T 2260; for a township, area, port or crossing that of
            the county around it; None for a country other than China and for a place
            abroad.
        code: the unit's own code: the adcode, the civil-affairs code of a township, the
            id of an area or crossing, the ISO 3166-1 code of a country.
        level: see `Level`.
        name_en: usual English name, without the generic ("Dandong").
        name_zh: full Chinese name ("丹东市"); for a country its Chinese name where known.
        parent: `code` of the unit around it, None for a country.
        country: ISO 3166-1 alpha-2.
        lat, lng: a point of it, WGS-84 degrees, or None where no source gives one.
        radius_km: how far the place may lie from that point.
    """

    adcode: str | None
    code: str
    level: Level
    name_en: str
    name_zh: str
    parent: str | None
    country: str
    lat: float | None = None
    lng: float | None = None
    radius_km: float | None = None

    def __str__(self) -> str:
        # A place abroad may have one of the names only.
        return f"{self.name_en} {self.name_zh}".strip()


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for the answer, or one that was seen and set aside.

    Attributes:
        rule: the clue ("name", "postcode", "phone", "road", …), see
            `nkrisk_geo.gazetteer.judgement.CLUES`.
        text: the words as they are known to the gazetteer (folded).
        start, end: half-open offsets in the raw text of the field, None where the clue
            has no words of its own.
        unit: code of the unit it speaks for, None when it speaks for none.
        weight: natural logarithm of how much likelier the words are if that unit is
            meant; 0 when set aside.
        field: which argument it was found in ("text", "city", "postcode", …).
        place: name of the unit, for reading.
    """

    rule: str
    text: str
    start: int | None
    end: int | None
    unit: str | None
    weight: float
    field: str = "text"
    place: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that the text could mean, with its probability."""

    unit: Unit
    probability: float


@dataclass(frozen=True, slots=True)
class Border:
    """Where a place lies relative to the China–DPRK land and river border.

    Attributes:
        km: geodesic kilometres: the median of what the evidence leaves; None above the
            prefecture. Negative only inside the DPRK and its islands beyond the line.
        km_q05, km_q95: nine tenths of what the evidence leaves lies between them.
        km_min, km_max: all of it does; `km_min <= km_q05 <= km <= km_q95 <= km_max`.
        band: "0-2", "2-5", … "200+" when one band holds half of it.
        crossing, crossing_km: nearest crossing to the DPRK (its id) and the straight
            distance to it, for a county and finer.
        chainage_km: position along the line from the mouth of the Yalu, for points.
        facing: the DPRK county opposite (several, with a slash between, where the data
            cannot tell), for points near the line.
        contact: what the line is at the nearest place: "estuary", "fence", "river",
            "land" or "lake", likewise.
        nearest_lat, nearest_lng: the nearest place of the border, in degrees (WGS-84),
            for points; where the DPRK has an island beyond the line, that may be on its
            outline.
        side: "CN", "KP" or "RU", for points; None where it is none of these sides (`border_at`).
    """

    km: float | None = None
    km_q05: float | None = None
    km_q95: float | None = None
    km_min: float | None = None
    km_max: float | None = None
    band: str | None = None
    crossing: str | None = None
    crossing_km: float | None = None
    chainage_km: float | None = None
    facing: str | None = None
    side: str | None = None
    contact: str | None = None
    nearest_lat: float | None = None
    nearest_lng: float | None = None

    def _repr_html_(self) -> str:
        """The distance on a line, for notebooks."""
        from nkrisk_geo.model.html import border_html

        return border_html(self)


@dataclass(frozen=True, slots=True, repr=False)
class Resolution:
    """The answer for one text and the fields beside it.

    A zone in it is geography, never evidence about a person or a firm.

    Attributes:
        status, reason: see `Status` and `Reason`; `reason` is None when resolved.
        place: the finest unit decided on, None if none.
        confidence: probability that `place` is right, None without one.
        country: ISO 3166-1 alpha-2, None when nothing says.
        province, prefecture, county, township: the units above and at `place`, where decided.
        border: the distance to the border, see `Border`.
        zone: the definite zone of highest rank.
        zones: definite zones, as probable as a place that is decided on;
            `zones_possible`: those that cannot be ruled out.
        zone_probabilities: probability by zone id.
        p_border_20km, p_border_50km: probability of lying within that distance of the border.
        evidence: the reasons, strongest first; then what was seen and set aside.
        candidates: what the text could mean, most probable first.
        conflicts: sentences about clues that contradict each other.
        postcode: the one given, or that of the place.
        lat, lng, radius_km: a WGS-84 point and its uncertainty.
        postcode_status: what the postcode given is, see `PostcodeStatus`; None where
            none is given or the place is not Chinese.
        point_status: what became of the coordinates given, see `PointStatus`; None
            where none are given.
        gazetteer_version: version of the data that gave this answer.
        text: the text that was given, which offsets in `evidence` are of.
        basis: what the place rests on, the strongest first: "address", "company", …
            (`nkrisk_geo.model.fields.BASES`).
    """

    status: Status
    reason: Reason | None
    place: Unit | None
    confidence: float | None
    country: str | None
    province: Unit | None = None
    prefecture: Unit | None = None
    county: Unit | None = None
    township: Unit | None = None
    border: Border = field(default_factory=Border)
    zone: str | None = None
    zones: tuple[str, ...] = ()
    zones_possible: tuple[str, ...] = ()
    zone_probabilities: tuple[tuple[str, float], ...] = ()
    p_border_20km: float | None = None
    p_border_50km: float | None = None
    evidence: tuple[Evidence, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    conflicts: tuple[str, ...] = ()
    postcode: str | None = None
    lat: float | None = None
    lng: float | None = None
    radius_km: float | None = None
    postcode_status: PostcodeStatus | None = None
    point_status: PointStatus | None = None
    gazetteer_version: str = ""
    text: str | None = field(default=None, compare=False)
    basis: tuple[str, ...] = ()

    def __new__(cls, *_: object, **__: object) -> Resolution:
        """One pickled before it had a basis has none.

        Unpickling calls this, and sets what was pickled.
        """
        made = object.__new__(cls)
        # The class is frozen, and lets nobody set anything in the ordinary way.
        object.__setattr__(made, "basis", ())
        return made

    def explain(self, *, lang: str = "en") -> str:
        """The answer as an analyst's note: place, certainty, reasons, alternatives, distance.

        Args:
            lang: "en", "zh" (Chinese) or "ko" (Korean).
        """
        from nkrisk_geo.model.explain import note

        return note(self, lang)

    def __repr__(self) -> str:
        """The place, how sure it is, the finest zone and the distance, in one line.

        `explain` says why.
        """
        from nkrisk_geo.model.explain import line

        return line(self)

    def _repr_html_(self) -> str:
        """The same for notebooks; everything that came from the text is escaped."""
        from nkrisk_geo.model.html import resolution_html

        return resolution_html(self)

    def to_dict(self, *, names: str = "en", evidence: str = "text") -> dict[str, Any]:
        """The answer under the names of `nkrisk_geo.COLUMNS`, without prefix, as plain values.

        Args:
            names: language of the division names, "en" or "zh".
            evidence: "text" for compact readable evidence and candidates, "json" for JSON strings.
        """
        from nkrisk_geo.model.schema import record

        return record(self, names=names, evidence=evidence)
