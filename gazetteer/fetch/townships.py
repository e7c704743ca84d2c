"""Townships: the third tier below the county (镇 town, 乡 township, 街道 subdistrict), ours and the rest of China's.

Liaoning's and Jilin's come from the civil-affairs register, with its nine-digit codes. The statistical office keeps a
code system of its own: equal numbers name different townships, so the two are joined by name inside the county and
never by code. The rest of China is in the tables only by name, as foils: a 朝阳镇 that is not ours must be known to
exist. Those come from the statistical divisions, whose counties are of 2023; statistical zones stand there in the place
of a county, and their townships go to the county in which the register has the name.

Run as `python -m fetch.townships` from `gazetteer/`.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from fetch.divisions import divisions, register, source
from fetch.romanize import english, pinyin, short_name
from fetch.upstream import folder, write_table

HEADER = (
    "code",
    "county",
    "name_zh",
    "short_zh",
    "kind",
    "name_en",
    "pinyin",
    "nbs_code",
    "status",
    "source",
)
FOIL_HEADER = ("county", "name_zh", "short_zh", "pinyin")
OURS = ("21", "22")
KINDS = {"镇": "town", "乡": "township", "街道": "subdistrict"}
WITHDRAWN = re.compile("（.*撤.*）$")
ACTIVE, GONE = {"21": 1354, "22": 972}, 10
# Where the statistical office has no county: prefectures without counties keep their own code.
UNDIVIDED = {
    "441900": "441900",
    "442000": "442000",
    "460400": "460400",
    "620201": "620200",
}
# Statistical counties that are not divisions, and counties recoded since 2023.
MOVED = {"460321": "460302", "460322": "460303", "632857": "632800"}
FOIL = re.compile("(?:街道|镇|乡|苏木|地区|农场|林场|牧场|渔场)$")
PREFIX = re.compile("^（[^）]*）|^四平市铁东区|^.*园-")
OFFICE = re.compile("街道办事处$|办事处街道$")


def register_townships() -> Iterator[tuple[str, str, str]]:
    """Code, county and name of every township of the register, all of China."""
    for county, below in register("townships").items():
        for name, code in below["townships"].items():
            yield code[:9], county[:6], name


def statistical() -> list[dict[str, str]]:
    """The statistical office's townships: `code`, `name`, `areaCode` (county), `provinceCode`."""
    path = folder("china-division") / "package" / "dist" / "streets.csv"
    with path.open(encoding="utf8", newline="") as file:
        return list(csv.DictReader(file))


def kind(name: str) -> str:
    return next(
        (word for suffix, word in KINDS.items() if name.endswith(suffix)), "other"
    )


def plain(name: str) -> str:
    """The name as the register writes it: 街道 for 街道办事处."""
    return OFFICE.sub("街道", name)


def bare(name: str) -> str:
    """A statistical name without what the office adds: （工业园区）城南街道, 四平市铁东区平南街道."""
    return PREFIX.sub("", plain(name))


def statistical_codes() -> dict[tuple[str, str], list[str]]:
    """Statistical codes by county (zones: prefecture) and full name or stem, for both provinces."""
    counties = {unit.code for unit in divisions()}
    found = defaultdict(list)
    for row in statistical():
        if row["provinceCode"] in OURS:
            home = row["areaCode"] if row["areaCode"] in counties else row["cityCode"]
            name = bare(row["name"])
            for key in {name, short_name(name, "township")}:
                found[home, key].append(row["code"])
    return found


def join_codes(names: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """Statistical code by register code: full names first, then stems that only one unit on each side is left with."""
    offered, joined = statistical_codes(), dict[str, str]()
    for stage in (str, lambda name: short_name(name, "township")):
        taken, claims = set(joined.values()), defaultdict(list)
        for code, (county, name) in names.items():
            for home in (county, county[:4]):
                free = [nbs for nbs in offered[home, stage(name)] if nbs not in taken]
                if code not in joined and len(free) == 1:
                    claims[free[0]].append(code)
        joined |= {codes[0]: nbs for nbs, codes in claims.items() if len(codes) == 1}
    return joined


def township_rows() -> list[list[str]]:
    """Both provinces' townships; ten of them are kept by the register although withdrawn."""
    ours = [row for row in sorted(register_townships()) if row[0][:2] in OURS]
    codes = join_codes(
        {code: (county, WITHDRAWN.sub("", raw)) for code, county, raw in ours}
    )
    table = []
    for code, county, raw in ours:
        name = WITHDRAWN.sub("", raw)
        short = short_name(name, "township")
        sounds = pinyin(name, short)
        status = "active" if name == raw else "withdrawn"
        nbs = codes.get(code, "")
        table.append(
            [
                code,
                county,
                name,
                short,
                kind(name),
                english(sounds),
                sounds,
                nbs,
                status,
                source(),
            ]
        )
    return table


def homes() -> dict[tuple[str, str], str]:
    """County by prefecture and township name, where the register has the name once in the prefecture."""
    found = defaultdict(set)
    for _, county, name in register_townships():
        found[county[:4], WITHDRAWN.sub("", name)].add(county)
    return {
        key: counties.pop() for key, counties in found.items() if len(counties) == 1
    }


def foil_county(
    row: Mapping[str, str], current: set[str], by_name: Mapping[tuple[str, str], str]
) -> str | None:
    """Today's county (or undivided prefecture) of a statistical township; None when it cannot be told."""
    county = row["areaCode"]
    if county in current:
        return county
    moved = UNDIVIDED.get(county) or MOVED.get(county)
    return (
        moved
        or by_name.get((county[:4], plain(row["name"])))
        or _within(county, current)
    )


def _within(county: str, current: set[str]) -> str | None:
    """A prefecture-level fallback for the forest districts of Daxing'anling, which are no divisions by law."""
    return "232700" if county.startswith("2327") and "232700" in current else None


def foil_rows() -> list[list[str]]:
    current = {unit.code for unit in divisions()}
    by_name = homes()
    table, dropped = set(), Counter[str]()
    for row in statistical():
        if row["provinceCode"] in OURS:
            continue
        name = PREFIX.sub("", plain(row["name"]))
        county = foil_county(row, current, by_name)
        if not FOIL.search(name) or len(name) < 2:
            dropped["statistical zones and offices"] += 1
        elif county is None:
            dropped["no county known"] += 1
        else:
            short = short_name(name, "township")
            table.add((county, name, short, pinyin(name, short)))
    print("foils dropped:", dict(dropped))
    return [list(row) for row in sorted(table)]


def check(table: list[list[str]], foils: list[list[str]]) -> None:
    """Counts of the register, unique codes, known counties, no unread name."""
    counties = {unit.code for unit in divisions()}
    active = Counter(row[0][:2] for row in table if row[8] == "active")
    assert dict(active) == ACTIVE and len(table) - active.total() == GONE, active
    assert len({row[0] for row in table}) == len(table), "codes are unique"
    undivided = {*UNDIVIDED.values(), *MOVED.values(), "232700"}
    assert {row[1] for row in table} <= counties and {
        row[0] for row in foils
    } <= counties | undivided, "counties exist"
    assert all(all(row[:7]) for row in table) and all(all(row) for row in foils), (
        "no cell is empty"
    )
    assert not any(row[0].startswith(OURS) for row in foils), "foils are elsewhere"


def main() -> None:
    table, foils = township_rows(), foil_rows()
    check(table, foils)
    write_table("cc-by", "townships", HEADER, table)
    write_table("facts", "foil_townships", FOIL_HEADER, foils)


if __name__ == "__main__":
    main()
