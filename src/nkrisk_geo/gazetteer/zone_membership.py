"""How much of each unit is in each zone: by its members, by distance from the border, by a polygon.

Shares are of prior weight where divisions are members and of area otherwise. Nobody knows where in a county its firms are, so
a zone by distance or polygon holds a place for sure only where it holds all of it. A county's share of a polygon is exact
where the extra `polygons` is installed, otherwise it is guessed from its seat and those of its townships that have a point.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from nkrisk_geo.gazetteer.facts import Facts, UnitExtent, Zone
from nkrisk_geo.gazetteer.polygons import counties
from nkrisk_geo.gazetteer.unit_tree import LEVEL, Atlas
from nkrisk_geo.model.earth import KM_OF_DEGREE
from nkrisk_geo.native.arrays import Ints
from nkrisk_geo.native.segments import Floats

_COUNTY = LEVEL["county"]


def shares(facts: Facts, atlas: Atlas, zones: Sequence[Zone], within: Callable[[float], Floats]) -> Floats:
    """A row for each unit, a column for each of some zones.

    Args:
        facts, atlas: the units.
        zones: the zones.
        within: the share of each unit within a distance of the border, for zones that have one.
    """
    found = np.zeros((len(atlas), len(zones)))
    for at, zone in enumerate(zones):
        found[:, at] = _of_members(facts, atlas, zone)
        if zone.within_km is not None:
            found[:, at] = np.maximum(found[:, at], within(zone.within_km))
        if zone.polygon is not None:
            found[:, at] = np.maximum(found[:, at], _of_polygon(facts, atlas, zone.polygon))
    for code in facts.spans:  # what lies in several counties is in a zone as they are together
        unit = facts.number[code]
        counties = list(facts.spanned(unit))
        found[unit] = atlas.mass[counties] @ found[counties] / atlas.mass[counties].sum()
    return found


def _of_members(facts: Facts, atlas: Atlas, zone: Zone) -> Floats:
    members = np.array([facts.number[code] for code in zone.members], np.int64)
    inside = np.zeros(len(atlas))
    row, column = np.nonzero(atlas.around[members] >= 0)
    np.add.at(inside, atlas.around[members][row, column], atlas.mass[members][row])
    held = np.where(inside > 0, inside / np.where(inside > 0, atlas.mass, 1.0), 0.0)
    share: Floats = np.minimum(1.0, held)
    for member in members.tolist():
        share[atlas.within(np.arange(len(atlas)), member)] = 1.0
    return share


def _of_polygon(facts: Facts, atlas: Atlas, wkb: bytes) -> Floats:
    """The share of each unit in a polygon: of counties, of what is in them, of what they make up."""
    from shapely import contains_xy, from_wkb, prepare

    shape = from_wkb(wkb)
    prepare(shape)
    located = [*facts.located]
    points = np.array([(facts.point(unit) or (np.nan, np.nan))[:2] for unit in located]).reshape(-1, 2)
    inside = contains_xy(shape, points[:, 1], points[:, 0]).astype(np.float64)
    share = _of_counties(facts, atlas, shape, np.array(located, np.int64), inside)
    fine = np.isin(atlas.level[located], [LEVEL[name] for name in ("township", "area", "crossing", "city")])
    share[np.array(located, np.int64)[fine]] = inside[fine]
    return share


def _of_counties(facts: Facts, atlas: Atlas, shape: Any, located: Ints, inside: Floats) -> Floats:
    """The shares of counties, inherited by what is in them and summed, by prior weight, in what is around them."""
    exact = counties()
    if exact is not None:
        known = {facts.number[code]: p for code, p in exact.shares(shape).items() if code in facts.number}
    else:
        known = _guessed(facts, atlas, shape, located, inside)
    return _spread(atlas, known)


def _guessed(facts: Facts, atlas: Atlas, shape: Any, located: Ints, inside: Floats) -> dict[int, float]:
    """The shares of counties by their towns, never sure unless all that a county can reach is in the polygon, or out of it."""
    county = _county_of(atlas, located)
    towns = np.bincount(county[county >= 0], minlength=len(atlas))
    held = np.bincount(county[county >= 0], inside[county >= 0], len(atlas))
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
    return polygons(np.column_stack([extent.lng + east * np.cos(angle), extent.lat + north * np.sin(angle)]))


def _county_of(atlas: Atlas, units: Ints) -> Ints:
    """The county that each unit is or lies in, -1 for none."""
    around = atlas.around[units]
    at = (around >= 0) & (atlas.level[np.where(around >= 0, around, 0)] == _COUNTY)
    found: Ints = np.where(at.any(axis=1), around[np.arange(len(units)), at.argmax(axis=1)], -1)
    return found


def _spread(atlas: Atlas, known: dict[int, float]) -> Floats:
    """The shares of counties, of all that lies in them, and of all around them."""
    share, county = np.zeros(len(atlas)), np.array([*known], np.int64)
    p = np.array([*known.values()])
    row, column = np.nonzero(atlas.around[county] >= 0)
    unit = atlas.around[county][row, column]
    np.add.at(share, unit, (atlas.mass[county] * p)[row])
    share = np.where(share > 0, np.minimum(1.0, share / np.maximum(atlas.mass, 1e-12)), 0.0)
    for number, held in known.items():
        share[atlas.within(np.arange(len(atlas)), number)] = held
    return share
