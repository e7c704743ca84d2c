"""What the border is along its length, and which county of the DPRK is opposite: stretches by chainage from the mouth.

Where the line leaves and enters the rivers is stated as points (`facts/border_contacts.csv`). No package holds the
counties of the DPRK as polygons, only the order in which they lie along the line is known (`facts/border_facing.csv`),
with anchors: seats and crossings whose chainage is that of the nearest point of the line. Where a county begins is
stated in few places. Elsewhere the change between two anchored counties is set halfway. A county takes `REACH_KM`
around its anchors towards neighbours without any; what is left is theirs together, and where they are several nothing
tells which. `accuracy_km` is how far the less certain end of a stretch may be off. Writes `border_stretches`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from fetch.measure import GEOD, feet, vertices
from fetch.points import read
from fetch.upstream import write_table

HEADER = ["from_km", "to_km", "contact", "facing", "quality", "accuracy_km", "source"]
REACH_KM = 10.0
ORDER_KM = 20.0
"""How far the end of a stretch without an anchor may be off."""


@dataclass(frozen=True, slots=True)
class County:
    """A county (or several that nothing tells apart), the chainages of its anchors, and its stated begin and accuracy."""

    facing: str
    anchors: tuple[float, ...]
    begin: tuple[float, float] | None
    source: str


def chainage(lat: float, lng: float) -> float:
    """Km along the line from the mouth to its point nearest to a place."""
    line = vertices("border_line")
    foot = feet(np.array([[lng, lat]]))[0]
    steps = GEOD.inv(*line[:-1].T, *line[1:].T)[2]
    run = line[1:] - line[:-1]
    share = np.clip(((foot - line[:-1]) * run).sum(axis=1) / (run**2).sum(axis=1), 0, 1)
    off = np.hypot(*(line[:-1] + share[:, None] * run - foot).T)
    nearest = int(off.argmin())
    return float(steps[:nearest].sum() + share[nearest] * steps[nearest]) / 1000


def length() -> float:
    """Km from the mouth to the tripoint."""
    return float(GEOD.line_length(*vertices("border_line").T)) / 1000


def counties() -> list[County]:
    """The counties in their order from the mouth."""
    places = (*read("facts/crossings"), *read("cc-by/kp_places"))
    points = {
        row["id"]: (float(row["lat"]), float(row["lng"]))
        for row in places
        if row["lat"]
    }
    found = []
    for row in read("facts/border_facing"):
        anchors = sorted(
            chainage(*points[name]) for name in row["anchors"].split(";") if name
        )
        begin = (
            (chainage(float(row["lat"]), float(row["lng"])), float(row["accuracy_km"]))
            if row["lat"]
            else None
        )
        found.append(County(row["facing"], tuple(anchors), begin, row["source"]))
    return found


def change(before: County, after: County) -> tuple[float, float]:
    """Where one county ends and the next begins, and how far that may be off.

    Raises:
        ValueError: nothing tells: neither has an anchor.
    """
    if after.begin:
        return after.begin
    if before.anchors and after.anchors:
        low, high = before.anchors[-1], after.anchors[0]
        return (low + high) / 2, (high - low) / 2
    if before.anchors:
        return before.anchors[-1] + REACH_KM, ORDER_KM
    if after.anchors:
        return after.anchors[0] - REACH_KM, ORDER_KM
    raise ValueError(f"nothing tells where {after.facing} begins")


def facings() -> list[tuple[float, float, County]]:
    """(from km, accuracy, county) in order."""
    listed = counties()
    changes = (change(*pair) for pair in itertools.pairwise(listed))
    return [
        (0.0, 0.0, listed[0]),
        *((*found, after) for found, after in zip(changes, listed[1:], strict=True)),
    ]


def stretches() -> Iterator[list[object]]:
    """The rows, without gaps, from the mouth to the tripoint."""
    contacts = [
        (chainage(float(row["lat"]), float(row["lng"])), row)
        for row in read("facts/border_contacts")
    ]
    opposite = facings()
    starts = [at for at, _ in contacts] + [at for at, _, _ in opposite]
    cuts = sorted({round(at, 1) for at in starts})
    for low, high in itertools.pairwise([*cuts, round(length(), 1)]):
        contact = [row for at, row in contacts if round(at, 1) <= low][-1]
        at = max(
            number
            for number, (start, _, _) in enumerate(opposite)
            if round(start, 1) <= low
        )
        county = opposite[at][2]
        ends = [accuracy for _, accuracy, _ in opposite[at : at + 2]]
        quality = "anchored" if county.anchors else "order"
        source = f"contact: {contact['source']}; facing: {county.source}"
        yield [
            low,
            high,
            contact["contact"],
            county.facing,
            quality,
            round(max(ends), 1),
            source,
        ]


def main() -> None:
    """Write the table."""
    write_table("odbl", "border_stretches", HEADER, stretches())


if __name__ == "__main__":
    main()
