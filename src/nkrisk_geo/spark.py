"""Spark: a DataFrame with the columns of the answer behind, by way of `mapInArrow`.

    import nkrisk_geo.spark

    enriched = nkrisk_geo.spark.enrich(shipments, "shipper_address", postcode="shipper_zip")

Each Python worker loads the gazetteer once. The library has to be installed where the workers run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from nkrisk_geo.errors import InputError
from nkrisk_geo.rows import Options, annotate_arrow, check_columns
from nkrisk_geo.tables.arrow import answer_type

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

SQL_TYPES = {pa.string(): "string", pa.float64(): "double", pa.list_(pa.string()): "array<string>"}


def enrich(
    df: DataFrame,
    address: str | None = None,
    /,
    *,
    prefix: str = "geo_",
    normalized: bool = False,
    **options: Any,
) -> DataFrame:
    """Add the columns of `COLUMNS` to a Spark DataFrame.

    Args:
        df: the records.
        address: column with the free text.
        prefix: put before the name of each new column.
        normalized: also add the normalized addresses.
        **options: names, evidence, threshold, and columns of the other fields, as for `nkrisk_geo.enrich`.

    Raises:
        InputError: pyspark is missing, a column is missing, or one of the new names is there already.
    """
    style: dict[str, Any] = {
        option: options.pop(option) for option in ("names", "evidence", "threshold") if option in options
    }
    Options(**style)
    fields = {**({"address": address} if address is not None else {}), **options}
    return enriched(df, fields, {"prefix": prefix, "normalized": normalized, **style})


def enriched(df: DataFrame, fields: Mapping[str, Any], options: Mapping[str, Any]) -> DataFrame:
    """As `enrich`, for fields and options apart."""
    if options.get("gazetteer") is not None:
        raise InputError("with Spark every worker loads the packaged gazetteer; another cannot be given")
    named = {("text" if field == "address" else field): column for field, column in fields.items()}
    check_columns(named, df.columns, options["prefix"], options["normalized"])
    try:
        from pyspark.sql.types import StructType
    except ImportError as error:
        raise InputError("pyspark is not installed: pip install nkrisk-geo[spark]") from error
    added = StructType.fromDDL(ddl(options["prefix"], options["normalized"]))
    return df.mapInArrow(annotation(fields, options), StructType([*df.schema.fields, *added.fields]))


def ddl(prefix: str, normalized: bool = False) -> str:
    """The new columns as Spark writes a schema."""
    return ", ".join(
        f"`{prefix}{field.name}` {SQL_TYPES[field.type]}" for field in answer_type(normalized=normalized)
    )


def annotation(
    fields: Mapping[str, Any], options: Mapping[str, Any]
) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """The function that runs on the workers."""

    def annotate(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            yield annotate_arrow(batch, **fields, **options)

    return annotate
