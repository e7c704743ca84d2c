"""The border of China and the DPRK and what tells its sides, out of OpenStreetMap of 2026 (ODbL).

Time zones end at the borders of countries (`fetch.timezones`). The DPRK's is one ring with its territorial sea, and
22 small ones. The ring shares every vertex of one unbroken stretch with China's: the Tumen from the tripoint with Russia,
the land over Changbai/Paektu, the Yalu to its mouth, and 19.4 km of sea boundary. The mouth is the vertex 39.795867 N
124.164063 E; seaward of it lies the sea leg. The line is simplified by 20 m, which takes 4 km off its 1,397 km.
The small rings are islands and old bends of the lower Tumen on the Chinese side of that line, 0.0007 to 2.6 km2, where
the river has moved and the border has not. China has none on the other side. The DPRK's border is their outlines as well.
Russia's outline is that of the zone of Vladivostok as far as `RUSSIA`.
Writes `border_line`, `sea_line`, `dprk_outline`, `dprk_islands`, `russia_outline` and `province_outlines`.
"""

from __future__ import annotations

import tarfile
from collections.abc import Iterator

import numpy as np
import shapely
from pyproj import Geod

from fetch.metric import Floats, simplified
from fetch.timezones import rings
from fetch.upstream import folder, write_table

MOUTH = (124.164063, 39.795867)
TRIPOINT = (130.637009, 42.418332)
LINE_M, ISLAND_M, COAST_M, RUSSIA_M, PROVINCE_M = 20.0, 5.0, 200.0, 100.0, 100.0
RUSSIA = (130.0, 41.5, 140.0, 49.0)
"""West, south, east and north of what is kept of Russia's outline: Primorye and Khabarovsk."""
PROVINCES = {"210000": "China_Liaoning", "220000": "China_Jilin"}


def legs() -> tuple[Floats, Floats, Floats]:
    """The DPRK's ring cut in three: border (mouth to tripoint), coast (to the sea limit), sea (limit to mouth).

    Raises:
        ValueError: upstream changed: an end is not where it was, or a stretch is not China's boundary.
    """
    ring, china = (
        rings("Asia/Pyongyang")[0],
        {*map(tuple, rings("Asia/Shanghai")[0].tolist())},
    )
    ring = np.roll(ring, -_vertex(ring, TRIPOINT), axis=0)
    mouth = _vertex(ring, MOUTH)
    shared = [tuple(vertex) in china for vertex in ring.tolist()]
    limit = shared.index(False) - 1
    if limit < mouth:
        raise ValueError(f"the border leaves China's ring at {ring[limit]}")
    return (
        ring[: mouth + 1][::-1],
        np.concatenate([ring[:1], ring[: limit - 1 : -1]]),
        ring[mouth : limit + 1][::-1],
    )


def _vertex(ring: Floats, place: tuple[float, float]) -> int:
    """The number of a vertex.

    Raises:
        ValueError: it has moved.
    """
    found = np.flatnonzero(np.isclose(ring, place, rtol=0, atol=1e-7).all(axis=1))
    if len(found) != 1:
        raise ValueError(f"{place} is no vertex")
    return int(found[0])


def islands(border: Floats) -> list[Floats]:
    """The DPRK's other rings, closed, in the order of the line.

    Raises:
        ValueError: upstream changed: one does not lie beyond the line, or China has one within the DPRK.
    """
    line, outline = (
        shapely.linestrings(border),
        shapely.polygons(rings("Asia/Pyongyang")[0]),
    )
    small = [shapely.polygons(ring) for ring in rings("Asia/Pyongyang")[1:]]
    if any(outline.intersects(island) for island in small):
        raise ValueError("an island of the DPRK lies within it")
    if any(
        outline.intersects(shapely.polygons(ring))
        for ring in rings("Asia/Shanghai")[1:]
    ):
        raise ValueError("China has an island within the DPRK")
    ordered = sorted(small, key=lambda island: line.project(island.centroid))
    return [_thin(shapely.get_coordinates(island), ISLAND_M) for island in ordered]


def russia() -> Floats:
    """The outline of Russia within `RUSSIA`, closed."""
    parts = (shapely.polygons(ring) for ring in rings("Asia/Vladivostok"))
    far_east = next(part for part in parts if part.intersects(shapely.Point(TRIPOINT)))
    kept = shapely.intersection(far_east, shapely.box(*RUSSIA))
    return _thin(shapely.get_coordinates(kept.exterior), RUSSIA_M)


def _thin(points: Floats, metres: float) -> Floats:
    """Simplified and rounded to 0.1 m, the precision of the source."""
    thin: Floats = np.round(
        shapely.get_coordinates(simplified(shapely.linestrings(points), metres)), 6
    )
    return thin


def _poly_rings(name: str) -> Iterator[Floats]:
    """The rings of an Osmosis polygon file of omim-data-borders; none of the two provinces has a hole."""
    wheel = next(
        folder("omim-data-borders").glob("*.data/data/omim-data/borders.tar.xz")
    )
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
            (_thin(ring, PROVINCE_M) for ring in _poly_rings(name)),
            key=lambda r: (-len(r), r[0].tolist()),
        )
        for number, ring in enumerate(rings):
            for lng, lat in ring.tolist():
                yield unit, number, lat, lng


def main() -> None:
    """Write the tables and say what a reviewer wants to know."""
    published = legs()
    border, coast, sea = (
        _thin(leg, metres)
        for leg, metres in zip(published, (LINE_M, COAST_M, 0.0), strict=True)
    )
    outline = np.concatenate([border, coast[1:], sea[1:]])
    small = islands(border)
    named = {
        "border_line": border,
        "sea_line": sea[::-1],
        "dprk_outline": outline,
        "russia_outline": russia(),
    }
    for name, points in named.items():
        write_table("odbl", name, ["lat", "lng"], points[:, ::-1].tolist())
    write_table("odbl", "dprk_islands", ["ring", "lat", "lng"], _numbered(small))
    write_table(
        "odbl", "province_outlines", ["unit", "ring", "lat", "lng"], province_rows()
    )
    geod = Geod(ellps="WGS84")
    for name, points in {
        "line": border,
        "as published": published[0],
        "sea leg": sea,
    }.items():
        print(
            f"{name}: {len(points):,} vertices, {geod.line_length(*points.T) / 1000:.1f} km"
        )
    whole, parts = (
        shapely.polygons(outline),
        shapely.polygons([shapely.linearrings(ring) for ring in small]),
    )
    print("outlines valid:", bool(shapely.is_valid([whole, *parts]).all()))
    print("line simple:", shapely.linestrings(border).is_simple)
    apart = len(shapely.get_parts(shapely.union_all([whole, *parts]))) == 1 + len(parts)
    print(f"{len(parts)} islands apart from the outline and each other:", apart)


def _numbered(many: list[Floats]) -> Iterator[tuple[int, float, float]]:
    """`ring, lat, lng`."""
    for number, ring in enumerate(many):
        for lng, lat in ring.tolist():
            yield number, lat, lng


if __name__ == "__main__":
    main()
