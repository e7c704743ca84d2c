"""What runs on the workers of Spark: batches of rows in, the same with their answers out.

Nothing here needs PySpark, which a worker has and a test may lack.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa

from nkrisk_geo.tables.rows import annotate_arrow

Batches = Iterator[pa.RecordBatch]
Annotate = Callable[[Batches], Batches]
ROWS_AT_ONCE, BYTES_AT_ONCE = 200_000, 64_000_000
"""Spark hands over 10,000 rows at a time. Up to so many are read together, because a reading
has a fixed price."""

NOT_INSTALLED = (
    "the Python of the Spark workers, {python}, cannot import nkrisk_geo ({error}). Install it "
    "there, or name another Python: the environment variable PYSPARK_PYTHON before the session "
    'is made, or for a session that is there spark.conf.set("spark.sql.execution.pyspark.python", '
    "...); on one machine that is sys.executable"
)


def annotation(
    columns: Sequence[str], fields: Mapping[str, Any], options: Mapping[str, Any]
) -> Annotate:
    """The function that runs on the workers and hands back these columns.

    It imports the library only when it is called: a worker without it can then say what is wrong.
    """

    def annotate(batches: Batches) -> Batches:
        try:
            from nkrisk_geo.tables.spark_batches import annotate_batches
        except ImportError as error:
            raise ImportError(
                NOT_INSTALLED.format(python=sys.executable, error=error)
            ) from error
        return annotate_batches(batches, columns, fields, options)

    return annotate


def annotate_batches(
    batches: Batches,
    columns: Sequence[str],
    fields: Mapping[str, Any],
    options: Mapping[str, Any],
) -> Iterator[pa.RecordBatch]:
    """These columns of the batches, old and new, each batch as long as it came."""
    # Spark has a task for each core.
    style = {"threads": 1, **options}
    for together in gather_batches(batches):
        table = pa.Table.from_batches(together)
        answered = annotate_arrow(table, **fields, **style)
        yield from answered.select(list(columns)).to_batches()


def gather_batches(batches: Batches) -> Iterator[list[pa.RecordBatch]]:
    """Batches that follow each other: the first alone, then each time twice as many rows.

    So a look at a few rows is quick. No more are held than `ROWS_AT_ONCE` and `BYTES_AT_ONCE`
    say, and the batch that goes beyond.
    """
    held: list[pa.RecordBatch] = []
    rows = size = enough = 0
    for batch in batches:
        held.append(batch)
        rows += batch.num_rows
        size += batch.nbytes
        if rows >= enough or size >= BYTES_AT_ONCE:
            yield held
            enough = min(2 * rows, ROWS_AT_ONCE)
            held = []
            rows = size = 0
    if held:
        yield held
