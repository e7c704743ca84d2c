"""What is fixed for every unit: its share in each zone, how near the border it is, and the interval of its distance.

Worked out for all units at once when the first answer is decided. Distances in km; NaN where nobody measured.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nkrisk_geo.arrays import Flags, Ints
from nkrisk_geo.atlas import IS_DIVISION, LEVEL, LEVELS, Atlas
from nkrisk_geo.gazetteer import CHINA, Gazetteer
from nkrisk_geo.memberships import QUANTILES, shares, within
from nkrisk_geo.ragged import Floats

FINEST = 1e-3
"""A radius in km that divides nothing by zero."""
NEAR = (20.0, 50.0)
"""Distances (km) within which something is near."""
_POINTLIKE = np.array([level in ("township", "area", "crossing") for level in LEVELS], np.bool_)
_COUNTY, _PREFECTURE, _PROVINCE = LEVEL["county"], LEVEL["prefecture"], LEVEL["province"]


class Bearings:
    """Where each unit of a gazetteer lies, by its number.

    Attributes:
        zones: ids of the zones, highest rank first.
        share: a row for each unit, the share of its prior weight in each zone.
        near: … and within each distance of `NEAR`.
        is_far: it is in no zone and nowhere near the border.
        low, high: km to the border over the unit.
        km: km of its point, or the median for a prefecture.
        median: the median over its extent where it has one, else the same as `km`.
        crossing, crossing_km: number of the nearest crossing in `crossings` (-1: unknown) and the distance to it.
    """

    def __init__(self, gazetteer: Gazetteer, atlas: Atlas) -> None:
        self._gazetteer, self._atlas = gazetteer, atlas
        self.zones = tuple(zone.id for zone in gazetteer.zones)
        self._extent, self._reach, self._quantiles = self._extents()
        own, crossing, crossing_km = self._points()
        self.crossings = tuple(dict.fromkeys(name for name in crossing if name))
        self.near = self._nearness(own, self._reach, NEAR)
        self.share = shares(gazetteer, atlas, self._within(own))
        self.is_far: Flags = ~np.any(np.concatenate([self.share, self.near], axis=1), axis=1)
        self.low, self.high, self.km = self._intervals(own)
        self.median: Floats = np.where(np.isnan(self._extent[:, 1]), self.km, self._extent[:, 1])
        numbers = {name: number for number, name in enumerate(self.crossings)}
        self.crossing, self.crossing_km = self._inherited(
            ~np.isnan(own), np.array([numbers.get(name, -1) for name in crossing]), crossing_km
        )

    def spread(self, unit: int, shares: Floats) -> Floats:
        """The distances within which shares of a unit lie: as measured, or evenly from the least to the greatest."""
        quantiles = self._quantiles[unit]
        if np.isfinite(quantiles).all():
            spread: Floats = np.interp(shares, QUANTILES, quantiles)
        else:
            spread = self.low[unit] + shares * (self.high[unit] - self.low[unit])
        return spread

    def _within(self, own: Floats) -> Floats:
        """The share of each unit within the distance of each zone that has one."""
        limits = [zone.within_km or 0.0 for zone in self._gazetteer.zones]
        found = np.zeros((len(self._atlas), len(limits)))
        asked = [at for at, km in enumerate(limits) if km]
        if asked:
            known = dict(zip(NEAR, self._reach.T, strict=True))
            reach = [known.get(limits[at], within(limits[at], self._quantiles)) for at in asked]
            found[:, asked] = self._nearness(own, np.stack(reach, axis=1), [limits[at] for at in asked])
        return found

    def _extents(self) -> tuple[Floats, Floats, Floats]:
        """Of each unit that has an extent: smallest, median and largest distance; shares near the border; all quantiles."""
        quantiles, reach = np.full((len(self._atlas), 5), np.nan), np.full((len(self._atlas), 2), np.nan)
        for unit in self._gazetteer.measured:
            found = self._gazetteer.extent(unit)
            if found:
                quantiles[unit] = found.quantiles
                reach[unit] = found.share_20km, found.share_50km
        return quantiles[:, ::2], reach, quantiles

    def _points(self) -> tuple[Floats, list[str], Floats]:
        """For each unit km to the border of its own point, its nearest crossing, km to that."""
        km, crossing_km = np.full(len(self._atlas), np.nan), np.full(len(self._atlas), np.nan)
        crossing = [""] * len(self._atlas)
        for unit in self._gazetteer.located:
            found = self._gazetteer.distance(unit)
            if found:
                km[unit], crossing[unit], crossing_km[unit] = found
        return km, crossing, crossing_km

    def _nearness(self, own: Floats, reach: Floats, limits: Sequence[float]) -> Floats:
        """Shares of each unit near the border: of its extent, of that of the county around it, or of what lies in it.

        `reach` has the shares of the extents within each of the limits (km), NaN where there is no extent.
        """
        atlas, level = self._atlas, self._atlas.level
        extent = ~np.isnan(self._reach[:, 0])
        near = np.zeros((len(atlas), len(limits)))
        around = np.where(atlas.around >= 0, atlas.around, 0)
        for column in reversed(range(atlas.around.shape[1])):  # the innermost counts, so it comes last
            unit = around[:, column]
            counts = (atlas.around[:, column] >= 0) & extent[unit]
            counts &= (level[unit] == _COUNTY) if column else True
            near[counts] = reach[unit[counts]]
        without = ~extent & ((level == _PROVINCE) | (level == _PREFECTURE))
        for depth in (2, 1, 0):
            within = (atlas.depth == depth + 1) & IS_DIVISION[level]
            whole = np.bincount(atlas.parents[within], atlas.mass[within], len(atlas))
            for column in range(len(limits)):
                weight = atlas.mass[within] * near[within, column]
                inside = np.bincount(atlas.parents[within], weight, len(atlas))
                filled = (atlas.depth == depth) & (
                    without | ((np.arange(len(atlas)) == CHINA) & ~extent[CHINA])
                )
                near[filled, column] = (inside / np.where(whole > 0, whole, 1.0))[filled]
        point = _POINTLIKE[level] & ~np.isnan(own)
        spot, radius = own[point], np.maximum(self._radii(np.flatnonzero(point))[point], FINEST)
        for column, limit in enumerate(limits):
            inside = np.minimum(spot + radius, limit) - np.maximum(spot - radius, 0.0)
            length = spot + radius - np.maximum(spot - radius, 0.0)
            near[point, column] = np.where(spot >= 0, np.clip(inside / length, 0.0, 1.0), 0.0)
        return near

    def _intervals(self, own: Floats) -> tuple[Floats, Floats, Floats]:
        """Smallest and largest distance of each unit, and that of its point."""
        atlas, level = self._atlas, self._atlas.level
        division = IS_DIVISION[level]
        holder = self._holder((level == _COUNTY) | (level == _PREFECTURE))
        measured = np.where(division, np.arange(len(atlas)), holder)
        low, median, high = np.where(measured >= 0, self._extent[measured].T, np.nan)
        # In the rivers the line is a convention: a Chinese place is never beyond it.
        km = np.where(atlas.in_china, np.maximum(0.0, own), own)
        radius = self._radii(np.flatnonzero(~np.isnan(own)))
        point = _POINTLIKE[level] & ~np.isnan(own)
        low = np.where(point, np.fmax(low, np.maximum(0.0, km - radius)), low)
        high = np.where(point, np.fmin(high, km + radius), high)
        known = ~np.isnan(low) & ~np.isnan(high) & ~np.isnan(km)
        low, high = np.where(known, np.fmin(low, km), low), np.where(known, np.fmax(high, km), high)
        city = (level == LEVEL["city"]) & ~np.isnan(km) & np.isnan(low)
        low = np.where(city, km - radius, low)
        high = np.where(city, np.minimum(0.0, km + radius), high)
        county = self._holder((level == _COUNTY) & ~np.isnan(own))
        seat = np.where((county >= 0) & ~np.isnan(median), own[county], np.nan)
        km = np.where(np.isnan(own), seat, km)
        km = np.where(level == _PREFECTURE, median, np.where(level == _PROVINCE, np.nan, km))
        return low, high, km

    def _radii(self, units: Ints) -> Floats:
        """The uncertainty of the points of some units, 0 for all others."""
        radius = np.zeros(len(self._atlas))
        for unit in units.tolist():
            radius[unit] = (self._gazetteer.point(unit) or (0.0, 0.0, 0.0))[2]
        return radius

    def _holder(self, wanted: Flags) -> Ints:
        """The innermost of those wanted that each unit is or lies in, -1 for none."""
        around = self._atlas.around
        found = np.full(len(around), -1, np.int64)
        for column in reversed(range(around.shape[1])):
            unit = around[:, column]
            counts = (unit >= 0) & wanted[unit]
            found[counts] = unit[counts]
        return found

    def _inherited(self, known: Flags, number: Ints, km: Floats) -> tuple[Ints, Floats]:
        """The nearest crossing of each unit, or of the innermost around it that has a point."""
        holder = self._holder(known)
        found = np.where(holder >= 0, number[holder], -1)
        return found, np.where(found >= 0, km[holder], np.nan)
