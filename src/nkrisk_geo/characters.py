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

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nkrisk_geo.lexicon import PART, Flags, Ints, codes

_SPACES = tuple(point for point in range(0x3001) if chr(point).isspace())
_UNKNOWN, _NEITHER, _NUMERIC, _LETTER = range(4)


class Kinds:
    """For each code point, is it a letter, another alphanumeric character, or neither? Filled as it is asked."""

    def __init__(self) -> None:
        self._kinds: NDArray[np.uint8] = np.zeros(0x110000, np.uint8)

    def of(self, points: NDArray[np.uint32]) -> NDArray[np.uint8]:
        """The kinds of code points."""
        kinds = self._kinds[points]
        new = points[kinds == _UNKNOWN]
        if not len(new):
            return kinds
        for point in np.unique(new).tolist():
            char = chr(point)
            self._kinds[point] = _LETTER if char.isalpha() else _NUMERIC if char.isalnum() else _NEITHER
        return self._kinds[points]


_kinds = Kinds()


def unspaced(text: str) -> Ints:
    """The offsets of characters that are no white space."""
    return np.flatnonzero(~np.isin(codes(text), _SPACES))


@dataclass(frozen=True, slots=True)
class Characters:
    """The characters of some texts.

    Attributes:
        squeezed: those of all texts without white space, each text followed by `PART`.
        points: its code points.
        starts, ends: half-open offsets of each text in it.
        breaks: for each character, was there white space right before it?
        letters, alphanumeric: for each character, what it is.
    """

    squeezed: str
    points: NDArray[np.uint32]
    starts: Ints
    ends: Ints
    breaks: Flags
    letters: Flags
    alphanumeric: Flags

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
            squeezed, points, np.append(0, ends[:-1] + 1), ends, breaks, kinds == _LETTER, kinds >= _NUMERIC
        )

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
