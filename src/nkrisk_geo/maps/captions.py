"""The words in pictures: sources, what a crossing's mark means, how rows without a point are counted."""

from __future__ import annotations

from collections.abc import Iterator

from nkrisk_geo.maps.records import Entry, PointRecords, Spot
from nkrisk_geo.model import Crossing

CREDITS = (
    "Border line, outlines, distances: © OpenStreetMap contributors, ODbL 1.0 (openstreetmap.org/copyright). "
    "Places: GeoNames; civil-affairs register; CC BY 4.0. Coast: Natural Earth."
)
CROSSING_WORDS = {
    "open": "crossing reported open",
    "unknown": "crossing, use today unknown",
    "closed": "no way across: fence, disused, not in service",
    "sea": "sea port, no land crossing",
    "russia": "crossing to Russia, not to the DPRK",
}
"""The looks of crossings and what they say."""

_KINDS = {
    "russia": "russia",
    "sea": "sea",
    "sea port": "sea",
    "fence": "closed",
    "disused": "closed",
}


def crossing_look(crossing: Crossing) -> str:
    """How a crossing is marked: by its kind, and by what its status says of its use.

    The statuses are sentences with dates. Only "open" at the beginning counts as a report that it is used.
    """
    by_kind = _KINDS.get(crossing.kind)
    if by_kind:
        return by_kind
    if "not in service" in crossing.status:
        return "closed"
    return "open" if crossing.status.split(maxsplit=1)[0].rstrip(",;") == "open" else "unknown"


def count_noun(number: int, noun: str) -> str:
    """A number with its noun: "1 row", "1,200 rows"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def without_words(records: PointRecords) -> Iterator[str]:
    """The rows that have no point, by reason; nothing when all have one."""
    total = sum(records.without.values())
    if total:
        yield f"{count_noun(total, 'row')} without a point"
        yield from (f"   {number:,} {reason}" for reason, number in records.without.items())


def km(value: float) -> str:
    """Kilometres as people say them: 0, 0.7, 6.0, 38."""
    return f"{value:.1f}" if 0 < abs(value) < 10 else f"{value:.0f}"


def interval(entry: Entry) -> str:
    """The distance with its interval: "6.0 km (0.6–70)"; "161–209 km" without a single number; "" when unknown.

    >>> interval(Entry(km=-1.55, km_low=-11.55, km_high=0.0))
    '1.6 km inside the DPRK (0–12)'

    >>> interval(Entry(km=5.98, km_low=0.56, km_high=70.3)), interval(Entry(km_low=161.0, km_high=209.0)), interval(Entry())
    ('6.0 km (0.6–70)', '161–209 km', '')
    """
    if entry.km_low is None or entry.km_high is None:
        return "" if entry.km is None else f"{km(entry.km)} km"
    if entry.km is not None and entry.km < 0 and entry.km_high <= 0:
        return f"{km(-entry.km)} km inside the DPRK ({km(abs(entry.km_high))}–{km(-entry.km_low)})"
    joint = " to " if entry.km_low < 0 else "–"
    reach = f"{km(entry.km_low)}{joint}{km(entry.km_high)}"
    return f"{reach} km" if entry.km is None else f"{km(entry.km)} km ({reach})"


WAY_KM = 200.0
"""Up to this distance the way to the border is drawn; beyond it the line would say nothing and cross everything."""


def has_way(spot: Spot) -> bool:
    """Whether the way from a spot to the border is worth drawing: its distance is known and not too long."""
    nearest = [entry.km_low if entry.km is None else entry.km for entry in spot.entries]
    return any(km is not None and abs(km) <= WAY_KM for km in nearest) and bool(reach(spot))


def reach(spot: Spot) -> str:
    """The interval at a point: that of its answers if they agree, else from the least to the most of all."""
    known = [
        entry for entry in spot.entries if entry.km_low is not None and entry.km_high is not None
    ]
    if len({(entry.km, entry.km_low, entry.km_high) for entry in known}) < 2:
        return interval(known[0]) if known else ""
    lows = [entry.km_low for entry in known if entry.km_low is not None]
    highs = [entry.km_high for entry in known if entry.km_high is not None]
    return interval(Entry(km_low=min(lows), km_high=max(highs)))
