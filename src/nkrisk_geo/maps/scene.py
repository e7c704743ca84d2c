"""What is in a picture, before anything is drawn: shapes by degrees, with the names of looks.

A `Scene` is drawn by three hands that know nothing of addresses: `figure`
(matplotlib), `svg_picture` (an SVG without any program that runs) and `page` (a
map to move about in). What they show is decided here once for all.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from nkrisk_geo.gazetteer.zones import Zone
from nkrisk_geo.maps.backdrop import Backdrop
from nkrisk_geo.maps.captions import (
    CROSSING_LOOKS,
    describe_left_out,
    has_way,
    zone_words,
)
from nkrisk_geo.maps.palette import LOOKS, Look, class_looks, zone_looks
from nkrisk_geo.maps.records import SURE, PointRecords, Spot
from nkrisk_geo.model.version import __version__
from nkrisk_geo.model.wording import Wording, wording

Frame = tuple[float, float, float, float]
"""West, south, east, north in degrees."""

FRAMES: dict[str, Frame] = {
    "region": (118.0, 38.45, 131.9, 46.45),
    "border": (121.9, 39.2, 131.6, 44.0),
}


CROWD = 3_000
"""Beyond so many points their circles are not drawn, but for the one that is clicked."""


class Key(NamedTuple):
    """A line of the legend: the looks it explains, one upon the other, and the words.

    A remark explains no look.
    """

    looks: tuple[str, ...]
    words: str


class Group(NamedTuple):
    """Lines of the legend that belong together, under a heading."""

    heading: str
    keys: list[Key]


@dataclass(frozen=True, slots=True)
class Scene:
    """All that a picture shows.

    Attributes:
        ground: the fixed geography.
        records: the data, None for a map of the zones alone.
        zones: the zones shown.
        feet: for each point of the data the nearest point of the border, (lat, lng).
        reach: draw the way from each point to the border.
        frame: what is in view.
        title: a heading, None for none.
        gazetteer_version: of the data that zones and crossings are of.
        size_name: the column whose sums are the areas of the
            points, None where these are the numbers of rows.
        language: of the names of places.
        told_in: the language of its words.
    """

    ground: Backdrop
    records: PointRecords | None
    zones: tuple[Zone, ...]
    feet: tuple[tuple[float, float], ...]
    reach: bool
    frame: Frame
    title: str | None
    gazetteer_version: str
    size_name: str | None = None
    language: str = "en"
    told_in: str = "en"

    @property
    def words(self) -> Wording:
        """What it is told in."""
        return wording(self.told_in)

    @property
    def made_with(self) -> str:
        """The versions of code and data, for a credit line."""
        return self.words(
            "map.made_with", code=__version__, data=self.gazetteer_version
        )

    @property
    def spots(self) -> tuple[Spot, ...]:
        """The points of the data.

        Those with the most rows come first, so that the others lie above them.
        """
        return self.records.spots if self.records else ()

    @property
    def looks(self) -> dict[str, Look]:
        """Every look that is used here."""
        classes = self.records.classes if self.records else ()
        zones = tuple(zone.id for zone in self.zones)
        return LOOKS | zone_looks(zones) | class_looks(len(classes))

    @property
    def is_crowded(self) -> bool:
        """So many points that circles around them would hide everything."""
        return len(self.spots) > CROWD

    def look_of(self, spot: Spot) -> str:
        """The look of a spot's mark: hollow where any of its rows is less certain."""
        classes = self.records.classes if self.records else ()
        if not classes:
            return "unsure" if spot.unsure else "spot"
        look = f"class:{classes.index(spot.value)}"
        return f"{look}:unsure" if spot.unsure else look

    def spot_size(self, spot: Spot) -> float:
        """Half the width of a spot's mark.

        Its area grows with the number of rows, or with the column of sizes.
        """
        if self.records and self.records.largest:
            # There is no area for a sum below nought.
            share = max(0.0, spot.amount) / self.records.largest
            grown = 0.7 + 1.9 * math.sqrt(share)
        else:
            grown = min(2.6, 0.8 + 0.2 * math.sqrt(spot.rows))
        size = self.looks[self.look_of(spot)].size
        return size * grown * (0.45 if self.is_crowded else 1.0)

    @property
    def legend(self) -> list[Group]:
        """What the marks mean and how many rows there are, in the order of reading."""
        groups = (
            Group(self.words("map.points"), [*self._data_keys()]),
            Group(self.words("map.group_zones"), [*self._zone_keys()]),
            Group(self.words("map.group_border"), [*self._border_keys()]),
        )
        return [group for group in groups if group.keys]

    def inside(self, spot: Spot) -> bool:
        """Whether a point lies in the frame."""
        west, south, east, north = self.frame
        return west <= spot.lng <= east and south <= spot.lat <= north

    def _data_keys(self) -> Iterator[Key]:
        if self.records is None:
            return
        words = self.words
        unsure = sum(spot.unsure for spot in self.spots)
        sure = sum(spot.rows for spot in self.spots) - unsure
        classes = self.records.classes
        if sure:
            told = words("map.sure", rows=words.count_rows(sure), p=f"{SURE:.2f}")
            # With colours by a column no single look stands for all rows.
            yield Key(() if classes else ("spot",), told)
        if unsure:
            told = words("map.unsure", rows=words.count_rows(unsure))
            yield Key(() if classes else ("unsure",), told)
        yield from self._class_keys(classes)
        if self.records.largest:
            most = f"{self.records.largest:,.6g}"
            yield Key((), words("map.size", column=self.size_name, most=most))
        if self.spots and not self.is_crowded:
            yield Key(("radius",), words("map.radius"))
        if self.reach and any(map(has_way, self.spots)):
            yield Key(("reach",), words("map.reach"))
        outside = sum(spot.rows for spot in self.spots if not self.inside(spot))
        if outside:
            yield Key((), words("map.outside", rows=words.count_rows(outside)))
        yield from (Key((), told) for told in describe_left_out(self.records, words))

    def _class_keys(
        self,
        classes: tuple[str, ...],
    ) -> Iterator[Key]:
        """The values of the column that gives the colours, with the points that each colours."""
        for at, value in enumerate(classes):
            points = sum(spot.value == value for spot in self.spots)
            key = "map.class" if points == 1 else "map.classes"
            yield Key((f"class:{at}",), self.words(key, value=value, n=f"{points:,}"))
        if any(spot.is_mixed for spot in self.spots):
            yield Key((), self.words("map.mixed"))

    def _zone_keys(self) -> Iterator[Key]:
        words, present = self.words, self.ground.looks
        kinds = {"area": "map.area", "stretch": "map.stretch", "seat": "map.seats"}
        for zone in self.zones:
            shown = {
                f"{kind}:{zone.id}": words(key)
                for kind, key in kinds.items()
                if f"{kind}:{zone.id}" in present
            }
            if shown:
                told = words.join(shown.values())
                name = zone_words(zone, words)
                yield Key(tuple(shown), words("map.zone", zone=name, kinds=told))
        if "belt-50" in present:
            yield Key(("belt-50", "belt-20"), words("map.belt_20"))
            yield Key(("belt-50",), words("map.belt_50"))

    def _border_keys(self) -> Iterator[Key]:
        words, present = self.words, self.ground.looks
        yield Key(("border",), words("map.border"))
        if "sea-line" in present:
            yield Key(("sea-line",), words("map.sea"))
        for look in CROSSING_LOOKS:
            if look in present:
                yield Key((look,), words(f"map.crossing_{look}"))
