"""How an input was read, for people: its form, its sheets, what was wrong with it."""

from __future__ import annotations

from nkrisk_geo.cli.terminal_table import shorten
from nkrisk_geo.files.chunks import Noticed
from nkrisk_geo.files.encodings import label
from nkrisk_geo.files.shell import quote

_WIDEST = 60
"""Columns that a row above a header may take."""
_TOLD = 10
"""Sheets that are named."""


def reading_lines(noticed: Noticed) -> list[str]:
    """A line each."""
    told = []
    if noticed.encoding:
        between = f", delimiter {noticed.delimiter!r}" if noticed.delimiter else ""
        told.append(("read as", f"{label(noticed.encoding)}{between}"))
    told += [("sheets", line) for line in _sheets(noticed)]
    told += [("skipped", line) for line in _above(noticed)]
    repairs = {
        "blank lines skipped": noticed.blank,
        "cells below a merged one, filled with what it says": noticed.merged,
        "features that are no points, read without their place": noticed.no_points,
        "texts that refer to another party, read as that": noticed.referred,
        "lines with bytes that do not fit the encoding": noticed.spoilt,
        "lines with a stray quotation mark, read as they stand": noticed.stray_quotes,
        "lines with NUL characters, which were left out": noticed.nul,
    }
    told += [
        ("noticed", f"{count:,} {what}") for what, count in repairs.items() if count
    ]
    if noticed.merged_unread:
        told.append(
            ("noticed", "cells below merged ones are not filled: save as .xlsx")
        )
    told += [("not read", line) for line in _unread(noticed)]
    return [f"{title + ':':<14}{line}" for title, line in told]


def _sheets(noticed: Noticed) -> list[str]:
    """Which sheets are read, where there is more than one."""
    # The only sheet of a workbook is the workbook, for those who made it.
    if len(noticed.sheets) < 2:
        return []
    read = [sheet for sheet in noticed.sheets if sheet.read]
    return [", ".join(f"{sheet.name!r} {sheet.rows:,} rows" for sheet in read)]


def _unread(noticed: Noticed) -> list[str]:
    """The sheets that are not read, with what to type."""
    unread = [*noticed.unread.items()]
    lines = [
        f"sheet {name!r}, {rows:,} rows; --sheet {quote(name)} reads it"
        for name, rows in unread
    ]
    told = lines[:_TOLD]
    rest = unread[_TOLD:]
    if rest:
        more = sum(rows for _, rows in rest)
        told.append(f"{len(rest)} more sheets, {more:,} rows")
    if unread:
        told.append("--sheet all reads every sheet")
    return told


def _above(noticed: Noticed) -> list[str]:
    """The rows above the header."""
    if not noticed.skipped:
        return []
    rows = (
        "row that is no record" if noticed.skipped == 1 else "rows that are no records"
    )
    shown = "; ".join(
        f"{row.line} {shorten(row.text, _WIDEST)!r}" for row in noticed.above
    )
    more = " …" if noticed.skipped > len(noticed.above) else ""
    return [f"{noticed.skipped:,} {rows}, above or beside the header: {shown}{more}"]
