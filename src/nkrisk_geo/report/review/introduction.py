"""What a review says before its lines: what it is not, how to fill it in, and what it was made from."""

from __future__ import annotations

from dataclasses import dataclass

from nkrisk_geo import __version__
from nkrisk_geo.files.decision_columns import DECISIONS
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.model.explain import NOTICE
from nkrisk_geo.model.schema import BETWEEN
from nkrisk_geo.report.review import marking
from nkrisk_geo.report.review.candidates import Candidates
from nkrisk_geo.report.review.columns import REVIEW_COLUMNS
from nkrisk_geo.report.review.narration import name_zones

CAUTION = (
    "A line is a reason to look, not a finding. Nobody is accused by an address, and a row that is not here is not "
    "cleared: head offices and forwarders elsewhere ship for factories here. Ask experts before you act; workers can be "
    "harmed by careless inquiries."
)
_MEANINGS = dict(
    zip(
        DECISIONS,
        (
            "you know that the address lies in the place that is named",
            "you know that it does not",
            "you looked, and cannot tell",
            "the text is no address, or not that of a factory",
        ),
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class Introduction:
    """A title, and pairs of words under headings."""

    title: str
    parts: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


def introduce(
    candidates: Candidates, lines: int, more: int, title: str | None
) -> Introduction:
    """The introduction of a review with so many lines, and so many that found no room."""
    return Introduction(
        title or f"Addresses to review in {candidates.file.name}",
        (
            ("Before you begin", (("Caution", f"{NOTICE} {CAUTION}"),)),
            ("How to fill it in", tuple(_MEANINGS.items()) + _HOW),
            ("How words are marked", _MARKS),
            ("The columns", tuple((each.name, each.what) for each in REVIEW_COLUMNS)),
            ("What it was made from", _facts(candidates, lines, more)),
        ),
    )


_HOW = (
    ("who, when, why", "Name yourself and the day. The note is for what you saw or asked; it goes with the decision."),
    ("several reviewers", "Each may fill in a copy. Where two differ, the next file says “contradicted” and names both."),
    ("back", "nkrisk-geo enrich NEXT.csv -o NEXT.xlsx --decisions THIS.xlsx: an address once decided is decided there too."),
)  # fmt: skip
MARKED = {
    "bold, underlined, blue": marking.CLUE,
    "bold, slanted, orange": marking.AGAINST,
    "slanted, grey": marking.ASIDE,
}
"""How words are marked that are clues of each kind."""
_KINDS = {
    marking.CLUE: "a clue that speaks for the place; in brackets in a .csv",
    marking.AGAINST: "a clue that speaks for somewhere else",
    marking.ASIDE: "a name that was seen and not counted, as that of a road",
}
_MARKS = tuple((look, _KINDS[kind]) for look, kind in MARKED.items())


def _facts(
    candidates: Candidates, lines: int, more: int
) -> tuple[tuple[str, str], ...]:
    file, wanted = candidates.file, candidates.selection
    gazetteer = Gazetteer.default()
    which = ", ".join(name_zones(BETWEEN.join(wanted.zones), gazetteer)) or "any zone"
    left = []
    if candidates.left:
        left.append(
            f"{candidates.left:,} rows of more different addresses than are kept"
        )
    if more:
        left.append(f"{more:,} lines for which there was no room")
    return (
        ("file", file.name),
        ("SHA-256", file.sha256),
        (
            "rows",
            f"{file.rows:,}, of which {candidates.taken:,} are here, in {lines:,} lines",
        ),
        (
            "which",
            "all rows"
            if wanted.every
            else f"rows that lie surely or possibly in {which}",
        ),
        ("left out", "; ".join(left) or "none of these"),
        (
            "columns read",
            ", ".join(file.party.columns) or "none was found; name it with --address",
        ),
        ("gazetteer", gazetteer.version),
        ("nkrisk_geo", __version__),
    )
