"""Zones of the user's own: from TOML, from a GeoDataFrame, from objects.

A zone says what belongs to it in any of three ways, and what fits one of them is in it:

    members     codes of divisions: adcodes, or codes of townships, areas and crossings
    within_km   a distance from the land and river border, on the Chinese side
    wkt         a polygon in degrees (EPSG:4326, longitude first); the geometry of a GeoDataFrame

    >>> zones = load_zones({"riverside": {"name_en": "Riverside", "within_km": 2}})
    >>> zones[0].id, zones[0].within_km, zones[0].rank
    ('riverside', 2.0, 0)
    >>> load_zones({"riverside": {"members": ["999999"]}})
    Traceback (most recent call last):
    nkrisk_geo.model.errors.InputError: zone 'riverside': there is no division '999999'
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Any

from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.gazetteer.toml_reader import read_toml
from nkrisk_geo.gazetteer.zone_values import (
    LARGEST_WKT,
    LONGEST_TEXT,
    distance,
    from_wkt,
    is_whole,
    members,
    polygon,
    rank,
    text,
)
from nkrisk_geo.gazetteer.zones import Zone
from nkrisk_geo.model.errors import InputError
from nkrisk_geo.text.scalars import is_missing

MOST_ZONES = 200
"""How many are taken."""
KEYS = ("name_en", "name_zh", "kind", "rank", "members", "parent", "within_km", "wkt")


def load_zones(
    source: Any,
    *,
    gazetteer: Gazetteer | None = None,
) -> tuple[Zone, ...]:
    """Read zones, and check them.

    Args:
        source: a path of a TOML file with a table for each zone, a mapping
            of such tables, a GeoDataFrame (columns `id` and as in TOML;
            another CRS is transformed), or zones that were read before.
        gazetteer: whose divisions and zones they stand beside; the packaged one by default.

    Returns:
        The zones, in order. Without a `rank` they come before
        the zones of the gazetteer, in their own order.

    Raises:
        InputError: a file cannot be read, a zone says
            nothing or something wrong, or its id is taken.
    """
    gazetteer = gazetteer or Gazetteer.default()
    if not isinstance(source, (str, PathLike)):
        return _beside(gazetteer, tuple(_zones(source)))
    path = Path(source)
    tables = read_toml(path)
    try:
        return _beside(gazetteer, tuple(_zones(tables)))
    except InputError as error:
        raise InputError(f"{path}: {error}") from None


def _beside(
    gazetteer: Gazetteer,
    zones: tuple[Zone, ...],
) -> tuple[Zone, ...]:
    """Zones that can stand beside those of a gazetteer."""
    if len(zones) > MOST_ZONES:
        raise InputError(f"{len(zones)} zones are given; {MOST_ZONES} at most")
    taken = {zone.id for zone in gazetteer.zones}
    for zone in zones:
        if zone.id in taken:
            raise InputError(f"a zone {zone.id!r} exists already; choose another id")
        taken.add(zone.id)
        unknown = [code for code in zone.members if code not in gazetteer.number]
        if unknown:
            raise InputError(
                f"zone {zone.id!r}: there is no division {unknown[0][:60]!r}"
            )
    return zones


def _zones(source: Any) -> Iterable[Zone]:
    if source is None:
        return ()
    if isinstance(source, Mapping):
        tables = {str(name): table for name, table in source.items()}
        return [_zone(name, _table(name, table)) for name, table in tables.items()]
    if hasattr(source, "geometry") and hasattr(source, "to_crs"):
        return [_zone(name, table) for name, table in _rows(source)]
    if isinstance(source, Sequence) and all(isinstance(each, Zone) for each in source):
        return source
    kind = type(source).__name__
    raise InputError(
        f"a {kind} contains no zones; give a TOML file, a mapping or a GeoDataFrame"
    )


def _table(
    name: str,
    table: Any,
) -> Mapping[str, Any]:
    if not isinstance(table, Mapping):
        raise InputError(
            f"zone {name!r} is a {type(table).__name__}; it should be a table"
        )
    strange = sorted(set(table) - set(KEYS))
    if strange:
        told = f"there is no key {strange[0][:60]!r}; keys are {', '.join(KEYS)}"
        raise InputError(f"zone {name!r}: {told}")
    written = table.get("wkt")
    if written is None:
        return table
    shape = from_wkt(name, text(name, "wkt", written, LARGEST_WKT))
    return {**table, "shape": shape}


def _rows(frame: Any) -> Iterable[tuple[str, Mapping[str, Any]]]:
    """The rows of a GeoDataFrame as tables; cells that are missing say nothing."""
    if "id" not in frame.columns:
        raise InputError("a GeoDataFrame of zones needs a column `id`")
    if frame.crs is not None and not frame.crs.equals("EPSG:4326"):
        frame = frame.to_crs("EPSG:4326")
    rows = frame.drop(columns=frame.geometry.name).to_dict("records")
    for row, shape in zip(rows, frame.geometry, strict=True):
        known = {key: row[key] for key in KEYS if key in row}
        given = {key: value for key, value in known.items() if not is_missing(value)}
        yield str(row["id"]), {**given, "shape": shape}


def _zone(
    name: str,
    table: Mapping[str, Any],
) -> Zone:
    """A zone from its table."""
    if not name.strip() or len(name) > LONGEST_TEXT or not is_whole(name):
        raise InputError(
            f"zone {name[:40]!r}: an id has 1 to {LONGEST_TEXT:,} characters"
        )
    name_en = text(name, "name_en", table.get("name_en", name))
    parent = table.get("parent")
    zone = Zone(
        id=name,
        name_en=name_en,
        name_zh=text(name, "name_zh", table.get("name_zh", name_en)),
        kind=text(name, "kind", table.get("kind", "own")),
        rank=rank(name, table.get("rank", 0)),
        members=members(name, table.get("members", ())),
        parent=None if parent is None else text(name, "parent", parent),
        within_km=distance(name, table.get("within_km")),
        polygon=polygon(name, table.get("shape")),
    )
    if not zone.members and zone.within_km is None and zone.polygon is None:
        raise InputError(
            f"zone {name!r} is empty: give members, within_km or a polygon"
        )
    return zone
