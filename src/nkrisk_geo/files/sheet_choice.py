"""Which sheets of a workbook are read, and how their rows come under one header."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nkrisk_geo.files.book_sheets import BookSheet, Cells
from nkrisk_geo.files.chunks import Noticed, SheetSeen
from nkrisk_geo.model.errors import InputError
from nkrisk_geo.model.suggestions import hint

ALL = "all"
"""What is said for every sheet."""


def choose_sheets(
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
    # Of one name that is there twice only the order says which is which.
    if len(set(lead.names)) < len(lead.names):
        return [sheet for sheet in full if sheet.names == lead.names]
    alike = sorted(lead.names)
    return [sheet for sheet in full if sorted(sheet.names) == alike]


def columns_of(read: Sequence[BookSheet]) -> list[str]:
    """The columns of the first sheet, and of further ones those that it has not."""
    columns = list(read[0].names)
    for sheet in read[1:]:
        columns += [name for name in sheet.names if name not in columns]
    return columns


def align_rows(sheet: BookSheet, columns: Sequence[str]) -> Iterator[Cells]:
    """The rows of a sheet in the order of the columns."""
    width = len(sheet.names)
    # By their order where that is the same, for names may come twice.
    if list(sheet.names) == list(columns[:width]):
        gap = [""] * (len(columns) - width)
        for row in sheet.rows:
            yield [*row[:width], *gap]
        return
    places = dict[str, int]()
    for at, name in enumerate(sheet.names):
        places.setdefault(name, at)
    # What a sheet has no column for stands behind each of its rows.
    order = [places.get(name, width) for name in columns]
    for row in sheet.rows:
        cells = [*row[:width], ""]
        yield [cells[at] for at in order]


def gather_notices(sheets: Sequence[BookSheet], read: Sequence[BookSheet]) -> Noticed:
    """What was wrong with those that are read, and which are not."""
    found = Noticed()
    chosen = {sheet.name for sheet in read}
    for sheet in sheets:
        is_read = sheet.name in chosen
        rows = len(sheet.rows) if is_read else sheet.full
        seen = SheetSeen(sheet.name, rows, len(sheet.names), is_read)
        found.sheets.append(seen)
    for sheet in read:
        noticed = sheet.noticed
        # Numbers of rows begin anew with each sheet.
        said = f"{sheet.name}: " if len(read) > 1 else ""
        for bad in noticed.rejects:
            found.reject(bad.line, bad.reason, said + bad.text)
        for row in noticed.above:
            found.pass_over(row.line, said + row.text)
        found.skipped += noticed.skipped - len(noticed.above)
        found.blank += noticed.blank
        found.merged += noticed.merged
    return found
