"""The border of China and the DPRK: how far a point is from it, on which side, and the nearest crossing.

The line is OpenStreetMap's (ODbL; `gazetteer/fetch/border_line.py`), 1,392 km from the mouth of the Yalu at 39.795867 N
124.164063 E over Changbai/Paektu to the tripoint with Russia; the sea boundary before the mouth is a line of its own.
On the lower Tumen 22 islands and old bends of the river on the Chinese side of the line are the DPRK's: a distance is that
to the line or to the outline of one of them, whichever is nearer.
In the rivers the border has a width of 0.3-0.5 km that both sides own, and the line in the water is a convention: read
a distance below half a kilometre as "at the river". `chainage_km` counts along the line from the mouth.

    >>> answer = border_at(lat=40.1290, lng=124.3947)  # Dandong, the seat
    >>> round(answer.km, 1), answer.band, answer.crossing, answer.side
    (0.4, '0-2', 'DD1', 'CN')
    >>> border_at(lat=124.3947, lng=40.1290)
    Traceback (most recent call last):
    nkrisk_geo.model.errors.InputError: lat 124.395 is not a latitude; lat and lng look swapped
"""

from __future__ import annotations

import math
from functools import lru_cache
from numbers import Real
from typing import TYPE_CHECKING, Any, Literal, overload

from nkrisk_geo.gazetteer.bands import BAND_NAMES, BANDS
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.geography.datum import datum_name, to_wgs84
from nkrisk_geo.model import Border
from nkrisk_geo.model.errors import InputError, not_installed

if TYPE_CHECKING:
    import numpy as np
    from geopandas import GeoDataFrame
    from numpy.typing import NDArray
    from shapely import LineString, MultiLineString

    from nkrisk_geo.geography.measure import Measure

    Floats = NDArray[np.float64]

NO_CROSSING = frozenset({"russia", "sea", "sea port", "fence", "disused"})
"""Kinds in `crossings()` that are no way over the land and river border to the DPRK; never the nearest crossing."""


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
    """Geodesic km on WGS-84 from points to the land and river border, negative inside the DPRK and its islands.

    Args:
        lat: degrees north: a number, or an array, list or Series of them.
        lng: degrees east, of the same shape.
        datum: "wgs84", or "gcj02" or "bd09" as Chinese maps give it.
        details: for arrays, a dict of arrays with the names of `Border`'s fields instead of the distances.
        sea: the distance is that to the sea boundary where that is nearer; all else stays with the land and river border.
        gazetteer: where the line and the crossings come from; the packaged one by default.

    Returns:
        `Border` for numbers (km and the ends of its intervals are the same); for arrays float64 km of the same shape, NaN where a
        coordinate is missing or impossible; with `details` the arrays km, band, crossing, crossing_km, chainage_km, side,
        nearest_lat, nearest_lng, facing and contact (the last two None farther than 50 km from the line). The nearest place
        may be on the outline of an island; chainage, facing and contact are those of the line where that is nearest.
        `side` is "KP" in the DPRK, "RU" in Primorye and Khabarovsk (south of 49 N, west of 140 E), both with their
        territorial seas; elsewhere the side of the line and not a country: "CN" beyond the line from the DPRK, None past
        the tripoint and past the DPRK (Seoul).

    Raises:
        InputError: a number is missing, NaN, or no coordinate; shapes differ; the datum is unknown.
        GazetteerError: the gazetteer was loaded without the border line.
    """
    measure = _measure(gazetteer or Gazetteer.default())
    if _is_number(lat) and _is_number(lng):
        return _one(measure, *_check_point(lat, lng, datum), sea=sea)
    lats, lngs = _columns(lat, lng, datum)
    if not details:
        return measure.km(lats.ravel(), lngs.ravel(), sea=sea).reshape(lats.shape)
    table = measure.table(lats.ravel(), lngs.ravel(), sea=sea)
    table["band"] = _bands(table["km"])
    return {name: column.reshape(lats.shape) for name, column in table.items()}


@overload
def border_line(
    *, sea: bool = ..., islands: Literal[False] = ..., gazetteer: Gazetteer | None = ...
) -> LineString: ...
@overload
def border_line(
    *, sea: bool = ..., islands: Literal[True], gazetteer: Gazetteer | None = ...
) -> MultiLineString: ...


def border_line(
    *, sea: bool = False, islands: bool = False, gazetteer: Gazetteer | None = None
) -> LineString | MultiLineString:
    """The border from the mouth of the Yalu to the tripoint as a LineString (lng, lat; WGS-84).

    Args:
        sea: the 19 km of sea boundary instead, from the mouth to the limit of the territorial seas.
        islands: as a MultiLineString, with the outlines of the DPRK's islands on the Chinese side behind the line, from
            the mouth to the tripoint: everything that distances are measured to.
        gazetteer: where it comes from; the packaged one by default.
    """
    from shapely import MultiLineString

    gazetteer = gazetteer or Gazetteer.default()
    lines = [
        gazetteer.geometry["sea_line" if sea else "border_line"],
        *(gazetteer.islands if islands else ()),
    ]
    every = MultiLineString([list(zip(lng, lat, strict=True)) for lat, lng in lines])
    return every if islands else every.geoms[0]


def crossings(*, gazetteer: Gazetteer | None = None) -> GeoDataFrame:
    """The ports of entry as points in EPSG:4326, from the mouth of the Yalu to the tripoint, one row each.

    Columns are the fields of `Crossing`. `kind` says which are no crossing to the DPRK (`NO_CROSSING`): Hunchun's gate
    to Russia ("russia"), sea ports, a fence without a gate, a disused bridge. Mind the date in `status`.
    """
    from dataclasses import asdict

    try:
        from geopandas import GeoDataFrame, points_from_xy
    except ImportError:
        raise not_installed("geopandas") from None

    rows = [
        asdict(crossing) for crossing in (gazetteer or Gazetteer.default()).crossings
    ]
    places = points_from_xy([row["lng"] for row in rows], [row["lat"] for row in rows])
    return GeoDataFrame(rows, geometry=places, crs="EPSG:4326")


@lru_cache(maxsize=4)
def _measure(gazetteer: Gazetteer) -> Measure:
    from nkrisk_geo.geography.measure import Measure

    ways = (
        crossing for crossing in gazetteer.crossings if crossing.kind not in NO_CROSSING
    )
    return Measure(gazetteer.geometry, gazetteer.islands, ways, gazetteer.contacts)


def _one(measure: Measure, lat: float, lng: float, *, sea: bool) -> Border:
    """Everything about one point."""
    import numpy as np

    row = {
        name: column[0]
        for name, column in measure.table(
            np.array([lat]), np.array([lng]), sea=sea
        ).items()
    }
    km = float(row["km"])
    return Border(
        km=km,
        km_q05=km,
        km_q95=km,
        km_min=km,
        km_max=km,
        band=band_of(km),
        crossing=row["crossing"],
        crossing_km=None if row["crossing"] is None else float(row["crossing_km"]),
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

    names = [None, *map(band_of, BANDS)]
    known = np.nan_to_num(km, nan=-1.0)
    return np.array(names, dtype=object)[np.searchsorted(BANDS, known, side="right")]


def _is_number(value: Any) -> bool:
    return value is None or isinstance(value, Real)


def _check_point(lat: Any, lng: Any, datum: str) -> tuple[float, float]:
    """A point's coordinates in WGS-84.

    Raises:
        InputError: it is no point on earth.
    """
    for name, value in (("lat", lat), ("lng", lng)):
        if value is None or not math.isfinite(value):
            raise InputError(f"{name} is {value}: coordinates are numbers in degrees")
    if abs(lat) > 90:
        swapped = (
            "; lat and lng look swapped" if abs(lng) <= 90 and abs(lat) <= 180 else ""
        )
        raise InputError(f"lat {lat:g} is not a latitude{swapped}")
    if abs(lng) > 180:
        raise InputError(f"lng {lng:g} is not a longitude")
    return to_wgs84(lat=float(lat), lng=float(lng), datum=datum)


def _columns(lat: Any, lng: Any, datum: str) -> tuple[Floats, Floats]:
    """Float arrays of one shape in WGS-84, NaN in both where either is missing or impossible.

    Raises:
        InputError: they are no numbers, or their shapes differ.
    """
    import numpy as np

    datum = datum_name(datum)
    try:
        lat, lng = np.array(lat, dtype=float), np.array(lng, dtype=float)
    except (TypeError, ValueError) as error:
        raise InputError(
            f"lat and lng must be numbers or arrays of numbers: {error}"
        ) from None
    if lat.shape != lng.shape:
        raise InputError(f"lat has the shape {lat.shape}, lng {lng.shape}")
    with np.errstate(invalid="ignore"):
        possible = (np.abs(lat) <= 90) & (np.abs(lng) <= 180)
    lat[~possible] = lng[~possible] = np.nan
    return to_wgs84(lat=lat, lng=lng, datum=datum)
