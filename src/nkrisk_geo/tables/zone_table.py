"""The zones as a table with geometry."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.gazetteer.zones import Zone
from nkrisk_geo.model.errors import GazetteerError, not_installed

if TYPE_CHECKING:
    from geopandas import GeoDataFrame


def zone_table(gazetteer: Gazetteer) -> GeoDataFrame:
    """One row for each zone, finest first."""
    try:
        from geopandas import GeoDataFrame
    except ImportError:
        raise not_installed("geopandas") from None

    rows = [_row(gazetteer, zone) for zone in gazetteer.zones]
    shapes = [_shape(gazetteer, zone) for zone in gazetteer.zones]
    return GeoDataFrame(rows, geometry=shapes, crs="EPSG:4326")


def _row(gazetteer: Gazetteer, zone: Zone) -> dict[str, Any]:
    km_min, km_max = border_range(gazetteer, zone)
    return {
        "id": zone.id,
        "name_en": zone.name_en,
        "name_zh": zone.name_zh,
        "kind": zone.kind,
        "rank": zone.rank,
        "parent": zone.parent,
        "members": list(zone.members),
        "km_min": km_min,
        "km_max": km_max,
    }


def border_range(gazetteer: Gazetteer, zone: Zone) -> tuple[float | None, float | None]:
    """Smallest and largest km to the border over the area of a zone, where that is known."""
    if zone.polygon is not None:
        return None, None
    if zone.within_km is not None:
        return (0.0, zone.within_km) if not zone.members else (None, None)
    members = _members(gazetteer, zone)
    extents = [gazetteer.extent(number) for number in members]
    known = [extent for extent in extents if extent is not None]
    if len(known) < len(zone.members):
        return None, None
    nearest = min(extent.km_min for extent in known)
    return nearest, max(extent.km_max for extent in known)


def _shape(gazetteer: Gazetteer, zone: Zone) -> Any:
    """The geometry of a zone: its own polygon, or the seats of its members as points.

    That of the DPRK is its outline with its islands.
    """
    from shapely import MultiPoint, MultiPolygon, Point, Polygon, from_wkb

    if zone.polygon is not None:
        return from_wkb(zone.polygon)
    if zone.members == ("KP",):
        try:
            rings = [gazetteer.geometry["dprk_outline"], *gazetteer.islands]
        except GazetteerError:
            return None
        # Rings are (latitudes, longitudes), shapely wants the longitude first.
        outlines = [Polygon(zip(lng, lat, strict=True)) for lat, lng in rings]
        return MultiPolygon(outlines)
    members = _members(gazetteer, zone)
    found = [gazetteer.point(number) for number in members]
    points = [Point(point[1], point[0]) for point in found if point is not None]
    if not points:
        return None
    return points[0] if len(points) == 1 else MultiPoint(points)


def _members(gazetteer: Gazetteer, zone: Zone) -> Iterable[int]:
    return (gazetteer.number[code] for code in zone.members)
