"""A review as a workbook: one sheet to decide in, one that says how.

Text of others is text, never a formula or a link.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from typing import Any

from nkrisk_geo.files.decision_columns import DECISIONS, FILLED_IN, KEY_COLUMN
from nkrisk_geo.files.sheets import EPOCH
from nkrisk_geo.model.wording import Wording, wording
from nkrisk_geo.report.review import marked_text
from nkrisk_geo.report.review.columns import (
    ADDRESS,
    BORDER,
    DATE,
    DECISION,
    NUMBERS,
    REVIEW_COLUMNS,
    ReviewColumn,
)
from nkrisk_geo.report.review.introduction import KINDS, Introduction
from nkrisk_geo.report.review.lines import ReviewLine

_INK = "#1D1D1F"
_LETTERS = {"font_size": 10}
_WORDS = {
    marked_text.CLUE: {
        **_LETTERS,
        "bold": True,
        "underline": 1,
        "font_color": "#0B4F8A",
    },
    marked_text.AGAINST: {
        **_LETTERS,
        "bold": True,
        "italic": True,
        "font_color": "#A33B00",
    },
    marked_text.ASIDE: {**_LETTERS, "italic": True, "font_color": "#6B6F76"},
    "": {**_LETTERS, "font_color": _INK},
}
"""How clues look: blue, orange and grey are told apart by all, and the letters differ besides."""
_BORDER = {
    "surely": {"bg_color": "#CFE3F7", "bold": True},
    "possibly": {"bg_color": "#FBE3C0", "italic": True},
    "no": {},
}
_CELL = {"valign": "top", "text_wrap": True, "font_size": 10, "font_color": _INK}
_EDGE = {"border": 1, "border_color": "#D5D8DD"}
_HEAD = {
    "bold": True,
    "font_color": "#FFFFFF",
    "valign": "vcenter",
    "text_wrap": True,
    **_EDGE,
}
# Three lines or so: room for most addresses.
_ROW_HEIGHT = 50
READ_ME_WIDTH, LINE_HEIGHT = 95, 15
A4 = 9
"""The number of this paper."""
_AS_TEXT = {
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
"""What strangers wrote is text, whatever it looks like."""
PRINTED = 10
"""Columns on paper: up to the distance."""


def write_workbook(lines: Sequence[ReviewLine], told: Introduction) -> bytes:
    """The bytes of the workbook: the same for the same lines, in the language of `told`."""
    # Imported where it is needed: most commands write no workbook.
    from xlsxwriter import Workbook

    buffer, words = io.BytesIO(), wording(told.language)
    book = Workbook(buffer, {"in_memory": True, **_AS_TEXT})
    book.set_properties({"created": EPOCH, "title": told.title})
    _review(book, lines, words)
    _read_me(book, told, words)
    book.close()
    return buffer.getvalue()


def _review(book: Any, lines: Sequence[ReviewLine], words: Wording) -> None:
    """The sheet to decide in."""
    sheet = book.add_worksheet(words("sheet.review"))
    _write_heads(book, sheet, words)
    # Of one height: with that of the longest cell few lines would be on a screen.
    formats = _formats(book)
    for number, line in enumerate(lines, 1):
        sheet.set_row(number, _ROW_HEIGHT)
        _write_line(sheet, number, line, formats, words)
    last = max(1, len(lines))
    _choose(sheet, last, words)
    sheet.autofilter(0, 0, last, len(REVIEW_COLUMNS) - 1)
    sheet.freeze_panes(1, 1)
    _set_paper(sheet, last, words)


def _write_heads(book: Any, sheet: Any, words: Wording) -> None:
    """The heads, those of what is filled in in another colour."""
    head = book.add_format({**_HEAD, "bg_color": "#2F4B66"})
    filled = book.add_format({**_HEAD, "bg_color": "#7A5A00"})
    for at, column in enumerate(REVIEW_COLUMNS):
        sheet.set_column(at, at, column.width)
        look = filled if column.name in FILLED_IN else head
        sheet.write_string(0, at, column.head(words), look)
    sheet.set_row(0, 24)


def _set_paper(sheet: Any, last: int, words: Wording) -> None:
    """How it is printed."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.print_area(0, 0, last, PRINTED - 1)  # all columns would be too small to read
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.repeat_rows(0)
    pages = words("sheet.footer", page="&P", pages="&N")
    sheet.set_footer(f"&L&A&R{pages}")


def _formats(book: Any) -> dict[str, Any]:
    """The looks of cells and of words."""
    # In a fixed order, because a workbook numbers its formats as they come.
    found = {f"word {kind}": book.add_format(look) for kind, look in _WORDS.items()}
    cell = {**_CELL, **_EDGE}
    for border, look in _BORDER.items():
        found[border] = book.add_format({**cell, **look})
    found["cell"] = book.add_format(cell)
    found["number"] = book.add_format({**cell, "align": "center"})
    found["filled"] = book.add_format({**cell, "bg_color": "#FFF9E5"})
    found["key"] = book.add_format({**cell, "font_color": "#6B6F76", "font_size": 8})
    return found


def _write_line(
    sheet: Any,
    number: int,
    line: ReviewLine,
    formats: dict[str, Any],
    words: Wording,
) -> None:
    for at, column in enumerate(REVIEW_COLUMNS):
        value = column.value(line, words)
        if column.name == ADDRESS:
            _write_marked(sheet, number, at, line.address, formats)
        elif column.name in NUMBERS:
            sheet.write_number(number, at, int(value), formats["number"])
        else:
            sheet.write_string(number, at, value, formats[_look(column, line)])


def _look(column: ReviewColumn, line: ReviewLine) -> str:
    """Which of the formats a cell of text has."""
    if column.name == BORDER:
        return line.border
    if column.name in FILLED_IN:
        return "filled"
    return "key" if column.name == KEY_COLUMN else "cell"


def _write_marked(
    sheet: Any,
    row: int,
    at: int,
    pieces: Sequence[marked_text.MarkedPiece],
    formats: dict[str, Any],
) -> None:
    """A text with its clues in other letters."""
    # A rich text has two pieces at least; Excel calls a file with fewer damaged.
    if len(pieces) <= 1:
        text = "".join(piece.text for piece in pieces)
        sheet.write_string(row, at, text, formats["cell"])
        return
    fragments = list[Any]()
    for piece in pieces:
        fragments += [formats[f"word {piece.kind}"], piece.text]
    sheet.write_rich_string(row, at, *fragments, formats["cell"])


def _choose(sheet: Any, last: int, words: Wording) -> None:
    """The list to choose a decision from, and what to write into a date."""
    names = [column.name for column in REVIEW_COLUMNS]
    decision, date = names.index(DECISION), names.index(DATE)
    offered = [words(f"decision.{each}") for each in DECISIONS]
    choice = {
        "validate": "list",
        "source": offered,
        "error_title": words("sheet.no_decision"),
        "error_message": words("sheet.choose", decisions=words.join(offered)),
    }
    advice = {
        "validate": "any",
        "input_title": words("sheet.when"),
        "input_message": words("sheet.day"),
    }
    sheet.data_validation(1, decision, last, decision, choice)
    sheet.data_validation(1, date, last, date, advice)


def _read_me(book: Any, told: Introduction, words: Wording) -> None:
    """The sheet that says how."""
    sheet = book.add_worksheet(words("sheet.read_me"))
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, READ_ME_WIDTH + 10)
    title = book.add_format({"bold": True, "font_size": 14})
    name = book.add_format({"bold": True, "valign": "top", "text_wrap": True})
    text = book.add_format({"valign": "top", "text_wrap": True})
    part = book.add_format({"bold": True, "font_color": "#2F4B66"})
    looks = {words(f"look.{kind}"): book.add_format(_WORDS[kind]) for kind in KINDS}
    sheet.write_string(0, 0, told.title, title)
    row = 2
    for heading, facts in told.parts:
        sheet.write_string(row, 0, heading, part)
        for at, (left, right) in enumerate(facts, row + 1):
            # A height of its own: not every program finds that of a text in several lines.
            sheet.set_row(at, LINE_HEIGHT * _count_lines(right))
            sheet.write_string(at, 0, left, looks.get(left, name))
            sheet.write_string(at, 1, right, text)
        row += len(facts) + 2
    sheet.hide_gridlines(2)
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 1)


def _count_lines(text: str) -> int:
    """The lines that a text takes in the wide column."""
    # A Chinese or Korean character is as wide as two others.
    width = sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
    return -(-width // READ_ME_WIDTH)
