"""Columns of any kind as text: what the cells of a table hold, as it would stand in an address.

What one value is as text, `nkrisk_geo.text.scalars` says; None, NaN, NaT, NA and infinity are
missing.

    >>> column_text(pa.array([118000.0, float("nan"), 0.5])).to_pylist()
    ['118000', None, '0.5']
    >>> column_text(pa.array([["No 1 Renmin Rd", "Hunchun"], None])).to_pylist()
    ['No 1 Renmin Rd, Hunchun', None]
    >>> column_text(pa.array([7], pa.duration("s")), "postcode")
    Traceback (most recent call last):
    nkrisk_geo.model.errors.InputError: the column for 'postcode' has the type duration[s], ...
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from nkrisk_geo.model.errors import InputError
from nkrisk_geo.text.scalars import as_text

_is = pa.types
_PLAIN = (
    _is.is_integer,
    _is.is_floating,
    _is.is_decimal,
    _is.is_boolean,
    _is.is_null,
    _is.is_date,
    _is.is_timestamp,
    _is.is_time,
    _is.is_string,
    _is.is_large_string,
    _is.is_string_view,
    _is.is_binary,
    _is.is_large_binary,
    _is.is_fixed_size_binary,
    _is.is_binary_view,
)
_LISTS = (
    _is.is_list,
    _is.is_large_list,
    _is.is_fixed_size_list,
    _is.is_list_view,
    _is.is_large_list_view,
)


def text_array(values: Iterable[Any]) -> pa.Array:
    """Any values as an Arrow string array; characters that no encoding has become question marks.

    >>> text_array(["丹东", 118000.0, None, float("nan"), ["a", "b"]]).to_pylist()
    ['丹东', '118000', None, None, 'a, b']
    """
    texts = [as_text(value) for value in values]
    try:
        return pa.array(texts, pa.string())
    except UnicodeEncodeError:  # half of a surrogate pair
        whole = (
            None if text is None else text.encode("utf-8", "replace").decode()
            for text in texts
        )
        return pa.array(whole, pa.string())


def column_text(column: pa.Array | pa.ChunkedArray, field: str = "address") -> pa.Array:
    """An Arrow column of any type as a string array, missing values as null.

    Args:
        column: the column.
        field: what it is read as, for the complaint.

    Raises:
        InputError: a type that cannot be read as text: a map, a union, a duration.
    """
    if not is_readable(column.type):
        raise InputError(
            f"the column for {field!r} has the type {column.type}, which cannot be read as text"
        )
    if isinstance(column, pa.ChunkedArray):
        texts = [_texts(chunk) for chunk in column.chunks]
        if len(texts) == 1:
            return texts[0]
        return pa.concat_arrays(texts) if texts else pa.array([], pa.string())
    return _texts(column)


def is_readable(kind: pa.DataType) -> bool:
    """Whether values of an Arrow type can be read as text."""
    if isinstance(kind, pa.BaseExtensionType):
        return is_readable(kind.storage_type)
    if (
        _is.is_dictionary(kind)
        or _is.is_run_end_encoded(kind)
        or any(test(kind) for test in _LISTS)
    ):
        return is_readable(kind.value_type)
    if _is.is_struct(kind):
        return all(is_readable(kind.field(at).type) for at in range(kind.num_fields))
    return any(test(kind) for test in _PLAIN)


def _texts(array: pa.Array) -> pa.Array:
    """As `column_text`, for an array of a type that can be read."""
    kind = array.type
    if (
        _is.is_string(kind)
        or _is.is_large_string(kind)
        or _is.is_string_view(kind)
        or _is.is_integer(kind)
    ):
        return pc.cast(array, pa.string())
    if _is.is_dictionary(kind):
        return pc.take(_texts(array.dictionary), array.indices)
    if (
        _is.is_nested(kind)
        or _is.is_run_end_encoded(kind)
        or isinstance(kind, pa.BaseExtensionType)
    ):
        return text_array(to_list(array))
    # What a value means is said in one place, for Python's values; so each different one is
    # made and read once.
    try:
        coded = pc.dictionary_encode(array)
    except pa.ArrowNotImplementedError:
        return text_array(to_list(array))
    texts = text_array(to_list(coded.dictionary))
    return pc.take(texts, coded.indices)


def to_list(array: pa.Array | pa.ChunkedArray) -> list[Any]:
    """The values of an array as Python's.

    A moment before the year 1 or after 9999, which Python does not know, is a text.

    >>> to_list(pa.array([0, 10**14], pa.timestamp("s")))
    [datetime.datetime(1970, 1, 1, 0, 0), '<value out of range: 100000000000000>']
    """
    try:
        return array.to_pylist()  # type: ignore[no-any-return]
    except (OverflowError, ValueError):
        return [_value(each) for each in array]


def _value(scalar: pa.Scalar) -> Any:
    """One value as Python's."""
    try:
        return scalar.as_py()
    except (OverflowError, ValueError):
        if isinstance(scalar, pa.StructScalar):
            return {name: _value(part) for name, part in scalar.items()}
        if _is.is_nested(scalar.type):
            return [_value(part) for part in scalar.values]
    try:
        return scalar.cast(pa.string()).as_py()
    except pa.ArrowInvalid:  # in a time zone that nobody knows
        return str(scalar.value)
