"""The data of a picture: rows of any kind, gathered by their point.

Most rows of a table share a few points, since a point stands for a place and
not for a house. So rows are gathered: a `Spot` for each point, in it an `Entry`
for each answer, with a few of the rows in their own words. No row is lost: what
has no point is counted by reason, what is not spelt out is counted where it is.
"""

from __future__ import annotations

from dataclasses import dataclass, field

SURE = 0.95
"""From this probability on a place counts as sure in a picture."""


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
