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
    nkrisk_geo.model.errors.InputError: zone 'riverside': there is no division '999999'
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Any

from nkrisk_geo.gazetteer.gazetteer import Gazetteer
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
LARGEST_TOML = 32_000_000
"""Bytes of a file: enough for `nkrisk_geo.gazetteer.zone_values.MOST_VERTICES`."""
_DOTTED = re.compile(
    rb"""(?<![\w-])(?:(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*[.][ \t]*){20}"""
)
"""A key of so many parts, for which the reader of TOML takes
a time that grows with their square."""
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
        return [
            _zone(str(name), _table(str(name), table)) for name, table in source.items()
        ]
    if hasattr(source, "geometry") and hasattr(source, "to_crs"):
        return [_zone(name, table) for name, table in _rows(source)]
    if isinstance(source, Sequence) and all(isinstance(each, Zone) for each in source):
        return source
    raise InputError(
        f"a {type(source).__name__} contains no zones; give a TOML file, a mapping or a GeoDataFrame"
    )


def read_toml(path: Path) -> Mapping[str, Any]:
    """What a file of TOML holds.

    Raises:
        InputError: it cannot be read, or is none.
    """
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        content = _read(path)
        if _DOTTED.search(content):
            raise InputError(
                f"{path}: is not a TOML file that can be read: a key has too many parts"
            )
        return tomllib.loads(content.decode("utf-8").replace("\r\n", "\n"))
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from None
    except RecursionError:
        raise InputError(
            f"{path}: is not a TOML file that can be read: its lists are nested too deeply"
        ) from None
    except ValueError as error:  # no TOML, or no UTF-8
        raise InputError(f"{path}: is not valid TOML: {error}") from None


def _read(path: Path) -> bytes:
    """The bytes of a file that is one and not too large: a device never ends, a pipe nobody writes to never begins."""
    if path.exists() and not path.is_file():
        raise InputError(f"{path}: is not a file; give a TOML file")
    with path.open("rb") as file:
        content = file.read(LARGEST_TOML + 1)
    if len(content) > LARGEST_TOML:
        raise InputError(
            f"{path}: has more than {LARGEST_TOML:,} bytes; simplify its polygons"
        )
    return content


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
        raise InputError(
            f"zone {name!r}: there is no key {strange[0][:60]!r}; keys are {', '.join(KEYS)}"
        )
    shape = table.get("wkt")
    return {
        **table,
        "shape": None
        if shape is None
        else from_wkt(name, text(name, "wkt", shape, LARGEST_WKT)),
    }


def _rows(frame: Any) -> Iterable[tuple[str, Mapping[str, Any]]]:
    """The rows of a GeoDataFrame as tables; cells that are missing say nothing."""
    if "id" not in frame.columns:
        raise InputError("a GeoDataFrame of zones needs a column `id`")
    if frame.crs is not None and not frame.crs.equals("EPSG:4326"):
        frame = frame.to_crs("EPSG:4326")
    geometry = frame.geometry.name
    for row, shape in zip(
        frame.drop(columns=geometry).to_dict("records"), frame.geometry, strict=True
    ):
        given = {
            key: value
            for key, value in row.items()
            if key in KEYS and not is_missing(value)
        }
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
