"""Spark: a DataFrame with the columns of the answer behind, by way of `mapInArrow`.

    import nkrisk_geo.spark

    enriched = nkrisk_geo.spark.enrich(shipments, "shipper_address", postcode="shipper_zip")

Each Python worker loads the gazetteer once. The library has to be installed in the Python that
the workers run, which is the `python3` found first on their path unless Spark is told another
one; docs/engines.md says how.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
from nkrisk_geo.tables.rows import Options, annotate_arrow, check_columns

if TYPE_CHECKING:
    from pyspark.sql import DataFrame
    from pyspark.sql.types import StructField

Distinct = Literal["broadcast", "shuffle"]
"""How the answers to distinct records come back to all rows that ask for them: see `enrich`."""


class Shape(NamedTuple):
    """In what shape answers are handed back: these columns, see `enrich` for the rest."""

    columns: Sequence[str]
    distinct: Distinct | None = None
    struct: str | None = None


ROWS_AT_ONCE, BYTES_AT_ONCE = 200_000, 64_000_000
"""Spark hands over 10,000 rows at a time. Up to so many are read together, because a reading
has a fixed price."""

NOT_INSTALLED = (
    "the Python of the Spark workers, {python}, cannot import nkrisk_geo ({error}). Install it there, or name another "
    "Python: the environment variable PYSPARK_PYTHON before the session is made, or for a session that is there "
    'spark.conf.set("spark.sql.execution.pyspark.python", ...); on one machine that is sys.executable'
)


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
    Options(**style)
    fields = {**({"address": address} if address is not None else {}), **options}
    options = {"prefix": prefix, "normalized": normalized, **style}
    return enrich_table(
        df, fields, options, Shape(order_columns(columns, normalized), distinct, struct)
    )


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
    # Spark reads dots and backticks in names as grammar and mixes up equal names: columns travel by their numbers.
    numbers = [f"c{number}" for number in range(len(df.columns))]
    numbered = {
        field: numbers[df.columns.index(column)] for field, column in fields.items()
    }
    back = _answer(df.toDF(*numbers), numbered, options, shape)
    return back.toDF(*df.columns, *back.columns[len(numbers) :])


def _answer(
    df: DataFrame, fields: Mapping[str, Any], options: Mapping[str, Any], shape: Shape
) -> DataFrame:
    """The rows with the new columns behind; Spark can find each column by its name."""
    if shape.distinct is None:
        return _map_batches(df, fields, options, shape)
    from pyspark.sql import functions

    new = (
        [options["prefix"] + name for name in shape.columns]
        if shape.struct is None
        else [shape.struct]
    )
    keys = _keys(fields.values(), [*df.columns, *new])
    # Spark cannot compare columns of no type; as text they are missing just so.
    void = {field.name for field in df.schema if field.dataType.typeName() == "void"}
    given = {column: functions.col(column) for column in keys}
    given |= {column: given[column].cast("string") for column in void & given.keys()}
    asked = df.select(
        *(given[column].alias(key) for column, key in keys.items())
    ).distinct()
    known = _map_batches(
        asked, {field: keys[column] for field, column in fields.items()}, options, shape
    )
    # A missing address meets the missing one: each row finds its answer.
    same = reduce(
        and_,
        (given[column].eqNullSafe(functions.col(key)) for column, key in keys.items()),
    )
    sent = functions.broadcast(known) if shape.distinct == "broadcast" else known
    return df.join(sent, same, "left").drop(*keys.values())


def _keys(columns: Iterable[str], taken: Iterable[str]) -> dict[str, str]:
    """A name of its own for each of the columns, unlike those that are taken."""
    lower = {name.lower() for name in taken}
    free = (name for name in map("asked_{}".format, count()) if name not in lower)
    return dict(zip(dict.fromkeys(columns), free, strict=False))


def _map_batches(
    df: DataFrame, fields: Mapping[str, Any], options: Mapping[str, Any], shape: Shape
) -> DataFrame:
    from pyspark.sql import functions
    from pyspark.sql.types import StructType

    prefix = options["prefix"]
    schema = StructType([*df.schema.fields, *added_fields(prefix, shape.columns)])
    mapped = df.mapInArrow(annotation(schema.names, fields, options), schema)
    if shape.struct is None:
        return mapped
    inner = (functions.col(prefix + name).alias(name) for name in shape.columns)
    return mapped.select(*df.columns, functions.struct(*inner).alias(shape.struct))


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
    names: list[str] = [field.name for field in answer_type(normalized=normalized)]
    strange = [name for name in columns or () if name not in names]
    if strange:
        meant = hint(str(strange[0]), names, "columns are named without prefix")
        raise InputError(f"there is no new column {strange[0]!r}; {meant}")
    return names if columns is None else [name for name in names if name in columns]


def are_plain(names: Sequence[str]) -> bool:
    """Can Spark find each column by its name? To it, names that differ in case are equal."""
    return len({name.lower() for name in names}) == len(names) and not any(
        set(name) & {".", "`"} for name in names
    )


def added_fields(prefix: str, new: Sequence[str]) -> list[StructField]:
    """The new columns as Spark writes them in a schema."""
    from pyspark.sql.types import ArrayType, DoubleType, StringType, StructField

    types = {
        pa.string(): StringType(),
        pa.float64(): DoubleType(),
        pa.list_(pa.string()): ArrayType(StringType()),
    }
    answer = answer_type(normalized=True)
    return [StructField(prefix + name, types[answer.field(name).type]) for name in new]


def annotation(
    columns: Sequence[str], fields: Mapping[str, Any], options: Mapping[str, Any]
) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """The function that runs on the workers and hands back these columns.

    It imports the library only when it is called: a worker without it can then say what is wrong.
    """

    def annotate(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        try:
            from nkrisk_geo.tables.spark import annotate_batches
        except ImportError as error:
            raise ImportError(
                NOT_INSTALLED.format(python=sys.executable, error=error)
            ) from error
        return annotate_batches(batches, columns, fields, options)

    return annotate


def annotate_batches(
    batches: Iterable[pa.RecordBatch],
    columns: Sequence[str],
    fields: Mapping[str, Any],
    options: Mapping[str, Any],
) -> Iterator[pa.RecordBatch]:
    """These columns of the batches, old and new, each batch as long as it came."""
    style = {"threads": 1, **options}  # Spark has a task for each core
    for together in gather_batches(batches):
        answered = annotate_arrow(pa.Table.from_batches(together), **fields, **style)
        yield from answered.select(list(columns)).to_batches()


def gather_batches(batches: Iterable[pa.RecordBatch]) -> Iterator[list[pa.RecordBatch]]:
    """Batches that follow each other: the first alone, then each time twice as many rows.

    So a look at a few rows is quick.

    No more are held than `ROWS_AT_ONCE` and `BYTES_AT_ONCE` say, and the batch that goes beyond.
    """
    held: list[pa.RecordBatch] = []
    rows = size = enough = 0
    for batch in batches:
        held.append(batch)
        rows, size = rows + batch.num_rows, size + batch.nbytes
        if rows >= enough or size >= BYTES_AT_ONCE:
            yield held
            held, enough = [], min(2 * rows, ROWS_AT_ONCE)
            rows = size = 0
    if held:
        yield held
