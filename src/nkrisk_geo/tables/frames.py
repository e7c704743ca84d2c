"""pandas and GeoPandas. The index may be anything: it is never used to align."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import pyarrow as pa

from nkrisk_geo.model.errors import InputError, not_installed
from nkrisk_geo.model.fields import POINT
from nkrisk_geo.tables.arrow import new_columns
from nkrisk_geo.tables.column_choice import ColumnChoice, Read, arrays_of, check_read
from nkrisk_geo.tables.table_columns import READ
from nkrisk_geo.tables.values import text_array


def enrich_table(
    frame: pd.DataFrame, fields: Read, options: Mapping[str, Any]
) -> pd.DataFrame:
    """The frame with the new columns; a GeoDataFrame stays one."""
    if not isinstance(frame, pd.DataFrame):
        raise InputError(
            f"a {type(frame).__name__} is not a table; for a Series use "
            "`series.nkrisk.enrich()` or `geocode`"
        )
    check_read(fields, names_of(frame), options)
    arrays = arrays_of(fields, lambda column: as_arrow(_once(frame, column)))
    if (
        isinstance(fields, ColumnChoice)
        and fields.found
        and not {*POINT} & arrays.keys()
    ):
        arrays |= _points(frame, options)
    added = new_columns(arrays, options)
    columns = _columns_of(added)
    if frame.columns.nlevels == 1:
        return frame.assign(**columns)
    frame = frame.copy()
    rest = ("",) * (frame.columns.nlevels - 1)
    for name, column in columns.items():
        label = (name, *rest)
        frame[label] = column
    return frame


def _columns_of(added: pa.Table) -> dict[str, Any]:
    """New columns by name, as pandas has them."""
    columns = map(values, added.columns)
    return dict(zip(added.column_names, columns, strict=True))


def _once(frame: pd.DataFrame, column: Any) -> pd.Series:
    """A column that is there once.

    Raises:
        InputError: there are several of its name.
    """
    found = frame[column]
    if isinstance(found, pd.DataFrame):
        raise InputError(f"there is more than one column {column!r}")
    return found


def _points(frame: pd.DataFrame, options: Mapping[str, Any]) -> dict[str, Any]:
    """The points of a GeoDataFrame, in degrees.

    Nothing of another frame, or of one without points.
    """
    from geopandas import GeoDataFrame

    if not isinstance(frame, GeoDataFrame) or frame.active_geometry_name is None:
        return {}
    if options.get("datum", "wgs84") != "wgs84":
        return {}
    # Without a system they are taken for degrees.
    places = frame.geometry if frame.crs is None else frame.geometry.to_crs(4326)
    kinds = places.geom_type
    is_point = ((kinds == "Point") & ~places.is_empty).to_numpy()
    if not is_point.any():
        return {}
    places = places.where(is_point)
    return {
        "lat": pa.array(places.y, from_pandas=True),
        "lng": pa.array(places.x, from_pandas=True),
    }


def names_of(frame: pd.DataFrame) -> list[Any]:
    """The names of the columns.

    With several levels they are tuples; where only the first level is filled, its name alone
    is one too.
    """
    names = list(frame.columns)
    if frame.columns.nlevels > 1:
        # `frame["addr"]` finds ("addr", "") too.
        names += [first for first, *rest in names if not any(rest)]
    return names


def answers_to(texts: pd.Series, options: Mapping[str, Any]) -> pd.DataFrame:
    """The new columns for a Series, under its index.

    Raises:
        InputError: a column for a field is named, which texts alone cannot have.
    """
    fields = [field for field in READ if field in options]
    if fields:
        raise InputError(
            f"texts alone have no column for {fields[0]!r}; give a table to `enrich`"
        )
    given = {"address": as_arrow(texts)}
    added = new_columns(given, {"prefix": "geo_", **options})
    columns = _columns_of(added)
    return pd.DataFrame(columns, index=texts.index)


def geocode_frame(strings: Any, options: Mapping[str, Any]) -> Any:
    """A GeoDataFrame of texts, answers and points."""
    try:
        from geopandas import GeoDataFrame, points_from_xy
    except ImportError:
        raise not_installed("geopandas") from None

    texts = _series(strings)
    answers = answers_to(texts, options)
    prefix = options.get("prefix", "geo_")
    lat, lng = answers[f"{prefix}lat"], answers[f"{prefix}lng"]
    points = points_from_xy(lng, lat, crs="EPSG:4326")
    # Of NaN it makes an empty point, which is no missing one.
    points[lat.isna().to_numpy()] = None
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
            f"a {type(strings).__name__} is not a sequence of texts; for a table use `enrich`, "
            "for one text `resolve`"
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
    if isinstance(series.dtype, pd.CategoricalDtype):
        # Its categories may be of several kinds.
        codes = series.cat.codes.to_numpy()
        categories = as_arrow(pd.Series(series.cat.categories))
        return pa.DictionaryArray.from_arrays(
            pa.array(codes, mask=codes < 0), categories
        )
    if series.dtype == object:
        return text_array(series)
    try:
        array = pa.array(series, from_pandas=True)
    except (pa.ArrowException, TypeError, UnicodeEncodeError):
        # Sparse, or half of a surrogate pair.
        return text_array(series)
    # Periods and intervals would be numbers without their unit.
    is_extension = isinstance(array.type, pa.BaseExtensionType)
    return text_array(series) if is_extension else array


def values(column: pa.ChunkedArray) -> Any:
    """A column for pandas: lists stay Python lists, text and numbers have pandas' own dtypes."""
    if pa.types.is_list(column.type):
        held = pd.Series([None] * len(column), dtype=object)
        held[:] = column.to_pylist()
        return held.array
    return column.to_pandas().array
