"""Many records at once: their items in one array, and what is decided about them in others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from nkrisk_geo.engine import layouts
from nkrisk_geo.engine.decisions import verdict
from nkrisk_geo.engine.verdict import Verdict
from nkrisk_geo.native.arrays import Ints
from nkrisk_geo.native.segments import concat_ranges

Floats = NDArray[np.float64]


def _record_type(fields: layouts.Fields, size: int) -> np.dtype[Any]:
    """A structure of `nkrisk_geo.engine.layouts` as numpy has it, of so many bytes."""
    # The size is given, for behind the fields of some there are bytes without a name.
    return np.dtype(
        {
            "names": list(fields),
            "formats": list(fields.values()),
            "itemsize": size,
        },
        align=True,
    )


DECISION = _record_type(layouts.DECISION_FIELDS, layouts.DECISION.size)
CLUE = _record_type(layouts.CLUE_FIELDS, layouts.CLUE.size)
CANDIDATE = _record_type(layouts.CANDIDATE_FIELDS, layouts.CANDIDATE.size)


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
        counts = [len(each) for each in several]
        ends = np.cumsum(counts, dtype=np.int64)
        return ItemBatch(np.array(items, np.int64), ends)

    @property
    def counts(self) -> Ints:
        """How many items each has."""
        found: Ints = self.ends.copy()
        found[1:] -= self.ends[:-1]
        return found

    def take(self, which: Ints) -> ItemBatch:
        """Some of them, in the order given."""
        starts = self.ends - self.counts
        counts = self.counts[which]
        _, row = concat_ranges(starts[which], counts)
        return ItemBatch(self.items[row], np.cumsum(counts))

    def each(self) -> Iterator[list[int]]:
        """The items of each of them."""
        items, first = self.items.tolist(), 0
        for end in self.ends.tolist():
            yield items[first:end]
            first = end

    def one(self, number: int) -> list[int]:
        """The items of one of them."""
        first = int(self.ends[number - 1]) if number else 0
        last = int(self.ends[number])
        found: list[int] = self.items[first:last].tolist()
        return found

    def replace_some(self, others: Mapping[int, Sequence[int]]) -> ItemBatch:
        """The same with others in the place of some."""
        if not others:
            return self
        counts, parts = self.counts, list[Ints]()
        before = 0
        for at in sorted(others):
            end = int(self.ends[at])
            first = end - counts[at]
            # What stands between the one replaced before and this one stays.
            parts.append(self.items[before:first])
            other = others[at]
            parts.append(np.array(other, np.int64))
            counts[at] = len(other)
            before = end

        items = np.concatenate([*parts, self.items[before:]])
        return ItemBatch(items, np.cumsum(counts))

    @staticmethod
    def join(several: Sequence[ItemBatch]) -> ItemBatch:
        """Several in one."""
        if len(several) == 1:
            return several[0]
        # Of none at all numpy could not tell the type.
        none = np.zeros(0, np.int64)
        items = np.concatenate([none, *(each.items for each in several)])
        counts = np.concatenate([none, *(each.counts for each in several)])
        return ItemBatch(items, np.cumsum(counts))


class Decisions(NamedTuple):
    """What is decided about some records, a row for each; see `engine.h`.

    Attributes:
        rows: of the type `DECISION`.
        zone_p: (records, zones) probabilities of the zones, highest rank first.
        in_zone: (records, zones) 2 where a zone is decided on, 1 where it is possible.
        clues: of the type `CLUE`, those of a record together, in the order of the records.
        items: for each clue its item as a number, the first of a point.
        candidates: of the type `CANDIDATE`, likewise, the most probable first.
    """

    rows: NDArray[Any]
    zone_p: Floats
    in_zone: NDArray[np.uint8]
    clues: NDArray[Any]
    items: Ints
    candidates: NDArray[Any]

    @property
    def owner(self) -> Ints:
        """The record of each clue."""
        counts = self.rows["clues"]
        return np.arange(len(counts)).repeat(counts)

    def one(self, number: int) -> Verdict:
        """The decision about one of the records."""
        before = self.rows[:number]
        row = self.rows[number]
        clue = int(before["clues"].sum())
        last = clue + int(row["clues"])
        clues = self.clues[clue:last].copy()
        # The engine counted in the items of the record; here each clue has its own.
        clues["item"] = np.arange(len(clues))
        candidate = int(before["candidates"].sum())
        last_candidate = candidate + int(row["candidates"])
        candidates = self.candidates[candidate:last_candidate]

        zones = self.zone_p[number], self.in_zone[number]
        columns = (row, *zones, clues, candidates)
        written = (column.tobytes() for column in columns)
        items = self.items[clue:last].tolist()
        return verdict(items, *written)

    def postcode_items(self) -> Ints:
        """For each record the postcode that counted as an item, 0 where none did."""
        posted, counts = self.rows["posted"], self.rows["clues"]
        found = np.zeros(len(self.rows), np.int64)
        first = np.cumsum(counts) - counts
        known = np.flatnonzero(posted >= 0)
        clues = first[known] + posted[known]
        found[known] = self.items[clues]
        return found
