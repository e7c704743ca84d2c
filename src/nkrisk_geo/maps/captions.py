"""The words in pictures: sources, marks of crossings, distances, rows without a point."""

from __future__ import annotations

from collections.abc import Iterator

from nkrisk_geo.gazetteer.zones import Zone
from nkrisk_geo.maps.records import Entry, PointRecords, Spot
from nkrisk_geo.model import Crossing
from nkrisk_geo.model.wording import Wording, wording

CREDITS = (
    "Border line, outlines, distances: © OpenStreetMap contributors, ODbL 1.0 "
    "(openstreetmap.org/copyright). "
    "Places: GeoNames; civil-affairs register; CC BY 4.0. Coast: Natural Earth."
)
CROSSING_LOOKS = ("open", "unknown", "closed", "sea", "russia")
"""The looks of crossings; `map.crossing_…` is what each says."""

_KINDS = {
    "russia": "russia",
    "sea": "sea",
    "sea port": "sea",
    "fence": "closed",
    "disused": "closed",
}


def crossing_look(crossing: Crossing) -> str:
    """How a crossing is marked: by its kind, and by what its status says of its use.

    The statuses are sentences with dates. Only "open" at the
    beginning counts as a report that it is used.
    """
    by_kind = _KINDS.get(crossing.kind)
    if by_kind:
        return by_kind
    if "not in service" in crossing.status:
        return "closed"
    first, *_ = crossing.status.split(maxsplit=1)
    return "open" if first.rstrip(",;") == "open" else "unknown"


def describe_left_out(records: PointRecords, words: Wording) -> Iterator[str]:
    """The rows that have no point, by reason; nothing when all have one."""
    total = sum(records.without.values())
    if total:
        yield words("map.without", rows=words.count_rows(total))
        for reason, number in records.without.items():
            # A status that is none of ours comes from a file
            # that somebody altered: it is shown as it is.
            group = "map" if reason.startswith("without_") else "status"
            yield f"   {number:,} {words.label(group, reason)}"


def zone_words(zone: Zone, words: Wording) -> str:
    """What a zone is called: a zone of one's own as its owner calls it."""
    return words.phrases.get(f"zone.{zone.id}", zone.name_en)


def km(value: float) -> str:
    """Kilometres as people say them: 0, 0.7, 6.0, 38."""
    return f"{value:.1f}" if 0 < abs(value) < 10 else f"{value:.0f}"


def interval(entry: Entry, words: Wording) -> str:
    """The distance with its interval: "6.0 km (0.6–70)".

    "161–209 km" without a single number; "" when unknown.

    >>> interval(Entry(km=-1.55, km_low=-11.55, km_high=0.0), wording())
    '1.6 km inside the DPRK (0–12)'
    >>> interval(Entry(km=5.98, km_low=0.56, km_high=70.3), wording())
    '6.0 km (0.6–70)'
    >>> interval(Entry(km_low=161.0, km_high=209.0), wording())
    '161–209 km'
    """
    if entry.km_low is None or entry.km_high is None:
        return "" if entry.km is None else words("map.km", km=km(entry.km))
    if entry.km is not None and entry.km < 0 and entry.km_high <= 0:
        between = f"{km(abs(entry.km_high))}–{km(-entry.km_low)}"
        return words("map.inside", km=km(-entry.km), interval=between)
    between = f"{km(entry.km_low)}–{km(entry.km_high)}"
    if entry.km_low < 0:
        # A minus beside a dash would be read as one more dash.
        between = words("map.to", low=km(entry.km_low), high=km(entry.km_high))
    if entry.km is None:
        return words("map.km", km=between)
    return words("map.km_interval", km=km(entry.km), interval=between)


WAY_KM = 200.0
"""Up to this distance the way to the border is drawn; beyond
it the line would say nothing and cross everything."""


def has_way(spot: Spot) -> bool:
    """Whether the way from a spot to the border is worth drawing.

    That is where its distance is known and not too long.
    """
    nearest = [entry.km_low if entry.km is None else entry.km for entry in spot.entries]
    known = bool(tell_way(spot, wording()))
    return known and any(km is not None and abs(km) <= WAY_KM for km in nearest)


def tell_way(spot: Spot, words: Wording) -> str:
    """The interval at a point.

    That of its answers if they agree, else from the least to the most.
    """
    known = {
        (entry.km, entry.km_low, entry.km_high)
        for entry in spot.entries
        if entry.km_low is not None and entry.km_high is not None
    }
    if not known:
        return ""
    if len(known) == 1:
        km, low, high = known.pop()
        return interval(Entry(km=km, km_low=low, km_high=high), words)
    # Several answers have no one number.
    lows = [low for _, low, _ in known]
    highs = [high for _, _, high in known]
    return interval(Entry(km_low=min(lows), km_high=max(highs)), words)
