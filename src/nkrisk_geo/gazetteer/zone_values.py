"""What the keys of a zone of the user's own may hold, and what is said where one does not.

>>> rank("mine", 40.0), members("mine", "222402; 222404")
(40, ('222402', '222404'))
>>> rank("mine", "high")
Traceback (most recent call last):
nkrisk_geo.model.errors.InputError: zone 'mine': rank is 'high', expected a whole number
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from itertools import accumulate, islice
from numbers import Integral, Real
from typing import Any

import numpy as np

from nkrisk_geo.model.errors import InputError

MOST_VERTICES, LARGEST_WKT = 1_000_000, 32_000_000
"""Vertices of a polygon, and characters of one that is written as text."""
DEEPEST_WKT = 8
"""Brackets within brackets: a multipolygon has three. GEOS follows
any number of them until its stack ends, and the process."""
MOST_RANK = 1_000_000
MOST_MEMBERS, LONGEST_TEXT = 100_000, 1_000
"""Codes of a zone, and characters of its id and names."""


def from_wkt(name: str, written: str) -> Any:
    """The geometry that a text stands for."""
    import shapely

    if written.count("(") > MOST_VERTICES or _depth(written) > DEEPEST_WKT:
        raise InputError(
            f"zone {name!r}: wkt is not a polygon: its brackets are nested too deeply"
        )
    try:
        return shapely.from_wkt(written)
    except shapely.GEOSException as error:
        raise InputError(
            f"zone {name!r}: wkt is not a geometry: {_first_line(error)}"
        ) from None


def _first_line(error: Exception) -> str:
    """What GEOS says, without the text that it says it of."""
    return next(iter(str(error).splitlines()), "")[:200]


def _depth(written: str) -> int:
    """How many brackets stand within each other at most.

    >>> _depth("POLYGON ((0 0, 1 1, 1 0))"), _depth("(" * 9)
    (2, 9)
    """
    steps = (1 if bracket == "(" else -1 for bracket in re.findall(r"[()]", written))
    return max(accumulate(steps), default=0)


def text(
    name: str,
    key: str,
    value: Any,
    longest: int = LONGEST_TEXT,
) -> str:
    """A text that a key should have."""
    if not isinstance(value, str):
        raise InputError(
            f"zone {name!r}: {key} is a {type(value).__name__}, expected a text"
        )
    if len(value) > longest:
        raise InputError(
            f"zone {name!r}: {key} has {len(value):,} characters; {longest:,} at most"
        )
    if not is_whole(value):
        raise InputError(
            f"zone {name!r}: {key} holds half of a character (a lone surrogate)"
        )
    return value


def is_whole(value: str) -> bool:
    """Can it be written as UTF-8?"""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def members(
    name: str,
    value: Any,
) -> tuple[str, ...]:
    """Codes: a list of them, or a text in which `;` parts them."""
    if isinstance(value, str):
        return tuple(each.strip() for each in value.split(";"))
    if not isinstance(value, Iterable) or isinstance(value, (bytes, Mapping)):
        raise InputError(
            f"zone {name!r}: members is a {type(value).__name__}, expected a list of codes"
        )
    codes = tuple(islice(value, MOST_MEMBERS + 1))
    if len(codes) > MOST_MEMBERS:
        raise InputError(f"zone {name!r}: members has more than {MOST_MEMBERS:,} codes")
    for each in codes:
        if isinstance(each, bool) or not isinstance(each, (str, Integral)):
            raise InputError(
                f"zone {name!r}: members holds a {type(each).__name__}, expected codes as '210600'"
            )
    return tuple(map(str, codes))


def rank(name: str, value: Any) -> int:
    """A whole number, also where a table made 40.0 or a text of it."""
    if isinstance(value, str) and re.fullmatch(r"[+-]?[0-9]{1,6}", value.strip()):
        return int(value)
    # True is a number for Python, and no rank.
    is_number = isinstance(value, Real) and not isinstance(value, bool)
    if not is_number or not abs(value) < MOST_RANK or value != int(value):
        raise InputError(
            f"zone {name!r}: rank is {_show(value)}, expected a whole number"
        )
    return int(value)


def _show(value: Any) -> str:
    """A wrong value as a message shows it."""
    if isinstance(value, (str, bool, float)):
        return repr(value)[:60]
    return f"a {type(value).__name__}"


def distance(name: str, value: Any) -> float | None:
    """Km to the border."""
    if value is None:
        return None
    # What is no number compares as neither more nor less, and is refused below.
    try:
        km = math.nan if isinstance(value, bool) else float(value)
    except (TypeError, ValueError, OverflowError):
        km = math.nan
    if not 0 < km < 10_000:
        raise InputError(f"zone {name!r}: within_km is {_show(value)}, expected km")
    return km


def polygon(name: str, shape: Any) -> bytes | None:
    """A polygon as WKB."""
    if shape is None or shape.is_empty:
        return None
    from shapely import (
        GEOSException,
        get_coordinates,
        get_num_coordinates,
        make_valid,
        to_wkb,
    )

    if shape.geom_type not in ("Polygon", "MultiPolygon"):
        raise InputError(
            f"zone {name!r}: its geometry is a {shape.geom_type}, expected a polygon"
        )
    west, south, east, north = shape.bounds
    # Bounds are silent about vertices that are no numbers.
    if not np.isfinite(get_coordinates(shape)).all():
        raise InputError(
            f"zone {name!r}: its geometry has a vertex that is not a number"
        )
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise InputError(
            f"zone {name!r}: its geometry is not in degrees (EPSG:4326, longitude first)"
        )
    if get_num_coordinates(shape) > MOST_VERTICES:
        raise InputError(
            f"zone {name!r}: its geometry has more than {MOST_VERTICES:,} vertices"
        )
    try:
        valid = shape if shape.is_valid else make_valid(shape)
        if not valid.area:
            raise InputError(f"zone {name!r}: its geometry has no area")
        found: bytes = to_wkb(valid, byte_order=1)
    except GEOSException as error:
        raise InputError(
            f"zone {name!r}: its geometry is not a polygon: {_first_line(error)}"
        ) from None
    return found
