"""How a file would be read and what the answers would look like, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa

from nkrisk_geo.files.cells import cell_text
from nkrisk_geo.files.chunks import Noticed, Reader
from nkrisk_geo.files.column_search import likely_columns, make_plan
from nkrisk_geo.files.formats import format_of
from nkrisk_geo.files.inputs import InputSource
from nkrisk_geo.files.kinds import open_reader
from nkrisk_geo.files.plan import Plan, Wish
from nkrisk_geo.files.read_options import Reading
from nkrisk_geo.files.workers import answer_parties
from nkrisk_geo.model.errors import InputError
from nkrisk_geo.tables.cross_references import follow_references
from nkrisk_geo.tables.parties import fields_of
from nkrisk_geo.tables.values import to_list

ROWS = 20
"""Rows of the preview."""

_LOOKED_AT = 1000


NumberedRow = tuple[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Seen:
    """A column as its first rows show it.

    `used` says what it would be read as, empty where it would not be.
    """

    name: str
    type: str
    filled: str
    example: str
    used: str


@dataclass(frozen=True, slots=True)
class Inspection:
    """How a file would be read.

    Attributes:
        noticed: encoding and delimiter (None where it has none), and what was wrong
            with the first rows.
        columns: the columns as the first rows show them.
        plan: which of them would be read as what; None where none would, and `problem` says why.
        preview: for each party the fields of the first rows and the answers to them.
        first_rows: the first rows as they stand, with their numbers, of kinds that have a header.
        header: the number of the row that names the columns.
        likely: columns that hold addresses by their values, where no column is found by its name.
    """

    noticed: Noticed
    columns: tuple[Seen, ...]
    plan: Plan | None
    problem: str | None
    preview: Mapping[str, pa.Table]
    first_rows: tuple[NumberedRow, ...] = ()
    header: int | None = None
    likely: tuple[str, ...] = ()


def inspect_file(
    source: str,
    *,
    reading: Reading | None = None,
    wish: Wish | None = None,
    rows: int = ROWS,
) -> Inspection:
    """Look at the first rows of a file.

    Args:
        source: path, or "-" for standard input.
        reading: as for `enrich_file`.
        wish: what the user wants read; found by the names of the columns where it says nothing.
        rows: of the preview.

    Raises:
        InputError: the input is unreadable, or the wish does not fit it.
    """
    wish = wish or Wish()
    named = (*wish.address, *wish.fields.values())
    reading = replace(reading or Reading(), sought=named)
    with InputSource(source, format_of(source, reading.file_format)) as opened:
        reader = open_reader(opened, reading)
        found, problem = _plan(reader, wish, opened.name)
        likely = () if found else likely_columns(reader)
        table = next(reader.chunks()).table
    # Of two columns of one name the first is shown.
    names = dict.fromkeys(table.column_names)
    seen = [_seen(name, table, found) for name in names]
    some = table.slice(0, rows)
    preview = _preview(some, found) if found else {}
    first = [(number, tuple(row)) for number, row in reader.first_rows]
    return Inspection(
        reader.noticed,
        tuple(seen),
        found,
        problem,
        preview,
        tuple(first),
        reader.header,
        likely,
    )


def _plan(reader: Reader, wish: Wish, name: str) -> tuple[Plan | None, str | None]:
    """The plan; where the user said nothing and no column is recognized, why not."""
    try:
        return make_plan(reader, wish, name, {}), None
    except InputError as error:
        if wish.names_columns or wish.parties:
            raise
        return None, str(error)


def _seen(name: str, table: pa.Table, found: Plan | None) -> Seen:
    whole = table.column(table.column_names.index(name))
    column = whole.slice(0, _LOOKED_AT)
    cells = map(cell_text, to_list(column))
    texts = [cell for cell in cells if cell.strip()]
    full = len(texts) / max(1, len(column))
    example = texts[0] if texts else ""
    used = _used(name, found)
    return Seen(name, str(column.type), f"{full:.0%}", example, used)


def _used(name: str, found: Plan | None) -> str:
    """What a column would be read as: `shipper address`, `postcode`."""
    for party, _ in found.parties if found else ():
        by_column = {column: field for field, column in party.fields.items()}
        field = "address" if name in party.address else by_column.get(name)
        if field:
            return f"{party.name} {field}".strip()
    return ""


def _preview(table: pa.Table, found: Plan) -> dict[str, pa.Table]:
    preview = {}
    for party, _ in found.parties:
        own = fields_of(table, party)
        fields, _ = follow_references(own, table, found.named)
        added = answer_parties([(fields, "")], {})
        rows = zip(*map(to_list, fields.columns), strict=True)
        texts = [_join(row) for row in rows]
        read = pa.array(texts, pa.string())
        preview[party.name] = added.add_column(0, "read", read)
    return preview


def _join(row: Iterable[Any]) -> str:
    return ", ".join(filter(None, map(cell_text, row)))
