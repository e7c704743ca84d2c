"""Points as evidence: in which divisions coordinates can lie, and how near the border they surely are.

A point of Liaoning or Jilin is in one of its counties: in that of the polygon around it where the extra `polygons` is
installed, otherwise in one of those whose towns are near and whose distances from the border allow it. How much nearer the
town of one county has to be than that of another was fitted on polygons, so that the probabilities are right (`python3
dev.py bench points`). A point beyond the river is in the DPRK; in the river it may be on either side. Any other is in a
country, in China in a province, whose outlines are known to some kilometres (`nkrisk_geo.geography.regions`); on the high
seas it is elsewhere, and no more is said of it.

    >>> from nkrisk_geo.gazetteer.gazetteer import Gazetteer
    >>> placed = Placer(Gazetteer.default()).place([40.1290, 124.39], [124.3947, 40.129], "wgs84")
    >>> placed.said[0].split()[0].startswith("2106"), placed.finding[1]
    (True, 'coordinates not used: lat 124.39 is not a latitude; lat and lng look swapped')
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from nkrisk_geo.gazetteer.facts import ELSEWHERE
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.gazetteer.polygons import counties
from nkrisk_geo.geography.border import border_at
from nkrisk_geo.geography.datum import datum_name, to_wgs84
from nkrisk_geo.geography.regions import Regions
from nkrisk_geo.model.earth import EARTH_KM, KM_OF_DEGREE
from nkrisk_geo.text.scalars import is_missing

if TYPE_CHECKING:
    from nkrisk_geo.native.arrays import Flags, Ints
    from nkrisk_geo.native.segments import Floats

PARTS = 20
"""Probabilities of counties are told in twentieths, so that points of one neighbourhood say the same."""
AT_SEA = "coordinates not used: the point lies at sea, or where no outline is known"
_BLOCK = 8192


@dataclass(frozen=True, slots=True)
class LocatedPoints:
    """What points say, a row for each.

    Attributes:
        lat, lng: degrees in WGS-84, NaN where there is no usable point.
        radius_km: half the last decimal that was given, in km.
        said: the divisions that it can lie in with their twentieths, as `210603=19 210681=1`; None without a point.
        finding: why a point is not used, None where it is or where there is none.
    """

    lat: Floats
    lng: Floats
    radius_km: Floats
    said: list[str | None]
    finding: list[str | None]


class Placer:
    """Places points over one gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer, self._judgement = gazetteer, gazetteer.judgement
        self._regions = Regions(gazetteer)
        self._provinces = {
            code[:2]: _polygon(ring, self._judgement["point: slack of outlines"])
            for code, ring in gazetteer.outlines.items()
        }
        number, levels = gazetteer.number, gazetteer.levels
        units = [number[code] for code in sorted(number) if code[:2] in self._provinces]
        self._codes = [
            gazetteer.codes[unit] for unit in units if levels[unit] == "county"
        ]
        self._towns, self._county = self._town_points()
        self._reach = (
            np.array([self._range(number[code]) for code in self._codes])
            .reshape(-1, 2)
            .T
        )
        order = list(self._provinces)
        self._province: Ints = np.array(
            [order.index(code[:2]) for code in self._codes], np.int64
        )
        """For each county the number of its province among the outlines."""

    def place(
        self, lat: Sequence[Any], lng: Sequence[Any], datum: str
    ) -> LocatedPoints:
        """What points say.

        Args:
            lat, lng: degrees as numbers or as text, None where there is none.
            datum: "wgs84", "gcj02" or "bd09".

        Raises:
            InputError: the datum is unknown.
        """
        datum_name(datum)
        finest = self._judgement["point: finest"]
        read = [_read(*pair, finest) for pair in zip(lat, lng, strict=True)]
        lats, lngs, radius = (
            np.array([each[at] for each in read], np.float64) for at in range(3)
        )
        lats, lngs = to_wgs84(lat=lats, lng=lngs, datum=datum)
        known = np.flatnonzero(np.isfinite(lats))
        said: list[str | None] = [None] * len(read)
        for at in range(0, len(known), _BLOCK):
            block = known[at : at + _BLOCK]
            for row, words in zip(
                block.tolist(), self._describe(lats[block], lngs[block]), strict=True
            ):
                said[row] = words or None
        finding = [each[3] for each in read]
        for row in known.tolist():
            if said[row] is None:
                lats[row], lngs[row], finding[row] = math.nan, math.nan, AT_SEA
        return LocatedPoints(lats, lngs, radius, said, finding)

    # --- divisions ---------------------------------------------------------------------------------------------

    def _describe(self, lat: Floats, lng: Floats) -> list[str]:
        """The divisions of points in words."""
        km = border_at(lat=lat, lng=lng, gazetteer=self._gazetteer)
        exact = counties()
        if exact is not None:
            chances = [self._known_of(found) for found in exact.of(lat, lng)]
        else:
            names = (*self._codes, ELSEWHERE)
            rows = self._chances(lat, lng, np.abs(km))
            chances = [
                {names[at]: float(row[at]) for at in np.flatnonzero(row >= 0.5 / PARTS)}
                for row in rows
            ]
        self._place_elsewhere(chances, lat, lng)
        other = 0.5 * np.exp(-np.abs(km) / self._judgement["point: beside the line"])
        beyond = np.where(km < 0, 1.0 - other, other).tolist()
        return [
            _rank_divisions(chance, p)
            for chance, p in zip(chances, beyond, strict=True)
        ]

    def _known_of(self, found: Mapping[str, float]) -> dict[str, float]:
        """The counties of polygons that the gazetteer has; polygons of another year have others too, which are elsewhere here."""
        known = {code: p for code, p in found.items() if code in self._gazetteer.number}
        rest = 1.0 - sum(known.values())
        return {**known, ELSEWHERE: rest} if rest > 1e-9 else known

    def _place_elsewhere(
        self, chances: Sequence[dict[str, float]], lat: Floats, lng: Floats
    ) -> None:
        """Say of what is elsewhere where it is."""
        away = [at for at, chance in enumerate(chances) if chance.get(ELSEWHERE)]
        for at, found in zip(away, self._regions.of(lat[away], lng[away]), strict=True):
            share = chances[at].pop(ELSEWHERE) if found or self._regions.known else 0.0
            chances[at].update((code, share * p) for code, p in found.items())

    def _chances(self, lat: Floats, lng: Floats, km: Floats) -> Floats:
        """A row for each point: the probabilities of the counties and, last, of lying elsewhere."""
        inside, near = self._in_provinces(lat, lng)
        low, high = self._reach
        slack = self._judgement["point: slack of outlines"]
        allowed = (
            near[:, self._province]
            & (km[:, None] >= low - slack)
            & (km[:, None] <= high + slack)
        )
        away = np.where(allowed, self._away(lat, lng), np.inf)
        nearest = away.min(axis=1)
        some = np.isfinite(nearest)
        least = np.where(some, nearest, 0.0)[:, None]
        apart, wider = (
            self._judgement["point: farther town"],
            self._judgement["point: farther town, by distance"],
        )
        weight = np.exp((least - away) / (apart + wider * least))
        elsewhere = np.where(some, np.where(inside.any(axis=1), 0.0, 0.5), 1.0)
        share = (
            weight
            / np.maximum(weight.sum(axis=1), 1e-9)[:, None]
            * (1.0 - elsewhere)[:, None]
        )
        return np.concatenate([share, elsewhere[:, None]], axis=1)

    def _in_provinces(self, lat: Floats, lng: Floats) -> tuple[Flags, Flags]:
        """A column for each outline: do points lie in it? In it or near it?"""
        from shapely import contains_xy

        inside, near = (
            np.stack(
                [contains_xy(each[at], lng, lat) for each in self._provinces.values()],
                axis=1,
            )
            for at in (0, 1)
        )
        return inside, near

    # --- what is known of counties -----------------------------------------------------------------------------

    def _town_points(self) -> tuple[Floats, Ints]:
        """Geocentric unit vectors of the seats and townships with a point, and the county of each, in order of county."""
        gazetteer, number = (
            self._gazetteer,
            {code: at for at, code in enumerate(self._codes)},
        )
        rows = []
        for unit in gazetteer.located_units:
            path = [gazetteer.codes[each] for each in gazetteer.path(unit)]
            county = next((number[code] for code in path if code in number), None)
            point = gazetteer.point(unit)
            if county is not None and point is not None:
                rows.append((county, point[0], point[1]))
        rows.sort()
        columns = np.array(rows, np.float64).reshape(-1, 3).T
        return vectors(columns[1], columns[2]), columns[0].astype(np.int64)

    def _range(self, county: int) -> tuple[float, float]:
        """The distances from the border over a county, in km."""
        extent = self._gazetteer.extent(county)
        return (0.0, math.inf) if extent is None else (extent.km_min, extent.km_max)

    def _away(self, lat: Floats, lng: Floats) -> Floats:
        """For each point and county the km to the nearest of its towns."""
        cosine = vectors(lat, lng) @ self._towns.T
        found = np.full((len(lat), len(self._codes)), np.inf)
        starts = np.flatnonzero(np.diff(self._county, prepend=-1))
        nearest = np.maximum.reduceat(cosine, starts, axis=1)
        found[:, self._county[starts]] = EARTH_KM * np.arccos(
            np.clip(nearest, -1.0, 1.0)
        )
        return found


def vectors(lat: Floats, lng: Floats) -> Floats:
    """Unit vectors of points on a globe, which is round enough to tell near from far."""
    lat, lng = np.radians(lat), np.radians(lng)
    return np.stack(
        [np.cos(lat) * np.cos(lng), np.cos(lat) * np.sin(lng), np.sin(lat)], axis=1
    )


def _polygon(ring: tuple[list[float], list[float]], slack: float) -> tuple[Any, Any]:
    """An outline, and the same made wider by the slack."""
    from shapely import buffer, polygons, prepare

    shape = polygons(np.column_stack([ring[1], ring[0]]))
    both = shape, buffer(shape, slack / KM_OF_DEGREE)
    for each in both:
        prepare(each)
    return both


def _rank_divisions(chances: Mapping[str, float], beyond: float) -> str:
    """Divisions and their twentieths, the likeliest first."""
    whole = {code: p * (1.0 - beyond) for code, p in chances.items()} | {"KP": beyond}
    parts = {code: round(p * PARTS) for code, p in whole.items()}
    order = sorted(
        (code for code, part in parts.items() if part),
        key=lambda code: (-parts[code], code),
    )
    return " ".join(f"{code}={parts[code]}" for code in order)


# --- coordinates as they are given -------------------------------------------------------------------------------------

_Point = tuple[float, float, float, "str | None"]
_NOTHING = (math.nan, math.nan, math.nan)


def _read(lat: Any, lng: Any, finest: float) -> _Point:
    """Degrees, half the last decimal in km, and what is wrong with them."""
    given: list[Any] = [None if _is_missing(value) else value for value in (lat, lng)]
    absent = [value is None for value in given]
    if all(absent):
        return *_NOTHING, None
    if any(absent):
        name, other = ("lat", "lng") if absent[0] else ("lng", "lat")
        return _refuse(f"there is no {name} beside the {other}")
    try:
        north, east = map(float, given)
    except (TypeError, ValueError):
        return _refuse(
            f"{str(lat)[:20]!r}, {str(lng)[:20]!r} are no numbers in degrees"
        )
    problem = _problem(north, east)
    if problem:
        return _refuse(problem)
    # A number loses its last decimal where that is 0.
    decimals = max(_decimals(given[0]), _decimals(given[1]))
    return north, east, max(finest, KM_OF_DEGREE * 0.5 * 10.0**-decimals), None


def _refuse(why: str) -> _Point:
    return *_NOTHING, f"coordinates not used: {why}"


def _problem(lat: float, lng: float) -> str | None:
    """What is wrong with degrees."""
    if not (math.isfinite(lat) and math.isfinite(lng)):
        return f"lat {lat}, lng {lng} are no numbers in degrees"
    if abs(lat) > 90:
        swapped = (
            "; lat and lng look swapped" if abs(lng) <= 90 and abs(lat) <= 180 else ""
        )
        return f"lat {lat:g} is not a latitude{swapped}"
    if abs(lng) > 180:
        return f"lng {lng:g} is not a longitude"
    return (
        "lat 0, lng 0 is what programs write where there is no point"
        if lat == lng == 0
        else None
    )


def _decimals(value: Any) -> int:
    """Decimals of a number as it was written, at most six."""
    digits = repr(value) if isinstance(value, float) else str(value).strip()
    return 6 if "e" in digits.lower() else min(6, len(digits.partition(".")[2]))


def _is_missing(value: Any) -> bool:
    return is_missing(value) or (isinstance(value, str) and not value.strip())
