"""The border of China and the DPRK and what tells its sides, out of OpenStreetMap (ODbL).

`@osm_borders/maritime_10m` holds each country with its territorial sea as one ring. The DPRK's ring has, within 120 m
of China's, one unbroken stretch: 22 km of sea boundary from the 12-mile limit to the mouth of the Yalu, then the Yalu,
the land over Changbai/Paektu and the Tumen, up to the tripoint with Russia. (The two countries' rings part by 5-16 m at
four vertices, slivers of 0.002 km2 that following one ring closes.) The mouth is the ring's vertex 39.795533 N
124.168331 E; seaward of it lies the sea leg. The line is simplified by 20 m, which takes 2 km off its 1,385 km.
Writes `border_line`, `sea_line`, `dprk_outline` and `province_outlines`.
"""

from __future__ import annotations

import json
import tarfile
from collections.abc import Iterator
from functools import cache

import numpy as np
import shapely
from pyproj import Geod
from shapely.geometry import shape

from fetch.metric import Floats, simplified, to_metres
from fetch.upstream import folder, write_table

MOUTH = (124.1683311, 39.7955332)
TRIPOINT = (130.6370088, 42.4183323)
LINE_M, COAST_M, PROVINCE_M = 20.0, 200.0, 100.0
SAME_BORDER_M = 120.0
PROVINCES = {"210000": "China_Liaoning", "220000": "China_Jilin"}


@cache
def country_ring(iso3: str) -> Floats:
    """The largest ring of a country, closed, as (n, 2) degrees (lng, lat)."""
    path = folder("osm-borders-maritime") / "package" / "borders.geo.json"
    features = json.loads(path.read_text("utf8"))["features"]
    geometry = next(shape(f["geometry"]) for f in features if f["properties"].get("isoA3") == iso3)
    parts = [part for top in geometry.geoms for part in getattr(top, "geoms", [top])]
    ring: Floats = np.asarray(max(parts, key=lambda part: part.area).exterior.coords, dtype=float)
    return ring


def legs() -> tuple[Floats, Floats, Floats]:
    """The DPRK's ring cut in three: border (mouth to tripoint), coast (to the sea limit), sea (limit to mouth).

    Raises:
        ValueError: upstream changed: an end is not where it was, or a stretch strays from China's boundary.
    """
    ring = country_ring("PRK")
    mouth, tripoint = (int(np.hypot(*(ring - end).T).argmin()) for end in (MOUTH, TRIPOINT))
    if not np.allclose(ring[[mouth, tripoint]], [MOUTH, TRIPOINT], atol=1e-6) or not 0 < tripoint < mouth:
        raise ValueError("the ends of the border have moved")
    border, coast, sea = ring[tripoint : mouth + 1][::-1], ring[: tripoint + 1][::-1], ring[mouth:][::-1]
    china = to_metres(
        shapely.intersection(shapely.linestrings(country_ring("CHN")), shapely.box(122, 38, 132, 44))
    )
    shapely.prepare(china)
    gap = shapely.distance(china, shapely.get_parts(to_metres(shapely.multipoints(border)))).max()
    if gap > SAME_BORDER_M:
        raise ValueError(f"the border strays {gap:.0f} m from China's ring")
    return border, coast, sea


def _thin(points: Floats, metres: float) -> Floats:
    """Simplified and rounded to 0.1 m, the precision of the source."""
    thin: Floats = np.round(shapely.get_coordinates(simplified(shapely.linestrings(points), metres)), 6)
    return thin


def _poly_rings(name: str) -> Iterator[Floats]:
    """The rings of an Osmosis polygon file of omim-data-borders; none of the two provinces has a hole."""
    wheel = next(folder("omim-data-borders").glob("*.data/data/omim-data/borders.tar.xz"))
    with tarfile.open(wheel) as archive:
        member = next(m for m in archive.getnames() if m.endswith(f"{name}.poly"))
        file = archive.extractfile(member)
        assert file is not None
        lines = file.read().decode("utf8").splitlines()[1:]
    ring: list[list[float]] = []
    for line in lines:
        words = line.split()
        if len(words) == 2:
            ring.append([float(word) for word in words])
        elif words == ["END"] and ring:
            yield np.asarray(ring)
            ring = []
        elif line.startswith("!"):
            raise ValueError(f"{name} has a hole")


def province_rows() -> Iterator[tuple[str, int, float, float]]:
    """`unit, ring, lat, lng` of the two provinces, largest ring first."""
    for unit, name in PROVINCES.items():
        rings = sorted(
            (_thin(ring, PROVINCE_M) for ring in _poly_rings(name)), key=lambda r: (-len(r), r[0].tolist())
        )
        for number, ring in enumerate(rings):
            for lng, lat in ring.tolist():
                yield unit, number, lat, lng


def main() -> None:
    """Write the four tables and say what a reviewer wants to know."""
    border, coast, sea = (
        _thin(leg, metres) for leg, metres in zip(legs(), (LINE_M, COAST_M, 0.0), strict=True)
    )
    outline = np.concatenate([border, coast[1:], sea[1:]])
    for name, points in {"border_line": border, "sea_line": sea[::-1], "dprk_outline": outline}.items():
        write_table("odbl", name, ["lat", "lng"], points[:, ::-1].tolist())
    write_table("odbl", "province_outlines", ["unit", "ring", "lat", "lng"], province_rows())
    geod = Geod(ellps="WGS84")
    for name, points in {"line": border, "as published": legs()[0], "sea leg": sea}.items():
        print(f"{name}: {geod.line_length(*points.T) / 1000:.1f} km")
    print("outline valid:", shapely.polygons(outline).is_valid)
    print("line simple:", shapely.linestrings(border).is_simple)


if __name__ == "__main__":
    main()
