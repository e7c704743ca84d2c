"""What a row cache remembers: rows, and the numbers by which they are found."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from nkrisk_geo.engine.batches import ItemBatch
from nkrisk_geo.engine.texts import Keyed
from nkrisk_geo.native.arrays import Ints
from nkrisk_geo.native.calls import Numbers
from nkrisk_geo.native.locks import ForkSafeLock
from nkrisk_geo.native.memory import POOL
from nkrisk_geo.native.segments import find_distinct

SHEET_SIZE, MOST_TEXTS = 40_960, 81_920
"""Rows and texts remembered by a cache. Rows of real addresses take 30 MB."""
Blocks = list[pa.StructArray]
"""Rows, in arrays one behind another."""


class MemoryFull(Exception):
    """There is no room for more rows or texts."""


class Memory:
    """What a cache remembers until there is no more room.

    Texts, signatures and rows have numbers, in the order in which they came, and stay.

    Rows are kept in blocks, as they were decided; a new block is joined with the one before
    while that is no larger and both are small, so that there are never many.

    Args:
        size: bytes of its texts, and of its signatures; see `nkrisk_geo.native.calls.Numbers`.
    """

    def __init__(self, size: int | None = None) -> None:
        self._turn = ForkSafeLock()
        self._texts = Numbers(MOST_TEXTS, size)
        self._signatures = Numbers(SHEET_SIZE, size)
        self.signature_of_text: Ints = np.full(MOST_TEXTS, -1)
        self.row_of_signature: Ints = np.full(SHEET_SIZE, -1)
        self.blocks: Blocks = []
        self._whole = True
        """Not while something is put in: who finds it so turns to a new memory, after what
        broke off or a fork."""

    @contextmanager
    def _change(self) -> Iterator[None]:
        with self._turn:
            if not self._whole:
                raise MemoryFull
            self._whole = False
            try:
                yield
            except MemoryFull:
                self._whole = True
                raise
            self._whole = True

    def texts(self, keyed: Keyed) -> tuple[Ints, Ints]:
        """The number of each text, and which of them have to be read."""
        with self._change():
            numbers, new = _given(self._texts.number(keyed.keys, keyed.ends))
            return numbers, _with_begun(numbers, new, self.signature_of_text)

    def signatures(self, items: ItemBatch) -> Ints:
        """The number of each signature."""
        with self._change():
            return _given(self._signatures.number(items.items, items.ends))[0]

    def lacking(self, numbers: Ints) -> tuple[Ints, ItemBatch]:
        """The signatures among some that have no row, by their numbers and in their items."""
        is_lacking = np.zeros(len(self.row_of_signature), np.bool_)
        is_lacking[numbers] = True
        is_lacking &= self.row_of_signature < 0
        without = np.flatnonzero(is_lacking)
        with self._turn:
            items, ends = self._signatures.recall(without, np.dtype(np.int64))
        return without, ItemBatch(items, ends)

    def put(self, numbers: Ints, rows: pa.StructArray) -> None:
        """Keep the rows of the signatures with these numbers."""
        with self._change():
            first = sum(map(len, self.blocks))
            self.blocks.append(rows)
            while len(self.blocks) > 1:
                *_, before, last = self.blocks
                together = len(before) + len(last)
                if len(before) > len(last) or together > SHEET_SIZE // 16:
                    break
                self.blocks[-2:] = [pa.concat_arrays([before, last], memory_pool=POOL)]
            self.row_of_signature[numbers] = first + np.arange(len(rows))

    def find_blocks(self, rows: Ints) -> tuple[Blocks, Ints]:
        """Blocks of remembered rows, and the place of each row among theirs.

        As few are copied as can be.
        """
        with self._turn:
            blocks = [*self.blocks]
        ends = np.cumsum([len(block) for block in blocks])
        wanted_ends = [rows.min(), rows.max()]
        low, high = np.searchsorted(ends, wanted_ends, side="right").tolist()
        base = int(ends[low]) - len(blocks[low])
        blocks, ends = blocks[low : high + 1], ends[low : high + 1]
        # Whole blocks where that is no more than is asked for, otherwise only the rows.
        if len(blocks) == 1 or int(ends[-1]) - base <= len(rows):
            return blocks, rows - base

        wanted, _, place = find_distinct(rows)
        edges = np.searchsorted(wanted, [base, *ends])
        parts = []
        for at, block in enumerate(blocks):
            some = wanted[edges[at] : edges[at + 1]]
            within = some - ends[at] + len(block)
            parts.append(pc.take(block, pa.array(within), memory_pool=POOL))
        return parts, place


def _given(numbered: tuple[Ints, Ints] | None) -> tuple[Ints, Ints]:
    """The numbers of things, and which of them are new.

    Raises:
        MemoryFull: there is no room for them.
    """
    if numbered is None:
        raise MemoryFull
    return numbered


def _with_begun(numbers: Ints, new: Ints, known: Ints) -> Ints:
    """The new ones of some things, and the first of each that is known and has nothing yet."""
    first_new = numbers[new[0]] if len(new) else len(known)
    # Of who broke off, or is at work on them.
    is_begun = (known[numbers] < 0) & (numbers < first_new)
    others = np.flatnonzero(is_begun)
    if len(others):
        _, firsts, _ = find_distinct(numbers[others])
        new = np.concatenate([new, others[firsts]])
    return new
