r"""Alphabetic texts as arrays: the tokens of many folded texts at once.

A text is *squeezed*: white space, hyphens, apostrophes and full stops are gone, other punctuation is kept. Its tokens are
runs of letters of one alphabet, runs of digits, runs of Chinese or Korean characters and single punctuation marks. Offsets
are those of the squeeze of all texts together, which are parted by `PART`.

    >>> tokens = squeeze(["dan-dong, p.r.china 118000", "7 li's rd"])
    >>> [tokens.letters[start:end] for start, end in zip(tokens.starts, tokens.ends)]
    ['dan', 'dong', ',', 'p', 'r', 'china', '118000', '\x00', '7', 'li', 's', 'rd', '\x00']
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nkrisk_geo.lexicon import PART, Ints, codes, decode

DROPPED, LATIN, DIGITS, HARD, PARTING, CJK, OTHER = range(7)
"""Kinds of characters and of the tokens made of them; `OTHER` are letters of other alphabets."""
_UNKNOWN = 255
_JOINING = frozenset("'`._-")
_CJK = ((0x1100, 0x1200), (0x2E80, 0xA000), (0xAC00, 0xD7B0), (0xF900, 0xFB00), (0x20000, 0x30000))

Kinds = NDArray[np.uint8]


class Tokens(NamedTuple):
    """The tokens of some texts.

    Attributes:
        letters: the squeeze of all texts, each followed by `PART`.
        points: its code points.
        starts, ends: half-open offsets of each token in it.
        kinds: the kind of each token.
        before: the code point right before each token in the text, 0 at its start.
        parts: the number of the token that ends each text.
    """

    letters: str
    points: NDArray[np.uint32]
    starts: Ints
    ends: Ints
    kinds: Kinds
    before: NDArray[np.uint32]
    parts: Ints


def squeeze(texts: Sequence[str]) -> Tokens:
    """The tokens of folded texts."""
    joined = PART.join((*texts, ""))
    points = codes(joined)
    kinds = kinds_of(points, ascii_only=joined.isascii())
    kept = np.flatnonzero(kinds)
    every, points, kinds = points, points[kept], kinds[kept]
    opens = np.ones(len(kept), np.bool_)
    opens[1:] = (np.diff(kept) > 1) | (kinds[1:] != kinds[:-1]) | (kinds[1:] == HARD) | (kinds[1:] == PARTING)
    starts = np.flatnonzero(opens)
    token_kinds = kinds[starts]
    return Tokens(
        decode(points),
        points,
        starts,
        np.append(starts[1:], len(points)),
        token_kinds,
        every[kept[starts] - 1],
        np.flatnonzero(token_kinds == PARTING),
    )


def places(folded: str) -> Ints:
    """Offset in a folded text of each character of its squeeze."""
    return np.flatnonzero(kinds_of(codes(folded), ascii_only=folded.isascii()))


def kinds_of(points: NDArray[np.uint32], *, ascii_only: bool) -> Kinds:
    """The kind of each code point."""
    if ascii_only:
        return _ascii()[points]
    table = _table()
    kinds = table[points]
    unknown = points[kinds == _UNKNOWN]
    if len(unknown):
        for point in set(unknown.tolist()):
            table[point] = _kind(chr(point))
        kinds = table[points]
    return kinds


@cache
def _table() -> Kinds:
    """The kinds of all code points; those that are no ideographs are filled in when they are met."""
    table = np.full(0x110000, _UNKNOWN, np.uint8)
    for first, last in _CJK:
        table[first:last] = CJK
    table[:128] = _ascii()
    return table


@cache
def _ascii() -> Kinds:
    """The kinds of the first code points."""
    return np.array([_kind(chr(point)) for point in range(128)], np.uint8)


def _kind(char: str) -> int:
    if char == PART:
        return PARTING
    if char > "\uffff":
        return HARD
    if "a" <= char <= "z":
        return LATIN
    if "0" <= char <= "9":
        return DIGITS
    if char.isspace() or char in _JOINING or char.isdecimal():
        return DROPPED
    return OTHER if char.isalnum() else HARD
