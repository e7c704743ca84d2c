"""What is known of the ground that a place covers, in the metric plane: a box, a circle, or no more than its county.

Of a place that has an extent the points deep in it are likelier its own than those near the edge: a box that is drawn
around a township holds half as much again as the township, mostly in its corners.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from fetch.boxes import box_in
from fetch.metric import Floats, to_metres

SAMPLES, MANY = 400, 4000
"""Points in a place, and in one that may be anywhere in its county."""
FAINT = 0.1
"""How deep in a place of which nothing is known every point of its county is, where 1 is the middle of a known extent."""


@dataclass(frozen=True, slots=True)
class Ground:
    """The ground of one place.

    Attributes:
        basis: "box", "point", "county" or "circle".
        shape: all that can belong to it.
        middle, half: the middle and the half width and height of the bell by which points are the place's own.
        seat: where its offices are, if that is known.
        faint: how deep in it points are at least that are far from the middle.
    """

    basis: str
    shape: BaseGeometry
    middle: tuple[float, float]
    half: tuple[float, float]
    seat: tuple[float, float] | None = None
    faint: float = 0.0

    def depth(self, spots: Floats) -> Floats:
        """How deep in it (n, 2) points lie: 1 in the middle, 0 outside."""
        away = (spots - self.middle) / self.half
        bell: Floats = np.exp(-(away**2).sum(axis=1))
        if self.basis == "box":
            bell[(np.abs(away) > 1).any(axis=1)] = 0.0
        depth: Floats = np.maximum(bell, self.faint)
        return depth

    def meets(self, other: Ground) -> bool:
        """Whether some point can belong to both."""
        return bool(self.shape.intersects(other.shape))

    def around(self, spot: tuple[float, float]) -> Ground:
        """The same with a seat, if the seat lies in it."""
        return (
            replace(self, seat=spot)
            if self.shape.contains(shapely.Point(spot))
            else self
        )


def in_plane(lng: float, lat: float) -> tuple[float, float]:
    """A point in degrees as metres of the plane."""
    x, y = shapely.get_coordinates(to_metres(shapely.Point(lng, lat)))[0].tolist()
    return x, y


def boxed(county: BaseGeometry, name: str) -> Ground | None:
    """The ground of a place of this name in a county (degrees), None where it has no box."""
    box = box_in(county, name)
    if box is None:
        return None
    west, south, east, north = to_metres(box).bounds
    middle, half = (
        ((west + east) / 2, (south + north) / 2),
        ((east - west) / 2, (north - south) / 2),
    )
    return Ground("box", to_metres(county.intersection(box)), middle, half)


def circle(
    within: BaseGeometry, spot: tuple[float, float], km: float, basis: str
) -> Ground:
    """The circle around a point (in the plane) as far as it lies within a shape (degrees), which it is moved to if need be."""
    plane = to_metres(within)
    if not plane.intersects(shapely.Point(spot)):
        near = shapely.get_coordinates(
            shapely.shortest_line(plane, shapely.Point(spot))
        )[0].tolist()
        spot = near[0], near[1]
    shape = plane.intersection(shapely.Point(spot).buffer(km * 1000))
    return Ground(basis, shape, spot, (km * 500, km * 500), spot)


def in_town(county: BaseGeometry, spot: tuple[float, float], km: float) -> Ground:
    """The ground of a subdistrict of which nothing is known: mostly within so many km of its county's seat."""
    plane = to_metres(county)
    around = FAINT * math.pi * (km * 1000) ** 2 / plane.area
    return Ground(
        "county", plane, spot, (km * 1000, km * 1000), faint=min(FAINT, around)
    )


def anywhere(county: BaseGeometry) -> Ground:
    """The ground of a place of which nothing is known but its county."""
    return Ground("county", to_metres(county), (0.0, 0.0), (1.0, 1.0), faint=FAINT)


def grid(ground: Ground) -> Floats:
    """Points of a square grid on a place's ground, closer where that finds none in a sliver."""
    shape, samples = ground.shape, MANY if ground.basis == "county" else SAMPLES
    west, south, east, north = shape.bounds
    for count in (samples, 16 * samples):
        step = np.sqrt(shape.area / count)
        x, y = np.meshgrid(
            np.arange(west + step / 2, east, step),
            np.arange(south + step / 2, north, step),
        )
        inside = shapely.contains_xy(shape, x, y)
        if inside.any():
            found: Floats = np.column_stack([x[inside], y[inside]])
            return found
    point: Floats = shapely.get_coordinates(shape.representative_point())
    return point


def shares(ground: Ground, spots: Floats, rivals: Iterable[Ground]) -> Floats:
    """How much of a place each of its points is, among others that may own the same ground; 1 together."""
    depth = ground.depth(spots)
    claimed = depth.copy()
    for rival in rivals:
        claimed += rival.depth(spots)
    own: Floats = depth * depth / claimed
    own /= own.sum()
    return own
