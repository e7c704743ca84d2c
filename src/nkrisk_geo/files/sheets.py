"""Spreadsheets: read by calamine, written by XlsxWriter. Text never becomes a formula, a number or a link."""

from __future__ import annotations

import datetime
import io
import math
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, BinaryIO

import pyarrow as pa

from nkrisk_geo.files.cells import plain
from nkrisk_geo.files.chunks import ROWS, Chunk, Noticed, Reader
from nkrisk_geo.files.inputs import InputSource
from nkrisk_geo.files.workbooks import check_workbook
from nkrisk_geo.model.errors import InputError
from nkrisk_geo.tables.values import text_array, to_list

MOST_ROWS = 1_048_575
"""Rows below the header that a sheet can hold."""

LONGEST_CELL = 32_767
LARGEST = 1 << 27
"""Bytes of a workbook."""

EPOCH = datetime.datetime(2000, 1, 1, tzinfo=datetime.timezone.utc)
"""When each workbook says it was made."""


class SheetReader(Reader):
    """The first sheet of a workbook; its first row names the columns. The whole sheet is held in memory.

    Of the others it is said how many rows they have.
    """

    def __init__(self, source: InputSource) -> None:
        from python_calamine import CalamineError, CalamineWorkbook

        self.noticed = Noticed()
        with source.seekable() as stream:
            content = stream.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise InputError(f"{source.name}: is too large for a spreadsheet; save it as CSV")
        check_workbook(content, source.name)
        try:
            book = CalamineWorkbook.from_filelike(io.BytesIO(content))
            rows: list[list[Any]] = book.get_sheet_by_index(0).to_python()
            others = {name: book.get_sheet_by_name(name).height for name in book.sheet_names[1:]}
        except (CalamineError, OSError, IndexError) as error:
            raise InputError(f"{source.name}: is no spreadsheet: {error}") from None
        except BaseException as error:
            if (
                type(error).__name__ != "PanicException"
            ):  # which has no other name that Python could know
                raise
            raise InputError(f"{source.name}: is no spreadsheet: {error}") from None
        self.noticed.unread = {name: height for name, height in others.items() if height}
        if not rows:
            raise InputError(f"{source.name}: is empty; the first row should name the columns")
        self.columns: list[str] = [plain(name) for name in rows[0]]
        self._rows = [row for row in rows[1:] if any(cell != "" for cell in row)]
        self.noticed.blank = len(rows) - 1 - len(self._rows)
        self._numeric = [
            _is_numeric([row[at] for row in self._rows]) for at in range(len(self.columns))
        ]

    def chunks(self) -> Iterator[Chunk]:
        """As of `Reader`."""
        for start in range(0, max(1, len(self._rows)), ROWS):
            rows = self._rows[start : start + ROWS]
            arrays = [
                _column([row[at] for row in rows], numeric)
                for at, numeric in enumerate(self._numeric)
            ]
            yield Chunk(pa.Table.from_arrays(arrays, names=self.columns))


def _is_numeric(values: list[Any]) -> bool:
    kinds = {type(value) for value in values if value != ""}
    return bool(kinds) and kinds <= {int, float}


def _column(values: list[Any], numeric: bool) -> pa.Array:
    if numeric:
        numbers = [None if value == "" else float(value) for value in values]
        return pa.array(numbers, pa.float64())
    return text_array(None if value == "" else _text(value) for value in values)


def _text(value: Any) -> Any:
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, (datetime.date, datetime.time)) else value


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
        rows = zip(*(to_list(column) for column in table.columns), strict=True)
        for row in chain([] if written else [table.column_names], rows):
            _append(sheet, written, row)
            written += 1
    book.close()
    out.write(buffer.getvalue())


def _append(sheet: Any, number: int, row: Iterable[Any]) -> None:
    for at, value in enumerate(row):
        if isinstance(value, (int, float)) and math.isfinite(value):
            sheet.write(number, at, value)
        elif isinstance(value, float) and math.isnan(value):
            continue
        elif value is not None:
            sheet.write_string(number, at, plain(value)[:LONGEST_CELL])
