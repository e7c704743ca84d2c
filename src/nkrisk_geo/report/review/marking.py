"""The text of an address with its clues marked, in pieces for whoever draws them.

>>> pieces = mark_clues("NO.9 JILIN RD, DANDONG", [Span(15, 22, "clue"), Span(5, 10, "aside")])
>>> [(piece.text, piece.kind) for piece in pieces]
[('NO.9 ', ''), ('JILIN', 'aside'), (' RD, ', ''), ('DANDONG', 'clue')]
>>> bracket_clues(pieces)
'NO.9 JILIN RD, [DANDONG]'
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.model import Resolution

CLUE, AGAINST, ASIDE = "clue", "against", "aside"
"""Kinds of words: they speak for the place, for another one, for none (as the name of a road)."""
LONGEST = 600
"""Characters of a text that are shown."""
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")


class Span(NamedTuple):
    """Words in a text, by half-open offsets."""

    start: int
    end: int
    kind: str


class MarkedPiece(NamedTuple):
    """A piece of a text; `kind` is empty for what is no clue."""

    text: str
    kind: str


PLAIN = Span(0, 0, "")
"""What is no clue."""


def find_spans(answer: Resolution, gazetteer: Gazetteer) -> list[Span]:
    """Where the clues stand in the text of an answer."""
    found = []
    for each in answer.evidence:
        if each.field == "text" and each.start is not None and each.end is not None:
            kind = ASIDE if each.unit is None else _side(each.unit, answer, gazetteer)
            found.append(Span(each.start, each.end, kind))
    return found


def _side(unit: str, answer: Resolution, gazetteer: Gazetteer) -> str:
    """Does what speaks for a unit speak for the place of the answer, or against it?"""
    if answer.place is None:
        return CLUE
    place, other = gazetteer.number[answer.place.code], gazetteer.number[unit]
    around = other in gazetteer.ancestors(place) or place in gazetteer.ancestors(other)
    return CLUE if around else AGAINST


def mark_clues(text: str, spans: Iterable[Span]) -> list[MarkedPiece]:
    """The text in pieces, a mark for each span; where two overlap, the longer one is marked."""
    shown, kinds = show_plainly(text)[:LONGEST], dict[int, Span]()
    # What comes later covers what came before, so the longer ones come last, and of equal ones those that count.
    for span in sorted(
        spans, key=lambda each: (each.end - each.start, each.kind != ASIDE)
    ):
        kinds.update(dict.fromkeys(range(span.start, min(span.end, len(shown))), span))
    pieces, before = list[MarkedPiece](), PLAIN
    for at, char in enumerate(shown):
        span = kinds.get(at, PLAIN)
        if pieces and span is before:
            pieces[-1] = MarkedPiece(pieces[-1].text + char, pieces[-1].kind)
        else:
            pieces.append(MarkedPiece(char, span.kind))
        before = span
    return pieces + [MarkedPiece(" …", "")] * (len(text) > LONGEST)


def shorten(pieces: Sequence[MarkedPiece], most: int) -> list[MarkedPiece]:
    """The pieces of the first so many characters, with a sign where more is left out."""
    found, left = list[MarkedPiece](), most
    for text, kind in pieces:
        if len(text) > left:
            return [*found, MarkedPiece(text[:left], kind), MarkedPiece(" …", "")]
        found.append(MarkedPiece(text, kind))
        left -= len(text)
    return found


def show_plainly(text: str) -> str:
    """The text, each character that cannot be seen or turns the line round as a blank; offsets stay."""
    return "".join(
        " " if unicodedata.category(char) in _UNSEEN else char for char in text
    )


def bracket_clues(pieces: Sequence[MarkedPiece]) -> str:
    """The text with its clues in brackets, where nothing else can mark them."""
    return "".join(f"[{text}]" if kind == CLUE else text for text, kind in pieces)
