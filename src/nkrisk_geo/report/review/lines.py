"""The lines of a review: each a group of nearly equal addresses, with all that a reviewer needs to decide."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from nkrisk_geo.files.decision_columns import DECISION_COLUMNS, DECISIONS
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.report.review import narration
from nkrisk_geo.report.review.candidates import CandidateAddress, Candidates
from nkrisk_geo.report.review.findings import find_out
from nkrisk_geo.report.review.groups import group_addresses
from nkrisk_geo.report.review.marking import MarkedPiece, show_plainly

MOST_LINES = 10_000
"""Lines of a sheet; a person reads fewer."""
FEW = 12
"""Row numbers, firms and spellings that a line tells, before it says how many more there are."""
LONGEST_CELL = 2_000


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A line of a review, in words.

    Attributes:
        number: from 1.
        border: "surely", "possibly" or "no": does it lie in a county on the border?
        probability: of that; `chance` in words.
        address: the text of the most frequent address, with its clues marked.
        also: the other texts of the group.
        keys: of all addresses of the group.
        decided: decision, reviewer, date and note, where the file has them already.
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
    candidates: Candidates, gazetteer: Gazetteer
) -> tuple[list[ReviewLine], int]:
    """The lines, place by place, the most urgent first, and how many more there would be."""
    groups = _in_order(group_addresses(candidates.addresses))
    shown = enumerate(groups[:MOST_LINES], 1)
    lines = [_line(number, group, gazetteer) for number, group in shown]
    return lines, len(groups) - len(lines)


def _in_order(
    groups: Sequence[Sequence[CandidateAddress]],
) -> list[Sequence[CandidateAddress]]:
    """Groups of one county together: who has looked at one road there knows more about the next."""
    places = defaultdict[Hashable, list[Sequence[CandidateAddress]]](list)
    for group in sorted(groups, key=_urgency):
        answer = group[0].answer
        places[
            narration.tell_border(answer), answer["adcode"], answer["country"]
        ].append(group)
    # A dictionary keeps the order of the first group of each place, which is the most urgent one.
    return [group for place in places.values() for group in place]


def _urgency(group: Sequence[CandidateAddress]) -> tuple[float, float, int, int]:
    """The most probable on the border first, then the nearest, the frequent, the first of the file."""
    answer = group[0].answer
    near = answer["border_km_q05"]
    rows = sum(each.count for each in group)
    first = min(each.rows[0] for each in group)
    return (
        -(answer["p_dprk_border"] or 0.0),
        1e9 if near is None else near,
        -rows,
        first,
    )


def _line(
    number: int, group: Sequence[CandidateAddress], gazetteer: Gazetteer
) -> ReviewLine:
    head, answer = group[0], group[0].answer
    finding = find_out(head.fields, answer, gazetteer)
    spellings = [show_plainly(each.fields.get("address", "")) for each in group[1:]]
    rows = sorted(row for each in group for row in each.rows)
    count = sum(each.count for each in group)
    return ReviewLine(
        number=number,
        border=narration.tell_border(answer),
        place=narration.tell_place(answer, gazetteer),
        address=finding.pieces,
        company=_some(show_plainly(name) for each in group for name in each.companies),
        distance=narration.tell_distance(answer),
        why=finding.why[:LONGEST_CELL],
        others=finding.others[:LONGEST_CELL],
        basis=narration.tell_basis(answer["basis"]),
        zones="; ".join(narration.name_zones(answer["zones"], gazetteer)),
        zones_possible="; ".join(
            narration.name_zones(answer["zones_possible"], gazetteer)
        ),
        conflicts=show_plainly(answer["conflicts"] or "")[:LONGEST_CELL],
        beside=finding.beside[:LONGEST_CELL],
        also=_some(filter(None, spellings)),
        bills=_some(show_plainly(bill) for each in group for bill in each.bills),
        rows=_some(map(str, rows), count),
        count=count,
        chance=narration.tell_odds(answer["p_dprk_border"]),
        keys=" ".join(each.key for each in group),
        decided=_decided(head),
    )


def _some(texts: Iterable[str], count: int | None = None) -> str:
    """Some of several texts, each once, and how many more there are."""
    different = [*dict.fromkeys(texts)]
    more = (len(different) if count is None else count) - len(different[:FEW])
    shown = "; ".join(text[:300] for text in different[:FEW])
    return f"{shown}; and {more:,} more" if more > 0 else shown


def _decided(address: CandidateAddress) -> tuple[str, ...]:
    """What was decided already, if the reviewers agreed."""
    told = tuple(show_plainly(address.answer[name] or "") for name in DECISION_COLUMNS)
    # A contradiction is for somebody to settle, so the cells are empty.
    return told if told[0] in DECISIONS else ("",) * len(told)
