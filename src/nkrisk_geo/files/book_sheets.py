"""One sheet of a workbook: its header, its records, what stands above and what sums up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from nkrisk_geo.files.bounds import SHOWN
from nkrisk_geo.files.cells import plain
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
    top, left = sheet.start or (0, 0)
    rows: list[Cells] = sheet.to_python()
    # Seen before cells are filled, or the rows of a merged cell would all be records.
    blank = [all(cell == "" for cell in row) for row in rows]
    full = [
        at for at in range(len(rows)) if not blank[at] and top + at >= reading.skipped
    ]
    for at in range(min(len(rows), max(0, reading.skipped - top))):
        if not blank[at]:
            found.noticed.pass_over(top + at + 1, line_of(rows[at]))
    found.first = [
        (top + at + 1, list(map(shown, rows[at]))) for at in full[:LOOKED_AT]
    ]
    found.full = len(full)
    if not full:
        return found

    found.names, below = _header(found, full, reading)
    first = full[below] if below < len(full) else len(rows)
    if merged:
        ranges = sheet.merged_cell_ranges or []
        found.noticed.merged = _fill_down(rows, blank, ranges, (top, left), first)
    found.noticed.blank = len(rows) - first - (len(full) - below)
    for at in full[below:]:
        if is_total(list(map(plain, rows[at]))):
            found.noticed.reject(top + at + 1, TOTAL, line_of(rows[at]))
        else:
            found.rows.append(rows[at])
    found.names = _without_blank_end(found)
    return found


def _header(
    found: BookSheet, full: Sequence[int], reading: Reading
) -> tuple[tuple[str, ...], int]:
    """The names of the columns, and how many of the full rows stand above the records."""
    width = len(found.first[0][1])
    if reading.columns is not None:
        found.known = True
        return (*reading.columns, *[""] * (width - len(reading.columns))), 0
    cells = [row for _, row in found.first]
    header = find_header(cells, reading.sought, fixed=reading.header_row is not None)
    passed = found.first[: header.start]
    if header.again:
        passed = [*passed, found.first[header.start + 1]]
    for number, row in passed:
        found.noticed.pass_over(number, line_of(row))
    found.known, found.header = header.known, found.first[header.start][0]
    return header.names, header.start + header.rows


def _fill_down(
    rows: list[Cells],
    blank: Sequence[bool],
    ranges: Sequence[tuple[tuple[int, int], tuple[int, int]]],
    start: tuple[int, int],
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
        for number in range(top + 1, min(below - start[0], len(rows) - 1) + 1):
            if not blank[number] and rows[number][at] == "" and rows[top][at] != "":
                rows[number][at] = rows[top][at]
                filled += 1
    return filled


def _without_blank_end(sheet: BookSheet) -> tuple[str, ...]:
    """The names without blank columns at the end."""
    # A title that is wider than the table, or a note beside it, makes columns that have
    # nothing in them.
    width = len(sheet.names)
    while width > 1 and not sheet.names[width - 1].strip():
        if any(row[width - 1] != "" for row in sheet.rows):
            break
        width -= 1
    return sheet.names[:width]


def line_of(row: Sequence[Any]) -> str:
    """A row as it is told."""
    return "\t".join(map(shown, row)).strip()[:SHOWN]


def shown(cell: Any) -> str:
    """A cell as the workbook shows it: it knows no whole numbers, and people see no others.

    >>> shown(3.0), shown(2.5), shown("")
    ('3', '2.5', '')
    """
    return (
        str(int(cell)) if isinstance(cell, float) and cell.is_integer() else plain(cell)
    )
