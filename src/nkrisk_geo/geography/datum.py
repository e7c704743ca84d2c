"""Coordinates of Chinese maps: WGS-84, GCJ-02 (AMap, Tencent, Google in China) and BD-09 (Baidu).

Chinese law wants published maps shifted: GCJ-02 moves a point by 300-700 m along a fixed pattern of
sines, BD-09 turns and shifts it a second time. A factory on Dandong's riverside taken in the wrong
datum stands across the river. The formulas are the ones that open software has shared since 2012
(eviltransform and others); they hold inside the box 0.8293-55.8271 N, 72.004-137.8347 E and change
nothing outside it. The inverses are found by iteration and lead back to less than a millimetre.

    >>> lat, lng = from_wgs84(lat=40.1172, lng=124.3930, datum="gcj02")
    >>> f"{lat:.5f} {lng:.5f}"
    '40.11880 124.39884'
    >>> lat, lng = to_wgs84(lat=lat, lng=lng, datum="gcj02")
    >>> f"{lat:.7f} {lng:.7f}"
    '40.1172000 124.3930000'

Scalars are worked with `math`, anything else with numpy (imported then); NaN stays NaN.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from types import ModuleType
from typing import TYPE_CHECKING, Any, overload

from nkrisk_geo.model.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

Degrees = tuple[Any, Any]
"""lat and lng, numbers or arrays."""
Shift = Callable[[ModuleType, Any, Any], Degrees]

DATUMS = ("wgs84", "gcj02", "bd09")

_AXIS = 6378245.0  # Krassovsky 1940, metres
_ECCENTRICITY = 0.00669342162296594323
_SPIN = math.pi * 3000 / 180
_STEPS = 8  # each step divides the error by more than 100; BD-09's tail needs most


@overload
def to_wgs84(*, lat: float, lng: float, datum: str) -> tuple[float, float]: ...
@overload
def to_wgs84(
    *, lat: ArrayLike, lng: ArrayLike, datum: str
) -> tuple[NDArray[np.float64], NDArray[np.float64]]: ...


def to_wgs84(
    *,
    lat: Any,
    lng: Any,
    datum: str,
) -> tuple[Any, Any]:
    """WGS-84 coordinates of a point given in `datum`.

    Args:
        lat: degrees north, a number or an array of any shape.
        lng: degrees east, likewise.
        datum: "wgs84", "gcj02" or "bd09" (case and hyphens do not matter).

    Returns:
        lat and lng in degrees: floats for numbers, float64 arrays otherwise.

    Raises:
        InputError: the datum is unknown.
    """
    name = datum_name(datum)
    maths, lat, lng = _prepare(lat, lng)
    if name == "bd09":
        lat, lng = _inverse(_bd09, maths, lat, lng)
    if name != "wgs84":
        lat, lng = _inverse(_gcj02, maths, lat, lng)
    return lat, lng


@overload
def from_wgs84(*, lat: float, lng: float, datum: str) -> tuple[float, float]: ...
@overload
def from_wgs84(
    *, lat: ArrayLike, lng: ArrayLike, datum: str
) -> tuple[NDArray[np.float64], NDArray[np.float64]]: ...


def from_wgs84(
    *,
    lat: Any,
    lng: Any,
    datum: str,
) -> tuple[Any, Any]:
    """Coordinates in `datum` of a WGS-84 point; arguments, results and errors as in `to_wgs84`."""
    name = datum_name(datum)
    maths, lat, lng = _prepare(lat, lng)
    if name != "wgs84":
        lat, lng = _forward(_gcj02, maths, lat, lng)
    if name == "bd09":
        lat, lng = _forward(_bd09, maths, lat, lng)
    return lat, lng


def datum_name(datum: str) -> str:
    """The datum's name as in `DATUMS`.

    Raises:
        InputError: it is none of them.
    """
    name = re.sub("[-_ ]", "", str(datum).lower())
    if name not in DATUMS:
        raise InputError(f"unknown datum {datum!r}: use one of {', '.join(DATUMS)}")
    return name


def _prepare(
    lat: Any,
    lng: Any,
) -> tuple[ModuleType, Any, Any]:
    """`math` and floats for two finite numbers, otherwise numpy and float64 arrays."""
    # `math` raises where numpy answers with NaN, so it gets finite numbers only.
    if _is_finite(lat) and _is_finite(lng):
        return math, float(lat), float(lng)
    import numpy

    lat = numpy.asarray(lat, dtype=float)
    lng = numpy.asarray(lng, dtype=float)
    return numpy, lat, lng


def _is_finite(value: Any) -> bool:
    return isinstance(value, int | float) and math.isfinite(value)


def _forward(
    shift: Shift,
    maths: ModuleType,
    lat: Any,
    lng: Any,
) -> Degrees:
    north, east = shift(maths, lat, lng)
    inside = _is_shifted(lat, lng)
    return lat + north * inside, lng + east * inside


def _inverse(
    shift: Shift,
    maths: ModuleType,
    lat: Any,
    lng: Any,
) -> Degrees:
    """The point that `shift` moves here: guess, look where the guess goes, correct."""
    inside = _is_shifted(lat, lng)
    guess_lat, guess_lng = lat, lng
    for _ in range(_STEPS):
        north, east = shift(maths, guess_lat, guess_lng)
        guess_lat = lat - north * inside
        guess_lng = lng - east * inside
    return guess_lat, guess_lng


def _is_shifted(lat: Any, lng: Any) -> Any:
    """Whether the shift applies there (NaN: no, and stays NaN)."""
    high = (lat > 0.8293) & (lat < 55.8271)
    wide = (lng > 72.004) & (lng < 137.8347)
    return high & wide


def _gcj02(
    maths: ModuleType,
    lat: Any,
    lng: Any,
) -> Degrees:
    """Shift in degrees (north, east) from WGS-84 to GCJ-02 at a WGS-84 point."""
    # The terms are added in one fixed order: in another one the last digits would differ.
    x, y = lng - 105.0, lat - 35.0
    north = _metres_north(maths, x, y)
    east = _metres_east(maths, x, y)

    # From metres on the ellipsoid of Krassovsky to degrees.
    angle = lat * (math.pi / 180)
    flat = 1 - _ECCENTRICITY * maths.sin(angle) ** 2
    root = maths.sqrt(flat)
    meridian = _AXIS * (1 - _ECCENTRICITY) / (flat * root)
    parallel = _AXIS / root * maths.cos(angle)
    north = north * 180 / (meridian * math.pi)
    east = east * 180 / (parallel * math.pi)
    return north, east


def _metres_north(
    maths: ModuleType,
    x: Any,
    y: Any,
) -> Any:
    """The pattern of the shift to the north, about 105 E 35 N."""
    sin, pi = maths.sin, math.pi
    root = maths.sqrt(abs(x))
    north = -100 + 2 * x + 3 * y
    north = north + 0.2 * y * y + 0.1 * x * y
    north = north + 0.2 * root + _wave(sin, x)
    short = 20 * sin(y * pi) + 40 * sin(y / 3 * pi)
    long = 160 * sin(y / 12 * pi) + 320 * sin(y * pi / 30)
    return north + short * 2 / 3 + long * 2 / 3


def _metres_east(
    maths: ModuleType,
    x: Any,
    y: Any,
) -> Any:
    """The pattern of the shift to the east, about 105 E 35 N."""
    sin, pi = maths.sin, math.pi
    root = maths.sqrt(abs(x))
    east = 300 + x + 2 * y
    east = east + 0.1 * x * x + 0.1 * x * y
    east = east + 0.1 * root + _wave(sin, x)
    short = 20 * sin(x * pi) + 40 * sin(x / 3 * pi)
    long = 150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)
    return east + short * 2 / 3 + long * 2 / 3


def _wave(sin: Any, x: Any) -> Any:
    """The shortest waves of the pattern, the same in both directions."""
    fast = sin(6 * x * math.pi)
    slow = sin(2 * x * math.pi)
    return (20 * fast + 20 * slow) * 2 / 3


def _bd09(
    maths: ModuleType,
    lat: Any,
    lng: Any,
) -> Degrees:
    """Shift in degrees (north, east) from GCJ-02 to BD-09 at a GCJ-02 point.

    It is a small turn and stretch about 0, 0.
    """
    # At 0, 0 itself there is no direction, and nothing may be divided by zero.
    away = maths.sqrt(lng * lng + lat * lat + 1e-30)
    stretch = 1 + 0.00002 * maths.sin(lat * _SPIN) / away
    turn = 0.000003 * maths.cos(lng * _SPIN)
    cos = stretch * maths.cos(turn)
    sin = stretch * maths.sin(turn)
    north = lng * sin + lat * cos + 0.006 - lat
    east = lng * cos - lat * sin + 0.0065 - lng
    return north, east
