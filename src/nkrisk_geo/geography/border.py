"""The border of China and the DPRK: how far a point is, on which side, and the nearest crossing.

The line is OpenStreetMap's (ODbL; `gazetteer/fetch/border_line.py`), 1,392 km from the mouth
of the Yalu at 39.795867 N 124.164063 E over Changbai/Paektu to the tripoint with Russia; the
sea boundary before the mouth is a line of its own. On the lower Tumen 22 islands and old bends
of the river on the Chinese side of the line are the DPRK's: a distance is that to the line or
to the outline of one of them, whichever is nearer. In the rivers the border has a width of
0.3-0.5 km that both sides own, and the line in the water is a convention: read a distance
below half a kilometre as "at the river". `chainage_km` counts along the line from the mouth.

    >>> answer = border_at(lat=40.1290, lng=124.3947)  # Dandong, the seat
    >>> round(answer.km, 1), answer.band, answer.crossing, answer.side
    (0.4, '0-2', 'DD1', 'CN')
    >>> border_at(lat=124.3947, lng=40.1290)
    Traceback (most recent call last):
    nkrisk_geo.model.errors.InputError: lat 124.395 is not a latitude; lat and lng look swapped
"""

from __future__ import annotations

from functools import lru_cache
from numbers import Real
from typing import TYPE_CHECKING, Any, Literal, overload

from nkrisk_geo.gazetteer.bands import BAND_NAMES, BANDS
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.geography.degrees import check_point, point_arrays
from nkrisk_geo.model import Border
from nkrisk_geo.model.errors import not_installed

if TYPE_CHECKING:
    import numpy as np
    from geopandas import GeoDataFrame
    from numpy.typing import NDArray
    from shapely import LineString, MultiLineString

    from nkrisk_geo.geography.measure import Measure

    Floats = NDArray[np.float64]

NO_CROSSING = frozenset({"russia", "sea", "sea port", "fence", "disused"})
"""Kinds in `crossings()` that are no way over the land and
river border to the DPRK; never the nearest crossing."""


def band_of(km: float | None) -> str | None:
    """The band of a distance in km: "0-2", "2-5", ... "200+".

    Returns:
        None when the distance is unknown (None or NaN), and inside the DPRK (negative).

    >>> band_of(0), band_of(1.99), band_of(2), band_of(900), band_of(-1)
    ('0-2', '0-2', '2-5', '200+', None)
    """
    if km is None or not km >= 0:
        return None
    return BAND_NAMES[sum(km >= low for low in BANDS) - 1]


@overload
def border_at(
    *,
    lat: float,
    lng: float,
    datum: str = ...,
    details: bool = ...,
    sea: bool = ...,
    gazetteer: Gazetteer | None = ...,
) -> Border: ...
@overload
def border_at(
    *,
    lat: Any,
    lng: Any,
    datum: str = ...,
    details: Literal[False] = ...,
    sea: bool = ...,
    gazetteer: Gazetteer | None = ...,
) -> Floats: ...
@overload
def border_at(
    *,
    lat: Any,
    lng: Any,
    datum: str = ...,
    details: Literal[True],
    sea: bool = ...,
    gazetteer: Gazetteer | None = ...,
) -> dict[str, NDArray[Any]]: ...


def border_at(
    *,
    lat: Any,
    lng: Any,
    datum: str = "wgs84",
    details: bool = False,
    sea: bool = False,
    gazetteer: Gazetteer | None = None,
) -> Any:
    """Geodesic km on WGS-84 from points to the land and river border, negative inside the DPRK.

    Its islands on the Chinese side of the line are inside it.

    Args:
        lat: degrees north: a number, or an array, list or Series of them.
        lng: degrees east, of the same shape.
        datum: "wgs84", or "gcj02" or "bd09" as Chinese maps give it.
        details: for arrays, a dict of arrays with the names
            of `Border`'s fields instead of the distances.
        sea: the distance is that to the sea boundary where that is
            nearer; all else stays with the land and river border.
        gazetteer: where the line and the crossings come from; the packaged one by default.

    Returns:
        `Border` for numbers (km and the ends of its intervals are the same); for arrays
        float64 km of the same shape, NaN where a coordinate is missing or impossible; with
        `details` the arrays km, band, crossing, crossing_km, chainage_km, side,
        nearest_lat, nearest_lng, facing and contact (the last two None farther than 50 km
        from the line). The nearest place may be on the outline of an island; chainage,
        facing and contact are those of the line where that is nearest. `side` is "KP" in
        the DPRK, "RU" in Primorye and Khabarovsk (south of 49 N, west of 140 E), both with
        their territorial seas; elsewhere the side of the line and not a country: "CN"
        beyond the line from the DPRK, None past the tripoint and past the DPRK (Seoul).

    Raises:
        InputError: a number is missing, NaN, or no coordinate; shapes differ; the datum is unknown.
        GazetteerError: the gazetteer was loaded without the border line.
    """
    measure = _measure(gazetteer or Gazetteer.default())
    if _is_number(lat) and _is_number(lng):
        return _one(measure, *check_point(lat, lng, datum), sea=sea)
    lats, lngs = point_arrays(lat, lng, datum)
    shape = lats.shape
    # Geometry knows only rows of points; the shape of the caller's arrays is put back.
    lats, lngs = lats.ravel(), lngs.ravel()
    if not details:
        return measure.km(lats, lngs, sea=sea).reshape(shape)
    table = measure.table(lats, lngs, sea=sea)
    table["band"] = _bands(table["km"])
    return {name: column.reshape(shape) for name, column in table.items()}


@overload
def border_line(
    *,
    sea: bool = ...,
    islands: Literal[False] = ...,
    gazetteer: Gazetteer | None = ...,
) -> LineString: ...
@overload
def border_line(
    *,
    sea: bool = ...,
    islands: Literal[True],
    gazetteer: Gazetteer | None = ...,
) -> MultiLineString: ...


def border_line(
    *,
    sea: bool = False,
    islands: bool = False,
    gazetteer: Gazetteer | None = None,
) -> LineString | MultiLineString:
    """The border from the mouth of the Yalu to the tripoint as a LineString (lng, lat; WGS-84).

    Args:
        sea: the 19 km of sea boundary instead, from the mouth to the limit of the territorial seas.
        islands: as a MultiLineString, with the outlines of the DPRK's
            islands on the Chinese side behind the line, from the mouth
            to the tripoint: everything that distances are measured to.
        gazetteer: where it comes from; the packaged one by default.
    """
    from shapely import MultiLineString

    gazetteer = gazetteer or Gazetteer.default()
    line = gazetteer.geometry["sea_line" if sea else "border_line"]
    lines = [line, *(gazetteer.islands if islands else ())]
    # Shapely's order is x before y.
    vertices = [list(zip(lng, lat, strict=True)) for lat, lng in lines]
    every = MultiLineString(vertices)
    return every if islands else every.geoms[0]


def crossings(*, gazetteer: Gazetteer | None = None) -> GeoDataFrame:
    """The ports of entry as points in EPSG:4326, one row each.

    They go from the mouth of the Yalu to the tripoint. Columns are the fields of `Crossing`.
    `kind` says which are no crossing to the DPRK (`NO_CROSSING`): Hunchun's gate to Russia
    ("russia"), sea ports, a fence without a gate, a disused bridge. Mind the date in `status`.
    """
    from dataclasses import asdict

    try:
        from geopandas import GeoDataFrame, points_from_xy
    except ImportError:
        raise not_installed("geopandas") from None

    gazetteer = gazetteer or Gazetteer.default()
    rows = [asdict(crossing) for crossing in gazetteer.crossings]
    east = [row["lng"] for row in rows]
    north = [row["lat"] for row in rows]
    places = points_from_xy(east, north)
    return GeoDataFrame(rows, geometry=places, crs="EPSG:4326")


@lru_cache(maxsize=4)
def _measure(gazetteer: Gazetteer) -> Measure:
    from nkrisk_geo.geography.measure import Measure

    every = gazetteer.crossings
    ways = [crossing for crossing in every if crossing.kind not in NO_CROSSING]
    return Measure(gazetteer.geometry, gazetteer.islands, ways, gazetteer.contacts)


def _one(
    measure: Measure,
    lat: float,
    lng: float,
    *,
    sea: bool,
) -> Border:
    """Everything about one point."""
    import numpy as np

    lats, lngs = np.array([lat]), np.array([lng])
    table = measure.table(lats, lngs, sea=sea)
    row = {name: column[0] for name, column in table.items()}
    km = float(row["km"])
    # Without a crossing its distance is NaN, which `Border` does not know.
    crossing = row["crossing"]
    crossing_km = None if crossing is None else float(row["crossing_km"])
    return Border(
        km=km,
        km_q05=km,
        km_q95=km,
        km_min=km,
        km_max=km,
        band=band_of(km),
        crossing=crossing,
        crossing_km=crossing_km,
        chainage_km=float(row["chainage_km"]),
        facing=row["facing"],
        side=row["side"],
        contact=row["contact"],
        nearest_lat=round(float(row["nearest_lat"]), 6),
        nearest_lng=round(float(row["nearest_lng"]), 6),
    )


def _bands(km: Floats) -> NDArray[np.object_]:
    """`band_of` for single distances."""
    import numpy as np

    # Below the lowest band, that is inside the DPRK or nowhere, there is no name.
    names = np.array([None, *map(band_of, BANDS)], dtype=object)
    known = np.nan_to_num(km, nan=-1.0)
    at = np.searchsorted(BANDS, known, side="right")
    bands: NDArray[np.object_] = names[at]
    return bands


def _is_number(value: Any) -> bool:
    return value is None or isinstance(value, Real)
