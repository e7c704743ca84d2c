"""What this version answers about a record of a file, beside what stands in the file.

A file has the answer, but not where in the text each clue stands. So the record is answered once
more. Where the two answers are not the same (the data are newer, or the file was made with zones or
a threshold of one's own), what the file says is shown, without marks, and said to be so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.model import Resolution
from nkrisk_geo.model.errors import InputError
from nkrisk_geo.model.fields import POINT
from nkrisk_geo.model.sentences import reword_evidence
from nkrisk_geo.model.wording import Wording
from nkrisk_geo.report.review import narration
from nkrisk_geo.report.review.marked_text import (
    ASIDE,
    LONGEST,
    MarkedPiece,
    find_spans,
    mark_clues,
    show_plainly,
)
from nkrisk_geo.resolver.resolution import resolve

REASONS = 4
"""Clues that a sheet tells."""
_SAME = ("status", "country", "adcode", "township_code", "level")
"""What two answers have to have in common to be the same."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What there is to say of a record.

    Attributes:
        pieces: its text, with the clues marked.
        beside: its other fields.
        why, others: the clues, and what else it could be, in words.
        answer: that of this version, None where it is not that of the file.
    """

    pieces: tuple[MarkedPiece, ...]
    beside: str
    why: str
    others: str
    answer: Resolution | None


def find_out(
    fields: Mapping[str, str],
    told: Mapping[str, Any],
    gazetteer: Gazetteer,
    words: Wording,
) -> Finding:
    """What there is to say of a record with its answer in a file."""
    text = fields.get("address", "")
    beside = _tell_beside(fields, words)
    # A text is read in some fifty microseconds, so nothing of this has to be kept in the file.
    answer = resolve_again(fields)
    if not _is_same(answer, told):
        plain_pieces = mark_clues(text, ()) or _no_text(beside, words)
        why = _tell_other_data(told["evidence"], words)
        return Finding((*plain_pieces,), beside, why, told["candidates"] or "", None)
    spans = find_spans(answer, gazetteer)
    pieces = mark_clues(text, spans) or _no_text(beside, words)
    why = narration.tell_reasons(answer, REASONS, words)
    others = narration.tell_others(list_others(answer, words), words)
    return Finding((*pieces,), beside, why, others, answer)


def _tell_beside(fields: Mapping[str, str], words: Wording) -> str:
    """The fields beside the text, each with its name."""
    return "; ".join(
        f"{name_field(name, words)} {show_plainly(value)}"
        for name, value in fields.items()
        if name != "address"
    )


def name_field(name: str, words: Wording) -> str:
    """What a field is called."""
    return words.label("degrees" if name in POINT else "field", name)


def _is_same(answer: Resolution, told: Mapping[str, Any]) -> bool:
    """Is an answer that of a file?"""
    now = answer.to_dict()
    # What is empty is nothing in one and an empty text in the other.
    return all((now[name] or None) == (told[name] or None) for name in _SAME)


def _tell_other_data(evidence: str | None, words: Wording) -> str:
    """The clues of an answer that this version would not give."""
    said = evidence or words("told.nothing")
    # In English the cell stays as the file has it, so that it can be found there.
    if evidence and words.language != "en":
        said = reword_evidence(evidence, words)
    return words("told.other_data", said=said)


def _no_text(beside: str, words: Wording) -> list[MarkedPiece]:
    """What is shown where there is no text: an empty cell would look like a fault."""
    there = beside or words("told.nothing_beside")
    shown = words("told.no_text", beside=there)
    return [MarkedPiece(shown[:LONGEST], ASIDE)]


def resolve_again(fields: Mapping[str, str]) -> Resolution:
    """The answer of this version for a record of texts."""
    texts = {name: value for name, value in fields.items() if name not in POINT}
    plain: dict[str, Any] = texts
    degrees = {name: fields[name] for name in POINT if name in fields}
    try:
        point: dict[str, Any] = {name: float(said) for name, said in degrees.items()}
        return resolve(**plain, **point)
    except (InputError, ValueError):  # a point that is none, as the file may hold
        return resolve(**plain)


def list_others(answer: Resolution, words: Wording) -> list[tuple[str, float]]:
    """The candidates beside the place, the most probable first."""
    own = answer.place.code if answer.place else None
    others = [each for each in answer.candidates if each.unit.code != own]
    return [
        (words.place(each.unit.name_en, each.unit.name_zh), each.probability)
        for each in others
    ]
