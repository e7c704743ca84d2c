"""What is fixed for every unit: its share in each zone, how far it is, its nearest crossing.

Worked out for all units at once when a gazetteer is compiled,
and where somebody has zones of one's own. Distances in km.
"""

from __future__ import annotations

import copy

import numpy as np

from nkrisk_geo.gazetteer.bands import BANDS, NEAR
from nkrisk_geo.gazetteer.distributions import LEVELS, STEPS_PER_KM, within
from nkrisk_geo.gazetteer.facts import Facts
from nkrisk_geo.gazetteer.unit_tree import LEVEL, UnitTree
from nkrisk_geo.gazetteer.zone_membership import shares
from nkrisk_geo.native.arrays import Flags, Ints
from nkrisk_geo.native.segments import Floats

_OWN = [LEVEL[level] for level in ("county", "township", "area", "crossing", "city")]
"""Levels that have a crossing of their own: a prefecture has several."""


class UnitGeography:
    """Where each unit of a gazetteer lies, by its number.

    Attributes:
        zones: ids of the zones, highest rank first.
        share: a row for each unit, the share of its prior weight in each zone.
        is_placed: is the distribution of its distance known?
        quantiles: a row for each distribution, km at `nkrisk_geo.gazetteer.distributions.LEVELS`.
        row: the number of the distribution of each unit, -1 for none.
        near: a row for each unit, the share within each distance of
            `nkrisk_geo.gazetteer.bands.NEAR` on the Chinese side.
        is_elsewhere: it has no distribution, lies in no unit that has one, and contains no
            such unit near the border. Shanghai is elsewhere, so is
            Seoul; China is not, nor is anything where distances are not known at all.
        band: a row for each unit, the share in each of
            `nkrisk_geo.gazetteer.bands.BANDS` on the Chinese side.
        is_far: it is in no zone and nowhere near the border.
        crossing, crossing_km: number of the crossing in `crossings` that is nearest
            to a county or a finer place (-1: unknown), and the distance to it (NaN).
    """

    def __init__(self, facts: Facts, tree: UnitTree) -> None:
        self._tree = tree
        self.zones: tuple[str, ...] = tuple(zone.id for zone in facts.zones)
        units, quantiles = distributions_of(facts)
        self.quantiles: Floats = quantiles
        self.row: Ints = np.full(len(tree), -1, np.int64)
        self.row[units] = np.arange(len(units))
        self.is_placed: Flags = self.row >= 0
        self.near: Floats = np.stack([self.within(km) for km in NEAR], axis=1)
        self.band: Floats = self._in_bands()
        self.is_elsewhere: Flags = self._elsewhere()
        self.share: Floats = shares(facts, tree, facts.zones, self.within)
        self.is_far: Flags = self._far()
        self.crossings: tuple[str, ...]
        self.crossing: Ints
        self.crossing_km: Floats
        self.crossings, self.crossing, self.crossing_km = self._nearest_crossings(facts)

    @classmethod
    def of(cls, facts: Facts) -> UnitGeography:
        """Where the units lie."""
        return cls(facts, UnitTree(facts))

    def with_zones(self, facts: Facts) -> UnitGeography:
        """The same where zones of one's own stand beside the others: only these are worked out."""
        zones = tuple(zone.id for zone in facts.zones)
        if zones == self.zones:
            return self
        own = [zone for zone in facts.zones if zone.id not in self.zones]
        columns = dict(zip(self.zones, self.share.T, strict=True))
        made = shares(facts, self._tree, own, self.within)
        columns |= zip([zone.id for zone in own], made.T, strict=True)

        found = copy.copy(self)
        found.zones = zones
        share = np.stack([columns[zone] for zone in zones], axis=1)
        # The engine reads it row by row.
        found.share = np.ascontiguousarray(share)
        found.is_far = found._far()
        return found

    def _far(self) -> Flags:
        held = np.concatenate([self.share, self.near], axis=1)
        far: Flags = ~np.any(held, axis=1)
        return far

    def within(self, km: float) -> Floats:
        """The share of each unit that lies within a distance of the border on the Chinese side.

        It is 0 where the distance is not known.
        """
        # Less what lies on the other side, which has a distance below nought.
        return self._up_to(km) - self._up_to(-1e-9)

    def _up_to(self, km: float) -> Floats:
        share = np.zeros(len(self.row))
        chinese = self.is_placed & self._tree.in_china
        rows = self.quantiles[self.row[chinese]]
        share[chinese] = within(rows, np.full(len(rows), km))
        return share

    def _in_bands(self) -> Floats:
        below = [self._up_to(km) for km in BANDS[1:]]
        known = self.is_placed & self._tree.in_china
        nothing, whole = np.zeros(len(known)), known.astype(np.float64)
        edges = np.stack([nothing, *below, whole], axis=1)
        band: Floats = np.diff(edges, axis=1)
        return band

    def _elsewhere(self) -> Flags:
        tree = self._tree
        touched = np.zeros(len(tree), np.bool_)
        # Each unit, itself among them, with all that is around it.
        inner, column = np.nonzero(tree.around >= 0)
        outer = tree.around[inner, column]
        np.logical_or.at(touched, inner, self.is_placed[outer])
        np.logical_or.at(touched, outer, self.near[inner].any(axis=1))
        return ~touched & self.is_placed.any()

    def _nearest_crossings(
        self,
        facts: Facts,
    ) -> tuple[tuple[str, ...], Ints, Floats]:
        names: dict[str, int] = {}
        number = np.full(len(self._tree), -1, np.int64)
        km = np.full(len(self._tree), np.nan)
        for unit, (name, away) in facts.nearest_crossings.items():
            if self._tree.level[unit] in _OWN:
                number[unit] = names.setdefault(name, len(names))
                km[unit] = away
        return tuple(names), number, km


def distributions_of(facts: Facts) -> tuple[Ints, Floats]:
    """The units whose distance to the border is known, and a row of its quantiles (km) for each.

    See `nkrisk_geo.gazetteer.distributions`; no rows without the `odbl` file.
    """
    codes, steps = facts.border_distances
    units = np.array([facts.number[code] for code in codes], np.int64)
    rows = np.array(steps, np.int64).reshape(len(units), len(LEVELS))
    return units, rows / STEPS_PER_KM
