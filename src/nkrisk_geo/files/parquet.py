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
        columns = (
            [] if batch is None else [*zip(self.columns, batch.columns, strict=True)]
        )
        sound = [
            (name, each)
            for name, each in columns
            if _holds_text(each.type) and _is_sound(each)
        ]
        names = [name for name, _ in sound]
        return pa.Table.from_arrays([each for _, each in sound], names=names)

    def chunks(self) -> Iterator[Chunk]:
        """As of `Reader`."""
        handed = False
        for batch in self._batches():
            handed = True
            columns = [self._sound(column) for column in batch.columns]
            yield Chunk(pa.Table.from_arrays(columns, schema=batch.schema))
        if not handed:
            yield Chunk(self._file.schema_arrow.empty_table())

    def _batches(self, most: int = ROWS) -> Iterator[pa.RecordBatch]:
        """The rows, some at a time.

        Raises:
            InputError: the file is damaged.
        """
        try:
            yield from self._file.iter_batches(rows_at_once(most, len(self.columns)))
        except (pa.ArrowException, OSError) as error:
            raise InputError(
                f"{self._name}: is damaged: {_first_line(error)}"
            ) from None

    def _sound(self, column: pa.Array) -> pa.Array:
        """A column whose text is UTF-8, as whoever reads it believes.

        Raises:
            InputError: it is not, and stands too deep to be repaired.
        """
        if not _holds_text(column.type):
            return column
        try:
            column.validate(full=True)
        except pa.ArrowInvalid:
            if not (_is.is_string(column.type) or _is.is_large_string(column.type)):
                raise InputError(
                    f"{self._name}: a column of {column.type} holds text that is no UTF-8"
                ) from None
            raw = column.cast(
                pa.large_binary() if _is.is_large_string(column.type) else pa.binary()
            ).to_pylist()
            texts = [
                None if value is None else value.decode("utf-8", "replace")
                for value in raw
            ]
            self.noticed.spoilt += sum(
                text is not None and "\ufffd" in text for text in texts
            )
            return pa.array(texts, column.type)
        return column


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
    return bool(_is.is_string(kind) or _is.is_large_string(kind) or _is.is_nested(kind))


def _first_line(error: BaseException) -> str:
    return str(error).partition("\n")[0]
