"""Workbooks, read by calamine: every sheet with the columns of the first that has some.

Each sheet has its own header (`nkrisk_geo.files.headers`). What stood in one cell that
was merged over several rows is in each of them. Sheets with other columns are not read,
and it is said how many rows they hold.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa

from nkrisk_geo.files.book_sheets import BookSheet, Cells, sheet_of
from nkrisk_geo.files.chunks import ROWS, Chunk, Noticed, Reader, SheetSeen
from nkrisk_geo.files.inputs import InputSource
from nkrisk_geo.files.read_options import Reading
from nkrisk_geo.files.workbooks import CELLS, check_workbook
from nkrisk_geo.model.errors import InputError
from nkrisk_geo.model.suggestions import hint
from nkrisk_geo.tables.values import text_array

LARGEST = 1 << 27
"""Bytes of a workbook."""
LARGEST_MERGED = 1 << 22
"""Bytes of an old workbook of which merged cells are asked for: a few bytes can say
that there is one more."""
ALL = "all"
SHEET = "sheet"
"""The column that says from which sheet a row is, where several are read."""
_SAMPLE = 200
_WHOLE = 1 << 53
"""Whole numbers up to here are exact in a workbook."""


class WorkbookReader(Reader):
    """The sheets of a workbook that have the same columns. All of it is held in memory."""

    def __init__(self, source: InputSource, reading: Reading) -> None:
        sheets = _sheets(source, reading)
        read = _chosen(sheets, reading.sheet, source.name)
        lead = read[0]
        self.columns = _columns(read)
        self.first_rows, self.header = lead.first, lead.header
        self.noticed = _noticed(sheets, read)
        self._rows = [row for sheet in read for row in _aligned(sheet, self.columns)]
        if len(read) > 1 or reading.sheet == ALL:
            self._name_sheets(read)
        numbers = range(len(self.columns))
        self._numbers = [
            _number_type([row[at] for row in self._rows]) for at in numbers
        ]

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
        for start in range(0, max(1, len(self._rows)), ROWS):
            yield Chunk(self._table(self._rows[start : start + ROWS]))

    def _table(self, rows: Sequence[Cells]) -> pa.Table:
        arrays = [
            _column([row[at] for row in rows], number)
            for at, number in enumerate(self._numbers)
        ]
        return pa.Table.from_arrays(arrays, names=self.columns)


def _sheets(source: InputSource, reading: Reading) -> list[BookSheet]:
    """Every sheet of a workbook.

    Raises:
        InputError: it is none, or too large.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    with source.seekable() as stream:
        content = stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise InputError(
            f"{source.name}: is too large for a spreadsheet; save it as CSV"
        )
    check_workbook(content, source.name)
    merged = source.format.kind == "xlsx" or len(content) <= LARGEST_MERGED
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        found, cells = [], 0
        for name in book.sheet_names:
            found.append(
                sheet_of(name, book.get_sheet_by_name(name), reading, merged=merged)
            )
            cells += len(found[-1].rows) * len(found[-1].names)
            if cells > CELLS:
                raise InputError(
                    f"{source.name}: is too large for a spreadsheet: its sheets have "
                    f"more than {CELLS:,} cells;"
                    " save it as CSV"
                )
    except (CalamineError, OSError, IndexError) as error:
        raise InputError(f"{source.name}: is no spreadsheet: {error}") from None
    except BaseException as error:
        if (
            type(error).__name__ != "PanicException"
        ):  # which has no other name that Python could know
            raise
        raise InputError(f"{source.name}: is no spreadsheet: {error}") from None
    return found


def _chosen(
    sheets: Sequence[BookSheet], wanted: str | None, name: str
) -> list[BookSheet]:
    """The sheets that are read, the first of which gives the columns.

    Raises:
        InputError: there is no such sheet, or none has a cell.
    """
    full = [sheet for sheet in sheets if not sheet.is_empty]
    if wanted is not None and wanted != ALL:
        names = [sheet.name for sheet in sheets]
        if wanted not in names:
            there = f"sheets are {', '.join(map(repr, names[:12]))}"
            raise InputError(
                f"{name}: there is no sheet {wanted!r}; {hint(wanted, names, there)}"
            )
        full = [sheet for sheet in full if sheet.name == wanted]
    if not full:
        raise InputError(f"{name}: is empty; the first row should name the columns")
    # All may have nothing in common; whoever asks for all wants to see what is there.
    if wanted == ALL:
        return full
    # A sheet of explanations may come first: it has no names that are known.
    lead = next((sheet for sheet in full if sheet.known), full[0])
    alike = set(lead.names)
    if len(alike) < len(
        lead.names
    ):  # one name twice: which is which only their order says
        return [sheet for sheet in full if sheet.names == lead.names]
    return [
        each
        for each in full
        if set(each.names) == alike and len(each.names) == len(lead.names)
    ]


def _columns(read: Sequence[BookSheet]) -> list[str]:
    """The columns of the first sheet, and of further ones those that it has not."""
    columns = list(read[0].names)
    for sheet in read[1:]:
        columns += [name for name in sheet.names if name not in columns]
    return columns


def _aligned(sheet: BookSheet, columns: Sequence[str]) -> Iterator[Cells]:
    """The rows of a sheet in the order of the columns."""
    width = len(columns)
    if list(sheet.names) == list(columns[: len(sheet.names)]):
        gap = [""] * (width - len(sheet.names))
        for row in sheet.rows:
            yield [*row[: len(sheet.names)], *gap]
        return
    at = {name: number for number, name in reversed([*enumerate(sheet.names)])}
    for row in sheet.rows:
        yield [row[at[name]] if name in at else "" for name in columns]


def _noticed(sheets: Sequence[BookSheet], read: Sequence[BookSheet]) -> Noticed:
    """What was wrong with those that are read, and which are not."""
    found = Noticed()
    chosen = {sheet.name for sheet in read}
    for sheet in sheets:
        is_read = sheet.name in chosen
        rows = len(sheet.rows) if is_read else sheet.full
        found.sheets.append(SheetSeen(sheet.name, rows, len(sheet.names), is_read))
    for sheet in read:
        said = f"{sheet.name}: " if len(read) > 1 else ""
        for bad in sheet.noticed.rejects:
            found.reject(bad.line, bad.reason, said + bad.text)
        for row in sheet.noticed.above:
            found.pass_over(row.line, said + row.text)
        found.skipped += sheet.noticed.skipped - len(sheet.noticed.above)
        found.blank += sheet.noticed.blank
        found.merged += sheet.noticed.merged
    return found


def _number_type(values: Cells) -> pa.DataType | None:
    """The type of a column of numbers; None for text.

    A workbook knows no whole numbers: where all are whole, they are here.
    """
    numbers = [value for value in values if value != ""]
    if not numbers or not {type(value) for value in numbers} <= {int, float}:
        return None
    whole = all(value == value // 1 and abs(value) <= _WHOLE for value in numbers)
    return pa.int64() if whole else pa.float64()


def _column(values: Cells, number: pa.DataType | None) -> pa.Array:
    if number is not None:
        made = int if number == pa.int64() else float
        return pa.array(
            [None if value == "" else made(value) for value in values], number
        )
    return text_array(None if value == "" else _text(value) for value in values)


def _text(value: Any) -> Any:
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return (
        value.isoformat()
        if isinstance(value, (datetime.date, datetime.time))
        else value
    )
