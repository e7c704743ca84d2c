"""From what the caller gives to a scene."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.maps.backdrop import backdrop, nearest_border_points
from nkrisk_geo.maps.columns import Chosen, columns_of
from nkrisk_geo.maps.place_names import check_language
from nkrisk_geo.maps.point_records import gather
from nkrisk_geo.maps.records import PointRecords, Spot
from nkrisk_geo.maps.scene import FRAMES, Frame, Scene
from nkrisk_geo.maps.zone_shapes import chosen_zones
from nkrisk_geo.model.errors import InputError
from nkrisk_geo.model.wording import wording

FEW = 12
"""Up to so many points the way to the border is drawn for
each, unless the caller says otherwise."""


def compose(
    data: Any,
    *,
    prefix: str,
    chosen: Chosen,
    zones: Any,
    crossings: bool,
    belts: bool,
    ways: bool | None,
    frame: str | Sequence[float],
    title: str | None,
    max_points: int,
    names: str,
    gazetteer: Gazetteer | None,
    counts: Sequence[int] | None = None,
    lang: str = "en",
) -> Scene:
    """The scene for the arguments of `plot` and `explore`, which say what they mean.

    See `nkrisk_geo.maps.point_records.gather` for `counts`.
    """
    ground = gazetteer or Gazetteer.default()
    shown = chosen_zones(ground, zones)
    records = None
    if data is not None:
        columns = columns_of(data, prefix=prefix, chosen=chosen, gazetteer=gazetteer)
        records = gather(columns, max_points, counts)
    spots = records.spots if records else ()
    points = [(spot.lat, spot.lng) for spot in spots]
    # Many ways cross each other and show nothing.
    with_ways = len(spots) <= FEW if ways is None else ways
    return Scene(
        ground=backdrop(
            ground,
            shown,
            crossings=crossings,
            belts=belts,
            names=check_language(names),
            language=wording(lang).language,
        ),
        records=records,
        zones=shown,
        feet=tuple(nearest_border_points(ground, points)),
        reach=bool(spots) and with_ways,
        frame=_frame(frame, records),
        title=title,
        gazetteer_version=ground.version,
        size_name=chosen.size,
        language=names,
        told_in=lang,
    )


def _frame(
    frame: str | Sequence[float],
    records: PointRecords | None,
) -> Frame:
    """The frame meant by a name or by its four sides."""
    if isinstance(frame, str):
        return _named_frame(frame, records.spots if records else ())
    try:
        west, south, east, north = (float(side) for side in frame)
    except (TypeError, ValueError):
        raise InputError("a frame is (west, south, east, north) in degrees") from None
    if not (-180 <= west < east <= 180 and -85 <= south < north <= 85):
        raise InputError(
            "a frame is (west, south, east, north) in degrees, "
            "west of east and south of north"
        )
    return west, south, east, north


def _named_frame(name: str, spots: Sequence[Spot]) -> Frame:
    """The frame of a name; around no data it is that of the region."""
    if name == "data":
        return _frame_around(spots) if spots else FRAMES["region"]
    if name in FRAMES:
        return FRAMES[name]
    known = ", ".join(FRAMES)
    raise InputError(f"there is no frame {name!r}; give {known}, data, or four degrees")


def _frame_around(spots: Sequence[Spot]) -> Frame:
    """All points with a margin, at least 100 km wide."""
    lats = [spot.lat for spot in spots]
    lngs = [spot.lng for spot in spots]
    lat = (min(lats) + max(lats)) / 2
    lng = (min(lngs) + max(lngs)) / 2

    # A degree of longitude counts 0.72 of one of latitude, about what it is at 44 degrees north.
    high = max(lats) - min(lats)
    wide = (max(lngs) - min(lngs)) * 0.72
    half = 0.6 * max(1.2, high, wide)
    return (
        max(-180.0, lng - half * 1.6),
        max(-85.0, lat - half),
        min(180.0, lng + half * 1.6),
        min(85.0, lat + half),
    )
