"""Search terms: `python3 dev.py bench search [--docs]`. What a search with the generated pattern finds, misses and over-catches.

A text is searched as it stands. It *names* a zone where its label lies in it and the labeller could see a place; enrich *puts it
there* where the zone is definite. Labels that are too coarse to say (a province, asked for a county) count neither way. Streets
that bear a town's name elsewhere, collected on purpose, are counted apart from the rest.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from benchmarks import ROOT
from benchmarks.corpus.labelled import Labelled, Row, label, names_a_place, read
from benchmarks.report.pages import put_between
from benchmarks.report.sheet import Sheet
from benchmarks.search import area_table
from nkrisk_geo import annotate_arrow, search_terms
from nkrisk_geo.cli.search_command import TRUSTED
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.search.patterns import pattern

PAGE = ROOT / "docs" / "search-terms.md"
ZONES = ("liaoning", "jilin", "yanbian", "dandong", "dprk-border")
ENOUGH, FAR = 20, 0.3
"""Texts with a term from which its share is measured, and how far off the prior has to be to be shown."""

HEADS = (
    "terms",
    "name it",
    "of these found",
    "enrich puts there",
    "of these found ",
    "hits",
    "really there",
    "also by enrich",
)


@dataclass(frozen=True)
class Pool:
    """The texts with what is known of each: the finest unit of its label (-1 abroad, None unknown) and its definite zones."""

    rows: Sequence[Row]
    units: Sequence[int | None]
    zones: Sequence[frozenset[str]]


def main(labelled: Path, machine: str, *, publish: bool) -> None:
    """Measure, print, and perhaps put the tables into the page."""
    print("## Search")
    if publish:
        put_between(PAGE, "table-a", area_table.markdown())
    folder = Labelled(labelled)
    if missing := folder.missing():
        print(f"search: skipped, {missing} is not there")
        return
    pool = load(folder)
    found = Sheet(
        "zone",
        HEADS,
        [searched(zone, pool) for zone in ZONES],
        "with the terms of the default specificity",
    )
    shares = Sheet(
        "term",
        ("zone", "texts", "prior", "measured"),
        far_off(pool),
        "the largest differences first",
    )
    print(f"{found.text()}\n\n{shares.text()}")
    if publish:
        put_between(
            PAGE,
            "searched",
            f"{found.markdown()}\n\n{machine}, {len(pool.rows):,} texts.",
        )
        put_between(PAGE, "shares", shares.markdown())


def load(folder: Labelled) -> Pool:
    """The open part and the pool."""
    files = sorted((folder.folder / "pool").glob("*.jsonl.gz"))
    rows = [
        row | {"is_street": "confuser" in row} for path in files for row in read(path)
    ] + folder.dev()
    rows = [row for row in rows if row.get("text")]
    answers = annotate_arrow(
        pa.table({"text": [row["text"] for row in rows]}), address="text"
    )
    zones = [
        frozenset(zones or ()) for zones in answers.column("geo_zones").to_pylist()
    ]
    return Pool(rows, [unit_of(row) for row in rows], zones)


def unit_of(row: Row) -> int | None:
    """The finest unit of a label; -1 for a place abroad, None where the label says less than a province."""
    numbers = Gazetteer.default().number
    for key in ("county_adcode", "prefecture_code", "province_code"):
        if (code := str(label(row).get(key))) in numbers:
            return numbers[code]
    country = str(label(row).get("country") or "").upper()
    return -1 if country not in ("", "CN", "CHINA") else None


def is_inside(unit: int | None, members: frozenset[int]) -> bool | None:
    """Does a unit lie in the zone? None where it is unknown, or has parts in the zone and parts outside."""
    gazetteer = Gazetteer.default()
    if unit is None or unit < 0:
        return None if unit is None else False
    if members & gazetteer.path(unit):
        return True
    return None if any(unit in gazetteer.path(member) for member in members) else False


def members_of(zone: str) -> frozenset[int]:
    """Numbers of the divisions of a zone."""
    gazetteer = Gazetteer.default()
    codes = next(each.members for each in gazetteer.zones if each.id == zone)
    return frozenset(gazetteer.number[code] for code in codes)


def searched(zone: str, pool: Pool) -> tuple[str, ...]:
    """A row of the table of hits and misses."""
    terms = search_terms(zone, min_specificity=TRUSTED)
    find = re.compile(pattern(terms), re.IGNORECASE).search
    members = members_of(zone)
    named, placed, hits = Counter[bool](), Counter[bool](), Counter[str]()
    for row, unit, zones in zip(pool.rows, pool.units, pool.zones, strict=True):
        hit, inside = find(row["text"]) is not None, is_inside(unit, members)
        if inside and names_a_place(row):
            named[hit] += 1
        if zone in zones:
            placed[hit] += 1
        if hit and not row.get("is_street"):
            hits.update(
                ["all"],
                known=inside is not None,
                right=inside is True,
                placed=zone in zones,
            )
    counts = (
        len(terms),
        named.total(),
        share(named[True], named.total()),
        placed.total(),
    )
    rest = (
        share(placed[True], placed.total()),
        hits["all"],
        share(hits["right"], hits["known"]),
        share(hits["placed"], hits["all"]),
    )
    return (
        f"`{zone}`",
        *(each if isinstance(each, str) else f"{each:,}" for each in (*counts, *rest)),
    )


def share(part: int, whole: int) -> str:
    """A share in per cent."""
    return f"{part / whole:.1%}" if whole else ""


# --- specificity -----------------------------------------------------------------------------------------------------


def far_off(
    pool: Pool, zones: Iterable[str] = ("liaoning", "jilin"), most: int = 20
) -> list[tuple[str, ...]]:
    """Terms whose specificity the pool contradicts most: term, zone, texts, prior, measured."""
    found: list[tuple[float, tuple[str, ...]]] = []
    for zone in zones:
        priors = {
            term.text: term.specificity
            for term in search_terms(zone)
            if term.kind not in ("phone", "locode")
        }
        for text, (right, weight, texts) in measured(zone, priors, pool).items():
            off = abs(priors[text] - right / weight)
            if texts >= ENOUGH and off >= FAR:
                row = (
                    text,
                    f"`{zone}`",
                    f"{texts:,}",
                    f"{priors[text]:.2f}",
                    f"{right / weight:.2f}",
                )
                found.append((off, row))
    return [row for _, row in sorted(found, reverse=True)[:most]]


def measured(
    zone: str, texts: Iterable[str], pool: Pool
) -> dict[str, tuple[float, float, int]]:
    """For each term the weight of the texts with it that are in the zone, that of all, and their number.

    The register has 20,000 firms of Liaoning and Jilin and 8,000 of elsewhere; each of these counts as many times as makes
    their sum what the gazetteer's weights say. Streets collected on purpose are left out.
    """
    index, members = _Index(texts), members_of(zone)
    heavy = weight_elsewhere(pool)
    tally: dict[str, tuple[float, float, int]] = {}
    for row, unit in zip(pool.rows, pool.units, strict=True):
        inside = is_inside(unit, members)
        if inside is None or row.get("is_street"):
            continue
        weight = heavy if is_register(row) and not in_provinces(unit) else 1.0
        for text in index.found(row["text"]):
            right, whole, texts_with_it = tally.get(text, (0.0, 0.0, 0))
            tally[text] = (right + weight * inside, whole + weight, texts_with_it + 1)
    return tally


def weight_elsewhere(pool: Pool) -> float:
    """How many firms of other provinces one in the register stands for, with one of ours standing for itself."""
    gazetteer = Gazetteer.default()
    ours = sum(
        gazetteer.prior_weight[gazetteer.number[code]] for code in ("210000", "220000")
    )
    every = sum(
        gazetteer.prior_weight[unit]
        for unit, level in enumerate(gazetteer.levels)
        if level == "province"
    )
    units = [
        unit
        for row, unit in zip(pool.rows, pool.units, strict=True)
        if is_register(row)
    ]
    here = sum(in_provinces(unit) for unit in units)
    return (every - ours) / ours * here / max(len(units) - here, 1)


def is_register(row: Row) -> bool:
    """Is the row of the register of firms, and not of the streets taken from it?"""
    return "uscc_region" in (row.get("extra") or {}) and not row.get("is_street")


def in_provinces(unit: int | None) -> bool:
    """Is a unit in Liaoning or Jilin?"""
    return bool(is_inside(unit, members_of("liaoning") | members_of("jilin")))


class _Index:
    """Finds terms in texts: words where letters or digits bound them, runs of characters else."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._known = frozenset(texts)
        self._lengths = sorted(
            {len(text) for text in self._known if not text.isascii()}
        )
        self._most = max(
            (text.count(" ") + 1 for text in self._known if text.isascii()), default=0
        )

    def found(self, text: str) -> set[str]:
        """The terms in a text."""
        text = text.upper()
        words = re.findall("[A-Z']+", text)
        seen = {
            " ".join(words[at : at + count])
            for count in range(1, min(self._most, 4) + 1)
            for at in range(len(words))
        }
        codes = re.findall("(?<![0-9])[0-9]{6}(?![0-9])", text)
        seen |= {code[:size] for code in codes for size in (2, 3, 4, 6)}
        sizes = () if text.isascii() else self._lengths
        runs = (
            text[at : at + size] for size in sizes for at in range(len(text) - size + 1)
        )
        seen |= {run for run in runs if not run.isascii()}
        return seen & self._known
