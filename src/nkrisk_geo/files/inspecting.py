"""How a file would be read, before anything is written."""

from __future__ import annotations

from dataclasses import dataclass

from nkrisk_geo.files.cells import plain
from nkrisk_geo.files.formats import format_of
from nkrisk_geo.files.kinds import open_reader
from nkrisk_geo.files.opening import Source


@dataclass(frozen=True, slots=True)
class Seen:
    """A column as its first rows show it."""

    name: str
    type: str
    filled: str
    example: str


@dataclass(frozen=True, slots=True)
class Inspection:
    """The form of a file: encoding and delimiter (None where it has none), columns, bad rows so far."""

    encoding: str | None
    delimiter: str | None
    columns: tuple[Seen, ...]
    rejected: int


def inspect_file(
    source: str, *, encoding: str | None = None, delimiter: str | None = None, file_format: str | None = None
) -> Inspection:
    """Look at the first rows of a file; arguments as for `enrich_file`.

    Raises:
        InputError: the input is unreadable.
    """
    with Source(source, format_of(source, file_format)) as opened:
        reader = open_reader(opened, encoding=encoding, delimiter=delimiter)
        table = next(iter(reader.chunks())).table
    columns = []
    for name, column in zip(table.column_names, table.columns, strict=True):
        texts = [text for text in map(plain, column.slice(0, 1000).to_pylist()) if text.strip()]
        full = len(texts) / max(1, min(1000, len(column)))
        columns.append(Seen(name, str(column.type), f"{full:.0%}", texts[0] if texts else ""))
    return Inspection(
        reader.noticed.encoding, reader.noticed.delimiter, tuple(columns), reader.noticed.rejected
    )
