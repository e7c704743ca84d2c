r"""Chinese and Korean texts as arrays: the characters of many folded texts at once.

White space is gone, because these scripts use it for looks; everything else is kept. Offsets are those of the characters of all
texts together, each text followed by `PART`.

    >>> read = Characters.of(["辽宁 丹东", "延吉"])
    >>> read.squeezed
    '辽宁丹东\x00延吉\x00'
    >>> read.starts.tolist(), read.ends.tolist(), read.breaks.nonzero()[0].tolist()
    ([0, 5], [4, 7], [2])
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import compress
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nkrisk_geo.lexicon import PART, Flags, Ints, codes

_SPACE = np.array([chr(point).isspace() for point in range(0x3002)], np.bool_)
_RANGES = tuple(
    range_.split("-")
    for range_ in "\u1100-\u11ff \u2e80-\u9fff \uac00-\ud7af \uf900-\ufaff \U00020000-\U0003ffff".split()
)
_UNKNOWN, _NEITHER, _DECIMAL, _NUMERIC, _LETTER = range(5)


class Kinds:
    """For each code point, is it a letter, a decimal digit, another numeral (〇, ②), or none of them? Filled as it is asked."""

    def __init__(self) -> None:
        self._kinds: NDArray[np.uint8] = np.zeros(0x110000, np.uint8)

    def of(self, points: NDArray[np.uint32]) -> NDArray[np.uint8]:
        """The kinds of code points."""
        kinds = self._kinds[points]
        new = points[kinds == _UNKNOWN]
        if not len(new):
            return kinds
        for point in set(new.tolist()):
            self._kinds[point] = _kind(chr(point))
        return self._kinds[points]


def _kind(char: str) -> int:
    if char.isalpha():
        return _LETTER
    if char.isdecimal():
        return _DECIMAL
    return _NUMERIC if char.isalnum() else _NEITHER


_kinds = Kinds()


def is_character(char: str) -> bool:
    """Is it one of the Chinese and Korean characters?"""
    return any(first <= char <= last for first, last in _RANGES)


def has_characters(folded: str) -> bool:
    """A text without any has no name in Han or Hangul."""
    return not folded.isascii() and any(map(is_character, folded))


def have_words(texts: Sequence[str]) -> list[bool]:
    """For each text, has it two letters of an alphabet in a row? One without has no name in an alphabet. ASCII counts as such."""

    def two_in_a_row(points: NDArray[np.uint32]) -> Flags:
        letters = _kinds.of(points) == _LETTER
        for first, last in _RANGES:
            letters &= (points < ord(first)) | (points > ord(last))
        return np.append(letters[:-1] & letters[1:], False)

    return _having(texts, two_in_a_row, of_ascii=True)


def have_ideographs(texts: Sequence[str]) -> list[bool]:
    """For each text, has it a Chinese character of the common ones?"""
    return _having(texts, lambda points: (points >= 0x4E00) & (points <= 0x9FFF), of_ascii=False)


def _having(
    texts: Sequence[str], marked: Callable[[NDArray[np.uint32]], Flags], *, of_ascii: bool
) -> list[bool]:
    """For each text, is one of its code points marked? Those in ASCII are not looked at."""
    if all(map(str.isascii, texts)):
        return [of_ascii] * len(texts)
    ascii_only = np.fromiter(map(str.isascii, texts), np.bool_, len(texts))
    others = np.flatnonzero(~ascii_only)
    points = codes(PART.join((*compress(texts, ~ascii_only), "")))
    flags = marked(points)
    first = np.flatnonzero(flags[1:] & ~flags[:-1]) + 1  # of a row of marked ones
    first = np.append(0, first) if len(flags) and flags[0] else first
    found = np.where(ascii_only, of_ascii, False)
    found[others[np.searchsorted(np.flatnonzero(points == ord(PART)), first)]] = True
    flagged: list[bool] = found.tolist()
    return flagged


def unspaced(text: str) -> Ints:
    """The offsets of characters that are no white space."""
    return np.flatnonzero(~_SPACE[np.minimum(codes(text), len(_SPACE) - 1)])


class Characters(NamedTuple):
    """The characters of some texts.

    Attributes:
        squeezed: those of all texts without white space, each text followed by `PART`.
        points: its code points.
        starts, ends: half-open offsets of each text in it.
        breaks: for each character, was there white space right before it?
        letters, alphanumeric: for each character, what it is.
        worded: for each character, is it a letter or a numeral that is no digit (〇), as words have them?
    """

    squeezed: str
    points: NDArray[np.uint32]
    starts: Ints
    ends: Ints
    breaks: Flags
    letters: Flags
    alphanumeric: Flags
    worded: Flags

    @staticmethod
    def of(texts: Sequence[str]) -> Characters:
        """The characters of folded texts."""
        joined = PART.join((*texts, ""))
        squeezed = "".join(joined.split())
        points = codes(squeezed)
        breaks = np.zeros(len(points), np.bool_)
        if len(squeezed) < len(joined):
            breaks[1:] = np.diff(unspaced(joined)) > 1
        ends = np.flatnonzero(points == ord(PART))
        kinds = _kinds.of(points)
        return Characters(
            squeezed,
            points,
            np.append(0, ends[:-1] + 1),
            ends,
            breaks,
            kinds == _LETTER,
            kinds >= _DECIMAL,
            kinds >= _NUMERIC,
        )

    def text(self, number: int) -> str:
        """The characters of one of the texts."""
        return self.squeezed[self.starts[number] : self.ends[number]]

    def text_of(self, at: Ints) -> Ints:
        """The number of the text at an offset."""
        return np.searchsorted(self.ends, at, side="right")

    def opens(self, at: Ints) -> Flags:
        """Does a stretch of characters open at an offset: a text, or what follows white space, punctuation or ASCII?"""
        before = np.maximum(at - 1, 0)
        opens: Flags = (at == 0) | self.breaks[at] | ~self.alphanumeric[before] | (self.points[before] < 128)
        return opens

    def closes(self, at: Ints) -> Flags:
        """Does a stretch of characters close at an offset?"""
        closes: Flags = self.breaks[at] | ~self.alphanumeric[at]
        return closes
