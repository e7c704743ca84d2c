"""What an enriched file holds, gathered in one pass and a small memory."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from datetime import datetime, timezone
from pathlib import Path

import pyarrow.parquet as pq

from nkrisk_geo.files.formats import format_of, is_pipe
from nkrisk_geo.files.inputs import InputSource
from nkrisk_geo.files.kinds import open_reader
from nkrisk_geo.files.read_options import Reading
from nkrisk_geo.files.segments import ABOUT
from nkrisk_geo.model.errors import InputError
from nkrisk_geo.model.suggestions import hint
from nkrisk_geo.report.contents import Gathered
from nkrisk_geo.report.counts import count_rows
from nkrisk_geo.report.identifiers import identifier
from nkrisk_geo.tables.parties import Party, given_party
from nkrisk_geo.tables.recognition import recognize


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
        address: columns with the text; where none is named, as the file says or as their names tell.
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
        found = _prefix(reader.columns, prefix, opened.name)
        party = _party(source, opened.format.kind, reader.columns, address, found)
        own = [column for column in reader.columns if not found or not column.startswith(found)]
        gathered = Gathered(
            Path(source).name,
            _digest(Path(source)),
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


def _prefix(columns: Sequence[str], wanted: str | None, name: str) -> str:
    """The prefix of the columns of an answer."""
    ends = ("status", "zone", "p_dprk_border", "gazetteer_version")
    starts = [column.removesuffix("status") for column in columns if column.endswith("status")]
    complete = [start for start in starts if all(start + end in columns for end in ends)]
    if wanted is not None:
        complete = [start for start in complete if start == wanted]
    if not complete:
        raise InputError(f"{name}: has no columns of an answer; run `nkrisk-geo enrich` first")
    return complete[0]


def _party(
    source: str,
    kind: str,
    columns: Sequence[str],
    address: Sequence[str],
    prefix: str,
) -> Party:
    """Which columns hold the texts: those named, those that the file says, those that their names tell."""
    missing = [column for column in address if column not in columns]
    if missing:
        there = f"columns are {', '.join(map(repr, columns[:12]))}"
        raise InputError(
            f"{source}: there is no column {missing[0]!r}; {hint(missing[0], columns, there)}"
        )
    told = list(address)
    if not told and kind in ("parquet", "geoparquet"):
        about = (pq.read_metadata(source).metadata or {}).get(ABOUT.encode())
        told = _told(source, about).get(prefix, []) if about else []
    # Somebody may have taken columns away since, so that the file says what it no longer has.
    if told and all(column in columns for column in told):
        return given_party(told, {})

    own = [column for column in columns if not column.startswith(prefix)]
    return next((party for party in recognize(own) if party.address), Party())


def _told(source: str, about: bytes) -> dict[str, list[str]]:
    """The columns that were read, by prefix, as the metadata of a Parquet file say.

    Raises:
        InputError: they say something else.
    """
    try:
        told = json.loads(about)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict) or not all(
        isinstance(columns, list) and all(isinstance(column, str) for column in columns)
        for columns in told.values()
    ):
        raise InputError(
            f"{source}: its metadata {ABOUT!r} is no JSON object of lists of columns; name them with --address"
        )
    return told


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


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
        raise InputError(f"{told}, expected seconds since 1970, as 1735689600") from None
