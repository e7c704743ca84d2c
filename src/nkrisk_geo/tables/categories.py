"""Columns with few possible values as categories, whose order is known before a row is read.

The categories do not depend on the rows: each chunk of a file, and a table of no rows, has the
same ones. They are ordered where a comparison means something: a zone by its rank (the finest
first), a level from the widest to the finest, a band of distance from the border outwards.

    >>> categories_of("border_band")[:3], categories_of("zone")[0]
    (('0-2', '2-5', '5-10'), 'dandong-border')
    >>> encode("status", pa.array(["unknown", None])).indices.to_pylist()
    [2, None]
"""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from nkrisk_geo.gazetteer.bands import BAND_NAMES
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.model.errors import InputError
from nkrisk_geo.model.schema import OUTPUT

ORDERED = {
    column.name: column.ordered for column in OUTPUT if column.ordered is not None
}
"""The columns that can be categories, and whether those can be compared."""

_FIXED = {column.name: column.values for column in OUTPUT if column.values}
_FIXED["border_band"] = BAND_NAMES

MOST = 127
"""Categories of a column: their numbers are of one byte."""


def categories_of(column: str, gazetteer: Gazetteer | None = None) -> tuple[str, ...]:
    """The categories of a column in their order; zones are those of the gazetteer."""
    if column in _FIXED:
        return _FIXED[column]
    zones = (gazetteer or Gazetteer.default()).zones
    return tuple(zone.id for zone in zones)


def category_type(column: str) -> pa.DictionaryType:
    """The Arrow type of a column of categories."""
    return pa.dictionary(pa.int8(), pa.string(), ordered=ORDERED[column])


def encode(
    column: str, texts: pa.StringArray, gazetteer: Gazetteer | None = None
) -> pa.DictionaryArray:
    """The values of a column as categories."""
    categories = categories_of(column, gazetteer)
    if len(categories) > MOST:
        raise InputError(
            f"{column} has {len(categories)} categories; at most {MOST} are possible: "
            "leave out `categories`"
        )

    known = pa.array(categories, pa.string())
    places = pc.index_in(texts, known)
    indices = pc.cast(places, pa.int8())
    return pa.DictionaryArray.from_arrays(indices, known, ordered=ORDERED[column])
