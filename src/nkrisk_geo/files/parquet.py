"""Parquet, read batch by batch."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.parquet as pq

from nkrisk_geo.errors import InputError
from nkrisk_geo.files.chunks import ROWS, Chunk, Noticed, Reader
from nkrisk_geo.files.opening import Source


class ParquetReader(Reader):
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


def _first_line(error: BaseException) -> str:
    return str(error).partition("\n")[0]
