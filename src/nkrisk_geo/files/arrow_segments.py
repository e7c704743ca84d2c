"""Kinds of files that are one whole: Parquet, GeoParquet, spreadsheets.

Such a file cannot be gone on with in its middle. So while work is going on, rows are
kept in segments, each an Arrow stream of its own, one after the other in the unfinished
file; when the last row is there the file is made from them. Arrow, because nobody keeps
a segment: as Parquet it would cost as much again as the file that is made.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from nkrisk_geo.files.chunks import Chunk
from nkrisk_geo.files.geometry import BoundingBox, Located, add_geometry, geo_metadata
from nkrisk_geo.model.errors import InputError

ABOUT = "nkrisk_geo"
"""The key of the metadata of a Parquet file that says, in JSON, which columns the
answers of each prefix were read from."""
FIELDS_KEY = "_fields"
"""Behind `ABOUT`: the same for the other fields, the column of each."""
ABOUT_FIELDS = f"{ABOUT}{FIELDS_KEY}"
"""The same for the other fields: the column of each."""
GROUP = 32_768
"""Rows of a row group: few enough for a small memory."""


class SegmentWriter:
    """Writes segments; `ends` are those of earlier ones, `rows` how many rows they have.

    More than `most` rows are too many for the kind of file.
    """

    def __init__(
        self, stream: BinaryIO, ends: Sequence[int], rows: int, most: int | None
    ) -> None:
        self._stream = stream
        self.ends: Sequence[int] = list(ends)
        self._rows, self._most = rows, most
        self._writer: pa.RecordBatchStreamWriter | None = None

    def write(self, chunk: Chunk, added: pa.Table) -> None:
        """Rows with their new columns."""
        table = join_columns(chunk.table, added)
        self._rows += len(table)
        if self._most is not None and self._rows > self._most:
            raise InputError(
                f"a sheet holds {self._most:,} rows and there are more; write CSV or Parquet"
            )
        if self._writer is None:
            packed = pa.ipc.IpcWriteOptions(compression="lz4")
            schema = table.schema
            self._writer = pa.ipc.new_stream(self._stream, schema, options=packed)
        self._writer.write_table(table)

    def seal(self) -> None:
        """End the segment."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None
            self._stream.flush()
            self.ends = [*self.ends, self._stream.tell()]

    def close(self) -> None:
        """End the last segment."""
        self.seal()

    def abandon(self) -> None:
        """Nothing more will be written: a segment that did not end is given up."""
        self._writer = None

    def tables(self) -> Iterator[pa.Table]:
        """The rows of all segments, some at a time."""
        for start in [0, *self.ends][:-1]:
            self._stream.seek(start)
            # Batch by batch: a segment as a whole takes 40 MB.
            with pa.ipc.open_stream(self._stream) as segment:
                yield from _groups(segment)
        # Where it stood: what comes next is written there.
        self._stream.seek(0, os.SEEK_END)


def _groups(segment: pa.RecordBatchStreamReader) -> Iterator[pa.Table]:
    """The rows of a segment in groups of about as many, one at least."""
    waiting, rows = list[pa.RecordBatch](), 0
    for batch in segment:
        if rows and rows + len(batch) > GROUP:
            yield pa.Table.from_batches(waiting)
            waiting, rows = [], 0
        waiting.append(batch)
        rows += len(batch)
    # One table even of no rows, for its schema.
    yield pa.Table.from_batches(waiting, segment.schema)


def write_parquet(
    tables: Iterator[pa.Table], out: BinaryIO, told: Mapping[str, str]
) -> None:
    """One Parquet file, a row group for each table; keys of metadata are put behind `ABOUT`."""
    first = next(tables)
    with pq.ParquetWriter(out, first.schema, compression="zstd") as writer:
        for table in _with(first, tables):
            writer.write_table(table, row_group_size=GROUP)
        writer.add_key_value_metadata(_metadata(told))


def write_geoparquet(
    tables: Iterator[pa.Table],
    out: BinaryIO,
    located: Sequence[Located],
    told: Mapping[str, str],
) -> None:
    """The same as GeoParquet 1.1, with the points in WKB."""
    tables = (add_geometry(table, located) for table in tables)
    first = next(tables)
    seen = [BoundingBox()] * len(located)
    with pq.ParquetWriter(out, first.schema, compression="zstd") as writer:
        for table in _with(first, tables):
            pairs = zip(seen, located, strict=True)
            seen = [extent.widen(table, each) for extent, each in pairs]
            writer.write_table(table, row_group_size=GROUP)
        # At the end, when the box around all points is known.
        geo = geo_metadata(located, seen)
        writer.add_key_value_metadata({"geo": geo, **_metadata(told)})


def _metadata(told: Mapping[str, str]) -> dict[str, str]:
    return {f"{ABOUT}{key}": value for key, value in told.items()}


def join_columns(table: pa.Table, added: pa.Table) -> pa.Table:
    """Two tables of equal length as one."""
    # By fields, which know what may be null and what a column is about.
    for field, column in zip(added.schema, added.columns, strict=True):
        table = table.append_column(field, column)
    return table


def _with(first: pa.Table, others: Iterator[pa.Table]) -> Iterator[pa.Table]:
    yield first
    yield from others
