"""What an enriched file holds: counts, and the rows that people look at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from nkrisk_geo.report.tallies import BoundedTally, SampledTally

POINT = (
    "lat",
    "lng",
    "radius_km",
    "status",
    "level",
    "country",
    "adcode",
    "province",
    "prefecture",
    "county",
    "township",
    "zone",
    "confidence",
)
"""What rows share that are one mark on the map."""
CANDIDATE = (
    "status",
    "county",
    "prefecture",
    "zone",
    "confidence",
    "p_dprk_border",
    "border_km",
    "border_km_q05",
    "border_km_q95",
    "zones_possible",
    "adcode",
    "evidence",
)
LONGEST = 200
"""Characters of a text that are shown."""
NAMED = 40
"""Characters of what a row is known by."""
BORDER = "dprk-border"
"""The zone of all counties on the border."""
BEYOND, UNKNOWN = "beyond", "no_distance"
"""Where a distance is none of a band: inside the DPRK, or not known."""
LEAST = 0.01
"""From this probability of lying in a county on the border a row is a candidate."""


@dataclass(slots=True)
class Gathered:
    """What a file holds.

    Attributes:
        name, sha256, rows: of the file.
        date: of the file, or the one that SOURCE_DATE_EPOCH says.
        prefix: of the columns of the answer.
        address, known_by: the columns with the text; that with an identifier.
        sure, possible: rows that are surely, and that are possibly in a county on the border.
        lowest: the least confidence of a resolved row, None without one.
        statuses, reasons, zones, places, conflicts: counts by value.
        nearest, farthest: rows by the band of the least and of the greatest likely distance.
        unresolved: the texts that were not resolved, each with its reason.
        candidates: texts with the values of `CANDIDATE`.
        points: the values of `POINT`.
        bases: counts by what the places rest on, as the lists of files are written.
        versions: of the gazetteer.
    """

    name: str
    sha256: str
    prefix: str
    address: tuple[str, ...]
    known_by: str | None = None
    date: str = ""
    rows: int = 0
    sure: int = 0
    possible: int = 0
    lowest: float | None = None
    statuses: BoundedTally[str] = field(default_factory=BoundedTally)
    reasons: BoundedTally[str] = field(default_factory=BoundedTally)
    zones: BoundedTally[str] = field(default_factory=BoundedTally)
    nearest: BoundedTally[str] = field(default_factory=BoundedTally)
    farthest: BoundedTally[str] = field(default_factory=BoundedTally)
    places: BoundedTally[tuple[str, ...]] = field(default_factory=BoundedTally)
    conflicts: BoundedTally[str] = field(default_factory=BoundedTally)
    unresolved: SampledTally[tuple[str, str]] = field(default_factory=SampledTally)
    candidates: SampledTally[tuple[Any, ...]] = field(default_factory=SampledTally)
    points: BoundedTally[tuple[Any, ...]] = field(default_factory=BoundedTally)
    bases: BoundedTally[str] = field(default_factory=BoundedTally)
    versions: BoundedTally[str] = field(default_factory=BoundedTally)
