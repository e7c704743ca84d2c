"""Writers of text: CSV, TSV, JSON lines. Always UTF-8, lines end with a line feed."""

from __future__ import annotations

from typing import BinaryIO

import pyarrow as pa

from nkrisk_geo.files.cells import harmless, joined, json_text, plain, quoting, written
from nkrisk_geo.files.chunks import Chunk


class DelimitedWriter:
    """CSV or TSV with a header. Cells of the input are passed through; new ones cannot run as formulas."""

    def __init__(self, stream: BinaryIO, delimiter: str) -> None:
        self._stream, self._delimiter = stream, delimiter
        self._given, self._ours = quoting(delimiter, plain), quoting(delimiter, harmless)
        self._begun = False

    def write(self, chunk: Chunk, added: pa.Table) -> None:
        """Rows with their new columns."""
        if not self._begun:
            names = [*chunk.table.column_names, *added.column_names]
            self._stream.write((self._delimiter.join(map(self._given, names)) + "\n").encode())
            self._begun = True
        cells = [written(column, self._given) for column in chunk.table.columns]
        cells += [written(column, self._ours) for column in added.columns]
        if len(added):
            self._stream.write(("\n".join(joined(cells, self._delimiter)) + "\n").encode())

    def close(self) -> None:
        """Nothing more to write."""


class JsonLinesWriter:
    """JSON lines: the record as it stood with the new fields behind, or an object of the columns."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, chunk: Chunk, added: pa.Table) -> None:
        """Rows with their new columns."""
        if not len(added):
            return
        table = (
            []
            if chunk.records is not None
            else list(zip(chunk.table.column_names, chunk.table.columns, strict=True))
        )
        parts: list[pa.Array | str] = []
        for name, column in [*table, *zip(added.column_names, added.columns, strict=True)]:
            parts += [f"{', ' if parts else ''}{json_text(name)}: ", written(column, json_text)]
        rows = joined([*parts, "}"])
        records = chunk.records if chunk.records is not None else ["{}"] * len(rows)
        self._stream.write("".join(map(_behind, records, rows)).encode("utf-8", "replace"))

    def close(self) -> None:
        """Nothing more to write."""


def _behind(record: str, fields: str) -> str:
    """An object's text with more fields behind its own."""
    own = record[:-1].rstrip()
    return f"{own}{'' if own == '{' else ', '}{fields}\n"
