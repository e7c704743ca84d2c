"""Rows of a table gathered by their points: all are counted, some are kept with their words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from nkrisk_geo.maps.cells import nan_to_none, number, shorten, text, to_finite
from nkrisk_geo.maps.columns import COLOURS, LIKE_TEXT, SIZES, Columns
from nkrisk_geo.maps.palette import CLASSES
from nkrisk_geo.maps.records import SURE, Entry, PointRecords, Spot
from nkrisk_geo.model.errors import InputError

SAMPLES = 8
"""Rows of an answer that are shown in their own words."""
DETAILS = 5_000
"""… and of all answers together, which bounds the size of a page."""
ENTRIES = 12
"""Answers that are told apart at one point."""
OTHER, EMPTY = "other", "(empty)"


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
    spots = sorted(gatherer.spots.values(), key=_rank)
    for spot in spots:
        spot.entries.sort(key=lambda entry: -entry.count)
    amounts = [spot.amount for spot in spots]
    return PointRecords(
        spots=tuple(spots),
        total=gatherer.total,
        without=_commonest_first(gatherer.without),
        classes=_classify(spots),
        largest=max(amounts, default=0.0),
    )


def _rank(spot: Spot) -> tuple[float, float, float]:
    """Those with the most rows first; by place where they have as many."""
    return -spot.rows, spot.lat, spot.lng


def _commonest_first(counts: Mapping[str, int]) -> dict[str, int]:
    """Counts from the largest down."""
    # By name where they are equal, so that the same data make the same picture.
    names = sorted(counts, key=lambda name: (-counts[name], name))
    return {name: counts[name] for name in names}


def _classify(spots: Sequence[Spot]) -> tuple[str, ...]:
    """Give each spot the value that it is coloured by, and say which there are.

    All values but the commonest ones are "other".
    """
    rows = Counter[str]()
    for spot in spots:
        rows.update(spot.values)
    ranked = [*_commonest_first(rows)]
    # One class more than there are looks would leave two values that look alike.
    own = ranked if len(ranked) <= len(CLASSES) else ranked[: len(CLASSES) - 1]
    for spot in spots:
        found = next(iter(_commonest_first(spot.values)), "")
        spot.value = found if found in own else OTHER
    if not rows:
        return ()
    # A value that is the commonest at no point has no mark to be explained.
    shown = {spot.value for spot in spots}
    return tuple(value for value in (*own, OTHER) if value in shown)


_Place = tuple[Spot, "Entry | None"]
"""The spot and the entry of a row; None where the spot has too many entries."""


class _Gatherer:
    """Goes through the rows once.

    What rows with the same answer share is worked out for the first of them.
    """

    def __init__(
        self,
        columns: Columns,
        max_points: int,
        counts: Sequence[int] | None,
    ) -> None:
        self.columns = columns
        self.max_points = max_points
        self.counts = counts
        self.spots: dict[tuple[float, float], Spot] = {}
        self.without: dict[str, int] = {}
        self.total = self.details = 0
        self.confidence = [to_finite(value) for value in columns.get("confidence", ())]
        self.colours, self.sizes = columns.get(COLOURS, ()), columns.get(SIZES, ())

    def gather(self) -> None:
        seen: dict[tuple[Any, ...], _Place | str] = {}
        for at, key in enumerate(self._answers()):
            place = seen.get(key)
            if place is None:
                place = seen[key] = self._place(self._row(at))
            rows = 1 if self.counts is None else self.counts[at]
            self.total += rows
            if isinstance(place, str):
                self.without[place] = self.without.get(place, 0) + rows
            else:
                self._count(*place, at, rows)

    def _answers(self) -> Iterator[tuple[Any, ...]]:
        """For each row what makes its answer."""
        there = [name for name in _SAME if name in self.columns]
        columns = [nan_to_none(self.columns[name]) for name in there]
        return zip(*columns, strict=True)

    def _row(self, at: int) -> dict[str, Any]:
        return {name: column[at] for name, column in self.columns.items()}

    def _place(
        self,
        row: Mapping[str, Any],
    ) -> _Place | str:
        """Where a row belongs, or why it has no point."""
        lat, lng = number(row, "lat"), number(row, "lng")
        if lat is None or lng is None or abs(lat) > 90 or abs(lng) > 180:
            return _why_left_out(row)
        spot = self.spots.get((lat, lng))
        if spot is None:
            if len(self.spots) == self.max_points:
                raise InputError(
                    f"more than {self.max_points:,} different points; "
                    "show a part of the table, or raise max_points"
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
        if confidence is None or confidence < SURE:
            spot.unsure += rows
        if self.colours:
            value = shorten(text({"": self.colours[at]}, "")) or EMPTY
            spot.values[value] = spot.values.get(value, 0) + rows
        if self.sizes:
            spot.amount += (to_finite(self.sizes[at]) or 0.0) * rows
        if entry is None:
            spot.more += rows
            return
        entry.count += rows
        if len(entry.samples) < SAMPLES and self.details < DETAILS:
            self.details += 1
            row = self._row(at)
            words, evidence = text(row, LIKE_TEXT), text(row, "evidence")
            entry.samples.append((shorten(words), confidence, shorten(evidence)))


_SAME = (
    "lat", "lng", "radius_km", "status", "level", "country", "adcode", "county", "township",
    "township_code", "zone", "border_km", "border_km_q05", "border_km_q95", "crossing",
)  # fmt: skip
"""Rows that agree in these have the same answer."""


def _entry(row: Mapping[str, Any]) -> Entry:
    levels = ("province", "prefecture", "county", "township")
    names = [text(row, level) for level in levels]
    place = " › ".join(filter(None, names))
    return Entry(
        place=place or text(row, "country"),
        level=text(row, "level"),
        status=text(row, "status"),
        # A column of numbers with gaps was made one of floating-point numbers.
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
