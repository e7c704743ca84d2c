"""Is a gazetteer sound: is each value what is read there, and is all there that it refers to?

The packaged files are compared with their checksums, and then need no other look. A
gazetteer of somebody's own comes with none, so each number, list and reference in it is
looked at once, when it is loaded: what passes can be wrong about the world, but it answers.

>>> check({"facts": {"units": {}}, "cc-by": {}}, kinds=1)
Traceback (most recent call last):
nkrisk_geo.model.errors.GazetteerError: facts: units has no 'code'
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

import numpy as np

from nkrisk_geo.gazetteer.column_checks import KnownReferences, numbers_in, texts_in
from nkrisk_geo.gazetteer.datafile import lines
from nkrisk_geo.gazetteer.table_checks import table_checks
from nkrisk_geo.gazetteer.value_checks import (
    accept_any,
    mapping,
    non_empty,
    one_of,
    sequence,
)
from nkrisk_geo.model.errors import GazetteerError

UNIT_TEXTS = ("code", "level", "en", "zh")
UNIT_WEIGHTS = {"mass": (1e-12, 1e6), "trade": (1e-6, 1e6)}
"""Columns of units, and between which numbers the weights lie."""
UNITS = (*UNIT_TEXTS, "parent", *UNIT_WEIGHTS)
UNIT_LEVELS = frozenset(
    "country province prefecture county township area crossing city".split()
)
DEEPEST_POWER = 5
"""A unit lies in less than two to this power others; six are usual."""


def check(
    buckets: Mapping[str, Mapping[str, Any]],
    *,
    kinds: int,
) -> None:
    """Look through a gazetteer.

    Args:
        buckets: its compiled files, by bucket.
        kinds: how many kinds of names there are (`nkrisk_geo.gazetteer.name_kinds.NameKind`).

    Raises:
        GazetteerError: something is of the wrong kind, is missing, or refers to what is not there.
    """
    codes = _units(buckets)
    known = KnownReferences(codes, frozenset(_crossings(buckets["facts"])), kinds)
    shapes = table_checks(known)
    for bucket, content in buckets.items():
        for key, shape in shapes[bucket].items():
            if key in content:
                shape(content[key], f"{bucket}: {key}")
            elif key not in MAY_LACK:
                raise GazetteerError(f"{bucket} has no {key!r}")
    _zones(buckets["facts"]["zones"])
    _shared_outlines(buckets)


MAY_LACK = ("spans", "region_points")


# --- units ----------------------------------------------------------------------------


def _units(buckets: Mapping[str, Mapping[str, Any]]) -> dict[str, int]:
    """The units of all files by code, once their columns are as they should be."""
    tables = [
        _columns(content["units"], f"{bucket}: units")
        for bucket, content in buckets.items()
        if "units" in content
    ]
    codes = [code for table in tables for code in table["code"]]
    levels = [level for table in tables for level in table["level"]]
    # Of no table at all nothing can be joined.
    nothing = np.zeros(0, np.int64)
    parents = np.concatenate([nothing, *(table["parent"] for table in tables)])
    if ((parents < -1) | (parents >= len(codes))).any():
        raise GazetteerError("units: one lies in a unit that there is not")
    found = {code: at for at, code in enumerate(codes)}
    if len(found) < len(codes):
        twice = next(code for at, code in enumerate(codes) if found[code] != at)
        raise GazetteerError(f"units: two have the code {twice[:60]!r}")
    if not codes or codes[0] != "CN":
        raise GazetteerError("units: the first is not China")
    _tree(parents, levels, codes)
    return found


def _columns(
    table: Any,
    where: str,
) -> dict[str, Any]:
    """The columns of a table of units, equally long and with values that can be."""
    mapping(accept_any, needed=UNITS)(table, where)
    found: dict[str, Any] = {
        name: texts_in(table[name], f"{where}.{name}") for name in UNIT_TEXTS
    }
    found["parent"] = numbers_in(table["parent"], f"{where}.parent")
    for name in UNIT_WEIGHTS:
        found[name] = numbers_in(table[name], f"{where}.{name}", item="d")
    count = len(found["code"])
    for name, column in found.items():
        if len(column) != count:
            told = f"{len(column)} values, there are {count} units"
            raise GazetteerError(f"{where}.{name} has {told}")

    sequence(non_empty)(found["code"], f"{where}.code")
    levels = sequence(one_of(UNIT_LEVELS, "the level of a unit"))
    levels(found["level"], f"{where}.level")
    for name, (least, most) in UNIT_WEIGHTS.items():
        column = found[name]
        if ((column < least) | (column > most)).any():
            told = f"a number that is not from {least:g} to {most:g}"
            raise GazetteerError(f"{where}.{name} has {told}")
    return found


def _tree(
    parents: Any,
    levels: list[str],
    codes: list[str],
) -> None:
    """Each unit lies in others up to a country: no circle, and no end elsewhere."""
    top = np.where(parents < 0, np.arange(len(parents)), parents)
    # Each round doubles the steps that are taken outwards.
    for _ in range(DEEPEST_POWER):
        top = top[top]
    endless = np.flatnonzero(parents[top] >= 0)
    for at in endless[:1].tolist():
        others = f"more than {1 << DEEPEST_POWER} others"
        raise GazetteerError(
            f"units: {codes[at][:60]!r} lies in itself, or in {others}"
        )
    homeless = np.flatnonzero(np.array(levels)[top] != "country")
    for at in homeless[:1].tolist():
        raise GazetteerError(f"units: {codes[at][:60]!r} lies in no country")


def _zones(zones: list[Mapping[str, Any]]) -> None:
    """Each id is there once, and each zone lies in others without a circle."""
    parents = {zone["id"]: zone["parent"] for zone in zones}
    if len(parents) < len(zones):
        raise GazetteerError("facts: two zones have the same id")
    for name, around in parents.items():
        at, steps = around, 0
        while at is not None:
            steps += 1
            if at not in parents or steps > len(parents):
                told = f"lies in no zone {at[:60]!r}, or in itself"
                raise GazetteerError(f"facts: zone {name[:60]!r} {told}")
            at = parents[at]


def _shared_outlines(buckets: Mapping[str, Mapping[str, Any]]) -> None:
    """Of each province that shares its outline with others, cities are known."""
    if "odbl" not in buckets:
        return
    outlined = lines(buckets["odbl"]["regions"]["units"])
    shared = [line.split() for line in outlined if len(line.split()) > 1]
    known = buckets["cc-by"].get("region_points", {})
    for code in sorted({*chain(*shared)} - known.keys()):
        told = f"no cities of {code[:60]!r}, which shares an outline"
        raise GazetteerError(f"cc-by: region_points has {told}")


def _crossings(facts: Mapping[str, Any]) -> Iterator[str]:
    """The ids of the crossings, whatever else is there."""
    # Looked at before their own check, which needs to know nothing of them.
    rows = facts.get("crossings")
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, dict) and isinstance(row.get("id"), str):
            yield row["id"]
