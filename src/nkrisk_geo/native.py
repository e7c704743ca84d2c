"""The compiled part of the library: a shared library that knows nothing of Python and is called with arrays.

Its sources are in `src/engine`; building the package compiles them. While it works, other threads run.
"""

from __future__ import annotations

import ctypes
import os
import sys
import weakref
from collections.abc import Sequence
from enum import IntEnum, IntFlag
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nkrisk_geo.arrays import Ints, Points, codes
from nkrisk_geo.characters import KINDS

LIBRARY = Path(__file__).with_name(
    {"win32": "libengine.dll", "darwin": "libengine.dylib"}.get(sys.platform, "libengine.so")
)
Rows = NDArray[np.int32]
Bytes = NDArray[np.uint8]
Floats = NDArray[np.float64]


class Words(IntEnum):
    """Sets of words that a reader is given."""

    NAMES = 0
    SHORT_NAMES = 1
    GENERICS = 2
    CHINESE = 3
    REPAIRABLE = 4
    HAN_NAMES = 5
    HAN_GENERICS = 6
    CUTTING = 7


class Table(IntEnum):
    """Arrays that a reader is given."""

    KINDS = 0
    NAME_FLAGS = 1
    GENERIC_FLAGS = 2
    GENERIC_ROLES = 3
    GENERIC_GENERICS = 4
    COUNTRY_ROLES = 5
    HAN_ROLES = 6
    HAN_GENERICS = 7
    GAINS = 8
    LISTS = 9
    LIST_STARTS = 10


class Holds(IntFlag):
    """What a text may hold.

    Two letters of an alphabet in a row (ASCII counts as such), Chinese or Korean characters, common Chinese ones, Hangul, a
    short ending behind a hyphen, as Korean generics are, what may part addresses (see `nkrisk_geo.segments`), digits enough
    for a code.
    """

    WORDS = 1
    CHARACTERS = 2
    CHINESE = 4
    HANGUL = 8
    ENDING = 16
    MARK = 32
    CODED = 64


# ── calling ──────────────────────────────────────────────────────────────────────────────────────────────────────────

_POINTER, _INT, _INT32, _COUNT = ctypes.c_void_p, ctypes.c_int, ctypes.c_int32, ctypes.c_int64
_REAL = ctypes.c_double
_FUNCTIONS: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "nk_fold": (_COUNT, (_POINTER, _POINTER, _POINTER, _POINTER)),
    "nk_has_unknown": (_INT, (_POINTER, _POINTER, _COUNT)),
    "nk_new_numbers": (_POINTER, (_INT32, _COUNT)),
    "nk_forget_numbers": (None, (_POINTER,)),
    "nk_number": (_COUNT, (_POINTER, _POINTER, _POINTER, _COUNT, _POINTER, _POINTER)),
    "nk_keys": (_INT32, (_POINTER, _POINTER, _POINTER, _POINTER)),
    "nk_given": (None, (_POINTER, _POINTER, _POINTER, _COUNT, _POINTER)),
    "nk_gather_numbers": (_COUNT, (_POINTER, _POINTER, _COUNT, _POINTER, _COUNT, _POINTER, _POINTER)),
    "nk_gather_ends": (_COUNT, (_POINTER, _POINTER, _COUNT, _POINTER, _COUNT, _POINTER, _POINTER, _POINTER)),
    "nk_gather_bytes": (None, (_POINTER, _POINTER, _COUNT, _POINTER, _COUNT, _POINTER, _POINTER)),
    "nk_column": (_COUNT, (_POINTER, _COUNT, _POINTER, _COUNT, _COUNT, _POINTER, _POINTER)),
    "nk_join_ends": (_COUNT, (_POINTER, _POINTER, _POINTER, _COUNT, _COUNT, _POINTER, _POINTER, _POINTER)),
    "nk_join_bytes": (None, (_POINTER, _POINTER, _POINTER, _POINTER, _COUNT, _POINTER, _COUNT, _POINTER)),
    "nk_codes": (_COUNT, (_POINTER, _POINTER, _COUNT, _POINTER, _COUNT)),
    "nk_nearest": (None, (_POINTER, _INT32, _POINTER, _COUNT, _POINTER, _POINTER, _POINTER)),
    "nk_new_net": (_POINTER, (_POINTER, _INT32, _POINTER, _INT32, _REAL, _REAL, _REAL)),
    "nk_free_net": (None, (_POINTER,)),
    "nk_nearest_listed": (
        None,
        (_POINTER, _POINTER, _POINTER, _POINTER, _COUNT, _POINTER, _POINTER, _POINTER),
    ),
    "nk_new": (_POINTER, ()),
    "nk_free": (None, (_POINTER,)),
    "nk_words": (_INT, (_POINTER, _INT, _POINTER, _POINTER, _POINTER, _INT32)),
    "nk_table": (None, (_POINTER, _INT, _POINTER)),
    "nk_tails": (None, (_POINTER, _POINTER, _INT32, _POINTER, _INT32, _POINTER)),
    "nk_stands": (_INT, (_POINTER, _POINTER, _INT32, _INT32, _INT32)),
    "nk_cut": (_INT, (_POINTER, _POINTER, _INT32, _POINTER)),
    "nk_engine_abi": (ctypes.c_uint64, ()),
    "nk_engine_new": (_POINTER, (_INT32,)),
    "nk_engine_free": (None, (_POINTER,)),
    "nk_engine_table": (None, (_POINTER, _INT32, _POINTER, _INT32)),
    "nk_engine_names": (_INT32, (_POINTER, _INT32, _POINTER, _POINTER, _POINTER, _POINTER, _POINTER, _INT32)),
    "nk_engine_reader": (None, (_POINTER, _INT32, _POINTER)),
    "nk_engine_words": (_INT32, (_POINTER, _INT32, _POINTER, _POINTER, _POINTER, _INT32)),
    "nk_read": (_INT32, (_POINTER, _POINTER, _POINTER, _POINTER)),
    "nk_engine_ready": (_INT32, (_POINTER,)),
    "nk_work_new": (_POINTER, ()),
    "nk_work_free": (None, (_POINTER,)),
    "nk_decide": (_INT32, (_POINTER, _POINTER, _POINTER, _POINTER, _POINTER)),
    "nk_distance": (_INT32, (_POINTER, _POINTER, _POINTER, _POINTER, _INT32, _REAL, _INT32, _POINTER)),
    "nk_mean": (_INT32, (_POINTER, _POINTER, _POINTER, _POINTER, _POINTER)),
}
_USUAL_SIZE = 256
"""Bytes of a thing that is numbered."""
_BUILD = "`pip install .` in the folder of the project builds it"
_TAIL = 2
"""Numbers in a row of `nk_tails`."""
_USUAL_CODES, _CODE = 20, 3
"""Codes of a text, and numbers in a row of `nk_codes`."""


@cache
def library() -> ctypes.CDLL:
    """The shared library, with what its functions take and return."""
    if not LIBRARY.exists():
        raise ImportError(f"{LIBRARY} is missing: the package was not built; {_BUILD}")
    library = ctypes.CDLL(str(LIBRARY))
    for name, (result, arguments) in _FUNCTIONS.items():
        function = getattr(library, name, None)
        if function is None:
            raise ImportError(f"{LIBRARY} was built from other sources, it has no {name}; {_BUILD}")
        function.restype, function.argtypes = result, arguments
    return library


def _address(array: NDArray[Any]) -> int:
    """Where the numbers of an array stand."""
    where: int = array.__array_interface__["data"][0]
    return where


def _know(points: Points) -> None:
    """Let the kinds of all characters be known."""
    if library().nk_has_unknown(_address(KINDS.table), _address(points), len(points)):
        KINDS.know(points)


# ── folding ──────────────────────────────────────────────────────────────────────────────────────────────────────────


class State(IntFlag):
    """What folding says of a text: it has to be folded as a whole, or is no UTF-8; nothing is in it but white space."""

    UNEVEN = 1
    BLANK = 2


class _Raw(ctypes.Structure):
    _fields_ = [
        ("bytes", _POINTER), ("offset", _POINTER), ("bytes_count", _COUNT), ("texts", _COUNT), ("table", _POINTER),
        ("beyond", ctypes.c_uint32), ("unused", ctypes.c_uint32),
    ]  # fmt: skip


def folded(table: Points, data: Bytes, offsets: Rows) -> tuple[Points, Ints, Bytes]:
    """The code points of texts in UTF-8, folded one by one, each text followed by `PART`; where each begins; its `State`.

    A text that cannot be folded so comes out empty.

    Args:
        table: what each code point folds to; the last entry is what stands in it for those that are left out.
        data: the texts.
        offsets: where each begins in it, and where the last one ends.
    """
    texts = len(offsets) - 1
    room = int(offsets[-1]) - int(offsets[0]) + texts
    points, starts, state = (
        np.empty(max(room, 0), np.uint32),
        np.empty(texts, np.int64),
        np.empty(texts, np.uint8),
    )
    raw = _Raw(_address(data), _address(offsets), len(data), texts, _address(table), len(table) - 1, 0)
    count = library().nk_fold(ctypes.byref(raw), _address(points), _address(starts), _address(state))
    if count < 0:
        raise ValueError("the offsets of texts do not follow one another")
    return points[:count], starts, state


POSTED = np.dtype([("text", "i8"), ("digits", "i4"), ("value", "i4")])
"""A postcode that counted: the number of its text, how many of its first digits are known, and what they say."""


def six_digits(data: Bytes, offsets: Rows, posted: NDArray[Any]) -> Ints:
    """Where in texts in UTF-8 the six digits stand that begin as postcodes do, -1 where they are written otherwise.

    Args:
        data, offsets: the texts, as for `folded`.
        posted: of the type `POSTED`.
    """
    found = np.empty(len(posted), np.int64)
    library().nk_given(_address(data), _address(offsets), _address(posted), len(posted), _address(found))
    return found


def codes_in(points: Points) -> Rows:
    """The codes of a folded text with `PART` behind it, as rows of kind, start and end; see `nkrisk_geo.grammar.codes`."""
    _know(points)
    rows = np.empty((_USUAL_CODES, _CODE), np.int32)
    while True:
        where = _address(KINDS.table), _address(points), len(points) - 1, _address(rows), len(rows)
        count = library().nk_codes(*where)
        if count <= len(rows):
            return rows[:count]
        rows = np.empty((count, _CODE), np.int32)


# ── numbering ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _forget(known: int, maker: int) -> None:
    """Free numbers; not in a child that was forked, perhaps while a thread of its parent was at work on them."""
    if os.getpid() == maker:
        library().nk_forget_numbers(known)


class Numbers:
    """Numbers for things that are compared byte by byte, equal ones for equal things, from 0 on. Not safe under threads.

    Args:
        most: how many different ones there may be.
        size: bytes of all of them; by default 256 for each.
    """

    def __init__(self, most: int, size: int | None = None) -> None:
        self._known = library().nk_new_numbers(most, _USUAL_SIZE * most if size is None else size)
        if not self._known:
            raise MemoryError
        weakref.finalize(self, _forget, self._known, os.getpid())

    def numbered(self, things: NDArray[Any], ends: Ints) -> tuple[Ints, Ints] | None:
        """The number of each of some things, and which of them have new numbers; None when there is no more room.

        Args:
            things: they, one behind another.
            ends: where each of them ends, in numbers of `things`.
        """
        ends = ends * things.itemsize if things.itemsize > 1 else ends
        found, new = np.empty(len(ends), np.int64), np.empty(len(ends), np.int64)
        where = (_address(things), _address(ends), len(ends), _address(found), _address(new))
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
        where = _address(self.rows), len(self.rows), _address(points), len(points)
        library().nk_nearest(*where, *map(_address, found))
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
        rows = _address(segments.rows), len(segments.rows)
        self._net = library().nk_new_net(*rows, _address(lines), depth, south, west, side)
        if not self._net:
            raise MemoryError
        weakref.finalize(self, library().nk_free_net, self._net)

    def nearest(self, lat: Floats, lng: Floats, points: Floats) -> tuple[Floats, Ints, Floats]:
        """As `Segments.nearest`, for points in space and in degrees, inside the square or not."""
        lat, lng, points = (np.ascontiguousarray(each, np.float64) for each in (lat, lng, points))
        found = np.empty(len(points)), np.empty(len(points), np.int64), np.empty(len(points))
        where = self._net, _address(lat), _address(lng), _address(points), len(points)
        library().nk_nearest_listed(*where, *map(_address, found))
        return found


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────


class Reader:
    """Finds names in texts and reads what they do there. Safe under threads once it has its words and tables."""

    def __init__(self) -> None:
        self._library = library()
        self.pointer = self._library.nk_new()
        if not self.pointer:
            raise MemoryError
        weakref.finalize(self, self._library.nk_free, self.pointer)
        self._kept: list[NDArray[Any]] = []
        self.table(Table.KINDS, KINDS.table)

    def words(self, which: Words, words: str, values: Sequence[int] | Ints) -> None:
        """Give it a set of words, one a line, and what each of them stands for."""
        points = codes(words)
        breaks = np.flatnonzero(points == ord("\n"))
        length = np.diff(breaks, prepend=-1, append=len(points)).astype(np.int32) - 1
        points, numbers = np.delete(points, breaks), np.ascontiguousarray(values, np.int32)
        if len(length) != len(numbers):
            raise ValueError(f"{len(length)} words, {len(numbers)} values")
        self._kept += [points, numbers]
        where = (_address(each) for each in (points, length, numbers))
        if not self._library.nk_words(self.pointer, which, *where, len(length)):
            raise MemoryError

    def table(self, which: Table, table: NDArray[Any]) -> None:
        """Give it an array, whose numbers may change later."""
        self._kept.append(table)
        self._library.nk_table(self.pointer, which, _address(table))

    def tails(self, points: Points, at: Ints) -> Rows:
        """The generic words that begin at some offsets of a text without white space: rows of class and length."""
        places, rows = at.astype(np.int32), np.empty((len(at), _TAIL), np.int32)
        where = _address(points), len(points), _address(places), len(places)
        self._library.nk_tails(self.pointer, *where, _address(rows))
        return rows

    def stands(self, points: Points, start: int, end: int) -> bool | None:
        """Does a name stand in a text without white space? None when the words for cutting are needed first."""
        code = self._library.nk_stands(self.pointer, _address(points), len(points), start, end)
        return None if code < 0 else bool(code)

    def cut(self, points: Points) -> Rows | None:
        """Where the word ends that begins at each character, when a stretch is cut; None when the words are needed first."""
        rows = np.empty(len(points), np.int32)
        done = self._library.nk_cut(self.pointer, _address(points), len(points), _address(rows))
        return rows if done else None
