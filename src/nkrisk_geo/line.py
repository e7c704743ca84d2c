"""The distance from any point to a line on the ellipsoid, fast: what `border` measures with.

Points and the line's nodes are taken to geocentric metres. There the nearest segment is the one with the shortest
chord, and the chord gives the geodesic: s = 2R asin(c / 2R), with the ellipsoid's radius of curvature R in the
direction of the chord. That agrees with Karney's geodesic to 1 m up to 1,500 km (tests/test_border.py); beyond `FAR_M`
pyproj takes over.

For many points, a quadtree over the north-east keeps for each cell the few segments that can be nearest to any of its
points. A segment is dropped when it lies farther from the centre than the nearest one by more than the cell is wide, or
when one point of the line is nearer than both its ends at all four corners: the difference of two squared distances is
linear in space, so what holds at the corners holds between them, but for the bulge of the earth under the cell and the
squared half length of the segment, which are added as a margin. Leaves are found by the Morton code of their corner.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

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
FEW = 8
BRUTE, BRUTE_BLOCK = 5000, 200


class Nearest(NamedTuple):
    """For each point: metres to the line, the segment's number and the share of it (0 to 1) where the foot lies."""

    metres: Floats
    segment: Ints
    share: Floats


@dataclass(frozen=True, slots=True)
class Leaves:
    """The quadtree's leaves by Morton code; `segments[start[i]:start[i + 1]]` can be nearest in leaf i.

    One more entry than there are codes: the segments that can be nearest outside the tree.
    """

    code: Ints
    start: Ints
    segments: Ints


def geocentric(lat: Floats, lng: Floats) -> tuple[Floats, Floats, Floats]:
    """Degrees on WGS-84 to geocentric metres x, y, z."""
    lat, lng = np.radians(lat), np.radians(lng)
    sine, cosine = np.sin(lat), np.cos(lat)
    normal = AXIS / np.sqrt(1 - SQUARE * sine * sine)
    ring = normal * cosine
    return ring * np.cos(lng), ring * np.sin(lng), normal * (1 - SQUARE) * sine


class Line:
    """A line of vertices `lat`, `lng` in degrees (two or more, straight between them in degrees)."""

    def __init__(self, lat: Floats, lng: Floats) -> None:
        x, y, z = geocentric(lat, lng)
        steps = np.ceil(np.sqrt(np.diff(x) ** 2 + np.diff(y) ** 2 + np.diff(z) ** 2) / STEP_M).astype(int)
        place = np.concatenate(
            [np.linspace(i, i + 1, max(n, 1), endpoint=False) for i, n in enumerate(steps)]
        )
        place = np.append(place, len(steps))
        self.lat = np.interp(place, np.arange(len(lat)), lat)
        self.lng = np.interp(place, np.arange(len(lng)), lng)
        self.east, self.north = np.diff(self.lng), np.diff(self.lat)
        self.nodes = np.array(geocentric(self.lat, self.lng))
        self.starts = np.ascontiguousarray(self.nodes[:, :-1])
        self.runs = np.diff(self.nodes, axis=1)
        self.squares = np.maximum((self.runs**2).sum(axis=0), 1e-6)
        self.turns = _turns(self.east * np.cos(np.radians(self.lat[:-1])), self.north)
        self.chainage = np.concatenate([[0.0], np.cumsum(np.sqrt(self.squares))])

    def prepare(self, points: int) -> None:
        """Build the index if so many points are worth it."""
        if points >= BRUTE:
            _ = self.leaves

    def nearest(self, lat: Floats, lng: Floats) -> Nearest:
        """The nearest points of the line to (n,) finite points in degrees."""
        self.prepare(len(lat))
        brute = "leaves" not in self.__dict__
        size = BRUTE_BLOCK if brute else BLOCK
        blocks = [slice(at, at + size) for at in range(0, max(len(lat), 1), size)]
        parts = [self._block(lat[block], lng[block], brute) for block in blocks]
        return Nearest(
            np.concatenate([part.metres for part in parts]),
            np.concatenate([part.segment for part in parts]),
            np.concatenate([part.share for part in parts]),
        )

    def foot(self, found: Nearest) -> tuple[Floats, Floats]:
        """Degrees (lat, lng) of the feet."""
        rest, i = found.share, found.segment
        return (
            self.lat[i] + rest * (self.lat[i + 1] - self.lat[i]),
            self.lng[i] + rest * (self.lng[i + 1] - self.lng[i]),
        )

    def along(self, found: Nearest) -> Floats:
        """Metres along the line from its first vertex to the feet."""
        start = self.chainage[found.segment]
        along: Floats = start + found.share * (self.chainage[found.segment + 1] - start)
        return along

    def _block(self, lat: Floats, lng: Floats, brute: bool) -> Nearest:
        space = np.array(geocentric(lat, lng))
        chord, segment, share = self._brute(space) if brute else self._indexed(space, self._leaf(lat, lng))
        found = Nearest(_arc(chord, np.full(len(chord), MEAN_R)), segment, share)
        far = np.flatnonzero(chord > NEAR_M)
        if len(far):
            found.metres[far] = self._far(space[:, far], Nearest(chord[far], segment[far], share[far]))
        beyond = np.flatnonzero(chord > FAR_M)
        if len(beyond):
            found.metres[beyond] = self._karney(lat[beyond], lng[beyond], segment[beyond], share[beyond])
        return found

    def _far(self, space: Floats, found: Nearest) -> Floats:
        """Geodesic metres from chords, by Euler's radius of curvature in the chord's direction at its middle."""
        foot = self.starts[:, found.segment] + found.share * self.runs[:, found.segment]
        chord, middle = foot - space, (foot + space) / 2
        middle[2] /= 1 - SQUARE
        ring = np.maximum(np.hypot(middle[0], middle[1]), 1e-3)
        sine = middle[2] ** 2 / (ring**2 + middle[2] ** 2)
        east = ((chord[1] * middle[0] - chord[0] * middle[1]) / (ring * found.metres)) ** 2
        bend = 1 - SQUARE * sine
        parallel = AXIS / np.sqrt(bend)
        meridian = parallel * (1 - SQUARE) / bend
        return _arc(found.metres, 1 / (east / parallel + (1 - east) / meridian))

    def _karney(self, lat: Floats, lng: Floats, segment: Ints, share: Floats) -> Floats:
        from pyproj import Geod

        foot_lat, foot_lng = self.foot(Nearest(lat, segment, share))
        metres: Floats = np.asarray(Geod(ellps="WGS84").inv(lng, lat, foot_lng, foot_lat)[2])
        return metres

    def _chord2(self, space: Floats, segment: Ints | slice) -> tuple[Floats, Floats]:
        """Squared chords from points to segments (both broadcast) and the shares of the feet."""
        ax, ay, az = (space[axis] - self.starts[axis][segment] for axis in range(3))
        rx, ry, rz = (self.runs[axis][segment] for axis in range(3))
        square = self.squares[segment]
        dot = ax * rx + ay * ry + az * rz
        share = np.clip(dot / square, 0.0, 1.0)
        return ax * ax + ay * ay + az * az - share * (2 * dot - share * square), share

    def _brute(self, space: Floats) -> tuple[Floats, Ints, Floats]:
        """Every segment for every point, for few points."""
        squares, shares = self._chord2(space[:, :, None], slice(None))
        segment = squares.argmin(axis=1)
        row = np.arange(len(segment))
        return np.sqrt(np.maximum(squares[row, segment], 0)), segment, shares[row, segment]

    def _indexed(self, space: Floats, leaf: Ints) -> tuple[Floats, Ints, Floats]:
        """The segments of each point's leaf, tried one after the other, points with many of them first."""
        starts, counts = self.leaves.start[leaf], np.diff(self.leaves.start)[leaf]
        order = np.argsort(-counts.astype(np.int16), kind="stable")
        space, starts, counts = space[:, order], starts[order], counts[order]
        size = len(order)
        best, segment, share = np.full(size, np.inf), np.zeros(size, dtype=np.int64), np.zeros(size)
        ends = size - np.searchsorted(counts[::-1], np.arange(counts.max(initial=0)), side="right")
        for turn, end in enumerate(ends.tolist()):
            tried = self.leaves.segments[starts[:end] + turn]
            square, where = self._chord2(space[:, :end], tried)
            better = square < best[:end]
            np.copyto(best[:end], square, where=better)
            np.copyto(segment[:end], tried, where=better)
            np.copyto(share[:end], where, where=better)
        back = np.empty_like(order)
        back[order] = np.arange(size)
        return np.sqrt(np.maximum(best, 0))[back], segment[back], share[back]

    def _leaf(self, lat: Floats, lng: Floats) -> Ints:
        """Numbers of the leaves that points lie in, by Morton code; the last stands for all outside."""
        scale = (1 << DEPTH) / SIDE
        row, column = (lat - SOUTH) * scale, (lng - WEST) * scale
        limit = 1 << DEPTH
        outside = (row < 0) | (column < 0) | (row >= limit) | (column >= limit)
        row, column = np.where(outside, 0, row), np.where(outside, 0, column)
        code = _spread(column.astype(np.int64)) | _spread(row.astype(np.int64)) << 1
        leaf = np.searchsorted(self.leaves.code, code, side="right") - 1
        return np.where(outside, len(self.leaves.code), leaf)

    @cached_property
    def leaves(self) -> Leaves:
        """The quadtree, built on first use (a second or two, so small arrays go without)."""
        from nkrisk_geo.line_index import leaves

        return leaves(self)


def _turns(east: Floats, north: Floats) -> Floats:
    """The sine of the angle by which a line turns left at each of its nodes, 0 at its ends."""
    length = np.maximum(np.hypot(east, north), 1e-12)
    east, north = east / length, north / length
    return np.concatenate([[0.0], east[:-1] * north[1:] - north[:-1] * east[1:], [0.0]])


def _arc(chord: Floats, radius: Floats) -> Floats:
    """Arc over a chord on a circle."""
    return 2 * radius * np.arcsin(np.minimum(chord / (2 * radius), 1))


def _spread(number: Ints) -> Ints:
    """The bits of a number below 65,536 moved apart, so that another's fit between them."""
    for shift, mask in ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555)):
        number = (number | number << shift) & mask
    return number
