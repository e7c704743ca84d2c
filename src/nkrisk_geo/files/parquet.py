"""Parquet, read and written batch by batch."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from nkrisk_geo.errors import InputError
from nkrisk_geo.files.chunks import ROWS, Chunk, Noticed
from nkrisk_geo.files.opening import Source


class ParquetReader:
    """A Parquet file with its own types."""

    def __init__(self, source: Source) -> None:
        self.noticed = Noticed()
        try:
            self._file = pq.ParquetFile(source.seekable())
        except (pa.ArrowException, OSError) as error:
            raise InputError(f"{source.name}: is no Parquet file: {_first_line(error)}") from None
        self.columns: list[str] = self._file.schema_arrow.names

    def chunks(self) -> Iterator[Chunk]:
        """As of `Reader`."""
        handed = False
        for batch in self._file.iter_batches(ROWS):
            handed = True
            yield Chunk(pa.Table.from_batches([batch]))
        if not handed:
            yield Chunk(self._file.schema_arrow.empty_table())


class ParquetWriter:
    """Writes a Parquet file; the schema is that of the first rows."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._writer: pq.ParquetWriter | None = None

    def write(self, chunk: Chunk, added: pa.Table) -> None:
        """Rows with their new columns."""
        table = beside(chunk.table, added)
        if self._writer is None:
            self._writer = pq.ParquetWriter(self._stream, table.schema, compression="zstd")
        self._writer.write_table(table)

    def close(self) -> None:
        """Write the footer."""
        if self._writer is not None:
            self._writer.close()


def beside(table: pa.Table, added: pa.Table) -> pa.Table:
    """Two tables of equal length as one."""
    for name, column in zip(added.column_names, added.columns, strict=True):
        table = table.append_column(added.schema.field(name), column)
    return table


def _first_line(error: BaseException) -> str:
    return str(error).partition("\n")[0]
