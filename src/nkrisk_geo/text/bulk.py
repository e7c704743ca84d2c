"""Folding of many texts at once, as `nkrisk_geo.text.normalizer.Normalizer` folds each of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from nkrisk_geo.native import calls
from nkrisk_geo.native.arrays import Ints, Points, code_points, codes
from nkrisk_geo.native.calls import Bytes, Rows, State
from nkrisk_geo.text.misread_gbk import read_behind_suspects, suspects
from nkrisk_geo.text.mojibake import western_pair
from nkrisk_geo.text.normalizer import LOOKALIKES, Normalizer

_OWN_FORM = ((0, 0x80), (0x3400, 0xA000), (0xAC00, 0xD7A4), (0x20000, 0x2F800))
"""ASCII, Chinese characters and Hangul syllables: they are their own compatibility form."""
_MAPPED_ALONE = tuple(
    point
    for first, last in (
        (0x2010, 0x2070),
        (0x20A0, 0x2B00),
        (0x3000, 0x3131),
        (0x3190, 0x3400),
        (0xFE30, 0xFE70),
        (0xFF01, 0xFF9E),
    )
    for point in range(first, last)
    if not unicodedata.combining(chr(point))
)
"""Punctuation, symbols, kana and full-width forms, which fold alike wherever they stand. Letters of
Hangul do not: they become parts of syllables."""
_ACCENTED = ((0x80, 0x250), (0x1E00, 0x1F00))
"""Letters with accents, and the signs beside them, which fold alike wherever they stand unless
they are broken text."""
_MARKS = ((1 << 30, 1 << 29), (1 << 28, 1 << 27))
"""Marks in the table of single characters: one with the first of a pair that is followed by one
with the second may be broken text, read in a Western encoding or as GBK."""
_TWICE = 1 << 26
"""A mark of those that become one character twice: ß, Ⅱ."""
_BEYOND, _UNEVEN = 0x30000, 0xFFFFFFFF
"""The first code point that the table of single characters leaves out, and what stands in it
for those that are left out."""


class Folded(NamedTuple):
    """Folded texts.

    Attributes:
        points: their code points, each text followed by `TEXT_END`, in no certain order; those that
            were folded one by one have zeros in the place of the letter O.
        starts: where each begins.
        state: bits of `nkrisk_geo.native.calls.State`.
    """

    points: Points
    starts: Ints
    state: Bytes


class BulkFolding:
    """Folds many texts at once.

    Args:
        folder: folds those whose characters have to be seen beside others.
    """

    def __init__(self, folder: Normalizer) -> None:
        self._folder, self._table = folder, _table_of(folder)

    def of(self, data: Bytes, offsets: Rows, text: Callable[[int], str]) -> Folded:
        """What `fold` gives for each of some texts in UTF-8, in one pass over nearly all of them.

        Args:
            data, offsets: the texts as Arrow has them; see `nkrisk_geo.native.calls.fold_texts`.
            text: gives one of them by its number. It is asked for those whose characters have
                to be seen beside others, and for what is no UTF-8.
        """
        points, starts, state = calls.fold_texts(self._table, data, offsets)
        uneven = np.flatnonzero(state & State.UNEVEN)
        if len(uneven):
            others = [self._folder.fold(text(at)) for at in uneven.tolist()]
            # Behind the others, each with a `TEXT_END` behind it.
            sizes = [len(other) + 1 for other in others]
            starts[uneven] = len(points) + np.cumsum([0, *sizes[:-1]])
            points = np.concatenate([points, code_points(others)])
        return Folded(points, starts, state)


def _table_of(folder: Normalizer) -> Points:
    """The code point that each code point folds to, with marks where it may be of broken text.

    `_UNEVEN` where that is no or several characters, where it depends on the characters
    around (combining marks, final sigma), and where text may have to be repaired first:
    Cyrillic and Greek.
    """
    table = np.full(_BEYOND + 1, _UNEVEN, np.uint32)
    for first, last in _OWN_FORM:
        table[first:last] = np.arange(first, last)
    accented = [point for first, last in _ACCENTED for point in range(first, last)]
    points = (*range(ord("A"), ord("Z") + 1), *_MAPPED_ALONE, *accented)
    # At once: other threads may add to it.
    others = list(folder.table.items())
    known = np.array([point for point, _ in others])
    targets = np.array([_one_point(*each) for each in others], np.uint32)
    plain = np.zeros(len(known), np.bool_)
    for first, last in _OWN_FORM:
        plain |= (known >= first) & (known < last)
    table[known[plain]] = targets[plain]

    # Folded together, which takes a part of the time.
    every = folder.fold("\n".join(map(chr, points)))
    for point, folded in zip(points, every.split("\n"), strict=True):
        # µ is a Greek letter, as in ㎛; beside Latin ones it may be meant for one of them.
        letters = unicodedata.normalize("NFKC", chr(point)).lower()
        is_plain = LOOKALIKES.keys().isdisjoint(letters)
        table[point] = _one_point(point, folded) if is_plain else _UNEVEN

    broken = (western_pair(), ("".join(suspects()), read_behind_suspects()))
    for pair, marks in zip(broken, _MARKS, strict=True):
        for chars, mark in zip(pair, marks, strict=True):
            marked = codes(chars)
            # What is uneven has all bits already.
            table[marked] |= np.uint32(mark)
    return table


def _one_point(point: int, text: str) -> int:
    """The code point of a text of one character, which may stand there twice.

    `_UNEVEN` of any other, and where it takes more room than the character it is made of.
    """
    if len(text) == 2 and text[0] == text[1] and point >= 0x80:
        return ord(text[0]) | _TWICE
    return ord(text) if len(text) == 1 else _UNEVEN
