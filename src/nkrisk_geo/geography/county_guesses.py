"""In which county of Liaoning or Jilin a point probably lies, where no polygons are installed.

It is one of those whose towns are near and whose distances from the border allow it. How much
nearer the town of one county has to be than that of another was fitted on polygons, so that the
probabilities are right (`python3 dev.py bench points`).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.geography.globe import arc_km, unit_vectors
from nkrisk_geo.model.earth import KM_OF_DEGREE

if TYPE_CHECKING:
    from nkrisk_geo.native.arrays import Flags, Ints
    from nkrisk_geo.native.segments import Floats


class CountyGuesses:
    """What one gazetteer knows of its counties, to be asked for those around points.

    Attributes:
        codes: of the counties, in the order of the columns of `chances`.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        judgement = gazetteer.judgement
        self._slack = judgement["point: slack of outlines"]
        self._apart = judgement["point: farther town"]
        self._wider = judgement["point: farther town, by distance"]

        self._provinces = {
            code[:2]: _polygon(ring, self._slack)
            for code, ring in gazetteer.outlines.items()
        }
        self.codes: list[str] = self._counties()
        self._towns, self._county = self._town_points()
        ranges = [self._range(code) for code in self.codes]
        # Two rows: the least and the greatest distance over each county.
        self._reach = np.array(ranges).reshape(-1, 2).T
        order = list(self._provinces)
        numbers = [order.index(code[:2]) for code in self.codes]
        self._province: Ints = np.array(numbers, np.int64)
        """For each county the number of its province among the outlines."""

    def chances(
        self,
        lat: Floats,
        lng: Floats,
        km: Floats,
    ) -> Floats:
        """A row for each point: the probabilities of the counties and, last, of lying elsewhere.

        `km` are the distances of the points from the border.
        """
        inside, near = self._in_provinces(lat, lng)
        allowed = self._is_allowed(near, km)
        to_towns = self._km_to_towns(lat, lng)
        away = np.where(allowed, to_towns, np.inf)
        nearest = away.min(axis=1)
        some = np.isfinite(nearest)

        # Infinity less infinity would be no number: where no county is allowed, nothing is near.
        least = np.where(some, nearest, 0.0)[:, None]
        scale = self._apart + self._wider * least
        weight = np.exp((least - away) / scale)
        whole = weight.sum(axis=1)[:, None]

        # Outlines are coarse: beside one of them, but in none, a point lies there or not.
        beside = np.where(inside.any(axis=1), 0.0, 0.5)
        elsewhere = np.where(some, beside, 1.0)[:, None]
        share = weight / np.maximum(whole, 1e-9) * (1.0 - elsewhere)
        return np.concatenate([share, elsewhere], axis=1)

    def _is_allowed(self, near: Flags, km: Floats) -> Flags:
        """By point and county: is its province near, and does it lie so far from the border?"""
        low, high = self._reach
        away = km[:, None]
        low, high = low - self._slack, high + self._slack
        reached = (away >= low) & (away <= high)
        allowed: Flags = near[:, self._province] & reached
        return allowed

    def _in_provinces(
        self,
        lat: Floats,
        lng: Floats,
    ) -> tuple[Flags, Flags]:
        """A column for each outline: do points lie in it? In it or near it?"""
        from shapely import contains_xy

        outlines = self._provinces.values()
        narrow, wide = zip(*outlines, strict=True)
        inside = [contains_xy(outline, lng, lat) for outline in narrow]
        near = [contains_xy(outline, lng, lat) for outline in wide]
        return np.stack(inside, axis=1), np.stack(near, axis=1)

    def _km_to_towns(self, lat: Floats, lng: Floats) -> Floats:
        """For each point and county the km to the nearest of its towns."""
        cosine = unit_vectors(lat, lng) @ self._towns.T
        shape = len(lat), len(self.codes)
        found = np.full(shape, np.inf)
        # Towns stand in the order of their counties, so those of one are neighbours.
        starts = np.flatnonzero(np.diff(self._county, prepend=-1))
        nearest = np.maximum.reduceat(cosine, starts, axis=1)
        found[:, self._county[starts]] = arc_km(nearest)
        return found

    # --- what is known of counties --------------------------------------------------

    def _counties(self) -> list[str]:
        """The codes of the counties of the provinces that have an outline."""
        number, levels = self._gazetteer.number, self._gazetteer.levels
        return [
            code
            for code in sorted(number)
            if code[:2] in self._provinces and levels[number[code]] == "county"
        ]

    def _town_points(self) -> tuple[Floats, Ints]:
        """Unit vectors of the seats and townships with a point, and the county of each.

        They stand in the order of the counties.
        """
        number = {code: at for at, code in enumerate(self.codes)}
        rows = []
        for unit in self._gazetteer.located_units:
            county = self._county_around(unit, number)
            point = self._gazetteer.point(unit)
            if county is not None and point is not None:
                lat, lng = point[:2]
                rows.append((county, lat, lng))
        rows.sort()

        table = np.array(rows, np.float64).reshape(-1, 3)
        counties, lats, lngs = table.T
        return unit_vectors(lats, lngs), counties.astype(np.int64)

    def _county_around(
        self,
        unit: int,
        number: dict[str, int],
    ) -> int | None:
        """The number of the county that a unit is or lies in."""
        codes = self._gazetteer.codes
        around = (codes[each] for each in self._gazetteer.path(unit))
        return next((number[code] for code in around if code in number), None)

    def _range(self, code: str) -> tuple[float, float]:
        """The distances from the border over a county, in km; any where they are not known."""
        extent = self._gazetteer.extent(self._gazetteer.number[code])
        return (0.0, math.inf) if extent is None else (extent.km_min, extent.km_max)


def _polygon(
    ring: tuple[list[float], list[float]],
    slack: float,
) -> tuple[Any, Any]:
    """An outline, and the same made wider by the slack."""
    from shapely import buffer, polygons, prepare

    lats, lngs = ring
    shape = polygons(np.column_stack([lngs, lats]))
    wider = buffer(shape, slack / KM_OF_DEGREE)
    prepare(shape)
    prepare(wider)
    return shape, wider
