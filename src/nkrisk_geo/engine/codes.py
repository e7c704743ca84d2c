"""Codes in a text: six digits in a row, telephone area codes, registration numbers.

A six-digit number may be a postcode of China, India or Russia, a division code or a part of something longer; whether it
counts is decided later, from what else the text says. The engine looks for them, in `codes.c` of `src/engine`.

    >>> [code.value for code in codes("118000 tel +86-415-2123456")]
    ['118000', '415']
"""

from __future__ import annotations

import ctypes
from typing import NamedTuple

from nkrisk_geo.gazetteer.vocabulary import CODE_LETTERS
from nkrisk_geo.native.characters import CODEC, KINDS, PART
from nkrisk_geo.native.library import address_of, library


class Code(NamedTuple):
    """A code in a text.

    `kind`: `a` a labelled division code, `p` six other digits, `t` a telephone area code, `T` one behind +86, `c`
    another country's calling code, `r` the division in a unified social credit code (its digits 3 to 8). Offsets are in
    the folded text.
    """

    kind: str
    value: str
    start: int
    end: int


def codes(folded: str) -> tuple[Code, ...]:
    """The codes of a folded text, in its order.

    Raises:
        ValueError: the text has a zero character in it; folding leaves none.
    """
    if PART in folded:
        raise ValueError("a text has a zero character in it")
    KINDS.know(map(ord, folded))
    points, room = f"{folded}{PART}".encode(CODEC), _USUAL
    while True:
        rows = (ctypes.c_int32 * (_NUMBERS * room))()
        count = library().nk_codes(_KINDS, points, len(folded), rows, room)
        if count <= room:
            break
        room = count
    found = zip(*[iter(rows[: _NUMBERS * count])] * _NUMBERS, strict=True)
    return tuple(
        [Code(CODE_LETTERS[kind], folded[start:end], start, end) for kind, start, end in found]
    )


_KINDS = address_of(KINDS.memory)
_USUAL, _NUMBERS = 20, 3
"""Codes of a text, and numbers that the engine says of each."""
