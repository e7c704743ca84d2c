"""The boxes around townships, zones and farms that sizhi holds, to be measured and never passed on.

sizhi has one box (WGS-84) for a name; of townships that share theirs it holds one, without saying which. So a box counts
for a township only where its centre lies in the township's county, or where no other township of China has the name and
nearly half of the box lies there (a bay or a bend of the county's outline can leave the centre outside).
"""

from __future__ import annotations

import ast
import csv
import re
from collections import Counter
from functools import cache

import shapely
from shapely.geometry.base import BaseGeometry

from fetch.upstream import GAZETTEER, folder

HELD = 0.45
"""The share of the box of a name that nobody shares which has to lie in the county."""
_TABLE = re.compile(r"^dic=(\{.*?\})$", re.MULTILINE)


@cache
def boxes() -> dict[str, tuple[float, float, float, float]]:
    """(west, north, east, south) by name; what zones' offices are called counts as the zone."""
    source = (folder("sizhi") / "sizhi" / "sizhi.py").read_text("utf8")
    found = _TABLE.search(source)
    assert found is not None, "sizhi has another form"
    table = {
        name: ast.literal_eval(box) for name, box in ast.literal_eval(found[1]).items()
    }
    return table | {
        name.replace("管委会", ""): box
        for name, box in table.items()
        if "管委会" in name
    }


@cache
def _shared() -> Counter[str]:
    """How many townships of China have each name."""
    found = Counter[str]()
    for table in ("facts/foil_townships", "cc-by/townships"):
        with (GAZETTEER / f"{table}.csv").open(encoding="utf8", newline="") as file:
            found.update(row["name_zh"] for row in csv.DictReader(file))
    return found


def box_in(county: BaseGeometry, name: str) -> BaseGeometry | None:
    """The box (degrees, lng lat) of a place of this name in a county, None where it has none or another place's."""
    known = boxes().get(name)
    if known is None:
        return None
    west, north, east, south = known
    box = shapely.box(west, south, east, north)
    if county.contains(box.centroid):
        return box
    own = _shared()[name] == 1 and county.intersection(box).area > HELD * box.area
    return box if own else None
