"""A file in, the same file with the columns of the answer out."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from difflib import get_close_matches
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from nkrisk_geo.errors import InputError
from nkrisk_geo.files.chunks import Chunk
from nkrisk_geo.files.formats import PIPE, format_of
from nkrisk_geo.files.kinds import open_reader, open_writer
from nkrisk_geo.files.opening import Source, check_output, output
from nkrisk_geo.files.rejects import Rejects
from nkrisk_geo.files.summary import Summary
from nkrisk_geo.files.working import annotation
from nkrisk_geo.rows import Options, as_text, output_columns

Progress = Callable[[int, "float | None"], None]


def enrich_file(
    source: str,
    target: str = PIPE,
    *,
    address: Sequence[str] = (),
    prefix: str = "geo_",
    encoding: str | None = None,
    delimiter: str | None = None,
    file_format: str | None = None,
    progress: Progress | None = None,
    workers: int = 1,
    options: Mapping[str, Any] | None = None,
    **field_columns: str,
) -> Summary:
    """Read a file, add the columns of `COLUMNS`, write a file, a chunk of rows at a time.

    Args:
        source: path, or "-" for standard input.
        target: path, or "-" for standard output; it appears under its name when it is complete.
        address: columns with the address; several are joined with ", ".
        prefix: put before the names of the new columns.
        encoding: of a text file; detected when None.
        delimiter: of a delimited file; detected when None.
        file_format: csv, tsv, jsonl, parquet or xlsx, for pipes and names whose suffix does not say; a pipe is CSV.
        progress: called after each chunk with the rows so far and the share of the input that was read.
        workers: processes that read addresses; each needs the memory of one (a script that asks for more than one must
            be guarded by `if __name__ == "__main__"`, as always with processes).
        options: further options of `annotate_arrow` (names, evidence, normalized, threshold, gazetteer).
        **field_columns: columns of the other fields, as for `annotate_arrow`.

    Raises:
        InputError: an unreadable input, a missing column, an output that cannot be written; nothing is written then.
    """
    begun = time.monotonic()
    read_as, write_as = format_of(source, file_format), format_of(target, file_format)
    check_output(target, source)
    asked = [*address, *field_columns.values()]
    wanted = asked if read_as.kind == write_as.kind == "jsonl" else None
    options = {"prefix": prefix, **(options or {})}
    check_options(options)
    with ExitStack() as stack:
        opened = stack.enter_context(Source(source, read_as))
        reader = open_reader(opened, encoding=encoding, delimiter=delimiter, wanted=wanted)
        check_columns(asked, reader.columns, opened.name)
        summary = Summary(noticed=reader.noticed, columns=free_names(_new_names(options), reader.columns))
        rejects = stack.enter_context(Rejects(target))
        writer = open_writer(stack.enter_context(output(target, write_as.compression)), write_as)
        annotated = stack.enter_context(annotation(options, workers=workers))
        for chunk, added in annotated(
            (chunk, _fields(chunk.table, address, field_columns)) for chunk in reader.chunks()
        ):
            check_names(chunk, summary.columns)
            summary.count(added, prefix)
            writer.write(chunk, added.rename_columns(summary.columns))
            rejects.take(reader.noticed)
            if progress:
                progress(summary.rows_in, opened.share())
        rejects.take(reader.noticed)
        writer.close()
    summary.rejects, summary.first_rejects = rejects.path if summary.rejected else None, rejects.first
    summary.seconds = time.monotonic() - begun
    return summary


def _new_names(options: Mapping[str, Any]) -> list[str]:
    return [options["prefix"] + column.name for column in output_columns(bool(options.get("normalized")))]


def _fields(table: pa.Table, address: Sequence[str], field_columns: Mapping[str, str]) -> pa.Table:
    """The columns to read, under the names of the fields that they are."""
    fields = {field: table.column(column) for field, column in field_columns.items()}
    if address:
        fields = {"address": _joined([table.column(name) for name in address]), **fields}
    return pa.table(fields)


def _joined(columns: list[pa.ChunkedArray]) -> pa.ChunkedArray | pa.Array:
    """Address columns as one, what is empty left out."""
    if len(columns) == 1:
        return columns[0]
    first, *others = (
        pc.utf8_trim_whitespace(pc.fill_null(as_text(column).dictionary_decode(), "")) for column in columns
    )
    for text in others:
        between = pc.if_else(pc.and_(pc.not_equal(first, ""), pc.not_equal(text, "")), ", ", "")
        first = pc.binary_join_element_wise(first, between, text, "")
    return first


def check_options(options: Mapping[str, Any]) -> None:
    """Complain of a wrong option before anything is read.

    Raises:
        InputError: it is wrong.
    """
    Options(**{name: value for name, value in options.items() if name not in ("prefix", "gazetteer")})


def check_columns(asked: Sequence[str], present: Sequence[str], name: str) -> None:
    """Say which column is missing, and which may have been meant.

    Raises:
        InputError: one is missing, or its name occurs twice.
    """
    for column in asked:
        if present.count(column) > 1:
            raise InputError(f"{name}: there are {present.count(column)} columns {column!r}")
        if column not in present and present:
            folded = {other.casefold().strip(): other for other in present}
            near = get_close_matches(column.casefold(), folded, n=1, cutoff=0.5)
            hint = (
                f"did you mean {folded[near[0]]!r}?"
                if near
                else f"columns are {', '.join(map(repr, present[:12]))}"
            )
            raise InputError(f"{name}: there is no column {column!r}; {hint}")


def check_names(chunk: Chunk, added: Sequence[str]) -> None:
    """Refuse to give a record a field that it has.

    Raises:
        InputError: a record far down has one of the new names.
    """
    taken = sorted(chunk.names.intersection(added))
    if taken:
        raise InputError(f"some records have a field {taken[0]!r} already; choose another prefix")


def free_names(names: Sequence[str], taken: Sequence[str]) -> list[str]:
    """The names with the suffix `_2` (`_3`, …) on all of them when one is taken already."""
    number = 1
    wanted = list(names)
    while not set(taken).isdisjoint(wanted):
        number += 1
        wanted = [f"{name}_{number}" for name in names]
    return wanted
