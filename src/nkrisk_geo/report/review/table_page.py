"""A review as one HTML page, to read and to print; nothing runs in it and it asks for nothing."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files

from markupsafe import Markup, escape

from nkrisk_geo.files.decision_columns import FILLED_IN
from nkrisk_geo.report.review.columns import ADDRESS, BORDER, REVIEW_COLUMNS
from nkrisk_geo.report.review.introduction import Introduction
from nkrisk_geo.report.review.lines import ReviewLine
from nkrisk_geo.report.review.marking import MarkedPiece

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_SHOWN = tuple(
    column
    for column in REVIEW_COLUMNS
    if column.name in (
        "line", BORDER, "place", ADDRESS, "company", "distance", "rests on", "why", "could also be", "rows", *FILLED_IN, "key",
    )
)  # fmt: skip
"""What a page has room for; the other formats have all."""


def write_table_page(lines: Sequence[ReviewLine], told: Introduction) -> str:
    """The page."""
    style = (files("nkrisk_geo.report") / "review.css").read_text(encoding="utf-8")
    head = Markup("").join(
        Markup("<th scope=col>{}</th>").format(column.name) for column in _SHOWN
    )
    rows = Markup("\n").join(_row(line) for line in lines)
    parts = Markup("").join(_part(heading, facts) for heading, facts in told.parts)
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(told.title)}</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><style>{style}</style></head><body>\n'
        f"<h1>{escape(told.title)}</h1>\n{_part(*told.parts[0])}\n"
        f"<div class=scroll tabindex=0><table><thead><tr>{head}</tr></thead>\n<tbody>{rows}</tbody></table></div>\n"
        f"<details open><summary>How to read it, and what it was made from</summary>{parts}</details></body></html>\n"
    )


def _row(line: ReviewLine) -> Markup:
    cells = []
    for column in _SHOWN:
        value = (
            write_marks(line.address)
            if column.name == ADDRESS
            else escape(column.value(line))
        )
        kind = line.border if column.name == BORDER else column.name.replace(" ", "-")
        cells.append(Markup('<td class="{}">{}</td>').format(kind, value))
    return Markup("<tr>{}</tr>").format(Markup("").join(cells))


def write_marks(pieces: Sequence[MarkedPiece]) -> Markup:
    """A text with its clues marked."""
    return Markup("").join(
        Markup('<mark class="{}">{}</mark>').format(kind, text)
        if kind
        else escape(text)
        for text, kind in pieces
    )


def _part(heading: str, facts: Sequence[tuple[str, str]]) -> Markup:
    told = Markup("").join(
        Markup("<dt>{}</dt><dd>{}</dd>").format(name, text) for name, text in facts
    )
    return Markup("<section><h2>{}</h2><dl>{}</dl></section>").format(heading, told)
