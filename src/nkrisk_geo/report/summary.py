"""What an enriched file holds, gathered in one pass and a small memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from nkrisk_geo.files.formats import format_of, is_pipe
from nkrisk_geo.files.inputs import InputSource
from nkrisk_geo.files.kinds import open_reader
from nkrisk_geo.files.parties import Party
from nkrisk_geo.files.read_options import Reading
from nkrisk_geo.model.errors import InputError
from nkrisk_geo.report.answer_columns import answer_column, texts_of
from nkrisk_geo.report.enriched import digest_file, find_party, find_prefix
from nkrisk_geo.report.tallies import BoundedTally

POINT = (
    "lat", "lng", "radius_km", "status", "level", "country", "adcode", "province", "prefecture", "county", "township", "zone",
    "confidence",
)  # fmt: skip
"""What rows share that are one mark on the map."""
CANDIDATE = (
    "status",
    "county",
    "prefecture",
    "zone",
    "confidence",
    "p_dprk_border",
    "border_km",
    "border_km_q05",
    "border_km_q95",
)
LONGEST = 200
"""Characters of a text that are shown."""
LEAST = 0.01
"""From this probability of lying in a county on the border a row is a candidate."""


@dataclass(slots=True)
class Gathered:
    """What a file holds.

    Attributes:
        name, sha256, rows: of the file.
        prefix, address: of the columns of the answer; the columns with the text.
        statuses, reasons, zones, bands, places, conflicts: counts by value.
        unresolved: the texts that were not resolved, each with its reason.
        candidates: texts with the values of `CANDIDATE`.
        points: the values of `POINT`.
        bases: counts by what the places rest on, as the lists of files are written.
        versions: of the gazetteer.
    """

    name: str
    sha256: str
    prefix: str
    address: tuple[str, ...]
    rows: int = 0
    statuses: BoundedTally[str] = field(default_factory=BoundedTally)
    reasons: BoundedTally[str] = field(default_factory=BoundedTally)
    zones: BoundedTally[str] = field(default_factory=BoundedTally)
    bands: BoundedTally[str] = field(default_factory=BoundedTally)
    places: BoundedTally[tuple[str, ...]] = field(default_factory=BoundedTally)
    conflicts: BoundedTally[str] = field(default_factory=BoundedTally)
    unresolved: BoundedTally[tuple[str, str]] = field(default_factory=BoundedTally)
    candidates: BoundedTally[tuple[Any, ...]] = field(default_factory=BoundedTally)
    points: BoundedTally[tuple[Any, ...]] = field(default_factory=BoundedTally)
    bases: BoundedTally[str] = field(default_factory=BoundedTally)
    versions: BoundedTally[str] = field(default_factory=BoundedTally)


def gather(
    source: str,
    *,
    address: Sequence[str] = (),
    prefix: str | None = None,
    reading: Reading | None = None,
) -> Gathered:
    """Read an enriched file.

    Args:
        source: path of a file that `enrich` wrote.
        address: columns with the text; where none is named, as the file says or as their names tell.
        prefix: of the columns of the answer; found where None.
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
        gathered = Gathered(Path(source).name, digest_file(source), found, party.address)
        for chunk in reader.chunks():
            try:
                _count(gathered, chunk.table, party)
            except InputError as error:
                raise InputError(f"{opened.name}: {error}") from None
    return gathered


# --- counting ----------------------------------------------------------------------------------------------------------


def _count(gathered: Gathered, table: pa.Table, party: Party) -> None:
    prefix = gathered.prefix
    columns = {
        name: answer_column(table, prefix, name)
        for name in {*POINT, *CANDIDATE, "reason", "border_band", "conflicts", "basis"}
    }
    texts = pc.fill_null(texts_of(table, party), "")
    columns["text"] = pc.utf8_slice_codeunits(texts, 0, LONGEST)
    columns["gazetteer_version"] = answer_column(table, prefix, "gazetteer_version")
    whole = pa.table(columns)
    gathered.rows += len(whole)

    simple = {
        "status": gathered.statuses, "reason": gathered.reasons, "zone": gathered.zones, "border_band": gathered.bands,
        "conflicts": gathered.conflicts, "basis": gathered.bases, "gazetteer_version": gathered.versions,
    }  # fmt: skip
    for name, tally in simple.items():
        for (value,), count in _groups(whole, (name,)):
            if value:
                tally.add(value, count)

    is_resolved = pc.equal(whole["status"], "resolved")
    _fill(gathered.places, _groups(whole.filter(is_resolved), _PLACE))
    _fill(gathered.points, _groups(whole, POINT))

    has_text = pc.not_equal(whole["text"], "")
    open_ones = whole.filter(pc.and_(pc.invert(is_resolved), has_text))
    _fill(gathered.unresolved, _groups(open_ones, ("text", "reason")))
    near = pc.fill_null(pc.greater_equal(whole["p_dprk_border"], LEAST), False)
    _fill(gathered.candidates, _groups(whole.filter(near), ("text", *CANDIDATE)))


_PLACE = ("province", "prefecture", "county", "country")
Groups = Iterator[tuple[tuple[Any, ...], int]]
"""Values of some columns, and how many rows have them."""


def _fill(tally: BoundedTally[Any], groups: Groups) -> None:
    for key, count in groups:
        tally.add(key, count)


def _groups(table: pa.Table, names: Sequence[str]) -> Groups:
    """The different values of some columns, and how many rows have them."""
    if not len(table):
        return

    # With threads the groups come in another order each time; of equally frequent values the first are kept.
    groups = table.group_by(list(names), use_threads=False)
    found = groups.aggregate([([], "count_all")])
    values = zip(*(found[name].to_pylist() for name in names), strict=True)
    yield from zip(values, found["count_all"].to_pylist(), strict=True)
