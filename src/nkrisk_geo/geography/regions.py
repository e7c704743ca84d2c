"""In which country, and in which province of China, a point lies: by outlines generalised to some kilometres.

Liaoning, Jilin and the DPRK are told more exactly elsewhere (`nkrisk_geo.geography.reverse`) and have no outline here.
Beside a boundary both sides are possible. Where an outline is that of several provinces (Beijing and Tianjin are drawn into
Hebei), the nearest cities tell which.

    >>> from nkrisk_geo.gazetteer.gazetteer import Gazetteer
    >>> regions = Regions(Gazetteer.default())
    >>> [max(found, key=found.get) for found in regions.of(np.array([31.23, 35.68]), np.array([121.47, 139.76]))]
    ['310000', 'JP']
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from nkrisk_geo.gazetteer.datafile import lines
from nkrisk_geo.gazetteer.gazetteer import Gazetteer

if TYPE_CHECKING:
    from nkrisk_geo.native.segments import Floats


class Regions:
    """The outlines of a gazetteer; none without its `odbl` file."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._codes: list[tuple[str, ...]] = []
        judgement = gazetteer.judgement
        self._near, self._beside = (
            judgement["point: near an outline"],
            judgement["point: beside another outline"],
        )
        self._city = judgement["point: nearest city of a province"]
        self._tree: Any = None
        self._areas = np.zeros(0)
        self._cities = {
            unit: np.array(points) for unit, points in gazetteer.region_points.items()
        }
        if gazetteer.regions:
            self._read(gazetteer.regions)

    @property
    def known(self) -> bool:
        """Are there outlines?"""
        return self._tree is not None

    def _read(self, stored: Any) -> None:
        from shapely import STRtree, area, linearrings, make_valid, polygons

        vertices = np.array(stored["vertices"]).reshape(-1, 2) / 100.0
        self._codes = [tuple(line.split()) for line in lines(stored["units"])]
        ring = np.repeat(np.arange(len(self._codes)), np.array(stored["lengths"]))
        shapes = make_valid(polygons(linearrings(vertices, indices=ring)))
        self._tree, self._areas = STRtree(shapes), area(shapes)

    def of(self, lat: Floats, lng: Floats) -> list[dict[str, float]]:
        """For each point the regions that it can lie in, with their probabilities; empty on the high seas."""
        found: list[dict[str, float]] = [{} for _ in range(len(lat))]
        if self._tree is None:
            return found
        from shapely import contains, points

        places = points(lng, lat)
        point, shape = self._tree.query(
            places, predicate="dwithin", distance=self._near
        )
        inside = contains(self._tree.geometries[shape], places[point])
        # Outlines have no holes: of several around a point, as Hong Kong's and Guangdong's, the smallest holds.
        least = np.full(len(lat), np.inf)
        np.minimum.at(least, point[inside], self._areas[shape[inside]])
        weights = np.where(
            inside, np.where(self._areas[shape] == least[point], 1.0, 0.0), self._beside
        )
        for at, number, weight in zip(
            point.tolist(), shape.tolist(), weights.tolist(), strict=True
        ):
            for code, share in (
                self._share_by_city(self._codes[number], lat[at], lng[at])
                if weight
                else ()
            ):
                found[at][code] = max(found[at].get(code, 0.0), weight * share)
        return [_whole(each) for each in found]

    def _share_by_city(
        self, codes: tuple[str, ...], lat: float, lng: float
    ) -> list[tuple[str, float]]:
        """The provinces of an outline, by the nearest city of each."""
        if len(codes) == 1:
            return [(codes[0], 1.0)]
        nearest = {code: self._to_city(code, lat, lng) for code in codes}
        least = min(nearest.values())
        weights = {
            code: float(np.exp((least - away) / self._city))
            for code, away in nearest.items()
        }
        return [*_whole(weights).items()]

    def _to_city(self, code: str, lat: float, lng: float) -> float:
        """Degrees to the nearest city of a province."""
        cities = self._cities[code]
        east = (cities[:, 1] - lng) * np.cos(np.radians(lat))
        return float(np.hypot(cities[:, 0] - lat, east).min())


def _whole(weights: dict[str, float]) -> dict[str, float]:
    """Weights as probabilities."""
    whole = sum(weights.values())
    return {code: weight / whole for code, weight in weights.items()}
