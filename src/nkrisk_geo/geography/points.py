"""Answers with a point: coordinates that nothing contradicts say where and how far.

The divisions of a point are weighed beside what the text says
(`nkrisk_geo.geography.reverse`). Where the two agree, the distance to the border is
that of the point, with half its last decimal to both sides, whatever the place was
decided to be; where they do not, the answer stays that of the evidence, and says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from nkrisk_geo.gazetteer.bands import BAND_NAMES, BANDS, NEAR
from nkrisk_geo.gazetteer.distributions import HALF
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.geography.border import border_at
from nkrisk_geo.geography.globe import km_apart, unit_vectors
from nkrisk_geo.geography.reverse import LocatedPoints
from nkrisk_geo.native.segments import round_decimals

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nkrisk_geo.native.arrays import Flags
    from nkrisk_geo.native.segments import Floats

    Words = NDArray[np.object_]
    Numbers = dict[str, Floats]
    """Columns of numbers by name."""

POINTLIKE = ("township", "area", "crossing")


class PointAnswers(NamedTuple):
    """What was decided for some records, a row for each.

    Numbers are NaN and words None where there is nothing.
    `disputed`: the coordinates speak for somewhere else than the place.
    """

    lat: Floats
    lng: Floats
    radius_km: Floats
    level: Words
    country: Words
    disputed: Flags


class Pinned(NamedTuple):
    """What points put into answers.

    Attributes:
        used: is the point that of the answer?
        numbers, words: the new values of columns (see `nkrisk_geo.COLUMNS`) where it is.
        zones: by the id of a zone that is a polygon or a
            distance, the probability that the point is in it.
        notes: a sentence about a point that contradicts the answer or is none, else None.
    """

    used: Flags
    numbers: dict[str, Floats]
    words: dict[str, Words]
    zones: dict[str, Floats]
    notes: list[str | None]


def apply_points(
    placed: LocatedPoints,
    decided: PointAnswers,
    gazetteer: Gazetteer,
) -> Pinned:
    """Put points into answers."""
    away = _km_between(placed, decided)
    beside = gazetteer.judgement["point: beyond a town's radius"]
    allowed = decided.radius_km + placed.radius_km + beside
    # Only what is nearly a point itself can be far from one: a county is wide.
    far = np.isin(decided.level, POINTLIKE) & (away > allowed)
    used = np.isfinite(placed.lat) & ~decided.disputed & ~far

    notes: list[str | None] = list(placed.finding)
    for at in np.flatnonzero(far & ~decided.disputed).tolist():
        km, level = f"{away[at]:.0f} km", decided.level[at]
        notes[at] = f"coordinates: the point lies {km} from that of the {level}"

    numbers, words = _measure_columns(placed, decided.country, gazetteer)
    zones = _in_zones(placed, numbers, gazetteer)
    return Pinned(used, numbers, words, zones, notes)


def _in_zones(
    placed: LocatedPoints,
    numbers: Numbers,
    gazetteer: Gazetteer,
) -> Numbers:
    """The probabilities of lying in the zones that are a polygon or a distance."""
    low, high = numbers["border_km_min"], numbers["border_km_max"]
    found = {}
    for zone in gazetteer.zones:
        chances: list[Floats] = []
        if zone.within_km is not None:
            chances.append(_share_within(zone.within_km, low, high))
        if zone.polygon is not None:
            chances.append(_in_polygon(zone.polygon, placed))
        if chances:
            found[zone.id] = np.maximum.reduce(chances)
    return found


def _in_polygon(polygon: bytes, placed: LocatedPoints) -> Floats:
    """1 for points in a polygon, else 0."""
    from shapely import contains_xy, from_wkb, prepare

    shape = from_wkb(polygon)
    prepare(shape)
    inside: Flags = contains_xy(shape, placed.lng, placed.lat)
    return inside.astype(np.float64)


def merge_zones(
    definite: Sequence[str],
    possible: Sequence[str],
    chances: Mapping[str, float],
    threshold: float,
    gazetteer: Gazetteer,
) -> tuple[list[str], list[str]]:
    """The zones of an answer, sure and possible, with those that its point decides.

    What members decided stays.
    """
    sure, perhaps = set(definite), set(possible)
    for zone in gazetteer.zones:
        if zone.id in chances and not (zone.members and zone.id in sure):
            sure.discard(zone.id)
            # With members the rest of the evidence may still put the place into the zone.
            if not zone.members:
                perhaps.discard(zone.id)
            if chances[zone.id] >= threshold:
                sure.add(zone.id)
                perhaps.discard(zone.id)
            elif chances[zone.id] > 0.0:
                perhaps.add(zone.id)
    # Sets have no order: zones are told from the finest on.
    order = [zone.id for zone in gazetteer.zones]
    told = [name for name in order if name in sure]
    return told, [name for name in order if name in perhaps]


def _measure_columns(
    placed: LocatedPoints, country: Words, gazetteer: Gazetteer
) -> tuple[Numbers, dict[str, Words]]:
    """The columns of points: numbers and words."""
    table = border_at(lat=placed.lat, lng=placed.lng, details=True, gazetteer=gazetteer)
    km, radius = table["km"], placed.radius_km
    chinese, beyond = country == "CN", country == "KP"
    # In the rivers the line is a convention: a Chinese place
    # is never beyond it, and one of the DPRK never this side.
    km = np.where(beyond, np.minimum(km, 0.0), km)
    km = np.where(chinese, np.maximum(km, 0.0), km)
    low, high = km - radius, km + radius
    low = np.where(chinese, np.maximum(low, 0.0), low)
    high = np.where(beyond, np.minimum(high, 0.0), high)

    wide = high - low
    numbers = {
        "p_border_20km": _share_within(NEAR[0], low, high),
        "p_border_50km": _share_within(NEAR[1], low, high),
        "lat": placed.lat,
        "lng": placed.lng,
        "radius_km": np.round(radius, 2),
        "border_km": np.round(km, 2),
        "border_km_q05": np.round(low + 0.05 * wide, 2),
        "border_km_q95": np.round(low + 0.95 * wide, 2),
        "border_km_min": np.round(low, 2),
        "border_km_max": np.round(high, 2),
        "crossing_km": np.round(table["crossing_km"], 2),
    }
    band = _find_band(low, high)
    return numbers, {"border_band": band, "crossing": table["crossing"]}


def _find_band(low: Floats, high: Floats) -> Words:
    """The band that holds half of an interval or more."""
    edges = np.array([*BANDS, np.inf])
    # A row for each interval, a column for each band.
    lows, highs = low[:, None], high[:, None]
    begin = np.maximum(lows, edges[:-1])
    inside = np.minimum(highs, edges[1:]) - begin
    # Of a point that is not known no band is the likeliest, but one has to be taken.
    known = np.nan_to_num(inside, nan=-1.0)
    likeliest = known.argmax(axis=1)
    most = inside[np.arange(len(low)), likeliest]
    held = most >= HALF * (high - low)
    names = np.array([*BAND_NAMES, None], object)
    return names[np.where(held, likeliest, len(BAND_NAMES))]


def _share_within(
    km: float,
    low: Floats,
    high: Floats,
) -> Floats:
    """The share of intervals that lies within a distance on the Chinese side."""
    inside = np.minimum(high, km) - np.maximum(low, 0.0)
    # An exact point is an interval of no width.
    wide = np.maximum(high - low, 1e-9)
    inside = np.clip(inside, 0.0, None)
    part = np.minimum(1.0, inside / wide)
    share: Floats = np.where(high > 0.0, part, 0.0)
    return round_decimals(share, 4)


def _km_between(placed: LocatedPoints, decided: PointAnswers) -> Floats:
    """Kilometres from the points to the points of the places."""
    points = unit_vectors(placed.lat, placed.lng)
    places = unit_vectors(decided.lat, decided.lng)
    return km_apart(points, places)
