"""What decided places bring with them, as columns of tables: names, codes, a postcode, a point."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa

from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.model import Level
from nkrisk_geo.model.columns import LEVELS, place_cells
from nkrisk_geo.native.arrays import Ints
from nkrisk_geo.native.locks import Turn
from nkrisk_geo.native.segments import distinct
from nkrisk_geo.resolver.objects import place_facts

_LEVELS = {**{level.value: level.value for level in Level}, "city": Level.COUNTRY.value}
"""What a level is called; to the user, a city abroad is as much as its country."""
WORDS = 3 + len(LEVELS) + 2
"""Columns of words, from `subdivision` to `postcode`; behind them are three of the point."""


class Places:
    """The places that were met, a row for each, from that of no place on. Safe under threads."""

    def __init__(self, gazetteer: Gazetteer, names: str) -> None:
        self._gazetteer = gazetteer
        self._called = gazetteer.names_zh if names == "zh" else gazetteer.names_en
        self._parents = np.array(gazetteer.parents, np.int64)
        numbers = {level: number for number, level in enumerate(LEVELS)}
        self._level = np.array([numbers.get(level, -1) for level in gazetteer.levels])
        self._turn = Turn()
        self._row_of = np.full(len(gazetteer.codes) + 1, -1, np.int32)
        self._row_of[0] = 0
        kinds = (*(pa.string(),) * WORDS, *(pa.float64(),) * 3)
        self.columns = [pa.array([None], kind) for kind in kinds]
        """What they bring, column by column. It only grows."""

    def rows(self, places: Ints) -> pa.Array:
        """The row of each of some places, by their numbers; -1 is none."""
        found = self._row_of[places + 1]
        if len(found) and found.min() < 0:
            with self._turn:
                self._meet(distinct(places[found < 0])[0])
            found = self._row_of[places + 1]
        return pa.array(found)

    def _meet(self, places: Ints) -> None:
        """Put those that are new behind the others; no unit is made into an object for it."""
        new = places[self._row_of[places + 1] < 0]
        if not len(new):
            return  # another thread was here
        before = len(self.columns[0])
        self.columns = [
            pa.concat_arrays([known, column])
            for known, column in zip(self.columns, self._brought(new), strict=True)
        ]
        self._row_of[new + 1] = np.arange(
            before, before + len(new)
        )  # last: who finds a row finds what it has

    def _brought(self, places: Ints) -> list[pa.Array]:
        """What some places bring, column by column."""
        gazetteer = self._gazetteer
        province, prefecture, county, township = units = self._around(places)
        division = np.where(county >= 0, county, np.where(prefecture >= 0, prefecture, province))
        codes = _words(division, lambda unit: place_cells(gazetteer.codes[unit], None, (), None)[0])
        given = [place_facts(gazetteer, place) for place in places.tolist()]
        return [
            codes,
            _words(division, gazetteer.codes.__getitem__),
            _words(places, lambda place: _LEVELS[gazetteer.levels[place]]),
            *(_words(each, self._called.__getitem__) for each in units),
            _words(township, gazetteer.codes.__getitem__),
            pa.array([postcode for postcode, _ in given], pa.string()),
            *(pa.array([point[at] for _, point in given], pa.float64()) for at in range(3)),
        ]

    def _around(self, places: Ints) -> Ints:
        """For each of `LEVELS` the unit of it that each place is or lies in, -1 for none."""
        found, units = np.full((len(LEVELS), len(places)), -1), places
        while (inside := units >= 0).any():
            for at in range(len(LEVELS)):
                found[at] = np.where(inside & (self._level[units] == at), units, found[at])
            units = np.where(inside, self._parents[units], -1)
        return found


def _words(units: Ints, word: Callable[[int], str]) -> pa.StringArray:
    """A word for each of some units; null for -1."""
    every, _, which = distinct(units)
    return pa.array([word(unit) if unit >= 0 else None for unit in every.tolist()], pa.string()).take(
        pa.array(which)
    )


def places(gazetteer: Gazetteer, names: str) -> Places:
    """The places of a gazetteer that were met, in one language of names."""
    return gazetteer.once(f"places: {names}", lambda: Places(gazetteer.without_zones(), names), shared=True)
