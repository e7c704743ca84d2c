"""Zones of the user's own: from TOML, from a GeoDataFrame, from objects.

A zone says what belongs to it in any of three ways, and what fits one of them is in it:

    members     codes of divisions: adcodes, or codes of townships, areas and crossings
    within_km   a distance from the land and river border, on the Chinese side
    wkt         a polygon in degrees (EPSG:4326, longitude first); in a GeoDataFrame it is the geometry

    >>> zones = load_zones({"riverside": {"name_en": "Riverside", "within_km": 2}})
    >>> zones[0].id, zones[0].within_km, zones[0].rank
    ('riverside', 2.0, 0)
    >>> load_zones({"riverside": {"members": ["999999"]}})
    Traceback (most recent call last):
    nkrisk_geo.errors.InputError: zone 'riverside': there is no division '999999'
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Any

from nkrisk_geo.errors import InputError
from nkrisk_geo.gazetteer import Gazetteer, Zone

MOST_ZONES, MOST_VERTICES = 200, 1_000_000
"""How many zones, and how many vertices of their polygons, are taken."""
KEYS = ("name_en", "name_zh", "kind", "rank", "members", "parent", "within_km", "wkt")


def load_zones(source: Any, *, gazetteer: Gazetteer | None = None) -> tuple[Zone, ...]:
    """Read zones, and check them.

    Args:
        source: a path of a TOML file with a table for each zone, a mapping of such tables, a GeoDataFrame (columns `id` and
            as in TOML; another CRS is transformed), or zones that were read before.
        gazetteer: whose divisions and zones they stand beside; the packaged one by default.

    Returns:
        The zones, in order. Without a `rank` they come before the zones of the gazetteer, in their own order.

    Raises:
        InputError: a file cannot be read, a zone says nothing or something wrong, or its id is taken.
    """
    gazetteer = gazetteer or Gazetteer.default()
    zones = tuple(_zones(source))
    if len(zones) > MOST_ZONES:
        raise InputError(f"{len(zones)} zones are given; {MOST_ZONES} at most")
    taken = {zone.id for zone in gazetteer.zones}
    for zone in zones:
        if zone.id in taken:
            raise InputError(f"there is a zone {zone.id!r} already; choose another id")
        taken.add(zone.id)
        unknown = [code for code in zone.members if code not in gazetteer.number]
        if unknown:
            raise InputError(f"zone {zone.id!r}: there is no division {unknown[0]!r}")
    return zones


def _zones(source: Any) -> Iterable[Zone]:
    if source is None:
        return ()
    if isinstance(source, (str, PathLike)):
        source = _toml(Path(source))
    if isinstance(source, Mapping):
        return [_zone(str(name), _table(str(name), table)) for name, table in source.items()]
    if hasattr(source, "geometry") and hasattr(source, "to_crs"):
        return [_zone(name, table) for name, table in _rows(source)]
    if isinstance(source, Sequence) and all(isinstance(each, Zone) for each in source):
        return source
    raise InputError(
        f"a {type(source).__name__} holds no zones; give a TOML file, a mapping or a GeoDataFrame"
    )


def _toml(path: Path) -> Mapping[str, Any]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from None
    except ValueError as error:  # no TOML, or no UTF-8
        raise InputError(f"{path}: is no TOML: {error}") from None


def _table(name: str, table: Any) -> Mapping[str, Any]:
    if not isinstance(table, Mapping):
        raise InputError(f"zone {name!r} is a {type(table).__name__}; it should be a table")
    strange = sorted(set(table) - set(KEYS))
    if strange:
        raise InputError(f"zone {name!r}: there is no key {strange[0]!r}; keys are {', '.join(KEYS)}")
    shape = table.get("wkt")
    return {**table, "shape": None if shape is None else _from_wkt(name, str(shape))}


def _from_wkt(name: str, text: str) -> Any:
    from shapely import GEOSException, from_wkt

    try:
        return from_wkt(text)
    except GEOSException as error:
        raise InputError(f"zone {name!r}: wkt is no geometry: {str(error).splitlines()[0]}") from None


def _rows(frame: Any) -> Iterable[tuple[str, Mapping[str, Any]]]:
    """The rows of a GeoDataFrame as tables; cells that are missing say nothing."""
    if "id" not in frame.columns:
        raise InputError("a GeoDataFrame of zones needs a column `id`")
    if frame.crs is not None and not frame.crs.equals("EPSG:4326"):
        frame = frame.to_crs("EPSG:4326")
    geometry = frame.geometry.name
    for row, shape in zip(frame.drop(columns=geometry).to_dict("records"), frame.geometry, strict=True):
        given = {key: value for key, value in row.items() if key in KEYS and not _is_missing(value)}
        yield str(row["id"]), {**given, "shape": shape}


def _is_missing(value: Any) -> bool:
    return (
        value is None
        or type(value).__name__ in ("NAType", "NaTType")
        or (isinstance(value, float) and math.isnan(value))
    )


def _zone(name: str, table: Mapping[str, Any]) -> Zone:
    """A zone from its table."""
    members = table.get("members", ())
    if isinstance(members, str):
        members = [each.strip() for each in members.split(";")]
    zone = Zone(
        id=name,
        name_en=str(table.get("name_en", name)),
        name_zh=str(table.get("name_zh", table.get("name_en", name))),
        kind=str(table.get("kind", "own")),
        rank=int(table.get("rank", 0)),
        members=tuple(map(str, members)),
        parent=table.get("parent"),
        within_km=_distance(name, table.get("within_km")),
        polygon=_polygon(name, table.get("shape")),
    )
    if not zone.members and zone.within_km is None and zone.polygon is None:
        raise InputError(f"zone {name!r} says nothing: give members, within_km or a polygon")
    return zone


def _distance(name: str, value: Any) -> float | None:
    if value is None:
        return None
    try:
        km = float(value)
    except (TypeError, ValueError):
        km = math.nan
    if not 0 < km < 10_000:
        raise InputError(f"zone {name!r}: within_km is {value!r}, expected km")
    return km


def _polygon(name: str, shape: Any) -> bytes | None:
    """A polygon as WKB."""
    if shape is None or shape.is_empty:
        return None
    from shapely import get_num_coordinates, make_valid, to_wkb

    if shape.geom_type not in ("Polygon", "MultiPolygon"):
        raise InputError(f"zone {name!r}: its geometry is a {shape.geom_type}, expected a polygon")
    west, south, east, north = shape.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise InputError(f"zone {name!r}: its geometry is not in degrees (EPSG:4326, longitude first)")
    if get_num_coordinates(shape) > MOST_VERTICES:
        raise InputError(f"zone {name!r}: its geometry has more than {MOST_VERTICES:,} vertices")
    found: bytes = to_wkb(shape if shape.is_valid else make_valid(shape), byte_order=1)
    return found
