"""The columns of a table that are read and those that are added: their names, types and faults."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import pyarrow as pa

from nkrisk_geo.model import schema
from nkrisk_geo.model.errors import InputError
from nkrisk_geo.model.fields import BESIDE, POINT
from nkrisk_geo.model.schema import OUTPUT, OutputColumn
from nkrisk_geo.model.suggestions import hint
from nkrisk_geo.tables.categories import ORDERED, category_type


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the output: its name without the prefix, its Arrow type, what it means."""

    name: str
    type: pa.DataType
    meaning: str


_ARROW = {"text": pa.string(), "list": pa.list_(pa.string()), "number": pa.float64()}


def _columns_of(schema: Iterable[OutputColumn]) -> tuple[Column, ...]:
    return tuple(Column(each.name, _ARROW[each.kind], each.meaning) for each in schema)


COLUMNS: tuple[Column, ...] = _columns_of(OUTPUT)
"""The columns of an answer (`nkrisk_geo.model.schema`). `normalized=True` adds `address_zh` and
`address_en` before the last."""

NORMALIZED = _columns_of(schema.NORMALIZED)

READ = ("text", *BESIDE, *POINT)
"""What a column can be read as, the text first."""


def output_columns(
    normalized: bool = False, categories: bool = False
) -> tuple[Column, ...]:
    """The columns in their order, with the normalized addresses and as categories where wanted."""
    columns = COLUMNS
    if normalized:
        # The version of the gazetteer stays the last.
        columns = (*COLUMNS[:-1], *NORMALIZED, COLUMNS[-1])
    if not categories:
        return columns
    return tuple(
        replace(each, type=category_type(each.name)) if each.name in ORDERED else each
        for each in columns
    )


def check_columns(
    fields: Mapping[str, str | None], present: list[str], prefix: str, normalized: bool
) -> None:
    """Say clearly what is wrong with the names of columns.

    Raises:
        InputError: nothing to read, an unknown field, a missing column, or a new column that is
            there already.
    """
    if not fields:
        raise InputError(
            "name the column with the address, or a column for one of the fields; "
            "address='auto' finds them"
        )
    for field, column in fields.items():
        if field not in READ:
            known = ("address", *READ[1:])
            meant = hint(str(field), known, f"fields are {', '.join(known)}")
            raise InputError(f"there is no field {field!r}; {meant}")
        if column not in present:
            shown = ", ".join(map(repr, present[:12]))
            names = map(str, present)
            meant = hint(str(column), names, f"columns are {shown}")
            raise InputError(f"there is no column {column!r}; {meant}")
        if present.count(str(column)) > 1:
            raise InputError(
                f"there is more than one column {column!r}; rename the others"
            )
    if len(set(POINT) & fields.keys()) == 1:
        raise InputError("a point has a lat and a lng: name the columns of both")
    added = [prefix + column.name for column in output_columns(normalized)]
    taken = [name for name in added if name in present]
    if taken:
        raise InputError(
            f"the table has a column {taken[0]!r} already; choose another prefix"
        )
