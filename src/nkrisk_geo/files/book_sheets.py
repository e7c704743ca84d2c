"""One sheet of a workbook: its header, its records, what stands above and what sums up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from nkrisk_geo.files.bounds import SHOWN
from nkrisk_geo.files.cells import cell_text
from nkrisk_geo.files.chunks import Noticed
from nkrisk_geo.files.headers import LOOKED_AT, TOTAL, find_header, is_total
from nkrisk_geo.files.read_options import Reading

Cells = list[Any]


@dataclass(slots=True)
class BookSheet:
    """One sheet below its header.

    Attributes:
        name: of the sheet.
        names: of its columns, blank ones at the end left out.
        rows: its records, blank rows left out.
        known: is a name of a column known?
        first: the first rows as text, with their numbers.
        header: the number of the row that names the columns.
        full: rows that are not blank, the header and those above it too.
        noticed: what was wrong with it.
    """

    name: str
    names: tuple[str, ...] = ()
    rows: list[Cells] = field(default_factory=list)
    known: bool = False
    first: list[tuple[int, list[str]]] = field(default_factory=list)
    header: int | None = None
    full: int = 0
    noticed: Noticed = field(default_factory=Noticed)

    @property
    def is_empty(self) -> bool:
        """Has it no cell?"""
        return not self.first


def sheet_of(name: str, sheet: Any, reading: Reading, *, merged: bool) -> BookSheet:
    """One sheet: its header, and the records below it."""
    found = BookSheet(name)
    # The cells begin where something stands, and not in the corner of the sheet.
    top, left = sheet.start or (0, 0)
    rows: list[Cells] = sheet.to_python()
    # Seen before cells are filled, or the rows of a merged cell would all be records.
    blank = [not any(cell != "" for cell in row) for row in rows]
    full = [at for at, is_blank in enumerate(blank) if not is_blank]
    skipped = [at for at in full if top + at < reading.skipped]
    for at in skipped:
        found.noticed.pass_over(top + at + 1, line_of(rows[at]))

    full = full[len(skipped) :]
    for at in full[:LOOKED_AT]:
        found.first.append((top + at + 1, [*map(show_cell, rows[at])]))
    found.full = len(full)
    if not full:
        return found

    found.names, below = _header(found, full, reading)
    records = full[below:]
    first = records[0] if records else len(rows)
    if merged:
        ranges = sheet.merged_cell_ranges or []
        found.noticed.merged = _fill_down(rows, blank, ranges, (top, left), first)
    found.noticed.blank = len(rows) - first - len(records)
    for at in records:
        row = rows[at]
        if is_total([*map(cell_text, row)]):
            found.noticed.reject(top + at + 1, TOTAL, line_of(row))
        else:
            found.rows.append(row)
    found.names = _without_blank_end(found)
    return found


def _header(
    found: BookSheet, full: Sequence[int], reading: Reading
) -> tuple[tuple[str, ...], int]:
    """The names of the columns, and how many of the full rows stand above the records."""
    width = len(found.first[0][1])
    if reading.columns is not None:
        found.known = True
        # Whoever names three of five columns means the first three.
        unnamed = [""] * (width - len(reading.columns))
        return (*reading.columns, *unnamed), 0
    cells = [row for _, row in found.first]
    fixed = reading.header_row is not None
    header = find_header(cells, reading.sought, fixed=fixed)
    passed = found.first[: header.start]
    if header.again:
        passed = [*passed, found.first[header.start + 1]]
    for number, row in passed:
        found.noticed.pass_over(number, line_of(row))
    found.known = header.known
    found.header, _ = found.first[header.start]
    return header.names, header.start + header.rows


Cell = tuple[int, int]
"""A row and a column, from nought."""


def _fill_down(
    rows: list[Cells],
    blank: Sequence[bool],
    ranges: Sequence[tuple[Cell, Cell]],
    start: Cell,
    first: int,
) -> int:
    """Put what stands in a merged cell into each of its rows that says something else too.

    Returns how many cells were filled.
    """
    filled = 0
    # A title that is merged over the table lies above the records, and is left as it is.
    for (above, left), (below, _) in ranges:
        top, at = above - start[0], left - start[1]
        if top < first or top >= len(rows) or not 0 <= at < len(rows[top]):
            continue
        value = rows[top][at]
        if value == "":
            continue
        # A range may reach below the last row that has a cell.
        end = min(below - start[0] + 1, len(rows))
        for number in range(top + 1, end):
            if not blank[number] and rows[number][at] == "":
                rows[number][at] = value
                filled += 1
    return filled


def _without_blank_end(sheet: BookSheet) -> tuple[str, ...]:
    """The names without blank columns at the end."""
    # A title that is wider than the table, or a note beside it, makes columns that have
    # nothing in them.
    last = len(sheet.names) - 1
    while last > 0 and not sheet.names[last].strip():
        if any(row[last] != "" for row in sheet.rows):
            break
        last -= 1
    return sheet.names[: last + 1]


def line_of(row: Sequence[Any]) -> str:
    """A row as it is told."""
    line = "\t".join(map(show_cell, row))
    return line.strip()[:SHOWN]


def show_cell(cell: Any) -> str:
    """A cell as the workbook shows it: it knows no whole numbers, and people see no others.

    >>> show_cell(3.0), show_cell(2.5), show_cell("")
    ('3', '2.5', '')
    """
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell_text(cell)
