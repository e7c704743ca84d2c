"""How much of each unit is in each zone: by its members, by distance from the border, by a polygon.

Shares are of prior weight where divisions are members and of area otherwise. Nobody knows
where in a county its firms are, so a zone by distance or polygon holds a place for sure only
where it holds all of it. A county's share of a polygon is exact where the extra `polygons` is
installed, otherwise it is guessed from its seat and those of its townships that have a point.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from nkrisk_geo.gazetteer.facts import Facts
from nkrisk_geo.gazetteer.polygons import counties
from nkrisk_geo.gazetteer.unit_tree import LEVEL, UnitTree
from nkrisk_geo.gazetteer.units import UnitExtent
from nkrisk_geo.gazetteer.zones import Zone
from nkrisk_geo.model.earth import KM_OF_DEGREE
from nkrisk_geo.native.arrays import Ints
from nkrisk_geo.native.segments import Floats

_COUNTY = LEVEL["county"]
_FINE = [LEVEL[name] for name in ("township", "area", "crossing", "city")]


def shares(
    facts: Facts,
    tree: UnitTree,
    zones: Sequence[Zone],
    within: Callable[[float], Floats],
) -> Floats:
    """A row for each unit, a column for each of some zones.

    Args:
        facts, tree: the units.
        zones: the zones.
        within: the share of each unit within a distance of the border, for zones that have one.
    """
    found = np.zeros((len(tree), len(zones)))
    for at, zone in enumerate(zones):
        parts = [_of_members(facts, tree, zone)]
        if zone.within_km is not None:
            parts.append(within(zone.within_km))
        if zone.polygon is not None:
            parts.append(_of_polygon(facts, tree, zone.polygon))
        # Whether the parts of a county overlap is not known: at least the largest is in it.
        found[:, at] = np.maximum.reduce(parts)

    # What lies in several counties is in a zone as they are together.
    for code in facts.spans:
        unit = facts.number[code]
        counties = list(facts.counties_around(unit))
        weights = tree.prior_weight[counties]
        found[unit] = weights @ found[counties] / weights.sum()
    return found


def _of_members(
    facts: Facts,
    tree: UnitTree,
    zone: Zone,
) -> Floats:
    members = np.array([facts.number[code] for code in zone.members], np.int64)
    inside = _sum_outwards(tree, members, tree.prior_weight[members])
    # A unit that nobody names has no weight to divide by.
    weight = np.where(inside > 0, tree.prior_weight, 1.0)
    share: Floats = np.minimum(1.0, inside / weight)
    for member in members.tolist():
        share[tree.within(np.arange(len(tree)), member)] = 1.0
    return share


def _sum_outwards(tree: UnitTree, units: Ints, values: Floats) -> Floats:
    """For each unit of the tree the sum over those of some units that are it or lie in it."""
    around = tree.around[units]
    row, column = np.nonzero(around >= 0)
    found = np.zeros(len(tree))
    np.add.at(found, around[row, column], values[row])
    return found


def _of_polygon(
    facts: Facts,
    tree: UnitTree,
    wkb: bytes,
) -> Floats:
    """The share of each unit in a polygon: of counties, what is in them, what they make up."""
    from shapely import contains_xy, from_wkb, prepare

    shape = from_wkb(wkb)
    prepare(shape)
    located = np.array(facts.located_units, np.int64)
    nowhere = (np.nan, np.nan)
    points = [(facts.point(unit) or nowhere)[:2] for unit in located.tolist()]
    lat, lng = np.array(points).reshape(-1, 2).T
    inside = contains_xy(shape, lng, lat).astype(np.float64)
    share = _of_counties(facts, tree, shape, located, inside)
    # What is hardly more than its point is in the polygon where that is.
    fine = np.isin(tree.level[located], _FINE)
    share[located[fine]] = inside[fine]
    return share


def _of_counties(
    facts: Facts,
    tree: UnitTree,
    shape: Any,
    located: Ints,
    inside: Floats,
) -> Floats:
    """The shares of counties, and what follows from them for all other units."""
    exact = counties()
    if exact is None:
        known = _estimate_shares(facts, tree, shape, located, inside)
    else:
        found, number = exact.shares(shape), facts.number
        known = {number[code]: p for code, p in found.items() if code in number}
    return _spread_shares(tree, known)


def _estimate_shares(
    facts: Facts,
    tree: UnitTree,
    shape: Any,
    located: Ints,
    inside: Floats,
) -> dict[int, float]:
    """The shares of counties by their towns.

    They are never sure unless all that a county can reach is in the polygon, or out of it.
    """
    county = _county_of(tree, located)
    lies_in_one = county >= 0
    county, inside = county[lies_in_one], inside[lies_in_one]
    towns = np.bincount(county, minlength=len(tree))
    held = np.bincount(county, inside, len(tree))

    known: dict[int, float] = {}
    unsure = facts.judgement["zone: guessed share"]
    for unit in np.unique(county).tolist():
        around = _reach(facts.extent(unit))
        if around is not None and shape.contains(around):
            known[unit] = 1.0
        elif around is None or shape.intersects(around):
            share = held[unit] / towns[unit]
            known[unit] = float(np.clip(share, unsure, 1.0 - unsure))
    return known


def _reach(extent: UnitExtent | None) -> Any:
    """The circle around a county in degrees; None where nobody measured it."""
    if extent is None:
        return None
    from shapely import polygons

    angle = np.linspace(0.0, 2.0 * np.pi, 33)[:-1]
    north = extent.radius_km / KM_OF_DEGREE
    # So many degrees of longitude are as long.
    east = north / np.cos(np.radians(extent.lat))
    lng = extent.lng + east * np.cos(angle)
    lat = extent.lat + north * np.sin(angle)
    return polygons(np.column_stack([lng, lat]))


def _county_of(tree: UnitTree, units: Ints) -> Ints:
    """The county that each unit is or lies in, -1 for none."""
    around = tree.around[units]
    there = around >= 0
    level = tree.level[np.where(there, around, 0)]
    is_county = there & (level == _COUNTY)
    first = is_county.argmax(axis=1)
    county = around[np.arange(len(units)), first]
    found: Ints = np.where(is_county.any(axis=1), county, -1)
    return found


def _spread_shares(
    tree: UnitTree,
    known: dict[int, float],
) -> Floats:
    """The shares of counties, of all that lies in them, and of all around them."""
    county = np.array([*known], np.int64)
    p = np.array([*known.values()])
    held = _sum_outwards(tree, county, tree.prior_weight[county] * p)
    whole = np.maximum(tree.prior_weight, 1e-12)
    share = np.minimum(1.0, held / whole)
    for number, part in known.items():
        share[tree.within(np.arange(len(tree)), number)] = part
    return share
