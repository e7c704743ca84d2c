"""Values of JSON records: where they stand, and what a column of them is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from nkrisk_geo.tables.values import text_array

DEEPEST = 8
"""Objects within objects whose parts are columns; deeper ones are text."""


def repair_names(record: dict[str, Any]) -> dict[str, Any]:
    """A record with names that can be written.

    Half of a surrogate pair becomes a question mark, as it does in values.
    """
    return {
        name.encode("utf-8", "replace").decode(): value
        for name, value in record.items()
    }


def leaves(
    record: dict[str, Any], path: str = "", depth: int = DEEPEST
) -> Iterator[tuple[str, Any]]:
    """The values of a record under the paths that lead to them.

    >>> dict(leaves({"id": 1, "shipper": {"address": {"city": "Dandong"}, "tags": [2]}}))
    {'id': 1, 'shipper.address.city': 'Dandong', 'shipper.tags': [2]}
    """
    for name, value in record.items():
        if isinstance(value, dict) and value and depth:
            yield from leaves(value, f"{path}{name}.", depth - 1)
        else:
            yield path + name, value


def value_at(record: dict[str, Any], path: str) -> Any:
    """The value that a path leads to; a name that has dots itself comes first.

    What holds others is none.

    >>> record = {"a": {"b": 1}, "a.c": 2}
    >>> value_at(record, "a.b"), value_at(record, "a.c"), value_at({"a": 3}, "a.b")
    (1, 2, None)
    """
    if path in record:
        return record[path]
    name, dot, rest = path.partition(".")
    while dot:
        inner = record.get(name)
        if isinstance(inner, dict):
            found = value_at(inner, rest)
            if found is not None:
                return found
        more, dot, rest = rest.partition(".")
        name = f"{name}.{more}"
    return None


def kind_of(value: Any) -> str:
    """What a value is, as far as columns tell kinds apart."""
    if value is None:
        return "null"
    # A number of more than 64 bits is text, or it would lose its last digits.
    if isinstance(value, int) and abs(value) >= 1 << 63:
        return "str"
    return type(value).__name__


def arrow_type(kinds: set[str]) -> pa.DataType:
    """The type of a column whose values are of these kinds."""
    if kinds == {"bool"}:
        return pa.bool_()
    if kinds == {"int"}:
        return pa.int64()
    is_number = bool(kinds) and kinds <= {"int", "float"}
    return pa.float64() if is_number else pa.string()


def typed_array(values: Iterator[Any], kind: pa.DataType) -> pa.Array:
    """Values as a column of a type."""
    if kind != pa.string():
        return pa.array(values, kind)
    return text_array(map(_text, values))


def _text(value: Any) -> str | None:
    """A value as a cell; lines of a text are joined as lists are."""
    if value is None or isinstance(value, str):
        return value
    are_texts = isinstance(value, list) and all(isinstance(each, str) for each in value)
    if value and are_texts:
        return ";".join(value)
    return json.dumps(value, ensure_ascii=False)
