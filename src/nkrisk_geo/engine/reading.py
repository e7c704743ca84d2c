"""What the engine reads in folded texts: names as items of signatures, and where they stand."""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nkrisk_geo.arrays import PART, Ints, joined
from nkrisk_geo.characters import tokens
from nkrisk_geo.engine.core import Core
from nkrisk_geo.engine.packing import CODE_BIT, note
from nkrisk_geo.grammar import Generic, HanScan, Mention, Passage, Role
from nkrisk_geo.native import Holds, library
from nkrisk_geo.signature import Plain, Signature

_MOST_ITEMS, _MOST_SHAPE, _MOST_MENTIONS = 3 * 61, 4, 3
"""Room for the items and the shape of a text, and for the mentions of a character."""
_MENTION = struct.Struct("=7iBB2x")


class _Texts(ctypes.Structure):
    _fields_ = [
        ("points", ctypes.c_void_p), ("extra", ctypes.c_void_p), ("extra_end", ctypes.c_void_p), ("texts", ctypes.c_int64),
        ("field", ctypes.c_int32), ("roughly", ctypes.c_uint8), ("whole", ctypes.c_uint8),
    ]  # fmt: skip


class _Text(ctypes.Structure):
    """The same for one text, as bytes."""

    _fields_ = [("points", ctypes.c_char_p), *_Texts._fields_[1:]]


class _Readings(ctypes.Structure):
    _fields_ = [
        (name, ctypes.c_void_p) for name in ("items", "shape", "holds", "mentions", "mention_end", "length")
    ]


class Read(NamedTuple):
    """What stands in some texts.

    Attributes:
        items: those of all texts, packed; those of a text followed by those of its parts.
        shape: for each text how many items it has, how many parts, and how many items each part has.
        holds: for each text what it may hold, bits of `nkrisk_geo.native.Holds`.
    """

    items: Ints
    shape: NDArray[np.int32]
    holds: NDArray[np.uint8]

    def signatures(self, field: str) -> list[Signature]:
        """The same as signatures of a field."""
        items, shape, found = self.items.tolist(), iter(self.shape.tolist()), list[Signature]()
        at = 0
        for count, parts in zip(shape, shape, strict=False):
            plain = _unpacked(items[at : at + count], field)
            at += count
            sides = list[Plain]()
            for _ in range(parts):
                size = next(shape)
                sides.append(_unpacked(items[at : at + size], field))
                at += size
            found.append((*plain, tuple(sides)) if sides else plain)
        return found


def _unpacked(items: Sequence[int], field: str) -> Plain:
    """Numbers as items; those that are no names are texts."""
    if not items or max(items) < CODE_BIT:
        return tuple(items)
    return tuple([item if item < CODE_BIT else f"{field}:{note(item)}" for item in items])


def read(core: Core, field: int, folded: Sequence[str]) -> Read:
    """The items of the names in some folded texts; which of those aside are roads is not told."""
    points, count = joined(folded), len(folded)
    items, shape = np.empty(_MOST_ITEMS * count, np.int64), np.empty(_MOST_SHAPE * count, np.int32)
    holds, length = np.empty(count, np.uint8), np.zeros(2, np.int64)
    texts = _Texts(points.ctypes.data, None, None, count, field, 1, field > 0)
    found = _Readings(items.ctypes.data, shape.ctypes.data, holds.ctypes.data, None, None, length.ctypes.data)
    core.call(library().nk_read, ctypes.byref(texts), ctypes.byref(found), points=points)
    return Read(items[: length[0]], shape[: length[1]], holds)


class Sight(NamedTuple):
    """What stands in one text.

    Attributes:
        items: those of its names, packed, and of the parts that they make.
        sizes: how many items it has, how many parts, and how many items each part has.
        holds: what else it may hold, bits of `nkrisk_geo.native.Holds`.
        rows: for each name, those in Han and Hangul first: its number, role, generic, start and end in the squeeze of its script,
            start and end in the folded text, is it in Han or Hangul, is it a Korean generic?
    """

    items: list[int]
    sizes: list[int]
    holds: int
    rows: list[tuple[int, ...]]


class Eye:
    """Reads one text at a time. Not safe under threads: each call has its own."""

    def __init__(self) -> None:
        self._items, self._shape = (ctypes.c_int64 * _MOST_ITEMS)(), (ctypes.c_int32 * _MOST_SHAPE)()
        self._holds, self._end, self._length = ctypes.c_uint8(), ctypes.c_int32(), (ctypes.c_int64 * 2)()
        self._texts = _Text(None, None, None, 1, 0, 0, 0)
        self._found = _Readings(
            *(ctypes.cast(each, ctypes.c_void_p) for each in (self._items, self._shape)),
            ctypes.addressof(self._holds),
            None,
            ctypes.addressof(self._end),
            ctypes.addressof(self._length),
        )
        self._arguments = ctypes.byref(self._texts), ctypes.byref(self._found)
        self._make_room(USUAL)

    def _make_room(self, letters: int) -> None:
        self.letters = letters
        self._mentions = ctypes.create_string_buffer(_MENTION.size * (_MOST_MENTIONS * letters + 8))
        self._found.mentions = ctypes.addressof(self._mentions)

    def read(self, core: Core, field: int, folded: str, whole: bool) -> Sight:
        """A folded text as it stands in a field."""
        if len(folded) > self.letters:
            self._make_room(len(folded))
        self._texts.points, self._texts.field = f"{folded}{PART}".encode("utf-32-le"), field
        self._texts.whole = whole
        core.call(_READ, *self._arguments, text=folded)
        count, shape = self._length
        rows = [*_MENTION.iter_unpack(memoryview(self._mentions)[: _MENTION.size * self._end.value])]
        return Sight(self._items[:count], self._shape[:shape], self._holds.value, rows)


_READ = library().nk_read
USUAL = 200
_eyes: list[Eye] = []


def sight(core: Core, field: int, folded: str, *, whole: bool = False) -> Sight:
    """What stands in one folded text of a field; in other fields than the text, or when `whole`, digits count one by one."""
    eye = _eyes.pop() if _eyes else Eye()
    try:
        return eye.read(core, field, folded, whole or field > 0)
    finally:
        if eye.letters == USUAL:
            _eyes.append(eye)


def passage_of(core: Core, folded: str) -> Passage:
    """A folded text with the names in it and what they do."""
    seen = sight(core, 0, folded, whole=True)
    named = [
        Mention("han" if unspaced else "latin", name, Role(role), Generic(generic), start, end)
        for name, role, generic, start, end, _, _, unspaced, _ in seen.rows
    ]
    han = HanScan(folded)
    if seen.holds & Holds.CHARACTERS:
        known = [each for each, row in zip(named, seen.rows, strict=True) if row[7] and not row[8]]
        han = HanScan.of(folded, known)
    words = tokens(folded) if not han.squeezed or seen.holds & Holds.WORDS else ()
    return Passage(folded, words, han, named)
