"""An enriched file: the prefix of its answers, the columns that they were read from, its digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from nkrisk_geo.files.arrow_segments import ABOUT, ABOUT_FIELDS
from nkrisk_geo.model.errors import InputError
from nkrisk_geo.model.suggestions import hint
from nkrisk_geo.tables.parties import Party, given_party
from nkrisk_geo.tables.recognition import recognize


def find_prefix(columns: Sequence[str], wanted: str | None, name: str) -> str:
    """The prefix of the columns of an answer.

    Raises:
        InputError: there are none.
    """
    ends = ("status", "zone", "p_dprk_border", "gazetteer_version")
    # A file may have a column "status" of its own, so that one of these alone says nothing.
    found = [column for column in columns if column.endswith(ends[0])]
    starts = [column.removesuffix(ends[0]) for column in found]
    if wanted is not None:
        starts = [start for start in starts if start == wanted]
    there = set(columns)
    complete = [start for start in starts if there.issuperset(_with(start, ends))]
    if not complete:
        raise InputError(
            f"{name}: has no columns of an answer; run `nkrisk-geo enrich` first"
        )
    return complete[0]


def _with(start: str, ends: Sequence[str]) -> list[str]:
    return [start + end for end in ends]


def find_party(
    source: str,
    kind: str,
    columns: Sequence[str],
    address: Sequence[str],
    prefix: str,
    fields: Mapping[str, str] | None = None,
) -> Party:
    """Which columns were read: those named, those that the file says, those that their names tell.

    Raises:
        InputError: one that is named is not there.
    """
    for column in (*address, *(fields or {}).values()):
        if column not in columns:
            there = f"columns are {', '.join(map(repr, columns[:12]))}"
            raise InputError(
                f"{source}: there is no column {column!r}; {hint(column, columns, there)}"
            )
    if address or fields:
        return given_party(address, fields or {})

    told = read_told_party(source, kind, prefix)
    # Somebody may have taken columns away since, so that the file says what it no longer has.
    if told and told.columns and set(told.columns) <= set(columns):
        return told
    own = [column for column in columns if not column.startswith(prefix)]
    found = [party for party in recognize(own) if party.columns]
    named = [party for party in found if party.name]
    same = [party for party in named if prefix.startswith(f"{party.name}_")]
    with_address = [party for party in found if party.address]
    best = [*same, *with_address, *found]
    return best[0] if best else Party()


def read_told_party(source: str, kind: str, prefix: str) -> Party | None:
    """The columns that were read, as the metadata of a Parquet file say; None where there are none.

    Raises:
        InputError: they say something else.
    """
    if kind not in ("parquet", "geoparquet"):
        return None
    metadata = pq.read_metadata(source).metadata or {}
    if ABOUT.encode() not in metadata:
        return None
    address = _told(source, ABOUT, metadata, list)
    fields = _told(source, ABOUT_FIELDS, metadata, dict)
    return given_party(address.get(prefix, []), fields.get(prefix, {}))


def _told(
    source: str, name: str, metadata: Mapping[bytes, bytes], kind: type
) -> dict[str, Any]:
    """What metadata say of each prefix."""
    try:
        told = json.loads(metadata.get(name.encode(), b"{}"))
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict) or not _are_told(told, kind):
        fault = f"{source}: its metadata {name!r} do not name columns"
        raise InputError(f"{fault}; name the columns with --address")
    return told


def _are_told(told: dict[str, Any], kind: type) -> bool:
    """Do metadata hold names of columns, in lists or by field?"""
    for columns in told.values():
        if not isinstance(columns, kind):
            return False
        names: list[Any] = [*_listed(columns)]
        if not all(isinstance(name, str) for name in names):
            return False
    return True


def _listed(columns: Any) -> Iterable[Any]:
    return columns.values() if isinstance(columns, dict) else columns


def digest_file(path: str) -> str:
    """The SHA-256 of a file."""
    digest = hashlib.sha256()
    with Path(path).open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
