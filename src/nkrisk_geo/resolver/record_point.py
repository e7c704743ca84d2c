"""One record with a point: what its text says, and where the point is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.geography.border import border_at
from nkrisk_geo.geography.points import Pinned, PointAnswers, apply_points, merge_zones
from nkrisk_geo.geography.reverse import LocatedPoints
from nkrisk_geo.model import PointStatus, Reason, Resolution
from nkrisk_geo.resolver.record import answer_record
from nkrisk_geo.resolver.resolver import Resolver


def answer_with_point(
    resolver: Resolver,
    fields: Mapping[str, str],
    placed: LocatedPoints,
    threshold: float,
) -> Resolution:
    """The answer for a record with a point."""
    said = placed.said[0]
    given = fields if said is None else {**fields, "coordinates": said}
    decided, verdict = answer_record(resolver, given, threshold)
    # One record as arrays of length 1: what a point does is said once, for columns.
    lat, lng, radius = (
        np.array([np.nan if value is None else value])
        for value in (decided.lat, decided.lng, decided.radius_km)
    )
    place = decided.place
    level = np.array([place.level.value if place else None], object)
    country = np.array([decided.country], object)
    disputed = np.array([verdict.disputed])
    columns = PointAnswers(lat, lng, radius, level, country, disputed)
    pinned = apply_points(placed, columns, resolver.gazetteer)
    note = pinned.notes[0]
    if note is not None:
        # A record with an unusable point is not empty.
        empty = decided.reason is Reason.EMPTY
        reason = Reason.NO_PLACE if empty else decided.reason
        conflicts = (*decided.conflicts, note)
        decided = replace(decided, conflicts=conflicts, reason=reason)
    used = bool(pinned.used[0])
    decided = replace(decided, point_status=_point_status(placed, used))
    if not used:
        return decided
    return _with_point(decided, pinned, threshold, resolver.gazetteer)


def _point_status(placed: LocatedPoints, used: bool) -> PointStatus | None:
    """What became of the point of a record."""
    if used:
        return PointStatus.USED
    if placed.said[0] is not None:
        return PointStatus.DISPUTED
    return PointStatus.UNUSABLE if placed.finding[0] is not None else None


def _with_point(
    decided: Resolution, pinned: Pinned, threshold: float, gazetteer: Gazetteer
) -> Resolution:
    """An answer with its point."""
    numbers = _first_floats(pinned.numbers)
    words = {name: column[0] for name, column in pinned.words.items()}
    chances = _first_floats(pinned.zones)
    sure, possible = merge_zones(
        decided.zones, decided.zones_possible, chances, threshold, gazetteer
    )
    lat, lng = numbers["lat"], numbers["lng"]
    probabilities = tuple(
        [(name, chances.get(name, p)) for name, p in decided.zone_probabilities]
    )
    return replace(
        decided,
        border=replace(
            border_at(lat=lat, lng=lng, gazetteer=gazetteer),
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
        zone_probabilities=probabilities,
        p_border_20km=numbers["p_border_20km"],
        p_border_50km=numbers["p_border_50km"],
        lat=lat,
        lng=lng,
        radius_km=numbers["radius_km"],
    )


def _first_floats(columns: Mapping[str, Any]) -> dict[str, float]:
    """Columns of one row as numbers."""
    return {name: float(column[0]) for name, column in columns.items()}
