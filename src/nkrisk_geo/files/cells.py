"""Columns as text: each distinct value is written once, and the rows take from what was written.

A million rows have few different zones, distances and reasons, so this is quicker than
a writer that looks at each cell.
"""

from __future__ import annotations

import json
import math
import re
from json.encoder import encode_basestring
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.compute as pc

from nkrisk_geo.model.schema import BETWEEN
from nkrisk_geo.tables.values import to_list


class Style(Protocol):
    """How values are written; `missing` stands for null."""

    missing: str

    def texts(self, values: pa.StringArray) -> pa.StringArray:
        """Strings (no nulls) as cells."""
        ...

    def value(self, value: Any) -> str:
        """Any value but a string as a cell."""
        ...


_UNSEEN = r"\p{Z}\p{C}\p{Mn}\x{115F}\x{1160}\x{3164}\x{FFA0}\x{2800}"
"""Blanks of all kinds, control and zero-width characters, and letters that show
nothing: spreadsheets may drop what begins so."""
_FORMULA = rf"\A([\t\r\n]|[{_UNSEEN}]*[=+\-@＝＋－＠﹦﹢﹣﹫])"
"""What a spreadsheet may take for the beginning of a formula; the wide forms are as
good as the others where it is Chinese."""


def guard_formulas(values: pa.StringArray) -> pa.StringArray:
    r"""Texts with an apostrophe before those that a spreadsheet could take for a formula.

    >>> guard_formulas(pa.array(["=1", "\u3000-1", "丹东 = Dandong"])).to_pylist()
    ["'=1", "'\u3000-1", '丹东 = Dandong']
    """
    return pc.replace_substring_regex(values, _FORMULA, r"'\1")


class CsvStyle:
    """Cells of delimited text, in quotation marks where they must be.

    With `guarded`, text that a spreadsheet would take for a formula is put behind an
    apostrophe, and what has a delimiter of another country's spreadsheets in it is in
    quotation marks.
    """

    missing = ""

    def __init__(self, delimiter: str, *, guarded: bool = False) -> None:
        others = ",;\t" if guarded else ""
        self._special = f'[{re.escape(delimiter)}{others}"\r\n]'
        self._guarded = guarded

    def texts(self, values: pa.StringArray) -> pa.StringArray:
        """As of `Style`."""
        if self._guarded:
            values = guard_formulas(values)
        special = pc.match_substring_regex(values, self._special)
        if not pc.any(special).as_py():
            return values
        doubled = pc.replace_substring(values, '"', '""')
        quoted = pc.binary_join_element_wise('"', doubled, '"', "")
        return pc.if_else(special, quoted, values)

    def value(self, value: Any) -> str:
        """As of `Style`."""
        text = cell_text(value)
        # A number begins with a minus, which is no formula.
        if not text or isinstance(value, (int, float)):
            return text
        (cell,) = self.texts(pa.array([text], pa.string()))
        return str(cell)


class JsonStyle:
    """JSON values."""

    missing = "null"

    def texts(self, values: pa.StringArray) -> pa.StringArray:
        """As of `Style`."""
        # The same in Arrow would need a pass for each control character.
        texts = map(encode_basestring, values.to_pylist())
        return pa.array(texts, pa.string())

    def value(self, value: Any) -> str:
        """As of `Style`; numbers that JSON does not know are null."""
        if isinstance(value, float):
            return repr(value) if math.isfinite(value) else "null"
        return json.dumps(value, ensure_ascii=False, default=cell_text)


def write_cells(column: pa.ChunkedArray | pa.Array, style: Style) -> pa.Array:
    """A column as an array of strings without nulls."""
    column = _whole(column)
    kind = column.type
    # Lists are no values of a dictionary, for Arrow.
    if pa.types.is_nested(kind) or pa.types.is_null(kind):
        texts = {None: style.missing}
        values = to_list(column)
        cells = [_remember(texts, value, style) for value in values]
        return pa.array(cells, pa.string())

    # Each different value is written once; what is missing is one more, behind the others.
    is_coded = pa.types.is_dictionary(kind)
    coded = column if is_coded else pc.dictionary_encode(column)
    distinct = _distinct(coded.dictionary, style)
    missing = pa.array([style.missing], pa.string())
    places = coded.indices.cast(pa.int32())
    places = pc.fill_null(places, len(distinct))
    return pc.take(pa.concat_arrays([distinct, missing]), places)


def _whole(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    """A column in one piece."""
    if not isinstance(column, pa.ChunkedArray):
        return column
    if not column.num_chunks:
        return pa.array([], column.type)
    return column.combine_chunks()


def _distinct(values: pa.Array, style: Style) -> pa.StringArray:
    kind = values.type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        texts = values.cast(pa.string())
        return style.texts(pc.fill_null(texts, ""))
    known = (
        style.missing if value is None else style.value(value)
        for value in to_list(values)
    )
    return pa.array(known, pa.string())


def _remember(texts: dict[Any, str], value: Any, style: Style) -> str:
    """The cell of a list or struct, the same for the same."""
    if value is None:
        return style.missing
    # Only of text: 1, 1.0 and True are one key and three cells.
    if not isinstance(value, list) or {*map(type, value)} - {str}:
        return style.value(value)

    key = tuple(value)
    if key not in texts:
        texts[key] = style.value(value)
    return texts[key]


def join_cells(parts: list[pa.Array | str], separator: str = "") -> list[str]:
    """Row by row, the parts one after the other; a string stands in every row."""
    whole = pc.binary_join_element_wise(*parts, separator)
    rows: list[str] = whole.to_pylist()
    return rows


def cell_text(value: Any) -> str:
    """A value as the text of a cell: missing is empty, lists are joined with `;`.

    >>> cell_text(None), cell_text(["dandong", "liaoning"]), cell_text(2.5)
    ('', 'dandong;liaoning', '2.5')
    """
    if isinstance(value, str):
        return value
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, list):
        return BETWEEN.join(map(cell_text, value))
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)
