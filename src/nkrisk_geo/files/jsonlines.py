"""JSON lines: one object a line.

The text of a record is kept, so that its fields come out as they went in.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TextIO

import pyarrow as pa

from nkrisk_geo.files.bounds import (
    COLUMNS,
    LONGEST,
    SHOWN,
    TOO_LONG,
    lines_of,
    rows_at_once,
)
from nkrisk_geo.files.chunks import BYTES, ROWS, Chunk, Noticed, Reader
from nkrisk_geo.files.encodings import encoding_of
from nkrisk_geo.files.inputs import InputSource
from nkrisk_geo.files.json_values import (
    arrow_type,
    kind_of,
    leaves,
    repair_names,
    typed_array,
    value_at,
)
from nkrisk_geo.files.read_options import Reading
from nkrisk_geo.model.errors import InputError
from nkrisk_geo.tables.values import text_array

_SAMPLE = 200
"""Records whose values are looked at before any row is handed out."""
Record = dict[str, Any]


class JsonLinesReader(Reader):
    """JSON lines.

    What stands in an object within a record is a column of its own,
    `shipper.address.city`. With `keep_records`, chunks hold only the wanted columns, as
    text, beside the records; without, every field that occurs in the file is a column
    (found by reading it once before), with its own type where it always has the same.
    """

    def __init__(
        self, source: InputSource, reading: Reading, *, keep_records: bool = False
    ) -> None:
        self._source = source
        self.noticed: Noticed = Noticed(encoding_of(source, reading.encoding))
        # Read as lines, it would be one row that is too long.
        if source.head.lstrip()[:1] == b"[":
            raise InputError(f"{source.name}: is a JSON array; write one object a line")
        self._wanted: list[str] | None = [] if keep_records else None
        self._types = {} if keep_records else self._survey()
        self.columns: list[str] = (
            self._first_fields() if keep_records else list(self._types)
        )
        if not keep_records and not self.columns:
            raise InputError(f"{source.name}: holds no record")

    def want(self, columns: Sequence[str]) -> None:
        """As of `Reader`; a field may turn up late in the file."""
        if self._wanted is not None:
            self._wanted = list(columns)
            missing = set(columns) - set(self.columns)
            # Of a pipe there are only the first lines before its rows are handed out.
            if missing and not self._source.is_pipe:
                self.columns = list(self._survey())

    def chunks(self) -> Iterator[Chunk]:
        """As of `Reader`."""
        rows: list[tuple[str, Record]] = []
        size, handed = 0, False
        most = rows_at_once(ROWS, len(self._types))
        for line, record in self._records(self.noticed):
            rows.append((line, record))
            size += len(line)
            if len(rows) == most or size > BYTES:
                yield self._chunk(rows)
                rows, size, handed = [], 0, True
        if rows or not handed:
            yield self._chunk(rows)

    def _chunk(self, rows: Sequence[tuple[str, Record]]) -> Chunk:
        records = [record for _, record in rows]
        if self._wanted is None:
            return Chunk(self._typed_table(records))
        names = list(self._wanted)
        arrays = [text_array(_column(records, name)) for name in names]
        table = pa.Table.from_arrays(arrays, names=names)
        lines = [line for line, _ in rows]
        # Any field may have the name of a new column, also one that nobody asked for.
        keys = frozenset().union(*records)
        return Chunk(table, lines, keys)

    def _typed_table(self, records: Sequence[Record]) -> pa.Table:
        """All fields, each with its type."""
        arrays = [
            typed_array(_column(records, name), kind)
            for name, kind in self._types.items()
        ]
        return pa.Table.from_arrays(arrays, names=list(self._types))

    def _records(self, noticed: Noticed) -> Iterator[tuple[str, Record]]:
        """Every line's text (without its end) and object."""
        is_read_twice = self._wanted is None
        stream = self._source.seekable() if is_read_twice else self._source.open()
        # A carriage return may stand in a value, and only a line feed ends a record.
        text = io.TextIOWrapper(stream, noticed.encoding, "replace", newline="\n")
        try:
            yield from self._objects(text, noticed)
        finally:
            text.detach()  # the stream is read again, or closed by whoever opened it

    def _objects(self, text: TextIO, noticed: Noticed) -> Iterator[tuple[str, Record]]:
        """The objects of a text, with the lines that they stand in."""
        for number, raw in enumerate(lines_of(text), 1):
            if len(raw) > LONGEST:
                noticed.reject(number, TOO_LONG, raw[:SHOWN])
                continue
            line = raw.strip(" \t\r\n\0")
            if not line:
                noticed.blank += 1
                continue
            try:
                record = json.loads(line)
            except (ValueError, RecursionError):
                noticed.reject(number, "no-json", line)
                continue
            if not isinstance(record, dict):
                noticed.reject(number, "no-object", line)
                continue
            noticed.spoilt += "\ufffd" in line
            # Half of a surrogate pair can only be written as an escape.
            yield line, repair_names(record) if "\\u" in line else record

    def _survey(self) -> dict[str, pa.DataType]:
        """Every field of the file in order of appearance, with its one type or else text."""
        seen: dict[str, set[str]] = {}
        for _, record in self._records(Noticed(self.noticed.encoding)):
            for name, value in leaves(record):
                seen.setdefault(name, set()).add(kind_of(value))
            if len(seen) > COLUMNS:
                break  # which is complained of
        found = dict[str, pa.DataType]()
        for name, kinds in seen.items():
            found[name] = arrow_type(kinds - {"null"})
        return found

    def _first_fields(self) -> list[str]:
        """Names in the first lines: enough to say which column is missing."""
        names = dict[str, None]()
        for record in self._first_records(1000):
            whole = repair_names(record)
            names |= dict.fromkeys(name for name, _ in leaves(whole))
        return list(names)

    def sample(self) -> pa.Table:
        """As of `Reader`: of the first lines."""
        records = [*self._first_records(_SAMPLE)]
        arrays = [text_array(_column(records, name)) for name in self.columns]
        return pa.Table.from_arrays(arrays, names=self.columns)

    def _first_records(self, most: int) -> Iterator[Record]:
        """The objects of the first lines, read without moving on in the source."""
        encoding = self.noticed.encoding or "utf-8"
        start = self._source.head.decode(encoding, "replace")
        for line in start.split("\n")[:most]:
            record = _record_of(line)
            if record is not None:
                yield record


def _column(records: Iterable[Record], name: str) -> Iterator[Any]:
    """What each record has under the name of a column."""
    return (value_at(record, name) for record in records)


def _record_of(line: str) -> dict[str, Any] | None:
    """The object of a line, where it is one."""
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) else None
