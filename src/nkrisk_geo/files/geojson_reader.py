"""GeoJSON: the properties of each feature, with its point as `lat` and `lng`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

import pyarrow as pa

from nkrisk_geo.files.bounds import SHOWN
from nkrisk_geo.files.chunks import Noticed
from nkrisk_geo.files.inputs import InputSource
from nkrisk_geo.files.json_values import value_at
from nkrisk_geo.files.jsonlines import JsonLinesReader
from nkrisk_geo.files.read_options import Reading
from nkrisk_geo.model.errors import InputError
from nkrisk_geo.model.fields import POINT
from nkrisk_geo.tables.values import text_array

LARGEST = 1 << 27
"""Bytes of a collection, which is one whole and held in memory."""
_SAMPLE = 200
_WGS84 = ("CRS84", "4326")


class GeoJsonReader(JsonLinesReader):
    """A collection of features as records."""

    def __init__(self, source: InputSource, reading: Reading) -> None:
        self._features = _features(source)
        super().__init__(source, reading)

    def sample(self) -> pa.Table:
        """As of `Reader`."""
        # What is wrong with these features is noticed when they are read.
        some = islice(self._records(Noticed()), _SAMPLE)
        records = [record for _, record in some]
        arrays = [
            text_array(value_at(each, name) for each in records)
            for name in self.columns
        ]
        return pa.Table.from_arrays(arrays, names=self.columns)

    def _records(self, noticed: Noticed) -> Iterator[tuple[str, dict[str, Any]]]:
        """The properties of each feature; the number of a feature stands for its line."""
        for number, feature in enumerate(self._features, 1):
            parts = feature if isinstance(feature, dict) else {}
            properties, geometry = parts.get("properties"), parts.get("geometry")
            if not isinstance(properties, dict):
                # Where it lies is enough for an answer.
                if not geometry:
                    noticed.reject(number, "no-feature", json.dumps(feature)[:SHOWN])
                    continue
                properties = {}
            record = dict(properties)
            point = _point(geometry)
            noticed.no_points += geometry is not None and point is None
            # A register that has coordinates among its properties has them as it wants them read.
            if point is not None and not {*POINT} & record.keys():
                record |= dict(zip(POINT, point, strict=True))
            yield "", record


def _features(source: InputSource) -> list[Any]:
    """The features of a collection.

    Raises:
        InputError: it is none, too large, or in other coordinates than those of GPS.
    """
    with source.seekable() as stream:
        content = stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise InputError(
            f"{source.name}: is too large for GeoJSON; save it as CSV or Parquet"
        )
    try:
        whole = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{source.name}: is no GeoJSON: {error}") from None
    features = whole.get("features") if isinstance(whole, dict) else None
    if not isinstance(features, list):
        raise InputError(f"{source.name}: is no GeoJSON: it has no list of features")
    # The standard knows no other coordinates; older files say theirs.
    crs = whole.get("crs")
    named = json.dumps(crs) if crs else ""
    if named and not any(known in named for known in _WGS84):
        raise InputError(
            f"{source.name}: is in the coordinates {named[:SHOWN]}; save it in EPSG:4326"
        )
    return features


def _point(geometry: Any) -> tuple[float, float] | None:
    """Latitude and longitude of a point."""
    if not isinstance(geometry, dict) or geometry.get("type") != "Point":
        return None
    at = geometry.get("coordinates")
    # A third number is the height.
    if not isinstance(at, list) or len(at) < len(POINT):
        return None
    lng, lat = at[:2]
    return (float(lat), float(lng)) if _is_number(lat) and _is_number(lng) else None


def _is_number(value: Any) -> bool:
    # For Python, true is a whole number.
    return isinstance(value, (int, float)) and not isinstance(value, bool)
