"""Points of answers as geometry: WKB columns with the metadata of GeoParquet 1.1, and GeoJSON.

The coordinates are WGS-84, longitude first, as both formats want them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from nkrisk_geo.files.cells import JsonStyle, join_cells, write_cells
from nkrisk_geo.files.chunks import Chunk
from nkrisk_geo.files.compression import Members


@dataclass(frozen=True, slots=True)
class Located:
    """Which columns hold a point, and the name of the geometry made from them."""

    lat: str
    lng: str
    name: str = "geometry"


@dataclass(frozen=True, slots=True)
class BoundingBox:
    """The least box around points, in degrees; of none, it is inside out."""

    west: float = np.inf
    south: float = np.inf
    east: float = -np.inf
    north: float = -np.inf

    def widen(self, table: pa.Table, located: Located) -> BoundingBox:
        """Around the points of a table as well."""
        lng, lat = (
            pc.min_max(table.column(name)).as_py()
            for name in (located.lng, located.lat)
        )
        if lng["min"] is None or lat["min"] is None:
            return self
        return BoundingBox(
            min(self.west, lng["min"]),
            min(self.south, lat["min"]),
            max(self.east, lng["max"]),
            max(self.north, lat["max"]),
        )


def add_geometry(table: pa.Table, located: Sequence[Located]) -> pa.Table:
    """A table with a column of points in WKB for each place."""
    from shapely import points, to_wkb

    for each in located:
        lng = table.column(each.lng).to_numpy()
        lat = table.column(each.lat).to_numpy()
        known = ~(np.isnan(lng) | np.isnan(lat))
        shapes = np.full(len(table), None, object)
        # Least significant byte first on any machine, so that equal runs give equal bytes.
        places = points(lng[known], lat[known])
        shapes[known] = to_wkb(places, byte_order=1)
        column = pa.array(shapes, pa.binary())
        table = table.append_column(each.name, column)
    return table


def geo_metadata(located: Sequence[Located], extents: Sequence[BoundingBox]) -> str:
    """The metadata `geo` of a GeoParquet file.

    Without `crs`, coordinates are longitude and latitude in WGS-84.
    """
    columns: dict[str, Any] = {}
    for each, extent in zip(located, extents, strict=True):
        column: dict[str, Any] = {"encoding": "WKB", "geometry_types": ["Point"]}
        # Without a point there is no box, and infinities are no JSON.
        if extent.west <= extent.east:
            column["bbox"] = [extent.west, extent.south, extent.east, extent.north]
        columns[each.name] = column
    about = {
        "version": "1.1.0",
        "primary_column": located[0].name,
        "columns": columns,
    }
    return json.dumps(about)


class GeoJsonWriter:
    """A FeatureCollection, a feature a line; the geometry is the point of the first party."""

    ends: Sequence[int] = ()

    def __init__(self, stream: Members, located: Located, *, begun: bool) -> None:
        self._stream, self._located = stream, located
        self._style = JsonStyle()
        self._rows = int(begun)
        if not begun:
            self._stream.write(b'{"type": "FeatureCollection", "features": [\n')

    def write(self, chunk: Chunk, added: pa.Table) -> None:
        """Rows with their new columns as features."""
        if not len(added):
            return
        parts: list[pa.Array | str] = [
            '{"type": "Feature", "geometry": ',
            _shapes(added, self._located),
        ]
        between = ', "properties": {'
        names = [*chunk.table.column_names, *added.column_names]
        columns = [*chunk.table.columns, *added.columns]
        for name, column in zip(names, columns, strict=True):
            key = json.dumps(name, ensure_ascii=False)
            parts += [f"{between}{key}: ", write_cells(column, self._style)]
            between = ", "
        features = ",\n".join(join_cells([*parts, "}}"]))
        # A comma stands before a feature and not behind it: nobody knows which is the last.
        before = "," if self._rows else ""
        self._stream.write(f"{before}{features}\n".encode("utf-8", "replace"))
        self._rows += len(added)

    def seal(self) -> None:
        """What was written stands by itself."""
        self._stream.seal()

    def close(self) -> None:
        """End the collection."""
        self._stream.write(b"]}\n")
        self._stream.seal()

    def abandon(self) -> None:
        """As of `Writer`; there is nothing to give up."""


def _shapes(added: pa.Table, located: Located) -> pa.Array:
    """The geometry of each row as JSON."""
    style = JsonStyle()
    lng = write_cells(added.column(located.lng), style)
    lat = write_cells(added.column(located.lat), style)
    point = pc.binary_join_element_wise(
        '{"type": "Point", "coordinates": [', lng, ", ", lat, "]}", ""
    )
    return pc.if_else(pc.equal(lng, "null"), "null", point)
