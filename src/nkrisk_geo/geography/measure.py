"""What `border` asks of the line, the islands beyond it, outlines and crossings of one gazetteer: distance, side, nearest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from pyproj import Geod

from nkrisk_geo.geography.line import BLOCK, Line, Nearest
from nkrisk_geo.model import Crossing

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nkrisk_geo.gazetteer.facts import Contact

    Vertices = tuple[Sequence[float], Sequence[float]]
    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

GEOD = Geod(ellps="WGS84")
ASIDE_M = 300.0
BESIDE_M, ENDS_M = 3_000.0, 40_000.0
STRAIGHT = 0.01
"""Sine of the smallest turn of the line at a vertex that says on which side of it the points lie that have it nearest."""
FACING_M = 50_000.0
"""So far from the line there is something opposite."""


class Measure:
    """The geometry of one gazetteer, made ready once; all methods take (n,) arrays of degrees, NaN where unknown.

    Args:
        geometry: (lats, lngs) of `border_line`, from the Yalu's mouth to the tripoint, of `sea_line`, of `dprk_outline`,
            whose northern edge is the first, and of `russia_outline`.
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
        self.line: Line = Line(*geometry["border_line"])
        self.border: Line = Line(*geometry["border_line"], islands)
        self.sea: Line = Line(*geometry["sea_line"])
        self.mainland: Any = _country(geometry["dprk_outline"])
        self.dprk: Any = _country(geometry["dprk_outline"], *islands)
        self.russia: Any = _country(geometry["russia_outline"])
        self.crossings: tuple[Crossing, ...] = tuple(crossings)
        self._from = np.array([each.from_km for each in contacts])
        self._facing = np.array(
            [*(each.facing_en for each in contacts), None], dtype=object
        )
        self._contact = np.array(
            [*(each.contact for each in contacts), None], dtype=object
        )

    def km(self, lat: Floats, lng: Floats, *, sea: bool = False) -> Floats:
        """Geodesic km to the border, or to the sea boundary where that is wanted and nearer; negative inside the DPRK."""
        known = np.isfinite(lat)
        if not known.all():
            return scatter(self.km(lat[known], lng[known], sea=sea), known)
        self.border.prepare(len(lat))
        km = np.empty(len(lat))
        for at in range(0, len(lat), BLOCK):
            block = slice(at, at + BLOCK)
            km[block] = self._sign_by_side(
                lat[block], lng[block], self.border.nearest(lat[block], lng[block])
            )
        return self._with_sea(lat, lng, km) if sea else km

    def table(
        self, lat: Floats, lng: Floats, *, sea: bool = False
    ) -> dict[str, NDArray[Any]]:
        """Arrays under the names of the fields of `Border`; None and NaN where a point is unknown."""
        known = np.isfinite(lat)
        lat, lng = lat[known], lng[known]
        found = self.border.nearest(lat, lng)
        km, (nearest_lat, nearest_lng) = (
            self._sign_by_side(lat, lng, found),
            self.border.foot(found),
        )
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

    def _on_line(self, lat: Floats, lng: Floats, found: Nearest) -> Nearest:
        """The nearest places of the line itself, for points that have an island nearer too."""
        islands = np.isnan(self.border.along(found))
        if not islands.any():
            return found
        line = self.line.nearest(lat[islands], lng[islands])
        found = Nearest(*(column.copy() for column in found))
        for column, there in zip(found, line, strict=True):
            column[islands] = there
        return found

    def _with_sea(self, lat: Floats, lng: Floats, km: Floats) -> Floats:
        """Distances, those to the sea boundary where it is nearer; the sign stays."""
        if not len(lat):
            return km
        nearest: Floats = np.minimum(
            np.abs(km), self.sea.nearest(lat, lng).metres / 1000
        )
        return np.where(km < 0, -nearest, nearest)

    def _opposite(self, found: Nearest) -> dict[str, NDArray[Any]]:
        """The DPRK county and the kind of the line at the nearest place, None for points that are not near it."""
        near = found.metres <= FACING_M
        at = (
            np.searchsorted(self._from, self.line.along(found) / 1000, side="right") - 1
        )
        at = np.where(near & (at >= 0), at, len(self._from))
        return {"facing": self._facing[at], "contact": self._contact[at]}

    def _sign_by_side(self, lat: Floats, lng: Floats, found: Nearest) -> Floats:
        """Distances with the sign of the side.

        Beside the middle of a segment the right-hand side is the DPRK. Points that have a vertex nearest lie outside the
        bend: the line turns away from them. Elsewhere (where it hardly turns, far away, beside islands, or near the ends,
        where other edges of the outline are near) the outlines are asked.
        """
        border, start = self.border, found.segment
        along = border.along(found)
        beside = (found.metres > 1) & (found.metres < BESIDE_M)
        beside &= (along > ENDS_M) & (along < border.length - ENDS_M)
        inside = border.east[start] * (lat - border.lat[start]) < border.north[
            start
        ] * (lng - border.lng[start])
        bent = np.flatnonzero((found.share == 0) | (found.share == 1))
        turn = border.turns[(found.share[bent] == 1).astype(np.int64), start[bent]]
        inside[bent] = turn > 0
        beside[bent] &= np.abs(turn) > STRAIGHT
        other = np.flatnonzero(~beside)
        inside[other] = _within(self.dprk, lat[other], lng[other])
        km = found.metres / 1000
        np.negative(km, out=km, where=inside)
        return km

    def _side(self, lat: Floats, lng: Floats, found: Nearest) -> NDArray[np.object_]:
        """Whose side: KP in the DPRK, RU in Russia's Far East, else CN beyond the line; None past the DPRK and the tripoint.

        The way from a point to its nearest point on the line does not cross the line. If its last 300 m lie in the DPRK,
        its islands aside, and the point does not, then the DPRK lies between: Ulleung has no side. Where the Yalu's
        mouth is nearest, the meridian of the mouth parts China from the rest: Dalian is CN, Seoul is neither.
        """
        foot_lat, foot_lng = self.line.foot(found)
        share = np.minimum(1, ASIDE_M / np.maximum(found.metres, 1))
        behind = _within(
            self.mainland,
            foot_lat + share * (lat - foot_lat),
            foot_lng + share * (lng - foot_lng),
        )
        along = self.line.along(found)
        ends = ((along <= 0) & (lng > self.line.lng[0])) | (along >= self.line.length)
        side: NDArray[np.object_] = np.full(len(lat), "CN", dtype=object)
        side[behind | ends] = None
        side[_within(self.russia, lat, lng)] = "RU"
        side[_within(self.dprk, lat, lng)] = "KP"
        return side

    def _find_crossings(self, lat: Floats, lng: Floats) -> dict[str, NDArray[Any]]:
        """Ids of the nearest crossings and the geodesic km to them."""
        nearest, least = (
            np.full(len(lat), None, dtype=object),
            np.full(len(lat), np.inf),
        )
        for crossing in self.crossings:
            spot = np.full(len(lat), crossing.lng), np.full(len(lat), crossing.lat)
            away = np.asarray(GEOD.inv(lng, lat, *spot)[2]) / 1000
            closer = away < least
            nearest[closer], least[closer] = crossing.id, away[closer]
        return {
            "crossing": nearest,
            "crossing_km": np.where(np.isfinite(least), least, np.nan),
        }


def _country(*rings: Vertices) -> shapely.MultiPolygon:
    """A country of these rings, made ready to be asked what lies in it."""
    parts = [shapely.polygons(np.column_stack([lng, lat])) for lat, lng in rings]
    country = shapely.multipolygons(parts)
    shapely.prepare(country)
    return country


def _within(country: shapely.MultiPolygon, lat: Floats, lng: Floats) -> Flags:
    """Whether points lie in a country or its territorial sea; its box sorts most of the others out."""
    west, south, east, north = country.bounds
    boxed = np.flatnonzero(
        (lat >= south) & (lat <= north) & (lng >= west) & (lng <= east)
    )
    inside = np.zeros(len(lat), dtype=bool)
    inside[boxed] = shapely.contains_xy(country, lng[boxed], lat[boxed])
    return inside


def scatter(column: NDArray[Any], known: Flags) -> NDArray[Any]:
    """Values for the known places put there, with NaN or None in the others."""
    if known.all():
        return column
    whole = np.full(
        len(known), None if column.dtype == object else np.nan, dtype=column.dtype
    )
    whole[known] = column
    return whole
