"""Many records at once: their items in one array, and what is decided about them in others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from nkrisk_geo.engine.decisions import verdict
from nkrisk_geo.engine.items import Packer
from nkrisk_geo.engine.verdict import Spoken, Verdict
from nkrisk_geo.native.arrays import Ints
from nkrisk_geo.native.segments import concat_ranges

Floats = NDArray[np.float64]
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
    [
        ("weight", "f8"),
        ("item", "i4"),
        ("rule", "i4"),
        ("unit", "i4"),
        ("conflict", "i4"),
    ],
    align=True,
)
CANDIDATE = np.dtype([("p", "f8"), ("unit", "i4"), ("unused", "V4")], align=True)


class ItemBatch(NamedTuple):
    """The items of some records.

    Attributes:
        items: those of all records, one behind another.
        ends: where those of each record end.
    """

    items: Ints
    ends: Ints

    @staticmethod
    def of(several: Sequence[Sequence[int]]) -> ItemBatch:
        """Records given one by one."""
        items = [item for each in several for item in each]
        return ItemBatch(
            np.array(items, np.int64), np.cumsum([*map(len, several)], dtype=np.int64)
        )

    @property
    def counts(self) -> Ints:
        """How many items each has."""
        found: Ints = self.ends.copy()
        found[1:] -= self.ends[:-1]
        return found

    def chosen(self, which: Ints) -> ItemBatch:
        """Some of them, in the order given."""
        counts = self.counts
        _, row = concat_ranges((self.ends - counts)[which], counts[which])
        return ItemBatch(self.items[row], np.cumsum(counts[which]))

    def each(self) -> Iterator[list[int]]:
        """The items of each of them."""
        items, first = self.items.tolist(), 0
        for end in self.ends.tolist():
            yield items[first:end]
            first = end

    def one(self, number: int) -> list[int]:
        """The items of one of them."""
        first = int(self.ends[number - 1]) if number else 0
        found: list[int] = self.items[first : int(self.ends[number])].tolist()
        return found

    def replaced(self, others: Mapping[int, Sequence[int]]) -> ItemBatch:
        """The same with others in the place of some."""
        if not others:
            return self
        counts, parts, before = np.diff(self.ends, prepend=0), list[Ints](), 0
        for at in sorted(others):
            end = int(self.ends[at])
            parts += [
                self.items[before : end - counts[at]],
                np.array(others[at], np.int64),
            ]
            counts[at], before = len(others[at]), end
        return ItemBatch(
            np.concatenate([*parts, self.items[before:]]), np.cumsum(counts)
        )

    @staticmethod
    def joined(several: Sequence[ItemBatch]) -> ItemBatch:
        """Several in one."""
        if len(several) == 1:
            return several[0]
        items = np.concatenate(
            [each.items for each in several] or [np.zeros(0, np.int64)]
        )
        counts = [np.diff(each.ends, prepend=0) for each in several] or [
            np.zeros(0, np.int64)
        ]
        return ItemBatch(items, np.cumsum(np.concatenate(counts)))


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
        clue, candidate = (
            int(self.rows[name][:number].sum()) for name in ("clues", "candidates")
        )
        row = self.rows[number]
        last = clue + int(row["clues"])
        clues, candidates = (
            self.clues[clue:last].copy(),
            self.candidates[candidate : candidate + int(row["candidates"])],
        )
        clues["item"] = np.arange(len(clues))
        columns = (row, self.zone_p[number], self.in_zone[number], clues, candidates)
        return verdict(
            self.packer,
            self.items[clue:last].tolist(),
            *(column.tobytes() for column in columns),
        )

    def posted(self) -> Ints:
        """For each record the postcode that counted as an item, 0 where none did."""
        found = np.zeros(len(self.rows), np.int64)
        first = np.cumsum(self.rows["clues"]) - self.rows["clues"]
        posted = np.flatnonzero(self.rows["posted"] >= 0)
        found[posted] = self.items[(first + self.rows["posted"])[posted]]
        return found
