"""Counting a part of an enriched file into what is known of it so far."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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


def count_rows(gathered: Gathered, table: pa.Table, party: Party) -> None:
    """Count the rows of a part of the file.

    Raises:
        InputError: a column of the answer holds something else.
    """
    prefix = gathered.prefix
    columns = {
        name: answer_column(table, prefix, name)
        for name in {*POINT, *CANDIDATE, "reason", "zones", "conflicts", "basis"}
    }
    texts = pc.fill_null(texts_of(table, party), "")
    columns["text"] = pc.utf8_slice_codeunits(texts, 0, LONGEST)
    columns["evidence"] = pc.utf8_slice_codeunits(columns["evidence"], 0, LONGEST)
    named = plain_column(table, gathered.known_by)
    columns["named"] = pc.utf8_slice_codeunits(named, 0, NAMED)
    columns["row"] = pa.array(range(gathered.rows + 1, gathered.rows + len(table) + 1))
    columns["gazetteer_version"] = answer_column(table, prefix, "gazetteer_version")
    whole = pa.table(columns)
    gathered.rows += len(whole)

    simple = {
        "status": gathered.statuses, "reason": gathered.reasons, "zone": gathered.zones,
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
    _note(gathered.unresolved, open_ones, ("text", "reason"))
    near = pc.fill_null(pc.greater_equal(whole["p_dprk_border"], LEAST), False)
    _note(gathered.candidates, whole.filter(near), ("text", *CANDIDATE))
    _count_bands(gathered, whole)
    _count_border(gathered, whole, f"{prefix}zones" in table.column_names)
    lowest = pc.min(whole.filter(is_resolved)["confidence"]).as_py()
    known = [each for each in (gathered.lowest, lowest) if each is not None]
    gathered.lowest = min(known, default=None)


def _count_border(gathered: Gathered, table: pa.Table, has_zones: bool) -> None:
    """Count rows that are surely or possibly in a border county."""
    if has_zones:
        sure = _has_zone(table["zones"])
        possible = _has_zone(table["zones_possible"])
    else:
        # Somebody took the lists of zones away: their probability says the same.
        odds = pc.fill_null(table["p_dprk_border"], 0.0)
        sure = pc.greater_equal(odds, Gazetteer.default().judgement["threshold"])
        possible = pc.greater_equal(odds, LEAST)
    gathered.sure += pc.sum(sure).as_py() or 0
    gathered.possible += pc.sum(pc.and_(possible, pc.invert(sure))).as_py() or 0


def _count_bands(gathered: Gathered, table: pa.Table) -> None:
    """Count rows by the bands that the ends of their interval lie in."""
    ends = (("border_km_q05", gathered.nearest), ("border_km_q95", gathered.farthest))
    for name, tally in ends:
        km = table[name].to_numpy()
        # What is not known is after the last band, and what is beyond the line before the first.
        bands = np.where(
            np.isnan(km), len(BANDS), np.searchsorted(BANDS, km, side="right") - 1
        )
        counts = np.bincount(bands + 1, minlength=len(BANDS) + 2).tolist()
        for band, count in zip((BEYOND, *BAND_NAMES, UNKNOWN), counts, strict=True):
            tally.add(band, count)


def _has_zone(zones: pa.ChunkedArray) -> pa.ChunkedArray:
    """Which cells of several zones name that of the border counties, however a file joins them."""
    found = pc.match_substring_regex(zones, rf"(^|[^\w-]){BORDER}($|[^\w-])")
    return pc.fill_null(found, False)


_PLACE = ("province", "prefecture", "county", "country", "adcode")
Groups = Iterator[tuple[tuple[Any, ...], int]]
"""Values of some columns, and how many rows have them."""


def _fill(tally: BoundedTally[Any], groups: Groups) -> None:
    for key, count in groups:
        tally.add(key, count)


def _note(tally: SampledTally[Any], table: pa.Table, names: Sequence[str]) -> None:
    """Count the different values of some columns, with the rows that have them."""
    if not len(table):
        return
    groups = table.group_by(list(names), use_threads=False)
    found = groups.aggregate([("row", "list"), ("named", "list")])
    keys = zip(*(found[name].to_pylist() for name in names), strict=True)
    # Both lists flat, with the places where each group ends: a list of lists takes four times as long.
    numbers, named = (
        found[name].combine_chunks() for name in ("row_list", "named_list")
    )
    ends, numbers, named = (
        each.to_pylist() for each in (numbers.offsets, numbers.values, named.values)
    )
    for key, start, end in zip(keys, ends, ends[1:], strict=False):
        tally.note(key, numbers[start:end], named[start:end])


def _groups(table: pa.Table, names: Sequence[str]) -> Groups:
    """The different values of some columns, and how many rows have them."""
    if not len(table):
        return

    # With threads the groups come in another order each time; of equally frequent values the first are kept.
    groups = table.group_by(list(names), use_threads=False)
    found = groups.aggregate([([], "count_all")])
    values = zip(*(found[name].to_pylist() for name in names), strict=True)
    yield from zip(values, found["count_all"].to_pylist(), strict=True)
