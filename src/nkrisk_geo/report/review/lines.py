"""The lines of a review: groups of nearly equal addresses, with all that one needs to decide."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from nkrisk_geo.files.decision_columns import DECISION_COLUMNS, DECISIONS
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.model.wording import Wording, wording
from nkrisk_geo.report.review import narration
from nkrisk_geo.report.review.candidates import CandidateAddress, Candidates
from nkrisk_geo.report.review.findings import find_out
from nkrisk_geo.report.review.groups import group_addresses
from nkrisk_geo.report.review.marked_text import MarkedPiece, show_plainly

MOST_LINES = 10_000
"""Lines of a sheet; a person reads fewer."""
FEW = 12
"""Row numbers, firms and spellings that a line tells, before it says how many more there are."""
LONGEST_CELL, LONGEST_TEXT = 2_000, 300
"""Characters of a cell, and of one of several texts in a cell."""
FAR = 1e9
"""Kilometres of a place whose distance is not known: it comes last."""


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A line of a review, in the words of a language but for what is chosen from a list.

    Attributes:
        number: from 1.
        border: "surely", "possibly" or "no": does it lie in a county on the border?
        probability: of that; `chance` in words.
        address: the text of the most frequent address, with its clues marked.
        also: the other texts of the group.
        keys: of all addresses of the group.
        decided: decision, reviewer, date and note, where the file has them already; the
            decision is one of `DECISIONS`.
        count: rows of the file.
    """

    number: int
    border: str
    place: str
    address: tuple[MarkedPiece, ...]
    company: str
    distance: str
    why: str
    others: str
    basis: str
    zones: str
    zones_possible: str
    conflicts: str
    beside: str
    also: str
    bills: str
    rows: str
    count: int
    chance: str
    keys: str
    decided: tuple[str, ...]


def make_lines(
    candidates: Candidates, gazetteer: Gazetteer, *, language: str = "en"
) -> tuple[list[ReviewLine], int]:
    """The lines, place by place, the most urgent first, and how many more there would be."""
    words = wording(language)
    groups = _in_order(group_addresses(candidates.addresses))
    shown = enumerate(groups[:MOST_LINES], 1)
    lines = [_line(number, group, gazetteer, words) for number, group in shown]
    return lines, len(groups) - len(lines)


def _in_order(
    groups: Sequence[Sequence[CandidateAddress]],
) -> list[Sequence[CandidateAddress]]:
    """Groups of one county together: who has looked at one road there knows more about the next."""
    places = defaultdict[Hashable, list[Sequence[CandidateAddress]]](list)
    for group in sorted(groups, key=_urgency):
        answer = group[0].answer
        border = narration.tell_border(answer)
        places[border, answer["adcode"], answer["country"]].append(group)
    # A dictionary keeps the order of the first group of each place, which is the most urgent one.
    return [group for place in places.values() for group in place]


def _urgency(group: Sequence[CandidateAddress]) -> tuple[float, float, int, int]:
    """The most probable on the border first, then the nearest, the frequent, the earlier."""
    answer = group[0].answer
    chance, near = answer["p_dprk_border"] or 0.0, answer["border_km_q05"]
    rows = sum(each.count for each in group)
    first = min(each.rows[0] for each in group)
    return (-chance, FAR if near is None else near, -rows, first)


def _line(
    number: int,
    group: Sequence[CandidateAddress],
    gazetteer: Gazetteer,
    words: Wording,
) -> ReviewLine:
    # The most frequent address stands for its group, whose answers are the same.
    head, answer = group[0], group[0].answer
    finding = find_out(head.fields, answer, gazetteer, words)
    texts = [each.fields.get("address", "") for each in group[1:]]
    firms = [name for each in group for name in each.companies]
    bills = [bill for each in group for bill in each.bills]
    rows = sorted(row for each in group for row in each.rows)
    count = sum(each.count for each in group)
    zones, possible = answer["zones"], answer["zones_possible"]
    conflicts = narration.tell_conflicts(answer, finding.answer, words)
    return ReviewLine(
        number=number,
        border=narration.tell_border(answer),
        place=narration.tell_place(answer, gazetteer, words),
        address=finding.pieces,
        company=_some(map(show_plainly, firms), words),
        distance=narration.tell_distance(answer, words),
        why=finding.why[:LONGEST_CELL],
        others=finding.others[:LONGEST_CELL],
        basis=narration.tell_basis(answer["basis"], words),
        zones="; ".join(narration.name_zones(zones, words)),
        zones_possible="; ".join(narration.name_zones(possible, words)),
        conflicts=conflicts[:LONGEST_CELL],
        beside=finding.beside[:LONGEST_CELL],
        also=_some(filter(None, map(show_plainly, texts)), words),
        bills=_some(map(show_plainly, bills), words),
        rows=_some(map(str, rows), words, count),
        count=count,
        chance=narration.tell_odds(answer["p_dprk_border"], words),
        keys=" ".join(each.key for each in group),
        decided=_decided(head),
    )


def _some(texts: Iterable[str], words: Wording, count: int | None = None) -> str:
    """Some of several texts, each once, and how many more there are."""
    different = [*dict.fromkeys(texts)]
    every = len(different) if count is None else count
    shown = [text[:LONGEST_TEXT] for text in different[:FEW]]
    more = every - len(shown)
    rest = [words("told.more", n=f"{more:,}")] if more > 0 else []
    return "; ".join([*shown, *rest])


def _decided(address: CandidateAddress) -> tuple[str, ...]:
    """What was decided already, if the reviewers agreed."""
    told = tuple(show_plainly(address.answer[name] or "") for name in DECISION_COLUMNS)
    # A contradiction is for somebody to settle, so the cells are empty.
    return told if told[0] in DECISIONS else ("",) * len(told)
