"""What will be done with an open input.

The plan for the names of its columns, and a word about what their values show.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from nkrisk_geo.files.address_values import AddressLike, address_columns
from nkrisk_geo.files.chunks import Reader
from nkrisk_geo.files.plan import Plan, Wish, plan
from nkrisk_geo.files.shell import typed
from nkrisk_geo.model.errors import InputError


def planned_for(
    reader: Reader, wish: Wish, name: str, options: Mapping[str, Any]
) -> Plan:
    """The plan, with a note for each column that holds addresses by its values and is not read.

    Raises:
        InputError: as of `plan`; where no name says address, with the columns whose values do.
    """
    try:
        planned = plan(wish, reader.columns, name, options)
    except InputError as error:
        seen = [] if wish.names_columns or wish.parties else _seen(reader, (), options)
        raise InputError("; ".join([str(error), *map(_told, seen)])) from None
    if wish.names_columns:  # who names columns has seen the others
        return planned
    seen = _seen(reader, planned.asked, options)
    return replace(
        planned, notes=(*planned.notes, *(f"warning: {_told(each)}" for each in seen))
    )


def likely_columns(reader: Reader) -> tuple[str, ...]:
    """Columns that hold addresses by their values, before any row was handed out."""
    return tuple(each.column for each in _seen(reader, (), {}) if each.column.strip())


def _seen(
    reader: Reader, asked: tuple[str, ...] | list[str], options: Mapping[str, Any]
) -> list[AddressLike]:
    sample = reader.sample()
    return (
        []
        if sample is None
        else address_columns(sample, asked, options.get("gazetteer"))
    )


def _told(seen: AddressLike) -> str:
    if not seen.column.strip():
        return (
            f"column {seen.number} looks like addresses and has no name: say in which "
            "row the names are with --header-row N,"
            " or name all columns with --columns"
        )
    return (
        f"column {seen.column!r} looks like addresses ({seen.named} of {seen.of} "
        "values name a place) and is not read:"
        f" --address {typed(seen.column)} reads it"
    )
