"""The weights that can be fitted, and a way to try other values of them.

The library keeps its weights where they are explained: in tables (`CLUES`, `KIND_WEIGHT`) and in named constants. `TABLES`
lists those; the entries are found, so a clue that joins a table joins the fit. A zero stays out: it is the reference that
the others are relative to, or it says that something says nothing. So do thresholds (`LOUD`): a loss is flat in
them but for jumps. And so does the share of China among all records: that of the labelled ones says how they were gathered.

    >>> by_name = {weight.name: weight for weight in find()}
    >>> with override({by_name["CLUES[postcode]"]: 3.0}):
    ...     by_name["CLUES[postcode]"].value
    3.0
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from types import ModuleType
from typing import Any

from nkrisk_geo import candidates, clues, evidence, hearing, weights
from nkrisk_geo.clues import Clue

REASONED = Path(__file__).with_name("reasoned.csv")
"""What reason alone said of the weights that have been fitted since; the others still stand in the code as reasoned."""

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

TABLES: tuple[tuple[ModuleType, str, Scale], ...] = (
    (clues, "CLUES", WEIGHT),
    (weights, "KIND_WEIGHT", WEIGHT),
    (weights, "BARE", WEIGHT),
    (weights, "BARE_DISTRICT", WEIGHT),
    (weights, "BARE_SHORT", WEIGHT),
    (weights, "BARE_TOWNSHIP", WEIGHT),
    (weights, "ZONE_OF_TOWNSHIP", WEIGHT),
    (weights, "VILLAGE", WEIGHT),
    (evidence, "RARITY", FACTOR),
    (evidence, "FORMER_PARENT", WEIGHT),
    (weights, "OTHER_KOREA", WEIGHT),
    (weights, "MISMATCH", WEIGHT),
    (hearing, "FOLLOWING", SHARE),
    (hearing, "YIELDING", SHARE),
    (hearing, "KOREA", WEIGHT),
    (candidates, "PRIOR_CHINA_ALONE", SHARE),
    (candidates, "PRIOR_NOTHING", SHARE),
)


@dataclass(frozen=True)
class Weight:
    """One number of the library: a constant, or an entry of a table."""

    module: ModuleType
    table: str
    key: Any
    scale: Scale

    @property
    def name(self) -> str:
        """How the report calls it."""
        if self.key is None:
            return self.table
        return f"{self.table}[{self.key.name if isinstance(self.key, Enum) else self.key}]"

    @property
    def value(self) -> float:
        """What the library reads now."""
        held = getattr(self.module, self.table)
        entry = held if self.key is None else held[self.key]
        return float(entry.weight if isinstance(entry, Clue) else entry)

    def put(self, value: float) -> None:
        """Let the library read another value. For `override`, which puts the old one back."""
        held = getattr(self.module, self.table)
        if isinstance(held, dict):  # in place: other modules hold the same table under a name of their own
            old = held[self.key]
            held[self.key] = replace(old, weight=value) if isinstance(old, Clue) else value
        elif isinstance(held, tuple):
            setattr(self.module, self.table, (*held[: self.key], value, *held[self.key + 1 :]))
        else:
            setattr(self.module, self.table, value)

    def bounds(self, reasoned: float) -> tuple[float, float]:
        """Positions between which it may move: within reach, and never past zero. Reason says which way, data how far."""
        at, reach = self.scale.position(reasoned), REACH * self.scale.sd
        low, high = at - reach, at + reach
        if self.scale.kind == "weight":
            low, high = (max(low, 0.0), high) if reasoned > 0 else (low, min(high, 0.0))
        return low, high


def find() -> list[Weight]:
    """Every weight of the tables that is there and not zero."""
    found = [
        Weight(module, table, key, scale)
        for module, table, scale in TABLES
        if hasattr(module, table)
        for key in _keys(getattr(module, table))
    ]
    return [weight for weight in found if weight.value != 0.0]


def _keys(held: object) -> list[Any]:
    if isinstance(held, Mapping):
        return list(held)
    return list(range(len(held))) if isinstance(held, tuple) else [None]


@contextmanager
def override(values: Mapping[Weight, float]) -> Iterator[None]:
    """The library with other values, for as long as the context lasts.

    What was worked out before is not seen: make a `Listener` and a `Weigher` inside.
    """
    before = {weight: weight.value for weight in values}
    try:
        for weight, value in values.items():
            weight.put(value)
        yield
    finally:
        for weight, value in before.items():
            weight.put(value)


def reasoned(weights: list[Weight], path: Path = REASONED) -> dict[Weight, float]:
    """What reason says of each weight: the kept value where it has been fitted, else the one in the code."""
    kept: dict[str, str] = {}
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            kept = {row["weight"]: row["reasoned"] for row in csv.DictReader(file)}
    return {weight: float(kept.get(weight.name, weight.value)) for weight in weights}
