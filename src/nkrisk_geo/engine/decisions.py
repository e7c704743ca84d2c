"""Decisions as the compiled engine writes them; `engine.h` in `src/engine` says what each structure means."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from nkrisk_geo.arrays import Ints
from nkrisk_geo.engine.packing import CODE_BIT, Packer
from nkrisk_geo.signature import unpack
from nkrisk_geo.verdict import Distance, Spoken, Verdict, Zoned
from nkrisk_geo.vocabulary import HOW

Floats = NDArray[np.float64]
CANDIDATES_SHOWN = 5
"""Candidates that an answer lists at most."""
SURELY, POSSIBLY = 2, 1
"""What `Decisions.in_zone` says of a zone; 0 is neither."""

DECISION = np.dtype(
    [
        ("confidence", "f8"), ("low", "f8"), ("q05", "f8"), ("km", "f8"), ("q95", "f8"), ("high", "f8"), ("near", "f8", (2,)),
        ("crossing_km", "f8"), ("how", "i4"), ("settled", "i4"), ("place", "i4"), ("against", "i4"), ("band", "i4"),
        ("crossing", "i4"), ("clues", "i4"), ("candidates", "i4"), ("posted", "i4"), ("told", "?"), ("disputed", "?"),
        ("unused", "V2"),
    ],
    align=True,
)  # fmt: skip
"""A decision as `engine.h` has it."""
CLUE = np.dtype(
    [("weight", "f8"), ("item", "i4"), ("rule", "i4"), ("unit", "i4"), ("conflict", "i4")], align=True
)
CANDIDATE = np.dtype([("p", "f8"), ("unit", "i4"), ("unused", "V4")], align=True)


class Decisions(NamedTuple):
    """What is decided about some records, a row for each; see `engine.h`.

    Attributes:
        rows: of the type `DECISION`.
        zone_p: (records, zones) probabilities of the zones, highest rank first.
        in_zone: (records, zones) 2 where a zone is decided on, 1 where it is possible.
        clues: of the type `CLUE`, those of a record together, in the order of the records.
        items: for each clue its item as a number, the first of a point.
        candidates: of the type `CANDIDATE`, likewise, the most probable first.
        packer: knows what numbers stand for.
    """

    rows: NDArray[Any]
    zone_p: Floats
    in_zone: NDArray[np.uint8]
    clues: NDArray[Any]
    items: Ints
    candidates: NDArray[Any]
    packer: Packer

    @property
    def owner(self) -> Ints:
        """The record of each clue."""
        return np.repeat(np.arange(len(self.rows)), self.rows["clues"])

    def spoken(self, clues: Ints) -> list[Spoken]:
        """Some of the clues, by their numbers."""
        rows = self.clues[clues]
        columns = (rows[name].tolist() for name in ("rule", "unit", "weight"))
        items = map(self.packer.item, self.items[clues].tolist())
        return [Spoken(*each) for each in zip(items, *columns, strict=True)]

    def one(self, number: int) -> Verdict:
        """The decision about one of the records."""
        clue, candidate = (int(self.rows[name][:number].sum()) for name in ("clues", "candidates"))
        row = self.rows[number]
        last = clue + int(row["clues"])
        clues, candidates = (
            self.clues[clue:last].copy(),
            self.candidates[candidate : candidate + int(row["candidates"])],
        )
        clues["item"] = np.arange(len(clues))
        columns = (row, self.zone_p[number], self.in_zone[number], clues, candidates)
        return verdict(self.packer, self.items[clue:last].tolist(), *(column.tobytes() for column in columns))

    def posted(self) -> Ints:
        """For each record the postcode that counted as an item, 0 where none did."""
        found = np.zeros(len(self.rows), np.int64)
        first = np.cumsum(self.rows["clues"]) - self.rows["clues"]
        posted = np.flatnonzero(self.rows["posted"] >= 0)
        found[posted] = self.items[(first + self.rows["posted"])[posted]]
        return found


def verdict(
    packer: Packer, items: Sequence[int], row: Any, zone_p: Any, in_zone: Any, clues: Any, candidates: Any
) -> Verdict:
    """A decision as the engine wrote it, from buffers with room for more clues and candidates than there are."""
    numbers = _ROW.unpack_from(row)
    confidence, low, q05, km, q95, high, near, wide, crossing_km = [
        number if number == number else None  # noqa: PLR0124 - NaN alone is not
        for number in numbers[:9]
    ]
    how, settled, place, against, band, crossing, count, shown, posted, told, disputed = numbers[9:]
    spoken, conflicts = [], []
    for weight, at, rule, unit, conflict in _CLUE.iter_unpack(memoryview(clues)[: _CLUE.size * count]):
        item = items[at]
        spoken.append(Spoken(item if item < CODE_BIT else packer.item(item), rule, unit, weight))
        if conflict:
            conflicts.append(spoken[-1])
    status, reason = HOW[how]
    candidates = _CANDIDATE.iter_unpack(memoryview(candidates)[: _CANDIDATE.size * shown])
    return Verdict(
        status,
        reason,
        settled if settled >= 0 else None,
        place if place >= 0 else None,
        confidence,
        _zoned(bytes(zone_p), bytes(in_zone)) if told else None,
        Distance(low, q05, km, q95, high, (near, wide), band, crossing, crossing_km),
        tuple(spoken),
        tuple([(unit, p) for p, unit in candidates]),
        tuple(conflicts),
        against if against >= 0 else None,
        postcode(spoken[posted].item) if posted >= 0 else None,
        disputed,
    )


def _zoned(zone_p: bytes, in_zone: bytes) -> Zoned:
    """Where a record lies."""
    p = struct.unpack(f"={len(zone_p) // 8}d", zone_p)
    surely, possibly = list[int](), list[int]()
    for zone in range(len(p)):
        if in_zone[zone]:
            (surely if in_zone[zone] == SURELY else possibly).append(zone)
    return Zoned(p, tuple(surely), tuple(possibly))


_ROW, _CLUE, _CANDIDATE = struct.Struct("=9d9i??2x"), struct.Struct("=d4i"), struct.Struct("=di4x")


def postcode(item: Any) -> tuple[str, str]:
    """Field and first digits of a postcode."""
    found = unpack(item)
    return found.field, found.value
