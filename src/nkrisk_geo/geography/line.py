"""The distance from any point to a line on the ellipsoid, fast: what `border` measures with.

Points and the line's nodes are taken to geocentric metres (`nkrisk_geo.geography.ellipsoid`). There
the nearest segment is the one with the shortest chord: `src/engine/nearest.c` tries all of them for
a few points; for many, `src/engine/net.c` first makes a net of cells over the north-east, each with
the few segments that can be nearest in it. The answer is the same. The chord gives the geodesic;
beyond `FAR_M` pyproj takes over.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from nkrisk_geo.geography.ellipsoid import MEAN_R, arc, curvature_radius, geocentric
from nkrisk_geo.native.locks import cached_property
from nkrisk_geo.native.nearest import Net, Segments

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

Vertices = tuple[Sequence[float], Sequence[float]]
"""(lats, lngs) in degrees."""

STEP_M = 1000.0  # longest segment: its chord lies 2 cm under the surface
NEAR_M, FAR_M = 200_000.0, 2_000_000.0
"""Up to the first the mean radius serves for all directions, up
to the second the ellipsoid's own; beyond, neither is exact."""
BLOCK = 16_384
SOUTH, WEST, SIDE, DEPTH = 18.0, 103.4, 48.0, 13
"""Degrees of the square that has a net of cells, and how
often a cell may be quartered: to 0.6 km."""
MANY = 2000
"""So many points are worth making the net for."""


class Nearest(NamedTuple):
    """For each point: metres to the line, the segment, and its share (0 to 1) before the foot."""

    metres: Floats
    segment: Ints
    share: Floats


class Line:
    """A line of two vertices or more, straight between them in degrees, and closed rings beside it.

    Args:
        lat, lng: of the line, in degrees.
        rings: (lats, lngs) of each ring.

    Attributes:
        lat, lng: where each segment begins; those of the line first, then ring by ring.
        north, east: the degrees to its end.
        metres: its length.
        chainage: metres along the line to its begin, NaN on the rings.
        turns: (2, n) the sine of the angle by which the line turns
            left at both its ends; 0 at the ends of the line.
    """

    lat: Floats
    lng: Floats
    north: Floats
    east: Floats

    def __init__(
        self,
        lat: Sequence[float],
        lng: Sequence[float],
        rings: Iterable[Vertices] = (),
    ) -> None:
        vertices = ((lat, lng), *rings)
        parts = [_densify(np.array(lats), np.array(lngs)) for lats, lngs in vertices]
        # The end of one part and the begin of the next are no segment, so each part by itself.
        self.lat, self.lng = _all_but_last(parts)
        self.north, self.east = _steps(parts)
        self.turns: Floats = np.concatenate([_turns(*part) for part in parts], axis=1)

        nodes = [geocentric(*part) for part in parts]
        self._starts = _all_but_last(nodes)
        self._runs = _steps(nodes)
        # A vertex given twice makes a segment of no length, by whose square nothing can be divided.
        squares = (self._runs**2).sum(axis=0)
        squares = np.maximum(squares, 1e-6)
        self._segments = Segments(self._starts, self._runs, squares)
        self.metres: Floats = np.sqrt(squares)

        count = nodes[0].shape[1] - 1
        self.chainage: Floats = np.cumsum(self.metres) - self.metres
        self.chainage[count:] = np.nan
        self.length: float = float(self.metres[:count].sum())

    def prepare(self, points: int) -> None:
        """Make the net if so many points are worth it."""
        if points >= MANY:
            _ = self._net

    def nearest(self, lat: Floats, lng: Floats) -> Nearest:
        """The nearest points to (n,) finite points in degrees."""
        self.prepare(len(lat))
        # Once it is there, it is quicker for a few points too.
        net = self.__dict__.get("_net")
        # One block where there is no point, so that there is something to join.
        starts = range(0, max(len(lat), 1), BLOCK)
        blocks = [slice(at, at + BLOCK) for at in starts]
        parts = [self._block(lat[block], lng[block], net) for block in blocks]
        if len(parts) == 1:
            return parts[0]
        return Nearest(*map(np.concatenate, zip(*parts, strict=True)))

    def foot(self, found: Nearest) -> tuple[Floats, Floats]:
        """Degrees (lat, lng) of the feet."""
        at, share = found.segment, found.share
        lat = self.lat[at] + share * self.north[at]
        lng = self.lng[at] + share * self.east[at]
        return lat, lng

    def along(self, found: Nearest) -> Floats:
        """Metres along the line from its first vertex to the feet, NaN for those on rings."""
        at = found.segment
        along: Floats = self.chainage[at] + found.share * self.metres[at]
        return along

    @cached_property
    def _net(self) -> Net:
        """Made on first use, in a tenth of a second."""
        cells = 2 << DEPTH
        steps = np.arange(cells + 1) * SIDE / cells
        # On the meridian of 0 all of a point that is not height lies along x.
        ring, _, height = geocentric(SOUTH + steps, np.zeros_like(steps))
        east = np.radians(WEST + steps)
        cosine, sine = np.cos(east), np.sin(east)
        lines = np.array([ring, height, cosine, sine])
        return Net(self._segments, lines, DEPTH, SOUTH, WEST, SIDE)

    def _block(
        self,
        lat: Floats,
        lng: Floats,
        net: Net | None,
    ) -> Nearest:
        space = geocentric(lat, lng)
        points = np.ascontiguousarray(space.T)
        if net is None:
            squares, segment, share = self._segments.nearest(points)
        else:
            squares, segment, share = net.nearest(lat, lng, points)
        chord = np.sqrt(squares)
        round_radius = np.full(len(chord), MEAN_R)
        found = Nearest(arc(chord, round_radius), segment, share)

        far = np.flatnonzero(chord > NEAR_M)
        if len(far):
            chords = _part_of(Nearest(chord, segment, share), far)
            found.metres[far] = self._far(space[:, far], chords)
        beyond = np.flatnonzero(chord > FAR_M)
        if len(beyond):
            part = _part_of(found, beyond)
            metres = self._karney(lat[beyond], lng[beyond], part)
            found.metres[beyond] = metres
        return found

    def _far(self, space: Floats, chords: Nearest) -> Floats:
        """Geodesic metres from chords, whose lengths are in the place of the metres."""
        at = chords.segment
        run = chords.share * self._runs[:, at]
        foot = self._starts[:, at] + run
        radius = curvature_radius(foot, space, chords.metres)
        return arc(chords.metres, radius)

    def _karney(
        self,
        lat: Floats,
        lng: Floats,
        found: Nearest,
    ) -> Floats:
        from pyproj import Geod

        foot_lat, foot_lng = self.foot(found)
        geod = Geod(ellps="WGS84")
        _, _, metres = geod.inv(lng, lat, foot_lng, foot_lat)
        return np.asarray(metres, np.float64)


def _part_of(found: Nearest, rows: Ints) -> Nearest:
    """What was found for some of the points."""
    return Nearest(
        metres=found.metres[rows],
        segment=found.segment[rows],
        share=found.share[rows],
    )


def _all_but_last(parts: Sequence[Floats]) -> Floats:
    """The columns of arrays side by side, without the last of each: where segments begin."""
    return np.concatenate([part[:, :-1] for part in parts], axis=1)


def _steps(parts: Sequence[Floats]) -> Floats:
    """From each column to the next, side by side."""
    return np.concatenate([np.diff(part) for part in parts], axis=1)


def _densify(lat: Floats, lng: Floats) -> Floats:
    """(2, n) nodes of a line of vertices, none farther than `STEP_M` from the next."""
    chords = np.diff(geocentric(lat, lng))
    metres = np.sqrt((chords**2).sum(axis=0))
    steps = np.ceil(metres / STEP_M).astype(int)
    # A vertex that is there twice still begins a segment.
    counts = np.maximum(steps, 1)

    # For each node: the segment that it divides, the first node of that, how many it has.
    segment = np.repeat(np.arange(len(counts)), counts)
    first = np.repeat(np.cumsum(counts) - counts, counts)
    many = np.repeat(counts, counts)
    number = np.arange(len(first)) - first
    place = segment + number / many
    place = np.append(place, len(counts))
    vertices = np.arange(len(lat))
    lats = np.interp(place, vertices, lat)
    lngs = np.interp(place, vertices, lng)
    return np.array([lats, lngs])


def _turns(lat: Floats, lng: Floats) -> Floats:
    """The sines of the angles by which a line turns left at both ends of each segment.

    They are 0 at its own ends.
    """
    north, east = np.diff(lat), np.diff(lng)
    # A degree of longitude is shorter here than on the equator.
    narrow = np.cos(np.radians(lat[:-1]))
    east = east * narrow
    length = np.maximum(np.hypot(east, north), 1e-12)
    east, north = east / length, north / length
    inner = east[:-1] * north[1:] - north[:-1] * east[1:]
    sines = np.concatenate([[0.0], inner, [0.0]])
    return np.array([sines[:-1], sines[1:]])
