"""Columns of answers where the rows have points: see `nkrisk_geo.geography.points`, here for tables."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.geography.points import Pinned, PointAnswers, pin, with_zones
from nkrisk_geo.geography.reverse import LocatedPoints
from nkrisk_geo.model.schema import NAMES
from nkrisk_geo.native.arrays import Flags

_AT = {name: at for at, name in enumerate(NAMES)}


def values_of(column: pa.Array | pa.ChunkedArray) -> list[object]:
    """Coordinates as they stand in a column."""
    if pa.types.is_dictionary(column.type):
        column = pc.cast(column, column.type.value_type)
    found: list[object] = column.to_pylist()
    return found


def with_points(
    answers: list[pa.Array],
    placed: LocatedPoints,
    disputed: Flags,
    gazetteer: Gazetteer,
    threshold: float,
    style: str,
) -> list[pa.Array]:
    """The columns of answers (in the order of `NAMES`) with those of the points where they are used.

    `disputed`: does the point of a row speak for somewhere else than its other fields?
    """
    pinned = pin(placed, _decide(answers, disputed), gazetteer)
    used, columns = pa.array(pinned.used), list(answers)
    for name, numbers in pinned.numbers.items():
        new = pa.array(numbers, pa.float64(), mask=np.isnan(numbers))
        columns[_AT[name]] = pc.if_else(used, new, columns[_AT[name]])
    for name, words in pinned.words.items():
        columns[_AT[name]] = pc.if_else(
            used, pa.array(words, pa.string()), columns[_AT[name]]
        )
    if pinned.zones:
        columns = _with_zones(columns, pinned, gazetteer, threshold)
    notes = {at: [note] for at, note in enumerate(pinned.notes) if note is not None}
    return _not_empty(with_notes(columns, notes, style), notes)


def _with_zones(
    columns: list[pa.Array], pinned: Pinned, gazetteer: Gazetteer, threshold: float
) -> list[pa.Array]:
    """With the zones that the points decide."""
    names = ("zone", "zones", "zones_possible")
    zone, definite, possible = (columns[_AT[name]].to_pylist() for name in names)
    for at in np.flatnonzero(pinned.used).tolist():
        chances = {name: float(column[at]) for name, column in pinned.zones.items()}
        definite[at], possible[at] = with_zones(
            definite[at], possible[at], chances, threshold, gazetteer
        )
        zone[at] = definite[at][0] if definite[at] else None
    for name, values in zip(names, (zone, definite, possible), strict=True):
        columns[_AT[name]] = pa.array(values, columns[_AT[name]].type)
    return columns


def _decide(answers: list[pa.Array], disputed: Flags) -> PointAnswers:
    lat, lng, radius = (
        answers[_AT[name]].to_numpy(zero_copy_only=False)
        for name in ("lat", "lng", "radius_km")
    )
    level, country = (
        np.array(answers[_AT[name]].to_pylist(), dtype=object)
        for name in ("level", "country")
    )
    return PointAnswers(lat, lng, radius, level, country, disputed)


def with_notes(
    columns: list[pa.Array], notes: Mapping[int, Sequence[str]], style: str
) -> list[pa.Array]:
    """The columns with sentences more in `conflicts` for some rows."""
    if not notes:
        return columns
    rows, conflicts = sorted(notes), columns[_AT["conflicts"]]
    cells = pc.take(
        conflicts, pa.array(rows)
    ).to_pylist()  # few have any: the others are not made into objects
    told = [
        _append_notes(cell, notes[at], style)
        for at, cell in zip(rows, cells, strict=True)
    ]
    concerned = np.zeros(len(conflicts), np.bool_)
    concerned[rows] = True
    columns = list(columns)
    columns[_AT["conflicts"]] = pc.replace_with_mask(
        conflicts, pa.array(concerned), pa.array(told, pa.string())
    )
    return columns


def _not_empty(columns: list[pa.Array], rows: Collection[int]) -> list[pa.Array]:
    """A row that has nothing but a point that cannot be right is not empty."""
    if not rows:
        return columns
    reasons = columns[_AT["reason"]].to_pylist()
    for at in rows:
        reasons[at] = "no-place" if reasons[at] == "empty" else reasons[at]
    columns[_AT["reason"]] = pa.array(reasons, pa.string())
    return columns


def _append_notes(cell: str | None, notes: Sequence[str], style: str) -> str:
    """A cell of conflicts with some more."""
    if style == "json":
        return json.dumps([*json.loads(cell or "[]"), *notes], ensure_ascii=False)
    return "; ".join([*([] if cell is None else [cell]), *notes])
