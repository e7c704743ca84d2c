"""polars: tables, eager and lazy, and the namespace `nkrisk` of expressions.

The namespace is there once this module is imported.

>>> import polars as pl
>>> import nkrisk_geo.polars
>>> frame = pl.DataFrame({"addr": ["丹东市振兴区", None]})
>>> frame.select(pl.col("addr").nkrisk.resolve().struct.field("adcode")).to_series().to_list()
['210603', None]
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

import pyarrow as pa

from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.model.errors import not_installed
from nkrisk_geo.tables.arrow import answer_type, answers, new_columns
from nkrisk_geo.tables.categories import ORDERED, categories_of
from nkrisk_geo.tables.column_choice import Read, arrays_of, check_read
from nkrisk_geo.tables.values import text_array

try:
    import polars as pl
except ImportError as _missing:
    raise not_installed("polars") from _missing

Frame = TypeVar("Frame", pl.DataFrame, pl.LazyFrame)


def names_of(frame: Frame) -> list[Any]:
    """The names of the columns."""
    return list(frame.collect_schema().names())


def enrich_table(frame: Frame, fields: Read, options: Mapping[str, Any]) -> Frame:
    """The frame with the new columns; a lazy one stays lazy."""
    schema = frame.collect_schema()
    check_read(fields, schema.names(), options)
    if isinstance(frame, pl.DataFrame):
        return _with_answers(frame, fields, options)
    prefix = options["prefix"]
    added = {prefix + name: dtype for name, dtype in _dtypes(options).items()}
    return frame.map_batches(
        lambda batch: _with_answers(batch, fields, options),
        schema={**schema, **added},
        slice_pushdown=True,
        streamable=True,
    )


def _with_answers(
    frame: pl.DataFrame, fields: Read, options: Mapping[str, Any]
) -> pl.DataFrame:
    arrays = arrays_of(fields, lambda column: as_arrow(frame.get_column(column)))
    # As text, which becomes an Enum below: of a dictionary polars would make a Categorical.
    answered = new_columns(arrays, {**options, "categories": False})
    added = pl.DataFrame(pl.from_arrow(answered))
    if options.get("categories"):
        dtypes, prefix = _dtypes(options), options["prefix"]
        added = added.cast({prefix + name: dtypes[name] for name in ORDERED})
    return frame.hstack(added)


class Namespace:
    """`pl.col("addr").nkrisk`: answers inside an expression."""

    def __init__(self, expression: pl.Expr) -> None:
        self._expression = expression

    def resolve(self, **options: Any) -> pl.Expr:
        """Each text as a struct of the columns, without a prefix.

        Options as for `nkrisk_geo.enrich`.
        """
        return self._expression.map_batches(
            lambda texts: _structs(texts, options),
            return_dtype=pl.Struct(_dtypes(options)),
            is_elementwise=True,
        )


def _structs(texts: pl.Series, options: Mapping[str, Any]) -> pl.Series:
    structs = answers(as_arrow(texts), {**options, "categories": False})
    plain = pl.Series(texts.name, pl.from_arrow(structs))
    dtype = pl.Struct(_dtypes(options))
    answered: pl.Series = plain.cast(dtype)
    return answered


def as_arrow(series: pl.Series) -> Any:
    """A Series as an Arrow array; what Arrow has no type for as text."""
    if str(series.dtype) in ("Object", "Int128", "UInt128"):
        return text_array(series.to_list())
    return series.to_arrow()


def _dtypes(options: Mapping[str, Any]) -> dict[str, Any]:
    """The polars type of each column of an answer.

    Categories are an Enum, which has them in their order.
    """
    wanted = ORDERED if options.get("categories") else ()
    gazetteer = options.get("gazetteer") or Gazetteer.default()
    zoned = gazetteer.with_zones(options.get("zones") or ())
    dtypes: dict[str, Any] = {}
    for field in answer_type(**{**options, "categories": False}):
        if field.name in wanted:
            categories = categories_of(field.name, zoned)
            dtypes[field.name] = pl.Enum(categories)
        else:
            # What polars makes of the type of Arrow, it says of a column without rows.
            none = pa.array([], field.type)
            dtypes[field.name] = pl.Series(pl.from_arrow(none)).dtype
    return dtypes


pl.api.register_expr_namespace("nkrisk")(Namespace)
