"""What this version answers about a record of a file, beside what stands in the file.

A file has the answer, but not where in the text each clue stands. So the record is answered once more. Where the two answers
are not the same (the data are newer, or the file was made with zones or a threshold of one's own), what the file says is shown,
without marks, and said to be so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.model import Resolution
from nkrisk_geo.model.errors import InputError
from nkrisk_geo.model.fields import POINT
from nkrisk_geo.report.review import narration
from nkrisk_geo.report.review.marking import (
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
    fields: Mapping[str, str], told: Mapping[str, Any], gazetteer: Gazetteer
) -> Finding:
    """What there is to say of a record with its answer in a file."""
    text = fields.get("address", "")
    beside = "; ".join(
        f"{name} {show_plainly(value)}"
        for name, value in fields.items()
        if name != "address"
    )
    # A text of its own is read in some fifty microseconds, so nothing of this has to be kept in the file.
    answer = resolve_again(fields)
    same = answer.to_dict()
    if any((same[name] or None) != (told[name] or None) for name in _SAME):
        why = f"as in the file, made with other data or options: {told['evidence'] or 'nothing'}"
        pieces = mark_clues(text, ()) or _no_text(beside)
        return Finding((*pieces,), beside, why, told["candidates"] or "", None)
    pieces = mark_clues(text, find_spans(answer, gazetteer)) or _no_text(beside)
    why = narration.tell_reasons(answer, REASONS)
    others = narration.tell_others(list_others(answer))
    return Finding((*pieces,), beside, why, others, answer)


def _no_text(beside: str) -> list[MarkedPiece]:
    """What is shown where there is no text: an empty cell would look like a fault."""
    return [MarkedPiece(f"(no text; {beside or 'nothing beside it'})"[:LONGEST], ASIDE)]


def resolve_again(fields: Mapping[str, str]) -> Resolution:
    """The answer of this version for a record of texts."""
    plain: dict[str, Any] = {
        name: value for name, value in fields.items() if name not in POINT
    }
    try:
        point: dict[str, Any] = {
            name: float(fields[name]) for name in POINT if name in fields
        }
        return resolve(**plain, **point)
    except (InputError, ValueError):  # a point that is none, as the file may hold
        return resolve(**plain)


def list_others(answer: Resolution) -> list[tuple[str, float]]:
    """The candidates beside the place, the most probable first."""
    own = answer.place.code if answer.place else None
    return [
        (str(each.unit), each.probability)
        for each in answer.candidates
        if each.unit.code != own
    ]
