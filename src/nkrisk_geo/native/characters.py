"""What characters are: letters, digits, marks, Chinese or Korean ones.

Each is looked at when it is first met.

Before a text is searched for names in alphabets it is *squeezed*: white space, hyphens,
apostrophes and full stops are gone, other punctuation is kept. Its tokens are runs of letters
of one alphabet, runs of digits, runs of Chinese or Korean characters and single punctuation
marks. In Han and Hangul only white space is gone, because these scripts use it for looks.
"""

from __future__ import annotations

import codecs
from array import array
from collections.abc import Iterable

_DROPPED, _LATIN, _DIGITS, _HARD, _PARTING, _CJK, _OTHER = range(7)
"""Kinds of characters and of the tokens made of them; `_OTHER` are letters of other alphabets."""
_TOKEN_KINDS = 7
_LETTER, _DECIMAL, _ALPHANUMERIC = 8, 16, 32
_SPACE, _IDEOGRAPH, _KNOWN = 64, 128, 256
"""Bits of what a character is; `src/engine/reader.h` has the same."""
_JOINING = frozenset("'`._-")
_IN_TOKENS = (
    (0x1100, 0x1200),
    (0x2E80, 0xA000),
    (0xAC00, 0xD7B0),
    (0xF900, 0xFB00),
    (0x20000, 0x30000),
)
"""Characters that make tokens of their own, with the marks among them."""
_IDEOGRAPHS = (*_IN_TOKENS[:-1], (0x20000, 0x40000))
_PLAIN = ((0x4E00, 0x9FA6), (0xAC00, 0xD7A4))
"""Chinese characters and Hangul syllables that every Unicode has."""
TEXT_END = "\0"
"""What parts texts that are looked at together; folding leaves it in none."""
CODEC = "utf-32-le"
"""Texts as code points."""
# Now: a child that was forked while another thread first looked it up would wait for ever.
codecs.lookup(CODEC)


class Kinds:
    """What each code point is.

    Attributes:
        memory: bits of 16 for each code point; none for those that no text has had so far.
    """

    def __init__(self) -> None:
        room = bytearray(2 * 0x110000)
        self.memory: memoryview = memoryview(room).cast("H")
        kind = _CJK | _LETTER | _ALPHANUMERIC | _IDEOGRAPH | _KNOWN
        # Known from the start: one by one they would cost the first Chinese texts their speed.
        for first, last in _PLAIN:
            kinds = array("H", [kind]) * (last - first)
            self.memory[first:last] = memoryview(kinds)
        # These, whatever the texts have: the engine puts a zero for any number.
        self.know(range(0x80))

    def know(self, points: Iterable[int]) -> None:
        """Look at those of some code points that are new."""
        for point in {*points}:
            if not self.memory[point]:
                self.memory[point] = _kind(chr(point))


def _kind(char: str) -> int:
    return (
        _KNOWN
        | _token_kind(char)
        | _LETTER * char.isalpha()
        | _DECIMAL * char.isdecimal()
        | _ALPHANUMERIC * char.isalnum()
        | _SPACE * char.isspace()
        | _IDEOGRAPH * _is_in(_IDEOGRAPHS, char)
    )


def _token_kind(char: str) -> int:
    if char == TEXT_END:
        return _PARTING
    if _is_in(_IN_TOKENS, char):
        return _CJK
    if char > "\uffff":
        return _HARD
    if "a" <= char <= "z":
        return _LATIN
    if "0" <= char <= "9":
        return _DIGITS
    if char.isspace() or char in _JOINING or char.isdecimal():
        return _DROPPED
    return _OTHER if char.isalnum() else _HARD


def _is_in(ranges: tuple[tuple[int, int], ...], char: str) -> bool:
    point = ord(char)
    # Half of what is asked for is ASCII.
    return point >= ranges[0][0] and any(
        first <= point < last for first, last in ranges
    )


KINDS = Kinds()
