"""The data of a picture: rows of any kind, gathered by their point.

Most rows of a table share a few points, since a point stands for a place and
not for a house. So rows are gathered: a `Spot` for each point, in it an `Entry`
for each answer, with a few of the rows in their own words. No row is lost: what
has no point is counted by reason, what is not spelt out is counted where it is.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nkrisk_geo.maps.columns import COLOURS, LIKE_TEXT, SIZES, Columns
from nkrisk_geo.maps.palette import CLASSES
from nkrisk_geo.model.errors import InputError
from nkrisk_geo.text.scalars import is_missing

SURE = 0.95
"""From this probability on a place counts as sure in a picture."""
SAMPLES = 8
"""Rows of an answer that are shown in their own words."""
DETAILS = 5_000
"""… and of all answers together, which bounds the size of a page."""
LENGTH = 300
"""Characters of a text that are shown."""
ENTRIES = 12
"""Answers that are told apart at one point."""
OTHER, EMPTY = "other", "(empty)"


@dataclass(slots=True)
class Entry:
    """One answer at a point.

    Attributes:
        place: its names, from the province down.
        km: to the border, the median.
        km_low, km_high: nine tenths of what the evidence leaves lie between.
        count: rows with this answer.
        samples: some of them: text, confidence, evidence.
    """

    place: str = ""
    level: str = ""
    status: str = ""
    adcode: str = ""
    zone: str = ""
    possible: str = ""
    km: float | None = None
    km_low: float | None = None
    km_high: float | None = None
    crossing: str = ""
    crossing_km: float | None = None
    radius_km: float | None = None
    count: int = 0
    samples: list[tuple[str, float | None, str]] = field(default_factory=list)


@dataclass(slots=True)
class Spot:
    """All rows at one point.

    Attributes:
        unsure: rows whose place is less than `SURE` probable.
        more: rows beyond the answers in `entries`.
        values: rows by the value that gives the colour.
        value: the commonest of them, or "other" where that is no class of its own.
        amount: the sum of what gives the size.
    """

    lat: float
    lng: float
    rows: int = 0
    unsure: int = 0
    radius_km: float = 0.0
    more: int = 0
    entries: list[Entry] = field(default_factory=list)
    values: dict[str, int] = field(default_factory=dict)
    value: str = ""
    amount: float = 0.0

    @property
    def is_mixed(self) -> bool:
        """Do its rows differ in what gives the colour?"""
        return len(self.values) > 1


@dataclass(frozen=True, slots=True)
class PointRecords:
    """Rows gathered by point.

    Attributes:
        spots: those with the most rows first.
        total: number of rows.
        without: rows without a point by reason.
        classes: the values that give the colours, the
            commonest first; none where all rows look alike.
        largest: the largest sum of sizes at a point, 0 where rows are counted.
    """

    spots: tuple[Spot, ...]
    total: int
    without: dict[str, int]
    classes: tuple[str, ...] = ()
    largest: float = 0.0


def gather(
    columns: Columns,
    max_points: int,
    counts: Sequence[int] | None = None,
) -> PointRecords:
    """The rows of a table by their points; with `counts`, each row stands for so many.

    Raises:
        InputError: there are more different points than `max_points`.
    """
    gatherer = _Gatherer(columns, max_points, counts)
    gatherer.gather()
    spots = sorted(
        gatherer.spots.values(), key=lambda spot: (-spot.rows, spot.lat, spot.lng)
    )
    for spot in spots:
        spot.entries.sort(key=lambda entry: -entry.count)

    without = sorted(gatherer.without.items(), key=lambda each: (-each[1], each[0]))
    return PointRecords(
        tuple(spots),
        gatherer.total,
        dict(without),
        classes=_classify(spots),
        largest=max((spot.amount for spot in spots), default=0.0),
    )


def _classify(spots: Sequence[Spot]) -> tuple[str, ...]:
    """Give each spot the value that it is coloured by; all values but the commonest ones are "other"."""
    rows = Counter[str]()
    for spot in spots:
        rows.update(spot.values)
    ranked = sorted(rows, key=lambda value: (-rows[value], value))
    # One class more than there are looks would leave two values that look alike.
    own = ranked if len(ranked) <= len(CLASSES) else ranked[: len(CLASSES) - 1]
    for spot in spots:
        found = min(
            spot.values, key=lambda value: (-spot.values[value], value), default=""
        )
        spot.value = found if found in own else OTHER
    return (
        tuple(
            value
            for value in (*own, OTHER)
            if any(spot.value == value for spot in spots)
        )
        if rows
        else ()
    )


class _Gatherer:
    """Goes through the rows once. What rows with the same answer share is worked out for the first of them."""

    def __init__(
        self,
        columns: Columns,
        max_points: int,
        counts: Sequence[int] | None,
    ) -> None:
        self.columns, self.max_points, self.counts = columns, max_points, counts
        self.spots: dict[tuple[float, float], Spot] = {}
        self.without: dict[str, int] = {}
        self.total = self.details = 0
        self.confidence = [finite(value) for value in columns.get("confidence", ())]
        self.colours, self.sizes = columns.get(COLOURS, ()), columns.get(SIZES, ())

    def gather(self) -> None:
        same = [
            _comparable(self.columns[name]) for name in _SAME if name in self.columns
        ]
        seen: dict[tuple[Any, ...], tuple[Spot, Entry | None] | str] = {}
        for at, key in enumerate(zip(*same, strict=True)):
            place = seen.get(key)
            if place is None:
                place = seen[key] = self._place(self._row(at))
            rows = 1 if self.counts is None else self.counts[at]
            self.total += rows
            if isinstance(place, str):
                self.without[place] = self.without.get(place, 0) + rows
            else:
                self._count(*place, at, rows)

    def _row(self, at: int) -> dict[str, Any]:
        return {name: column[at] for name, column in self.columns.items()}

    def _place(
        self,
        row: Mapping[str, Any],
    ) -> tuple[Spot, Entry | None] | str:
        """The spot and the entry of a row (None where there are too many), or why it has no point."""
        lat, lng = number(row, "lat"), number(row, "lng")
        if lat is None or lng is None or abs(lat) > 90 or abs(lng) > 180:
            return _why_left_out(row)
        spot = self.spots.get((lat, lng))
        if spot is None:
            if len(self.spots) == self.max_points:
                raise InputError(
                    f"more than {self.max_points:,} different points; show a part of the table, or raise max_points"
                )
            spot = self.spots[lat, lng] = Spot(lat, lng)
        spot.radius_km = max(spot.radius_km, number(row, "radius_km") or 0.0)
        if len(spot.entries) == ENTRIES:
            return spot, None
        spot.entries.append(_entry(row))
        return spot, spot.entries[-1]

    def _count(
        self,
        spot: Spot,
        entry: Entry | None,
        at: int,
        rows: int,
    ) -> None:
        """Count a row where it belongs, and keep its words while there is room."""
        spot.rows += rows
        confidence = self.confidence[at] if self.confidence else None
        spot.unsure += rows if confidence is None or confidence < SURE else 0
        if self.colours:
            value = cut(text({"": self.colours[at]}, "")) or EMPTY
            spot.values[value] = spot.values.get(value, 0) + rows
        if self.sizes:
            spot.amount += (finite(self.sizes[at]) or 0.0) * rows
        if entry is None:
            spot.more += rows
            return
        entry.count += rows
        if len(entry.samples) < SAMPLES and self.details < DETAILS:
            self.details += 1
            row = self._row(at)
            words, evidence = text(row, LIKE_TEXT), text(row, "evidence")
            entry.samples.append((cut(words), confidence, cut(evidence)))


_SAME = (
    *(
        "lat",
        "lng",
        "radius_km",
        "status",
        "level",
        "country",
        "adcode",
        "county",
        "township",
        "township_code",
        "zone",
    ),
    *("border_km", "border_km_q05", "border_km_q95", "crossing"),
)
"""Rows that agree in these have the same answer."""


def _entry(row: Mapping[str, Any]) -> Entry:
    names = [
        text(row, level) for level in ("province", "prefecture", "county", "township")
    ]
    return Entry(
        place=" › ".join(name for name in names if name) or text(row, "country"),
        level=text(row, "level"),
        status=text(row, "status"),
        adcode=text(row, "adcode").removesuffix(".0"),
        zone=text(row, "zone"),
        possible=text(row, "zones_possible").replace(";", ", "),
        km=number(row, "border_km"),
        km_low=number(row, "border_km_q05"),
        km_high=number(row, "border_km_q95"),
        crossing=text(row, "crossing"),
        crossing_km=number(row, "crossing_km"),
        radius_km=number(row, "radius_km"),
    )


def _why_left_out(row: Mapping[str, Any]) -> str:
    """Why a row has no point: the name of a phrase, or a status."""
    status, level = text(row, "status"), text(row, "level")
    if status != "resolved":
        return status or "without_status"
    return "without_finer" if level in ("country", "province") else "without_point"


def number(
    row: Mapping[str, Any],
    name: str,
) -> float | None:
    """A cell as a finite number, None for anything else."""
    return finite(row.get(name))


def finite(value: Any) -> float | None:
    """A finite number, None for anything else."""
    try:
        found = math.nan if value is None else float(value)
    except (TypeError, ValueError):
        return None
    return found if math.isfinite(found) else None


def text(
    row: Mapping[str, Any],
    name: str,
) -> str:
    """A cell as text: lists joined, missing ones empty."""
    value = row.get(name)
    if is_missing(value):
        return ""
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(map(str, value))
    return str(value)


def cut(words: str) -> str:
    """At most `LENGTH` characters, on one line."""
    words = " ".join(words.split())
    return words if len(words) <= LENGTH else words[: LENGTH - 1] + "…"


def _comparable(column: Sequence[Any]) -> list[Any]:
    """The values of a column, with None for NaN, which is not even equal to itself."""
    return [
        None if type(value) is float and math.isnan(value) else value
        for value in column
    ]
