"""Codes and their meaning: retired adcodes, postcodes, telephone areas, zones, words, crossings."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import chain

import numpy as np

from compiler.tables import GAZETTEER, judgement, table
from compiler.units import Units
from nkrisk_geo.gazetteer.distributions import STEPS_PER_KM
from nkrisk_geo.gazetteer.word_lists import LISTS, faults
from nkrisk_geo.geography.line import Line

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


MOVED_SINCE = "1985"
OLDEST_AREA = "2005"


def retired_codes(units: Units) -> dict[str, list[int]]:
    """Successors by retired adcode."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for row in table("cc-by/history"):
        if row["code"] not in units.number:
            found[row["code"]].update(
                units.number[code] for code in row["successor"].split(";")
            )
    return {code: sorted(found[code]) for code in sorted(found)}


def moved_away(units: Units) -> dict[str, list[int]]:
    """Counties of another prefecture today, by the prefecture that a code of theirs belonged to.

    They may have become a city or a district on the way: 兴城县 was Jinzhou's, 兴城市 is Huludao's.
    """
    found: defaultdict[str, set[int]] = defaultdict(set)
    names = {
        row["code"]: row["name_zh"]
        for row in table("cc-by/divisions")
        if row["level"] == "county"
    }
    for row in table("cc-by/history"):
        former, successors = row["code"][:4] + "00", row["successor"].split(";")
        same = [
            code
            for code in successors
            if code[:4] != row["code"][:4]
            and names.get(code) in _later(row["name_zh"], row["short_zh"])
        ]
        if (
            row["level"] == "county"
            and former in units.number
            and row["last"] >= MOVED_SINCE
        ):
            found[former].update(units.number[code] for code in same)
    return {code: sorted(found[code]) for code in sorted(found) if found[code]}


def _later(name: str, short: str) -> tuple[str, ...]:
    """The names that a county can have today."""
    return (name, *(short + generic for generic in "市区县"))


def phone_areas(units: Units) -> dict[str, list[int]]:
    """Prefectures by telephone area code without its leading zero; codes long out of use are left out."""
    rows = [
        row
        for row in table("facts/phone_areas")
        if not row["valid_to"] or row["valid_to"] >= OLDEST_AREA
    ]
    return {
        row["area"]: [units.number[code] for code in row["units"].split(";")]
        for row in rows
    }


def calling_codes(units: Units) -> dict[str, list[int]]:
    """Countries by international calling code; China's own is read with its area codes."""
    numbers: dict[str, list[int]] = {}
    for row in table("facts/calling_codes"):
        known = [
            units.number[iso2]
            for iso2 in row["iso2"].split(";")
            if iso2 in units.number and iso2 != "CN"
        ]
        if known:
            numbers[row["code"]] = known
    return numbers


def postcode_prefixes(units: Units) -> dict[str, list[int]]:
    """Units by postcode prefix; the longest prefix that is listed counts."""
    return {
        row["prefix"]: [units.number[code] for code in row["units"].split(";")]
        for row in table("odbl/postcode_prefixes")
    }


def main_postcodes() -> dict[str, str]:
    """The postcode to show for a division: its lowest one."""
    found: dict[str, str] = {}
    for row in table("odbl/postcodes"):
        found[row["unit"]] = min(row["postcode"], found.get(row["unit"], "999999"))
    return dict(sorted(found.items()))


def readings() -> dict[str, str]:
    """Readings of place names that are not the usual ones, the longest first; a character alone is read so in few words only."""
    rows = sorted(
        table("facts/pinyin_overrides"), key=lambda row: (-len(row["zh"]), row["zh"])
    )
    return {row["zh"]: row["pinyin"] for row in rows if len(row["zh"]) > 1}


def subdivisions(units: Units) -> dict[str, list[int]]:
    """Units by the code that a column for states and provinces has, alone and behind that of the country."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for row in table("facts/subdivision_codes"):
        code = row["code"].lower()
        for written in (code, f"{row['iso2'].lower()}-{code}"):
            found[written].add(units.number[row["unit"]])
    return {code: sorted(found[code]) for code in sorted(found)}


def zones() -> list[dict[str, object]]:
    """The zones of `zones.toml`."""
    listed = tomllib.loads((GAZETTEER / "zones.toml").read_text("utf8"))
    return [{"id": key, "parent": None, **zone} for key, zone in listed.items()]


def words() -> dict[str, dict[str, str]]:
    """Generic words: script, and set of words of addresses → word → class."""
    found: dict[str, dict[str, str]] = {
        name: {} for name in ("address", "count", "han", "latin")
    }
    for row in table("facts/address_words"):
        found[row["set"]][row["word"]] = row["class"]
    for row in table("facts/words"):
        found[row["script"]].setdefault(row["word"], row["class"])
    return found


def word_lists() -> dict[str, list[str]]:
    """The lists of words that a rule asks for.

    Raises:
        ValueError: a list has no words, or nothing reads it, or a word stands in it twice.
    """
    found: dict[str, list[str]] = {name: [] for name in LISTS}
    for row in table("facts/word_lists"):
        words = found.setdefault(row["list"], [])
        if row["word"] in words:
            raise ValueError(
                f"facts/word_lists.csv: {row['word']} stands twice in {row['list']!r}"
            )
        words.append(row["word"])
    wrong = faults(found)
    if wrong:
        raise ValueError("facts/word_lists.csv: " + "; ".join(wrong))
    return found


def crossings() -> list[dict[str, object]]:
    """The ports of entry in the order of the line."""
    numbers = ("lat", "lng", "accuracy_km")
    return [
        {**row, **{name: float(row[name]) for name in numbers}}
        for row in table("facts/crossings")
    ]


def chainages() -> dict[str, float]:
    """Km along the line from the mouth to the point of it that is nearest to each crossing on the border."""
    line = Line(*geometry()["border_line"])
    rows = table("facts/crossings")
    found = line.nearest(
        *(np.array([float(row[name]) for row in rows]) for name in ("lat", "lng"))
    )
    along, away = (line.along(found) / 1000).tolist(), (found.metres / 1000).tolist()
    return {
        row["id"]: round(km, 1)
        for row, km, off in zip(rows, along, away, strict=True)
        if off <= judgement()["crossing at the line"]
    }


def contacts() -> list[dict[str, object]]:
    """Stretches of the border from the mouth to the tripoint, with the names of the DPRK's counties opposite."""
    names = {row["name_en"]: row for row in table("facts/kp_border")}
    found: list[dict[str, object]] = []
    for row in table("odbl/border_stretches"):
        counties = [names[name] for name in row["facing"].split("/")]
        facing = {
            f"facing_{code}": "/".join(county[f"name_{code}"] for county in counties)
            for code in ("en", "zh", "ko")
        }
        numbers = {
            name: float(row[name]) for name in ("from_km", "to_km", "accuracy_km")
        }
        found.append(
            {**numbers, "contact": row["contact"], **facing, "quality": row["quality"]}
        )
    return found


def cutting_words() -> dict[str, object]:
    """Words, their frequencies, and the total of jieba's whole dictionary."""
    rows = sorted(table("facts/cutting_words"), key=lambda row: row["word"])
    total = int((GAZETTEER / "facts" / "cutting_total.txt").read_text("utf8"))
    return {
        "words": [row["word"] for row in rows],
        "freq": [int(row["freq"]) for row in rows],
        "total": total,
    }


def points() -> dict[str, list[float]]:
    """(lat, lng, radius_km) of divisions, townships and DPRK places by unit code."""
    rows = (
        *table("cc-by/points"),
        *(row for row in table("cc-by/kp_places") if row["lat"]),
    )
    return {
        row.get("unit") or row["id"]: [
            float(row["lat"]),
            float(row["lng"]),
            float(row["radius_km"]),
        ]
        for row in rows
    }


def columns_of(points: Mapping[str, Sequence[float]]) -> dict[str, object]:
    """Points by unit code as columns, in the order of the codes."""
    units = sorted(points)
    places = [number for unit in units for number in points[unit]]
    return {"units": units, "places": places}


def place_points() -> dict[str, list[float]]:
    """(lat, lng, radius_km) of zones and crossings, from their own tables."""
    rows = table("facts/place_points")
    zones = {
        row["unit"]: [float(row["lat"]), float(row["lng"]), float(row["radius_km"])]
        for row in rows
    }
    airports = {
        row["code"][:3]: [
            float(row["lat"]),
            float(row["lng"]),
            judgement()["radius of an airport"],
        ]
        for row in table("facts/airports")
    }
    return (
        zones
        | airports
        | {
            row["id"]: [
                float(row["lat"]),
                float(row["lng"]),
                max(judgement()["radius of a crossing"], float(row["accuracy_km"])),
            ]
            for row in table("facts/crossings")
        }
    )


def spans() -> dict[str, list[str]]:
    """Counties of a unit that lies in several, by its code."""
    return {row["unit"]: row["spans"].split(";") for row in table("facts/spans")}


def extents() -> dict[str, list[float]]:
    """Representative point, radius, nearest and farthest distance by unit code."""
    names = ("lat", "lng", "radius_km", "km_min", "km_max")
    return {
        row["unit"]: [float(row[name]) for name in names]
        for row in table("odbl/extents")
    }


def border_distances() -> dict[str, object]:
    """The distributions of the distance: units a line each, and their quantiles in steps of 10 m."""
    rows = table("odbl/border_distances")
    levels = [name for name in rows[0] if name.startswith("q")]
    steps = (
        round(float(row[level]) * STEPS_PER_KM) for row in rows for level in levels
    )
    return {"units": [row["unit"] for row in rows], "steps": [*steps]}


def distances() -> dict[str, list[object]]:
    """(km to the border, nearest crossing, km to it) by unit code."""
    rows = table("odbl/point_distances")
    return {
        row["unit"]: [
            float(row["border_km"]),
            row["crossing"],
            float(row["crossing_km"]),
        ]
        for row in rows
    }


def ground_crossings() -> dict[str, list[object]]:
    """(nearest crossing, km to it) of what has a box and no point, by unit code."""
    rows = (row for row in table("odbl/border_distances") if row["crossing"])
    return {row["unit"]: [row["crossing"], float(row["crossing_km"])] for row in rows}


def geometry() -> dict[str, tuple[list[float], list[float]]]:
    """Vertices of the border line, the sea leg and the outlines of the DPRK and of Russia."""
    lines = {}
    for name in ("border_line", "sea_line", "dprk_outline", "russia_outline"):
        rows = table(f"odbl/{name}")
        lines[name] = (
            [float(row["lat"]) for row in rows],
            [float(row["lng"]) for row in rows],
        )
    return lines


def islands() -> list[tuple[list[float], list[float]]]:
    """Vertices (lats, lngs) of the rings of the DPRK's islands beyond the line, in its order."""
    rings: dict[str, tuple[list[float], list[float]]] = {}
    for row in table("odbl/dprk_islands"):
        lats, lngs = rings.setdefault(row["ring"], ([], []))
        lats.append(float(row["lat"]))
        lngs.append(float(row["lng"]))
    return list(rings.values())


def outlines() -> dict[str, list[list[float]]]:
    """Vertices (lats, lngs) of the outlines of the provinces on the border, by code; each is one ring."""
    rings: dict[str, list[list[float]]] = {}
    for row in table("odbl/province_outlines"):
        lats, lngs = rings.setdefault(row["unit"], [[], []])
        lats.append(float(row["lat"]))
        lngs.append(float(row["lng"]))
    return rings


def regions() -> dict[str, object]:
    """Outlines of countries and provinces: codes and length of each ring, vertices (lng, lat) in hundredths of a degree."""
    rings: dict[tuple[str, str], list[int]] = {}
    for row in table("odbl/region_outlines"):
        rings.setdefault((row["units"], row["ring"]), []).extend(
            (int(row["lng_hundredths"]), int(row["lat_hundredths"]))
        )
    return {
        "units": [units for units, _ in rings],
        "lengths": [len(ring) // 2 for ring in rings.values()],
        "vertices": [*chain.from_iterable(rings.values())],
    }


def sea() -> dict[str, list[int]]:
    """Polygons of the sea: how many rings each has, the length of each ring, vertices (lng, lat) in thousandths of a degree."""
    rings: dict[tuple[str, str], list[int]] = {}
    for row in table("facts/sea"):
        rings.setdefault((row["polygon"], row["ring"]), []).extend(
            (int(row["lng_thousandths"]), int(row["lat_thousandths"]))
        )
    return {
        "rings": [*Counter(polygon for polygon, _ in rings).values()],
        "lengths": [len(ring) // 2 for ring in rings.values()],
        "vertices": [*chain.from_iterable(rings.values())],
    }


def region_points() -> dict[str, list[list[float]]]:
    """Cities (lat, lng) by the province that they tell from others of its outline."""
    cities: dict[str, list[list[float]]] = {}
    for row in table("cc-by/region_points"):
        cities.setdefault(row["unit"], []).append(
            [float(row["lat"]), float(row["lng"])]
        )
    return cities


def counts() -> Counter[str]:
    """Rows by table, for the report of a build."""
    return Counter(
        {
            path.stem: sum(1 for _ in path.open(encoding="utf8")) - 1
            for path in sorted(GAZETTEER.glob("*/*.csv"))
        }
    )
