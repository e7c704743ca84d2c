"""How a file would be read and what the answers would look like, before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa

from nkrisk_geo.files.cells import plain
from nkrisk_geo.files.chunks import Noticed, Reader
from nkrisk_geo.files.formats import format_of
from nkrisk_geo.files.inputs import InputSource
from nkrisk_geo.files.kinds import open_reader
from nkrisk_geo.files.plan import Plan, Wish
from nkrisk_geo.files.planning import likely_columns, planned_for
from nkrisk_geo.files.read_options import Reading
from nkrisk_geo.files.workers import answered
from nkrisk_geo.model.errors import InputError
from nkrisk_geo.tables.parties import fields_of
from nkrisk_geo.tables.referring import with_referred
from nkrisk_geo.tables.values import to_list

ROWS = 20
"""Rows of the preview."""

_LOOKED_AT = 1000


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
    first_rows: tuple[tuple[int, tuple[str, ...]], ...] = ()
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
    reading = replace(
        reading or Reading(), sought=(*wish.address, *wish.fields.values())
    )
    with InputSource(source, format_of(source, reading.file_format)) as opened:
        reader = open_reader(opened, reading)
        found, problem = _plan(reader, wish, opened.name)
        likely = () if found else likely_columns(reader)
        table = next(reader.chunks()).table
    seen = [_seen(name, table, found) for name in dict.fromkeys(table.column_names)]
    preview = _preview(table.slice(0, rows), found) if found else {}
    first = tuple((number, tuple(row)) for number, row in reader.first_rows)
    return Inspection(
        reader.noticed,
        tuple(seen),
        found,
        problem,
        preview,
        first,
        reader.header,
        likely,
    )


def _plan(reader: Reader, wish: Wish, name: str) -> tuple[Plan | None, str | None]:
    """The plan; where the user said nothing and no column is recognized, why not."""
    try:
        return planned_for(reader, wish, name, {}), None
    except InputError as error:
        if wish.names_columns or wish.parties:
            raise
        return None, str(error)


def _seen(name: str, table: pa.Table, found: Plan | None) -> Seen:
    column = table.column(table.column_names.index(name)).slice(0, _LOOKED_AT)
    texts = [text for text in map(plain, to_list(column)) if text.strip()]
    full = len(texts) / max(1, len(column))
    example = texts[0] if texts else ""
    return Seen(name, str(column.type), f"{full:.0%}", example, _used(name, found))


def _used(name: str, found: Plan | None) -> str:
    """What a column would be read as: `shipper address`, `postcode`."""
    for party, _ in found.parties if found else ():
        fields = {column: field for field, column in party.fields.items()}
        field = "address" if name in party.address else fields.get(name)
        if field:
            return f"{party.name} {field}".strip()
    return ""


def _preview(table: pa.Table, found: Plan) -> dict[str, pa.Table]:
    options: dict[str, Any] = {}
    shown = {}
    for party, _ in found.parties:
        fields, _ = with_referred(fields_of(table, party), table, found.named)
        added = answered([(fields, "")], options)
        rows = zip(*map(to_list, fields.columns), strict=True)
        texts = [", ".join(filter(None, map(plain, row))) for row in rows]
        read = pa.array(texts, pa.string())
        shown[party.name] = added.add_column(0, "read", read)
    return shown
