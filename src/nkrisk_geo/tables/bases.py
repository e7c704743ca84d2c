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
from nkrisk_geo.model.schema import BASES
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
        broad = np.array([level in BROAD for level in gazetteer.levels], np.bool_)
        self._near: Ints = np.where(broad, nothing, np.arange(nothing))
        """What a clue for each unit bears: what lies in it; of a province no more than a city
        of its name."""
        names, parents = gazetteer.names_en, tree.parents
        for unit in np.flatnonzero(broad[parents] & (parents >= 0)).tolist():
            parent = int(parents[unit])
            if names[unit] == names[parent]:
                self._near[parent] = unit

    def of(self, decisions: Decisions) -> Ints:
        """For each record what its place rests on, as a number."""
        owner, clues = decisions.owner, decisions.clues
        unit, place = clues["unit"], decisions.rows["place"][owner]
        inside = self._within(unit, place)
        related = (place >= 0) & (inside | self._within(place, unit))
        near = related & (inside | self._within(place, self._near[unit]))
        borne = np.bincount(owner[near], minlength=len(decisions.rows)) > 0
        bears = np.flatnonzero(np.where(borne[owner], near, related))
        field = decisions.items[bears] >> 1 & FIELD_MASK
        part = _ORIGINS[clues["rule"][bears], field]

        # The loudest clue of each part of each record, then the parts of a record by that.
        loudest = np.full((len(decisions.rows), len(BASES)), -np.inf)
        np.maximum.at(
            loudest.reshape(-1),
            owner[bears] * len(BASES) + part,
            clues["weight"][bears],
        )
        order = np.argsort(-loudest, axis=1, kind="stable")
        heard = np.isfinite(np.take_along_axis(loudest, order, axis=1))
        places = BITS * np.arange(len(BASES))
        found: Ints = (np.where(heard, order + 1, 0) << places).sum(axis=1)
        return found

    def _within(self, inner: Ints, outer: Ints) -> Flags:
        """Does one unit lie in the other, or is it the same?"""
        opens = self._opens[inner]
        found: Flags = (opens >= self._opens[outer]) & (opens < self._closes[outer])
        return found


def spell_out(parts: int) -> list[str]:
    """The parts that a number stands for."""
    found = list[str]()
    while parts:
        found.append(BASES[(parts & (1 << BITS) - 1) - 1])
        parts >>= BITS
    return found


def find_place_bases(gazetteer: Gazetteer) -> PlaceBases:
    """That of a gazetteer, made once."""
    return gazetteer.once(
        "what places rest on",
        lambda: PlaceBases(gazetteer.without_zones()),
        shared=True,
    )
