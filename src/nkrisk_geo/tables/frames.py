"""pandas and GeoPandas. The index may be anything: it is never used to align."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import pyarrow as pa

from nkrisk_geo.errors import InputError
from nkrisk_geo.rows import check_columns
from nkrisk_geo.tables.arrays import text_array
from nkrisk_geo.tables.arrow import new_columns


def enriched(frame: pd.DataFrame, fields: Mapping[str, Any], options: Mapping[str, Any]) -> pd.DataFrame:
    """The frame with the new columns; a GeoDataFrame stays one."""
    if not isinstance(frame, pd.DataFrame):
        raise InputError(
            f"a {type(frame).__name__} is no table; for a Series use `series.nkrisk.enrich()` or `geocode`"
        )
    named = {("text" if field == "address" else field): column for field, column in fields.items()}
    check_columns(named, list(frame.columns), options["prefix"], options["normalized"])
    twice = [column for column in fields.values() if isinstance(frame[column], pd.DataFrame)]
    if twice:
        raise InputError(f"there is more than one column {twice[0]!r}")
    added = new_columns({field: as_arrow(frame[column]) for field, column in fields.items()}, options)
    return frame.assign(**dict(zip(added.column_names, map(values, added.columns), strict=True)))


def answers_to(texts: pd.Series, options: Mapping[str, Any]) -> pd.DataFrame:
    """The new columns for a Series, under its index."""
    added = new_columns({"address": as_arrow(texts)}, {"prefix": "geo_", **options})
    columns = dict(zip(added.column_names, map(values, added.columns), strict=True))
    return pd.DataFrame(columns, index=texts.index)


def geocoded(strings: Any, options: Mapping[str, Any]) -> Any:
    """A GeoDataFrame of texts, answers and points."""
    from geopandas import GeoDataFrame, points_from_xy

    texts = strings if isinstance(strings, pd.Series) else pd.Series(list(strings), dtype=object)
    answers = answers_to(texts, options)
    prefix = options.get("prefix", "geo_")
    points = points_from_xy(answers[f"{prefix}lng"], answers[f"{prefix}lat"], crs="EPSG:4326")
    points[answers[f"{prefix}lat"].isna().to_numpy()] = None
    answers.insert(0, "address", texts)
    return GeoDataFrame(answers, geometry=points)


def as_arrow(series: pd.Series) -> pa.Array:
    """A Series of any dtype as an Arrow array; mixed objects become text."""
    if series.dtype == object:
        return text_array(series)
    return pa.array(series, from_pandas=True)


def values(column: pa.ChunkedArray) -> Any:
    """A column for pandas: lists stay Python lists, text and numbers have pandas' own dtypes."""
    if pa.types.is_list(column.type):
        held = pd.Series([None] * len(column), dtype=object)
        held[:] = column.to_pylist()
        return held.array
    return column.to_pandas().array
