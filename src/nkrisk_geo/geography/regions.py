"""In which country, and in which province of China, a point lies: by coarse outlines.

They are generalised to some kilometres: beside a boundary both sides are possible. Liaoning, Jilin
and the DPRK are told more exactly elsewhere (`nkrisk_geo.geography.reverse`) and have no outline
here. Where an outline is that of several provinces (Beijing and Tianjin are drawn into Hebei), the
nearest cities tell which.

    >>> from nkrisk_geo.gazetteer.gazetteer import Gazetteer
    >>> regions = Regions(Gazetteer.default())
    >>> lat, lng = np.array([31.23, 35.68]), np.array([121.47, 139.76])
    >>> [max(found, key=found.get) for found in regions.of(lat, lng)]
    ['310000', 'JP']
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from nkrisk_geo.gazetteer.datafile import lines
from nkrisk_geo.gazetteer.gazetteer import Gazetteer

if TYPE_CHECKING:
    from nkrisk_geo.native.arrays import Ints
    from nkrisk_geo.native.segments import Floats

Shares = dict[str, float]
"""Probabilities by the codes of regions."""


class Regions:
    """The outlines of a gazetteer; none without its `odbl` file."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        judgement = gazetteer.judgement
        self._near = judgement["point: near an outline"]
        self._beside = judgement["point: beside another outline"]
        self._city = judgement["point: nearest city of a province"]
        self._cities = {
            unit: np.array(points) for unit, points in gazetteer.region_points.items()
        }
        self._codes: list[tuple[str, ...]] = []
        self._tree: Any = None
        self._areas = np.zeros(0)
        if gazetteer.regions:
            self._read(gazetteer.regions)

    @property
    def known(self) -> bool:
        """Are there outlines?"""
        return self._tree is not None

    def _read(self, stored: Any) -> None:
        from shapely import STRtree, area, linearrings, make_valid, polygons

        # Hundredths of a degree, longitude first.
        vertices = np.array(stored["vertices"]).reshape(-1, 2) / 100.0
        self._codes = [tuple(line.split()) for line in lines(stored["units"])]
        lengths = np.array(stored["lengths"])
        ring = np.repeat(np.arange(len(lengths)), lengths)
        rings = linearrings(vertices, indices=ring)
        # Generalised outlines cross themselves here and there.
        shapes = make_valid(polygons(rings))
        self._tree = STRtree(shapes)
        self._areas = area(shapes)

    def of(
        self,
        lat: Floats,
        lng: Floats,
    ) -> list[Shares]:
        """For each point the regions that it can lie in, with their probabilities.

        Empty on the high seas.
        """
        found: list[Shares] = [{} for _ in range(len(lat))]
        if self._tree is None:
            return found

        pairs = [column.tolist() for column in self._weigh(lat, lng)]
        for at, shape, weight in zip(*pairs, strict=True):
            if not weight:
                continue
            parts = self._share_by_city(self._codes[shape], lat[at], lng[at])
            for code, share in parts.items():
                # A country of several outlines counts once, by the best of them.
                before = found[at].get(code, 0.0)
                found[at][code] = max(before, weight * share)
        return [_whole(each) for each in found]

    def _weigh(
        self,
        lat: Floats,
        lng: Floats,
    ) -> tuple[Ints, Ints, Floats]:
        """Points, the outlines that they are in or near, and the weight of each pair."""
        from shapely import contains, points

        places = points(lng, lat)
        point, shape = self._tree.query(
            places, predicate="dwithin", distance=self._near
        )
        inside = contains(self._tree.geometries[shape], places[point])
        area = self._areas[shape]

        # Outlines have no holes: of several around a point,
        # as Hong Kong's and Guangdong's, the smallest holds.
        least = np.full(len(lat), np.inf)
        np.minimum.at(least, point[inside], area[inside])
        holding = np.where(area == least[point], 1.0, 0.0)
        weights = np.where(inside, holding, self._beside)
        return point, shape, weights

    def _share_by_city(
        self,
        codes: tuple[str, ...],
        lat: float,
        lng: float,
    ) -> Shares:
        """The provinces of an outline, by the nearest city of each."""
        if len(codes) == 1:
            return {codes[0]: 1.0}
        nearest = {code: self._to_city(code, lat, lng) for code in codes}
        # Less the nearest of all: far from every city all weights would be nought.
        least = min(nearest.values())
        weights = {
            code: float(np.exp((least - away) / self._city))
            for code, away in nearest.items()
        }
        return _whole(weights)

    def _to_city(
        self,
        code: str,
        lat: float,
        lng: float,
    ) -> float:
        """Degrees to the nearest city of a province."""
        lats, lngs = self._cities[code].T
        # Degrees of longitude as long as those of latitude.
        east = (lngs - lng) * np.cos(np.radians(lat))
        return float(np.hypot(lats - lat, east).min())


def _whole(weights: Shares) -> Shares:
    """Weights as probabilities."""
    whole = sum(weights.values())
    return {code: weight / whole for code, weight in weights.items()}
