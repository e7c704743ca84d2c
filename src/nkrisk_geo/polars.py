"""polars: tables, eager and lazy, and the expression namespace `nkrisk`, there once this module is imported.

>>> import polars as pl
>>> import nkrisk_geo.polars
>>> frame = pl.DataFrame({"addr": ["丹东市振兴区", None]})
>>> frame.select(pl.col("addr").nkrisk.resolve().struct.field("adcode")).to_series().to_list()
['210603', None]
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from nkrisk_geo.errors import InputError
from nkrisk_geo.rows import check_columns
from nkrisk_geo.tables.arrow import answer_type, answers, new_columns

try:
    import polars as pl
except ImportError as error:
    raise InputError("polars is not installed: pip install nkrisk-geo[polars]") from error

Frame = TypeVar("Frame", pl.DataFrame, pl.LazyFrame)


def enriched(frame: Frame, fields: Mapping[str, str], options: Mapping[str, Any]) -> Frame:
    """The frame with the new columns; a lazy one stays lazy."""
    schema = frame.collect_schema()
    named = {("text" if field == "address" else field): column for field, column in fields.items()}
    check_columns(named, schema.names(), options["prefix"], options["normalized"])
    if isinstance(frame, pl.DataFrame):
        return _with_answers(frame, fields, options)
    added = {options["prefix"] + field.name: _dtype(field.type) for field in answer_type(**options)}
    return frame.map_batches(
        lambda batch: _with_answers(batch, fields, options),
        schema={**schema, **added},
        slice_pushdown=True,
        streamable=True,
    )


def _with_answers(frame: pl.DataFrame, fields: Mapping[str, str], options: Mapping[str, Any]) -> pl.DataFrame:
    arrays = {field: frame.get_column(column).to_arrow() for field, column in fields.items()}
    added = pl.DataFrame(pl.from_arrow(new_columns(arrays, options)))
    return frame.hstack(added)


class Namespace:
    """`pl.col("addr").nkrisk`: answers inside an expression."""

    def __init__(self, expression: pl.Expr) -> None:
        self._expression = expression

    def resolve(self, **options: Any) -> pl.Expr:
        """Each text as a struct of the columns, without a prefix; options as for `nkrisk_geo.enrich`."""
        return self._expression.map_batches(
            lambda texts: _structs(texts, options),
            return_dtype=_dtype(answer_type(**options)),
            is_elementwise=True,
        )


def _structs(texts: pl.Series, options: Mapping[str, Any]) -> pl.Series:
    return pl.Series(texts.name, pl.from_arrow(answers(texts.to_arrow(), options)))


def _dtype(kind: Any) -> pl.DataType:
    """The polars type for an Arrow type."""
    import pyarrow as pa

    series = pl.from_arrow(pa.array([], kind))
    return series.dtype  # type: ignore[union-attr] # an array becomes a Series


pl.api.register_expr_namespace("nkrisk")(Namespace)
