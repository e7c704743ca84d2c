"""The ground of every picture: provinces, the DPRK, the border, zones, crossings, the names of towns.

The belts are all land of Liaoning and Jilin within 20 and 50 km of the line. The outlines of the two provinces and of the
DPRK hold their territorial sea; no coast is drawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.gazetteer.zones import Zone
from nkrisk_geo.geography.line import Line
from nkrisk_geo.maps.belts import belt
from nkrisk_geo.maps.captions import crossing_look
from nkrisk_geo.maps.shapes import Area, Label, Mark, Point, Ring, Stroke, thinned
from nkrisk_geo.maps.zone_shapes import seats, stretches, zone_areas, zone_labels
from nkrisk_geo.model.wording import Wording, wording


@dataclass(frozen=True, slots=True)
class Backdrop:
    """The ground, from the lowest layer to the highest."""

    areas: tuple[Area, ...]
    strokes: tuple[Stroke, ...]
    towns: tuple[Mark, ...]
    seats: tuple[Mark, ...]
    crossings: tuple[Mark, ...]
    labels: tuple[Label, ...]

    @property
    def marks(self) -> tuple[Mark, ...]:
        """All marks, from the lowest to the highest."""
        return (*self.towns, *self.seats, *self.crossings)

    @property
    def looks(self) -> set[str]:
        """The looks of everything that is here."""
        drawn = {area.look for area in self.areas} | {stroke.look for stroke in self.strokes}
        return drawn | {mark.look for mark in self.marks}


_REGIONS = {
    "liaoning": (41.6, 121.9),
    "jilin": (44.6, 124.7),
    "dprk": (40.45, 127.0),
    "russia": (43.75, 131.45),
}
"""Where the names of the lands stand."""
_TOWNS = (
    "210600 222400 220500 210100 220100 210200 222404 220582 220623 220681 220600 222402 210624 210681 222405 222406 222426 "
    "220621 210682 210522 222424 220200 210300 210500 210800 KP-2040892 KP-2043834 KP-2042891 KP-2044094 KP-2044754 "
    "KP-2043568"
).split()
"""Codes of the towns that are named, the important ones first."""
_TOWN_NAMES = {"222400": "Yanji", "220600": "Baishan", "220200": "Jilin city"}
"""Where the name of the town at the point is not that of the unit."""


@lru_cache(maxsize=8)
def backdrop(
    gazetteer: Gazetteer,
    zones: tuple[Zone, ...],
    *,
    crossings: bool,
    belts: bool,
    language: str = "en",
) -> Backdrop:
    """The ground for some zones."""
    words = wording(language)
    ids = [zone.id for zone in zones]
    members = tuple(mark for zone in zones for mark in seats(gazetteer, zone, words))
    taken = {(mark.lat, mark.lng) for mark in members}
    labels = tuple(_town_labels(gazetteer, words))
    # The seat of a zone has a mark already.
    free = [each for each in labels if (each.lat, each.lng) not in taken]
    towns = [Mark("town", each.lat, each.lng, each.text) for each in free]
    return Backdrop(
        areas=tuple(_areas(gazetteer, zones, belts)),
        strokes=(*stretches(gazetteer, ids), *_lines(gazetteer)),
        towns=tuple(towns),
        seats=members,
        crossings=tuple(_crossings(gazetteer, words)) if crossings else (),
        labels=(*_regions(words), *zone_labels(ids, words), *labels),
    )


def _areas(gazetteer: Gazetteer, zones: Sequence[Zone], belts: bool) -> Iterator[Area]:
    dprk = [thinned(*gazetteer.geometry["dprk_outline"]), *_islands(gazetteer)]
    yield from (Area("dprk", (ring,)) for ring in dprk)
    provinces: list[Ring] = [
        thinned(*outline, tolerance=0.004) for outline in gazetteer.outlines.values()
    ]
    yield from (Area("province", (province,)) for province in provinces)
    if belts:
        line = gazetteer.geometry["border_line"]
        for km in (50, 20):
            yield from (Area(f"belt-{km}", rings) for rings in belt(line, provinces, km))
    for zone in zones:
        yield from zone_areas(gazetteer, zone, provinces)


def _lines(gazetteer: Gazetteer) -> Iterator[Stroke]:
    for line in (thinned(*gazetteer.geometry["border_line"]), *_islands(gazetteer)):
        yield Stroke("border", line)
    yield Stroke("sea-line", thinned(*gazetteer.geometry["sea_line"]))


def _islands(gazetteer: Gazetteer) -> list[Ring]:
    """The islands of the DPRK beyond the line, most of them smaller than what `thinned` leaves out."""
    return [thinned(*ring, tolerance=0.0) for ring in gazetteer.islands]


def _regions(words: Wording) -> Iterator[Label]:
    for name, (lat, lng) in _REGIONS.items():
        yield Label(words(f"region.{name}"), lat, lng, 0, "region")


def _crossings(gazetteer: Gazetteer, words: Wording) -> Iterator[Mark]:
    for each in gazetteer.crossings:
        names = {"en": each.dprk_en, "zh": each.dprk_zh, "ko": each.dprk_ko}
        name = names[words.language]
        opposite = words("map.opposite", name=name) if name else ""
        quality = words(f"map.{each.quality}")
        exact = words("map.exact", quality=quality, km=f"{each.accuracy_km:g}")
        # What was reported of it is a sentence with a source, and stays as it was written.
        lines = (f"{each.name_zh} {opposite}".strip(), each.kind, each.status, exact)
        title = f"{each.id} {words.crossing(each.id)}"
        yield Mark(crossing_look(each), each.lat, each.lng, title, lines)


def _town_labels(gazetteer: Gazetteer, words: Wording) -> Iterator[Label]:
    for rank, code in enumerate(_TOWNS, start=1):
        unit = gazetteer.number.get(code)
        point = None if unit is None else gazetteer.point(unit)
        if unit is not None and point is not None:
            name = _TOWN_NAMES.get(code, gazetteer.names_en[unit])
            if words.language == "zh":
                name = gazetteer.names_zh[unit] or name
            yield Label(name, point[0], point[1], rank)


def feet(gazetteer: Gazetteer, points: Sequence[Point]) -> list[Point]:
    """The points of the border nearest to some points."""
    if not points:
        return []
    line = Line(*gazetteer.geometry["border_line"], gazetteer.islands)
    lat, lng = np.array(points, dtype=float).T
    foot_lat, foot_lng = line.foot(line.nearest(lat, lng))

    # Five digits are a metre; more would only lengthen the page.
    lats = [round(float(degrees), 5) for degrees in foot_lat]
    lngs = [round(float(degrees), 5) for degrees in foot_lng]
    return list(zip(lats, lngs, strict=True))
