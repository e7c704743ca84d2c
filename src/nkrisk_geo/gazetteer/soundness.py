"""Is a gazetteer sound: is each value the kind of thing that is read there, and does all that it refers to exist?

The packaged files are compared with their checksums, and then need no other look. A
gazetteer of somebody's own comes with none, so each number, list and reference in it is
looked at once, when it is loaded: what passes can be wrong about the world, but it answers.

>>> check({"facts": {"units": {}}, "cc-by": {}}, kinds=1)
Traceback (most recent call last):
nkrisk_geo.model.errors.GazetteerError: facts: units has no 'code'
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from nkrisk_geo.gazetteer.contents import Known, table_checks
from nkrisk_geo.gazetteer.datafile import lines
from nkrisk_geo.gazetteer.shapes import (
    anything,
    mapping,
    non_empty,
    numbers_in,
    one_of,
    sequence,
    texts_in,
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
    known = Known(codes, frozenset(_crossings(buckets["facts"])), kinds)
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
    codes, levels = (
        [text for table in tables for text in table[name]] for name in ("code", "level")
    )
    parents = np.concatenate(
        [np.zeros(0, np.int64), *(table["parent"] for table in tables)]
    )
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
    mapping(anything, needed=UNITS)(table, where)
    found: dict[str, Any] = {
        name: texts_in(table[name], f"{where}.{name}") for name in UNIT_TEXTS
    }
    found["parent"] = numbers_in(table["parent"], f"{where}.parent")
    found |= {
        name: numbers_in(table[name], f"{where}.{name}", item="d")
        for name in UNIT_WEIGHTS
    }
    for name, column in found.items():
        if len(column) != len(found["code"]):
            raise GazetteerError(
                f"{where}.{name} has {len(column)} values, there are {len(found['code'])} units"
            )
    sequence(non_empty)(found["code"], f"{where}.code")
    sequence(one_of(UNIT_LEVELS, "the level of a unit"))(
        found["level"], f"{where}.level"
    )
    for name, (least, most) in UNIT_WEIGHTS.items():
        if ((found[name] < least) | (found[name] > most)).any():
            raise GazetteerError(
                f"{where}.{name} has a number that is not from {least:g} to {most:g}"
            )
    return found


def _tree(
    parents: Any,
    levels: list[str],
    codes: list[str],
) -> None:
    """Each unit lies in others up to a country: no circle, and no end elsewhere."""
    top = np.where(parents < 0, np.arange(len(parents)), parents)
    for _ in range(DEEPEST_POWER):
        top = top[top]
    for at in np.flatnonzero(parents[top] >= 0)[:1].tolist():
        raise GazetteerError(
            f"units: {codes[at][:60]!r} lies in itself, or in more than {1 << DEEPEST_POWER} others"
        )
    for at in np.flatnonzero(np.array(levels)[top] != "country")[:1].tolist():
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
                raise GazetteerError(
                    f"facts: zone {name[:60]!r} lies in no zone {at[:60]!r}, or in itself"
                )
            at = parents[at]


def _shared_outlines(buckets: Mapping[str, Mapping[str, Any]]) -> None:
    """Of each province that shares its outline with others, cities are known."""
    outlined = lines(buckets["odbl"]["regions"]["units"]) if "odbl" in buckets else []
    shared = {
        code for line in outlined if len(line.split()) > 1 for code in line.split()
    }
    for code in sorted(shared - buckets["cc-by"].get("region_points", {}).keys()):
        raise GazetteerError(
            f"cc-by: region_points has no cities of {code[:60]!r}, which shares an outline"
        )


def _crossings(facts: Mapping[str, Any]) -> Iterator[str]:
    """The ids of the crossings, whatever else is there."""
    rows = facts.get("crossings")
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, dict) and isinstance(row.get("id"), str):
            yield row["id"]
