"""How likely a place is before the text is read: a weight for every county of China.

A text that says no more than "Liaoning" may mean any county in it, the more people and firms the likelier. The measure
is the urban build of the county in the register: a subdistrict counts 1.5, a town 1, a township 0.5 (subdistricts are
the most peopled, townships the least). It is a proxy, not a census, and made from open data alone.

Run as `python -m fetch.prior` from `gazetteer/`.
"""

from __future__ import annotations

from collections import defaultdict
from statistics import median

from fetch.divisions import EXPECTED, divisions, source
from fetch.townships import WITHDRAWN, kind, register_townships
from fetch.upstream import write_table

HEADER = ("unit", "weight", "source")
WEIGHTS = {"subdistrict": 1.5, "town": 1.0, "township": 0.5, "other": 0.5}
TOTAL = 1_000_000


def county_sums() -> dict[str, float]:
    """The weighted number of townships of every county; the province's median where the register has none."""
    sums = defaultdict[str, float](float)
    for _, county, name in register_townships():
        if not WITHDRAWN.search(name):
            sums[county] += WEIGHTS[kind(name)]
    by_province = defaultdict(list)
    for county, value in sums.items():
        by_province[county[:2]].append(value)
    middle = {province: median(values) for province, values in by_province.items()}
    return {
        unit.code: sums[unit.code] or middle[unit.code[:2]]
        for unit in divisions()
        if unit.level == "county"
    }


def main() -> None:
    sums = county_sums()
    scale = TOTAL / sum(sums.values())
    table = [(code, f"{sums[code] * scale:.2f}", source()) for code in sorted(sums)]
    assert len(table) == EXPECTED["county"] and all(float(row[1]) > 0 for row in table)
    assert abs(sum(float(row[1]) for row in table) - TOTAL) < 20, (
        "the weights of China sum to the total"
    )
    write_table("cc-by", "prior", HEADER, table)


if __name__ == "__main__":
    main()
