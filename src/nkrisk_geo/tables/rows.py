"""Tables: the columns of an answer, and the one function under every adapter and engine.

`annotate_arrow` reads each distinct record once, looks its signature up once, and makes the
columns by taking from the distinct answers, so that a million rows cost no more Python objects
than they have different answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
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
from nkrisk_geo.model.fields import BESIDE, POINT
from nkrisk_geo.model.schema import OUTPUT, OutputColumn
from nkrisk_geo.model.suggestions import hint
from nkrisk_geo.native.threads import check_threads, cores, map_threads
from nkrisk_geo.resolver.resolution import get_resolver, placer
from nkrisk_geo.resolver.resolver import Resolver
from nkrisk_geo.tables.categories import ORDERED, category_type, encode
from nkrisk_geo.tables.columns import ColumnSource
from nkrisk_geo.tables.doubts import doubts
from nkrisk_geo.tables.records import DistinctRecords
from nkrisk_geo.tables.referring import with_references
from nkrisk_geo.tables.row_cache import DISPUTED, POSTED, shared_cache
from nkrisk_geo.tables.values import column_text


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the output: its name without the prefix, its Arrow type, what it means."""

    name: str
    type: pa.DataType
    meaning: str


_ARROW = {"text": pa.string(), "list": pa.list_(pa.string()), "number": pa.float64()}


def _columns_of(schema: Iterable[OutputColumn]) -> tuple[Column, ...]:
    return tuple(Column(each.name, _ARROW[each.kind], each.meaning) for each in schema)


COLUMNS: tuple[Column, ...] = _columns_of(OUTPUT)
"""The columns of an answer (`nkrisk_geo.model.schema`). `normalized=True` adds `address_zh` and
`address_en` before the last."""

NORMALIZED = _columns_of(schema.NORMALIZED)

_COUNTRY, _POSTCODE, _REASON = map(
    schema.NAMES.index, ("country", "postcode", "reason")
)

ROWS_A_THREAD = 5000
"""Rows for which another thread is worth its while."""
READ = ("text", *BESIDE, *POINT)
"""What a column can be read as, the text first."""

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
    resolver = get_resolver((gazetteer or Gazetteer.default()).with_zones(own))
    placed = _locate(resolver, batch, fields, datum)
    values: dict[str, pa.Array] = {
        name: as_text(batch.column(column), "address" if name == "text" else name)
        for name, column in fields.items()
        if name not in POINT
    }
    if placed is not None:
        values["coordinates"] = pc.dictionary_encode(pa.array(placed.said, pa.string()))
    added = _columns(resolver, tuple(values), [*values.values()], placed, options)
    for column, array in zip(
        output_columns(normalized, categories), added, strict=True
    ):
        batch = batch.append_column(pa.field(prefix + column.name, column.type), array)
    return batch


def output_columns(
    normalized: bool = False, categories: bool = False
) -> tuple[Column, ...]:
    """The columns in their order, with the normalized addresses and as categories where wanted."""
    columns = (*COLUMNS[:-1], *NORMALIZED, COLUMNS[-1]) if normalized else COLUMNS
    if not categories:
        return columns
    return tuple(
        replace(each, type=category_type(each.name)) if each.name in ORDERED else each
        for each in columns
    )


def check_columns(
    fields: Mapping[str, str | None], present: list[str], prefix: str, normalized: bool
) -> None:
    """Say clearly what is wrong with the names of columns.

    Raises:
        InputError: nothing to read, an unknown field, a missing column, or a new column that is
            there already.
    """
    if not fields:
        raise InputError(
            "name the column with the address, or a column for one of the fields; address='auto' finds them"
        )
    for field, column in fields.items():
        if field not in READ:
            fields_named = ("address", *READ[1:])
            there = f"fields are {', '.join(fields_named)}"
            raise InputError(
                f"there is no field {field!r}; {hint(str(field), fields_named, there)}"
            )
        if column not in present:
            there = f"columns are {', '.join(map(repr, present[:12]))}"
            raise InputError(
                f"there is no column {column!r}; {hint(str(column), map(str, present), there)}"
            )
        if present.count(str(column)) > 1:
            raise InputError(
                f"there is more than one column {column!r}; rename the others"
            )
    if len(set(POINT) & fields.keys()) == 1:
        raise InputError("a point has a lat and a lng: name the columns of both")
    taken = [
        prefix + column.name
        for column in output_columns(normalized)
        if prefix + column.name in present
    ]
    if taken:
        raise InputError(
            f"the table has a column {taken[0]!r} already; choose another prefix"
        )


def as_text(
    column: pa.Array | pa.ChunkedArray, field: str = "address"
) -> pa.DictionaryArray:
    """A column of any type as text, dictionary-encoded; see `nkrisk_geo.tables.values`."""
    return pc.dictionary_encode(column_text(column, field))


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
    fields: tuple[str, ...],
    values: list[pa.Array],
    placed: LocatedPoints | None,
    options: Options,
) -> list[pa.Array]:
    """The new columns for dictionary-encoded field columns of equal length."""
    records = DistinctRecords.of(fields, values)
    least = resolver.threshold if options.threshold is None else options.threshold
    threads = min(
        options.threads or cores(), max(1, len(records.positions) // ROWS_A_THREAD)
    )
    remembered = shared_cache(resolver, least, options.names, options.evidence)
    blocks, places = remembered.rows(records, threads)
    taken = pc.take(pa.array(places, pa.int32()), records.positions)
    sources = remembered.cells.sources(blocks, taken, threads)
    if (
        options.categories and placed is None
    ):  # before a row is taken: each different answer is coded once
        sources = [*map(partial(_coded_source, resolver.gazetteer), COLUMNS, sources)]
    added = map_threads(ColumnSource.column, sources, threads)
    added[_REASON] = with_references(added[_REASON], records)
    added = with_notes(
        added, doubts(records, resolver, added[_COUNTRY], threads), options.evidence
    )
    if placed is not None:
        disputed = (
            ColumnSource([block.field(DISPUTED) for block in blocks], taken)
            .column()
            .to_numpy(zero_copy_only=False)
        )
        added = with_points(
            added, placed, disputed, resolver.gazetteer, least, options.evidence
        )
        added = _encode(added, resolver.gazetteer) if options.categories else added
    posted = np.concatenate([block.field(POSTED).to_numpy() for block in blocks])
    given = records.given_postcodes(resolver, posted[places])
    if given is not None:
        added[_POSTCODE] = pc.coalesce(
            pc.take(given, records.positions), added[_POSTCODE]
        )
    if options.normalized:
        from nkrisk_geo.address.parser import normalized_forms

        texts = (
            records.by_field(number).get("text", "") for number in range(records.number)
        )
        forms = [normalized_forms(resolver, text) for text in texts]
        added[-1:-1] = [
            pc.take(
                pa.array([form[k] for form in forms], pa.string()), records.positions
            )
            for k in (0, 1)
        ]
    return added


def _coded_source(
    gazetteer: Gazetteer, column: Column, source: ColumnSource
) -> ColumnSource:
    """Where a column comes from, as categories if it has few possible values."""
    if column.name not in ORDERED:
        return source
    return ColumnSource(
        [encode(column.name, values, gazetteer) for values in source.values],
        source.rows,
    )


def _encode(answers: list[pa.Array], gazetteer: Gazetteer) -> list[pa.Array]:
    """Columns with few possible values as categories."""
    return [
        encode(column.name, array, gazetteer) if column.name in ORDERED else array
        for column, array in zip(COLUMNS, answers, strict=True)
    ]
