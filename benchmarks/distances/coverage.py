"""Do intervals of counties hold the townships of firms that nobody picked, and are their probabilities of being near right?"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from benchmarks.corpus.labelled import Labelled, Row
from benchmarks.report.sheet import Sheet
from nkrisk_geo import Gazetteer, annotate_arrow, parse
from nkrisk_geo.gazetteer.distributions import quantiles, within
from nkrisk_geo.gazetteer.unit_geography import distributions_of

HELD_OUT = 1
NEAR_KM = 20.0
WANTED = (
    "level",
    "adcode",
    "township_code",
    "border_km_q05",
    "border_km_q95",
    "p_border_20km",
)


class Firm(NamedTuple):
    """A firm by the township that its address names: `told` is the answer without that name."""

    id: str
    township: str
    county: str
    told: Row


def half_of(number: str) -> int:
    """The half that a row of the register belongs to, 0 or 1, by a hash of its id."""
    return hashlib.sha256(f"half:{number}".encode()).digest()[0] % 2


def answers(texts: Sequence[str]) -> list[Row]:
    """What the library says, one row for each text."""
    table = annotate_arrow(pa.table({"text": list(texts)}), address="text", prefix="")
    found: list[Row] = table.select(WANTED).to_pylist()
    return found


def in_townships(rows: Sequence[Row]) -> list[tuple[Row, Row]]:
    """The rows whose addresses name a township, with their answers."""
    said = answers([row["text"] for row in rows])
    return [
        (row, answer)
        for row, answer in zip(rows, said, strict=True)
        if answer["level"] == "township"
    ]


def firms(rows: Sequence[Row]) -> list[Firm]:
    """The firms of some rows, asked again without their township; those left out of which more than the county goes with it."""
    named = [
        (row, answer, without_township(row["text"]))
        for row, answer in in_townships(rows)
    ]
    named = [each for each in named if each[2] is not None]
    again = answers([text or "" for _, _, text in named])
    return [
        Firm(row["id"], answer["township_code"], answer["adcode"], told)
        for (row, answer, _), told in zip(named, again, strict=True)
        if told["level"] == "county" and told["adcode"] == answer["adcode"]
    ]


def without_township(text: str) -> str | None:
    """An address without the name of its township, None where it has none that stands apart."""
    parts = [part for part in parse(text).components if part.label == "township"]
    if not parts:
        return None
    for part in reversed(parts):
        text = text[: part.start] + text[part.end :]
    return text


def tables(folder: Labelled) -> Iterable[tuple[str, Sheet]]:
    """Both tables, over the half that nothing was fitted on."""
    asked = firms([row for row in folder.register() if half_of(row["id"]) == HELD_OUT])
    yield "Counties, where nobody picked", held(asked)
    yield "Border counties", near(asked)


def _rows(codes: Iterable[str]) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """The distributions of units by their codes."""
    gazetteer = Gazetteer.default()
    units, rows = distributions_of(gazetteer)
    at = {gazetteer.codes[unit]: number for number, unit in enumerate(units.tolist())}
    return rows[[at[code] for code in codes]]


def held(asked: Sequence[Firm]) -> Sheet:
    """How many of the townships lie in the interval of their county."""
    rows = _rows(firm.township for firm in asked)
    low, high = (
        np.array([firm.told[f"border_km_q{end}"] for firm in asked], float)
        for end in ("05", "95")
    )
    middle = quantiles(rows, (0.5,))[:, 0]
    inside = (low <= middle) & (middle <= high)
    drawn = within(rows, high) - within(rows, low - 1e-9)
    cells = [
        f"{len(asked):,}",
        f"{inside.mean():.1%}",
        f"{drawn.mean():.1%}",
        f"{np.median(high - low):.1f} km",
    ]
    return Sheet(
        "firms",
        (
            "asked",
            "median of the township held",
            "a point of the township held",
            "median width",
        ),
        [["of the half held out", *cells]],
        "the county's 5–95 % interval; the medians of a county's townships are few points, so more of them are held than of "
        "points drawn from the townships",
    )


def near(asked: Sequence[Firm]) -> Sheet:
    """For each county on the border, what its distribution says of 20 km and what its firms say."""
    gazetteer = Gazetteer.default()
    zone = next(zone for zone in gazetteer.zones if zone.id == "dprk-border")
    by_county: defaultdict[str, list[str]] = defaultdict(list)
    for firm in asked:
        by_county[firm.county].append(firm.township)
    lines = []
    for code in sorted(zone.members):
        towns = by_county.get(code, [])
        said = float(within(_rows([code]), np.array([NEAR_KM]))[0])
        if towns:
            share = float((quantiles(_rows(towns), (0.5,))[:, 0] <= NEAR_KM).mean())
            doubt = 1.96 * float(np.sqrt(max(said * (1 - said), 0.01) / len(towns)))
            cells = [f"{share:.2f}", f"{said - share:+.2f}", f"±{doubt:.2f}"]
        else:
            cells = ["–", "–", "–"]
        name = f"{code} {gazetteer.names_en[gazetteer.number[code]]}"
        lines.append([name, f"{len(towns)}", f"{said:.2f}", *cells])
    heads = (
        "firms",
        "p of 20 km",
        "share of firms",
        "difference",
        "by chance 19 in 20 times",
    )
    return Sheet("county", heads, lines)
