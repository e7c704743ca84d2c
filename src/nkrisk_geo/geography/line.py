"""The distance from any point to a line on the ellipsoid, fast: what `border` measures with.

Points and the line's nodes are taken to geocentric metres. There the nearest segment is the one with the shortest
chord (`src/engine/nearest.c` tries all of them for a few points; for many, `src/engine/net.c` first makes a net of cells
over the north-east, each with the few segments that can be nearest in it; the answer is the same). The chord gives the
geodesic: s = 2R asin(c / 2R), with the ellipsoid's radius of curvature R in the direction of the chord. That agrees with
Karney's geodesic to 1 m up to 1,500 km (tests/geography/test_border.py); beyond `FAR_M` pyproj takes over.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from nkrisk_geo.native.locks import cached_property
from nkrisk_geo.native.nearest import Net, Segments

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

AXIS, FLATTENING = 6378137.0, 1 / 298.257223563
SQUARE = FLATTENING * (2 - FLATTENING)
STEP_M = 1000.0  # longest segment: its chord lies 2 cm under the surface
NEAR_M, FAR_M = 200_000.0, 2_000_000.0
MEAN_R = 6_371_000.0
BLOCK = 16_384
SOUTH, WEST, SIDE, DEPTH = 18.0, 103.4, 48.0, 13
"""Degrees of the square that has a net of cells, and how often a cell may be quartered: to 0.6 km."""
MANY = 2000
"""So many points are worth making the net for."""


class Nearest(NamedTuple):
    """For each point: metres to the line, the segment's number and the share of it (0 to 1) where the foot lies."""

    metres: Floats
    segment: Ints
    share: Floats


def geocentric(lat: Floats, lng: Floats) -> Floats:
    """Degrees on WGS-84 to geocentric metres x, y, z: (3, n)."""
    lat, lng = np.radians(lat), np.radians(lng)
    sine, cosine = np.sin(lat), np.cos(lat)
    normal = AXIS / np.sqrt(1 - SQUARE * sine * sine)
    ring = normal * cosine
    return np.array(
        [ring * np.cos(lng), ring * np.sin(lng), normal * (1 - SQUARE) * sine]
    )


class Line:
    """A line of vertices in degrees (two or more, straight between them in degrees), and closed rings beside it.

    Args:
        lat, lng: of the line.
        rings: (lats, lngs) of each ring.

    Attributes:
        lat, lng: where each segment begins; those of the line first, then ring by ring.
        north, east: the degrees to its end.
        metres: its length.
        chainage: metres along the line to its begin, NaN on the rings.
        turns: (2, n) the sine of the angle by which the line turns left at both its ends; 0 at the ends of the line.
    """

    def __init__(
        self,
        lat: Sequence[float],
        lng: Sequence[float],
        rings: Iterable[tuple[Sequence[float], Sequence[float]]] = (),
    ) -> None:
        parts = [
            _densify(np.array(lats), np.array(lngs))
            for lats, lngs in ((lat, lng), *rings)
        ]
        nodes = [geocentric(*part) for part in parts]
        self.lat: Floats
        self.lng: Floats
        self.north: Floats
        self.east: Floats
        self.lat, self.lng = (
            np.concatenate([part[axis, :-1] for part in parts]) for axis in range(2)
        )
        self.north, self.east = np.concatenate(
            [np.diff(part) for part in parts], axis=1
        )
        self._starts = np.concatenate([part[:, :-1] for part in nodes], axis=1)
        self._runs = np.concatenate([np.diff(part) for part in nodes], axis=1)
        squares = np.maximum((self._runs**2).sum(axis=0), 1e-6)
        self._segments = Segments(self._starts, self._runs, squares)
        self.metres: Floats = np.sqrt(squares)
        count = nodes[0].shape[1] - 1
        self.chainage: Floats = np.cumsum(self.metres) - self.metres
        self.chainage[count:] = np.nan
        self.length: float = float(self.metres[:count].sum())
        self.turns: Floats = np.concatenate([_turns(*part) for part in parts], axis=1)

    def prepare(self, points: int) -> None:
        """Make the net if so many points are worth it."""
        if points >= MANY:
            _ = self._net

    def nearest(self, lat: Floats, lng: Floats) -> Nearest:
        """The nearest points to (n,) finite points in degrees."""
        self.prepare(len(lat))
        net = self.__dict__.get("_net")
        blocks = [slice(at, at + BLOCK) for at in range(0, max(len(lat), 1), BLOCK)]
        parts = [self._block(lat[block], lng[block], net) for block in blocks]
        return (
            parts[0]
            if len(parts) == 1
            else Nearest(*map(np.concatenate, zip(*parts, strict=True)))
        )

    def foot(self, found: Nearest) -> tuple[Floats, Floats]:
        """Degrees (lat, lng) of the feet."""
        at = found.segment
        return self.lat[at] + found.share * self.north[at], self.lng[
            at
        ] + found.share * self.east[at]

    def along(self, found: Nearest) -> Floats:
        """Metres along the line from its first vertex to the feet, NaN for those on rings."""
        along: Floats = (
            self.chainage[found.segment] + found.share * self.metres[found.segment]
        )
        return along

    @cached_property
    def _net(self) -> Net:
        """Made on first use, in a tenth of a second."""
        steps = np.arange((2 << DEPTH) + 1) * SIDE / (2 << DEPTH)
        ring, _, height = geocentric(SOUTH + steps, np.zeros_like(steps))
        east = np.radians(WEST + steps)
        lines = np.array([ring, height, np.cos(east), np.sin(east)])
        return Net(self._segments, lines, DEPTH, SOUTH, WEST, SIDE)

    def _block(self, lat: Floats, lng: Floats, net: Net | None) -> Nearest:
        space = geocentric(lat, lng)
        points = np.ascontiguousarray(space.T)
        squares, segment, share = (
            net.nearest(lat, lng, points) if net else self._segments.nearest(points)
        )
        chord = np.sqrt(squares)
        found = Nearest(_arc(chord, np.full(len(chord), MEAN_R)), segment, share)
        far = np.flatnonzero(chord > NEAR_M)
        if len(far):
            found.metres[far] = self._far(
                space[:, far], Nearest(chord[far], segment[far], share[far])
            )
        beyond = np.flatnonzero(chord > FAR_M)
        if len(beyond):
            found.metres[beyond] = self._karney(
                lat[beyond], lng[beyond], segment[beyond], share[beyond]
            )
        return found

    def _far(self, space: Floats, found: Nearest) -> Floats:
        """Geodesic metres from chords, by Euler's radius of curvature in the chord's direction at its middle."""
        foot = (
            self._starts[:, found.segment] + found.share * self._runs[:, found.segment]
        )
        chord, middle = foot - space, (foot + space) / 2
        middle[2] /= 1 - SQUARE
        ring = np.maximum(np.hypot(middle[0], middle[1]), 1e-3)
        sine = middle[2] ** 2 / (ring**2 + middle[2] ** 2)
        east = (
            (chord[1] * middle[0] - chord[0] * middle[1]) / (ring * found.metres)
        ) ** 2
        bend = 1 - SQUARE * sine
        parallel = AXIS / np.sqrt(bend)
        meridian = parallel * (1 - SQUARE) / bend
        return _arc(found.metres, 1 / (east / parallel + (1 - east) / meridian))

    def _karney(self, lat: Floats, lng: Floats, segment: Ints, share: Floats) -> Floats:
        from pyproj import Geod

        foot_lat, foot_lng = self.foot(Nearest(lat, segment, share))
        metres: Floats = np.asarray(
            Geod(ellps="WGS84").inv(lng, lat, foot_lng, foot_lat)[2]
        )
        return metres


def _densify(lat: Floats, lng: Floats) -> Floats:
    """(2, n) nodes of a line of vertices, none farther than `STEP_M` from the next."""
    steps = np.ceil(
        np.sqrt((np.diff(geocentric(lat, lng)) ** 2).sum(axis=0)) / STEP_M
    ).astype(int)
    counts = np.maximum(steps, 1)
    first = np.repeat(np.cumsum(counts) - counts, counts)
    place = np.repeat(np.arange(len(counts)), counts) + (
        np.arange(len(first)) - first
    ) / np.repeat(counts, counts)
    place = np.append(place, len(counts))
    return np.array(
        [np.interp(place, np.arange(len(lat)), column) for column in (lat, lng)]
    )


def _turns(lat: Floats, lng: Floats) -> Floats:
    """The sines of the angles by which a line turns left at both ends of each segment, 0 at its own ends."""
    north, east = np.diff(lat), np.diff(lng) * np.cos(np.radians(lat[:-1]))
    length = np.maximum(np.hypot(east, north), 1e-12)
    east, north = east / length, north / length
    sines = np.concatenate(
        [[0.0], east[:-1] * north[1:] - north[:-1] * east[1:], [0.0]]
    )
    return np.array([sines[:-1], sines[1:]])


def _arc(chord: Floats, radius: Floats) -> Floats:
    """Arc over a chord on a circle."""
    return 2 * radius * np.arcsin(np.minimum(chord / (2 * radius), 1))
