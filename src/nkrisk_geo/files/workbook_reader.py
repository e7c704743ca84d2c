"""Workbooks, read by calamine: every sheet with the columns of the first that has some.

Each sheet has its own header (`nkrisk_geo.files.headers`). What stood in one cell that
was merged over several rows is in each of them. Sheets with other columns are not read,
and it is said how many rows they hold.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pyarrow as pa

from nkrisk_geo.files.book_sheets import BookSheet, Cells, sheet_of
from nkrisk_geo.files.chunks import ROWS, Chunk, Reader
from nkrisk_geo.files.inputs import InputSource
from nkrisk_geo.files.read_options import Reading
from nkrisk_geo.files.sheet_choice import (
    ALL,
    align_rows,
    choose_sheets,
    columns_of,
    gather_notices,
)
from nkrisk_geo.files.workbooks import CELLS, check_workbook
from nkrisk_geo.model.errors import InputError
from nkrisk_geo.tables.values import text_array

LARGEST = 1 << 27
"""Bytes of a workbook."""
LARGEST_MERGED = 1 << 22
"""Bytes of an old workbook of which merged cells are asked for: a few bytes can say
that there is one more."""
SHEET = "sheet"
"""The column that says from which sheet a row is, where several are read."""
_SAMPLE = 200
_WHOLE = 1 << 53
"""Whole numbers up to here are exact in a workbook."""


class WorkbookReader(Reader):
    """The sheets of a workbook that have the same columns. All of it is held in memory."""

    def __init__(self, source: InputSource, reading: Reading) -> None:
        content = _content(source)
        # Those of an .xlsx are counted before it is read, and refused where they are many.
        merged = source.format.kind == "xlsx" or len(content) <= LARGEST_MERGED
        sheets = _sheets(content, source, reading, merged=merged)
        read = choose_sheets(sheets, reading.sheet, source.name)
        lead = read[0]
        self.columns = columns_of(read)
        self.first_rows, self.header = lead.first, lead.header
        self.noticed = gather_notices(sheets, read)
        self.noticed.merged_unread = not merged
        self._rows: list[Cells] = []
        for sheet in read:
            self._rows += align_rows(sheet, self.columns)
        if len(read) > 1 or reading.sheet == ALL:
            self._name_sheets(read)
        self._numbers = []
        for at, _ in enumerate(self.columns):
            cells = (row[at] for row in self._rows)
            self._numbers.append(_number_type(cells))

    def _name_sheets(self, read: Sequence[BookSheet]) -> None:
        """Say of each row in which sheet it stood."""
        taken, number, name = set(self.columns), 1, SHEET
        while name in taken:
            number += 1
            name = f"{SHEET}_{number}"
        self.columns.append(name)
        names = (sheet.name for sheet in read for _ in sheet.rows)
        for row, named in zip(self._rows, names, strict=True):
            row.append(named)

    def sample(self) -> pa.Table:
        """As of `Reader`."""
        return self._table(self._rows[:_SAMPLE])

    def chunks(self) -> Iterator[Chunk]:
        """As of `Reader`."""
        end = max(1, len(self._rows))
        for start in range(0, end, ROWS):
            rows = self._rows[start : start + ROWS]
            yield Chunk(self._table(rows))

    def _table(self, rows: Sequence[Cells]) -> pa.Table:
        arrays = [
            _column([row[at] for row in rows], number)
            for at, number in enumerate(self._numbers)
        ]
        return pa.Table.from_arrays(arrays, names=self.columns)


def _content(source: InputSource) -> bytes:
    """All of a workbook.

    Raises:
        InputError: it is too large.
    """
    with source.seekable() as stream:
        content = stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise InputError(
            f"{source.name}: is too large for a spreadsheet; save it as CSV"
        )
    return content


def _sheets(
    content: bytes, source: InputSource, reading: Reading, *, merged: bool
) -> list[BookSheet]:
    """Every sheet of a workbook.

    Raises:
        InputError: it is none, or its sheets are too large.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    check_workbook(content, source.name)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        found, cells = [], 0
        for name in book.sheet_names:
            raw = book.get_sheet_by_name(name)
            sheet = sheet_of(name, raw, reading, merged=merged)
            found.append(sheet)
            cells += len(sheet.rows) * len(sheet.names)
            if cells > CELLS:
                raise InputError(
                    f"{source.name}: is too large for a spreadsheet: its sheets have "
                    f"more than {CELLS:,} cells;"
                    " save it as CSV"
                )
    except (CalamineError, OSError, IndexError) as error:
        raise InputError(f"{source.name}: is no spreadsheet: {error}") from None
    except BaseException as error:
        # A fault of the reader itself, whose class Python can know by this name alone.
        if type(error).__name__ != "PanicException":
            raise
        raise InputError(f"{source.name}: is no spreadsheet: {error}") from None
    return found


def _number_type(values: Iterable[Any]) -> pa.DataType | None:
    """The type of a column of numbers; None for text.

    A workbook knows no whole numbers: where all are whole, they are here.
    """
    numbers = [value for value in values if value != ""]
    if not numbers or {*map(type, numbers)} - {int, float}:
        return None
    are_whole = all(value == value // 1 for value in numbers)
    # A larger number is rounded already, and would look exact.
    are_exact = max(map(abs, numbers)) <= _WHOLE
    return pa.int64() if are_whole and are_exact else pa.float64()


def _column(values: Cells, number: pa.DataType | None) -> pa.Array:
    if number is not None:
        make = int if number == pa.int64() else float
        cells = [None if value == "" else make(value) for value in values]
        return pa.array(cells, number)
    texts = (None if value == "" else _text(value) for value in values)
    return text_array(texts)


def _text(value: Any) -> Any:
    # A workbook has no days, only moments; one at midnight was meant as a day.
    is_moment = isinstance(value, datetime.datetime)
    if is_moment and value.time() == datetime.time():
        return value.date().isoformat()
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    return value
