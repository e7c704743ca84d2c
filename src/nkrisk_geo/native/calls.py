"""What the compiled library does with arrays: folding, numbering, measuring."""

from __future__ import annotations

import ctypes
import os
import weakref
from collections.abc import Iterator
from enum import IntFlag
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nkrisk_geo.native.arrays import Ints, Points, address
from nkrisk_geo.native.characters import KINDS
from nkrisk_geo.native.library import library

Rows = NDArray[np.int32]
Bytes = NDArray[np.uint8]
Floats = NDArray[np.float64]
_USUAL_SIZE = 256
"""Bytes of a thing that is numbered."""
_KINDS: NDArray[np.uint16] = np.frombuffer(KINDS.memory, np.uint16)


def learn_kinds(points: Points) -> None:
    """Let the kinds of all characters be known."""
    kinds, where = address(_KINDS), address(points)
    if library().nk_has_unknown(kinds, where, len(points)):
        KINDS.know(find_unknown(points))


def find_unknown(points: Points) -> Iterator[int]:
    """Those characters whose kind is not known; found when they are asked for."""
    yield from points[_KINDS[points] == 0].tolist()


# ── folding ───────────────────────────────────────────────────────────────────────────


class State(IntFlag):
    """What folding says of a text.

    Attributes:
        UNEVEN: it has to be folded as a whole, or is no UTF-8.
        BLANK: nothing is in it but white space.
    """

    UNEVEN = 1
    BLANK = 2


class _Raw(ctypes.Structure):
    _fields_ = [
        ("bytes", ctypes.c_void_p),
        ("offset", ctypes.c_void_p),
        ("bytes_count", ctypes.c_int64),
        ("texts", ctypes.c_int64),
        ("table", ctypes.c_void_p),
        ("beyond", ctypes.c_uint32),
        ("unused", ctypes.c_uint32),
    ]


def fold_texts(table: Points, data: Bytes, offsets: Rows) -> tuple[Points, Ints, Bytes]:
    """The code points of texts in UTF-8, folded one by one, each text followed by `TEXT_END`.

    Behind them come where each begins, and its `State`.

    A text that cannot be folded so comes out empty.

    Args:
        table: what each code point folds to; the last entry is what stands in it for those that
            are left out.
        data: the texts.
        offsets: where each begins in it, and where the last one ends.
    """
    texts = len(offsets) - 1
    # A byte makes one character at most, two may make two; behind each text stands a `TEXT_END`.
    size = int(offsets[-1]) - int(offsets[0])
    points = np.empty(max(size + texts, 0), np.uint32)
    starts = np.empty(texts, np.int64)
    state = np.empty(texts, np.uint8)
    raw = _Raw(
        address(data),
        address(offsets),
        len(data),
        texts,
        address(table),
        len(table) - 1,
        0,
    )
    count = library().nk_fold(
        ctypes.byref(raw),
        address(points),
        address(starts),
        address(state),
    )
    if count < 0:
        raise ValueError("the offsets of texts do not follow one another")
    return points[:count], starts, state


POSTED = np.dtype([("text", "i8"), ("digits", "i4"), ("value", "i4")])
"""A postcode that counted: the number of its text, how many of its first digits are known, and
what they say."""


def six_digits(data: Bytes, offsets: Rows, posted: NDArray[Any]) -> Ints:
    """Where in texts in UTF-8 the six digits of postcodes stand, -1 where they are not plain.

    Args:
        data, offsets: the texts, as for `fold_texts`.
        posted: of the type `POSTED`.
    """
    found = np.empty(len(posted), np.int64)
    library().nk_given(
        address(data),
        address(offsets),
        address(posted),
        len(posted),
        address(found),
    )
    return found


# ── numbering ─────────────────────────────────────────────────────────────────────────


def _forget(known: int, maker: int) -> None:
    """Free numbers.

    Not in a child that was forked, perhaps while a thread of its parent was at work on them.
    """
    if os.getpid() == maker:
        library().nk_forget_numbers(known)


class Numbers:
    """Numbers for things that are compared byte by byte, equal ones for equal things, from 0 on.

    Not safe under threads.

    Args:
        most: how many different ones there may be.
        size: bytes of all of them; by default 256 for each.
    """

    def __init__(self, most: int, size: int | None = None) -> None:
        self._known = library().nk_new_numbers(
            most, _USUAL_SIZE * most if size is None else size
        )
        if not self._known:
            raise MemoryError
        weakref.finalize(self, _forget, self._known, os.getpid())

    def number(self, things: NDArray[Any], ends: Ints) -> tuple[Ints, Ints] | None:
        """The number of each of some things, and which of them have new numbers.

        None when there is no more room.

        Args:
            things: the things, one behind another.
            ends: where each of them ends, in numbers of `things`.
        """
        # There they are counted in bytes.
        ends = ends * things.itemsize if things.itemsize > 1 else ends
        found, new = np.empty_like(ends), np.empty_like(ends)
        count = library().nk_number(
            self._known,
            address(things),
            address(ends),
            len(ends),
            address(found),
            address(new),
        )
        return None if count < 0 else (found, new[:count])

    def recall(self, numbers: Ints, kind: np.dtype[Any]) -> tuple[NDArray[Any], Ints]:
        """The things of some numbers, one behind another, and where each of them ends.

        Args:
            numbers: numbers that were given.
            kind: of the things; the ends are in numbers of it, as for `number`.
        """
        recall, which = library().nk_recall, address(numbers)
        ends = np.empty_like(numbers)
        recall(self._known, which, len(numbers), address(ends), None)
        size = int(ends[-1]) if len(ends) else 0
        things = np.empty(size // kind.itemsize, kind)
        recall(self._known, which, len(numbers), address(ends), address(things))
        return things, ends // kind.itemsize
