"""A review as one HTML page, to read and to print; nothing runs in it and it asks for nothing."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files

from markupsafe import Markup, escape

from nkrisk_geo.files.decision_columns import FILLED_IN, KEY_COLUMN
from nkrisk_geo.model.wording import Wording, wording
from nkrisk_geo.report.review.columns import (
    ADDRESS,
    BORDER,
    REVIEW_COLUMNS,
    ReviewColumn,
)
from nkrisk_geo.report.review.introduction import Introduction
from nkrisk_geo.report.review.lines import ReviewLine
from nkrisk_geo.report.review.marked_text import MarkedPiece

# A sheet is opened by people who do not know whose words stand in it.
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""What a page may load: nothing."""
_FITTING = (
    "line",
    BORDER,
    "place",
    ADDRESS,
    "company",
    *FILLED_IN,
    "distance",
    "rests on",
    "why",
    "could also be",
    "rows",
    KEY_COLUMN,
)
"""What a page has room for; the other formats have all."""
_SHOWN = tuple(column for column in REVIEW_COLUMNS if column.name in _FITTING)


def write_table_page(lines: Sequence[ReviewLine], told: Introduction) -> str:
    """The page, in the language of its introduction."""
    words, title = wording(told.language), escape(told.title)
    folded = words("review.folded")
    heads = (
        Markup("<th scope=col>{}</th>").format(each.head(words)) for each in _SHOWN
    )
    rows = Markup("\n").join(_row(line, words) for line in lines)
    parts = Markup("").join(_part(heading, facts) for heading, facts in told.parts)
    return (
        f"{begin_page(title, 'review.css', words)}\n"
        f"<h1>{title}</h1>\n{_part(*told.parts[0])}\n"
        f"<div class=scroll tabindex=0><table><thead><tr>{Markup('').join(heads)}"
        f"</tr></thead>\n<tbody>{rows}</tbody></table></div>\n"
        f"<details open><summary>{folded}</summary>{parts}</details></body></html>\n"
    )


def begin_page(title: Markup, style: str, words: Wording) -> str:
    """A page up to the beginning of its body, with the looks of a file of this package."""
    looks = (files("nkrisk_geo.report") / style).read_text(encoding="utf-8")
    return (
        f'<!doctype html>\n<html lang="{words("language.tag")}"><head>'
        f'<meta charset="utf-8"><title>{title}</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<style>{looks}</style></head><body>"
    )


def _row(line: ReviewLine, words: Wording) -> Markup:
    cells = (
        Markup('<td class="{}">{}</td>').format(
            _kind(column, line), _cell(column, line, words)
        )
        for column in _SHOWN
    )
    return Markup("<tr>{}</tr>").format(Markup("").join(cells))


def _kind(column: ReviewColumn, line: ReviewLine) -> str:
    """How a cell looks: the same in every language."""
    # The colour of the border is told by what is said of it.
    return line.border if column.name == BORDER else column.name.replace(" ", "-")


def _cell(column: ReviewColumn, line: ReviewLine, words: Wording) -> Markup:
    if column.name == ADDRESS:
        return write_marks(line.address)
    return escape(column.value(line, words))


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
