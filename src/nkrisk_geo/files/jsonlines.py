"""JSON lines: one object a line.

The text of a record is kept, so that its fields come out as they went in.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence
from typing import Any, TextIO

import pyarrow as pa

from nkrisk_geo.files.bounds import (
    COLUMNS,
    LONGEST,
    SHOWN,
    TOO_LONG,
    bounded,
    rows_at_once,
)
from nkrisk_geo.files.chunks import BYTES, ROWS, Chunk, Noticed, Reader
from nkrisk_geo.files.encodings import encoding_of
from nkrisk_geo.files.inputs import InputSource
from nkrisk_geo.files.read_options import Reading
from nkrisk_geo.model.errors import InputError
from nkrisk_geo.tables.values import text_array

DEEPEST = 8
"""Objects within objects whose parts are columns; deeper ones are text."""
_SAMPLE = 200


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
            if not self._source.is_pipe and not set(columns) <= set(self.columns):
                self.columns = list(self._survey())

    def chunks(self) -> Iterator[Chunk]:
        """As of `Reader`."""
        rows: list[tuple[str, dict[str, Any]]] = []
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

    def _chunk(self, rows: list[tuple[str, dict[str, Any]]]) -> Chunk:
        if self._wanted is None:
            arrays = []
            for name, kind in self._types.items():
                arrays.append(
                    _typed((value_at(record, name) for _, record in rows), kind)
                )
            return Chunk(pa.Table.from_arrays(arrays, names=list(self._types)))
        arrays = [
            text_array(value_at(record, name) for _, record in rows)
            for name in self._wanted
        ]
        table = pa.Table.from_arrays(arrays, names=list(self._wanted))
        lines = [line for line, _ in rows]
        keys = frozenset().union(*(record for _, record in rows))
        return Chunk(table, lines, keys)

    def _records(self, noticed: Noticed) -> Iterator[tuple[str, dict[str, Any]]]:
        """Every line's text (without its end) and object."""
        stream = (
            self._source.seekable() if self._wanted is None else self._source.open()
        )
        text = io.TextIOWrapper(stream, noticed.encoding, "replace", newline="\n")
        try:
            yield from self._objects(text, noticed)
        finally:
            text.detach()  # the stream is read again, or closed by whoever opened it

    def _objects(
        self, text: TextIO, noticed: Noticed
    ) -> Iterator[tuple[str, dict[str, Any]]]:
        """The objects of a text, with the lines that they stand in."""
        for number, raw in enumerate(bounded(text), 1):
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
            yield line, _with_whole_names(record) if "\\u" in line else record

    def _survey(self) -> dict[str, pa.DataType]:
        """Every field of the file in order of appearance, with its one type or else text."""
        seen: dict[str, set[str]] = {}
        for _, record in self._records(Noticed(self.noticed.encoding)):
            for name, value in leaves(record):
                seen.setdefault(name, set()).add(_kind(value))
            if len(seen) > COLUMNS:
                break  # which is complained of
        return {name: _arrow_type(kinds - {"null"}) for name, kinds in seen.items()}

    def _first_fields(self) -> list[str]:
        """Names in the first lines: enough to say which column is missing."""
        start = self._source.head.decode(self.noticed.encoding or "utf-8", "replace")
        names: dict[str, None] = {}
        for line in start.split("\n")[:1000]:
            record = _record_of(line)
            if record is not None:
                names |= dict.fromkeys(
                    name for name, _ in leaves(_with_whole_names(record))
                )
        return list(names)

    def sample(self) -> pa.Table:
        """As of `Reader`: of the first lines."""
        start = self._source.head.decode(self.noticed.encoding or "utf-8", "replace")
        found = [_record_of(line) for line in start.split("\n")[:_SAMPLE]]
        records = [record for record in found if record is not None]
        arrays = [
            text_array(value_at(each, name) for each in records)
            for name in self.columns
        ]
        return pa.Table.from_arrays(arrays, names=self.columns)


def _with_whole_names(record: dict[str, Any]) -> dict[str, Any]:
    """A record with names that can be written.

    Half of a surrogate pair becomes a question mark, as it does in values.
    """
    return {
        name.encode("utf-8", "replace").decode(): value
        for name, value in record.items()
    }


def _record_of(line: str) -> dict[str, Any] | None:
    """The object of a line, where it is one."""
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) else None


def leaves(
    record: dict[str, Any], path: str = "", depth: int = DEEPEST
) -> Iterator[tuple[str, Any]]:
    """The values of a record under the paths that lead to them.

    >>> dict(leaves({"id": 1, "shipper": {"address": {"city": "Dandong"}, "tags": [2]}}))
    {'id': 1, 'shipper.address.city': 'Dandong', 'shipper.tags': [2]}
    """
    for name, value in record.items():
        if isinstance(value, dict) and value and depth:
            yield from leaves(value, f"{path}{name}.", depth - 1)
        else:
            yield path + name, value


def value_at(record: dict[str, Any], path: str) -> Any:
    """The value that a path leads to; a name that has dots itself comes first.

    What holds others is none.

    >>> value_at({"a": {"b": 1}, "a.c": 2}, "a.b"), value_at({"a": {"b": 1}, "a.c": 2}, "a.c"), value_at({"a": 3}, "a.b")
    (1, 2, None)
    """
    if path in record:
        return record[path]
    name, dot, rest = path.partition(".")
    while dot:
        inner = record.get(name)
        if isinstance(inner, dict):
            found = value_at(inner, rest)
            if found is not None:
                return found
        more, dot, rest = rest.partition(".")
        name = f"{name}.{more}"
    return None


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 1 << 63:
        return "str"
    return type(value).__name__


def _arrow_type(kinds: set[str]) -> pa.DataType:
    if kinds == {"bool"}:
        return pa.bool_()
    if kinds == {"int"}:
        return pa.int64()
    return pa.float64() if kinds and kinds <= {"int", "float"} else pa.string()


def _typed(values: Iterator[Any], kind: pa.DataType) -> pa.Array:
    if kind != pa.string():
        return pa.array(values, kind)
    return text_array(map(_text, values))


def _text(value: Any) -> str | None:
    """A value as a cell; lines of a text are joined as lists are."""
    if value is None or isinstance(value, str):
        return value
    if (
        isinstance(value, list)
        and value
        and all(isinstance(each, str) for each in value)
    ):
        return ";".join(value)
    return json.dumps(value, ensure_ascii=False)
