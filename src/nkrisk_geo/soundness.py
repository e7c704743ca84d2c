"""Is a gazetteer sound: is each value the kind of thing that is read there, and does all that it refers to exist?

The packaged files are compared with their checksums, and then need no other look. A gazetteer of somebody's own comes with
none, so each number, list and reference in it is looked at once, when it is loaded: what passes can be wrong about the
world, but it answers.

>>> check({"facts": {"units": {}}, "cc-by": {}}, kinds=1)
Traceback (most recent call last):
nkrisk_geo.errors.GazetteerError: facts: units has no 'code'
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from nkrisk_geo.distributions import LEVELS
from nkrisk_geo.errors import GazetteerError
from nkrisk_geo.packing import lines
from nkrisk_geo.references import KIND_BITS
from nkrisk_geo.shapes import (
    Check,
    filled,
    line_of,
    mapping,
    names_in,
    number,
    numbers,
    numbers_in,
    one_of,
    optional,
    record,
    sequence,
    text,
    tuple_of,
    whole,
    wrong,
)

UNITS = ("code", "level", "parent", "en", "zh", "mass", "trade")
UNIT_LEVELS = frozenset("country province prefecture county township area crossing city".split())
DEEPEST_POWER = 5
"""A unit lies in less than two to this power others; six are usual."""
FAR_KM = 25_000
"""Farther apart are no two places on earth."""
LAT, LNG, KM = number(-90, 90), number(-180, 180), number(0, FAR_KM)
POINT = tuple_of(LAT, LNG, KM)


class Known(NamedTuple):
    """What the tables may refer to: units by code, crossings, and how many kinds of names there are."""

    codes: Mapping[str, int]
    crossings: frozenset[str]
    kinds: int


def check(buckets: Mapping[str, Mapping[str, Any]], *, kinds: int) -> None:
    """Look through a gazetteer.

    Args:
        buckets: its compiled files, by bucket.
        kinds: how many kinds of names there are (`nkrisk_geo.gazetteer.NameKind`).

    Raises:
        GazetteerError: something is of the wrong kind, is missing, or refers to what is not there.
    """
    codes = _units(buckets)
    known = Known(codes, frozenset(_crossings(buckets["facts"])), kinds)
    shapes = {"facts": _facts(known), "cc-by": _cc_by(known), "odbl": _odbl(known)}
    for bucket, content in buckets.items():
        for key, shape in shapes[bucket].items():
            if key in content:
                shape(content[key], f"{bucket}: {key}")
            elif bucket != "odbl" and key not in MAY_LACK:
                raise GazetteerError(f"{bucket} has no {key!r}")
    _zones(buckets["facts"]["zones"])
    _shared_outlines(buckets)


MAY_LACK = ("spans", "region_points")


# --- units -------------------------------------------------------------------------------------------------------------


def _units(buckets: Mapping[str, Mapping[str, Any]]) -> dict[str, int]:
    """The units of all files by code, once their columns are as they should be."""
    tables = [(bucket, content["units"]) for bucket, content in buckets.items() if "units" in content]
    total = sum(len(_columns(table, f"{bucket}: units")) for bucket, table in tables)
    for bucket, table in tables:
        _unit_values(table, f"{bucket}: units", total)
    codes = [code for _, table in tables for code in table["code"]]
    found = {code: at for at, code in enumerate(codes)}
    if len(found) < len(codes):
        twice = next(code for at, code in enumerate(codes) if found[code] != at)
        raise GazetteerError(f"units: two have the code {twice[:60]!r}")
    if not codes or codes[0] != "CN":
        raise GazetteerError("units: the first is not China")
    levels = [level for _, table in tables for level in table["level"]]
    _tree(np.array([parent for _, table in tables for parent in table["parent"]], np.int64), levels, codes)
    return found


def _columns(table: Any, where: str) -> list[Any]:
    """The codes of a table of units whose columns are equally long."""
    mapping(sequence(lambda _value, _where: None), needed=UNITS)(table, where)
    for name in UNITS:
        if len(table[name]) != len(table["code"]):
            raise GazetteerError(
                f"{where}.{name} has {len(table[name])} values, there are {len(table['code'])} units"
            )
    found: list[Any] = table["code"]
    return found


def _unit_values(table: Mapping[str, Any], where: str, total: int) -> None:
    shapes = {
        "code": sequence(filled), "level": sequence(one_of(UNIT_LEVELS, "the level of a unit")), "en": sequence(text),
        "parent": numbers(-1, total - 1, only_whole=True), "zh": sequence(text), "mass": numbers(1e-12, 1e6),
        "trade": numbers(1e-6, 1e6),
    }  # fmt: skip
    for name, shape in shapes.items():
        shape(table[name], f"{where}.{name}")


def _tree(parents: Any, levels: list[str], codes: list[str]) -> None:
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


# --- names -------------------------------------------------------------------------------------------------------------


def _names(known: Known) -> Check:
    """A table of names: texts, where the references of each begin, and the references."""

    def check_names(table: Any, where: str) -> None:
        record({"text": text, "start": text, "refs": text})(table, where)
        names = names_in(table["text"], f"{where}.text")
        start, refs = (numbers_in(table[name], f"{where}.{name}") for name in ("start", "refs"))
        if (
            len(start) != len(names) + 1
            or start[0] != 0
            or start[-1] != len(refs)
            or (np.diff(start) < 0).any()
        ):
            raise GazetteerError(f"{where}.start does not part the references among {len(names)} names")
        units, kinds = refs >> KIND_BITS, refs & ((1 << KIND_BITS) - 1)
        if (units < 0).any() or (units >= len(known.codes)).any() or (kinds >= known.kinds).any():
            raise GazetteerError(f"{where}.refs refers to a unit or a kind of name that there is not")

    return check_names


# --- the files ---------------------------------------------------------------------------------------------------------


def _facts(known: Known) -> dict[str, Check]:
    names, units, code = _names(known), _listed(known), one_of(known.codes, "the code of a unit")
    return {
        "version": filled,
        "characters": mapping(_character, key=_character),
        "territories": mapping(filled),
        "names": record({"han": names, "latin": names}),
        "phone_areas": units,
        "calling_codes": units,
        "readings": mapping(filled),
        "subdivisions": units,
        "words": record({"han": mapping(filled), "latin": mapping(filled)}),
        "zones": sequence(
            record(
                {
                    **dict.fromkeys(("id", "kind"), filled), **dict.fromkeys(("name_en", "name_zh"), text),
                    "rank": whole(-1_000_000, 1_000_000), "members": sequence(code), "parent": optional(filled),
                },
                {"within_km": optional(KM)},
            )
        ),
        "crossings": sequence(record({**dict.fromkeys(CROSSING, text), "lat": LAT, "lng": LNG, "accuracy_km": KM})),
        "points": mapping(POINT),
        "spans": mapping(sequence(code, least=1)),
        "cutting": _cutting,
        **dict.fromkeys(("villages", "regional", "localities"), names),
    }  # fmt: skip


CROSSING = (
    "id", "name_zh", "name_en", "dprk_zh", "dprk_ko", "dprk_en", "county", "kind", "quality", "unlocode", "status",
    "status_reported", "source",
)  # fmt: skip


def _cc_by(known: Known) -> dict[str, Check]:
    names, units = _names(known), _listed(known)
    return {
        "names": record({"han": names, "latin": names}),
        "retired": units,
        "moved_away": units,
        "points": mapping(POINT),
        "region_points": mapping(sequence(tuple_of(LAT, LNG), least=1)),
    }


def _odbl(known: Known) -> dict[str, Check]:
    crossing, either_side = one_of(known.crossings, "the id of a crossing"), number(-FAR_KM, FAR_KM)
    contact = dict.fromkeys(("contact", "facing_en", "facing_zh", "facing_ko", "quality"), text)
    return {
        "postcode_prefixes": _listed(known),
        "main_postcodes": mapping(text),
        "extents": mapping(tuple_of(LAT, LNG, KM, either_side, either_side)),
        "distances": mapping(tuple_of(either_side, crossing, KM)),
        "border_distances": _distances(known),
        "ground_crossings": mapping(tuple_of(crossing, KM)),
        "geometry": mapping(line_of(2), needed=("border_line", "sea_line", "dprk_outline", "russia_outline")),
        "islands": sequence(line_of(4)),
        "contacts": sequence(record({**contact, **dict.fromkeys(("from_km", "to_km", "accuracy_km"), KM)})),
        "chainages": mapping(KM),
        "outlines": mapping(line_of(4)),
        "regions": _regions,
    }


def _listed(known: Known) -> Check:
    """Numbers of units by a code of theirs."""
    return mapping(numbers(0, len(known.codes) - 1, only_whole=True))


def _character(value: Any, where: str) -> None:
    text(value, where)
    if len(value) != 1:
        wrong(where, value, "one character")


def _crossings(facts: Mapping[str, Any]) -> Iterator[str]:
    """The ids of the crossings, whatever else is there."""
    rows = facts.get("crossings")
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, dict) and isinstance(row.get("id"), str):
            yield row["id"]


def _cutting(table: Any, where: str) -> None:
    record({"words": text, "freq": text, "total": whole(1, 1 << 53)})(table, where)
    words, freq = names_in(table["words"], f"{where}.words"), numbers_in(table["freq"], f"{where}.freq")
    if len(words) != len(freq) or (freq < 1).any():
        raise GazetteerError(f"{where} has no frequency for each of {len(words)} words")


def _distances(known: Known) -> Check:
    def check_distances(table: Any, where: str) -> None:
        record({"units": text, "steps": text})(table, where)
        units, steps = (
            names_in(table["units"], f"{where}.units"),
            numbers_in(table["steps"], f"{where}.steps"),
        )
        if not known.codes.keys() >= {*units} or len(steps) != len(units) * len(LEVELS):
            raise GazetteerError(f"{where} has no {len(LEVELS)} distances for each of its units")
        if (np.diff(steps.reshape(len(units), len(LEVELS)), axis=1) < 0).any():
            raise GazetteerError(f"{where}.steps does not go from the nearest to the farthest")

    return check_distances


def _regions(table: Any, where: str) -> None:
    record({"units": text, "lengths": numbers(4, 1 << 24, only_whole=True), "vertices": text})(table, where)
    rings, vertices = lines(table["units"]), numbers_in(table["vertices"], f"{where}.vertices", short=True)
    lengths = table["lengths"]
    if len(rings) != len(lengths) or sum(lengths) * 2 != len(vertices) or not all(map(str.split, rings)):
        raise GazetteerError(f"{where} has other rings than lengths, or other vertices")


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
                raise GazetteerError(f"facts: zone {name[:60]!r} lies in no zone {at[:60]!r}, or in itself")
            at = parents[at]


def _shared_outlines(buckets: Mapping[str, Mapping[str, Any]]) -> None:
    """Of each province that shares its outline with others, cities are known."""
    outlined = buckets.get("odbl", {}).get("regions", {"units": ""})["units"]
    shared = {code for line in lines(outlined) if len(line.split()) > 1 for code in line.split()}
    for code in sorted(shared - buckets["cc-by"].get("region_points", {}).keys()):
        raise GazetteerError(f"cc-by: region_points has no cities of {code[:60]!r}, which shares an outline")
