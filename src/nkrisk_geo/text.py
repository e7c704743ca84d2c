"""Folding: the one form in which texts and names are compared.

`Folder.fold` takes any Unicode text through NFKC (full-width and compatibility forms), lower case, Latin letters without
accents and the simplified Chinese character for each traditional or Japanese variant. Folding never moves a character
to another place, so every stretch of the folded text can be traced to its stretch of the raw text (`Folder.offsets`).

    >>> folder = Folder({"東": "东", "遼": "辽", "寧": "宁"})
    >>> folder.fold("ＤＡＮＤＯＮＧ, 遼寧 丹東")
    'dandong, 辽宁 丹东'
    >>> folder.fold("Lǚshùn Ürümqi")
    'lushun urumqi'

The table of characters comes from the gazetteer; this module knows only what follows from Unicode itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

import numpy as np

from nkrisk_geo import native
from nkrisk_geo.arrays import PART, Ints, Points, joined
from nkrisk_geo.forking import cached_property
from nkrisk_geo.marks import MARKS_TOO, compatible
from nkrisk_geo.mojibake import SUSPECTS, TELLING, is_telling, reread
from nkrisk_geo.native import Bytes, Rows, State

# Letters that Unicode does not decompose, and typography that trade records use for ASCII.
_PLAIN = {
    "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th",
    "‘": "'", "’": "'", "ʻ": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"',
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-", "、": ",", "。": ".", "・": " ", "·": " ",
    "【": "(", "】": ")", "〔": "(", "〕": ")", "《": "(", "》": ")", "〈": "(", "〉": ")",
    **dict.fromkeys("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad", ""),
}  # fmt: skip

_FOLLOWS = {*map(chr, range(0x1160, 0x1200)), *MARKS_TOO}
"""Characters that NFKC may join to the one before although they are no combining marks: Hangul vowels and finals, and what
decomposes to marks."""


_ZERO_FOR_O = re.compile(r"0(?:(?<=[a-z][a-z]0)(?=[a-z])|(?<=\b[a-z]0)(?=[a-z]{3}))")
_LOOKING_LATIN = "авекмнорстухі"
_MIXED = re.compile(
    rf"(?<![^\W\d_])(?=[a-z]*[{_LOOKING_LATIN}])(?=[{_LOOKING_LATIN}]*[a-z])[a-z{_LOOKING_LATIN}]+(?![^\W\d_])"
)
_CYRILLIC = re.compile(f"[{_LOOKING_LATIN}]").search
_LOOKALIKES = str.maketrans(_LOOKING_LATIN, "abekmhopctyxi")
"""Cyrillic letters that a typist took for Latin ones; only in words that have Latin letters too."""
_OWN_FORM = ((0, 0x80), (0x3400, 0xA000), (0xAC00, 0xD7A4), (0x20000, 0x2F800))
"""ASCII, Chinese characters and Hangul syllables: they are their own compatibility form."""
_MAPPED_ALONE = tuple(
    point
    for first, last in (
        (0x2010, 0x2070),
        (0x20A0, 0x2B00),
        (0x3000, 0x3400),
        (0xFE30, 0xFE70),
        (0xFF01, 0xFF9E),
    )
    for point in range(first, last)
    if not unicodedata.combining(chr(point))
)
"""Punctuation, symbols, kana and full-width forms, which fold alike wherever they stand."""
_ACCENTED = ((0x80, 0x250), (0x1E00, 0x1F00))
"""Letters with accents, and the signs beside them, which fold alike wherever they stand unless they are broken text."""
_OPENS_BROKEN, _GOES_ON_BROKEN = 1 << 30, 1 << 29
"""Marks in the table of single characters: one that is followed by another of the second kind may be broken text."""
_STEADY = re.compile(
    "[\\x00-\\x7f\\u2013-\\u2015\\u2018-\\u201d\\u3001-\\u3003\\u3008-\\u3011\\u4e00-\\u9fa5\\uac00-\\ud7a3\\uff01-\\uff5e]*"
)
"""Texts of characters that fold to one each, wherever they stand."""
_BEYOND, _UNEVEN = 0x30000, 0xFFFFFFFF
"""The first code point that the table of single characters leaves out, and what stands in it for those that are left out."""


class _Table(dict[int, str]):
    """A table for `str.translate` that answers for every character: unknown ones stand for themselves."""

    def __missing__(self, code: int) -> str:
        self[code] = char = chr(code)
        return char


@cache
def _latin() -> dict[int, str]:
    """Accented Latin, Greek and Cyrillic letters to their base letter, combining marks to nothing."""
    table = {ord(char): plain for char, plain in _PLAIN.items()}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        lower = chr(code).lower()
        base = "".join(c for c in unicodedata.normalize("NFD", lower) if not unicodedata.combining(c))
        table[code] = "".join(_PLAIN.get(char, char) for char in base)
    table |= dict.fromkeys(range(0x300, 0x370), "")
    table |= dict.fromkeys(range(0xD800, 0xE000), "\ufffd")  # lone surrogates, which no encoder takes
    table[ord("ё")] = "е"
    return table


class Folded(NamedTuple):
    """Folded texts.

    Attributes:
        points: their code points, each text followed by `PART`, in no certain order; those that were folded one by one have zeros
            in the place of the letter O.
        starts: where each begins.
        state: bits of `nkrisk_geo.native.State`.
    """

    points: Points
    starts: Ints
    state: Bytes


class Folder:
    """Folds texts with a table of characters.

    Args:
        characters: single characters and what they fold to (traditional → simplified and other variants).
    """

    def __init__(self, characters: Mapping[str, str]) -> None:
        self._table = _Table(_latin() | {ord(source): target for source, target in characters.items()})

    def fold(self, text: str) -> str:
        """The form for comparison. ASCII text is hardly more than lowered; the result is deterministic for any input."""
        text = text.replace(PART, "\1")
        return _lowered(text).replace("`", "'") if text.isascii() else _repaired(text).translate(self._table)

    def folded(self, data: Bytes, offsets: Rows, text: Callable[[int], str]) -> Folded:
        """What `fold` gives for each of some texts in UTF-8, in one pass over nearly all of them.

        Args:
            data, offsets: the texts as Arrow has them; see `nkrisk_geo.native.folded`.
            text: gives one of them by its number. It is asked for those whose characters have to be seen beside others, and for
                what is no UTF-8.
        """
        points, starts, state = native.folded(self._points, data, offsets)
        uneven = np.flatnonzero(state & State.UNEVEN)
        if len(uneven):
            others = [self.fold(text(at)) for at in uneven.tolist()]
            starts[uneven] = len(points) + np.cumsum([0, *(len(other) + 1 for other in others[:-1])])
            points = np.concatenate([points, joined(others)])
        return Folded(points, starts, state)

    @cached_property
    def _points(self) -> Points:
        """The code point that each code point folds to, with marks where it may be of broken text.

        `_UNEVEN` where that is no or more than one character, where it depends on the characters around (combining marks,
        final sigma), and where text may have to be repaired first: Cyrillic.
        """
        table = np.full(_BEYOND + 1, _UNEVEN, np.uint32)
        for first, last in _OWN_FORM:
            table[first:last] = np.arange(first, last)
        accented = [point for first, last in _ACCENTED for point in range(first, last)]
        points = (*range(ord("A"), ord("Z") + 1), *_MAPPED_ALONE, *accented)
        others = list(self._table.items())  # at once: other threads may add to it
        known = np.array([point for point, _ in others])
        targets = np.array([ord(target) if len(target) == 1 else _UNEVEN for _, target in others], np.uint32)
        plain = np.logical_or.reduce([(known >= first) & (known < last) for first, last in _OWN_FORM])
        table[known[plain]] = targets[plain]
        every = self.fold("\n".join(map(chr, points)))  # together, which takes a part of the time
        for point, folded in zip(points, every.split("\n"), strict=True):
            table[point] = ord(folded) if len(folded) == 1 else _UNEVEN
        for chars, mark in zip(TELLING, (_OPENS_BROKEN, _GOES_ON_BROKEN), strict=True):
            marked = np.array([ord(char) for char in chars])
            table[marked] |= np.where(table[marked] == _UNEVEN, 0, mark).astype(np.uint32)
        table[[ord(char) for char in SUSPECTS]] = _UNEVEN
        return table

    def traced(self, text: str) -> tuple[str, list[int] | None]:
        """What `fold` and `offsets` give; None for offsets that are those of the text itself, as most are."""
        folded = self.fold(text)
        if text.isascii() or (len(folded) == len(text) and _STEADY.fullmatch(text) and not is_telling(text)):
            return folded, None
        return folded, self.offsets(text)

    def offsets(self, text: str) -> list[int]:
        """For each character of `fold(text)` the offset of the raw character it came from, then `len(text)`.

        The list has `len(fold(text)) + 1` entries.
        """
        if text.isascii():
            return list(range(len(text) + 1))
        read, places = reread(text)
        starts = [start for start, cluster in _clusters(read) for _ in self.fold(cluster)]
        return [places[start] for start in [*starts, len(read)]] if places else [*starts, len(text)]


def _lowered(text: str) -> str:
    """Lower case and compatibility forms; a zero between letters is the letter O that a scanner misread."""
    lower = text.lower() if text.isascii() else compatible(text).lower()
    return _ZERO_FOR_O.sub("o", lower) if "0" in lower else lower


def _repaired(text: str) -> str:
    """The same, with the repairs that only some texts need."""
    lower = _lowered(reread(text)[0])
    return _MIXED.sub(lambda word: word.group().translate(_LOOKALIKES), lower) if _CYRILLIC(lower) else lower


def skeleton_of(folded: str) -> tuple[str, list[int]]:
    """A folded text with every number as one zero, and for each character of it the offset in the text, then its length."""
    kept = [
        at for at in range(len(folded)) if not (at and _is_digit(folded[at]) and _is_digit(folded[at - 1]))
    ]
    return "".join("0" if _is_digit(folded[at]) else folded[at] for at in kept), [*kept, len(folded)]


def _is_digit(char: str) -> bool:
    return "0" <= char <= "9"


def _clusters(text: str) -> Iterator[tuple[int, str]]:
    """Stretches of `text` that normalization treats on their own: a character and the marks that follow it."""
    start = 0
    for position in range(1, len(text) + 1):
        if position == len(text) or not (unicodedata.combining(text[position]) or text[position] in _FOLLOWS):
            yield start, text[start:position]
            start = position


def span(offsets: list[int], start: int, end: int) -> tuple[int, int]:
    """A stretch of the folded text as a stretch of the raw text, given `Folder.offsets` of the raw text."""
    last = offsets[end - 1] if end > start else offsets[start]
    while end < len(offsets) - 1 and offsets[end] <= last:
        end += 1
    return offsets[start], offsets[end]
