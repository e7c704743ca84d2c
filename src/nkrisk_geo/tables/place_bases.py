"""What the places of many rows rest on; see `nkrisk_geo.resolver.basis`.

The parts that a place rests on are few, so that a row keeps them as one number: `BITS` bits a
part, the strongest lowest.

    >>> spell_out(0), spell_out(3 | 1 << BITS)
    ([], ['region', 'address'])
"""

from __future__ import annotations

import numpy as np

from nkrisk_geo.engine.batches import Decisions
from nkrisk_geo.engine.signature import FIELD_MASK
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.gazetteer.unit_tree import UnitTree
from nkrisk_geo.model.fields import BASES
from nkrisk_geo.native.arrays import Flags, Ints
from nkrisk_geo.resolver.basis import BROAD, ORIGINS

BITS = 4
"""Room for the number of a part, from 1 on, and for none."""
_ORIGINS: Ints = np.array(ORIGINS, np.int64)


class PlaceBases:
    """Says what places rest on, over one gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        tree = UnitTree(gazetteer)
        # Behind the last unit stands one in which nothing lies.
        nothing = len(tree)
        self._opens: Ints = np.append(tree.opens, 0)
        self._closes: Ints = np.append(tree.closes, 0)
        levels = gazetteer.levels
        broad = np.array([level in BROAD for level in levels], np.bool_)
        units = np.arange(nothing)
        self._near: Ints = np.where(broad, nothing, units)
        """What a clue for each unit bears: what lies in it; of a province no more than a city
        of its name."""
        names, parents = gazetteer.names_en, tree.parents
        in_broad = (parents >= 0) & broad[parents]
        for unit in np.flatnonzero(in_broad).tolist():
            parent = int(parents[unit])
            if names[unit] == names[parent]:
                self._near[parent] = unit

    def of(self, decisions: Decisions) -> Ints:
        """For each record what its place rests on, as a number."""
        owner, clues = decisions.owner, decisions.clues
        count = len(decisions.rows)
        unit = clues["unit"]
        place = decisions.rows["place"][owner]

        # A clue is related to the place as what it means lies in it or around it, or is it.
        inside = self._within(unit, place)
        around = self._within(place, unit)
        related = (place >= 0) & (inside | around)
        bears_it = self._within(place, self._near[unit])
        near = related & (inside | bears_it)
        # Where nothing finer bears the place of a record, what is broad does.
        is_borne = np.bincount(owner[near], minlength=count) > 0
        heard = np.where(is_borne[owner], near, related)
        bears = np.flatnonzero(heard)
        field = decisions.items[bears] >> 1 & FIELD_MASK
        part = _ORIGINS[clues["rule"][bears], field]

        # The loudest clue of each part of each record, then the parts of a record by that.
        parts = len(BASES)
        loudest = np.full((count, parts), -np.inf)
        cells = owner[bears] * parts + part
        np.maximum.at(loudest.reshape(-1), cells, clues["weight"][bears])
        order = np.argsort(-loudest, axis=1, kind="stable")
        weights = np.take_along_axis(loudest, order, axis=1)
        numbers = np.where(np.isfinite(weights), order + 1, 0)
        found: Ints = (numbers << BITS * np.arange(parts)).sum(axis=1)
        return found

    def _within(self, inner: Ints, outer: Ints) -> Flags:
        """Does one unit lie in the other, or is it the same?"""
        opens = self._opens[inner]
        is_behind = opens >= self._opens[outer]
        found: Flags = is_behind & (opens < self._closes[outer])
        return found


def spell_out(parts: int) -> list[str]:
    """The parts that a number stands for."""
    found = list[str]()
    mask = (1 << BITS) - 1
    while parts:
        # From 1 on: 0 stands for none.
        found.append(BASES[(parts & mask) - 1])
        parts >>= BITS
    return found


def find_place_bases(gazetteer: Gazetteer) -> PlaceBases:
    """That of a gazetteer, made once."""
    return gazetteer.once(
        "what places rest on",
        lambda: PlaceBases(gazetteer.without_zones()),
        shared=True,
    )
