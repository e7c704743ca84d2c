"""A review as CSV that Excel opens safely: no cell is a formula, clues stand in brackets."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from nkrisk_geo.files.cells import CsvStyle, joined, written
from nkrisk_geo.report.review.columns import REVIEW_COLUMNS
from nkrisk_geo.report.review.lines import ReviewLine

_MARK = "\ufeff"
"""Tells Excel that it is UTF-8."""


def write_plain_table(lines: Sequence[ReviewLine]) -> bytes:
    """The bytes of the file."""
    style = CsvStyle(",", guarded=True)
    head = [column.name for column in REVIEW_COLUMNS]
    columns = [
        pa.array([column.value(line) for line in lines], pa.string())
        for column in REVIEW_COLUMNS
    ]
    rows = joined([written(column, style) for column in columns], ",") if lines else []
    names = written(pa.array(head, pa.string()), style).to_pylist()
    return (_MARK + "\n".join([",".join(names), *rows, ""])).encode("utf-8")
