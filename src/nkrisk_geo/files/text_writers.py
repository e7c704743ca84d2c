"""Writers of text: CSV, TSV, JSON lines. Always UTF-8, lines end with a line feed."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pyarrow as pa

from nkrisk_geo.files.cells import CsvStyle, JsonStyle, join_cells, write_cells
from nkrisk_geo.files.chunks import Chunk
from nkrisk_geo.files.compression import Members


class DelimitedWriter:
    """CSV or TSV with a header.

    For Excel no cell can run as a formula, and a byte-order mark tells it that the text
    is UTF-8; without that wish the text of a cell stays what it is, for programs that
    compare it.
    """

    ends: Sequence[int] = ()

    def __init__(
        self, stream: Members, delimiter: str, *, begun: bool, excel: bool = False
    ) -> None:
        self._stream, self._delimiter = stream, delimiter
        self._style = CsvStyle(delimiter, guarded=excel)
        self._begun, self._excel = begun, excel

    def write(self, chunk: Chunk, added: pa.Table) -> None:
        """Rows with their new columns."""
        if not self._begun:
            names = pa.array([*chunk.table.column_names, *added.column_names])
            cells = write_cells(names, self._style).to_pylist()
            mark = "\ufeff" if self._excel else ""
            self._put(mark + self._delimiter.join(cells))
            self._begun = True

        columns = (*chunk.table.columns, *added.columns)
        texts = [write_cells(column, self._style) for column in columns]
        # Of no rows there would be one empty line.
        if len(added):
            rows = join_cells(texts, self._delimiter)
            self._put("\n".join(rows))

    def _put(self, lines: str) -> None:
        self._stream.write(f"{lines}\n".encode())

    def seal(self) -> None:
        """What was written stands by itself."""
        self._stream.seal()

    def close(self) -> None:
        """Nothing more to write."""
        self._stream.seal()

    def abandon(self) -> None:
        """As of `Writer`; there is nothing to give up."""


class JsonLinesWriter:
    """JSON lines: the record as it stood with the new fields behind, or its columns."""

    ends: Sequence[int] = ()

    def __init__(self, stream: Members) -> None:
        self._stream = stream
        self._style = JsonStyle()

    def write(self, chunk: Chunk, added: pa.Table) -> None:
        """Rows with their new columns."""
        tables = [added] if chunk.records is not None else [chunk.table, added]
        parts: list[pa.Array | str] = []
        for table in tables:
            for name, column in zip(table.column_names, table.columns, strict=True):
                key = json.dumps(name, ensure_ascii=False)
                between = ", " if parts else ""
                parts += [f"{between}{key}: ", write_cells(column, self._style)]
        fields = join_cells([*parts, "}\n"])
        records = chunk.records
        if records is None:
            records = ["{}"] * len(fields)
        # Put behind the text of a record, so that this stays as it was, to the blank.
        lines = "".join(map(_append, records, fields))
        self._stream.write(lines.encode("utf-8", "replace"))

    def seal(self) -> None:
        """What was written stands by itself."""
        self._stream.seal()

    def close(self) -> None:
        """Nothing more to write."""
        self._stream.seal()

    def abandon(self) -> None:
        """As of `Writer`; there is nothing to give up."""


def _append(record: str, fields: str) -> str:
    """An object's text with more fields behind its own."""
    own = record[:-1].rstrip()
    return f"{own}{'' if own == '{' else ', '}{fields}"
