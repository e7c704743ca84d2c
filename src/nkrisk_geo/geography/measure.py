"""What `border` asks of the geometry of one gazetteer: distance, side, what is nearest.

It consists of the line, the islands beyond it, the outlines of countries, and the crossings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from pyproj import Geod

from nkrisk_geo.geography.line import BLOCK, Line, Nearest, Vertices
from nkrisk_geo.geography.territories import Territory
from nkrisk_geo.model import Crossing

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nkrisk_geo.gazetteer.facts import Contact

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Words = NDArray[np.object_]
    Columns = dict[str, NDArray[Any]]

GEOD = Geod(ellps="WGS84")
ASIDE_M = 300.0
BESIDE_M, ENDS_M = 3_000.0, 40_000.0
STRAIGHT = 0.01
"""Sine of the smallest turn of the line at a vertex that says
on which side of it the points lie that have it nearest."""
FACING_M = 50_000.0
"""So far from the line there is something opposite."""


class Measure:
    """The geometry of one gazetteer, made ready once.

    All methods take (n,) arrays of degrees, NaN where unknown.

    Args:
        geometry: (lats, lngs) of `border_line`, from the Yalu's mouth to the tripoint, of
            `sea_line`, of `dprk_outline`, whose northern edge is the first, and of
            `russia_outline`.
        islands: (lats, lngs) of the rings of the DPRK's islands beyond the line.
        crossings: those that can be the nearest.
        contacts: what lies along the line, in its order.
    """

    def __init__(
        self,
        geometry: Mapping[str, Vertices],
        islands: Sequence[Vertices],
        crossings: Iterable[Crossing],
        contacts: Sequence[Contact] = (),
    ) -> None:
        line, dprk = geometry["border_line"], geometry["dprk_outline"]
        self.line: Line = Line(*line)
        # Distances are measured to the islands too; chainage and side are the line's alone.
        self.border: Line = Line(*line, islands)
        self.sea: Line = Line(*geometry["sea_line"])
        self.mainland: Territory = Territory(dprk)
        self.dprk: Territory = Territory(dprk, *islands)
        self.russia: Territory = Territory(geometry["russia_outline"])
        self.crossings: tuple[Crossing, ...] = tuple(crossings)

        self._from = np.array([each.from_km for each in contacts])
        # The None at the end is for points that have nothing opposite.
        self._facing = _words(each.facing_en for each in contacts)
        self._contact = _words(each.contact for each in contacts)

    def km(
        self,
        lat: Floats,
        lng: Floats,
        *,
        sea: bool = False,
    ) -> Floats:
        """Geodesic km to the border, negative inside the DPRK.

        With `sea` to the sea boundary where that is nearer.
        """
        known = np.isfinite(lat)
        if not known.all():
            return scatter(self.km(lat[known], lng[known], sea=sea), known)
        # For all points, not for those of a block: a net may be worth it.
        self.border.prepare(len(lat))
        km = np.empty(len(lat))
        for at in range(0, len(lat), BLOCK):
            block = slice(at, at + BLOCK)
            lats, lngs = lat[block], lng[block]
            found = self.border.nearest(lats, lngs)
            km[block] = self._sign_by_side(lats, lngs, found)
        return self._with_sea(lat, lng, km) if sea else km

    def table(
        self,
        lat: Floats,
        lng: Floats,
        *,
        sea: bool = False,
    ) -> Columns:
        """Arrays by the names of the fields of `Border`; None and NaN where a point is unknown."""
        known = np.isfinite(lat)
        lat, lng = lat[known], lng[known]
        found = self.border.nearest(lat, lng)
        km = self._sign_by_side(lat, lng, found)
        nearest_lat, nearest_lng = self.border.foot(found)
        found = self._on_line(lat, lng, found)
        columns = {
            "km": self._with_sea(lat, lng, km) if sea else km,
            **self._find_crossings(lat, lng),
            "chainage_km": self.line.along(found) / 1000,
            "side": self._side(lat, lng, found),
            "nearest_lat": nearest_lat,
            "nearest_lng": nearest_lng,
            **self._opposite(found),
        }
        return {name: scatter(column, known) for name, column in columns.items()}

    def _on_line(
        self,
        lat: Floats,
        lng: Floats,
        found: Nearest,
    ) -> Nearest:
        """The nearest places of the line itself, for points that have an island nearer too."""
        islands = np.isnan(self.border.along(found))
        if not islands.any():
            return found
        line = self.line.nearest(lat[islands], lng[islands])
        found = Nearest(*(column.copy() for column in found))
        for column, there in zip(found, line, strict=True):
            column[islands] = there
        return found

    def _with_sea(
        self,
        lat: Floats,
        lng: Floats,
        km: Floats,
    ) -> Floats:
        """Distances, those to the sea boundary where it is nearer; the sign stays."""
        if not len(lat):
            return km
        to_sea = self.sea.nearest(lat, lng).metres / 1000
        nearest: Floats = np.minimum(np.abs(km), to_sea)
        return np.where(km < 0, -nearest, nearest)

    def _opposite(self, found: Nearest) -> Columns:
        """The DPRK county and the kind of the line at the nearest place, None where that is far."""
        near = found.metres <= FACING_M
        along = self.line.along(found) / 1000
        # The last stretch that begins before the place.
        at = np.searchsorted(self._from, along, side="right") - 1
        told = near & (at >= 0)
        at = np.where(told, at, len(self._from))
        return {"facing": self._facing[at], "contact": self._contact[at]}

    def _sign_by_side(
        self,
        lat: Floats,
        lng: Floats,
        found: Nearest,
    ) -> Floats:
        """Distances with the sign of the side.

        Beside the middle of a segment the right-hand side is the DPRK. Points that have a vertex
        nearest lie outside the bend: the line turns away from them. Elsewhere (where it hardly
        turns, far away, beside islands, or near the ends, where other edges of the outline are
        near) the outlines are asked.
        """
        border, start = self.border, found.segment
        along = border.along(found)
        beside = (found.metres > 1) & (found.metres < BESIDE_M)
        # On islands `along` is NaN, which is neither more nor less.
        beside &= (along > ENDS_M) & (along < border.length - ENDS_M)

        north = lat - border.lat[start]
        east = lng - border.lng[start]
        inside = border.east[start] * north < border.north[start] * east
        at_end = found.share == 1
        bent = np.flatnonzero((found.share == 0) | at_end)
        # The first row of the turns is that at the begin of a segment, the second at its end.
        row = at_end[bent].astype(np.int64)
        turn = border.turns[row, start[bent]]
        inside[bent] = turn > 0
        beside[bent] &= np.abs(turn) > STRAIGHT

        other = np.flatnonzero(~beside)
        inside[other] = self.dprk.holds(lat[other], lng[other])
        km = found.metres / 1000
        np.negative(km, out=km, where=inside)
        return km

    def _side(
        self,
        lat: Floats,
        lng: Floats,
        found: Nearest,
    ) -> Words:
        """Whose side: KP in the DPRK, RU in Russia's Far East, else CN beyond the line.

        None past the DPRK and the tripoint. The way from a point to its nearest point on the line
        does not cross the line. If its last 300 m lie in the DPRK, its islands aside, and the point
        does not, then the DPRK lies between: Ulleung has no side. Where the Yalu's mouth is
        nearest, the meridian of the mouth parts China from the rest: Dalian is CN, Seoul is
        neither.
        """
        foot_lat, foot_lng = self.line.foot(found)
        metres = np.maximum(found.metres, 1)
        share = np.minimum(1, ASIDE_M / metres)
        aside_lat = foot_lat + share * (lat - foot_lat)
        aside_lng = foot_lng + share * (lng - foot_lng)
        behind = self.mainland.holds(aside_lat, aside_lng)

        along = self.line.along(found)
        mouth_lng = self.line.lng[0]
        past_mouth = (along <= 0) & (lng > mouth_lng)
        past_tripoint = along >= self.line.length
        side: Words = np.full(len(lat), "CN", dtype=object)
        side[behind | past_mouth | past_tripoint] = None
        side[self.russia.holds(lat, lng)] = "RU"
        side[self.dprk.holds(lat, lng)] = "KP"
        return side

    def _find_crossings(self, lat: Floats, lng: Floats) -> Columns:
        """Ids of the nearest crossings and the geodesic km to them."""
        count = len(lat)
        nearest = np.full(count, None, dtype=object)
        least = np.full(count, np.inf)
        # Some dozen crossings: each against all points is quicker than a search.
        for crossing in self.crossings:
            east = np.full(count, crossing.lng)
            north = np.full(count, crossing.lat)
            _, _, metres = GEOD.inv(lng, lat, east, north)
            away = np.asarray(metres) / 1000
            closer = away < least
            nearest[closer] = crossing.id
            least[closer] = away[closer]
        least[np.isinf(least)] = np.nan
        return {"crossing": nearest, "crossing_km": least}


def _words(values: Iterable[str]) -> Words:
    """Words, and None behind the last."""
    return np.array([*values, None], dtype=object)


def scatter(
    column: NDArray[Any],
    known: Flags,
) -> NDArray[Any]:
    """Values for the known places put there, with NaN or None in the others."""
    if known.all():
        return column
    nothing = None if column.dtype == object else np.nan
    whole = np.full(len(known), nothing, dtype=column.dtype)
    whole[known] = column
    return whole
