"""What an enriched file holds, gathered in one pass and a small memory."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime, timezone
from pathlib import Path

from nkrisk_geo.files.formats import format_of, is_pipe
from nkrisk_geo.files.inputs import InputSource
from nkrisk_geo.files.kinds import open_reader
from nkrisk_geo.files.read_options import Reading
from nkrisk_geo.model.errors import InputError
from nkrisk_geo.report.contents import Gathered
from nkrisk_geo.report.counts import count_rows
from nkrisk_geo.report.enriched import digest_file, find_party, find_prefix
from nkrisk_geo.report.identifiers import identifier


def gather(
    source: str,
    *,
    address: Sequence[str] = (),
    prefix: str | None = None,
    known_by: str | None = None,
    reading: Reading | None = None,
) -> Gathered:
    """Read an enriched file.

    Args:
        source: path of a file that `enrich` wrote.
        address: columns with the text; by default as the file says or as their names tell.
        prefix: of the columns of the answer; found where None.
        known_by: column with what a row is known by; found by its name where None.
        reading: as for `enrich_file`.

    Raises:
        InputError: it cannot be read, or has no columns of an answer.
    """
    reading = reading or Reading()
    if is_pipe(source):
        raise InputError("a report reads a file, not a pipe")
    with InputSource(source, format_of(source, reading.file_format)) as opened:
        reader = open_reader(opened, reading)
        found = find_prefix(reader.columns, prefix, opened.name)
        party = find_party(source, opened.format.kind, reader.columns, address, found)
        # Without a prefix every column begins like one of the answer.
        own = [
            column
            for column in reader.columns
            if not found or not column.startswith(found)
        ]
        gathered = Gathered(
            Path(source).name,
            digest_file(source),
            found,
            party.address,
            identifier(reader.columns if known_by else own, known_by),
            _date(Path(source)),
        )
        for chunk in reader.chunks():
            try:
                count_rows(gathered, chunk.table, party)
            except InputError as error:
                raise InputError(f"{opened.name}: {error}") from None
    return gathered


def _date(path: Path) -> str:
    """The day that a page about a file bears: the same file has the same page, whenever it is made.

    Raises:
        InputError: SOURCE_DATE_EPOCH is no number of seconds.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        seconds = path.stat().st_mtime if epoch is None else int(epoch)
        return datetime.fromtimestamp(seconds, timezone.utc).date().isoformat()
    except (ValueError, OverflowError, OSError):
        told = f"SOURCE_DATE_EPOCH is {str(epoch)[:40]!r}"
        raise InputError(
            f"{told}, expected seconds since 1970, as 1735689600"
        ) from None
