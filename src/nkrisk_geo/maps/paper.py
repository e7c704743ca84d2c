"""A scene on paper: every shape and word with its place in points, y downwards.

What draws it need only draw.

The plane is equirectangular, true to scale at the middle of the frame:
over Liaoning and Jilin distances from west to east are off by up to 6 %
at the upper and lower edge, and angles look as on any map of that size.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from nkrisk_geo.maps.captions import has_way, tell_way
from nkrisk_geo.maps.labels import Box, PlacedLabel, Wanted, box_around, place_labels
from nkrisk_geo.maps.records import Spot
from nkrisk_geo.maps.scene import Scene
from nkrisk_geo.model.earth import KM_OF_DEGREE
from nkrisk_geo.native.locks import cached_property

BARS = (5, 10, 20, 50, 100, 200, 500, 1000)
"""Lengths of the scale bar in km."""
EDGE = 8.0
LINE = 14.5
TEXT = 10.0
REGION, ZONE, TOWN = 12.5, 12.0, 9.5
ZONES_FROM = 100.0
"""Points per degree of latitude from which there is room for the names of zones."""
FEW_MARKS = 300
"""Up to so many points labels keep clear of each mark;
beyond that they would find no place at all."""


class XY(NamedTuple):
    """A place on the paper."""

    x: float
    y: float


@dataclass(frozen=True)
class Paper:
    """A scene laid out on paper of a width in points; the height follows from the frame."""

    scene: Scene
    wide: float

    @property
    def scale(self) -> float:
        """Points per degree of latitude."""
        west, _, east, _ = self.scene.frame
        return self.wide / ((east - west) * self._narrow)

    @property
    def _narrow(self) -> float:
        """How much shorter a degree of longitude is than one of latitude, mid-map."""
        _, south, _, north = self.scene.frame
        return math.cos(math.radians((south + north) / 2))

    @property
    def high(self) -> float:
        """The height in points."""
        _, south, _, north = self.scene.frame
        return (north - south) * self.scale

    @property
    def bounds(self) -> Box:
        """Where labels may stand: the whole paper but for its edge."""
        return Box(3.0, 3.0, self.wide - 3.0, self.high - 3.0)

    def at(self, lat: float, lng: float) -> XY:
        """The place of a point."""
        west, _, _, north = self.scene.frame
        scale = self.scale
        return XY((lng - west) * scale * self._narrow, (north - lat) * scale)

    def radii(self, lat: float, km: float) -> XY:
        """Half the width and half the height of a circle of so many km."""
        high = km / KM_OF_DEGREE * self.scale
        # Off the middle of the map a degree of longitude has another length than it is drawn with.
        narrow = math.cos(math.radians(lat))
        return XY(high * self._narrow / narrow, high)

    def spots(self) -> Iterator[Spot]:
        """The spots in the frame."""
        return filter(self.scene.inside, self.scene.spots)

    def reaches(self) -> Iterator[tuple[Spot, XY, XY]]:
        """Spots whose way to the border is drawn, with both ends."""
        if self.scene.reach:
            for spot, foot in zip(self.scene.spots, self.scene.feet, strict=True):
                if self.scene.inside(spot) and has_way(spot):
                    yield spot, self.at(spot.lat, spot.lng), self.at(*foot)

    # --- the scale bar ----------------------------------------------------------------

    @property
    def bar(self) -> tuple[Box, int]:
        """The scale bar, about a seventh of the width, and its length in km."""
        per_km = self.scale / KM_OF_DEGREE
        most = self.wide / 7 / per_km
        km = max((step for step in BARS if step <= most), default=BARS[0])

        # At the bottom, on the side where it hides fewer rows.
        long, bottom = km * per_km, self.high
        sides = (self.wide - EDGE - 4 - long, EDGE + 4)
        boxes = [Box(left, bottom - 20, left + long, bottom - 16) for left in sides]
        return min(boxes, key=self._count_hidden), km

    def _count_hidden(self, bar: Box) -> int:
        """Rows that the bar and its number would hide."""
        room = _with_number(bar)
        hidden = 0
        for spot in self.spots():
            mark = box_around(*self.at(spot.lat, spot.lng), 2.0)
            hidden += spot.rows if room.meets(mark) else 0
        return hidden

    # --- labels -----------------------------------------------------------------------

    def labels(self) -> list[PlacedLabel]:
        """The labels that find room: regions, zones, the data's intervals, towns.

        A town's name stands on its own side of the border, or nowhere.
        """
        bar, _ = self.bar
        taken = [_with_number(bar)]
        found = place_labels(self._region_names(), taken, self.bounds)
        taken += self._marks()
        found += place_labels(self._intervals(), taken, self.bounds)

        # A name on the line is hard to read, so the line counts as taken.
        taken += self._line()
        return found + place_labels(
            self._towns(), taken, self.bounds, self._on_its_side
        )

    @cached_property
    def _sides(self) -> dict[str, Any]:
        """What names of towns may not reach into.

        That is the DPRK for those of China, the provinces for those beyond.
        """
        # Prepared once: each name is tried at a dozen places.
        from shapely import Polygon, prepare, union_all

        sides = {}
        for kind, look in (("town", "dprk"), ("town-beyond", "province")):
            areas = [area for area in self.scene.ground.areas if area.look == look]
            outer = [Polygon(ring(area.rings[0], self)) for area in areas]
            shape = union_all(outer)
            prepare(shape)
            sides[kind] = shape
        return sides

    def _on_its_side(self, label: Wanted, box: Box) -> bool:
        """Whether a name stays out of the other country."""
        from shapely import box as rectangle

        return not self._sides[label.kind].intersects(rectangle(*box))

    def _line(self) -> Iterator[Box]:
        """The border as small boxes, close enough that no name fits between them."""
        last = XY(-9.0, -9.0)
        # One for every vertex would be thousands, each of them asked for each name.
        strokes = self.scene.ground.strokes
        for stroke in [each for each in strokes if each.look == "border"]:
            for at in ring(stroke.points, self):
                if abs(at.x - last.x) + abs(at.y - last.y) > 3:
                    last = at
                    yield box_around(*at, 2.0)

    def _marks(self) -> list[Box]:
        marks = self.scene.ground.marks
        boxes = [box_around(*self.at(mark.lat, mark.lng), 4.0) for mark in marks]
        spots = list(self.spots())
        if len(spots) <= FEW_MARKS:
            for spot in spots:
                at, size = self.at(spot.lat, spot.lng), self.scene.spot_size(spot)
                boxes.append(box_around(*at, size))
        return boxes

    def _region_names(self) -> Iterator[Wanted]:
        """Names of regions, and of zones where the map is large enough."""
        sizes = {"region": REGION}
        if self.scale > ZONES_FROM:
            sizes["zone"] = ZONE
        for label in self.scene.ground.labels:
            size = sizes.get(label.kind)
            if size is not None:
                x, y = self.at(label.lat, label.lng)
                yield Wanted(label.text, x, y, size, kind=label.kind, look=label.look)

    def _towns(self) -> Iterator[Wanted]:
        for label in sorted(self.scene.ground.labels, key=lambda each: each.rank):
            if label.kind in ("town", "town-beyond"):
                at = self.at(label.lat, label.lng)
                yield Wanted(label.text, *at, TOWN, gap=6.5, kind=label.kind)

    def _intervals(self) -> Iterator[Wanted]:
        for spot, at, _ in self.reaches():
            yield Wanted(
                tell_way(spot, self.scene.words),
                *at,
                TOWN,
                gap=self.scene.spot_size(spot) + 3,
                kind="interval",
            )


def _with_number(bar: Box) -> Box:
    """A scale bar with the number of km above it, which may be wider than it is."""
    return Box(bar.left - 12, bar.top - 18, bar.right + 12, bar.bottom + 8)


def ring(
    points: Sequence[tuple[float, float]],
    paper: Paper,
) -> list[XY]:
    """Degrees to places on the paper."""
    return [paper.at(lat, lng) for lat, lng in points]
