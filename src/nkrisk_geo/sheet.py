"""Rows remembered: what signatures come to, as the columns of a table.

A sheet holds the answers for one threshold, one language of names and one style of evidence. They are kept in blocks of rows,
as they were decided; a new block is joined with the one before while that is no larger and both are small, so that there are
never many and the oldest can go a block at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from nkrisk_geo.arrays import Ints
from nkrisk_geo.cells import Cells
from nkrisk_geo.columns import NAMES
from nkrisk_geo.decision import Resolver
from nkrisk_geo.forking import Turn
from nkrisk_geo.ragged import distinct

SHEET_SIZE = 40_960
"""Rows remembered by a sheet; when there are more, the oldest blocks go. Those of real addresses take 30 MB."""
MEMO_LENGTH = 24
"""How many items a signature may have whose row is remembered."""
SHEETS = 4
"""Sheets remembered for a resolver, the last ones asked for."""
TOGETHER, MOST_PAIRS = 8192, 200_000
"""Signatures that are judged together, and pairs of their items, which are weighed against one another; so many addresses have
about as many."""
POSTED = "posted"
"""A field of a row beside the columns: where the postcode that counted stands and its first digits, as in text:1180. A
signature knows no more of it; who has the record can put the whole postcode into the answer."""

DISPUTED = "disputed"
"""Another: does the point of the record speak for somewhere else than the rest?"""

Signatures = Sequence[bytes | None]
"""Packed ones; None is that of an empty record."""


class Sheet:
    """The rows of signatures, remembered. Safe under threads."""

    def __init__(self, engine: Resolver, threshold: float, names: str, style: str) -> None:
        self._engine, self._threshold = engine.engine, threshold
        self._cells = Cells(engine.gazetteer, engine.answers, engine.bearings, names, style)
        self._lock = Turn()
        self._forget()

    def _forget(self) -> None:
        self._numbers: dict[bytes | None, int] = {}
        self._blocks: list[pa.StructArray] = []
        self._first = 0
        """The number of the first row of the first block."""
        self._whole = True
        """Not while rows are put in: who finds it so takes over from one that broke off, or from a fork."""

    def rows(self, signatures: Signatures) -> tuple[pa.StructArray, Ints]:
        """Rows, and for each of some signatures the place of its row among them.

        A row has the fields of `nkrisk_geo.columns.NAMES`, `POSTED` and `DISPUTED`.
        """
        with self._lock:
            if not self._whole:
                self._forget()
            known = [*map(self._numbers.get, signatures)]
            if known and None not in known:
                return self._held(np.array(known, np.int64))
            fresh: dict[bytes | None, int] = {}
            each = [
                fresh.setdefault(signature, -1 - len(fresh)) if number is None else number
                for signature, number in zip(signatures, known, strict=True)
            ]
            numbers, new = np.array(each, np.int64), [*fresh]
            decided = self._decided(new)
            old = np.flatnonzero(numbers >= 0)
            place = -1 - numbers
            if len(old):
                held, place[old] = self._held(numbers[old])
                place[old] += len(decided)
                rows = pa.concat_arrays([decided, held])
            else:
                rows = decided
            self._remember(new, decided)
        return rows, place

    def _decided(self, signatures: Signatures) -> pa.StructArray:
        """New rows, judged so many at a time that their arrays stay in the processor's caches."""
        parts, first, pairs = list[pa.StructArray](), 0, 0
        for at, items in enumerate(_sizes(signatures)):
            pairs += items * items
            if at + 1 - first >= TOGETHER or pairs > MOST_PAIRS:
                parts.append(self._judged(signatures[first : at + 1]))
                first, pairs = at + 1, 0
        if first < len(signatures) or not parts:
            parts.append(self._judged(signatures[first:]))
        return parts[0] if len(parts) == 1 else pa.concat_arrays(parts)

    def _judged(self, signatures: Signatures) -> pa.StructArray:
        decisions = self._engine.decide(signatures, self._threshold)
        beside = [pa.array(decisions.posted(), pa.string()), pa.array(decisions.rows["disputed"])]
        columns = [*self._cells.columns(decisions), *beside]
        return pa.StructArray.from_arrays(columns, [*NAMES, POSTED, DISPUTED])

    # --- memory ------------------------------------------------------------------------------------------------

    def _held(self, numbers: Ints) -> tuple[pa.StructArray, Ints]:
        """Remembered rows, and the place of each number among them; as few are copied as can be."""
        ends = self._first + np.cumsum([len(block) for block in self._blocks])
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

    def _remember(self, signatures: Signatures, rows: pa.StructArray) -> None:
        """Keep rows; not those of texts with so many names that hardly another is like them."""
        short = [at for at, items in enumerate(_sizes(signatures)) if items <= MEMO_LENGTH]
        short = short[-SHEET_SIZE:]
        if not short:
            return
        self._whole = False
        next_number = self._first + sum(map(len, self._blocks))
        self._numbers |= {signatures[at]: number for number, at in enumerate(short, start=next_number)}
        self._blocks.append(rows if len(short) == len(rows) else pc.take(rows, pa.array(short)))
        while len(self._blocks) > 1:
            *_, before, last = self._blocks
            if len(before) > len(last) or len(before) + len(last) > SHEET_SIZE // 4:
                break
            self._blocks[-2:] = [pa.concat_arrays([before, last])]
        while len(self._numbers) > SHEET_SIZE:
            gone = len(self._blocks.pop(0))
            self._first += gone
            self._numbers = dict(islice(self._numbers.items(), gone, None))
        self._whole = True


def _sizes(signatures: Signatures) -> list[int]:
    """The items of each."""
    return [len(signature or b"") // 8 for signature in signatures]


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
