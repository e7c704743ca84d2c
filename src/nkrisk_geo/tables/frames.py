"""pandas and GeoPandas. The index may be anything: it is never used to align."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import pyarrow as pa

from nkrisk_geo.model.errors import InputError
from nkrisk_geo.tables.arrow import new_columns
from nkrisk_geo.tables.rows import READ, check_columns
from nkrisk_geo.tables.values import text_array


def enrich_table(
    frame: pd.DataFrame, fields: Mapping[str, Any], options: Mapping[str, Any]
) -> pd.DataFrame:
    """The frame with the new columns; a GeoDataFrame stays one."""
    if not isinstance(frame, pd.DataFrame):
        raise InputError(
            f"a {type(frame).__name__} is not a table; for a Series use `series.nkrisk.enrich()` or `geocode`"
        )
    named = {("text" if field == "address" else field): column for field, column in fields.items()}
    check_columns(named, _names(frame), options["prefix"], options["normalized"])
    twice = [column for column in fields.values() if isinstance(frame[column], pd.DataFrame)]
    if twice:
        raise InputError(f"there is more than one column {twice[0]!r}")
    added = new_columns(
        {field: as_arrow(frame[column]) for field, column in fields.items()}, options
    )
    columns = dict(zip(added.column_names, map(values, added.columns), strict=True))
    if frame.columns.nlevels == 1:
        return frame.assign(**columns)
    frame = frame.copy()
    rest = ("",) * (frame.columns.nlevels - 1)
    for name, column in columns.items():
        label = (name, *rest)
        frame[label] = column
    return frame


def _names(frame: pd.DataFrame) -> list[Any]:
    """The names of the columns; of several levels they are tuples, and where only the first says something that too."""
    names = list(frame.columns)
    if frame.columns.nlevels > 1:
        names += [name[0] for name in names if not any(name[1:])]
    return names


def answers_to(texts: pd.Series, options: Mapping[str, Any]) -> pd.DataFrame:
    """The new columns for a Series, under its index.

    Raises:
        InputError: a column for a field is named, which texts alone cannot have.
    """
    fields = [field for field in READ if field in options]
    if fields:
        raise InputError(f"texts alone have no column for {fields[0]!r}; give a table to `enrich`")
    added = new_columns({"address": as_arrow(texts)}, {"prefix": "geo_", **options})
    columns = dict(zip(added.column_names, map(values, added.columns), strict=True))
    return pd.DataFrame(columns, index=texts.index)


def geocode_frame(strings: Any, options: Mapping[str, Any]) -> Any:
    """A GeoDataFrame of texts, answers and points."""
    from geopandas import GeoDataFrame, points_from_xy

    texts = _series(strings)
    answers = answers_to(texts, options)
    prefix = options.get("prefix", "geo_")
    points = points_from_xy(answers[f"{prefix}lng"], answers[f"{prefix}lat"], crs="EPSG:4326")
    points[answers[f"{prefix}lat"].isna().to_numpy()] = None
    answers.insert(0, "address", texts)
    return GeoDataFrame(answers, geometry=points)


def _series(strings: Any) -> pd.Series:
    """Texts of any kind as a Series; one that is given keeps its index."""
    if isinstance(strings, pd.Series):
        return strings
    if isinstance(strings, (pa.Array, pa.ChunkedArray)):
        strings = strings.to_pylist()
    if (
        isinstance(strings, (str, bytes, Mapping))
        or hasattr(strings, "columns")
        or not hasattr(strings, "__iter__")
    ):
        raise InputError(
            f"a {type(strings).__name__} is not a sequence of texts; for a table use `enrich`, for one text `resolve`"
        )
    return pd.Series(list(strings), dtype=object)


def as_arrow(series: pd.Series) -> pa.Array | pa.ChunkedArray:
    """A Series of any dtype as an Arrow array; what Arrow has no type for becomes text.

    Raises:
        InputError: a column of geometry, which holds no address.
    """
    if series.dtype == "geometry":
        raise InputError(
            f"the column {series.name!r} contains geometry, which cannot be read as text"
        )
    if isinstance(series.dtype, pd.CategoricalDtype):  # its categories may be of several kinds
        codes = series.cat.codes.to_numpy()
        categories = as_arrow(pd.Series(series.cat.categories))
        return pa.DictionaryArray.from_arrays(pa.array(codes, mask=codes < 0), categories)
    if series.dtype == object:
        return text_array(series)
    try:
        array = pa.array(series, from_pandas=True)
    except (
        pa.ArrowException,
        TypeError,
        UnicodeEncodeError,
    ):  # sparse, or half of a surrogate pair
        return text_array(series)
    # Periods and intervals would be numbers without their unit.
    return text_array(series) if isinstance(array.type, pa.BaseExtensionType) else array


def values(column: pa.ChunkedArray) -> Any:
    """A column for pandas: lists stay Python lists, text and numbers have pandas' own dtypes."""
    if pa.types.is_list(column.type):
        held = pd.Series([None] * len(column), dtype=object)
        held[:] = column.to_pylist()
        return held.array
    return column.to_pandas().array
