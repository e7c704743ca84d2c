"""What the ground is made of: areas, lines, marks and names by degrees, with names of looks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Point = tuple[float, float]
"""(lat, lng) in degrees."""
Ring = tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Area:
    """Rings, the outer one first."""

    look: str
    rings: tuple[Ring, ...]


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line."""

    look: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark with what there is to say about it: a heading and lines."""

    look: str
    lat: float
    lng: float
    title: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Label:
    """A name; the smaller the rank, the sooner it is written where there is not room for all.

    Attributes:
        kind: "region", "town", or "zone" (written only where the map is large enough for them).
        look: of a zone, whose colour the name has.
    """

    text: str
    lat: float
    lng: float
    rank: int
    kind: str = "town"
    look: str = ""


def thin(
    lat: Sequence[float],
    lng: Sequence[float],
    tolerance: float = 0.002,
) -> tuple[Point, ...]:
    """A line without the vertices that a picture cannot show (200 m)."""
    from shapely import LineString

    line = LineString(list(zip(lng, lat, strict=True)))
    simple = line.simplify(tolerance)
    # Shapely's order is x before y; four digits are ten metres.
    return tuple((round(y, 4), round(x, 4)) for x, y in simple.coords)
