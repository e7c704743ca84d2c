"""The reader and the writer for each kind of file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO, Protocol

import pyarrow as pa

from nkrisk_geo.errors import InputError
from nkrisk_geo.files.chunks import Chunk, Reader
from nkrisk_geo.files.formats import Format
from nkrisk_geo.files.opening import Source


class Writer(Protocol):
    """An open output."""

    def write(self, chunk: Chunk, added: pa.Table) -> None:
        """Rows with their new columns."""
        ...

    def close(self) -> None:
        """Write what comes last."""
        ...


def open_reader(
    source: Source,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    wanted: Sequence[str] | None = None,
) -> Reader:
    """A reader for the kind of the source; `wanted` are the columns needed when records keep their own text."""
    kind = source.format.kind
    if kind == "jsonl":
        from nkrisk_geo.files.jsonlines import JsonLinesReader

        return JsonLinesReader(source, encoding=encoding, wanted=wanted)
    if kind == "parquet":
        from nkrisk_geo.files.parquet import ParquetReader

        return ParquetReader(source)
    if kind in ("xlsx", "xls"):
        from nkrisk_geo.files.sheets import SheetReader

        return SheetReader(source)
    from nkrisk_geo.files.delimited import DelimitedReader

    return DelimitedReader(source, encoding=encoding, delimiter=delimiter)


def open_writer(stream: BinaryIO, written_as: Format) -> Writer:
    """A writer for a kind of file.

    Raises:
        InputError: the kind can only be read.
    """
    if written_as.kind == "parquet":
        from nkrisk_geo.files.parquet import ParquetWriter

        return ParquetWriter(stream)
    if written_as.kind == "xlsx":
        from nkrisk_geo.files.sheets import SheetWriter

        return SheetWriter(stream)
    if written_as.kind == "xls":
        raise InputError("files ending in .xls can only be read; write .xlsx")
    from nkrisk_geo.files.lines import DelimitedWriter, JsonLinesWriter

    if written_as.kind == "jsonl":
        return JsonLinesWriter(stream)
    return DelimitedWriter(stream, "\t" if written_as.kind == "tsv" else ",")
