"""What the engine reads in a folded text: names as items of its signature, and where they stand."""

from __future__ import annotations

import ctypes
from codecs import utf_32_le_encode
from typing import NamedTuple

from nkrisk_geo.engine.core import CallResult, Core, check_result
from nkrisk_geo.engine.layouts import CODE, MENTION, OneText, ReadingBuffers
from nkrisk_geo.gazetteer.vocabulary import CODES_HEARD
from nkrisk_geo.model.drafts import make_tuple
from nkrisk_geo.native.characters import CODEC, KINDS, TEXT_END
from nkrisk_geo.native.library import address_of, library

MOST_ITEMS, _MOST_MENTIONS = 3 * 62, 3
"""Room for the items of the names of a text, and for the mentions of a character."""
MOST_POINTS = 2**31 - 1
"""Characters of a text; offsets in it have 32 bits."""


class TextReading(NamedTuple):
    """What stands in one text.

    Attributes:
        items: those of its names, of its codes, and of the parts that its names make.
        holds: what else it may hold, bits of `nkrisk_geo.native.library.TextContent`.
        rows: for each name, those in Han and Hangul first: its number, role, generic, start and
            end in the squeeze of its script, start and end in the folded text, is it in Han or
            Hangul, is it a Korean generic?
        codes: for each item of a code the first that says so: its kind, start and end in the
            folded text.
    """

    items: list[int]
    holds: int
    rows: list[tuple[int, ...]]
    codes: list[tuple[int, ...]]


class TextReader:
    """Reads one text at a time over an engine. Not safe under threads: each call has its own."""

    def __init__(self, core: Core) -> None:
        self._items = (ctypes.c_int64 * (MOST_ITEMS + CODES_HEARD))()
        self._end = ctypes.c_int64()
        self._holds = ctypes.c_uint8()
        self._mention_end = ctypes.c_int32()
        self._codes = memoryview(bytearray(CODE.size * CODES_HEARD))
        self._code_end = ctypes.c_int32()
        # There is one text, which begins with the first character.
        self._start = ctypes.c_int64()
        start = ctypes.addressof(self._start)
        self._texts = OneText(start=start, texts=1)
        self._found = ReadingBuffers(
            items=ctypes.addressof(self._items),
            end=ctypes.addressof(self._end),
            holds=ctypes.addressof(self._holds),
            mention_end=ctypes.addressof(self._mention_end),
            codes=address_of(self._codes),
            code_end=ctypes.addressof(self._code_end),
        )
        texts = ctypes.byref(self._texts)
        found = ctypes.byref(self._found)
        # Made once: a call of so little work is felt when its arguments are converted anew.
        self._arguments = core.pointer, core.new_work(), texts, found
        self._make_room(USUAL)

    def _make_room(self, letters: int) -> None:
        self.letters = letters
        most = _MOST_MENTIONS * letters + 8
        self._mentions = bytearray(MENTION.size * most)
        self._rows = memoryview(self._mentions)
        self._found.mentions = address_of(self._rows)

    def read(self, field: int, folded: str, whole: bool, coded: bool) -> TextReading:
        """A folded text as it stands in a field; see `read_text`."""
        if TEXT_END in folded:
            raise ValueError("a text has a zero character in it")
        letters = len(folded)
        if letters >= MOST_POINTS:
            raise OverflowError("a text is too long to be read")
        if letters > self.letters:
            self._make_room(letters)
        texts = self._texts
        texts.points = utf_32_le_encode(f"{folded}{TEXT_END}")[0]
        texts.field, texts.whole, texts.coded = field, whole, coded
        came = _READ(*self._arguments)
        if came == CallResult.NEEDS_KINDS:
            KINDS.know((*map(ord, folded), 0))
            came = _READ(*self._arguments)
        if came:
            check_result(came)
        written = self._rows[: MENTION.size * self._mention_end.value]
        rows = [*MENTION.iter_unpack(written)]
        items = self._items[: self._end.value]
        codes = list[tuple[int, ...]]()
        if count := self._code_end.value:
            codes = [*CODE.iter_unpack(self._codes[: CODE.size * count])]
        return make_tuple(TextReading, (items, self._holds.value, rows, codes))


_READ = library().nk_read
USUAL = 200


def read_text(
    core: Core, field: int, folded: str, *, whole: bool = False, coded: bool = False
) -> TextReading:
    """What stands in one folded text of a field.

    In other fields than the text, or when `whole`, digits count one by one. Codes are looked for
    when it is to be `coded`.
    """
    reader: TextReader
    try:
        reader = core.readers.pop()
    except IndexError:
        reader = TextReader(core)
    try:
        return reader.read(field, folded, whole or field > 0, coded)
    finally:
        # One that has grown is not kept, or a single long text would hold its memory for good.
        if reader.letters == USUAL:
            core.readers.append(reader)


# ── one stretch without white space ───────────────────────────────────────────────────


def stands(core: Core, text: str, start: int, end: int) -> bool:
    """Does a name stand in a text without white space, or is it only a part of words?"""
    known = _known_points(text)
    return bool(library().nk_stands(core.pointer, *known, start, end))


def word_edges(core: Core, stretch: str) -> set[int]:
    """Where words begin when a stretch, which is not long, is cut into the likeliest words.

    Raises:
        ValueError: it is too long.
    """
    following = (ctypes.c_int32 * len(stretch))()
    points = stretch.encode(CODEC)
    if not library().nk_cut(core.pointer, points, len(stretch), following):
        raise ValueError("the stretch is too long")
    edges, at = set[int](), 0
    while at < len(stretch):
        edges.add(at)
        at = following[at]
    return edges


def tails(core: Core, text: str) -> list[tuple[int, int]]:
    """Class and length of the generic word at each character of a text without white space."""
    count = len(text)
    known = _known_points(text)
    places = (ctypes.c_int32 * count)(*range(count))
    # Class and length in turn.
    rows = (ctypes.c_int32 * (2 * count))()
    library().nk_tails(core.pointer, *known, places, count, rows)
    classes, sizes = rows[::2], rows[1::2]
    return [*zip(classes, sizes, strict=True)]


def _known_points(text: str) -> tuple[bytes, int]:
    """The characters of a text, of known kinds, with `TEXT_END` behind them, and their number."""
    KINDS.know((*map(ord, text), 0))
    return utf_32_le_encode(f"{text}{TEXT_END}")[0], len(text) + 1
