"""Where a posterior lies: in which zones, how near the border, within what interval.

Everything here is a sum or a union over the candidates of one posterior. A candidate that is wider than a zone counts
with the share of its prior weight that is inside (*Liaoning* is in the Dandong border counties with the share that these
have of Liaoning); a candidate whose extent nobody measured makes the interval unknown, never zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nkrisk_geo.candidates import NOTHING, Posterior
from nkrisk_geo.gazetteer import CHINA, Gazetteer, Zone

DEFINITE, POSSIBLE = 0.95, 0.01
MEASURED = frozenset({"15", "21", "22", "23"})
"""Provinces with counties within 1,000 km or so of the border whose extents may be measured; all others are farther."""


@dataclass(frozen=True, slots=True)
class Place:
    """What is fixed for a unit: its share in each zone and near the border, and the interval of its distance.

    Attributes:
        zones: share of the unit's prior weight in each zone, in the order of `Gazetteer.zones`.
        near: shares within 20 and 50 km.
        low, high: km to the border over the unit, None where unknown.
        km: km of its point, or the median for a prefecture, None otherwise.
    """

    zones: tuple[float, ...]
    near: tuple[float, float]
    low: float | None
    high: float | None
    km: float | None


class Zoning:
    """Zones and distances over one gazetteer; what a unit contributes is worked out once."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._places: dict[int, Place] = {}
        self._members = [
            frozenset(gazetteer.number[code] for code in zone.members) for zone in gazetteer.zones
        ]
        self._inside = [_mass_inside(gazetteer, members) for members in self._members]

    @property
    def zones(self) -> tuple[Zone, ...]:
        """All zones, highest rank first."""
        return self._gazetteer.zones

    def place(self, unit: int) -> Place:
        """What is fixed for a unit."""
        found = self._places.get(unit)
        if found is None:
            found = self._places[unit] = self._measure(unit)
        return found

    def probabilities(self, posterior: Posterior) -> tuple[float, ...]:
        """Probability of each zone, in the order of `zones`."""
        sums = [0.0] * len(self._members)
        for unit, probability in posterior.direct.items():
            if unit != NOTHING:
                for at, share in enumerate(self.place(unit).zones):
                    if share:
                        sums[at] += probability * share
        return tuple(min(1.0, total) for total in sums)

    def near(self, posterior: Posterior) -> tuple[float, float]:
        """Probabilities of lying within 20 and within 50 km of the border."""
        pairs = [(p, self.place(unit).near) for unit, p in posterior.direct.items() if unit != NOTHING]
        return min(1.0, sum(p * near[0] for p, near in pairs)), min(
            1.0, sum(p * near[1] for p, near in pairs)
        )

    def possible(self, candidates: Sequence[int], certain: Sequence[str]) -> tuple[str, ...]:
        """Zones that are not definite and cannot be ruled out: some surviving candidate reaches into them."""
        survivors = [self.place(unit).zones for unit in candidates]
        reached = (
            zone.id for at, zone in enumerate(self.zones) if any(shares[at] > 0.0 for shares in survivors)
        )
        return tuple(zone for zone in reached if zone not in certain)

    def definite(self, probabilities: Sequence[float]) -> tuple[str, ...]:
        """Zones with a probability of at least 0.95."""
        found = zip(self.zones, probabilities, strict=True)
        return tuple(zone.id for zone, probability in found if probability >= DEFINITE)

    def km(self, posterior: Posterior, decided: int) -> float | None:
        """The one distance to show for a decided unit.

        That of its point, or the weighted median over what the evidence leaves of a prefecture.
        """
        if self._gazetteer.levels[decided] != "prefecture":
            return self.place(decided).km
        medians = [(self._median(unit), posterior.direct[unit]) for unit in surviving(posterior)]
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

    def interval(self, candidates: Sequence[int]) -> tuple[float | None, float | None]:
        """Smallest and largest distance (km) over the surviving candidates; None when one of them is unmeasured."""
        places = [self.place(unit) for unit in candidates]
        lows = [place.low for place in places if place.low is not None]
        highs = [place.high for place in places if place.high is not None]
        if not places or len(lows) < len(places) or len(highs) < len(places):
            return None, None
        return min(lows), max(highs)

    def _measure(self, unit: int) -> Place:
        return Place(self._shares(unit), self._near(unit), *self._distance(unit))

    def _shares(self, unit: int) -> tuple[float, ...]:
        path = self._gazetteer.path(unit)
        mass = self._gazetteer.mass[unit]
        return tuple(
            1.0 if not members.isdisjoint(path) else min(1.0, inside.get(unit, 0.0) / mass) if mass else 0.0
            for members, inside in zip(self._members, self._inside, strict=True)
        )

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
        km, radius = distance[0], (gazetteer.point(unit) or (0, 0, 0))[2]
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


def surviving(posterior: Posterior) -> list[int]:
    """Candidates that cannot be ruled out (probability at least 0.01)."""
    return [
        unit for unit, probability in posterior.direct.items() if unit != NOTHING and probability >= POSSIBLE
    ]
