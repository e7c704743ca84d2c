"""What decided places bring with them, as columns of tables: names, codes, a postcode, a point."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa

from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.model import Level
from nkrisk_geo.model.columns import LEVELS, subdivision
from nkrisk_geo.native.arrays import Ints
from nkrisk_geo.native.locks import ForkSafeLock
from nkrisk_geo.native.segments import find_distinct
from nkrisk_geo.resolver.unit_lookups import Point, place_facts

_LEVELS = {level.value: level.value for level in Level}
_LEVELS["city"] = Level.COUNTRY.value
"""What a level is called; to the user, a city abroad is as much as its country."""


class Places:
    """The places that were met, a row for each, from that of no place on. Safe under threads."""

    def __init__(self, gazetteer: Gazetteer, names: str) -> None:
        self._gazetteer = gazetteer
        self._called = gazetteer.names_zh if names == "zh" else gazetteer.names_en
        self._parents = np.array(gazetteer.parents, np.int64)
        numbers = {level: number for number, level in enumerate(LEVELS)}
        levels = gazetteer.levels
        self._level = np.array([numbers.get(level, -1) for level in levels])
        self._turn = ForkSafeLock()
        # By the number of the place and one more, so that -1, no place, is the first.
        count = len(gazetteer.codes) + 1
        self._row_of = np.full(count, -1, np.int32)
        self._row_of[0] = 0
        none = self._make_columns(np.zeros(0, np.int64))
        self.columns: dict[str, pa.Array] = {
            name: pa.array([None], column.type) for name, column in none.items()
        }
        """What they bring, by the names of columns. It only grows."""

    def rows(self, places: Ints) -> pa.Array:
        """The row of each of some places, by their numbers; -1 is none."""
        found = self._row_of[places + 1]
        if len(found) and found.min() < 0:
            with self._turn:
                self._meet(find_distinct(places[found < 0])[0])
            found = self._row_of[places + 1]
        return pa.array(found)

    def _meet(self, places: Ints) -> None:
        """Put those that are new behind the others; no unit is made into an object for it."""
        new = places[self._row_of[places + 1] < 0]
        if not len(new):
            return  # another thread was here
        known = self.columns
        before = len(known["level"])
        self.columns = {
            name: pa.concat_arrays([known[name], column])
            for name, column in self._make_columns(new).items()
        }
        # Last: who finds a row finds what it has.
        self._row_of[new + 1] = before + np.arange(len(new))

    def _make_columns(self, places: Ints) -> dict[str, pa.Array]:
        """What some places bring, by the names of columns (`nkrisk_geo.model.schema`)."""
        gazetteer = self._gazetteer
        units = self._find_ancestors(places)
        province, prefecture, county, township = units
        division = np.where(prefecture >= 0, prefecture, province)
        division = np.where(county >= 0, county, division)
        codes, levels = gazetteer.codes, gazetteer.levels
        names = {
            level: _words(each, self._called.__getitem__)
            for level, each in zip(LEVELS, units, strict=True)
        }
        given = [place_facts(gazetteer, place) for place in places.tolist()]
        postcodes = [postcode for postcode, _ in given]
        points = {
            name: pa.array([getattr(point, name) for _, point in given], pa.float64())
            for name in Point._fields
        }
        return {
            "subdivision": _words(division, lambda unit: subdivision(codes[unit])),
            "adcode": _words(division, codes.__getitem__),
            "level": _words(places, lambda place: _LEVELS[levels[place]]),
            **names,
            "township_code": _words(township, codes.__getitem__),
            "postcode": pa.array(postcodes, pa.string()),
            **points,
        }

    def _find_ancestors(self, places: Ints) -> Ints:
        """For each of `LEVELS` the unit of it that each place is or lies in, -1 for none."""
        found = np.full((len(LEVELS), len(places)), -1)
        units = places
        # All places go outwards step by step, until the last has come to its country.
        while (inside := units >= 0).any():
            levels = self._level[units]
            for at in range(len(LEVELS)):
                is_here = inside & (levels == at)
                found[at] = np.where(is_here, units, found[at])
            parents = self._parents[units]
            units = np.where(inside, parents, -1)
        return found


def _words(units: Ints, word: Callable[[int], str]) -> pa.StringArray:
    """A word for each of some units; null for -1."""
    every, _, which = find_distinct(units)
    words = [word(unit) if unit >= 0 else None for unit in every.tolist()]
    return pa.array(words, pa.string()).take(pa.array(which))


def places(gazetteer: Gazetteer, names: str) -> Places:
    """The places of a gazetteer that were met, in one language of names."""
    return gazetteer.once(
        f"places: {names}",
        lambda: Places(gazetteer.without_zones(), names),
        shared=True,
    )
