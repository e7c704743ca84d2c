"""What the compiled library does with arrays: folding, numbering, measuring."""

from __future__ import annotations

import os
import weakref
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nkrisk_geo.arrays import Flags, Ints, Points, address
from nkrisk_geo.characters import KINDS
from nkrisk_geo.library import Holds, library

__all__ = ["Holds", "Net", "Numbers", "Segments", "folded", "library", "postcodes", "skeletons"]

Floats = NDArray[np.float64]
_KINDS: NDArray[np.uint16] = np.frombuffer(KINDS.memory, np.uint16)
_DIGITS_A_POSTCODE = 7


def know(points: Points) -> None:
    """Let the kinds of all characters be known."""
    if library().nk_has_unknown(address(_KINDS), address(points), len(points)):
        KINDS.know(points[_KINDS[points] == 0].tolist())


# ── folding ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def folded(table: Points, points: Points, texts: int) -> tuple[Points, Flags]:
    """The code points of texts, each followed by `PART`, folded one by one; and which texts have one that the table leaves out.

    Args:
        table: what each code point folds to; the last entry is what stands in it for those that are left out.
        points: the texts.
        texts: how many there are.
    """
    found, uneven = np.empty_like(points), np.zeros(texts, np.bool_)
    last = len(table) - 1
    library().nk_fold(address(table), last, address(points), len(points), address(found), address(uneven))
    know(found)
    library().nk_mend_zeros(address(_KINDS), address(found), len(found))
    return found, uneven


def skeletons(points: Points, texts: int) -> tuple[Points, Flags]:
    """Folded texts, each followed by `PART`, with every number as one zero; which have digits enough for a code."""
    found, coded = np.empty_like(points), np.zeros(texts, np.bool_)
    length = library().nk_skeletons(address(points), len(points), address(found), address(coded))
    return found[:length], coded


def postcodes(points: Points, texts: int) -> tuple[Ints, Flags]:
    """Where six digits of folded texts are postcodes, as offsets of `points`; and which texts patterns have to be asked about.

    Those may have other codes, or fewer.
    """
    starts, more = np.empty(len(points) // _DIGITS_A_POSTCODE + 1, np.int64), np.zeros(texts, np.bool_)
    know(points)
    where = address(_KINDS), address(points), len(points)
    return starts[: library().nk_postcodes(*where, address(starts), address(more))], more


# ── numbering ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _forget(known: int, maker: int) -> None:
    """Free numbers; not in a child that was forked, perhaps while a thread of its parent was at work on them."""
    if os.getpid() == maker:
        library().nk_forget_numbers(known)


class Numbers:
    """Numbers for things that are compared byte by byte, equal ones for equal things, from 0 on. Not safe under threads.

    Args:
        most: how many different ones there may be, with 256 bytes each on average.
    """

    def __init__(self, most: int) -> None:
        self._known = library().nk_new_numbers(most)
        if not self._known:
            raise MemoryError
        weakref.finalize(self, _forget, self._known, os.getpid())

    def numbered(
        self, one: NDArray[Any], one_end: Ints, gap: int = 0, other: NDArray[Any] | None = None, other_end: Ints | None = None
    ) -> tuple[Ints, Ints] | None:  # fmt: skip
        """The number of each of some things, and which of them have new numbers; None when there is no more room.

        Args:
            one: the things, or their first halves, one behind another.
            one_end: where each of them ends, in numbers of `one`.
            gap: so many numbers stand between one and the next.
            other, other_end: their second halves, if they have some.
        """
        ends = one_end * one.itemsize
        found, new = np.empty(len(ends), np.int64), np.empty(len(ends), np.int64)
        beside: tuple[int | None, int | None] = (None, None)
        if other is not None and other_end is not None:
            other_ends = other_end * other.itemsize
            beside = address(other), address(other_ends)
        where = (
            address(one),
            address(ends),
            gap * one.itemsize,
            *beside,
            len(ends),
            address(found),
            address(new),
        )
        count = library().nk_number(self._known, *where)
        return None if count < 0 else (found, new[:count])


# ── measuring ────────────────────────────────────────────────────────────────────────────────────────────────────────


class Segments:
    """Segments in space, to be asked for the nearest; of those that are equally near it is the first. Safe under threads.

    Args:
        starts, runs: x, y and z of where each begins, and how far it is from there to where it ends; (3, n) metres.
        squares: of their lengths, more than 0.
    """

    def __init__(self, starts: Floats, runs: Floats, squares: Floats) -> None:
        self.rows = np.ascontiguousarray(np.concatenate([starts, runs, squares[None]]).T)

    def nearest(self, points: Floats) -> tuple[Floats, Ints, Floats]:
        """Of (n, 3) points the squared distances to the nearest segments, their numbers, and the shares before the feet."""
        points = np.ascontiguousarray(points, np.float64)
        found = np.empty(len(points)), np.empty(len(points), np.int64), np.empty(len(points))
        where = address(self.rows), len(self.rows), address(points), len(points)
        library().nk_nearest(*where, *map(address, found))
        return found


class Net:
    """Cells over a square of latitudes and longitudes, which know the segments that can be nearest in them.

    Args:
        segments: what is asked for.
        lines: in space, of the lines of latitude x at longitude 0 and z, then the cosine and sine of those of longitude; the
            lines part the square into 2^(depth + 1) both ways.
        depth: how often a cell may be quartered.
        south, west, side: of the square, in degrees.
    """

    def __init__(
        self, segments: Segments, lines: Floats, depth: int, south: float, west: float, side: float
    ) -> None:
        self._segments, lines = segments, np.ascontiguousarray(lines)
        rows = address(segments.rows), len(segments.rows)
        self._net = library().nk_new_net(*rows, address(lines), depth, south, west, side)
        if not self._net:
            raise MemoryError
        weakref.finalize(self, library().nk_free_net, self._net)

    def nearest(self, lat: Floats, lng: Floats, points: Floats) -> tuple[Floats, Ints, Floats]:
        """As `Segments.nearest`, for points in space and in degrees, inside the square or not."""
        lat, lng, points = (np.ascontiguousarray(each, np.float64) for each in (lat, lng, points))
        found = np.empty(len(points)), np.empty(len(points), np.int64), np.empty(len(points))
        where = self._net, address(lat), address(lng), address(points), len(points)
        library().nk_nearest_listed(*where, *map(address, found))
        return found
