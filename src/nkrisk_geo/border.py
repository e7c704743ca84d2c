"""The border of China and the DPRK: how far a point is from it, on which side, and the nearest crossing.

The line is OpenStreetMap's (ODbL; `gazetteer/fetch/border_line.py`), 1,383 km from the mouth of the Yalu at 39.795533 N
124.168331 E over Changbai/Paektu to the tripoint with Russia; the sea boundary before the mouth is a line of its own.
In the rivers the border has a width of 0.3-0.5 km that both sides own, and the line in the water is a convention: read
a distance below half a kilometre as "at the river". `chainage_km` counts along the line from the mouth.

    >>> answer = border_at(lat=40.1290, lng=124.3947)  # Dandong, the seat
    >>> round(answer.km, 1), answer.band, answer.crossing, answer.side
    (1.4, '0-2', 'DD1', 'CN')
    >>> border_at(lat=124.3947, lng=40.1290)
    Traceback (most recent call last):
    nkrisk_geo.errors.InputError: lat 124.3947 is not a latitude; lat and lng look swapped
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from numbers import Real
from typing import TYPE_CHECKING, Any, Literal, overload

from nkrisk_geo.datum import datum_name, to_wgs84
from nkrisk_geo.errors import InputError
from nkrisk_geo.gazetteer import Gazetteer
from nkrisk_geo.model import Border, Crossing

if TYPE_CHECKING:
    import numpy as np
    from geopandas import GeoDataFrame
    from numpy.typing import NDArray
    from shapely import LineString, Polygon

    from nkrisk_geo.line import Line, Nearest

    Floats = NDArray[np.float64]

BANDS = (0.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0)
"""Lower ends of the distance bands in km; a band holds its lower end and not its upper one, the last has none."""

NO_CROSSING = frozenset({"russia", "sea", "sea port", "fence", "disused"})
"""Kinds in `crossings()` that are no way over the land and river border to the DPRK; never the nearest crossing."""


def band_of(km_min: float | None, km_max: float | None) -> str | None:
    """The one band that holds the whole interval: "0-2", "2-5", ... "200+".

    Args:
        km_min: shortest distance in km, None when unknown.
        km_max: longest distance, likewise.

    Returns:
        None when the ends lie in different bands, when one is unknown (None or NaN), and inside the DPRK (negative).

    >>> band_of(0, 1.9), band_of(2, 4), band_of(1.9, 2), band_of(250, 900), band_of(-1, 1)
    ('0-2', '2-5', None, '200+', None)
    """
    if km_min is None or km_max is None or not (0 <= km_min <= km_max):
        return None
    number = sum(km_min >= low for low in BANDS) - 1
    if number == len(BANDS) - 1:
        return "200+"
    return f"{BANDS[number]:.0f}-{BANDS[number + 1]:.0f}" if km_max < BANDS[number + 1] else None


@overload
def border_at(
    *, lat: float, lng: float, datum: str = ..., details: bool = ..., gazetteer: Gazetteer | None = ...
) -> Border: ...
@overload
def border_at(
    *, lat: Any, lng: Any, datum: str = ..., details: Literal[False] = ..., gazetteer: Gazetteer | None = ...
) -> Floats: ...
@overload
def border_at(
    *, lat: Any, lng: Any, datum: str = ..., details: Literal[True], gazetteer: Gazetteer | None = ...
) -> dict[str, NDArray[Any]]: ...


def border_at(
    *, lat: Any, lng: Any, datum: str = "wgs84", details: bool = False, gazetteer: Gazetteer | None = None
) -> Any:
    """Geodesic km on WGS-84 from points to the land and river border, negative inside the DPRK.

    Args:
        lat: degrees north: a number, or an array, list or Series of them.
        lng: degrees east, of the same shape.
        datum: "wgs84", or "gcj02" or "bd09" as Chinese maps give it.
        details: for arrays, a dict of arrays with the names of `Border`'s fields instead of the distances.
        gazetteer: where the line and the crossings come from; the packaged one by default.

    Returns:
        `Border` for numbers (km, km_min and km_max are the same); for arrays float64 km of the same shape, NaN where a
        coordinate is missing or impossible; with `details` the arrays km, band, crossing, crossing_km, chainage_km and
        side. `side` is "KP" in the DPRK with its territorial sea and "CN" otherwise within 1,500 km north of it, that
        is, not in the DPRK: whether it is China the caller's country knows.

    Raises:
        InputError: a number is missing, NaN, or no coordinate; shapes differ; the datum is unknown.
        GazetteerError: the gazetteer was loaded without the border line.
    """
    measure = _measure(gazetteer or Gazetteer.default())
    if _is_number(lat) and _is_number(lng):
        return measure.border(*_checked(float(lat), float(lng), datum))
    points_lat, points_lng = _columns(lat, lng, datum)
    return measure.table(points_lat, points_lng) if details else measure.km(points_lat, points_lng)


def border_line(*, sea: bool = False, gazetteer: Gazetteer | None = None) -> LineString:
    """The border from the mouth of the Yalu to the tripoint as a LineString (lng, lat; WGS-84).

    Args:
        sea: the 22 km of sea boundary instead, from the mouth to the limit of the territorial seas.
        gazetteer: where it comes from; the packaged one by default.
    """
    from shapely import LineString

    lat, lng = (gazetteer or Gazetteer.default()).geometry["sea_line" if sea else "border_line"]
    return LineString(list(zip(lng, lat, strict=True)))


def crossings(*, gazetteer: Gazetteer | None = None) -> GeoDataFrame:
    """The ports of entry as points in EPSG:4326, from the mouth of the Yalu to the tripoint, one row each.

    Columns are the fields of `Crossing`. `kind` says which are no crossing to the DPRK (`NO_CROSSING`): Hunchun's gate
    to Russia ("russia"), sea ports, a fence without a gate, a disused bridge. Mind the date in `status`.
    """
    from dataclasses import asdict

    from geopandas import GeoDataFrame, points_from_xy

    rows = [asdict(crossing) for crossing in (gazetteer or Gazetteer.default()).crossings]
    places = points_from_xy([row["lng"] for row in rows], [row["lat"] for row in rows])
    return GeoDataFrame(rows, geometry=places, crs="EPSG:4326")


class _Measure:
    """The line, the DPRK's outline and the crossings of one gazetteer, made ready once."""

    def __init__(self, geometry: Mapping[str, Any], crossings: tuple[Crossing, ...]) -> None:
        import numpy as np
        import shapely

        from nkrisk_geo.line import Line

        lat, lng = (np.asarray(column, dtype=float) for column in geometry["border_line"])
        self.line: Line = Line(lat, lng)
        lat, lng = (np.asarray(column, dtype=float) for column in geometry["dprk_outline"])
        self.dprk: Polygon = shapely.polygons(np.column_stack([lng, lat]))
        shapely.prepare(self.dprk)
        self.crossings = tuple(crossing for crossing in crossings if crossing.kind not in NO_CROSSING)

    def border(self, lat: float, lng: float) -> Border:
        """Everything about one point."""
        import numpy as np

        table = self.table(np.array([lat]), np.array([lng]))
        km = float(table["km"][0])
        return Border(
            km=km,
            km_min=km,
            km_max=km,
            band=table["band"][0],
            crossing=table["crossing"][0],
            crossing_km=float(table["crossing_km"][0]),
            chainage_km=float(table["chainage_km"][0]),
            side=table["side"][0],
        )

    def km(self, lat: Floats, lng: Floats) -> Floats:
        """Signed distances, NaN where a coordinate is."""
        import numpy as np

        known = np.isfinite(lat)
        if known.all():
            return self._signed(lat.ravel(), lng.ravel(), self.line.nearest(lat.ravel(), lng.ravel())).reshape(lat.shape)
        km = np.full(lat.shape, np.nan)
        km[known] = self.km(lat[known], lng[known])
        return km

    def table(self, lat: Floats, lng: Floats) -> dict[str, NDArray[Any]]:
        """Arrays of the shape of `lat` by field of `Border`; NaN and None where a coordinate is missing."""
        import numpy as np

        known = np.isfinite(lat)
        lat_known, lng_known = lat[known], lng[known]
        found = self.line.nearest(lat_known, lng_known)
        km = self._signed(lat_known, lng_known, found)
        columns = {
            "km": km,
            "band": np.array([band_of(value, value) for value in km.tolist()], dtype=object),
            **self._nearest_crossing(lat_known, lng_known),
            "chainage_km": self.line.along(found) / 1000,
            "side": np.where(self._inside(lat_known, lng_known), "KP", "CN").astype(object),
        }
        return {name: _spread(column, known) for name, column in columns.items()}

    def _signed(self, lat: Floats, lng: Floats, found: Nearest) -> Floats:
        km = found.metres / 1000
        return _negated(km, self._inside(lat, lng))

    def _inside(self, lat: Floats, lng: Floats) -> NDArray[np.bool_]:
        """Whether points lie in the DPRK or its territorial sea; its box sorts most others out."""
        import numpy as np
        import shapely

        west, south, east, north = self.dprk.bounds
        boxed = (lat >= south) & (lat <= north) & (lng >= west) & (lng <= east)
        inside = np.zeros(len(lat), dtype=bool)
        inside[boxed] = shapely.contains_xy(self.dprk, lng[boxed], lat[boxed])
        return inside

    def _nearest_crossing(self, lat: Floats, lng: Floats) -> dict[str, NDArray[Any]]:
        """Ids of the nearest DPRK crossings and the geodesic km to them."""
        import numpy as np
        from pyproj import Geod

        if not self.crossings:
            return {"crossing": np.full(len(lat), None), "crossing_km": np.full(len(lat), np.nan)}
        away = np.full((len(self.crossings), len(lat)), np.inf)
        for row, crossing in zip(away, self.crossings, strict=True):
            spot = np.full(len(lat), crossing.lng), np.full(len(lat), crossing.lat)
            row[:] = Geod(ellps="WGS84").inv(lng, lat, *spot)[2]
        names = np.array([crossing.id for crossing in self.crossings], dtype=object)
        return {"crossing": names[away.argmin(axis=0)], "crossing_km": away.min(axis=0) / 1000}
