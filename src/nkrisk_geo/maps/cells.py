"""Cells of any table as a picture takes them: numbers, short texts, and what can be compared."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from nkrisk_geo.text.scalars import is_missing

LENGTH = 300
"""Characters of a text that are shown."""


def number(
    row: Mapping[str, Any],
    name: str,
) -> float | None:
    """A cell as a finite number, None for anything else."""
    return to_finite(row.get(name))


def to_finite(value: Any) -> float | None:
    """A finite number, None for anything else."""
    try:
        found = math.nan if value is None else float(value)
    except (TypeError, ValueError):
        return None
    return found if math.isfinite(found) else None


def text(
    row: Mapping[str, Any],
    name: str,
) -> str:
    """A cell as text: lists joined, missing ones empty."""
    value = row.get(name)
    if is_missing(value):
        return ""
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(map(str, value))
    return str(value)


def shorten(words: str) -> str:
    """At most `LENGTH` characters, on one line."""
    words = " ".join(words.split())
    return words if len(words) <= LENGTH else words[: LENGTH - 1] + "…"


def nan_to_none(column: Sequence[Any]) -> list[Any]:
    """The values of a column, with None for NaN, which is not even equal to itself."""
    return [
        None if type(value) is float and math.isnan(value) else value
        for value in column
    ]
