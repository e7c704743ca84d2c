"""The weights that can be fitted, and a way to try other values of them.

All judgement stands in one table, `gazetteer/facts/judgement.csv`. `FITTED` lists its rows that a fit may move, those of a
group (`clue: …`) together, so a clue that joins the table joins the fit. A zero stays out: it is the reference that
the others are relative to, or it says that something says nothing. So do thresholds (`loud`): a loss is flat in
them but for jumps. And so does the share of China among all records: that of the labelled ones says how they were gathered.

    >>> by_name = {weight.name: weight for weight in find()}
    >>> with override({by_name["clue: postcode"]: 3.0}):
    ...     by_name["clue: postcode"].value
    3.0
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from nkrisk_geo.gazetteer.gazetteer import Gazetteer

REASONED = Path(__file__).with_name("reasoned.csv")
"""What reason alone said of the weights that have been fitted since; the others still stand in the table as reasoned."""

REACH = 3.0
"""A weight moves by so many standard deviations of its prior at most."""


@dataclass(frozen=True)
class Scale:
    """A line on which a weight moves evenly; `sd` is how far reason may be off, on that line."""

    sd: float
    kind: str = "weight"

    def position(self, value: float) -> float:
        """Where a value lies on the line."""
        if self.kind == "share":
            return math.log(value / (1.0 - value))
        return math.log(value) if self.kind == "factor" else value

    def value(self, position: float) -> float:
        """The value at a position."""
        if self.kind == "share":
            return 1.0 / (1.0 + math.exp(-position))
        return math.exp(position) if self.kind == "factor" else position

    def rounded(self, value: float) -> float:
        """A value as it is written: more digits would claim what no fit knows."""
        return round(value, 1) if self.kind == "weight" else float(f"{value:.2g}")


WEIGHT, SHARE, FACTOR = Scale(1.0), Scale(0.7, "share"), Scale(0.4, "factor")

FITTED: Mapping[str, Scale] = {
    "clue": WEIGHT,
    "kind of name": WEIGHT,
    "bare name": WEIGHT,
    "bare township": WEIGHT,
    "loudest village": WEIGHT,
    "rarity": FACTOR,
    "county under its former prefecture": WEIGHT,
    "Korea is the North": WEIGHT,
    "contradicting generic": WEIGHT,
    "kept when following": SHARE,
    "kept when yielding": SHARE,
    "one Korea beside the other": WEIGHT,
    "prior: China alone": SHARE,
    "prior: no place": SHARE,
}
"""Rows, or groups of them by what stands before the colon, that a fit may move."""


@dataclass(frozen=True)
class Weight:
    """One row of the table of judgement."""

    name: str
    scale: Scale

    @property
    def value(self) -> float:
        """What the library reads now."""
        return float(Gazetteer.default().judgement[self.name])

    def put(self, value: float) -> None:
        """Let the library read another value. For `override`, which puts the old one back."""
        Gazetteer.default().judgement[self.name] = value

    def bounds(self, reasoned: float) -> tuple[float, float]:
        """Positions between which it may move: within reach, and never past zero. Reason says which way, data how far."""
        at, reach = self.scale.position(reasoned), REACH * self.scale.sd
        low, high = at - reach, at + reach
        if self.scale.kind == "weight":
            low, high = (max(low, 0.0), high) if reasoned > 0 else (low, min(high, 0.0))
        return low, high


def find() -> list[Weight]:
    """Every row that may be moved and is not zero, in the order of `FITTED`."""
    rows = Gazetteer.default().judgement
    return [
        Weight(name, scale)
        for fitted, scale in FITTED.items()
        for name, value in rows.items()
        if value != 0.0 and (name == fitted or name.startswith(f"{fitted}: "))
    ]


@contextmanager
def override(values: Mapping[Weight, float]) -> Iterator[None]:
    """The library with other values, for as long as the context lasts.

    An engine keeps the values with which it was made: make an `Engine` inside.
    """
    before = {weight: weight.value for weight in values}
    try:
        _put(values)
        yield
    finally:
        _put(before)


def _put(values: Mapping[Weight, float]) -> None:
    """Let the library read other values."""
    for weight, value in values.items():
        weight.put(value)


def reasoned(weights: list[Weight], path: Path = REASONED) -> dict[Weight, float]:
    """What reason says of each weight: the kept value where it has been fitted, else the one in the table."""
    kept: dict[str, str] = {}
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            kept = {row["weight"]: row["reasoned"] for row in csv.DictReader(file)}
    return {weight: float(kept.get(weight.name, weight.value)) for weight in weights}
