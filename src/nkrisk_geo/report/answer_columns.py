"""The columns of an enriched file: those of the answer, and that with the words.

Whoever wrote it may have put anything there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from nkrisk_geo.model.errors import InputError
from nkrisk_geo.model.schema import BETWEEN, OUTPUT
from nkrisk_geo.tables.parties import Party, fields_of
from nkrisk_geo.tables.values import column_text

NUMBERS = frozenset(column.name for column in OUTPUT if column.kind == "number")
Column: TypeAlias = pa.ChunkedArray | pa.Array
Answer = Mapping[str, Any]
"""The columns of the answer of a row, without their prefix."""
HUGE = 1e6
"""No number of an answer is larger."""


def texts_of(table: pa.Table, party: Party) -> Column:
    """The words of the rows.

    Raises:
        InputError: they stand in a column that holds no text.
    """
    if not party.address:
        return pa.nulls(len(table), pa.string())
    named = ", ".join(map(repr, party.address))
    try:
        words = fields_of(table, party).column("address")
        return _whole(column_text(words))
    except (pa.ArrowException, InputError, ValueError) as error:
        raise InputError(
            f"column {named} cannot be read as text: {_first_line(error)}"
        ) from None


def answer_column(table: pa.Table, prefix: str, name: str) -> Column:
    """A column of the answer: numbers as numbers, also where the file has text; lists as text.

    Raises:
        InputError: it holds something else than `enrich` writes into it.
    """
    is_number = name in NUMBERS
    if prefix + name not in table.column_names:
        kind = pa.float64() if is_number else pa.string()
        return pa.nulls(len(table), kind)
    column = table[prefix + name]
    try:
        return _numbers(column) if is_number else _whole(_words(column))
    except (pa.ArrowException, ValueError) as error:
        wanted = "numbers" if is_number else "text"
        raise InputError(
            f"column {prefix + name!r} ({column.type}) does not hold {wanted}: {_first_line(error)}"
        ) from None


def plain_column(table: pa.Table, name: str | None) -> Column:
    """Any column as text, nothing where there is none.

    Raises:
        InputError: it holds what cannot be told in a line.
    """
    if name is None:
        return pa.nulls(len(table), pa.string())
    try:
        return _whole(_words(table[name]))
    except (pa.ArrowException, ValueError) as error:
        raise InputError(
            f"column {name!r} cannot be read as text: {_first_line(error)}"
        ) from None


def _words(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Text as it is, lists joined with `;`."""
    if pa.types.is_list(column.type):
        return pc.binary_join(column, BETWEEN)
    return pc.cast(column, pa.string())


def _numbers(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Numbers, none of them without bounds."""
    if not pa.types.is_floating(column.type):
        texts = _whole(pc.cast(column, pa.string()))
        is_empty = pc.equal(texts, "")
        column = pc.if_else(is_empty, None, texts)

    numbers = pc.cast(column, pa.float64())
    # NaN is not less than anything either.
    bounded = pc.less_equal(pc.abs(numbers), HUGE)
    # Without `min_count=0` a column of nulls alone would be out of bounds.
    if not pc.all(bounded, min_count=0).as_py():
        raise ValueError("one is infinite, or no number")
    return numbers


def _whole(texts: Column) -> Column:
    """Text that is UTF-8, as all that reads it believes."""
    texts.validate(full=True)
    return texts


def _first_line(error: BaseException) -> str:
    return str(error).partition("\n")[0][:200]
