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
        found[:, at] = _of_members(facts, tree, zone)
        if zone.within_km is not None:
            found[:, at] = np.maximum(found[:, at], within(zone.within_km))
        if zone.polygon is not None:
            found[:, at] = np.maximum(
                found[:, at], _of_polygon(facts, tree, zone.polygon)
            )
    for (
        code
    ) in facts.spans:  # what lies in several counties is in a zone as they are together
        unit = facts.number[code]
        counties = list(facts.spanned(unit))
        found[unit] = (
            tree.prior_weight[counties]
            @ found[counties]
            / tree.prior_weight[counties].sum()
        )
    return found


def _of_members(
    facts: Facts,
    tree: UnitTree,
    zone: Zone,
) -> Floats:
    members = np.array([facts.number[code] for code in zone.members], np.int64)
    inside = np.zeros(len(tree))
    row, column = np.nonzero(tree.around[members] >= 0)
    np.add.at(
        inside, tree.around[members][row, column], tree.prior_weight[members][row]
    )
    held = np.where(
        inside > 0, inside / np.where(inside > 0, tree.prior_weight, 1.0), 0.0
    )
    share: Floats = np.minimum(1.0, held)
    for member in members.tolist():
        share[tree.within(np.arange(len(tree)), member)] = 1.0
    return share


def _of_polygon(
    facts: Facts,
    tree: UnitTree,
    wkb: bytes,
) -> Floats:
    """The share of each unit in a polygon: of counties, of what is in them, of what they make up."""
    from shapely import contains_xy, from_wkb, prepare

    shape = from_wkb(wkb)
    prepare(shape)
    located = [*facts.located_units]
    points = np.array(
        [(facts.point(unit) or (np.nan, np.nan))[:2] for unit in located]
    ).reshape(-1, 2)
    inside = contains_xy(shape, points[:, 1], points[:, 0]).astype(np.float64)
    share = _of_counties(facts, tree, shape, np.array(located, np.int64), inside)
    fine = np.isin(
        tree.level[located],
        [LEVEL[name] for name in ("township", "area", "crossing", "city")],
    )
    share[np.array(located, np.int64)[fine]] = inside[fine]
    return share


def _of_counties(
    facts: Facts,
    tree: UnitTree,
    shape: Any,
    located: Ints,
    inside: Floats,
) -> Floats:
    """The shares of counties, inherited by what is in them and summed, by prior weight, in what is around them."""
    exact = counties()
    if exact is not None:
        known = {
            facts.number[code]: p
            for code, p in exact.shares(shape).items()
            if code in facts.number
        }
    else:
        known = _estimate_shares(facts, tree, shape, located, inside)
    return _spread_shares(tree, known)


def _estimate_shares(
    facts: Facts,
    tree: UnitTree,
    shape: Any,
    located: Ints,
    inside: Floats,
) -> dict[int, float]:
    """The shares of counties by their towns, never sure unless all that a county can reach is in the polygon, or out of it."""
    county = _county_of(tree, located)
    towns = np.bincount(county[county >= 0], minlength=len(tree))
    held = np.bincount(county[county >= 0], inside[county >= 0], len(tree))
    known, unsure = {}, facts.judgement["zone: guessed share"]
    for unit in np.unique(county[county >= 0]).tolist():
        around = _reach(facts.extent(unit))
        if around is not None and shape.contains(around):
            known[unit] = 1.0
        elif around is None or shape.intersects(around):
            known[unit] = float(np.clip(held[unit] / towns[unit], unsure, 1.0 - unsure))
    return known


def _reach(extent: UnitExtent | None) -> Any:
    """The circle around a county in degrees; None where nobody measured it."""
    if extent is None:
        return None
    from shapely import polygons

    angle = np.linspace(0.0, 2.0 * np.pi, 33)[:-1]
    north = extent.radius_km / KM_OF_DEGREE
    east = north / np.cos(np.radians(extent.lat))
    return polygons(
        np.column_stack(
            [extent.lng + east * np.cos(angle), extent.lat + north * np.sin(angle)]
        )
    )


def _county_of(tree: UnitTree, units: Ints) -> Ints:
    """The county that each unit is or lies in, -1 for none."""
    around = tree.around[units]
    at = (around >= 0) & (tree.level[np.where(around >= 0, around, 0)] == _COUNTY)
    found: Ints = np.where(
        at.any(axis=1), around[np.arange(len(units)), at.argmax(axis=1)], -1
    )
    return found


def _spread_shares(
    tree: UnitTree,
    known: dict[int, float],
) -> Floats:
    """The shares of counties, of all that lies in them, and of all around them."""
    share, county = np.zeros(len(tree)), np.array([*known], np.int64)
    p = np.array([*known.values()])
    row, column = np.nonzero(tree.around[county] >= 0)
    unit = tree.around[county][row, column]
    np.add.at(share, unit, (tree.prior_weight[county] * p)[row])
    share = np.where(
        share > 0, np.minimum(1.0, share / np.maximum(tree.prior_weight, 1e-12)), 0.0
    )
    for number, held in known.items():
        share[tree.within(np.arange(len(tree)), number)] = held
    return share
