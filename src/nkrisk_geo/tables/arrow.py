"""Arrow tables and record batches need no conversion."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

import pyarrow as pa

from nkrisk_geo.errors import InputError
from nkrisk_geo.rows import COLUMNS, annotate_arrow, check_columns, output_columns

Batch = TypeVar("Batch", pa.RecordBatch, pa.Table)


def enriched(table: Batch, fields: Mapping[str, str], options: Mapping[str, Any]) -> Batch:
    """The table with the new columns."""
    if not isinstance(table, (pa.Table, pa.RecordBatch)):
        raise InputError(f"an Arrow {type(table).__name__} is no table; give a Table or a RecordBatch")
    return annotate_arrow(table, **fields, **options)


def new_columns(columns: Mapping[str, Any], options: Mapping[str, Any]) -> pa.Table:
    """The new columns alone, for arrays by the name of the field that they are."""
    given = pa.table(list(columns.values()), names=list(columns))
    fields = {field: field for field in columns}
    return annotate_arrow(given, **fields, **options).select(range(len(columns), len(columns) + width(options)))


def width(options: Mapping[str, Any]) -> int:
    """Number of new columns."""
    return len(output_columns(bool(options.get("normalized"))))


def check(fields: Mapping[str, str], present: list[str], options: Mapping[str, Any]) -> None:
    """As `rows.check_columns`, for the options of a call."""
    renamed = {("text" if field == "address" else field): column for field, column in fields.items()}
    check_columns(renamed, present, options["prefix"], bool(options.get("normalized")))


def fields_of_answer(options: Mapping[str, Any], prefix: str = "") -> list[tuple[str, pa.DataType]]:
    """Names and Arrow types of the new columns."""
    return [(prefix + column.name, column.type) for column in output_columns(bool(options.get("normalized")))]


__all__ = ["COLUMNS", "check", "enriched", "fields_of_answer", "new_columns", "width"]
