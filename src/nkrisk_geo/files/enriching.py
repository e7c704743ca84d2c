"""A file in, the same file with the columns of the answer out."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from difflib import get_close_matches
from typing import Any, BinaryIO, Protocol

import pyarrow as pa
import pyarrow.compute as pc

from nkrisk_geo.errors import InputError
from nkrisk_geo.files.chunks import Chunk, Noticed, Reader
from nkrisk_geo.files.formats import PIPE, Format, format_of
from nkrisk_geo.files.opening import Source, check_output, output
from nkrisk_geo.files.rejects import Rejects
from nkrisk_geo.rows import annotate_arrow, output_columns

Progress = Callable[[int, "float | None"], None]


@dataclass(slots=True)
class Summary:
    """What became of a file.

    Attributes:
        rows_in, rows_out, rejected: rows read, written, and put aside; in = out + rejected.
        noticed: encoding, delimiter and small repairs.
        statuses, zones, reasons: rows by status, by `zone` (the finest definite one), by reason of not being resolved.
        renamed: new columns that got another name because theirs was taken.
        seconds: wall time.
    """

    rows_out: int = 0
    noticed: Noticed = field(default_factory=Noticed)
    statuses: Counter[str] = field(default_factory=Counter)
    zones: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    renamed: str = ""
    rejects: str | None = None
    seconds: float = 0.0
    gazetteer_version: str = ""

    @property
    def rejected(self) -> int:
        """Rows that could not be read."""
        return self.noticed.rejected

    @property
    def rows_in(self) -> int:
        """Rows read, blank lines not counted."""
        return self.rows_out + self.rejected

    @property
    def resolved_share(self) -> float:
        """Resolved rows among those that are not empty; 1 when there are none."""
        full = self.rows_out - self.reasons["empty"]
        return self.statuses["resolved"] / full if full else 1.0

    def count(self, added: pa.Table, prefix: str) -> None:
        """Take the answers of some rows into account."""
        self.rows_out += len(added)
        for tally, name in ((self.statuses, "status"), (self.zones, "zone"), (self.reasons, "reason")):
            for pair in pc.value_counts(added.column(prefix + name)):
                value = pair["values"].as_py()
                if value is not None:
                    tally[value] += pair["counts"].as_py()

    def to_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        noticed = {name: value for name, value in asdict(self.noticed).items() if name not in ("rejects", "rejected")}
        return {
            "rows_in": self.rows_in,
            "rows_out": self.rows_out,
            "rejected": self.rejected,
            "rejects": self.rejects,
            **noticed,
            "by_status": dict(self.statuses.most_common()),
            "by_zone": dict(self.zones.most_common()),
            "by_reason": dict(self.reasons.most_common()),
            "resolved_share": round(self.resolved_share, 4),
            "seconds": round(self.seconds, 3),
            "gazetteer_version": self.gazetteer_version,
        }


class Writer(Protocol):
    """An open output."""

    def write(self, chunk: Chunk, added: pa.Table) -> None:
        """Rows with their new columns."""
        ...

    def close(self) -> None:
        """Write what comes last."""
        ...


def enrich_file(
    source: str,
    target: str = PIPE,
    *,
    address: Sequence[str] = (),
    prefix: str = "geo_",
    encoding: str | None = None,
    delimiter: str | None = None,
    input_format: str | None = None,
    output_format: str | None = None,
    progress: Progress | None = None,
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
        input_format, output_format: csv, tsv, jsonl, parquet, xlsx, where the suffix does not say; an output to a pipe
            has the format of the input when that is text.
        progress: called after each chunk with the rows so far and the share of the input that was read.
        options: further options of `annotate_arrow` (names, evidence, normalized, threshold, gazetteer).
        **field_columns: columns of the other fields, as for `annotate_arrow`.

    Raises:
        InputError: an unreadable input, a missing column, an output that cannot be written; nothing is written then.
    """
    begun = time.monotonic()
    read_as = format_of(source, input_format)
    write_as = _output_format(target, output_format, read_as)
    check_output(target, source)
    opened = Source(source, read_as)
    asked = [*address, *field_columns.values()]
    pass_records = read_as.kind == write_as.kind == "jsonl"
    reader = open_reader(opened, encoding, delimiter, asked if pass_records else None)
    _check_columns(asked, reader.columns, opened.name)
    summary = Summary(noticed=reader.noticed)
    names = _new_names(reader.columns, prefix, bool((options or {}).get("normalized")))
    summary.renamed = "" if next(iter(names)) == names[next(iter(names))] else list(names.values())[0]
    with ExitStack() as stack:
        rejects = stack.enter_context(Rejects(target))
        stream = stack.enter_context(output(target, write_as.compression))
        writer = open_writer(stream, write_as)
        for chunk in reader.chunks():
            added = _annotated(chunk, address, field_columns, prefix, options or {})
            summary.count(added, prefix)
            writer.write(chunk, added.rename_columns([names[name] for name in added.column_names]))
            rejects.take(reader.noticed)
            if progress:
                progress(summary.rows_in, opened.share())
        writer.close()
        summary.gazetteer_version = _version(options or {})
    summary.rejects = rejects.path if summary.rejected else None
    summary.seconds = time.monotonic() - begun
    return summary
