"""Arrow tables and record batches, which need no conversion; what the other adapters share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

import pyarrow as pa

from nkrisk_geo.model.errors import InputError
from nkrisk_geo.tables.column_choice import ColumnChoice, Read, arrays_of, check_read
from nkrisk_geo.tables.rows import annotate_arrow
from nkrisk_geo.tables.table_columns import output_columns

Batch = TypeVar("Batch", pa.RecordBatch, pa.Table)


def names_of(table: Any) -> list[Any]:
    """The names of the columns; of what is no table none, which is complained of later."""
    return (
        list(table.schema.names)
        if isinstance(table, (pa.Table, pa.RecordBatch))
        else []
    )


def enrich_table(table: Batch, fields: Read, options: Mapping[str, Any]) -> Batch:
    """The table with the new columns."""
    if not isinstance(table, (pa.Table, pa.RecordBatch)):
        raise InputError(
            f"an Arrow {type(table).__name__} is not a table; give a Table or a RecordBatch"
        )
    if not isinstance(fields, ColumnChoice):
        return annotate_arrow(table, **fields, **options)
    check_read(fields, names_of(table), options)
    added = new_columns(arrays_of(fields, table.column), options)
    for name, column in zip(added.column_names, added.columns, strict=True):
        # A batch takes arrays only.
        one = column if isinstance(table, pa.Table) else column.combine_chunks()
        field = added.schema.field(name)
        table = table.append_column(field, one)
    return table


def new_columns(arrays: Mapping[str, Any], options: Mapping[str, Any]) -> pa.Table:
    """The new columns alone, for Arrow arrays by the name of the field that each is."""
    # No column of a caller is called so, and the names say nothing of what was there.
    fields: dict[str, Any] = {field: f"\0{field}" for field in arrays}
    columns = list(arrays.values())
    given = pa.Table.from_arrays(columns, names=list(fields.values()))
    answered = annotate_arrow(given, **fields, **options)
    return answered.select(range(len(arrays), answered.num_columns))


def answer_type(
    *, normalized: bool = False, categories: bool = False, **_: Any
) -> pa.StructType:
    """One answer as an Arrow struct: the columns without a prefix."""
    columns = output_columns(normalized, categories)
    fields = [pa.field(column.name, column.type) for column in columns]
    return pa.struct(fields)


def answers(
    given: pa.Array | pa.ChunkedArray | Mapping[str, Any], options: Mapping[str, Any]
) -> pa.StructArray:
    """Texts, or arrays by field, as structs of `answer_type`."""
    read: Mapping[str, Any] = (
        given if isinstance(given, Mapping) else {"address": given}
    )
    added = new_columns(read, {**options, "prefix": ""})
    table = added.combine_chunks()
    arrays = [
        column.chunk(0) if column.num_chunks else pa.array([], column.type)
        for column in table.columns
    ]
    fields = list(answer_type(**options))
    return pa.StructArray.from_arrays(arrays, fields=fields)
