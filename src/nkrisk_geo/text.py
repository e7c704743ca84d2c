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
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property
from itertools import compress
from operator import not_

import numpy as np
from numpy.typing import NDArray

from nkrisk_geo.lexicon import PART, Ints, codes, decode
from nkrisk_geo.mojibake import SUSPECTS, reread

# Letters that Unicode does not decompose, and typography that trade records use for ASCII.
_PLAIN = {
    "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th",
    "‘": "'", "’": "'", "ʻ": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"',
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-", "、": ",", "。": ".", "・": " ", "·": " ",
    "【": "(", "】": ")", "〔": "(", "〕": ")", "《": "(", "》": ")", "〈": "(", "〉": ")",
    **dict.fromkeys("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad", ""),
}  # fmt: skip

_FOLLOWS = {*range(0x1160, 0x1200), 0xFF9E, 0xFF9F}
"""Characters that NFKC may join to the one before although they are no combining marks: Hangul vowels and finals,
half-width katakana voice marks."""


_ZERO_FOR_O = re.compile(r"0(?:(?<=[a-z][a-z]0)(?=[a-z])|(?<=\b[a-z]0)(?=[a-z]{3}))")
_LOOKING_LATIN = "авекмнорстухі"
_MIXED = re.compile(
    rf"(?<![^\W\d_])(?=[a-z]*[{_LOOKING_LATIN}])(?=[{_LOOKING_LATIN}]*[a-z])[a-z{_LOOKING_LATIN}]+(?![^\W\d_])"
)
_CYRILLIC = re.compile(f"[{_LOOKING_LATIN}]").search
_LOOKALIKES = str.maketrans(_LOOKING_LATIN, "abekmhopctyxi")
"""Cyrillic letters that a typist took for Latin ones; only in words that have Latin letters too."""
_PHONE_DIGITS, _CODE_DIGITS = 9, 6
"""Digits of the shortest telephone number with its area code, and of a postcode, which has them in a row."""
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
_FEW = 8
"""Texts that are folded one by one: the table for many takes a while to build."""
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


class Folder:
    """Folds texts with a table of characters.

    Args:
        characters: single characters and what they fold to (traditional → simplified and other variants).
    """

    def __init__(self, characters: Mapping[str, str]) -> None:
        self._table = _Table(_latin() | {ord(source): target for source, target in characters.items()})

    def fold(self, text: str) -> str:
        """The form for comparison. ASCII text is only lowered; the result is deterministic for any input."""
        text = text.replace(PART, "\1")
        return _lowered(text) if text.isascii() else _repaired(text).translate(self._table)

    def fold_all(self, texts: Sequence[str]) -> list[str]:
        """What `fold` gives for each text, in a few passes over all of them."""
        if len(texts) < _FEW:
            return [self.fold(text) for text in texts]
        if PART in "".join(texts):
            texts = [text.replace(PART, "\1") for text in texts]
        ascii_only = [*map(str.isascii, texts)]
        plain = [*compress(range(len(texts)), ascii_only)]
        others = [*compress(range(len(texts)), map(not_, ascii_only))]
        folded = [""] * len(texts)
        lowered = _lowered(PART.join([texts[at] for at in plain])).split(PART)
        for at, text in zip(plain, lowered, strict=False):
            folded[at] = text
        for at, mapped in zip(others, self._mapped([texts[at] for at in others]), strict=True):
            folded[at] = self.fold(texts[at]) if mapped is None else mapped
        return folded

    def _mapped(self, texts: Sequence[str]) -> list[str | None]:
        """Texts folded together, character by character; None for one with a character that has to be seen beside others."""
        if not texts:
            return []
        points = codes(PART.join(texts))
        mapped = self._points[np.minimum(points, _BEYOND)]
        uneven = np.flatnonzero(mapped == _UNEVEN)
        alone = set(np.searchsorted(np.flatnonzero(points == ord(PART)), uneven).tolist())
        mapped[uneven] = ord(" ")
        together: list[str | None] = [*_ZERO_FOR_O.sub("o", decode(mapped)).split(PART)]
        for number in alone:
            together[number] = None
        return together

    @cached_property
    def _points(self) -> NDArray[np.uint32]:
        """The code point that each code point folds to.

        `_UNEVEN` where that is no or more than one character, where it depends on the characters around (combining marks,
        final sigma), and where text may have to be repaired first: accented letters and Cyrillic.
        """
        table = np.full(_BEYOND + 1, _UNEVEN, np.uint32)
        for first, last in _OWN_FORM:
            table[first:last] = np.arange(first, last)
        points = (*range(ord("A"), ord("Z") + 1), *_MAPPED_ALONE)
        every = self.fold("\n".join(map(chr, points)))  # together, which takes a part of the time
        for point, folded in zip(points, every.split("\n"), strict=True):
            table[point] = ord(folded) if len(folded) == 1 else _UNEVEN
        others = list(self._table.items())  # at once: other threads may add to it
        known = np.array([point for point, _ in others])
        targets = np.array([ord(target) if len(target) == 1 else _UNEVEN for _, target in others], np.uint32)
        plain = np.logical_or.reduce([(known >= first) & (known < last) for first, last in _OWN_FORM])
        table[known[plain]] = targets[plain]
        table[[ord(char) for char in SUSPECTS]] = _UNEVEN
        return table

    @staticmethod
    def skeletons(folded: Sequence[str]) -> tuple[list[str], list[int]]:
        """Each folded text with every number as one zero, and the places of those that have digits enough for a code.

        Texts that differ in house numbers only have one skeleton.
        """
        if not folded:
            return [], []
        points = codes(PART.join((*folded, "")))
        starts, ends, texts = digit_runs(points, np.flatnonzero(points == ord(PART)))
        coded = np.bincount(texts, ends - starts, len(folded)) >= _PHONE_DIGITS
        coded[texts[ends - starts >= _CODE_DIGITS]] = True
        digits = (points >= ord("0")) & (points <= ord("9"))
        kept = ~digits
        kept[starts] = True
        skeletons = decode(np.where(digits, ord("0"), points)[kept]).split(PART)
        return skeletons[:-1], np.flatnonzero(coded).tolist()

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
    lower = text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).lower()
    return _ZERO_FOR_O.sub("o", lower) if "0" in lower else lower


def _repaired(text: str) -> str:
    """The same, with the repairs that only some texts need."""
    lower = _lowered(reread(text)[0])
    return _MIXED.sub(lambda word: word.group().translate(_LOOKALIKES), lower) if _CYRILLIC(lower) else lower


def unrepeated(folded: str) -> list[int]:
    """Offset in a folded text of each character of its skeleton: all but the digits that follow a digit, then its length."""
    return [
        at for at in range(len(folded)) if not (at and _is_digit(folded[at]) and _is_digit(folded[at - 1]))
    ] + [len(folded)]


def _is_digit(char: str) -> bool:
    return "0" <= char <= "9"


def digit_runs(points: NDArray[np.uint32], parts: Ints) -> tuple[Ints, Ints, Ints]:
    """Half-open offsets of the runs of digits in texts that are parted at `parts`, and the number of each one's text."""
    digits = (points >= ord("0")) & (points <= ord("9"))
    edges = np.flatnonzero(np.diff(digits, prepend=False, append=False))
    starts, ends = edges[::2], edges[1::2]
    return starts, ends, np.searchsorted(parts, starts)


def _clusters(text: str) -> Iterator[tuple[int, str]]:
    """Stretches of `text` that normalization treats on their own: a character and the marks that follow it."""
    start = 0
    for position in range(1, len(text) + 1):
        if position == len(text) or not (
            unicodedata.combining(text[position]) or ord(text[position]) in _FOLLOWS
        ):
            yield start, text[start:position]
            start = position


def span(offsets: list[int], start: int, end: int) -> tuple[int, int]:
    """A stretch of the folded text as a stretch of the raw text, given `Folder.offsets` of the raw text."""
    last = offsets[end - 1] if end > start else offsets[start]
    while end < len(offsets) - 1 and offsets[end] <= last:
        end += 1
    return offsets[start], offsets[end]
