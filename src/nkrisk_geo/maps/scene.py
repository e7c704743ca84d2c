"""What is in a picture, before anything is drawn: shapes by degrees, each with the name of its look.

A `Scene` is drawn by three hands that know nothing of addresses: `figure` (matplotlib), `still` (an SVG without any
program that runs) and `page` (a map to move about in). What they show is decided here once for all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from nkrisk_geo.maps.backdrop import Backdrop
from nkrisk_geo.maps.captions import CROSSING_LOOKS, has_way, without_words
from nkrisk_geo.maps.palette import LOOKS, Look, zone_looks
from nkrisk_geo.maps.records import SURE, PointRecords, Spot
from nkrisk_geo.model.wording import Wording, wording

Frame = tuple[float, float, float, float]
"""West, south, east, north in degrees."""

FRAMES: dict[str, Frame] = {
    "region": (115.6, 38.45, 131.9, 46.45),
    "border": (121.9, 39.2, 131.6, 44.0),
}


CROWD = 3_000
"""Beyond so many points their circles are not drawn, but for the one that is clicked."""


class Key(NamedTuple):
    """A line of the legend: the looks it explains, one upon the other (none for a remark), and the words."""

    looks: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Scene:
    """All that a picture shows.

    Attributes:
        ground: the fixed geography.
        records: the data, None for a map of the zones alone.
        zones: ids of the zones shown.
        feet: for each point of the data the nearest point of the border, (lat, lng).
        reach: draw the way from each point to the border.
        frame: what is in view.
        title: a heading, None for none.
        language: of its words.
    """

    ground: Backdrop
    records: PointRecords | None
    zones: tuple[str, ...]
    feet: tuple[tuple[float, float], ...]
    reach: bool
    frame: Frame
    title: str | None
    language: str = "en"

    @property
    def words(self) -> Wording:
        """What it is told in."""
        return wording(self.language)

    @property
    def spots(self) -> tuple[Spot, ...]:
        """The points of the data, those with the most rows first, so that the others lie above them."""
        return self.records.spots if self.records else ()

    @property
    def looks(self) -> dict[str, Look]:
        """Every look that is used here."""
        return LOOKS | zone_looks(self.zones)

    @property
    def is_crowded(self) -> bool:
        """So many points that circles around them would hide everything."""
        return len(self.spots) > CROWD

    def look_of(self, spot: Spot) -> str:
        """The look of a spot's mark: hollow where any of its rows is less certain."""
        return "unsure" if spot.unsure else "spot"

    @property
    def legend(self) -> list[Key]:
        """What the marks mean and how many rows there are, in the order of reading."""
        return [*self._data_keys(), *self._ground_keys()]

    @property
    def legend_right(self) -> bool:
        """Whether the legend is at home below right, in the DPRK, and not above left, west of the two provinces."""
        west, _, _, north = self.frame
        return not (west < 118.6 and north > 45.5)

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
        if sure:
            told = words("map.sure", rows=words.counted(sure), p=f"{SURE:.2f}")
            yield Key(("spot",), told)
        if unsure:
            yield Key(("unsure",), words("map.unsure", rows=words.counted(unsure)))
        if self.spots and not self.is_crowded:
            yield Key(("radius",), words("map.radius"))
        if self.reach and any(map(has_way, self.spots)):
            yield Key(("reach",), words("map.reach"))
        outside = sum(spot.rows for spot in self.spots if not self.inside(spot))
        if outside:
            yield Key((), words("map.outside", rows=words.counted(outside)))
        yield from (Key((), told) for told in without_words(self.records, words))

    def _ground_keys(self) -> Iterator[Key]:
        words, present = self.words, self.ground.looks
        yield Key(("border",), words("map.border"))
        kinds = {"area": "map.area", "stretch": "map.stretch", "seat": "map.seats"}
        for zone in self.zones:
            shown = {
                f"{kind}:{zone}": words(key)
                for kind, key in kinds.items()
                if f"{kind}:{zone}" in present
            }
            if shown:
                told = words.listed(shown.values())
                yield Key(tuple(shown), words("map.zone", zone=words.short_zone(zone), kinds=told))
        if "belt-50" in present:
            yield Key(("belt-50", "belt-20"), words("map.belt_20"))
            yield Key(("belt-50",), words("map.belt_50"))
        if "sea-line" in present:
            yield Key(("sea-line",), words("map.sea"))
        for look in CROSSING_LOOKS:
            if look in present:
                yield Key((look,), words(f"map.crossing_{look}"))
