"""What runs on the workers of Spark: batches of rows in, the same with their answers out.

Nothing here needs PySpark, which a worker has and a test may lack.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa

from nkrisk_geo.tables.rows import annotate_arrow

Batches = Iterable[pa.RecordBatch]
ROWS_AT_ONCE, BYTES_AT_ONCE = 200_000, 64_000_000
"""Spark hands over 10,000 rows at a time. Up to so many are read together, because a reading
has a fixed price."""


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

    So a look at a few rows is quick.

    No more are held than `ROWS_AT_ONCE` and `BYTES_AT_ONCE` say, and the batch that goes beyond.
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
