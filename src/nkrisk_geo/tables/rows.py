"""Tables: the columns of an answer, and the one function under every adapter and engine.

`annotate_arrow` reads each distinct record once, looks its signature up once, and makes the
columns by taking from the distinct answers, so that a million rows cost no more Python objects
than they have different answers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as option
from functools import partial
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.gazetteer.zone_sources import load_zones
from nkrisk_geo.gazetteer.zones import Zone
from nkrisk_geo.geography.datum import datum_name
from nkrisk_geo.geography.point_columns import values_of, with_notes, with_points
from nkrisk_geo.geography.reverse import LocatedPoints
from nkrisk_geo.model import schema
from nkrisk_geo.model.errors import InputError
from nkrisk_geo.model.fields import POINT
from nkrisk_geo.native.arrays import Ints
from nkrisk_geo.native.memory import POOL
from nkrisk_geo.native.threads import check_threads, cores, map_threads
from nkrisk_geo.resolver.resolution import get_resolver, placer
from nkrisk_geo.resolver.resolver import Resolver
from nkrisk_geo.tables.categories import ORDERED, encode
from nkrisk_geo.tables.columns import ColumnSource, encode_texts
from nkrisk_geo.tables.cross_references import mark_references
from nkrisk_geo.tables.number_faults import (
    Suspects,
    find_number_faults,
    suspect_searches,
)
from nkrisk_geo.tables.records import DistinctRecords
from nkrisk_geo.tables.row_cache import DISPUTED, POSTED, shared_cache
from nkrisk_geo.tables.table_columns import (
    COLUMNS,
    Column,
    check_columns,
    output_columns,
)
from nkrisk_geo.tables.values import column_text

_COUNTRY, _POSTCODE, _REASON = map(
    schema.NAMES.index, ("country", "postcode", "reason")
)

ROWS_A_THREAD = 5000
"""Rows for which another thread is worth its while."""
Batch = TypeVar("Batch", pa.RecordBatch, pa.Table)


@dataclass(frozen=True, slots=True)
class Options:
    """How answers are written: see `annotate_arrow`."""

    names: str = "en"
    evidence: str = "text"
    normalized: bool = False
    threshold: float | None = None
    categories: bool = False
    datum: str = "wgs84"
    zones: tuple[Zone, ...] = ()
    # Answers do not depend on it.
    threads: int | None = option(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.names not in ("en", "zh"):
            raise InputError(f"names is {self.names!r}, expected 'en' or 'zh'")
        if self.evidence not in ("text", "json"):
            raise InputError(
                f"evidence is {self.evidence!r}, expected 'text' or 'json'"
            )
        if self.threshold is not None and not 0.5 <= self.threshold <= 1.0:
            raise InputError(
                f"threshold is {self.threshold}, expected a probability from 0.5 to 1"
            )
        datum_name(self.datum)
        check_threads(self.threads)


def annotate_arrow(
    batch: Batch,
    *,
    address: str | None = None,
    prefix: str = "geo_",
    names: str = "en",
    evidence: str = "text",
    normalized: bool = False,
    threshold: float | None = None,
    categories: bool = False,
    datum: str = "wgs84",
    zones: Any = None,
    threads: int | None = None,
    gazetteer: Gazetteer | None = None,
    **field_columns: str,
) -> Batch:
    """Add the columns of `COLUMNS` to an Arrow table or record batch.

    Args:
        batch: the records.
        address: column with the free text.
        prefix: put before the name of each new column.
        names: language of the names of divisions, "en" or "zh".
        evidence: "text" or "json".
        normalized: also add the normalized addresses.
        threshold: probability from which a place is decided on; 0.8 by default.
        categories: give columns with few possible values as dictionaries; see
            `nkrisk_geo.tables.categories`.
        datum: of the columns `lat` and `lng`: "wgs84", "gcj02" or "bd09".
        zones: zones of one's own, as `nkrisk_geo.load_zones` takes or gives them.
        threads: how many work at once on a long table; None for as many as there are cores, and
            one in a worker of `multiprocessing`. The answers are the same.
        gazetteer: another gazetteer than the packaged one.
        **field_columns: columns of the other fields, called as those of `resolve`; `lat` and
            `lng`, in degrees.

    Returns:
        The same records in the same order with the new columns behind.

    Raises:
        InputError: a column is missing or cannot be read as text, or one of the new names is
            there already.
    """
    own = load_zones(zones, gazetteer=gazetteer)
    options = Options(
        names, evidence, normalized, threshold, categories, datum, own, threads
    )
    fields = {"text": address, **field_columns} if address else dict(field_columns)
    check_columns(fields, batch.schema.names, prefix, normalized)
    known = (gazetteer or Gazetteer.default()).with_zones(own)
    resolver = get_resolver(known)
    placed = _locate(resolver, batch, fields, datum)
    values: dict[str, pa.Array] = {
        name: as_text(batch.column(column), "address" if name == "text" else name)
        for name, column in fields.items()
        if name not in POINT
    }
    if placed is not None:
        said = pa.array(placed.said, pa.string())
        values["coordinates"] = pc.dictionary_encode(said)
    records = DistinctRecords.of(tuple(values), list(values.values()))
    added = _columns(resolver, records, placed, options)
    columns = output_columns(normalized, categories)
    for column, array in zip(columns, added, strict=True):
        field = pa.field(prefix + column.name, column.type)
        batch = batch.append_column(field, array)
    return batch


def as_text(
    column: pa.Array | pa.ChunkedArray, field: str = "address"
) -> pa.DictionaryArray:
    """A column of any type as text, dictionary-encoded; see `nkrisk_geo.tables.values`."""
    return encode_texts(column_text(column, field))


def _locate(
    resolver: Resolver,
    batch: pa.RecordBatch | pa.Table,
    fields: Mapping[str, str],
    datum: str,
) -> LocatedPoints | None:
    """What the points of the rows say; None where no columns of points are named."""
    if POINT[0] not in fields:
        return None
    lat, lng = (values_of(batch.column(fields[name])) for name in POINT)
    return placer(resolver).place(lat, lng, datum)


def _columns(
    resolver: Resolver,
    records: DistinctRecords,
    placed: LocatedPoints | None,
    options: Options,
) -> list[pa.Array]:
    """The new columns for the records of a table."""
    gazetteer, evidence = resolver.gazetteer, options.evidence
    least = resolver.threshold if options.threshold is None else options.threshold
    positions = records.positions
    threads = _threads(options, len(positions))
    remembered = shared_cache(resolver, least, options.names, evidence)
    blocks, places = remembered.rows(records, threads)
    # From the distinct records to the rows of the table.
    row_of_record = pa.array(places.astype(np.int32))
    taken = pc.take(row_of_record, positions, memory_pool=POOL)
    sources = remembered.cells.sources(blocks, taken)
    if options.categories and placed is None:
        # Before a row is taken: each different answer is coded once.
        sources = [*map(partial(_coded_source, gazetteer), COLUMNS, sources)]
    posted = np.concatenate([block.field(POSTED).to_numpy() for block in blocks])
    added, given, suspects = _made(resolver, records, sources, posted[places], threads)
    notes = find_number_faults(records, resolver, suspects, added[_COUNTRY])
    added = with_notes(added, notes, evidence)
    if placed is not None:
        flags = ColumnSource([block.field(DISPUTED) for block in blocks], taken)
        disputed = flags.column().to_numpy(zero_copy_only=False)
        added = with_points(added, placed, disputed, gazetteer, least, evidence)
        # Only now, for a point changes what the columns say.
        added = _encode(added, gazetteer) if options.categories else added
    if given is not None:
        added[_POSTCODE] = pc.coalesce(given, added[_POSTCODE], memory_pool=POOL)
    if options.normalized:
        added[-1:-1] = _normalized_columns(resolver, records)
    return added


def _threads(options: Options, rows: int) -> int:
    """How many threads are worth their while."""
    most = max(1, rows // ROWS_A_THREAD)
    return min(options.threads or cores(), most)


def _made(
    resolver: Resolver,
    records: DistinctRecords,
    sources: Sequence[ColumnSource],
    posted: Ints,
    threads: int,
) -> tuple[list[pa.Array], pa.Array | None, list[Suspects]]:
    """The columns, the postcodes that the records give, the records with doubtful numbers."""
    columns: list[Callable[[], Any]] = [source.column for source in sources]
    columns[_REASON] = partial(_reasons, sources[_REASON], records)
    postcodes = partial(records.given_postcodes, resolver, posted)
    searches = suspect_searches(records, resolver, threads)
    # What takes longest begins first and leaves no thread waiting; of the columns these are the
    # last ones.
    work = [*searches, postcodes, *reversed(columns)]
    done = map_threads(lambda each: each(), work, threads)
    count = len(searches)
    suspects, given, added = done[:count], done[count], done[count + 1 :]
    return added[::-1], given, suspects


def _reasons(source: ColumnSource, records: DistinctRecords) -> pa.Array:
    """The column of reasons, with that of a text which refers to another."""
    return mark_references(source.column(), records)


def _normalized_columns(
    resolver: Resolver, records: DistinctRecords
) -> list[pa.StringArray]:
    """The normalized addresses of the rows, in Chinese and in English."""
    # Taking addresses apart is asked for by few and takes long to load.
    from nkrisk_geo.address.parser import normalized_forms

    numbers = range(records.number)
    texts = (records.by_field(number).get("text", "") for number in numbers)
    forms = [normalized_forms(resolver, text) for text in texts]
    columns = []
    for language in (0, 1):
        written = [form[language] for form in forms]
        column = pa.array(written, pa.string())
        columns.append(pc.take(column, records.positions))
    return columns


def _coded_source(
    gazetteer: Gazetteer, column: Column, source: ColumnSource
) -> ColumnSource:
    """Where a column comes from, as categories if it has few possible values."""
    if column.name not in ORDERED:
        return source
    coded = [encode(column.name, values, gazetteer) for values in source.values]
    return ColumnSource(coded, source.rows)


def _encode(answers: list[pa.Array], gazetteer: Gazetteer) -> list[pa.Array]:
    """Columns with few possible values as categories."""
    return [
        encode(column.name, array, gazetteer) if column.name in ORDERED else array
        for column, array in zip(COLUMNS, answers, strict=True)
    ]
