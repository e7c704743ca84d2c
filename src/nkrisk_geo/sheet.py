"""Rows remembered: what records come to, as the columns of a table.

A sheet holds the answers for one threshold, one language of names and one style of evidence. Each different signature has a row,
and each different text, its numbers aside, the number of one; when there is no more room, all are forgotten. Rows are kept in
blocks, as they were decided; a new block is joined with the one before while that is no larger and both are small, so that there
are never many.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from nkrisk_geo.arrays import Ints
from nkrisk_geo.cells import Cells
from nkrisk_geo.columns import NAMES
from nkrisk_geo.decision import Resolver
from nkrisk_geo.engine import Records as Items
from nkrisk_geo.engine.reading import Keyed
from nkrisk_geo.forking import Turn
from nkrisk_geo.native import Numbers
from nkrisk_geo.ragged import distinct
from nkrisk_geo.records import Records

SHEET_SIZE, MOST_TEXTS = 40_960, 81_920
"""Rows and texts remembered by a sheet. Rows of real addresses take 30 MB."""
SHEETS = 4
"""Sheets remembered for a resolver, the last ones asked for."""
TOGETHER, MOST_PAIRS = 8192, 200_000
"""Records that are judged together, and pairs of their items, which are weighed against one another; so many addresses have
about as many."""
POSTED = "posted"
"""A field of a row beside the columns: where the postcode that counted stands and its first digits, as in text:1180. A
signature knows no more of it; who has the record can put the whole postcode into the answer."""

DISPUTED = "disputed"
"""Another: does the point of the record speak for somewhere else than the rest?"""


T = TypeVar("T")


class Full(Exception):
    """There is no room for more rows or texts."""


class Sheet:
    """The rows of records, remembered. Safe under threads."""

    def __init__(self, engine: Resolver, threshold: float, names: str, style: str) -> None:
        self._engine, self._threshold = engine, threshold
        self._cells = Cells(engine.gazetteer, engine.answers, engine.bearings, names, style)
        self._lock = Turn()
        self._forget()

    def _forget(self) -> None:
        self._signatures, self._texts = Numbers(SHEET_SIZE), Numbers(MOST_TEXTS)
        self._rows_of_texts: Ints = np.zeros(MOST_TEXTS, np.int64)
        self._blocks: list[pa.StructArray] = []
        self._whole = True
        """Not while rows are put in: who finds it so takes over from one that broke off, or from a fork."""

    def rows(self, records: Records) -> tuple[pa.StructArray, Ints]:
        """Rows, and for each of some records the place of its row among them.

        A row has the fields of `nkrisk_geo.columns.NAMES`, `POSTED` and `DISPUTED`.
        """
        parts, places, before = list[pa.StructArray](), list[Ints](), 0
        with self._lock:
            for part, place in self._found(records):
                parts.append(part)
                places.append(place + before)
                before += len(part)
        if not parts:
            return self._judged(Items.of([])), np.zeros(0, np.int64)
        if len(parts) == 1:
            return parts[0], places[0]
        return pa.concat_arrays(parts), np.concatenate(places)

    def _found(self, records: Records) -> Iterator[tuple[pa.StructArray, Ints]]:
        """The same for some of the records at a time, so that their arrays stay in the processor's caches."""
        if records.of_text:
            for keyed in records.keyed(self._engine, TOGETHER):
                yield self._held(self._once_more(self._of_texts, keyed))
            return
        signatures = records.signatures(self._engine)
        for first in range(0, len(signatures.ends), TOGETHER):
            which = np.arange(first, min(first + TOGETHER, len(signatures.ends)))
            yield self._held(self._once_more(self._of_signatures, signatures.chosen(which)))

    def _once_more(self, find: Callable[[T], Ints], records: T) -> Ints:
        """The numbers of the rows of records; where there is no more room, after all others have been forgotten."""
        for _ in range(2):
            if not self._whole:
                self._forget()
            self._whole = False
            try:
                numbers = find(records)
            except Full:
                continue
            self._whole = True
            return numbers
        raise MemoryError

    def _of_texts(self, keyed: Keyed) -> Ints:
        numbered = self._texts.numbered(keyed.keys, keyed.ends)
        if numbered is None:
            raise Full
        numbers, new = numbered
        if len(new):
            rows = self._of_signatures(self._engine.signer.read(keyed.texts.chosen(new)))
            self._rows_of_texts[numbers[new]] = rows
        return self._rows_of_texts[numbers]

    def _of_signatures(self, signatures: Items) -> Ints:
        numbered = self._signatures.numbered(signatures.items, signatures.ends)
        if numbered is None:
            raise Full
        numbers, new = numbered
        if len(new):
            self._remember(self._decided(signatures.chosen(new)))
        return numbers

    def _decided(self, signatures: Items) -> pa.StructArray:
        """New rows."""
        parts, first, pairs = list[pa.StructArray](), 0, 0
        counts = np.diff(signatures.ends, prepend=0).tolist()
        for at, items in enumerate(counts):
            pairs += items * items
            if pairs > MOST_PAIRS:
                parts.append(self._judged(signatures.chosen(np.arange(first, at + 1))))
                first, pairs = at + 1, 0
        if first < len(counts):
            parts.append(
                self._judged(signatures.chosen(np.arange(first, len(counts))) if first else signatures)
            )
        return parts[0] if len(parts) == 1 else pa.concat_arrays(parts)

    def _judged(self, signatures: Items) -> pa.StructArray:
        decisions = self._engine.engine.decide(signatures, self._threshold)
        beside = [pa.array(decisions.posted(), pa.string()), pa.array(decisions.rows["disputed"])]
        columns = [*self._cells.columns(decisions), *beside]
        return pa.StructArray.from_arrays(columns, [*NAMES, POSTED, DISPUTED])

    # --- memory ------------------------------------------------------------------------------------------------

    def _held(self, numbers: Ints) -> tuple[pa.StructArray, Ints]:
        """Remembered rows, and the place of each number among them; as few are copied as can be."""
        ends = np.cumsum([len(block) for block in self._blocks])
        low, high = np.searchsorted(ends, [numbers.min(), numbers.max()], side="right").tolist()
        blocks, base = self._blocks[low : high + 1], int(ends[low]) - len(self._blocks[low])
        if len(blocks) == 1:
            return blocks[0], numbers - base
        if int(ends[high]) - base <= len(numbers):
            return pa.concat_arrays(blocks), numbers - base
        wanted, _, place = distinct(numbers)
        edges = np.searchsorted(wanted, [base, *ends[low : high + 1]])
        parts = []
        for block, end, first, last in zip(blocks, ends[low:], edges, edges[1:], strict=False):
            parts.append(pc.take(block, pa.array(wanted[first:last] - end + len(block))))
        return pa.concat_arrays(parts), place

    def _remember(self, rows: pa.StructArray) -> None:
        """Keep rows."""
        self._blocks.append(rows)
        while len(self._blocks) > 1:
            *_, before, last = self._blocks
            if len(before) > len(last) or len(before) + len(last) > SHEET_SIZE // 4:
                break
            self._blocks[-2:] = [pa.concat_arrays([before, last])]


_lock = Turn()


def sheet(engine: Resolver, threshold: float, names: str, style: str) -> Sheet:
    """The sheet of a resolver for a threshold, a language of names and a style of evidence, kept with the resolver."""
    key = (threshold, names, style)
    with _lock:
        sheets = engine.attached
        found: Sheet = sheets.pop(key, None) or Sheet(engine, threshold, names, style)
        sheets[key] = found  # the last one asked for stands last
        while len(sheets) > SHEETS:
            del sheets[next(iter(sheets))]
        return found
