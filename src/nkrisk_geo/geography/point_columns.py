"""Columns of answers where the rows have points: `nkrisk_geo.geography.points` for tables."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.geography.points import Pinned, PointAnswers, apply_points, merge_zones
from nkrisk_geo.geography.reverse import LocatedPoints
from nkrisk_geo.model.schema import NAMES
from nkrisk_geo.native.arrays import Flags
from nkrisk_geo.native.memory import POOL
from nkrisk_geo.native.segments import Floats

_AT = {name: at for at, name in enumerate(NAMES)}
Columns = list[pa.Array]
"""Those of answers, in the order of `NAMES`."""


def values_of(column: pa.Array | pa.ChunkedArray) -> list[object]:
    """Coordinates as they stand in a column."""
    if pa.types.is_dictionary(column.type):
        column = pc.cast(column, column.type.value_type)
    found: list[object] = column.to_pylist()
    return found


def with_points(
    answers: Columns,
    placed: LocatedPoints,
    disputed: Flags,
    gazetteer: Gazetteer,
    threshold: float,
    style: str,
) -> Columns:
    """The columns of answers with those of the points where they are used.

    `disputed`: does the point of a row speak for somewhere else than its other fields?
    """
    pinned = apply_points(placed, _decide(answers, disputed), gazetteer)
    used, columns = pa.array(pinned.used), list(answers)

    def put(name: str, new: pa.Array) -> None:
        at = _AT[name]
        columns[at] = pc.if_else(used, new, columns[at])

    for name, numbers in pinned.numbers.items():
        # Arrow tells NaN from null; a cell of an answer is null where it says nothing.
        unknown = np.isnan(numbers)
        put(name, pa.array(numbers, pa.float64(), mask=unknown))
    for name, words in pinned.words.items():
        put(name, pa.array(words, pa.string()))
    if pinned.zones:
        _put_zones(columns, pinned, gazetteer, threshold)
    notes = {at: [note] for at, note in enumerate(pinned.notes) if note is not None}
    return _not_empty(with_notes(columns, notes, style), notes)


def _put_zones(
    columns: Columns, pinned: Pinned, gazetteer: Gazetteer, threshold: float
) -> None:
    """Put the zones that the points decide into columns."""
    names = ("zone", "zones", "zones_possible")
    zone, definite, possible = (columns[_AT[name]].to_pylist() for name in names)
    for at in np.flatnonzero(pinned.used).tolist():
        chances = {name: float(column[at]) for name, column in pinned.zones.items()}
        told = definite[at], possible[at]
        sure, perhaps = merge_zones(*told, chances, threshold, gazetteer)
        definite[at], possible[at] = sure, perhaps
        zone[at] = sure[0] if sure else None
    for name, values in zip(names, (zone, definite, possible), strict=True):
        at = _AT[name]
        columns[at] = pa.array(values, columns[at].type)


def _decide(answers: Columns, disputed: Flags) -> PointAnswers:
    """What was decided, as arrays of numpy."""

    def floats(name: str) -> Floats:
        found: Floats = answers[_AT[name]].to_numpy(zero_copy_only=False)
        return found

    def words(name: str) -> Any:
        cells = answers[_AT[name]].to_pylist()
        return np.array(cells, dtype=object)

    return PointAnswers(
        lat=floats("lat"),
        lng=floats("lng"),
        radius_km=floats("radius_km"),
        level=words("level"),
        country=words("country"),
        disputed=disputed,
    )


def with_notes(
    columns: Columns,
    notes: Mapping[int, Sequence[str]],
    style: str,
) -> Columns:
    """The columns with sentences more in `conflicts` for some rows."""
    if not notes:
        return columns
    rows, conflicts = sorted(notes), columns[_AT["conflicts"]]
    # Few rows have any: the others are not made into objects.
    cells = pc.take(conflicts, pa.array(rows)).to_pylist()
    told = [
        _append_notes(cell, notes[at], style)
        for at, cell in zip(rows, cells, strict=True)
    ]
    concerned = np.zeros(len(conflicts), np.bool_)
    concerned[rows] = True
    new = pa.array(told, pa.string())
    mask = pa.array(concerned)
    longer = pc.replace_with_mask(conflicts, mask, new, memory_pool=POOL)
    columns = list(columns)
    columns[_AT["conflicts"]] = longer
    return columns


def _not_empty(columns: Columns, rows: Collection[int]) -> Columns:
    """A row that has nothing but a point that cannot be right is not empty."""
    if not rows:
        return columns
    reasons = columns[_AT["reason"]].to_pylist()
    for at in rows:
        if reasons[at] == "empty":
            reasons[at] = "no-place"
    columns[_AT["reason"]] = pa.array(reasons, pa.string())
    return columns


def _append_notes(
    cell: str | None,
    notes: Sequence[str],
    style: str,
) -> str:
    """A cell of conflicts with some more."""
    if style == "json":
        every = [*json.loads(cell or "[]"), *notes]
        return json.dumps(every, ensure_ascii=False)
    told = [] if cell is None else [cell]
    return "; ".join([*told, *notes])
