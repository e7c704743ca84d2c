"""The columns of addresses in an open input, found by their names and by their values.

The names make the plan; what the values show beside it is told as a note.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from nkrisk_geo.files.address_values import AddressLike, address_columns
from nkrisk_geo.files.chunks import Reader
from nkrisk_geo.files.plan import Plan, Wish, plan
from nkrisk_geo.files.shell import quote
from nkrisk_geo.model.errors import InputError


def make_plan(
    reader: Reader, wish: Wish, name: str, options: Mapping[str, Any]
) -> Plan:
    """The plan, with a note for each column that holds addresses by its values and is not read.

    Raises:
        InputError: as of `plan`; where no name says address, with the columns whose values do.
    """
    try:
        planned = plan(wish, reader.columns, name, options)
    except InputError as error:
        is_told = wish.names_columns or wish.parties
        seen = [] if is_told else _look(reader, (), options)
        messages = [str(error), *map(_tell, seen)]
        raise InputError("; ".join(messages)) from None
    # Who names columns has seen the others.
    if wish.names_columns:
        return planned
    seen = _look(reader, planned.asked, options)
    warnings = [f"warning: {_tell(each)}" for each in seen]
    return replace(planned, notes=(*planned.notes, *warnings))


def likely_columns(reader: Reader) -> tuple[str, ...]:
    """Columns that hold addresses by their values, before any row was handed out."""
    seen = _look(reader, (), {})
    # A column without a name cannot be asked for.
    return tuple(each.column for each in seen if each.column.strip())


def _look(
    reader: Reader, asked: Collection[str], options: Mapping[str, Any]
) -> list[AddressLike]:
    """The columns beside those that are asked for whose values are addresses."""
    sample = reader.sample()
    if sample is None:
        return []
    return address_columns(sample, asked, options.get("gazetteer"))


def _tell(seen: AddressLike) -> str:
    if not seen.column.strip():
        return (
            f"column {seen.number} looks like addresses and has no name: say in which "
            "row the names are with --header-row N,"
            " or name all columns with --columns"
        )
    if seen.named * 2 < seen.of:
        return (
            f"column {seen.column!r} is nearly called an address and is not read:"
            f" --address {quote(seen.column)} reads it"
        )
    return (
        f"column {seen.column!r} looks like addresses ({seen.named} of {seen.of} "
        "values name a place) and is not read:"
        f" --address {quote(seen.column)} reads it"
    )
