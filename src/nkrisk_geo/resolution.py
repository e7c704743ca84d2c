"""`resolve`: from a record to a place.

    text + fields ─▶ folded ─▶ mentions ─▶ signature ─▶ verdict ─▶ Resolution

The verdict is a pure function of the signature.

    >>> answer = resolve("辽宁省丹东市振兴区")
    >>> answer.place.adcode, answer.zone, answer.status.value
    ('210603', 'dandong-border', 'resolved')
    >>> resolve("上海丹东路").place.name_en
    'Shanghai'
    >>> resolve("朝阳区").reason.value
    'same-name'
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from nkrisk_geo.border import border_at
from nkrisk_geo.decision import Resolver
from nkrisk_geo.errors import InputError
from nkrisk_geo.gazetteer import Gazetteer
from nkrisk_geo.model import PointStatus, Reason, Resolution
from nkrisk_geo.pinning import Decided, Pinned, pin, with_zones
from nkrisk_geo.placing import Placed, Placer
from nkrisk_geo.scalars import as_text
from nkrisk_geo.single import answered
from nkrisk_geo.text import skeleton_of, span
from nkrisk_geo.zone_sources import load_zones


def resolver(gazetteer: Gazetteer | None = None) -> Resolver:
    """The resolver over a gazetteer (by default the packaged one), made once and kept with it."""
    over = gazetteer or Gazetteer.default()
    return over.once("resolver", lambda: Resolver(over))


def resolve(
    text: str | None = None,
    /,
    *,
    address: str | None = None,
    city: str | None = None,
    region: str | None = None,
    postcode: str | None = None,
    country: str | None = None,
    phone: str | None = None,
    company: str | None = None,
    registration: str | None = None,
    port: str | None = None,
    lat: float | str | None = None,
    lng: float | str | None = None,
    datum: str = "wgs84",
    zones: Any = None,
    threshold: float | None = None,
    gazetteer: Gazetteer | None = None,
) -> Resolution:
    """Find the place that a record means.

    Args:
        text: an address, whole or in part, in any script; None and empty are fine. What is no string is read as the cell of
            a table is, see `nkrisk_geo.scalars`: NaN, NaT and NA are missing.
        address: the same by its name, as columns have it; not both.
        city, region, postcode, country, phone, company, registration, port: the fields beside it, where there are any.
        lat, lng: its point in degrees, where there is one. Coordinates that cannot be right are not used, and `conflicts`
            says so; so it does where they are not where the text says.
        datum: of the point: "wgs84", "gcj02" or "bd09".
        zones: zones of one's own, as `nkrisk_geo.load_zones` takes or gives them.
        threshold: probability from which a place is decided on, between 0.5 and 1; 0.8 by default.
        gazetteer: another gazetteer than the packaged one.

    Returns:
        The answer, whatever the text: a bad address is never an error.

    Raises:
        InputError: the threshold is out of range, the datum unknown, or both `text` and `address` are given.
    """
    if address is not None:
        text = _one_of(text, address)
    given = _texts(
        {
            "text": text, "city": city, "region": region, "country": country, "postcode": postcode, "phone": phone,
            "company": company, "registration": registration, "port": port,
        }
    )  # fmt: skip
    if threshold is not None and not 0.5 <= threshold <= 1.0:
        raise InputError(f"threshold is {threshold}, expected a probability from 0.5 to 1")
    if zones is not None:
        gazetteer = gazetteer or Gazetteer.default()
        gazetteer = gazetteer.with_zones(load_zones(zones, gazetteer=gazetteer))
    engine = resolver(gazetteer)
    least = engine.threshold if threshold is None else threshold
    if lat is None and lng is None:
        return answered(engine, given, least)[0]
    return _at_point(engine, given, placer(engine).place([lat], [lng], datum), least)


def _one_of(text: Any, address: Any) -> str | None:
    """A text under one of its two names."""
    whole, named = as_text(text), as_text(address)
    if whole is not None and named is not None:
        raise InputError("text and address are one thing; give one of them")
    return named if whole is None else whole


def _texts(fields: Mapping[str, Any]) -> dict[str, str]:
    """Fields as texts, missing ones left out."""
    found = dict[str, str]()
    for name, value in fields.items():
        words = value if type(value) is str else None if value is None else as_text(value)
        if words is not None:
            found[name] = words
    return found


def placer(engine: Resolver) -> Placer:
    """The placer over the gazetteer of a resolver, made once and kept with it."""
    return engine.gazetteer.once("placer", lambda: Placer(engine.gazetteer))


def _at_point(engine: Resolver, fields: Mapping[str, str], placed: Placed, threshold: float) -> Resolution:
    """The answer for a record with a point."""
    said = placed.said[0]
    decided, verdict = answered(
        engine, fields if said is None else {**fields, "coordinates": said}, threshold
    )
    lat, lng, radius = (
        np.array([np.nan if value is None else value])
        for value in (decided.lat, decided.lng, decided.radius_km)
    )
    level = np.array([decided.place.level.value if decided.place else None], object)
    country = np.array([decided.country], object)
    columns = Decided(lat, lng, radius, level, country, np.array([verdict.disputed]))
    pinned = pin(placed, columns, engine.gazetteer)
    note = pinned.notes[0]
    if note is not None:
        empty = decided.reason is Reason.EMPTY
        reason = Reason.NO_PLACE if empty else decided.reason
        decided = replace(decided, conflicts=(*decided.conflicts, note), reason=reason)
    decided = replace(decided, point_status=_point_status(placed, bool(pinned.used[0])))
    return _pinned(decided, pinned, threshold, engine.gazetteer) if pinned.used[0] else decided


def _point_status(placed: Placed, used: bool) -> PointStatus | None:
    """What became of the point of a record."""
    if used:
        return PointStatus.USED
    if placed.said[0] is not None:
        return PointStatus.DISPUTED
    return PointStatus.UNUSABLE if placed.finding[0] is not None else None


def _pinned(decided: Resolution, pinned: Pinned, threshold: float, gazetteer: Gazetteer) -> Resolution:
    """An answer with its point."""
    numbers = {name: float(column[0]) for name, column in pinned.numbers.items()}
    words = {name: column[0] for name, column in pinned.words.items()}
    chances = {name: float(column[0]) for name, column in pinned.zones.items()}
    sure, possible = with_zones(decided.zones, decided.zones_possible, chances, threshold, gazetteer)
    return replace(
        decided,
        border=replace(
            border_at(lat=numbers["lat"], lng=numbers["lng"], gazetteer=gazetteer),
            km=numbers["border_km"],
            km_q05=numbers["border_km_q05"],
            km_q95=numbers["border_km_q95"],
            km_min=numbers["border_km_min"],
            km_max=numbers["border_km_max"],
            band=words["border_band"],
            crossing_km=numbers["crossing_km"],
        ),
        zone=sure[0] if sure else None,
        zones=tuple(sure),
        zones_possible=tuple(possible),
        zone_probabilities=tuple((name, chances.get(name, p)) for name, p in decided.zone_probabilities),
        p_border_20km=numbers["p_border_20km"],
        p_border_50km=numbers["p_border_50km"],
        lat=numbers["lat"],
        lng=numbers["lng"],
        radius_km=numbers["radius_km"],
    )


def resolve_all(
    text: str | None,
    /,
    *,
    zones: Any = None,
    threshold: float | None = None,
    gazetteer: Gazetteer | None = None,
) -> tuple[Resolution, ...]:
    """One answer for each address in a text of several; offsets are those of the whole text.

    What parts addresses is told by `nkrisk_geo.segments`, as for `resolve`: `;` and `FACTORY:` always, a new line only between
    two addresses that stand by themselves.
    """
    text = as_text(text) or ""
    if zones is not None:
        gazetteer = gazetteer or Gazetteer.default()
        gazetteer = gazetteer.with_zones(load_zones(zones, gazetteer=gazetteer))
    return tuple(
        _moved(resolve(text[start:end], threshold=threshold, gazetteer=gazetteer), start, text)
        for start, end in _segments(resolver(gazetteer), text)
    )


def _segments(engine: Resolver, text: str) -> list[tuple[int, int]]:
    """Where the addresses of a raw text stand."""
    folded, offsets = engine.gazetteer.folder.traced(text)
    skeleton, kept = skeleton_of(folded)
    parted = ((kept[start], kept[end]) for start, end in engine.signer.parted(skeleton))
    return [stretch if offsets is None else span(offsets, *stretch) for stretch in parted]


def _moved(answer: Resolution, by: int, whole: str) -> Resolution:
    """An answer with the offsets of its evidence moved to the right, in the whole text."""
    evidence = (
        replace(reason, start=reason.start + by, end=reason.end + by)
        if reason.start is not None and reason.end is not None
        else reason
        for reason in answer.evidence
    )
    return replace(answer, evidence=tuple(evidence), text=whole)
