"""One value of any kind as text, and which values are missing.

This is what every function that takes a text does with it first.

People give what they have: a cell of a table, a number, bytes, None, NaN, NaT or NA.
Spreadsheets and pandas make 118000.0 of the postcode 118000, databases 118000.00; whole numbers
are therefore written without a decimal point. A list or a struct is its parts with commas
between, as the lines of an address. A moment at midnight is its date. Infinity is no text
either.

    >>> as_text(118000.0), as_text(float("nan")), as_text("丹东".encode())
    ('118000', None, '丹东')
    >>> as_text(["No 1 Renmin Rd", None, "Hunchun"])
    'No 1 Renmin Rd, Hunchun'
"""

from __future__ import annotations

import math
import sys
from typing import Any

_WHOLE = 2.0**63
"""From here on a float is written with an exponent: it has no more digits than a short number."""
_MISSING = ("NaT", "<NA>")
"""How missing values of pandas and numpy print themselves."""


def as_text(value: Any) -> str | None:
    """One value as text, None for a missing one."""
    if value is None or type(value) is str:
        return value
    if isinstance(value, str):
        return str.__str__(value)  # whatever it is beside: numpy's, or an enumeration's
    if hasattr(value, "as_py"):  # a scalar of Arrow
        return as_text(value.as_py())
    if _is_of_numpy(value, "generic", "ndarray") and value.dtype.kind not in "mM":
        return as_text(
            float(value) if _is_of_numpy(value, "floating") else value.tolist()
        )
    if isinstance(value, (bool, float)) or _is_decimal(value):
        return _number(value)
    if isinstance(value, (bytes, bytearray, memoryview)):
        return bytes(value).decode("utf-8", "replace")
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        return ", ".join(filter(None, map(as_text, value)))
    return _other(value)


def is_missing(value: Any) -> bool:
    """Is a value None, NaN, NaT or NA?"""
    if hasattr(value, "as_py"):
        value = value.as_py()
    if (
        _is_of_numpy(value, "ndarray") and not value.ndim
    ):  # one that is masked gives None
        value = value.tolist()
    try:
        # Of all values only those are not themselves.
        return value is None or bool(value != value)  # noqa: PLR0124
    except (
        TypeError,
        ValueError,
        ArithmeticError,
    ):  # NA says neither, an array several things, a signalling NaN nothing
        return str(value) in (*_MISSING, "sNaN")


def _is_of_numpy(value: Any, *types: str) -> bool:
    """Is a value of one of these types of numpy? Where nobody has loaded it, there is none."""
    numpy = sys.modules.get("numpy")
    return numpy is not None and isinstance(
        value, tuple(getattr(numpy, name) for name in types)
    )


def _is_decimal(value: Any) -> bool:
    """Is a value one of `decimal`? Where nobody has loaded it, there is none."""
    decimal = sys.modules.get("decimal")
    return decimal is not None and isinstance(value, decimal.Decimal)


def _number(value: Any) -> str | None:
    if isinstance(value, bool):
        return str(value).lower()
    if not (math.isfinite(value) if isinstance(value, float) else value.is_finite()):
        return None
    return (
        str(int(value))
        if -_WHOLE < value < _WHOLE and value == int(value)
        else str(value)
    )


def _other(value: Any) -> str | None:
    """Moments, and whatever else, as Python prints it."""
    text = str(value)
    if text in _MISSING:
        return None
    # Loaded if there is such a value; loading it for all would be felt in the first answer.
    datetime: Any = sys.modules.get("datetime")
    is_moment = datetime is not None and isinstance(value, datetime.datetime)
    if is_moment and value.time() == datetime.time():
        return str(value.date().isoformat())
    return text
