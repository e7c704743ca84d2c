"""`nkrisk-geo inspect`: a file before anything is written."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from nkrisk_geo.cli.enrich_command import columns_of, input_of, reading_of
from nkrisk_geo.cli.input_options import FIELDS
from nkrisk_geo.cli.reading_lines import reading_lines
from nkrisk_geo.cli.settings import take_settings
from nkrisk_geo.cli.terminal import abbreviate, say
from nkrisk_geo.cli.terminal_table import shorten, show_table
from nkrisk_geo.files import Inspection, inspect_file
from nkrisk_geo.files.plan import Wish
from nkrisk_geo.files.shell import quote
from nkrisk_geo.model.explain import NOTICE

FIRST_ROWS, CELLS = 8, 8
"""Rows and cells of the beginning of a file that are shown."""
_NARROW = 16
_REPEATED = (
    "sheet",
    "header_row",
    "skip_rows",
    "columns",
    "delimiter",
    "row_end",
    "encoding",
    "format",
    *FIELDS,
)
"""Options of `inspect` that `enrich` is to have too."""


def inspect(arguments: Namespace) -> int:
    """Say how a file would be read, and show its first rows with their answers."""
    # The input first: where it stands behind the columns of the address it is taken
    # from among them.
    source = input_of(arguments)
    told = take_settings(arguments)
    asked = columns_of(arguments)
    wish = Wish(
        asked.pop("address"),
        parties=asked.pop("party"),
        prefix=asked.pop("prefix"),
        fields=asked,
    )
    reading = reading_of(arguments)
    seen = inspect_file(source, reading=reading, wish=wish, rows=arguments.rows)

    say(
        *([f"{'settings:':<14}{told}"] if told else []),
        *map(abbreviate, reading_lines(seen.noticed)),
    )
    _show_sheets(seen)
    _show_first_rows(seen)
    say(f"{'columns:':<14}{len(seen.columns)}", "")
    columns = [
        (each.name, each.type, each.filled, each.used or "-", each.example)
        for each in seen.columns
    ]
    show_table(("column", "type", "filled", "read as", "first value"), columns)

    if seen.noticed.rejected:
        say("", f"{seen.noticed.rejected:,} of the first rows would be rejected")
    _show_plan(seen)
    say("", "to type:", f"  {_command(arguments, seen)}", "", NOTICE)
    return 0


def _show_sheets(seen: Inspection) -> None:
    """The sheets of a workbook, where there is more than one."""
    if len(seen.noticed.sheets) > 1:
        rows = [
            (
                each.name,
                f"{each.rows:,}",
                f"{each.columns:,}",
                "yes" if each.read else "no",
            )
            for each in seen.noticed.sheets
        ]
        say("")
        show_table(("sheet", "rows", "columns", "read"), rows)


def _show_first_rows(seen: Inspection) -> None:
    """The first rows as they stand, with the numbers that --header-row and --skip-rows take."""
    if not seen.first_rows:
        return
    shown = seen.first_rows[:FIRST_ROWS]
    rows = []
    for number, cells in shown:
        mark = "header" if number == seen.header else ""
        short = [shorten(cell, _NARROW) for cell in cells[:CELLS]]
        rows.append((str(number), mark, *short))
    width = max(map(len, rows))
    # Rows of text may be of any length; those of a table are of one.
    table = [[*row, *[""] * (width - len(row))] for row in rows]
    say("", "the first rows, with their numbers:")
    show_table([""] * width, table)
    say("")


def _command(arguments: Namespace, seen: Inspection) -> str:
    """What to type to have the file enriched as it is shown."""
    source = arguments.input
    words = ["nkrisk-geo", "enrich", source]
    for name in _REPEATED:
        value = getattr(arguments, name)
        if value:
            words += [
                f"--{name.replace('_', '-')}",
                ",".join(value) if name == "columns" else value,
            ]
    for party in arguments.party:
        words += ["--party", party]
    if arguments.address:
        words += ["--address", *arguments.address]
    elif seen.plan is None:
        likely = seen.likely[0] if seen.likely else "COLUMN"
        words += ["--address", likely]
    # A workbook is what an analyst opens; whoever wants another kind knows its name.
    out = "out" if source == "-" else Path(source).stem
    words += ["-o", f"{out}.geo.xlsx"]
    return " ".join(_as_typed(str(word)) for word in words)


def _as_typed(word: str) -> str:
    # An option stands as it is; a value that looks like one is in quotation marks.
    return word if word.startswith("--") or word == "-o" else quote(word)


def _show_plan(seen: Inspection) -> None:
    """What would be read, and the answers to the first rows."""
    if seen.plan is None:
        say("", abbreviate(str(seen.problem)))
        return
    for note in seen.plan.notes:
        say("", abbreviate(f"note: {note}"))
    for party, table in seen.preview.items():
        if len(table):
            say("", f"{party or 'address'}: the first {len(table)} rows")
            rows = [_row(row) for row in table.to_pylist()]
            show_table(("read", "status", "place", "zone", "border km"), rows)


def _row(row: dict[str, object]) -> tuple[str, ...]:
    """A row of the preview: what was read, and the answer in short."""
    # The finest that is known.
    names = (row["county"], row["prefecture"], row["province"], row["country"])
    place = next((str(name) for name in names if name), "")
    said = (row["status"], row["reason"])
    status = " ".join(str(word) for word in said if word)
    zone = str(row["zone"] or "")
    km = row["border_km"]
    distance = "" if km is None else f"{km:.1f}"
    return str(row["read"]), status, place, zone, distance
