"""What a value of a compiled file must look like: small checks that put together make large ones.

A check takes a value and where it stands, returns nothing,
and raises where the value is another kind of thing.

>>> points = mapping(tuple_of(number(-90, 90), number(-180, 180)))
>>> points({"210600": [40.1, 124.4]}, "points")
>>> points({"210600": [40.1, "124.4"]}, "points")
Traceback (most recent call last):
nkrisk_geo.model.errors.GazetteerError: points.210600[1] is '124.4', expected a number ...
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from typing import Any, NoReturn

from nkrisk_geo.model.errors import GazetteerError

Check = Callable[[Any, str], None]
SHOWN = 60
"""Characters of a wrong value that a message shows."""


def refuse(
    where: str,
    value: Any,
    expected: str,
) -> NoReturn:
    """Say what stands where, and what should."""
    # Of a list or an object only what it is: it may be as long as the file.
    plain = value is None or isinstance(value, (str, int, float))
    shown = repr(value) if plain else type(value).__name__
    if len(shown) > SHOWN:
        shown = f"{shown[:SHOWN]}…"
    raise GazetteerError(f"{where} is {shown}, expected {expected}")


def accept_any(_value: Any, _where: str) -> None:
    """What another check looks at."""


def text(value: Any, where: str) -> None:
    """Text that can be written as UTF-8."""
    if not isinstance(value, str):
        refuse(where, value, "a text")
    try:
        value.encode()
    except UnicodeEncodeError:  # half of a surrogate pair
        refuse(where, ascii(value), "a text of whole characters")


def non_empty(value: Any, where: str) -> None:
    """Text that is not empty."""
    text(value, where)
    if not value:
        refuse(where, value, "a text that is not empty")


def one_of(known: Container[str], what: str) -> Check:
    """One of some texts."""

    def check(value: Any, where: str) -> None:
        if not isinstance(value, str) or value not in known:
            refuse(where, value, what)

    return check


def or_null(inner: Check) -> Check:
    """Null, or what the other check takes."""

    def check(value: Any, where: str) -> None:
        if value is not None:
            inner(value, where)

    return check


def number(least: float, most: float) -> Check:
    """A number within bounds, which also keeps out infinity and what is no number."""

    def check(value: Any, where: str) -> None:
        if type(value) not in (int, float) or not least <= value <= most:
            refuse(where, value, f"a number from {least:g} to {most:g}")

    return check


def whole(least: int, most: int) -> Check:
    """A whole number within bounds."""

    def check(value: Any, where: str) -> None:
        if type(value) is not int or not least <= value <= most:
            refuse(where, value, f"a whole number from {least} to {most}")

    return check


def numbers(
    least: float,
    most: float,
    *,
    only_whole: bool = False,
) -> Check:
    """A list of numbers within bounds, looked at all at once."""
    kinds = {int} if only_whole else {int, float}
    expected = "a list of whole numbers" if only_whole else "a list of numbers"

    def check(value: Any, where: str) -> None:
        # By type: True is an `int` for isinstance, and nobody means it.
        if not isinstance(value, list) or not {*map(type, value)} <= kinds:
            refuse(where, value, expected)
        # min() and max() let what is no number pass, and
        # numpy does not take whole numbers of any size.
        if any(not least <= each <= most for each in value):
            refuse(where, value, f"numbers from {least:g} to {most:g}")

    return check


def sequence(
    inner: Check,
    *,
    least: int = 0,
) -> Check:
    """A list of so many at least, each of which the other check takes."""

    def check(value: Any, where: str) -> None:
        if not isinstance(value, list) or len(value) < least:
            refuse(where, value, f"a list of {least} or more" if least else "a list")
        for at, each in enumerate(value):
            inner(each, f"{where}[{at}]")

    return check


def tuple_of(*parts: Check) -> Check:
    """A list of just so many, with a check for each."""

    def check(value: Any, where: str) -> None:
        if not isinstance(value, list) or len(value) != len(parts):
            refuse(where, value, f"a list of {len(parts)}")
        for at, (part, each) in enumerate(zip(parts, value, strict=True)):
            part(each, f"{where}[{at}]")

    return check


def mapping(
    inner: Check,
    *,
    key: Check = non_empty,
    needed: Sequence[str] = (),
) -> Check:
    """An object whose every key and value pass, with some keys that must be there."""

    def check(value: Any, where: str) -> None:
        _has(value, where, needed)
        for name, each in value.items():
            key(name, f"a key of {where}")
            inner(each, f"{where}.{name[:SHOWN]}")

    return check


def record(
    parts: Mapping[str, Check],
    extra: Mapping[str, Check] | None = None,
) -> Check:
    """An object with just these keys; those of `extra` may be absent."""

    def check(value: Any, where: str) -> None:
        _has(value, where, tuple(parts))
        every = {**parts, **(extra or {})}
        for name, each in value.items():
            if name not in every:
                raise GazetteerError(
                    f"{where} has a key {name[:SHOWN]!r} that nothing reads"
                )
            every[name](each, f"{where}.{name}")

    return check


def _has(
    value: Any,
    where: str,
    needed: Sequence[str],
) -> None:
    if not isinstance(value, dict):
        refuse(where, value, "an object")
    for name in needed:
        if name not in value:
            raise GazetteerError(f"{where} has no {name!r}")


def line_of(least: int) -> Check:
    """Latitudes and longitudes of so many vertices at least."""
    both = tuple_of(numbers(-90, 90), numbers(-180, 180))

    def check(value: Any, where: str) -> None:
        both(value, where)
        lats, lngs = map(len, value)
        if lats != lngs or lats < least:
            told = f"{lats} latitudes and {lngs} longitudes"
            raise GazetteerError(f"{where} has {told}, {least} or more are a line")

    return check
