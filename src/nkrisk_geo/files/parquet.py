"""Parquet, read batch by batch."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.parquet as pq

from nkrisk_geo.files.address_values import VALUES
from nkrisk_geo.files.bounds import rows_at_once
from nkrisk_geo.files.chunks import ROWS, Chunk, Noticed, Reader
from nkrisk_geo.files.inputs import InputSource
from nkrisk_geo.model.errors import InputError

_is = pa.types


class ParquetReader(Reader):
    """A Parquet file with its own types; text that is no UTF-8 is repaired as elsewhere."""

    def __init__(self, source: InputSource) -> None:
        self.noticed: Noticed = Noticed()
        self._name = source.name
        try:
            self._file = pq.ParquetFile(source.seekable())
        except (pa.ArrowException, OSError) as error:
            raise InputError(
                f"{source.name}: is no Parquet file: {_first_line(error)}"
            ) from None
        self.columns: list[str] = self._file.schema_arrow.names

    def sample(self) -> pa.Table:
        """As of `Reader`."""
        batch = next(self._batches(VALUES), None)
        names, found = list[str](), list[pa.Array]()
        columns = [] if batch is None else batch.columns
        for name, column in zip(self.columns, columns, strict=False):
            # Text that is no UTF-8 is repaired when it is read.
            if _holds_text(column.type) and _is_sound(column):
                names.append(name)
                found.append(column)
        return pa.Table.from_arrays(found, names=names)

    def chunks(self) -> Iterator[Chunk]:
        """As of `Reader`."""
        handed = False
        for batch in self._batches():
            handed = True
            columns = [self._repair(column) for column in batch.columns]
            table = pa.Table.from_arrays(columns, schema=batch.schema)
            yield Chunk(table)
        if not handed:
            yield Chunk(self._file.schema_arrow.empty_table())

    def _batches(self, most: int = ROWS) -> Iterator[pa.RecordBatch]:
        """The rows, some at a time.

        Raises:
            InputError: the file is damaged.
        """
        rows = rows_at_once(most, len(self.columns))
        try:
            yield from self._file.iter_batches(rows)
        except (pa.ArrowException, OSError) as error:
            raise InputError(
                f"{self._name}: is damaged: {_first_line(error)}"
            ) from None

    def _repair(self, column: pa.Array) -> pa.Array:
        """A column whose text is UTF-8, as whoever reads it believes.

        Raises:
            InputError: it is not, and stands too deep to be repaired.
        """
        kind = column.type
        if not _holds_text(kind) or _is_sound(column):
            return column
        is_large = _is.is_large_string(kind)
        if not (is_large or _is.is_string(kind)):
            raise InputError(
                f"{self._name}: a column of {kind} holds text that is no UTF-8"
            )
        # As bytes, for Arrow makes no Python text of it.
        raw = column.cast(pa.large_binary() if is_large else pa.binary())
        texts = [_decode(value) for value in raw.to_pylist()]
        self.noticed.spoilt += sum("\ufffd" in (text or "") for text in texts)
        return pa.array(texts, kind)


def _decode(value: bytes | None) -> str | None:
    return None if value is None else value.decode("utf-8", "replace")


def _is_sound(column: pa.Array) -> bool:
    """Is the text of a column UTF-8?"""
    try:
        column.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _holds_text(kind: pa.DataType) -> bool:
    """Can there be text in a column of a type?"""
    if _is.is_dictionary(kind):
        return _holds_text(kind.value_type)
    is_text = _is.is_string(kind) or _is.is_large_string(kind)
    return bool(is_text or _is.is_nested(kind))


def _first_line(error: BaseException) -> str:
    return str(error).partition("\n")[0]
