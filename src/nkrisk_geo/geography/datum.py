"""Coordinates of Chinese maps: WGS-84, GCJ-02 (AMap, Tencent, Google in China) and BD-09 (Baidu).

Chinese law wants published maps shifted: GCJ-02 moves a point by 300-700 m along a fixed pattern of sines, BD-09 turns
and shifts it a second time. A factory on Dandong's riverside taken in the wrong datum stands across the river. The
formulas are the ones that open software has shared since 2012 (eviltransform and others); they hold inside the box
0.8293-55.8271 N, 72.004-137.8347 E and change nothing outside it. The inverses are found by iteration and lead back to
less than a millimetre.

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
from types import ModuleType
from typing import TYPE_CHECKING, Any, overload

from nkrisk_geo.model.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

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


def to_wgs84(*, lat: Any, lng: Any, datum: str) -> tuple[Any, Any]:
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


def from_wgs84(*, lat: Any, lng: Any, datum: str) -> tuple[Any, Any]:
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
    name = str(datum).lower().replace("-", "").replace("_", "").replace(" ", "")
    if name not in DATUMS:
        raise InputError(f"unknown datum {datum!r}: use one of {', '.join(DATUMS)}")
    return name


def _prepare(lat: Any, lng: Any) -> tuple[ModuleType, Any, Any]:
    """`math` and floats for two finite numbers, otherwise numpy and float64 arrays."""
    if (
        isinstance(lat, int | float)
        and isinstance(lng, int | float)
        and math.isfinite(lat)
        and math.isfinite(lng)
    ):
        return math, float(lat), float(lng)
    import numpy

    return numpy, numpy.asarray(lat, dtype=float), numpy.asarray(lng, dtype=float)


def _forward(shift: Any, maths: ModuleType, lat: Any, lng: Any) -> tuple[Any, Any]:
    north, east = shift(maths, lat, lng)
    inside = _is_shifted(lat, lng)
    return lat + north * inside, lng + east * inside


def _inverse(shift: Any, maths: ModuleType, lat: Any, lng: Any) -> tuple[Any, Any]:
    """The point that `shift` moves here: guess, look where the guess goes, correct."""
    inside = _is_shifted(lat, lng)
    guess_lat, guess_lng = lat, lng
    for _ in range(_STEPS):
        north, east = shift(maths, guess_lat, guess_lng)
        guess_lat, guess_lng = lat - north * inside, lng - east * inside
    return guess_lat, guess_lng


def _is_shifted(lat: Any, lng: Any) -> Any:
    """Whether the shift applies there (NaN: no, and stays NaN)."""
    return (lat > 0.8293) & (lat < 55.8271) & (lng > 72.004) & (lng < 137.8347)


def _gcj02(maths: ModuleType, lat: Any, lng: Any) -> tuple[Any, Any]:
    """Shift in degrees (north, east) from WGS-84 to GCJ-02 at a WGS-84 point."""
    x, y = lng - 105.0, lat - 35.0
    sin, pi, root = maths.sin, math.pi, maths.sqrt(abs(x))
    wave = (20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + wave
    north = north + (20 * sin(y * pi) + 40 * sin(y / 3 * pi)) * 2 / 3
    north = north + (160 * sin(y / 12 * pi) + 320 * sin(y * pi / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + wave
    east = east + (20 * sin(x * pi) + 40 * sin(x / 3 * pi)) * 2 / 3
    east = east + (150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)) * 2 / 3
    angle = lat * (pi / 180)
    flat = 1 - _ECCENTRICITY * sin(angle) ** 2
    meridian = _AXIS * (1 - _ECCENTRICITY) / (flat * maths.sqrt(flat))
    parallel = _AXIS / maths.sqrt(flat) * maths.cos(angle)
    return north * 180 / (meridian * pi), east * 180 / (parallel * pi)


def _bd09(maths: ModuleType, lat: Any, lng: Any) -> tuple[Any, Any]:
    """Shift in degrees (north, east) from GCJ-02 to BD-09 at a GCJ-02 point: a small turn and stretch about 0, 0."""
    stretch = 1 + 0.00002 * maths.sin(lat * _SPIN) / maths.sqrt(
        lng * lng + lat * lat + 1e-30
    )
    turn = 0.000003 * maths.cos(lng * _SPIN)
    cos, sin = stretch * maths.cos(turn), stretch * maths.sin(turn)
    return lng * sin + lat * cos + 0.006 - lat, lng * cos - lat * sin + 0.0065 - lng
