"""Checks of the columns of compiled files, which are memory: texts of one line each, or numbers.

A check takes a value and where it stands, as in `nkrisk_geo.gazetteer.value_checks`, and looks
at all of a column at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from nkrisk_geo.gazetteer.distributions import LEVELS
from nkrisk_geo.gazetteer.name_kinds import KIND_BITS
from nkrisk_geo.gazetteer.value_checks import (
    Check,
    accept_any,
    line_of,
    mapping,
    one_of,
    record,
    refuse,
    whole,
)
from nkrisk_geo.model.errors import GazetteerError

FAR_KM = 25_000
"""Farther apart are no two places on earth."""
SHORTEST_RING = 4
"""Vertices of an outline, the first one again at its end."""
_KIND = (1 << KIND_BITS) - 1


class KnownReferences(NamedTuple):
    """What the tables may refer to: units by code, crossings, and so many kinds of names."""

    codes: Mapping[str, int]
    crossings: frozenset[str]
    kinds: int


# --- columns -----------------------------------------------------------------------


def texts_in(value: Any, where: str) -> list[str]:
    """The texts of a column of one line each."""
    if not isinstance(value, memoryview) or value.format != "B":
        refuse(where, value, "a column of texts")
    try:
        found = str(value, "utf-8")
    except UnicodeDecodeError as error:
        raise GazetteerError(f"{where} is no UTF-8: {error}") from None
    if "\0" in found:
        raise GazetteerError(f"{where} has a zero character")
    return found.split("\n") if found else []


def names_in(value: Any, where: str) -> list[str]:
    """The texts of a column: each once, none empty."""
    found = texts_in(value, where)
    if "" in found or len({*found}) < len(found):
        raise GazetteerError(f"{where} has an empty name or one twice")
    return found


def numbers_in(
    value: Any,
    where: str,
    *,
    item: str = "i",
) -> NDArray[Any]:
    """The numbers of a column of such items; whole ones of 32 bits, unless others are named.

    Raises:
        GazetteerError: it is no such column, or has something that is no number.
    """
    if not isinstance(value, memoryview) or value.format != item:
        refuse(where, value, "a column of numbers")
    found = np.frombuffer(value, item)
    if item == "d" and not np.isfinite(found).all():
        raise GazetteerError(f"{where} has something that is no number")
    return found.astype(np.float64 if item == "d" else np.int64)


# --- tables of columns -------------------------------------------------------------


def check_sea(table: Any, where: str) -> None:
    """Polygons of so many rings, rings of so many vertices, each in thousandths of a degree."""
    record(dict.fromkeys(("rings", "lengths", "vertices"), accept_any))(table, where)
    rings = numbers_in(table["rings"], f"{where}.rings")
    lengths = numbers_in(table["lengths"], f"{where}.lengths")
    vertices = numbers_in(table["vertices"], f"{where}.vertices")
    if (rings < 1).any() or (lengths < SHORTEST_RING).any():
        raise GazetteerError(
            f"{where} has a polygon without rings, or a ring of too few vertices"
        )
    if rings.sum() != len(lengths) or lengths.sum() * 2 != len(vertices):
        raise GazetteerError(f"{where} has other rings than lengths, or other vertices")
    # Longitude first.
    if (abs(vertices.reshape(-1, 2)) > [180_000, 90_000]).any():
        raise GazetteerError(f"{where} has a vertex that lies nowhere on earth")


def check_cutting(table: Any, where: str) -> None:
    """Words of the language, how often each is met, and how often all are."""
    parts = {"words": accept_any, "freq": accept_any, "total": whole(1, 1 << 53)}
    record(parts)(table, where)
    words = names_in(table["words"], f"{where}.words")
    freq = numbers_in(table["freq"], f"{where}.freq")
    # Of nought there is no logarithm.
    if len(words) != len(freq) or (freq < 1).any():
        raise GazetteerError(f"{where} has no frequency for each of {len(words)} words")


def check_points(table: Any, where: str) -> None:
    """Units by their codes, which ascend, and for each degrees north and east and a radius."""
    record({"units": accept_any, "places": accept_any})(table, where)
    units = names_in(table["units"], f"{where}.units")
    places = numbers_in(table["places"], f"{where}.places", item="d")
    if units != sorted(units) or len(places) != 3 * len(units):
        raise GazetteerError(
            f"{where} has no place for each of its units, or they do not ascend"
        )
    lat, lng, radius_km = places.reshape(-1, 3).T
    if (abs(lat) > 90).any() or (abs(lng) > 180).any():
        raise GazetteerError(f"{where} has a place that lies nowhere on earth")
    if (radius_km < 0).any() or (radius_km > FAR_KM).any():
        raise GazetteerError(f"{where} has a radius that no place has")


def distances_of(known: KnownReferences) -> Check:
    """Units, and the quantiles of the distance of each, row by row."""

    def check_distances(table: Any, where: str) -> None:
        record({"units": accept_any, "steps": accept_any})(table, where)
        units = names_in(table["units"], f"{where}.units")
        steps = numbers_in(table["steps"], f"{where}.steps")
        shape = len(units), len(LEVELS)
        if not known.codes.keys() >= {*units} or len(steps) != shape[0] * shape[1]:
            raise GazetteerError(
                f"{where} has no {len(LEVELS)} distances for each of its units"
            )
        if (np.diff(steps.reshape(shape), axis=1) < 0).any():
            raise GazetteerError(
                f"{where}.steps does not go from the nearest to the farthest"
            )

    return check_distances


def outlines_of(known: KnownReferences) -> Check:
    """Outlines of provinces, in each of which there are counties.

    A point near the border lies in one of those.
    """
    outlines = mapping(line_of(4), key=one_of(known.codes, "the code of a unit"))
    numbers = [code for code in known.codes if len(code) == 6 and code.isdecimal()]
    # The last two digits of a county are those that its prefecture has not.
    with_counties = {code[:2] + "0000" for code in numbers if code[4:] != "00"}

    def check_outlines(table: Any, where: str) -> None:
        outlines(table, where)
        if not table or not table.keys() <= with_counties:
            raise GazetteerError(f"{where} has no province, or one without counties")

    return check_outlines


def regions_of(known: KnownReferences) -> Check:
    """Outlines of countries and provinces: the units of each, how many vertices, and these."""

    def check_regions(table: Any, where: str) -> None:
        record(dict.fromkeys(("units", "lengths", "vertices"), accept_any))(
            table, where
        )
        units = [line.split() for line in texts_in(table["units"], f"{where}.units")]
        lengths = numbers_in(table["lengths"], f"{where}.lengths")
        vertices = numbers_in(table["vertices"], f"{where}.vertices", item="h")
        too_short = (lengths < SHORTEST_RING).any()
        fitting = len(units) == len(lengths) and lengths.sum() * 2 == len(vertices)
        if too_short or not fitting or not all(units):
            raise GazetteerError(
                f"{where} has other rings than lengths, or other vertices"
            )
        strange = {code for each in units for code in each} - known.codes.keys()
        if strange:
            told = f"an outline of {min(strange)[:60]!r}, which is no unit"
            raise GazetteerError(f"{where} has {told}")

    return check_regions


def names_of(known: KnownReferences) -> Check:
    """A table of names: texts, where the references of each begin, and the references."""

    def check_names(table: Any, where: str) -> None:
        record(dict.fromkeys(("text", "start", "refs"), accept_any))(table, where)
        names = names_in(table["text"], f"{where}.text")
        start = numbers_in(table["start"], f"{where}.start")
        refs = numbers_in(table["refs"], f"{where}.refs")
        if not _parts(start, len(names), len(refs)):
            raise GazetteerError(
                f"{where}.start does not part the references among {len(names)} names"
            )
        units, kinds = refs >> KIND_BITS, refs & _KIND
        strange = (units < 0) | (units >= len(known.codes)) | (kinds >= known.kinds)
        if strange.any():
            raise GazetteerError(
                f"{where}.refs refers to a unit or a kind of name that there is not"
            )

    return check_names


def _parts(start: NDArray[Any], names: int, references: int) -> bool:
    """Do begins, with the end of the last, part so many references among so many names?"""
    if len(start) != names + 1 or start[0] != 0 or start[-1] != references:
        return False
    return not (np.diff(start) < 0).any()
