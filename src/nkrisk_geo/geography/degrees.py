"""Coordinates as they are given: numbers or text in degrees, and what is wrong with them.

`border_at` refuses what is no point (`check_point`, `point_arrays`); beside a text it is only left
out, with a finding that says why (`read_point`).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from nkrisk_geo.geography.datum import datum_name, to_wgs84
from nkrisk_geo.model.earth import KM_OF_DEGREE
from nkrisk_geo.model.errors import InputError
from nkrisk_geo.text.scalars import is_missing

if TYPE_CHECKING:
    from nkrisk_geo.native.segments import Floats

SWAPPED = "; lat and lng look swapped"
MOST_LAT, MOST_LNG = 90, 180
MOST_DECIMALS = 6


class GivenPoint(NamedTuple):
    """Degrees as they were given (NaN where they are not usable), and what is wrong with them.

    `radius_km` is half the last decimal.
    """

    lat: float
    lng: float
    radius_km: float
    finding: str | None


_NOTHING = (math.nan, math.nan, math.nan)


# --- points that have to be right ----------------------------------------------------


def check_point(
    lat: Any,
    lng: Any,
    datum: str,
) -> tuple[float, float]:
    """A point's coordinates in WGS-84.

    Raises:
        InputError: it is no point on earth.
    """
    for name, value in {"lat": lat, "lng": lng}.items():
        if value is None or not math.isfinite(value):
            raise InputError(f"{name} is {value}: coordinates are numbers in degrees")
    problem = _impossible(lat, lng)
    if problem:
        raise InputError(problem)
    return to_wgs84(lat=float(lat), lng=float(lng), datum=datum)


def point_arrays(
    lat: Any,
    lng: Any,
    datum: str,
) -> tuple[Floats, Floats]:
    """Float arrays of one shape in WGS-84, NaN in both where either is missing or impossible.

    Raises:
        InputError: they are no numbers, or their shapes differ.
    """
    import numpy as np

    datum = datum_name(datum)
    try:
        # Copies: what is impossible is taken out below, and not out of the caller's array.
        lat = np.array(lat, dtype=float)
        lng = np.array(lng, dtype=float)
    except (TypeError, ValueError) as error:
        raise InputError(
            f"lat and lng must be numbers or arrays of numbers: {error}"
        ) from None
    if lat.shape != lng.shape:
        raise InputError(f"lat has the shape {lat.shape}, lng {lng.shape}")

    with np.errstate(invalid="ignore"):
        possible = np.abs(lat) <= MOST_LAT
        possible &= np.abs(lng) <= MOST_LNG
    impossible = ~possible
    lat[impossible] = lng[impossible] = np.nan
    return to_wgs84(lat=lat, lng=lng, datum=datum)


def _impossible(lat: float, lng: float) -> str | None:
    """Why finite degrees are no point on earth, None where they are one."""
    if abs(lat) > MOST_LAT:
        fits = abs(lng) <= MOST_LAT and abs(lat) <= MOST_LNG
        return f"lat {lat:g} is not a latitude{SWAPPED if fits else ''}"
    if abs(lng) > MOST_LNG:
        return f"lng {lng:g} is not a longitude"
    return None


# --- points beside a text ------------------------------------------------------------


def read_point(
    lat: Any,
    lng: Any,
    finest: float,
) -> GivenPoint:
    """Degrees, half the last decimal in km, and what is wrong with them.

    Half the last decimal is no less than `finest`.
    """
    given: list[Any] = [_none_if_missing(lat), _none_if_missing(lng)]
    absent = [value is None for value in given]
    if all(absent):
        return GivenPoint(*_NOTHING, None)
    if any(absent):
        name, other = ("lat", "lng") if absent[0] else ("lng", "lat")
        return _refuse(f"there is no {name} beside the {other}")
    try:
        north, east = map(float, given)
    except (TypeError, ValueError):
        shown = f"{str(lat)[:20]!r}, {str(lng)[:20]!r}"
        return _refuse(f"{shown} are no numbers in degrees")
    problem = _find_problem(north, east)
    if problem:
        return _refuse(problem)

    # A number loses its last decimal where that is 0.
    decimals = max(map(_count_decimals, given))
    half = KM_OF_DEGREE * 0.5 * 10.0**-decimals
    return GivenPoint(north, east, max(finest, half), None)


def _refuse(why: str) -> GivenPoint:
    return GivenPoint(*_NOTHING, f"coordinates not used: {why}")


def _find_problem(lat: float, lng: float) -> str | None:
    """What is wrong with degrees."""
    if not (math.isfinite(lat) and math.isfinite(lng)):
        return f"lat {lat}, lng {lng} are no numbers in degrees"
    # A point off Ghana; nobody ships from there, but empty cells of a database do.
    if lat == lng == 0:
        return "lat 0, lng 0 is what programs write where there is no point"
    return _impossible(lat, lng)


def _count_decimals(value: Any) -> int:
    """Decimals of a number as it was written, at most six."""
    digits = repr(value) if isinstance(value, float) else str(value).strip()
    # 1e-05 has none behind a point, and is as exact as any.
    if "e" in digits.lower():
        return MOST_DECIMALS
    decimals = digits.partition(".")[2]
    return min(MOST_DECIMALS, len(decimals))


def _none_if_missing(value: Any) -> Any:
    """A value, None for a missing or empty one."""
    empty = isinstance(value, str) and not value.strip()
    return None if empty or is_missing(value) else value
