"""Spreadsheets: read by calamine, written by XlsxWriter. Text never becomes a formula, a number or a link."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator
from typing import Any, BinaryIO

import pyarrow as pa

from nkrisk_geo.errors import InputError
from nkrisk_geo.files.cells import plain
from nkrisk_geo.files.chunks import ROWS, Chunk, Noticed
from nkrisk_geo.files.opening import Source
from nkrisk_geo.tables.arrays import text_array

MOST_ROWS = 1_048_575
"""Rows below the header that a sheet can hold."""

LONGEST_CELL = 32_767


class SheetReader:
    """The first sheet of a workbook; its first row names the columns. The whole sheet is held in memory."""

    def __init__(self, source: Source) -> None:
        try:
            from python_calamine import CalamineError, CalamineWorkbook
        except ImportError:
            raise InputError("spreadsheets need python-calamine: pip install nkrisk-geo[io]") from None
        self.noticed = Noticed()
        try:
            with source.seekable() as stream:
                book = CalamineWorkbook.from_filelike(io.BytesIO(stream.read()))
            rows: list[list[Any]] = book.get_sheet_by_index(0).to_python()
        except (CalamineError, OSError, IndexError) as error:
            raise InputError(f"{source.name}: is no spreadsheet: {error}") from None
        if not rows:
            raise InputError(f"{source.name}: is empty; the first row should name the columns")
        self.columns = [plain(name) for name in rows[0]]
        self._rows = [row for row in rows[1:] if any(cell != "" for cell in row)]
        self.noticed.blank = len(rows) - 1 - len(self._rows)
        self._numeric = [_is_numeric([row[at] for row in self._rows]) for at in range(len(self.columns))]

    def chunks(self) -> Iterator[Chunk]:
        """As of `Reader`."""
        for start in range(0, max(1, len(self._rows)), ROWS):
            rows = self._rows[start : start + ROWS]
            arrays = [_column([row[at] for row in rows], numeric) for at, numeric in enumerate(self._numeric)]
            yield Chunk(pa.Table.from_arrays(arrays, names=self.columns))


def _is_numeric(values: list[Any]) -> bool:
    kinds = {type(value) for value in values if value != ""}
    return bool(kinds) and kinds <= {int, float}


def _column(values: list[Any], numeric: bool) -> pa.Array:
    if numeric:
        return pa.array([None if value == "" else float(value) for value in values], pa.float64())
    return text_array(None if value == "" else _text(value) for value in values)


def _text(value: Any) -> Any:
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, (datetime.date, datetime.time)) else value


class SheetWriter:
    """One sheet, written row by row in constant memory."""

    def __init__(self, stream: BinaryIO) -> None:
        try:
            import xlsxwriter
        except ImportError:
            raise InputError("writing .xlsx needs XlsxWriter: pip install nkrisk-geo[io]") from None
        options = {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        }
        self._stream = stream
        self._buffer = io.BytesIO()
        self._book = xlsxwriter.Workbook(self._buffer, options)
        self._sheet = self._book.add_worksheet()
        self._row = 0

    def write(self, chunk: Chunk, added: pa.Table) -> None:
        """Rows with their new columns."""
        if self._row == 0:
            self._append([*chunk.table.column_names, *added.column_names])
        columns = [column.to_pylist() for column in (*chunk.table.columns, *added.columns)]
        for row in zip(*columns, strict=True):
            self._append(row)

    def _append(self, row: Any) -> None:
        if self._row > MOST_ROWS:
            raise InputError(f"a sheet holds {MOST_ROWS:,} rows and there are more; write CSV or Parquet")
        for at, value in enumerate(row):
            if isinstance(value, (int, float)):
                if value == value:  # noqa: PLR0124 - not NaN
                    self._sheet.write(self._row, at, value)
            elif value is not None:
                self._sheet.write_string(self._row, at, plain(value)[:LONGEST_CELL])
        self._row += 1

    def close(self) -> None:
        """Finish the workbook."""
        self._book.close()
        self._stream.write(self._buffer.getvalue())
