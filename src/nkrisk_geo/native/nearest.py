"""What lies nearest: segments in space, asked for one after another or by way of a net of cells."""

from __future__ import annotations

import weakref

import numpy as np

from nkrisk_geo.native.arrays import Ints, address
from nkrisk_geo.native.calls import Floats
from nkrisk_geo.native.library import library

Nearest = tuple[Floats, Ints, Floats]
"""For each point its squared distance, the number of the segment, and the share before the foot."""


class Segments:
    """Segments in space, to be asked for the nearest.

    Of those that are equally near it is the first. Safe under threads.

    Args:
        starts, runs: x, y and z of where each begins, and how far it is from there to where it
            ends; (3, n) metres.
        squares: of their lengths, more than 0.
    """

    def __init__(self, starts: Floats, runs: Floats, squares: Floats) -> None:
        # (segments, 7): what is looked at together stands together.
        columns = np.concatenate([starts, runs, squares[None]])
        self.rows: Floats = np.ascontiguousarray(columns.T)

    def nearest(self, points: Floats) -> Nearest:
        """What is nearest to (n, 3) points.

        Squared distances, numbers of segments, and the share of each before the foot.
        """
        points = np.ascontiguousarray(points, np.float64)
        count = len(points)
        found = _room_for(count)
        rows = address(self.rows), len(self.rows)
        room = [address(each) for each in found]
        library().nk_nearest(*rows, address(points), count, *room)
        return found


class Net:
    """Cells over a square of latitudes and longitudes.

    Each knows the segments that can be nearest in it.

    Args:
        segments: what is asked for.
        lines: in space, of the lines of latitude x at longitude 0 and z, then the cosine and
            sine of those of longitude; the lines part the square into 2^(depth + 1) both ways.
        depth: how often a cell may be quartered.
        south, west, side: of the square, in degrees.
    """

    def __init__(
        self,
        segments: Segments,
        lines: Floats,
        depth: int,
        south: float,
        west: float,
        side: float,
    ) -> None:
        # The net has the address of the segments, which have to live as long as it does.
        self._segments = segments
        lines = np.ascontiguousarray(lines)
        rows = address(segments.rows), len(segments.rows)
        self._net = library().nk_new_net(
            *rows, address(lines), depth, south, west, side
        )
        if not self._net:
            raise MemoryError
        weakref.finalize(self, library().nk_free_net, self._net)

    def nearest(self, lat: Floats, lng: Floats, points: Floats) -> Nearest:
        """As `Segments.nearest`, for points in space and in degrees, inside the square or not."""
        given = [np.ascontiguousarray(each, np.float64) for each in (lat, lng, points)]
        count = len(points)
        found = _room_for(count)
        where = [address(each) for each in given]
        room = [address(each) for each in found]
        library().nk_nearest_listed(self._net, *where, count, *room)
        return found


def _room_for(points: int) -> Nearest:
    return np.empty(points), np.empty(points, np.int64), np.empty(points)
