"""A review as CSV that Excel opens safely: no cell is a formula, clues stand in brackets."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from nkrisk_geo.files.cells import CsvStyle, join_cells, write_cells
from nkrisk_geo.model.wording import wording
from nkrisk_geo.report.review.columns import REVIEW_COLUMNS
from nkrisk_geo.report.review.lines import ReviewLine

_MARK = "\ufeff"
"""Tells Excel that it is UTF-8."""


def write_plain_table(lines: Sequence[ReviewLine], *, language: str = "en") -> bytes:
    """The bytes of the file."""
    # Guarded: a program for tables would run a cell that begins like a formula.
    words, style = wording(language), CsvStyle(",", guarded=True)
    columns = [
        pa.array([column.value(line, words) for line in lines], pa.string())
        for column in REVIEW_COLUMNS
    ]
    cells = [write_cells(column, style) for column in columns]
    rows = join_cells(cells, ",") if lines else []
    heads = pa.array([column.head(words) for column in REVIEW_COLUMNS], pa.string())
    head = ",".join(write_cells(heads, style).to_pylist())
    content = "\n".join([head, *rows, ""])
    return (_MARK + content).encode("utf-8")
