"""Columns as text: each distinct value is written once, and the rows take from what was written.

A million rows have few different zones, distances and reasons, so this is quicker than a writer that looks at each cell.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

Render = Callable[[Any], str]


def written(column: pa.ChunkedArray | pa.Array, render: Render) -> pa.Array:
    """A column as an array of strings, `render` being called once for each distinct value (None among them)."""
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks() if column.num_chunks else pa.array([], column.type)
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pa.types.is_nested(column.type) or pa.types.is_null(column.type):
        return pa.array([render(value) for value in column.to_pylist()], pa.string())
    coded = pc.dictionary_encode(column)
    texts = [*map(render, coded.dictionary.to_pylist()), render(None)]
    return pc.take(pa.array(texts, pa.string()), pc.fill_null(coded.indices, len(texts) - 1))


def joined(parts: list[pa.Array | str], separator: str = "") -> list[str]:
    """Row by row, the parts one after the other; a string stands in every row."""
    rows: list[str] = pc.binary_join_element_wise(*parts, separator).to_pylist()
    return rows


def plain(value: Any) -> str:
    """A value as the text of a cell: missing is empty, lists are joined with `;`."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return ";".join(map(plain, value))
    return json_text(value) if isinstance(value, dict) else str(value)


def harmless(value: Any) -> str:
    """As `plain`, for text of ours: a spreadsheet must not take it for a formula.

    >>> harmless("=1+1"), harmless("Dandong"), harmless(-3.5)
    ("'=1+1", 'Dandong', '-3.5')
    """
    text = plain(value)
    return (
        f"'{text}"
        if isinstance(value, (str, list)) and text[:1] in ("=", "+", "-", "@", "\t", "\r")
        else text
    )


def quoting(delimiter: str, text: Callable[[Any], str]) -> Render:
    """A function that writes a value as a CSV cell, in quotation marks where it must be."""
    special = re.compile(f'[{re.escape(delimiter)}"\r\n]').search

    def cell(value: Any) -> str:
        content = text(value)
        return '"' + content.replace('"', '""') + '"' if special(content) else content

    return cell


def json_text(value: Any) -> str:
    """A value as JSON; numbers that JSON does not know are null."""
    if isinstance(value, float) and not math.isfinite(value):
        return "null"
    return json.dumps(value, ensure_ascii=False, default=plain)
