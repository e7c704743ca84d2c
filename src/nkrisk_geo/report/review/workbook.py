"""A review as a workbook: one sheet to decide in, one that says how. Text of others is text, never a formula or a link."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from nkrisk_geo.files.decision_columns import DECISIONS, FILLED_IN, KEY_COLUMN
from nkrisk_geo.files.sheets import EPOCH
from nkrisk_geo.report.review import marking
from nkrisk_geo.report.review.columns import ADDRESS, BORDER, NUMBERS, REVIEW_COLUMNS
from nkrisk_geo.report.review.introduction import MARKED, Introduction
from nkrisk_geo.report.review.lines import ReviewLine

_INK = "#1D1D1F"
_LETTERS = {"font_size": 10}
_WORDS = {
    marking.CLUE: {**_LETTERS, "bold": True, "underline": 1, "font_color": "#0B4F8A"},
    marking.AGAINST: {
        **_LETTERS,
        "bold": True,
        "italic": True,
        "font_color": "#A33B00",
    },
    marking.ASIDE: {**_LETTERS, "italic": True, "font_color": "#6B6F76"},
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
_ROW_HEIGHT = 50
READ_ME_WIDTH, LINE_HEIGHT = 95, 15
A4 = 9
"""The number of this paper."""
PRINTED = 10
"""Columns on paper: up to the distance."""


def write_workbook(lines: Sequence[ReviewLine], told: Introduction) -> bytes:
    """The bytes of the workbook: the same for the same lines."""
    buffer = io.BytesIO()
    quiet = dict.fromkeys(
        ("strings_to_formulas", "strings_to_numbers", "strings_to_urls"), False
    )
    from xlsxwriter import Workbook

    book = Workbook(buffer, {"in_memory": True, **quiet})
    book.set_properties({"created": EPOCH, "title": told.title})
    _review(book, lines)
    _read_me(book, told)
    book.close()
    return buffer.getvalue()


def _review(book: Any, lines: Sequence[ReviewLine]) -> None:
    sheet = book.add_worksheet("review")
    head = book.add_format(
        {"bold": True, "bg_color": "#2F4B66", "font_color": "#FFFFFF", "valign": "vcenter", "text_wrap": True, **_EDGE}
    )  # fmt: skip
    filled = book.add_format(
        {"bold": True, "bg_color": "#7A5A00", "font_color": "#FFFFFF", "valign": "vcenter", "text_wrap": True, **_EDGE}
    )  # fmt: skip
    for at, column in enumerate(REVIEW_COLUMNS):
        sheet.set_column(at, at, column.width)
        sheet.write_string(
            0, at, column.name, filled if column.name in FILLED_IN else head
        )
    sheet.set_row(0, 24)
    # Of one height: with that of the longest cell few lines would be on a screen.
    formats = _formats(book)
    for number, line in enumerate(lines, 1):
        sheet.set_row(number, _ROW_HEIGHT)
        _write_line(sheet, number, line, formats)
    last = max(1, len(lines))
    _choose(sheet, last)
    sheet.autofilter(0, 0, last, len(REVIEW_COLUMNS) - 1)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.print_area(0, 0, last, PRINTED - 1)  # all columns would be too small to read
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.repeat_rows(0)
    sheet.set_footer("&L&A&RPage &P of &N")


def _formats(book: Any) -> dict[str, Any]:
    found = {f"word {kind}": book.add_format(look) for kind, look in _WORDS.items()}
    for border, look in _BORDER.items():
        found[border] = book.add_format({**_CELL, **_EDGE, **look})
    found["cell"] = book.add_format({**_CELL, **_EDGE})
    found["number"] = book.add_format({**_CELL, **_EDGE, "align": "center"})
    found["filled"] = book.add_format({**_CELL, **_EDGE, "bg_color": "#FFF9E5"})
    found["key"] = book.add_format(
        {**_CELL, **_EDGE, "font_color": "#6B6F76", "font_size": 8}
    )
    return found


def _write_line(
    sheet: Any, number: int, line: ReviewLine, formats: dict[str, Any]
) -> None:
    for at, column in enumerate(REVIEW_COLUMNS):
        name, value = column.name, column.value(line)
        if name == ADDRESS:
            _write_marked(sheet, number, at, line.address, formats)
        elif name in NUMBERS:
            sheet.write_number(number, at, int(value), formats["number"])
        elif name == BORDER:
            sheet.write_string(number, at, value, formats[value])
        else:
            kind = (
                "filled"
                if name in FILLED_IN
                else "key"
                if name == KEY_COLUMN
                else "cell"
            )
            sheet.write_string(number, at, value, formats[kind])


def _write_marked(
    sheet: Any,
    row: int,
    at: int,
    pieces: Sequence[marking.MarkedPiece],
    formats: dict[str, Any],
) -> None:
    """A text with its clues in other letters."""
    fragments = [
        part for piece in pieces for part in (formats[f"word {piece.kind}"], piece.text)
    ]
    # A rich text has two pieces at least; Excel calls a file with fewer damaged.
    if len(pieces) > 1:
        sheet.write_rich_string(row, at, *fragments, formats["cell"])
    else:
        sheet.write_string(
            row, at, "".join(piece.text for piece in pieces), formats["cell"]
        )


def _choose(sheet: Any, last: int) -> None:
    """The list to choose a decision from, and what to write into a date."""
    names = [column.name for column in REVIEW_COLUMNS]
    decision, date = names.index(FILLED_IN[0]), names.index(FILLED_IN[2])
    sheet.data_validation(
        1, decision, last, decision,
        {"validate": "list", "source": list(DECISIONS), "error_title": "Not a decision",
         "error_message": f"Choose one of: {', '.join(DECISIONS)}"},
    )  # fmt: skip
    sheet.data_validation(
        1, date, last, date,
        {"validate": "any", "input_title": "When", "input_message": "year-month-day, as 2026-03-31"},
    )  # fmt: skip


def _read_me(book: Any, told: Introduction) -> None:
    sheet = book.add_worksheet("read me")
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, READ_ME_WIDTH + 10)
    title = book.add_format({"bold": True, "font_size": 14})
    name = book.add_format({"bold": True, "valign": "top", "text_wrap": True})
    text = book.add_format({"valign": "top", "text_wrap": True})
    part = book.add_format({"bold": True, "font_color": "#2F4B66"})
    looks = {words: book.add_format(_WORDS[kind]) for words, kind in MARKED.items()}
    sheet.write_string(0, 0, told.title, title)
    row = 2
    for heading, facts in told.parts:
        sheet.write_string(row, 0, heading, part)
        for at, (left, right) in enumerate(facts, row + 1):
            # A height of its own: not every program finds that of a text in several lines.
            sheet.set_row(at, LINE_HEIGHT * -(-len(right) // READ_ME_WIDTH))
            sheet.write_string(at, 0, left, looks.get(left, name))
            sheet.write_string(at, 1, right, text)
        row += len(facts) + 2
    sheet.hide_gridlines(2)
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 1)
