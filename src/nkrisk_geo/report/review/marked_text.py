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
from itertools import groupby
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
MORE = MarkedPiece(" …", "")
"""The sign of what is left out."""


def find_spans(answer: Resolution, gazetteer: Gazetteer) -> list[Span]:
    """Where the clues stand in the text of an answer."""
    found = list[Span]()
    for each in answer.evidence:
        start, end = each.start, each.end
        if each.field == "text" and start is not None and end is not None:
            kind = _side(each.unit, answer, gazetteer)
            found.append(Span(start, end, kind))
    return found


def _side(
    unit: str | None,
    answer: Resolution,
    gazetteer: Gazetteer,
) -> str:
    """Does what speaks for a unit speak for the place of the answer, or against it?"""
    if unit is None:
        return ASIDE
    if answer.place is None:
        return CLUE
    place = gazetteer.number[answer.place.code]
    other = gazetteer.number[unit]
    # What lies around a place speaks for it, and so does what lies in it.
    if other in gazetteer.ancestors(place) or place in gazetteer.ancestors(other):
        return CLUE
    return AGAINST


def mark_clues(text: str, spans: Iterable[Span]) -> list[MarkedPiece]:
    """The text in pieces, a mark for each span; where two overlap, the longer one is marked."""
    shown = show_plainly(text)[:LONGEST]
    marks = _lay_out(spans, len(shown))
    pieces = list[MarkedPiece]()
    for span, chars in groupby(enumerate(shown), key=lambda each: marks[each[0]]):
        words = "".join(char for _, char in chars)
        pieces.append(MarkedPiece(words, span.kind))
    if len(text) > LONGEST:
        pieces.append(MORE)
    return pieces


def _lay_out(spans: Iterable[Span], length: int) -> list[Span]:
    """The span that marks each character."""
    marks = [PLAIN] * length
    # What comes later covers what came before, so the longer ones come last.
    for span in sorted(spans, key=_weight):
        end = min(span.end, length)
        marks[span.start : end] = [span] * (end - span.start)
    return marks


def _weight(span: Span) -> tuple[int, bool]:
    """The longer covers the shorter, and of equal ones what counts covers what does not."""
    return span.end - span.start, span.kind != ASIDE


def shorten(pieces: Sequence[MarkedPiece], most: int) -> list[MarkedPiece]:
    """The pieces of the first so many characters, with a sign where more is left out."""
    found, left = list[MarkedPiece](), most
    for text, kind in pieces:
        if len(text) > left:
            last = MarkedPiece(text[:left], kind)
            return [*found, last, MORE]
        found.append(MarkedPiece(text, kind))
        left -= len(text)
    return found


def show_plainly(text: str) -> str:
    """The text, each character that cannot be seen or turns the line round as a blank."""
    # One blank for each, because clues are told by their offsets.
    return "".join(" " if _is_unseen(char) else char for char in text)


def _is_unseen(char: str) -> bool:
    return unicodedata.category(char) in _UNSEEN


def bracket_clues(pieces: Sequence[MarkedPiece]) -> str:
    """The text with its clues in brackets, where nothing else can mark them."""
    return "".join(f"[{text}]" if kind == CLUE else text for text, kind in pieces)
