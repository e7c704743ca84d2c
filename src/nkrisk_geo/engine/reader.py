"""What the engine reads in a folded text: names as items of its signature, and where they stand."""

from __future__ import annotations

import ctypes
from codecs import utf_32_le_encode
from typing import NamedTuple

from nkrisk_geo.engine.core import CallResult, Core, check_result
from nkrisk_geo.engine.layouts import MENTION
from nkrisk_geo.model.drafts import made
from nkrisk_geo.native.characters import CODEC, KINDS, PART
from nkrisk_geo.native.library import address_of, library

MOST_ITEMS, _MOST_MENTIONS = 3 * 62, 3
"""Room for the items of a text, and for the mentions of a character."""
MOST_POINTS = 2**31 - 1
"""Characters of a text; offsets in it have 32 bits."""


class _TextRead(ctypes.Structure):
    """One text: its characters as bytes, where it begins, items to put behind its names, and how it is read."""

    _fields_ = [
        ("points", ctypes.c_char_p), ("start", ctypes.c_void_p), ("extra", ctypes.c_void_p), ("extra_end", ctypes.c_void_p),
        ("texts", ctypes.c_int64), ("field", ctypes.c_int32), ("roughly", ctypes.c_uint8), ("whole", ctypes.c_uint8),
    ]  # fmt: skip


class Readings(ctypes.Structure):
    """Room for what is read."""

    _fields_ = [
        (name, ctypes.c_void_p)
        for name in ("items", "shape", "holds", "mentions", "mention_end", "length")
    ]


class TextReading(NamedTuple):
    """What stands in one text.

    Attributes:
        items: those of its names, and those of the parts that they make.
        holds: what else it may hold, bits of `nkrisk_geo.native.library.Holds`.
        rows: for each name, those in Han and Hangul first: its number, role, generic, start and end in the squeeze of its script,
            start and end in the folded text, is it in Han or Hangul, is it a Korean generic?
    """

    items: list[int]
    holds: int
    rows: list[tuple[int, ...]]


class TextReader:
    """Reads one text at a time over an engine. Not safe under threads: each call has its own."""

    def __init__(self, core: Core) -> None:
        self._items, self._end = (ctypes.c_int64 * MOST_ITEMS)(), ctypes.c_int64()
        self._holds, self._mention_end = ctypes.c_uint8(), ctypes.c_int32()
        self._start = ctypes.c_int64()
        self._texts = _TextRead(
            None, ctypes.addressof(self._start), None, None, 1, 0, 0, 0
        )
        where = (self._items, self._end, self._holds)
        self._found = Readings(
            *[ctypes.addressof(each) for each in where],
            None,
            ctypes.addressof(self._mention_end),
        )
        texts, found = ctypes.byref(self._texts), ctypes.byref(self._found)
        self._arguments = core.pointer, core.new_work(), texts, found
        self._make_room(USUAL)

    def _make_room(self, letters: int) -> None:
        self.letters = letters
        self._mentions = bytearray(MENTION.size * (_MOST_MENTIONS * letters + 8))
        self._rows = memoryview(self._mentions)
        self._found.mentions = address_of(self._rows)

    def read(self, field: int, folded: str, whole: bool) -> TextReading:
        """A folded text as it stands in a field."""
        if PART in folded:
            raise ValueError("a text has a zero character in it")
        letters, texts = len(folded), self._texts
        if letters >= MOST_POINTS:
            raise OverflowError("a text is too long to be read")
        if letters > self.letters:
            self._make_room(letters)
        texts.points, texts.field, texts.whole = (
            utf_32_le_encode(f"{folded}{PART}")[0],
            field,
            whole,
        )
        came = _READ(*self._arguments)
        if came == CallResult.NEEDS_KINDS:
            KINDS.know((*map(ord, folded), 0))
            came = _READ(*self._arguments)
        if came:
            check_result(came)
        rows = MENTION.iter_unpack(self._rows[: MENTION.size * self._mention_end.value])
        items = self._items[: self._end.value]
        return made(TextReading, (items, self._holds.value, [*rows]))


_READ = library().nk_read
USUAL = 200


def read_text(
    core: Core, field: int, folded: str, *, whole: bool = False
) -> TextReading:
    """What stands in one folded text of a field; in other fields than the text, or when `whole`, digits count one by one."""
    reader: TextReader
    try:
        reader = core.readers.pop()
    except IndexError:
        reader = TextReader(core)
    try:
        return reader.read(field, folded, whole or field > 0)
    finally:
        if reader.letters == USUAL:
            core.readers.append(reader)


# ── one stretch without white space ──────────────────────────────────────────────────────────────────────────────────


def stands(core: Core, text: str, start: int, end: int) -> bool:
    """Does a name stand in a text without white space, or is it only a part of words?"""
    return bool(library().nk_stands(core.pointer, *_known_points(text), start, end))


def word_edges(core: Core, stretch: str) -> set[int]:
    """Where words begin when a stretch, which is not long, is cut into the likeliest words.

    Raises:
        ValueError: it is too long.
    """
    following = (ctypes.c_int32 * len(stretch))()
    if not library().nk_cut(
        core.pointer, stretch.encode(CODEC), len(stretch), following
    ):
        raise ValueError("the stretch is too long")
    edges, at = set[int](), 0
    while at < len(stretch):
        edges.add(at)
        at = following[at]
    return edges


def tails(core: Core, text: str) -> list[tuple[int, int]]:
    """Class and length of the generic word that begins at each character of a text without white space."""
    places, rows = (
        (ctypes.c_int32 * len(text))(*range(len(text))),
        (ctypes.c_int32 * (2 * len(text)))(),
    )
    library().nk_tails(core.pointer, *_known_points(text), places, len(text), rows)
    return [*zip(rows[::2], rows[1::2], strict=True)]


def _known_points(text: str) -> tuple[bytes, int]:
    """The characters of a text, whose kinds are known, with `PART` behind them, and how many they are."""
    KINDS.know((*map(ord, text), 0))
    return utf_32_le_encode(f"{text}{PART}")[0], len(text) + 1
