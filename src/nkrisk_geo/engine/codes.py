"""Codes in a text: six digits in a row, telephone area codes, registration numbers.

A six-digit number may be a postcode of China, India or Russia, a division code or a part of
something longer; whether it counts is decided later, from what else the text says. The engine
looks for them, in `codes.c` of `src/engine`.

    >>> [code.value for code in codes("118000 tel +86-415-2123456")]
    ['118000', '415']
"""

from __future__ import annotations

import ctypes
from codecs import utf_32_le_encode
from collections.abc import Iterator
from typing import Any, NamedTuple

from nkrisk_geo.gazetteer.vocabulary import CODE_LETTERS
from nkrisk_geo.model.drafts import make_tuple
from nkrisk_geo.native.characters import KINDS, TEXT_END
from nkrisk_geo.native.library import address_of, library


class Code(NamedTuple):
    """A code in a text.

    `kind`: `a` a labelled division code, `p` six other digits, `t` a telephone area code, `T`
    one behind +86, `c` another country's calling code, `r` the division in a unified social
    credit code (its digits 3 to 8). Offsets are in the folded text.
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
    if TEXT_END in folded:
        raise ValueError("a text has a zero character in it")
    points, length = utf_32_le_encode(f"{folded}{TEXT_END}")[0], len(folded)
    if _HAS_UNKNOWN(_KINDS, points, length):
        KINDS.know(map(ord, folded))
    room = _USUAL
    while True:
        rows = (ctypes.c_int32 * (_NUMBERS * room))()
        count = _CODES(_KINDS, points, length, rows, room)
        if count <= room:
            break
        # The engine counts what it has no room for; a text of more codes is looked at twice.
        room = count
    found: Iterator[Any] = iter(rows[: _NUMBERS * count])
    return tuple(
        [
            make_tuple(Code, (CODE_LETTERS[kind], folded[start:end], start, end))
            for kind, start, end in zip(found, found, found, strict=True)
        ]
    )


_KINDS = address_of(KINDS.memory)
_CODES, _HAS_UNKNOWN = library().nk_codes, library().nk_has_unknown
_USUAL, _NUMBERS = 20, 3
"""Codes of a text, and numbers that the engine says of each."""
