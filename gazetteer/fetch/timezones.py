"""The rings of time zones, which end at the borders of countries: OpenStreetMap's, out of timezonefinder-data (ODbL).

timezone-boundary-builder joins the zones out of OpenStreetMap's borders, territorial seas included, without simplifying
them, so neighbours share every vertex. The package holds them as one FlatBuffer (`data/boundaries/coordinates.bin`, its
schema beside it): a table of polygons, each a vector of 32-bit numbers, all longitudes and then all latitudes, in 1e-7
degree. `zone_ids.npy` says of which zone each polygon is, by its line in `timezone_names.txt`. The later layout of the
package (3.x) packs the same numbers into bits.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np

from fetch.metric import Floats
from fetch.upstream import folder

LAYOUT = 1
"""The layout of vectors that this reads, as the file states it."""
DEGREE = 1e7


def rings(zone: str) -> list[Floats]:
    """The outer rings of a zone, open, as (n, 2) degrees (lng, lat), the longest first.

    Raises:
        ValueError: there is no such zone, or the file is of another layout.
    """
    names = (_data() / "timezone_names.txt").read_text("utf8").split()
    numbers = np.flatnonzero(np.load(_data() / "zone_ids.npy") == names.index(zone))
    return sorted(
        (_polygons()[number] for number in numbers.tolist()), key=len, reverse=True
    )


@cache
def _data() -> Path:
    return folder("timezonefinder-data") / "timezonefinder_data" / "data"


@cache
def _polygons() -> tuple[Floats, ...]:
    """All polygons of the file."""
    content = (_data() / "boundaries" / "coordinates.bin").read_bytes()
    root = _offset(content, 0)
    (layout,) = struct.unpack_from("<H", content, _field(content, root, 1))
    if layout != LAYOUT:
        raise ValueError(f"the polygons are of layout {layout}, not {LAYOUT}")
    return tuple(
        _ring(content, _field(content, polygon, 0))
        for polygon in _entries(content, _offset(content, _field(content, root, 0)))
    )


def _ring(content: bytes, field: int) -> Floats:
    """The vertices of the vector that a field refers to."""
    vector = _offset(content, field)
    (count,) = struct.unpack_from("<I", content, vector)
    numbers = np.frombuffer(content, "<i4", count, vector + 4)
    ring: Floats = numbers.reshape(2, -1).T / DEGREE
    return ring


def _entries(content: bytes, vector: int) -> Iterator[int]:
    """Where the tables of a vector stand."""
    (count,) = struct.unpack_from("<I", content, vector)
    return (_offset(content, vector + 4 + 4 * number) for number in range(count))


def _offset(content: bytes, at: int) -> int:
    """The place that the number at `at` refers to, counted from itself."""
    (distance,) = struct.unpack_from("<I", content, at)
    return at + int(distance)


def _field(content: bytes, table: int, number: int) -> int:
    """Where a field of a table stands; what the table leaves out is not asked for here.

    A table begins with the distance back to its list of fields: the sizes of list and table, then where each field is.
    """
    (back,) = struct.unpack_from("<i", content, table)
    (where,) = struct.unpack_from("<H", content, table - int(back) + 4 + 2 * number)
    return table + int(where)
