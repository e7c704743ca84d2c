"""The reader and the writer for each kind of file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import BinaryIO, Protocol

import pyarrow as pa

from nkrisk_geo.files.bounds import check_width
from nkrisk_geo.files.checkpoints import Checkpoint
from nkrisk_geo.files.chunks import Chunk, Reader
from nkrisk_geo.files.compression import Members
from nkrisk_geo.files.formats import LINES, ONLY_READ, SEPARATORS, Format
from nkrisk_geo.files.geometry import GeoJsonWriter, Located
from nkrisk_geo.files.inputs import InputSource
from nkrisk_geo.files.read_options import Reading
from nkrisk_geo.model.errors import InputError

IN_SEGMENTS = ("parquet", "geoparquet", "xlsx")
"""Kinds that are made from segments when all rows are there."""

WORKBOOKS = ("xlsx", "xls")
WITH_HEADER = (*SEPARATORS, *WORKBOOKS)
"""Kinds whose rows may begin with others than records."""

EXCEL = tuple(SEPARATORS)
"""Kinds that can be written so that Excel opens them safely."""


class Writer(Protocol):
    """An open output; `ends` are the ends of its segments, for kinds that have some."""

    ends: Sequence[int]

    def write(self, chunk: Chunk, added: pa.Table) -> None:
        """Rows with their new columns."""

    def seal(self) -> None:
        """What was written so far is to stand by itself."""

    def close(self) -> None:
        """Write what comes last."""

    def abandon(self) -> None:
        """Nothing more will be written, and nothing is to be."""


def open_reader(
    source: InputSource, reading: Reading, *, keep_records: bool = False
) -> Reader:
    """A reader for the kind of the source; with `keep_records`, JSON lines come with their text.

    Raises:
        InputError: it cannot be read, or is wider than any table.
    """
    reader = _open_reader(source, reading, keep_records=keep_records)
    check_width(len(reader.columns), source.name)
    return reader


def _open_reader(
    source: InputSource, reading: Reading, *, keep_records: bool
) -> Reader:
    # Each is imported where it is needed: most runs read one kind and load one reader.
    kind = source.format.kind
    _check_reading(reading, kind)
    if kind == LINES:
        from nkrisk_geo.files.text_lines import TextLinesReader

        return TextLinesReader(source, reading)
    if kind == "geojson":
        from nkrisk_geo.files.geojson_reader import GeoJsonReader

        return GeoJsonReader(source, reading)
    if kind == "jsonl":
        from nkrisk_geo.files.jsonlines import JsonLinesReader

        return JsonLinesReader(source, reading, keep_records=keep_records)
    if kind in ("parquet", "geoparquet"):
        from nkrisk_geo.files.parquet import ParquetReader

        return ParquetReader(source)
    if kind in ("xlsx", "xls"):
        from nkrisk_geo.files.workbook_reader import WorkbookReader

        return WorkbookReader(source, reading)
    from nkrisk_geo.files.marked_rows import FeedReader, is_feed

    if is_feed(source, reading):
        if reading.header_row is not None or reading.skip_rows:
            raise InputError(
                "--header-row and --skip-rows are not for feeds with marks; name --columns"
            )
        return FeedReader(source, reading)
    from nkrisk_geo.files.delimited import DelimitedReader
    from nkrisk_geo.files.delimiters import is_list

    if is_list(source, reading):
        from nkrisk_geo.files.text_lines import TextLinesReader

        return TextLinesReader(source, reading)
    return DelimitedReader(source, reading)


def _check_reading(reading: Reading, kind: str) -> None:
    """Complain of what is said of a kind of file that has no such thing.

    Raises:
        InputError: it has none, or two things are said that cannot both be.
    """
    if reading.sheet is not None and kind not in WORKBOOKS:
        raise InputError(f"--sheet is for workbooks; {kind} has no sheets")
    says_where = reading.header_row is not None or reading.skip_rows
    if says_where and kind not in WITH_HEADER:
        raise InputError(
            f"--header-row and --skip-rows are for csv, tsv and workbooks, not for {kind}"
        )
    says_else = reading.skip_rows or reading.columns
    if reading.header_row is not None and says_else:
        other = "--skip-rows" if reading.skip_rows else "--columns"
        raise InputError(
            f"--header-row says where the header is, {other} something else: leave one out"
        )


def check_writable(written_as: Format, *, excel: bool) -> None:
    """Complain of a kind of file that cannot be written.

    Raises:
        InputError: it can only be read, or is not for Excel.
    """
    if written_as.kind in ONLY_READ:
        raise InputError("files ending in .xls can only be read; write .xlsx")
    if excel and written_as.kind not in EXCEL:
        raise InputError(
            f"--excel is for csv and tsv; {written_as.kind} needs nothing for Excel"
        )


def open_writer(
    stream: BinaryIO,
    written_as: Format,
    start: Checkpoint,
    located: Sequence[Located],
    *,
    excel: bool,
) -> Writer:
    """A writer for a kind of file, which goes on behind the rows of a checkpoint."""
    kind, begun = written_as.kind, start.rows > 0
    if kind in IN_SEGMENTS:
        from nkrisk_geo.files.arrow_segments import SegmentWriter
        from nkrisk_geo.files.sheets import MOST_ROWS

        most = MOST_ROWS if kind == "xlsx" else None
        return SegmentWriter(stream, start.ends, start.rows, most)
    members = Members(stream, written_as.compression)
    if kind == "geojson":
        return GeoJsonWriter(members, located[0], begun=begun)
    from nkrisk_geo.files.text_writers import DelimitedWriter, JsonLinesWriter

    if kind == "jsonl":
        return JsonLinesWriter(members)
    separator = SEPARATORS[kind]
    return DelimitedWriter(members, separator, begun=begun, excel=excel)


def assembler(
    writer: Writer,
    written_as: Format,
    located: Sequence[Located],
    told: Mapping[str, str],
) -> Callable[[BinaryIO], None] | None:
    """What makes the file from its segments, with metadata `told`; None: it needs no making."""
    if written_as.kind not in IN_SEGMENTS:
        return None
    from nkrisk_geo.files import arrow_segments, sheets

    assert isinstance(writer, arrow_segments.SegmentWriter)
    tables: Iterator[pa.Table] = writer.tables()
    if written_as.kind == "xlsx":
        return lambda out: sheets.write_sheet(tables, out)
    if written_as.kind == "geoparquet":
        return lambda out: arrow_segments.write_geoparquet(tables, out, located, told)
    return lambda out: arrow_segments.write_parquet(tables, out, told)
