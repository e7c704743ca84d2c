"""`nkrisk-geo inspect`: a file before anything is written."""

from __future__ import annotations

from argparse import Namespace

from nkrisk_geo.cli.enrich_command import columns_of, input_of, reading_of
from nkrisk_geo.cli.terminal import brief, say
from nkrisk_geo.cli.terminal_table import show_table
from nkrisk_geo.files import Inspection, inspect_file
from nkrisk_geo.files.encodings import label
from nkrisk_geo.files.plan import Wish
from nkrisk_geo.model.explain import NOTICE


def inspect(arguments: Namespace) -> int:
    """Say how a file would be read, and show its first rows with their answers."""
    # The input first: where it stands behind the columns of the address it is taken from among them.
    source = input_of(arguments)
    asked = columns_of(arguments)
    wish = Wish(
        asked.pop("address"),
        parties=asked.pop("party"),
        prefix=asked.pop("prefix"),
        fields=asked,
    )
    seen = inspect_file(source, reading=reading_of(arguments), wish=wish, rows=arguments.rows)

    if seen.noticed.encoding:
        say(f"encoding   {label(seen.noticed.encoding)}")
    if seen.noticed.delimiter:
        say(f"delimiter  {seen.noticed.delimiter!r}")
    say(f"columns    {len(seen.columns)}", "")
    columns = [
        (each.name, each.type, each.filled, each.used or "-", each.example) for each in seen.columns
    ]
    show_table(("column", "type", "filled", "read as", "first value"), columns)

    if seen.noticed.rejected:
        say("", f"{seen.noticed.rejected:,} of the first rows would be rejected")
    for sheet, rows in seen.noticed.unread.items():
        say("", f"sheet {sheet!r} would not be read: {rows:,} rows; only the first sheet is")
    _show_plan(seen)
    return 0


def _show_plan(seen: Inspection) -> None:
    """What would be read, and the answers to the first rows."""
    if seen.plan is None:
        say("", brief(str(seen.problem)))
        return
    for note in seen.plan.notes:
        say("", brief(f"note: {note}"))
    for party, table in seen.preview.items():
        if len(table):
            say("", f"{party or 'address'}: the first {len(table)} rows")
            rows = [_row(row) for row in table.to_pylist()]
            show_table(("read", "status", "place", "zone", "border km"), rows)
    say("", NOTICE)


def _row(row: dict[str, object]) -> tuple[str, ...]:
    """A row of the preview: what was read, and the answer in short."""
    names = (row["county"], row["prefecture"], row["province"], row["country"])
    place = next((str(name) for name in names if name), "")
    said = (row["status"], row["reason"])
    status = " ".join(str(word) for word in said if word)
    zone = str(row["zone"] or "")
    km = row["border_km"]
    distance = "" if km is None else f"{km:.1f}"
    return str(row["read"]), status, place, zone, distance
