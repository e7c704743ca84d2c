r"""Combining marks, and the compatibility form (NFKC) of texts that others wrote.

Normalizing sorts the marks behind a character, by insertion: a cell of 250,000 marks of two
classes in turn takes minutes. No language piles up more than a few, so a pile is cut to 30
marks before, as in Unicode's stream-safe text form.

    >>> to_nfkc("ｅ" + "\u0301" * 99 + "！") == "é" + "\u0301" * 29 + "!"
    True
"""

from __future__ import annotations

import unicodedata

MOST_MARKS = 30
"""Marks behind a character that are kept, as in Unicode Standard Annex 15, section 13."""
MARKS_TOO = frozenset("\u0f73\u0f75\u0f81\uff9e\uff9f")
"""Characters that are no marks by their class and decompose to some."""
_FIRST = "\u0300"
"""The first mark."""


def to_nfkc(text: str) -> str:
    """The compatibility form of a text, piles of marks cut."""
    # A pile that is too long has one mark or more among each so many characters: only those
    # are looked at.
    for char in text[MOST_MARKS :: MOST_MARKS + 1]:
        if char >= _FIRST and (unicodedata.combining(char) or char in MARKS_TOO):
            return unicodedata.normalize("NFKC", _cut_piles(text))
    return unicodedata.normalize("NFKC", text)


def _cut_piles(text: str) -> str:
    """The text with the first marks of each pile."""
    kept, pile = list[str](), 0
    for char in text:
        pile = pile + 1 if unicodedata.combining(char) or char in MARKS_TOO else 0
        if pile <= MOST_MARKS:
            kept.append(char)
    return "".join(kept)
