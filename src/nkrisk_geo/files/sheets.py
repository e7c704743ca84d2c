"""Spreadsheets as XlsxWriter writes them: text is no formula, no number and no link."""

from __future__ import annotations

import datetime
import io
import math
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, BinaryIO

import pyarrow as pa

from nkrisk_geo.files.cells import cell_text
from nkrisk_geo.tables.values import to_list

MOST_ROWS = 1_048_575
"""Rows below the header that a sheet can hold."""

LONGEST_CELL = 32_767
EPOCH = datetime.datetime(2000, 1, 1, tzinfo=datetime.timezone.utc)
"""When each workbook says it was made."""


def write_sheet(tables: Iterator[pa.Table], out: BinaryIO) -> None:
    """One sheet, written row by row in constant memory."""
    from xlsxwriter import Workbook

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    buffer = io.BytesIO()
    book = Workbook(buffer, options)
    book.set_properties({"created": EPOCH})  # equal runs give equal bytes
    sheet = book.add_worksheet()
    written = 0
    for table in tables:
        rows = zip(*map(to_list, table.columns), strict=True)
        header = [] if written else [table.column_names]
        for row in chain(header, rows):
            _append(sheet, written, row)
            written += 1
    book.close()
    out.write(buffer.getvalue())


def _append(sheet: Any, number: int, row: Iterable[Any]) -> None:
    for at, value in enumerate(row):
        is_number = isinstance(value, (int, float))
        if value is None or (is_number and math.isnan(value)):
            continue
        # A workbook has no infinite numbers; as text they are seen.
        if is_number and math.isfinite(value):
            sheet.write(number, at, value)
        else:
            text = cell_text(value)
            sheet.write_string(number, at, text[:LONGEST_CELL])
