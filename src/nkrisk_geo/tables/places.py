"""What decided places bring with them, as columns of tables: names, codes, a postcode, a point."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.model.columns import LEVELS, subdivision
from nkrisk_geo.native.arrays import Ints
from nkrisk_geo.resolver.unit_lookups import Point, has_point
from nkrisk_geo.tables.columns import strings


def place_columns(gazetteer: Gazetteer, names: str) -> Mapping[str, pa.Array]:
    """What places bring, by the names of columns (`nkrisk_geo.model.schema`).

    The first row is that of no place. Behind it stand those of all units, by their numbers.

    Args:
        gazetteer: the gazetteer.
        names: language of the names of divisions, "en" or "zh".
    """
    return gazetteer.once(
        f"places: {names}",
        lambda: _make_columns(gazetteer.without_zones(), names),
        shared=True,
    )


def _make_columns(gazetteer: Gazetteer, names: str) -> dict[str, pa.Array]:
    codes, levels = gazetteer.codes, gazetteer.levels
    parents = np.array([-1, *gazetteer.parents]) + 1
    around = _find_around(gazetteer, parents)
    province, prefecture, county, township = around
    division = np.where(prefecture > 0, prefecture, province)
    division = np.where(county > 0, county, division)

    called = gazetteer.names_zh if names == "zh" else gazetteer.names_en
    words, numbers = _column(called), _column(codes)
    letters = [
        subdivision(code) if level == "province" else None
        for code, level in zip(codes, levels, strict=True)
    ]
    return {
        "subdivision": pc.take(_column(letters), province),
        "adcode": pc.take(numbers, division),
        "level": _column([gazetteer.level(unit).value for unit in gazetteer.every]),
        **{
            name: pc.take(words, rows)
            for name, rows in zip(LEVELS, around, strict=True)
        },
        "township_code": pc.take(numbers, township),
        "postcode": _column([*map(gazetteer.main_postcodes.get, codes)]),
        "country": _countries(gazetteer, parents, numbers),
        **_points(gazetteer),
    }


def _column(texts: Sequence[str | None]) -> pa.StringArray:
    """A text for each unit, behind a missing one for no place."""
    return strings([None, *texts])


def _countries(
    gazetteer: Gazetteer, parents: Ints, codes: pa.StringArray
) -> pa.StringArray:
    """The country or territory of each place; see `Units.country`.

    Args:
        gazetteer: the gazetteer.
        parents: for each row that of the unit around its place, the first one for none.
        codes: of each row.
    """
    # All places go outwards step by step, until the last has come to its country.
    outer, inner = np.arange(len(parents)), np.zeros(len(parents), np.int64)
    while (around := parents[outer]).any():
        inner = np.where(around, outer, inner)
        outer = np.where(around, around, outer)
    territory = _column([*map(gazetteer.territories.get, gazetteer.codes)])
    return pc.coalesce(pc.take(territory, inner), pc.take(codes, outer))


def _points(gazetteer: Gazetteer) -> dict[str, pa.Array]:
    """Where places are, as far as it is known."""
    units = zip(gazetteer.levels, gazetteer.points(), strict=True)
    shown = [point if has_point(level) else None for level, point in units]
    nowhere = Point()
    rows = zip(*(point or nowhere for point in (None, *shown)), strict=True)
    return {
        name: pa.array(row, pa.float64())
        for name, row in zip(Point._fields, rows, strict=True)
    }


def _find_around(gazetteer: Gazetteer, parents: Ints) -> Ints:
    """For each row and each of `LEVELS` the row of the unit that its place is or lies in.

    That is the first one where there is none.
    """
    numbers = {level: number for number, level in enumerate(LEVELS)}
    levels = np.array([-1, *(numbers.get(level, -1) for level in gazetteer.levels)])
    # (levels, rows): the numbers of rows are those of units and one more.
    found = np.zeros((len(LEVELS), len(parents)), np.int64)
    rows = np.arange(len(parents))
    # All places go outwards step by step, until the last has come to its country.
    while rows.any():
        here = levels[rows]
        for at in range(len(LEVELS)):
            found[at] = np.where(here == at, rows, found[at])
        rows = parents[rows]
    return found
