"""What the engine reads in folded texts: names as items of signatures, and where they stand."""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nkrisk_geo.arrays import PART, Ints, Points, address, decode, joined, lengths
from nkrisk_geo.engine.core import Core
from nkrisk_geo.engine.packing import Records
from nkrisk_geo.grammar import Generic, Mention, Role
from nkrisk_geo.library import Holds, library
from nkrisk_geo.native import Bytes, know, unknown
from nkrisk_geo.text import Folded

_MOST_ITEMS, _MOST_MENTIONS = 3 * 62, 3
"""Room for the items of a text, and for the mentions of a character."""
_MOST_CODES, _BYTES_A_POINT, _BYTES_OF_CODES = 20, 4, 161
"""Codes of one text that are heard, and room for its key."""
MOST_POINTS = 2**31 - 1
"""Characters of a text; offsets in it have 32 bits."""
_MENTION = struct.Struct("=7iBB2x")


class _Texts(ctypes.Structure):
    _fields_ = [
        ("points", ctypes.c_void_p), ("start", ctypes.c_void_p), ("extra", ctypes.c_void_p), ("extra_end", ctypes.c_void_p),
        ("texts", ctypes.c_int64), ("field", ctypes.c_int32), ("roughly", ctypes.c_uint8), ("whole", ctypes.c_uint8),
    ]  # fmt: skip


class _Text(ctypes.Structure):
    """The same for one text, as bytes."""

    _fields_ = [("points", ctypes.c_char_p), *_Texts._fields_[1:]]


class _Readings(ctypes.Structure):
    _fields_ = [
        (name, ctypes.c_void_p) for name in ("items", "shape", "holds", "mentions", "mention_end", "length")
    ]


class _Folded(ctypes.Structure):
    _fields_ = [
        ("points", ctypes.c_void_p), ("count", ctypes.c_int64), ("start", ctypes.c_void_p), ("state", ctypes.c_void_p),
        ("texts", ctypes.c_int64),
    ]  # fmt: skip


class _Keys(ctypes.Structure):
    _fields_ = [(name, ctypes.c_void_p) for name in ("end", "key", "key_end", "codes", "code_end")]


class Texts(NamedTuple):
    """Folded texts of a field, to be read.

    Attributes:
        points: their code points, each text followed by `PART`, in any order.
        starts, ends: where each stands.
        codes: items to put behind the names of each.
    """

    points: Points
    starts: Ints
    ends: Ints
    codes: Records

    @staticmethod
    def of(folded: Sequence[str]) -> Texts:
        """Texts without codes."""
        points = joined(folded)
        ends = np.cumsum(lengths(folded)) + np.arange(len(folded))
        starts = np.append(0, ends + 1)[: len(folded)]
        return Texts(points, starts, ends, Records(np.zeros(0, np.int64), np.zeros(len(folded), np.int64)))

    def chosen(self, which: Ints) -> Texts:
        """Some of them."""
        return Texts(self.points, self.starts[which], self.ends[which], self.codes.chosen(which))

    def text(self, number: int) -> str:
        """One of them."""
        return decode(self.points[self.starts[number] : self.ends[number]])


class Keyed(NamedTuple):
    """Texts, and what tells which of them say the same.

    Attributes:
        texts: with their codes.
        keys: bytes of each, equal where texts differ in nothing but numbers that are no codes.
        ends: where those of each text end.
    """

    texts: Texts
    keys: Bytes
    ends: Ints


def keyed(core: Core, folded: Folded) -> Keyed:
    """Folded texts with their codes and keys; one of nothing but white space has a code that says so.

    Zeros that stand for the letter O are mended in place.
    """
    points, starts, state = folded
    count = len(starts)
    ends, key_ends, code_ends = (
        np.empty(count, np.int64),
        np.empty(count, np.int64),
        np.empty(count, np.int32),
    )
    codes = np.empty(_MOST_CODES * count, np.int64)
    keys = np.empty(_BYTES_A_POINT * len(points) + _BYTES_OF_CODES * count, np.uint8)
    asked = _Folded(points.ctypes.data, len(points), starts.ctypes.data, state.ctypes.data, count)
    found = _Keys(*(each.ctypes.data for each in (ends, keys, key_ends, codes, code_ends)))
    core.call(library().nk_keys, ctypes.byref(asked), ctypes.byref(found), points=unknown(points))
    coded = Records(codes[: code_ends[-1] if count else 0].copy(), code_ends.astype(np.int64))
    return Keyed(Texts(points, starts, ends, coded), keys, key_ends)


class Read(NamedTuple):
    """What stands in some texts.

    Attributes:
        records: the items of each text.
        holds: for each text what it may hold, bits of `nkrisk_geo.native.Holds`.
    """

    records: Records
    holds: NDArray[np.uint8]


def read(core: Core, field: int, texts: Texts) -> Read:
    """The items of some folded texts of a field."""
    points, count = texts.points, len(texts.starts)
    if count and int((texts.ends - texts.starts).max()) >= MOST_POINTS:
        raise OverflowError("a text is too long to be read")
    extra, extra_end = texts.codes.items, texts.codes.ends.astype(np.int32)
    items, end = np.empty(_MOST_ITEMS * count + len(extra), np.int64), np.empty(count, np.int64)
    holds = np.empty(count, np.uint8)
    given = (each.ctypes.data for each in (points, texts.starts, extra, extra_end))
    asked = _Texts(*given, count, field, 1, field > 0)
    found = _Readings(items.ctypes.data, end.ctypes.data, holds.ctypes.data, None, None)
    core.call(library().nk_read, ctypes.byref(asked), ctypes.byref(found), points=unknown(points))
    return Read(Records(items[: end[-1] if count else 0].copy(), end), holds)


class Sight(NamedTuple):
    """What stands in one text.

    Attributes:
        items: those of its names, and those of the parts that they make.
        holds: what else it may hold, bits of `nkrisk_geo.native.Holds`.
        rows: for each name, those in Han and Hangul first: its number, role, generic, start and end in the squeeze of its script,
            start and end in the folded text, is it in Han or Hangul, is it a Korean generic?
    """

    items: list[int]
    holds: int
    rows: list[tuple[int, ...]]


class Eye:
    """Reads one text at a time. Not safe under threads: each call has its own."""

    def __init__(self) -> None:
        self._items, self._end = (ctypes.c_int64 * _MOST_ITEMS)(), ctypes.c_int64()
        self._holds, self._mention_end = ctypes.c_uint8(), ctypes.c_int32()
        self._start = ctypes.c_int64()
        self._texts = _Text(None, ctypes.addressof(self._start), None, None, 1, 0, 0, 0)
        where = (self._items, self._end, self._holds)
        self._found = _Readings(
            *[ctypes.addressof(each) for each in where], None, ctypes.addressof(self._mention_end)
        )
        self._arguments = ctypes.byref(self._texts), ctypes.byref(self._found)
        self._make_room(USUAL)

    def _make_room(self, letters: int) -> None:
        self.letters = letters
        self._mentions = ctypes.create_string_buffer(_MENTION.size * (_MOST_MENTIONS * letters + 8))
        self._found.mentions = ctypes.addressof(self._mentions)

    def read(self, core: Core, field: int, folded: str, whole: bool) -> Sight:
        """A folded text as it stands in a field."""
        if PART in folded:
            raise ValueError("a text has a zero character in it")
        if len(folded) >= MOST_POINTS:
            raise OverflowError("a text is too long to be read")
        if len(folded) > self.letters:
            self._make_room(len(folded))
        self._texts.points, self._texts.field = f"{folded}{PART}".encode("utf-32-le"), field
        self._texts.whole = whole
        core.call(_READ, *self._arguments, points=map(ord, folded))
        rows = [*_MENTION.iter_unpack(memoryview(self._mentions)[: _MENTION.size * self._mention_end.value])]
        return Sight(self._items[: self._end.value], self._holds.value, rows)


_READ = library().nk_read
USUAL = 200
_eyes: list[Eye] = []


def sight(core: Core, field: int, folded: str, *, whole: bool = False) -> Sight:
    """What stands in one folded text of a field; in other fields than the text, or when `whole`, digits count one by one."""
    try:
        eye = _eyes.pop()
    except IndexError:
        eye = Eye()
    try:
        return eye.read(core, field, folded, whole or field > 0)
    finally:
        if eye.letters == USUAL:
            _eyes.append(eye)


class Named(NamedTuple):
    """The names in a Chinese or Korean text.

    Attributes:
        squeezed: the text without white space; empty where it has no such character.
        mentions: its names, with offsets in it.
        starts: where those that were scanned for begin; what follows from them, like a village, was not.
    """

    squeezed: str
    mentions: list[Mention]
    starts: frozenset[int]


def unspaced_names(core: Core, folded: str) -> Named:
    """The names of a folded text in Han and Hangul."""
    seen = sight(core, 0, folded, whole=True)
    if not seen.holds & Holds.CHARACTERS:
        return Named("", [], frozenset())
    mentions = [
        Mention("han", name, Role(role), Generic(generic), start, end)
        for name, role, generic, start, end, _, _, unspaced, _ in seen.rows
        if unspaced
    ]
    starts = [row[3] for row in seen.rows if row[7] and not row[8] and row[1] != Role.LOCAL]
    return Named("".join(folded.split()), mentions, frozenset(starts))


def spaced_names(core: Core, folded: str) -> list[Mention]:
    """The names of a folded text in alphabets, with offsets in it."""
    return [
        Mention("latin", name, Role(role), Generic(generic), start, end)
        for name, role, generic, _, _, start, end, unspaced, _ in sight(core, 0, folded, whole=True).rows
        if not unspaced
    ]


# ── one stretch without white space ──────────────────────────────────────────────────────────────────────────────────


def stands(core: Core, text: str, start: int, end: int) -> bool:
    """Does a name stand in a text without white space, or is it only a part of words?"""
    points = joined((text,))
    know(points)
    return bool(library().nk_stands(core.pointer, address(points), len(points), start, end))


def word_edges(core: Core, stretch: str) -> set[int]:
    """Where words begin when a stretch, which is not long, is cut into the likeliest words.

    Raises:
        ValueError: it is too long.
    """
    points, following = joined((stretch,))[:-1], np.empty(len(stretch), np.int32)
    if not library().nk_cut(core.pointer, address(points), len(points), address(following)):
        raise ValueError("the stretch is too long")
    edges, at = set[int](), 0
    while at < len(stretch):
        edges.add(at)
        at = int(following[at])
    return edges


def tails(core: Core, text: str) -> list[tuple[int, int]]:
    """Class and length of the generic word that begins at each character of a text without white space."""
    points, places = joined((text,)), np.arange(len(text), dtype=np.int32)
    know(points)
    rows = np.empty((len(text), 2), np.int32)
    library().nk_tails(
        core.pointer, address(points), len(points), address(places), len(places), address(rows)
    )
    return [(klass, length) for klass, length in rows.tolist()]
