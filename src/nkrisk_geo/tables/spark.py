"""Spark: a DataFrame with the columns of the answer behind, by way of `mapInArrow`.

    import nkrisk_geo.spark

    enriched = nkrisk_geo.spark.enrich(shipments, "shipper_address", postcode="shipper_zip")

Each Python worker loads the gazetteer once. The library has to be installed in the Python that
the workers run, which is the `python3` found first on their path unless Spark is told another
one; docs/engines.md says how.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields as dataclass_fields
from functools import reduce
from itertools import count
from operator import and_
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

import pyarrow as pa

from nkrisk_geo.model.errors import InputError
from nkrisk_geo.model.suggestions import hint
from nkrisk_geo.tables.arrow import answer_type
from nkrisk_geo.tables.column_choice import Read, plain_fields
from nkrisk_geo.tables.rows import Options
from nkrisk_geo.tables.spark_batches import annotation
from nkrisk_geo.tables.table_columns import check_columns

if TYPE_CHECKING:
    from pyspark.sql import DataFrame
    from pyspark.sql.types import StructField

Distinct = Literal["broadcast", "shuffle"]
"""How the answers to distinct records come back to all rows that ask for them: see `enrich`."""


class Shape(NamedTuple):
    """The form of the answers: their columns, for which records, and whether as one struct."""

    columns: Sequence[str]
    distinct: Distinct | None = None
    struct: str | None = None


def enrich(
    df: DataFrame,
    address: str | None = None,
    /,
    *,
    prefix: str = "geo_",
    normalized: bool = False,
    columns: Sequence[str] | None = None,
    distinct: Distinct | None = None,
    struct: str | None = None,
    **options: Any,
) -> DataFrame:
    """Add the columns of `COLUMNS` to a Spark DataFrame.

    Addresses that repeat, as those of bills of lading do, need be answered only once: with
    `distinct` the different ones (or combinations of the fields, if there are several) are
    looked for first, and their answers joined to the rows.

    Args:
        df: the records.
        address: column with the free text.
        prefix: put before the name of each new column.
        normalized: also add the normalized addresses.
        columns: only these of the new columns, named without prefix. What a worker does not
            hand back costs Spark nothing.
        distinct: answer each distinct record once. `broadcast` sends all answers to every
            executor and suits some hundred thousand of them, a kilobyte each; `shuffle` leaves
            it to Spark how to join. Both read the rows twice.
        struct: name of one column that holds all the new ones, `geo.zone`, in place of many
            with a prefix. Spark copies it as a whole: with `distinct` that is much cheaper.
        **options: names, evidence, threshold, datum, and columns of the other fields, as for
            `nkrisk_geo.enrich`.

    Raises:
        InputError: a column is missing, a new name is there already or is none, or `distinct`
            is none of the above.
    """
    if distinct is not None and distinct not in get_args(Distinct):
        raise InputError(
            f"distinct is {distinct!r}; it can be one of {', '.join(get_args(Distinct))}, or None"
        )
    styles = [
        field.name for field in dataclass_fields(Options) if field.name in options
    ]
    style: dict[str, Any] = {name: options.pop(name) for name in styles}
    # Now, and not on the workers.
    Options(**style)
    # What is no option is a column of a field.
    fields = dict(options) if address is None else {"address": address, **options}
    options = {"prefix": prefix, "normalized": normalized, **style}
    shape = Shape(order_columns(columns, normalized), distinct, struct)
    return enrich_table(df, fields, options, shape)


def names_of(df: DataFrame) -> list[Any]:
    """The names of the columns."""
    return list(df.columns)


def enrich_table(
    df: DataFrame,
    fields: Read,
    options: Mapping[str, Any],
    shape: Shape | None = None,
) -> DataFrame:
    """As `enrich`, for fields and options apart."""
    fields = plain_fields(fields)
    shape = shape or Shape(order_columns(None, options["normalized"]))
    if shape.struct is not None:
        _check_struct(shape.struct, df.columns)
        options = {**options, "prefix": _free_prefix(df.columns)}
    if options.get("gazetteer") is not None:
        raise InputError(
            "with Spark every worker loads the packaged gazetteer; another cannot be given"
        )
    if options.get("categories"):
        raise InputError("Spark has no categories; leave out `categories`")
    named = {
        ("text" if field == "address" else field): column
        for field, column in fields.items()
    }
    check_columns(named, df.columns, options["prefix"], options["normalized"])
    if are_plain(df.columns):
        return _answer(df, fields, options, shape)
    # Spark reads dots and backticks in names as grammar and mixes up equal names: columns
    # travel by their numbers.
    columns = df.columns
    numbers = [f"c{number}" for number in range(len(columns))]
    numbered = {
        field: numbers[columns.index(column)] for field, column in fields.items()
    }
    plain = df.toDF(*numbers)
    back = _answer(plain, numbered, options, shape)
    added = back.columns[len(numbers) :]
    return back.toDF(*columns, *added)


def _answer(
    df: DataFrame, fields: Mapping[str, Any], options: Mapping[str, Any], shape: Shape
) -> DataFrame:
    """The rows with the new columns behind; Spark can find each column by its name."""
    if shape.distinct is None:
        return _map_batches(df, fields, options, shape)
    from pyspark.sql import functions

    prefix = options["prefix"]
    new = [prefix + name for name in shape.columns]
    if shape.struct is not None:
        new = [shape.struct]
    taken = [*df.columns, *new]
    keys = _keys(fields.values(), taken)
    column_of = functions.col
    # Spark cannot compare columns of no type; as text they are missing just so.
    types = {field.name: field.dataType.typeName() for field in df.schema}
    given = {
        column: column_of(column).cast("string")
        if types[column] == "void"
        else column_of(column)
        for column in keys
    }
    aliased = [given[column].alias(key) for column, key in keys.items()]
    asked = df.select(*aliased).distinct()
    read = {field: keys[column] for field, column in fields.items()}
    known = _map_batches(asked, read, options, shape)

    # A missing address meets the missing one: each row finds its answer.
    same = [given[column].eqNullSafe(column_of(key)) for column, key in keys.items()]
    is_broadcast = shape.distinct == "broadcast"
    sent = functions.broadcast(known) if is_broadcast else known
    joined = df.join(sent, reduce(and_, same), "left")
    return joined.drop(*keys.values())


def _keys(columns: Iterable[str], taken: Iterable[str]) -> dict[str, str]:
    """A name of its own for each of the columns, unlike those that are taken."""
    lower = {name.lower() for name in taken}
    numbered = map("asked_{}".format, count())
    free = (name for name in numbered if name not in lower)
    # There are as many free names as are asked for.
    return dict(zip(dict.fromkeys(columns), free, strict=False))


def _map_batches(
    df: DataFrame, fields: Mapping[str, Any], options: Mapping[str, Any], shape: Shape
) -> DataFrame:
    from pyspark.sql import functions
    from pyspark.sql.types import StructType

    prefix = options["prefix"]
    added = added_fields(prefix, shape.columns)
    schema = StructType([*df.schema.fields, *added])
    annotate = annotation(schema.names, fields, options)
    mapped = df.mapInArrow(annotate, schema)
    if shape.struct is None:
        return mapped
    column_of = functions.col
    inner = [column_of(prefix + name).alias(name) for name in shape.columns]
    struct = functions.struct(*inner).alias(shape.struct)
    return mapped.select(*df.columns, struct)


def _check_struct(struct: object, present: Iterable[str]) -> None:
    """Can the one new column be called so?

    Raises:
        InputError: no, or a column is called so already; to Spark names that differ in case are
            equal.
    """
    if not isinstance(struct, str) or not struct:
        raise InputError(f"struct is {struct!r}; give the name of the one new column")
    if struct.lower() in {name.lower() for name in present}:
        raise InputError(
            f"the table has a column {struct!r} already; choose another name for struct"
        )


def _free_prefix(taken: Iterable[str]) -> str:
    """A prefix that none of the names has."""
    lower = [name.lower() for name in taken]
    free = (
        prefix
        for prefix in map("answer_{}_".format, count())
        if not any(name.startswith(prefix) for name in lower)
    )
    return next(free)


def order_columns(columns: Sequence[str] | None, normalized: bool) -> list[str]:
    """The new columns to hand back, in the order in which they always stand.

    Raises:
        InputError: one is none of ours.
    """
    answer = answer_type(normalized=normalized)
    names: list[str] = [field.name for field in answer]
    strange = [name for name in columns or () if name not in names]
    if strange:
        meant = hint(str(strange[0]), names, "columns are named without prefix")
        raise InputError(f"there is no new column {strange[0]!r}; {meant}")
    if columns is None:
        return names
    return [name for name in names if name in columns]


def are_plain(names: Sequence[str]) -> bool:
    """Can Spark find each column by its name? To it, names that differ in case are equal."""
    different = {name.lower() for name in names}
    has_grammar = any("." in name or "`" in name for name in names)
    return len(different) == len(names) and not has_grammar


def added_fields(prefix: str, new: Sequence[str]) -> list[StructField]:
    """The new columns as Spark writes them in a schema."""
    from pyspark.sql.types import ArrayType, DoubleType, StringType, StructField

    text = StringType()
    types = {
        pa.string(): text,
        pa.float64(): DoubleType(),
        pa.list_(pa.string()): ArrayType(text),
    }
    answer = answer_type(normalized=True)
    fields = []
    for name in new:
        kind = types[answer.field(name).type]
        fields.append(StructField(prefix + name, kind))
    return fields
