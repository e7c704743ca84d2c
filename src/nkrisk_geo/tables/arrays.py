"""Values of any Python kind as Arrow text, missing ones as null."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pyarrow as pa


def text_array(values: Iterable[Any]) -> pa.Array:
    """Any values as an Arrow string array; characters that no encoding has become question marks.

    >>> text_array(["丹东", 118000.0, None, float("nan"), ["a", "b"]]).to_pylist()
    ['丹东', '118000', None, None, 'a, b']
    """
    texts = [as_text(value) for value in values]
    try:
        return pa.array(texts, pa.string())
    except UnicodeEncodeError:  # half of a surrogate pair
        whole = (None if text is None else text.encode("utf-8", "replace").decode() for text in texts)
        return pa.array(whole, pa.string())


def as_text(value: Any) -> str | None:
    """One value as text: whole numbers without a decimal point, None for None, NaN, NaT and NA."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, float):
        return None if value != value else str(int(value)) if value.is_integer() else str(value)  # noqa: PLR0124
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        return ", ".join(filter(None, map(as_text, value)))
    return None if type(value).__name__ in ("NAType", "NaTType") else str(value)
