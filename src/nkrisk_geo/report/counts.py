"""Counting a part of an enriched file into what is known of it so far."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from nkrisk_geo.gazetteer.bands import BAND_NAMES, BANDS
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.report.answer_columns import answer_column, plain_column, texts_of
from nkrisk_geo.report.contents import (
    BEYOND,
    BORDER,
    CANDIDATE,
    LEAST,
    LONGEST,
    NAMED,
    POINT,
    UNKNOWN,
    Gathered,
)
from nkrisk_geo.report.tallies import BoundedTally, SampledTally
from nkrisk_geo.tables.parties import Party

_PLACE = ("province", "prefecture", "county", "country", "adcode")
_READ = {
    *POINT,
    *CANDIDATE,
    "reason",
    "zones",
    "conflicts",
    "basis",
    "gazetteer_version",
}
"""The columns of the answer that are counted."""
Groups = Iterator[tuple[tuple[Any, ...], int]]
"""Values of some columns, and how many rows have them."""


def count_rows(gathered: Gathered, table: pa.Table, party: Party) -> None:
    """Count the rows of a part of the file.

    Raises:
        InputError: a column of the answer holds something else.
    """
    whole = _read(gathered, table, party)
    gathered.rows += len(whole)
    _count_values(gathered, whole)

    is_resolved = pc.equal(whole["status"], "resolved")
    resolved = whole.filter(is_resolved)
    _fill(gathered.places, _groups(resolved, _PLACE))
    _fill(gathered.points, _groups(whole, POINT))

    has_text = pc.not_equal(whole["text"], "")
    is_open = pc.and_(pc.invert(is_resolved), has_text)
    _note(gathered.unresolved, whole.filter(is_open), ("text", "reason"))
    odds = whole["p_dprk_border"]
    is_near = pc.fill_null(pc.greater_equal(odds, LEAST), False)
    near = whole.filter(is_near)
    _note(gathered.candidates, near, ("text", *CANDIDATE))

    _count_bands(gathered, whole)
    _count_border(gathered, whole, f"{gathered.prefix}zones" in table.column_names)
    _keep_lowest(gathered, resolved)


def _read(gathered: Gathered, table: pa.Table, party: Party) -> pa.Table:
    """What is counted of a part of the file."""
    columns = {name: answer_column(table, gathered.prefix, name) for name in _READ}
    texts = pc.fill_null(texts_of(table, party), "")
    named = plain_column(table, gathered.known_by)
    # Cut before they are counted: a few long texts would else fill the memory.
    columns["text"] = _cut(texts, LONGEST)
    columns["evidence"] = _cut(columns["evidence"], LONGEST)
    columns["named"] = _cut(named, NAMED)
    first = gathered.rows + 1
    columns["row"] = pa.array(range(first, first + len(table)))
    return pa.table(columns)


def _cut(texts: pa.ChunkedArray, most: int) -> pa.ChunkedArray:
    """The first characters of texts."""
    return pc.utf8_slice_codeunits(texts, 0, most)


def _count_values(gathered: Gathered, table: pa.Table) -> None:
    """Count the values of single columns."""
    tallies = {
        "status": gathered.statuses,
        "reason": gathered.reasons,
        "zone": gathered.zones,
        "conflicts": gathered.conflicts,
        "basis": gathered.bases,
        "gazetteer_version": gathered.versions,
    }
    for name, tally in tallies.items():
        for (value,), count in _groups(table, (name,)):
            if value:
                tally.add(value, count)


def _keep_lowest(gathered: Gathered, resolved: pa.Table) -> None:
    """The least confidence of a resolved row so far."""
    lowest = pc.min(resolved["confidence"]).as_py()
    if lowest is None:
        return
    before = gathered.lowest
    gathered.lowest = lowest if before is None else min(before, lowest)


def _count_border(
    gathered: Gathered,
    table: pa.Table,
    has_zones: bool,
) -> None:
    """Count rows that are surely or possibly in a border county."""
    if has_zones:
        sure = _has_zone(table["zones"])
        possible = _has_zone(table["zones_possible"])
    else:
        # Somebody took the lists of zones away: their probability says the same.
        odds = pc.fill_null(table["p_dprk_border"], 0.0)
        threshold = Gazetteer.default().judgement["threshold"]
        sure = pc.greater_equal(odds, threshold)
        possible = pc.greater_equal(odds, LEAST)
    only_possible = pc.and_(possible, pc.invert(sure))
    gathered.sure += _count_true(sure)
    gathered.possible += _count_true(only_possible)


def _count_true(flags: pa.ChunkedArray) -> int:
    """How many rows it is so of; the sum of no rows is nothing, not nought."""
    return pc.sum(flags).as_py() or 0


def _count_bands(gathered: Gathered, table: pa.Table) -> None:
    """Count rows by the bands that the ends of their interval lie in."""
    bands = (BEYOND, *BAND_NAMES, UNKNOWN)
    tallies = {
        "border_km_q05": gathered.nearest,
        "border_km_q95": gathered.farthest,
    }
    for name, tally in tallies.items():
        km = table[name].to_numpy()
        # What is beyond the line lies before the first band.
        within = np.searchsorted(BANDS, km, side="right")
        # What is not known comes after the last one.
        at = np.where(np.isnan(km), len(BANDS) + 1, within)
        counts = np.bincount(at, minlength=len(bands))
        for band, count in zip(bands, counts.tolist(), strict=True):
            tally.add(band, count)


def _has_zone(zones: pa.ChunkedArray) -> pa.ChunkedArray:
    """Which cells of several zones name that of the border counties, however a file joins them."""
    found = pc.match_substring_regex(zones, rf"(^|[^\w-]){BORDER}($|[^\w-])")
    return pc.fill_null(found, False)


def _fill(tally: BoundedTally[Any], groups: Groups) -> None:
    for key, count in groups:
        tally.add(key, count)


def _note(
    tally: SampledTally[Any],
    table: pa.Table,
    names: Sequence[str],
) -> None:
    """Count the different values of some columns, with the rows that have them."""
    if not len(table):
        return
    groups = table.group_by(list(names), use_threads=False)
    collected = [("row", "list"), ("named", "list")]
    found = groups.aggregate(collected)
    rows = found["row_list"].combine_chunks()
    named = found["named_list"].combine_chunks()
    # Both lists flat, with the places where each group ends:
    # lists of lists take four times as long.
    ends = rows.offsets.to_pylist()
    numbers, texts = rows.values.to_pylist(), named.values.to_pylist()
    stretches = pairwise(ends)
    keys = _values(found, names)
    for key, (start, end) in zip(keys, stretches, strict=True):
        tally.note(key, numbers[start:end], texts[start:end])


def _groups(table: pa.Table, names: Sequence[str]) -> Groups:
    """The different values of some columns, and how many rows have them."""
    if not len(table):
        return

    # With threads the groups come in another order each time, and of equals the first are kept.
    groups = table.group_by(list(names), use_threads=False)
    found = groups.aggregate([([], "count_all")])
    counts = found["count_all"].to_pylist()
    yield from zip(_values(found, names), counts, strict=True)


def _values(table: pa.Table, names: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """The values of some columns, row by row."""
    columns = [table[name].to_pylist() for name in names]
    return zip(*columns, strict=True)
