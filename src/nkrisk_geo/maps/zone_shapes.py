"""How zones are shown: without outlines of counties, of which no free ones were found.

So a zone is shown by what is known exactly: the seats of its members, and
for the three border zones the stretch of the line that their counties touch.
A zone of the user's own may be a polygon or a distance; that is an area.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from os import PathLike
from typing import Any

import numpy as np

from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.gazetteer.zone_sources import load_zones
from nkrisk_geo.gazetteer.zones import Zone
from nkrisk_geo.maps.belts import belt
from nkrisk_geo.maps.captions import zone_words
from nkrisk_geo.maps.shapes import Area, Label, Mark, Point, Ring, Stroke, thin
from nkrisk_geo.model.errors import InputError
from nkrisk_geo.model.suggestions import hint
from nkrisk_geo.model.wording import Wording, wording

BORDER_ZONES = ("dandong-border", "upper-yalu-border", "yanbian-border")
"""From the mouth of the Yalu to the tripoint …"""
JUNCTIONS = ((40.8556, 125.6961), (42.0070, 128.0580))
"""… and where one gives way to the next: where the boundary of Liaoning
and Jilin meets the Yalu (computed from the outlines), and the crater
lake of Changbai/Paektu, at whose rim Changbai, Fusong and Antu meet."""

_NAMES = {
    "dandong-border": (41.0, 124.75),
    "upper-yalu-border": (42.1, 127.55),
    "yanbian-border": (42.63, 128.45),
}


def chosen_zones(
    gazetteer: Gazetteer,
    zones: Any,
) -> tuple[Zone, ...]:
    """The zones to show: True for the finest four, False for none, ids, or what `load_zones` takes.

    Raises:
        InputError: there is no such zone.
    """
    known = {zone.id: zone for zone in gazetteer.zones}
    if isinstance(zones, bool):
        finest = (*BORDER_ZONES, "border-adjacent") if zones else ()
        return tuple(known[name] for name in finest if name in known)
    if isinstance(zones, str) and not zones.endswith(".toml"):
        zones = (zones,)
    if isinstance(zones, (str, PathLike, Mapping)) or hasattr(zones, "to_crs"):
        return load_zones(zones, gazetteer=gazetteer)
    if not isinstance(zones, Sequence):
        told = f"zones is a {type(zones).__name__}"
        raise InputError(f"{told}; give True, False, ids, or what `load_zones` takes")
    for zone in zones:
        if not isinstance(zone, Zone) and zone not in known:
            there = f"the zones are {', '.join(known)}"
            near = hint(str(zone), known, there)
            raise InputError(f"there is no zone {zone!r}; {near}")
    return tuple(zone if isinstance(zone, Zone) else known[zone] for zone in zones)


def zone_areas(
    gazetteer: Gazetteer, zone: Zone, land: Sequence[Ring]
) -> Iterator[Area]:
    """The polygon of a zone, and the land within its distance."""
    look = f"area:{zone.id}"
    if zone.polygon is not None:
        yield from (Area(look, rings) for rings in _polygons(zone.polygon))
    if zone.within_km is not None:
        line = gazetteer.geometry["border_line"]
        yield from (Area(look, rings) for rings in belt(line, land, zone.within_km))


def _polygons(wkb: bytes) -> Iterator[tuple[Ring, ...]]:
    from shapely import from_wkb, get_parts

    for part in get_parts(from_wkb(wkb)):
        if part.geom_type == "Polygon":
            rings = (part.exterior, *part.interiors)
            yield tuple(_points(ring.coords) for ring in rings)


def _points(coords: Any) -> Ring:
    """A ring of (lat, lng) from one of (x, y)."""
    return tuple((round(y, 5), round(x, 5)) for x, y in coords)


def border_parts(
    gazetteer: Gazetteer,
    zones: Sequence[str],
) -> Iterator[Stroke]:
    """The part of the border of each border zone."""
    lat, lng = gazetteer.geometry["border_line"]
    junctions = [_vertex(lat, lng, junction) for junction in JUNCTIONS]
    ends = [0, *junctions, len(lat) - 1]
    for zone, first, last in zip(BORDER_ZONES, ends, ends[1:], strict=False):
        if zone in zones:
            # With the vertex where the next one begins, so that there is no gap.
            part = slice(first, last + 1)
            yield Stroke(f"stretch:{zone}", thin(lat[part], lng[part]))


def _vertex(
    lat: Sequence[float],
    lng: Sequence[float],
    point: Point,
) -> int:
    """The number of the vertex nearest to a point."""
    north = np.asarray(lat) - point[0]
    narrow = np.cos(np.radians(point[0]))
    east = (np.asarray(lng) - point[1]) * narrow
    return int(np.argmin(north**2 + east**2))


def member_marks(
    gazetteer: Gazetteer,
    zone: Zone,
    words: Wording,
) -> Iterator[Mark]:
    """The members of a zone at their points."""
    for code in zone.members:
        unit = gazetteer.unit(gazetteer.number[code])
        if unit.lat is not None and unit.lng is not None:
            lines = tuple(_about_seat(gazetteer, zone, code, words))
            name = words.place(unit.name_en, unit.name_zh)
            yield Mark(f"seat:{zone.id}", unit.lat, unit.lng, name, lines)


def _about_seat(
    gazetteer: Gazetteer, zone: Zone, code: str, words: Wording
) -> Iterator[str]:
    number = gazetteer.number[code]
    yield words("map.seat_zone", zone=zone_words(zone, words))
    distance, extent = gazetteer.distance(number), gazetteer.extent(number)
    if distance:
        km, crossing, away = distance
        yield words(
            "map.seat_border",
            km=f"{km:.1f}",
            name=words.crossing(crossing),
            away=f"{away:.0f}",
        )
    if extent:
        yield words(
            "map.whole", low=f"{extent.km_min:.1f}", high=f"{extent.km_max:.0f}"
        )


def zone_labels(
    zones: Sequence[Zone],
    language: str,
) -> Iterator[Label]:
    """The names of the border zones beside their parts of the border."""
    for zone in zones:
        if zone.id in _NAMES:
            name = wording(language).short_zone(zone.id)
            yield Label(
                name, *_NAMES[zone.id], rank=0, kind="zone", look=f"seat:{zone.id}"
            )
