"""What is said about distance, against points that are known: `python3 dev.py bench distances [--fit] [--docs]`.

- **Sites** of the labelled folder, each asked by its Chinese and its Latin address: do the intervals hold the true distance, how
  wide are they, how far off is the median? They were picked near the river.
- **Other points** of that folder that are not GeoNames' (universities, stores, airports), by address or name.
- **Where nobody picked**: firms of its register whose addresses name a township. The township's name is taken out, so that only
  the county is known, and the median of the township's own distribution counts as true. Only the half of the firms on which no
  weight was fitted is asked. That median is one point for a whole township, and a county has some twenty of them; drawing a
  point of the township instead shows what the discreteness costs.
- **Border counties**: the probability of lying within 20 km against the share of those firms whose township does.
- **Zones** decided at the threshold and at 0.95, against every label that says where a row is.

`--fit` fits how firms are spread (`gazetteer/facts/settlement.csv`) on the other half and prints the numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks import ROOT
from benchmarks.corpus.labelled import Labelled, read
from benchmarks.distances import coverage, decided_zones
from benchmarks.report.pages import put_between
from benchmarks.report.sheet import Sheet
from nkrisk_geo import Resolution, border_at, resolve

PAGE = ROOT / "docs" / "distances.md"
NEAR_KM, FAR_KM = 5.0, 20.0
Floats = NDArray[np.float64]


class Asked(NamedTuple):
    """An address, its answer and the true distance in km."""

    text: str
    answer: Resolution
    km: float


def main(labelled: Path, machine: str, *, publish: bool, fit: bool) -> None:
    """Measure, print, and perhaps put the tables into the page."""
    print("## Distances of places\n")
    folder = Labelled(labelled)
    if fit:
        from benchmarks.fitting import settlement

        settlement.main(folder)
        return
    sheets = [*measured(folder)]
    for title, sheet in sheets:
        print(f"### {title}\n\n{sheet.text()}\n")
    if publish and sheets:
        tables = "\n\n".join(
            f"### {title}\n\n{sheet.markdown()}" for title, sheet in sheets
        )
        put_between(PAGE, "distances", f"{machine}.\n\n{tables}")


def measured(folder: Labelled) -> Iterable[tuple[str, Sheet]]:
    """Each table with its title, those left out whose rows are not there."""
    for path, table in (
        (folder.folder / "sites_dev.jsonl", sites),
        (folder.folder / "pool" / "geo_gold_ne_china.jsonl.gz", other_points),
        (folder.register_path, coverage.tables),
        (folder.folder / "dev.jsonl", decided_zones.tables),
    ):
        if path.exists():
            yield from table(folder)
        else:
            print(f"distances: skipped, there is no {path}\n")


def sites(folder: Labelled) -> Iterable[tuple[str, Sheet]]:
    """The sites, each by both of its addresses."""
    rows = read(folder.folder / "sites_dev.jsonl")
    asked = [
        Asked(row[key], resolve(row[key]), row["true_km_to_border"])
        for row in rows
        for key in ("address_zh", "address_latin")
    ]
    near = [each for each in asked if each.km < NEAR_KM]
    far = sum((each.answer.border.km or 0.0) > FAR_KM for each in near)
    note = f"of {len(near)} addresses under {NEAR_KM:g} km from the line {far} say over {FAR_KM:g} km"
    print("\n".join(misses(asked)), end="\n\n")
    yield (
        "Sites with known coordinates",
        Sheet(
            "sites",
            HEADS,
            [line("all", asked), line(f"under {NEAR_KM:g} km", near)],
            note,
        ),
    )


def misses(asked: Sequence[Asked]) -> Iterator[str]:
    """The addresses that their interval of nine tenths does not hold: for who measures, not for a page."""
    yield "not within their interval of nine tenths:"
    for each in asked:
        if not held(each, "km_q05", "km_q95"):
            border = each.answer.border
            yield f"  {each.km:6.1f} km: {border.km_q05}–{border.km_q95}  {each.text}"


def other_points(folder: Labelled) -> Iterable[tuple[str, Sheet]]:
    """Universities, stores and airports."""
    rows = read(folder.folder / "pool" / "geo_gold_ne_china.jsonl.gz")
    rows = [
        row
        for row in rows
        if not row["id"].startswith("geonames") and row.get("lat") and row.get("lon")
    ]
    asked = []
    for row in rows:
        text = row.get("address") or row["text"]
        asked.append(
            Asked(
                text, resolve(text), border_at(lat=row["lat"], lng=row["lon"]).km or 0.0
            )
        )
    placed = [each for each in asked if each.answer.border.km_q05 is not None]
    levels = [
        line(level, [each for each in placed if level_of(each) == level])
        for level in ("county", "prefecture", "province")
    ]
    note = f"{len(asked) - len(placed)} more of {len(asked)} name no place that the library knows"
    yield (
        "Points that no table of ours comes from",
        Sheet("answered", HEADS, [line("all", placed), *levels], note),
    )


def level_of(asked: Asked) -> str | None:
    """The level decided on."""
    return asked.answer.place.level.value if asked.answer.place else None


HEADS = (
    "addresses", "least–most misses", "5–95 % holds", "its median width", "median error of km", "Brier 20 km", "Brier 50 km",
)  # fmt: skip


def line(name: str, asked: Sequence[Asked]) -> list[str]:
    """Cells of a row; an interval or number that is not there is a miss."""
    if not asked:
        return [name, "0", *["–"] * (len(HEADS) - 1)]
    width = [wide(each) for each in asked if each.answer.border.km_q05 is not None]
    error = [
        abs(each.answer.border.km - each.km)
        for each in asked
        if each.answer.border.km is not None
    ]
    return [
        name,
        f"{len(asked):,}",
        f"{sum(not held(each, 'km_min', 'km_max') for each in asked)}",
        f"{np.mean([held(each, 'km_q05', 'km_q95') for each in asked]):.1%}",
        f"{np.median(width):.1f} km",
        f"{np.median(error):.1f} km" if error else "–",
        *(f"{brier(asked, km):.4f}" for km in (20, 50)),
    ]


def held(asked: Asked, low: str, high: str) -> bool:
    """Is the true distance in an interval of the answer?"""
    ends = getattr(asked.answer.border, low), getattr(asked.answer.border, high)
    return None not in ends and ends[0] <= asked.km <= ends[1]


def wide(asked: Asked) -> float:
    """The width of the interval of nine tenths in km."""
    border = asked.answer.border
    return (border.km_q95 or 0.0) - (border.km_q05 or 0.0)


def brier(asked: Sequence[Asked], km: int) -> float:
    """The mean square of what the probabilities of being near are off, where there are any."""
    said: list[tuple[Any, float]] = [
        (getattr(each.answer, f"p_border_{km}km"), each.km) for each in asked
    ]
    return float(
        np.mean([(p - (true <= km)) ** 2 for p, true in said if p is not None])
    )
