"""Integrity rules of the compiled gazetteer, and what differs between two of them.

`problems` returns sentences; an empty list is a sound gazetteer. The tests run the same rules.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from typing import Any

from compiler.tables import GAZETTEER, squeeze, table
from nkrisk_geo.gazetteer.gazetteer import Gazetteer

OFFICIAL = {
    "222404": "Hunchun", "220623": "Changbai", "211300": "Chaoyang", "210224": "Changhai", "220722": "Changling",
    "210600": "Dandong", "220582": "Ji'an", "222400": "Yanbian", "210212": "Lüshunkou", "220800": "Baicheng",
}  # fmt: skip
BOUNDS = {"21": (38.3, 43.6, 118.7, 125.9), "22": (40.8, 46.4, 121.5, 131.4)}
"""(south, north, west, east) of Liaoning and Jilin, islands included."""
CONTACTS = {"estuary", "fence", "river", "land", "lake"}
REPORTED = re.compile(r"(19|20)\d\d(-(0[1-9]|1[0-2]))?")
UNSOURCED = {
    "facts/foil_townships", "facts/villages", "facts/localities", "facts/judgement",
    "facts/cutting_words", "facts/sea", "odbl/border_line", "odbl/sea_line", "odbl/dprk_outline",
    "odbl/dprk_islands", "odbl/russia_outline", "odbl/province_outlines", "odbl/point_distances",
    "odbl/region_outlines", "cc-by/region_points",
}  # fmt: skip
"""Tables of a single source, named in DATA_LICENSES.md instead of in each row."""


def problems(gazetteer: Gazetteer) -> list[str]:
    """What is wrong with a compiled gazetteer and its tables."""
    return [
        *_units(gazetteer),
        *_names(gazetteer),
        *_romanized(gazetteer),
        *_points(gazetteer),
        *_spans(gazetteer),
        *_zones(gazetteer),
        *_crossings(gazetteer),
        *_contacts(gazetteer),
        *_sources(),
    ]


def _units(gazetteer: Gazetteer) -> Iterator[str]:
    expected = {"province": 34, "prefecture": 333, "township": 2326}
    counts = gazetteer.counts()
    yield from (
        f"{counts.get(level)} units of level {level}, expected {n}"
        for level, n in expected.items()
        if counts.get(level) != n
    )
    if len(gazetteer.number) != len(gazetteer.codes):
        yield "two units share a code"
    for number, code in enumerate(gazetteer.codes):
        if not -1 <= gazetteer.parents[number] < len(gazetteer.codes):
            yield f"{code} has no parent"


def _names(gazetteer: Gazetteer) -> Iterator[str]:
    """Every division finds itself among the meanings of its own names."""
    index = {
        script: {name: at for at, name in enumerate(names)}
        for script, names in gazetteer.names.items()
    }
    for row in (*table("cc-by/divisions"), *table("cc-by/townships")):
        if row.get("status") == "withdrawn":
            continue
        for name in (row["name_zh"], row["name_en"]):
            script, form = squeeze(name)
            if not form:
                yield f"{row['code']}: the name {name!r} folds to nothing"
                continue
            at = index[script].get(form)
            if at is None:
                if len(form) >= 4 or script == "han":
                    yield f"{row['code']} is not found by {name!r}"
            elif gazetteer.number[row["code"]] not in {
                unit for unit, _ in gazetteer.meanings(script, at)
            }:
                yield f"{name!r} does not mean {row['code']}"


def _romanized(gazetteer: Gazetteer) -> Iterator[str]:
    for code, name in OFFICIAL.items():
        if gazetteer.names_en[gazetteer.number[code]] != name:
            yield f"{code} is {gazetteer.names_en[gazetteer.number[code]]!r}, officially {name!r}"


def _points(gazetteer: Gazetteer) -> Iterator[str]:
    for row in table("cc-by/points"):
        bounds = BOUNDS.get(row["unit"][:2])
        if bounds and not (
            bounds[0] <= float(row["lat"]) <= bounds[1]
            and bounds[2] <= float(row["lng"]) <= bounds[3]
        ):
            yield f"the point of {row['unit']} lies outside its province"
        if row["unit"] not in gazetteer.number:
            yield f"a point for {row['unit']}, which is no unit"


def _spans(gazetteer: Gazetteer) -> Iterator[str]:
    """A unit in several counties lies in the least that holds them all, or is counted to one of them."""
    for code, counties in gazetteer.spans.items():
        unit = gazetteer.number.get(code)
        strange = [
            county
            for county in counties
            if county not in gazetteer.number
            or gazetteer.levels[gazetteer.number[county]] != "county"
        ]
        if unit is None or strange or len(set(counties)) < 2:
            yield f"the counties of {code} are not two or more: {', '.join(counties)}"
            continue
        parent = gazetteer.parents[unit]
        if gazetteer.codes[parent] not in counties and not all(
            parent in gazetteer.path(gazetteer.number[county]) for county in counties
        ):
            yield f"{code} is in {gazetteer.codes[parent]}, and not in {', '.join(counties)}"


def _zones(gazetteer: Gazetteer) -> Iterator[str]:
    known = {zone.id: zone for zone in gazetteer.zones}
    for zone in gazetteer.zones:
        yield from (
            f"zone {zone.id}: no unit {code}"
            for code in zone.members
            if code not in gazetteer.number
        )
        if zone.parent and zone.parent not in known:
            yield f"zone {zone.id}: no zone {zone.parent}"
        parent = known.get(zone.parent or "")
        around = (
            {gazetteer.number[code] for code in parent.members} if parent else set()
        )
        if parent and any(
            around.isdisjoint(gazetteer.path(gazetteer.number[code]))
            for code in zone.members
        ):
            yield f"zone {zone.id} is not inside {zone.parent}"


def _crossings(gazetteer: Gazetteer) -> Iterator[str]:
    """Each has a counterpart, a date or the word that there is none, and its place in the order of the line."""
    last = 0.0
    for crossing in gazetteer.crossings:
        if not crossing.dprk_en and crossing.kind not in ("sea", "russia"):
            yield f"crossing {crossing.id} has no place opposite"
        if not (
            REPORTED.fullmatch(crossing.status_reported) or "undated" in crossing.status
        ):
            yield f"crossing {crossing.id}: say when its status was reported, or that it is undated"
        if (
            crossing.quality not in ("documented", "approximate")
            or not 0 < crossing.accuracy_km <= 5
        ):
            yield f"crossing {crossing.id}: quality {crossing.quality!r}, accuracy {crossing.accuracy_km} km"
        if crossing.chainage_km is not None and crossing.chainage_km < last:
            yield f"crossing {crossing.id} is not in the order of the line"
        last = crossing.chainage_km or last


def _contacts(gazetteer: Gazetteer) -> Iterator[str]:
    """The stretches follow each other from the mouth without gaps."""
    end = 0.0
    for stretch in gazetteer.contacts:
        if stretch.from_km != end or stretch.to_km <= stretch.from_km:
            yield f"the border has a gap or overlap at km {end:g}"
        if stretch.contact not in CONTACTS or not (
            stretch.facing_en and stretch.facing_zh and stretch.facing_ko
        ):
            yield f"the stretch from km {stretch.from_km:g} is not described"
        end = stretch.to_km


def _sources() -> Iterator[str]:
    for path in sorted(GAZETTEER.glob("*/*.csv")):
        name = f"{path.parent.name}/{path.stem}"
        with path.open(encoding="utf8", newline="") as file:
            rows = csv.DictReader(file)
            if name not in UNSOURCED and "source" not in (rows.fieldnames or ()):
                yield f"{name}.csv has no column for the source"
            elif name not in UNSOURCED and any(not row["source"] for row in rows):
                yield f"{name}.csv has a row without a source"


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    """What moved between two compiled files: units, names, then whole tables by key. What follows from them is left out."""
    for key in sorted((old.keys() | new.keys()) - {"index", "made from"}):
        before, after = old.get(key), new.get(key)
        if before == after:
            continue
        if key == "names" and before and after:
            for script in after:
                yield from _listed(
                    f"{script} name",
                    dict(_pairs(before[script])),
                    dict(_pairs(after[script])),
                )
        elif isinstance(before, dict) and isinstance(after, dict) and key != "units":
            yield from _listed(key, before, after)
        else:
            yield f"{key} changes"


def _pairs(names: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    start, refs = names["start"], names["refs"]
    return (
        (name, refs[start[at] : start[at + 1]]) for at, name in enumerate(names["text"])
    )


def _listed(
    what: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[str]:
    """Added, removed and changed keys, at most forty of each."""
    sets = {"+": after.keys() - before.keys(), "-": before.keys() - after.keys()}
    sets["~"] = {
        key for key in after.keys() & before.keys() if before[key] != after[key]
    }
    for sign, keys in sets.items():
        shown = sorted(keys)[:40]
        yield from (f"{sign} {what} {key}" for key in shown)
        if len(keys) > len(shown):
            yield f"{sign} {what}: {len(keys) - len(shown):,} more"
