"""Addresses in South Korea, Japan and Taiwan lie in no zone.

`data/neighbours.csv` has real divisions and quarters. Roads and numbers are put behind them by a rule: those of the South are
called after places of the DPRK, those of Taiwan after places of the north-east, as many there are.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pyarrow as pa

from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.tables.rows import annotate_arrow

TABLE = Path(__file__).parents[1] / "data" / "neighbours.csv"
KOREAN_ENDINGS = ("로 {}", "길 {}-3", "대로 {}", "로12번길 {}", "{}길 7", "1로 {}")
TAIWANESE_ROADS = (
    "遼寧街",
    "吉林路",
    "長春路",
    "瀋陽街",
    "丹東路",
    "延吉街",
    "龍江路",
    "撫順街",
    "安東街",
    "錦州街",
    "大連路",
)
GENERICS = (
    "로 12",
    "길 12-3",
    "대로 305",
    "로12번길 7",
    "1동 44",
    "2로 9",
    "아파트 101동",
    "초등학교",
    "갈비",
    "주식회사",
)
"""What makes a name that of something in the South."""
FULL = re.compile("(구역|군|시|도|동|리|읍|구|노동자구)$")
LEAST = 2000


@cache
def northern() -> tuple[str, ...]:
    """Hangul stems of places in the DPRK."""
    gazetteer = Gazetteer.default()
    north = gazetteer.number["KP"]
    return tuple(
        name
        for number, name in enumerate(gazetteer.names["han"])
        if re.fullmatch("[가-힣]{2}", name)
        and not FULL.search(name)
        and any(
            gazetteer.ancestors(unit)[-1] == north for unit, _ in gazetteer.meanings("han", number)
        )
    )


def addresses() -> Iterator[str]:
    """An address for each place."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file)):
            place = row["place"]
            if row["country"] == "KR":
                name = northern()[number % len(northern())]
                yield f"{place} {name}{KOREAN_ENDINGS[number % len(KOREAN_ENDINGS)].format(1 + number % 300)}"
            elif row["country"] == "JP":
                yield f"{place}{1 + number % 9}-{1 + number % 30}-{1 + number % 12}"
            else:
                yield f"{place}{TAIWANESE_ROADS[number % len(TAIWANESE_ROADS)]}{1 + number % 400}號"


def zoned(texts: list[str]) -> list[str]:
    """Those of some texts that surely lie in a zone, in Liaoning or in Jilin."""
    table = annotate_arrow(pa.table({"text": texts}), address="text")
    zones, codes = table["geo_zones"].to_pylist(), table["geo_adcode"].to_pylist()
    return [
        text
        for text, zone, code in zip(texts, zones, codes, strict=True)
        if zone or (code or "").startswith(("21", "22"))
    ]


def test_neighbours_lie_in_no_zone() -> None:
    texts = [*addresses()]
    assert len(texts) >= LEAST
    assert zoned(texts) == []


def test_places_of_the_dprk_before_southern_generics() -> None:
    assert zoned([name + generic for name in northern() for generic in GENERICS]) == []
