"""Where a posterior lies: in which zones, how near the border, within what interval.

Everything here is a sum or a union over the candidates of one posterior. A candidate that is wider than a zone counts
with the share of its prior weight that is inside (*Liaoning* is in the Dandong border counties with the share that these
have of Liaoning); a candidate whose extent nobody measured makes the interval unknown, never zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from nkrisk_geo.border import band_of
from nkrisk_geo.candidates import NOTHING, Posterior, rounded
from nkrisk_geo.gazetteer import CHINA, Gazetteer

DEFINITE, POSSIBLE = 0.95, 0.01


@dataclass(frozen=True, slots=True)
class Place:
    """What is fixed for a unit: its share in each zone and near the border, and the interval of its distance.

    Attributes:
        zones: (number of the zone, share of the unit's prior weight in it) where there is any.
        near: shares within 20 and 50 km.
        low, high: km to the border over the unit, None where unknown.
        km: km of its point, or the median for a prefecture, None otherwise.
        is_far: it is in no zone and nowhere near the border.
    """

    zones: tuple[tuple[int, float], ...]
    near: tuple[float, float]
    low: float | None
    high: float | None
    km: float | None
    is_far: bool


class Lie(NamedTuple):
    """Where a posterior lies.

    Attributes:
        odds: probability by number of the zone, highest rank first.
        definite: zones with a probability of at least 0.95.
        possible: the other zones that some surviving candidate reaches into.
        near: probabilities of lying within 20 and within 50 km of the border.
        survivors: candidates that cannot be ruled out (probability at least 0.01).
    """

    odds: tuple[float, ...]
    definite: tuple[str, ...]
    possible: tuple[str, ...]
    near: tuple[float, float]
    survivors: tuple[int, ...]


class Distance(NamedTuple):
    """The distance to the border, as the first fields of `nkrisk_geo.model.Border`."""

    km: float | None
    km_min: float | None
    km_max: float | None
    band: str | None
    crossing: str | None
    crossing_km: float | None


Interval = tuple[float | None, float | None]
"""Smallest and largest distance (km), None where unknown."""

DISTANCES_SIZE = 4096
"""Distances remembered, by what is decided and which candidates survive; those asked for last."""


class Zoning:
    """Zones and distances over one gazetteer; what a unit contributes is worked out once."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._places: dict[int, Place] = {}
        self.names = tuple(zone.id for zone in gazetteer.zones)
        self._members = [
            frozenset(gazetteer.number[code] for code in zone.members) for zone in gazetteer.zones
        ]
        self._inside = [_mass_inside(gazetteer, members) for members in self._members]
        self._nowhere = (0.0,) * len(self.names)
        self._fixed = lru_cache(DISTANCES_SIZE)(self._fix)

    def place(self, unit: int) -> Place:
        """What is fixed for a unit."""
        found = self._places.get(unit)
        if found is None:
            found = self._places[unit] = self._measure(unit)
        return found

    def lie(self, posterior: Posterior) -> Lie:
        """Where a posterior lies."""
        places, odds = self._places, dict[int, float]()
        reached, survivors = set[int](), list[int]()
        near_20 = near_50 = 0.0
        for unit, probability in posterior.direct.items():
            if unit == NOTHING:
                continue
            if probability >= POSSIBLE:
                survivors.append(unit)
            place = places[unit] if unit in places else self.place(unit)
            if place.is_far:
                continue
            for zone, share in place.zones:
                odds[zone] = odds.get(zone, 0.0) + probability * share
                if probability >= POSSIBLE and unit != CHINA:
                    reached.add(zone)
            near_20 += probability * place.near[0]
            near_50 += probability * place.near[1]
        if not odds and not near_50:
            return Lie(self._nowhere, (), (), (0.0, 0.0), tuple(survivors))
        near = (rounded(near_20), rounded(near_50))
        return Lie(*self._ranked(odds, reached), near, tuple(survivors))

    def _ranked(
        self, odds: dict[int, float], reached: set[int]
    ) -> tuple[tuple[float, ...], tuple[str, ...], tuple[str, ...]]:
        """Probabilities by number of the zone, definite zones and possible ones, highest rank first."""
        names, chances = self.names, list(self._nowhere)
        for zone, probability in odds.items():
            chances[zone] = rounded(probability)
        definite = [names[zone] for zone in sorted(odds) if odds[zone] >= DEFINITE]
        possible = [names[zone] for zone in sorted(reached) if odds[zone] < DEFINITE]
        return tuple(chances), tuple(definite), tuple(possible)

    def distance(self, posterior: Posterior, lie: Lie, decided: int | None) -> Distance:
        """The distance to the border: one number where a unit is decided, and the interval that the evidence leaves."""
        if decided is None or self._gazetteer.levels[decided] != "prefecture":
            return self._fixed(decided, lie.survivors)
        middle = self._middle([(self._median(unit), posterior.direct[unit]) for unit in lie.survivors])
        return self._within(middle, decided, self.interval(lie.survivors))

    def _fix(self, decided: int | None, survivors: tuple[int, ...]) -> Distance:
        """The distance where it does not depend on how probable each candidate is."""
        km = None if decided is None else self.place(decided).km
        return self._within(km, decided, self.interval(survivors))

    def _within(self, km: float | None, decided: int | None, interval: Interval) -> Distance:
        """A number put into its interval. Without one only a place inside the DPRK has a number."""
        low, high = interval
        if low is None or high is None:
            km = km if km is not None and km < 0 else None
        elif km is not None:
            km = min(max(km, low), high)
        crossing = (None, None) if decided is None or km is None else self._crossing(decided)
        return Distance(_cut(km), _cut(low), _cut(high), band_of(low, high), *crossing)

    def _crossing(self, unit: int) -> tuple[str | None, float | None]:
        """The nearest crossing to the DPRK and the distance to it (km), of a unit or of what is around it."""
        around = map(self._gazetteer.distance, self._gazetteer.ancestors(unit))
        found = next((distance for distance in around if distance), None)
        return (found[1], found[2]) if found and found[1] else (None, None)

    def _middle(self, medians: Sequence[tuple[float | None, float]]) -> float | None:
        """The weighted median (km) over what the evidence leaves of a prefecture."""
        known = sorted((km, weight) for km, weight in medians if km is not None)
        half = sum(weight for _, weight in known) / 2
        for km, weight in known:
            half -= weight
            if half <= 0:
                return km
        return None

    def _median(self, unit: int) -> float | None:
        extent = self._gazetteer.extent(unit)
        return extent.quantiles[2] if extent else self.place(unit).km

    def interval(self, candidates: Sequence[int]) -> Interval:
        """Smallest and largest distance (km) over the surviving candidates; None when one of them is unmeasured."""
        places = [self.place(unit) for unit in candidates if unit != CHINA]
        lows = [place.low for place in places if place.low is not None]
        highs = [place.high for place in places if place.high is not None]
        if not places or len(lows) < len(places) or len(highs) < len(places):
            return None, None
        return min(lows), max(highs)

    def _measure(self, unit: int) -> Place:
        zones, near = self._shares(unit), self._near(unit)
        return Place(zones, near, *self._distance(unit), is_far=not zones and near == (0.0, 0.0))

    def _shares(self, unit: int) -> tuple[tuple[int, float], ...]:
        path, mass = self._gazetteer.path(unit), self._gazetteer.mass[unit]
        found = []
        for zone, (members, inside) in enumerate(zip(self._members, self._inside, strict=True)):
            if not members.isdisjoint(path):
                found.append((zone, 1.0))
            elif unit in inside:
                found.append((zone, min(1.0, inside[unit] / mass)))
        return tuple(found)

    def _near(self, unit: int) -> tuple[float, float]:
        gazetteer = self._gazetteer
        distance = gazetteer.distance(unit)
        if gazetteer.levels[unit] in ("township", "area", "crossing") and distance:
            return float(0 <= distance[0] <= 20), float(0 <= distance[0] <= 50)
        for around in gazetteer.ancestors(unit):
            extent = gazetteer.extent(around)
            if extent and (around == unit or gazetteer.levels[around] == "county"):
                return extent.share_20km, extent.share_50km
        return (
            self._near_inside(unit)
            if gazetteer.levels[unit] in ("province", "prefecture") or unit == CHINA
            else (0.0, 0.0)
        )

    def _near_inside(self, unit: int) -> tuple[float, float]:
        """Shares of a unit without an extent of its own, from the units in it by their prior weight."""
        gazetteer = self._gazetteer
        inside = [
            child
            for child in gazetteer.children.get(unit, ())
            if gazetteer.levels[child] in ("province", "prefecture", "county")
        ]
        pairs = [(gazetteer.mass[child], self.place(child).near) for child in inside]
        whole = sum(mass for mass, _ in pairs) or 1.0
        return sum(mass * near[0] for mass, near in pairs) / whole, sum(
            mass * near[1] for mass, near in pairs
        ) / whole

    def _distance(self, unit: int) -> tuple[float | None, float | None, float | None]:
        """(low, high, km) of a unit."""
        gazetteer = self._gazetteer
        level, distance = gazetteer.levels[unit], gazetteer.distance(unit)
        extent = next((e for e in map(gazetteer.extent, _measured(gazetteer, unit)) if e), None)
        low, high = (extent.quantiles[0], extent.quantiles[4]) if extent else (None, None)
        if level == "province":
            return low, high, None
        if level == "prefecture":
            return low, high, extent.quantiles[2] if extent else None
        if distance is None:
            return low, high, _county_km(gazetteer, unit) if extent else None
        # In the rivers the line is a convention: a Chinese place is never beyond it.
        km = max(0.0, distance[0]) if CHINA in gazetteer.path(unit) else distance[0]
        radius = (gazetteer.point(unit) or (0, 0, 0))[2]
        if level in ("township", "area", "crossing"):
            near, far = max(0.0, km - radius), km + radius
            low, high = (near, far) if low is None or high is None else (max(low, near), min(high, far))
        if low is None or high is None:
            return (km - radius, min(0.0, km + radius), km) if level == "city" else (None, None, km)
        return min(low, km), max(high, km), km


def _mass_inside(gazetteer: Gazetteer, members: frozenset[int]) -> dict[int, float]:
    """For everything around the members of a zone, the prior weight of the members inside it."""
    inside: dict[int, float] = {}
    for member in members:
        for around in gazetteer.ancestors(member):
            inside[around] = inside.get(around, 0.0) + gazetteer.mass[member]
    return inside


def _measured(gazetteer: Gazetteer, unit: int) -> Sequence[int]:
    """The unit itself when it is a division, else the county around it."""
    if gazetteer.levels[unit] in ("province", "prefecture", "county"):
        return [unit]
    return [
        around for around in gazetteer.ancestors(unit) if gazetteer.levels[around] in ("county", "prefecture")
    ][:1]


def _county_km(gazetteer: Gazetteer, unit: int) -> float | None:
    """The distance of the seat of the county around a place that has no point of its own."""
    for around in gazetteer.ancestors(unit):
        distance = gazetteer.distance(around)
        if distance and gazetteer.levels[around] == "county":
            return distance[0]
    return None


def _cut(km: float | None) -> float | None:
    return None if km is None else round(km, 2)
