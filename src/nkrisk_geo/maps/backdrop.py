"""The ground of every picture: provinces, the DPRK, the border, zones, crossings, towns.

The strips are all land of Liaoning and Jilin within 20 and 50 km of
the line. The outlines of the two provinces and of the DPRK hold their
territorial sea, so the sea lies over them, and with it the coast.
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
from nkrisk_geo.maps.place_names import region_labels, town_labels
from nkrisk_geo.maps.sea import sea_areas
from nkrisk_geo.maps.shapes import Area, Label, Mark, Point, Ring, Stroke, thin
from nkrisk_geo.maps.zone_shapes import (
    border_parts,
    member_marks,
    zone_areas,
    zone_labels,
)
from nkrisk_geo.model.wording import Wording, wording


@dataclass(frozen=True, slots=True)
class Backdrop:
    """The ground, from the lowest layer to the highest."""

    areas: tuple[Area, ...]
    strokes: tuple[Stroke, ...]
    towns: tuple[Mark, ...]
    member_marks: tuple[Mark, ...]
    crossings: tuple[Mark, ...]
    labels: tuple[Label, ...]

    @property
    def marks(self) -> tuple[Mark, ...]:
        """All marks, from the lowest to the highest."""
        return (*self.towns, *self.member_marks, *self.crossings)

    @property
    def looks(self) -> set[str]:
        """The looks of everything that is here."""
        looks = {area.look for area in self.areas}
        looks |= {stroke.look for stroke in self.strokes}
        return looks | {mark.look for mark in self.marks}


@lru_cache(maxsize=8)
def backdrop(
    gazetteer: Gazetteer,
    zones: tuple[Zone, ...],
    *,
    crossings: bool,
    belts: bool,
    names: str,
    language: str = "en",
) -> Backdrop:
    """The ground for some zones, with names in a language.

    What a click tells is in another or the same.
    """
    words = wording(language)
    ids = [zone.id for zone in zones]
    members = tuple(
        mark for zone in zones for mark in member_marks(gazetteer, zone, words)
    )
    taken = {(mark.lat, mark.lng) for mark in members}
    labels = tuple(town_labels(gazetteer, names))
    # The seat of a zone has a mark already.
    free = [each for each in labels if (each.lat, each.lng) not in taken]
    towns = [Mark(each.kind, each.lat, each.lng, each.text) for each in free]
    return Backdrop(
        areas=tuple(_areas(gazetteer, zones, belts)),
        strokes=(*border_parts(gazetteer, ids), *_lines(gazetteer)),
        towns=tuple(towns),
        member_marks=members,
        crossings=tuple(_crossings(gazetteer, words)) if crossings else (),
        labels=(*region_labels(names), *zone_labels(zones, names), *labels),
    )


def _areas(
    gazetteer: Gazetteer,
    zones: Sequence[Zone],
    belts: bool,
) -> Iterator[Area]:
    dprk = [thin(*gazetteer.geometry["dprk_outline"]), *_islands(gazetteer)]
    yield from (Area("dprk", (ring,)) for ring in dprk)
    provinces: list[Ring] = [
        thin(*outline, tolerance=0.004) for outline in gazetteer.outlines.values()
    ]
    yield from (Area("province", (province,)) for province in provinces)
    if belts:
        line = gazetteer.geometry["border_line"]
        # The wider one first, so that the narrower one lies upon it.
        for km in (50, 20):
            parts = belt(line, provinces, km)
            yield from (Area(f"belt-{km}", rings) for rings in parts)
    for zone in zones:
        yield from zone_areas(gazetteer, zone, provinces)
    # Last, over everything that reaches into the territorial sea.
    yield from sea_areas(gazetteer)


def _lines(gazetteer: Gazetteer) -> Iterator[Stroke]:
    for line in (thin(*gazetteer.geometry["border_line"]), *_islands(gazetteer)):
        yield Stroke("border", line)
    yield Stroke("sea-line", thin(*gazetteer.geometry["sea_line"]))


def _islands(gazetteer: Gazetteer) -> list[Ring]:
    """The islands of the DPRK beyond the line."""
    # Most are smaller than what `thin` leaves out.
    return [thin(*ring, tolerance=0.0) for ring in gazetteer.islands]


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


def nearest_border_points(
    gazetteer: Gazetteer,
    points: Sequence[Point],
) -> list[Point]:
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
