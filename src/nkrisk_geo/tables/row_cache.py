"""Rows remembered: what records come to.

A cache holds the answers for one threshold, one language of names and one style of evidence.
Each different signature has a row, and each different text, its numbers aside, the number of
one; when there is no more room, a new memory is begun. Threads look things up in turn and work
beside each other: what two of them meet at the same time is worked out by both, to the same
end.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from nkrisk_geo.engine.batches import ItemBatch
from nkrisk_geo.engine.texts import Keyed
from nkrisk_geo.native.arrays import Ints
from nkrisk_geo.native.calls import Numbers
from nkrisk_geo.native.locks import Turn
from nkrisk_geo.native.segments import distinct
from nkrisk_geo.native.threads import map_threads
from nkrisk_geo.resolver.resolver import Resolver
from nkrisk_geo.tables.cells import AnswerCells
from nkrisk_geo.tables.records import DistinctRecords, Part

SHEET_SIZE, MOST_TEXTS = 40_960, 81_920
"""Rows and texts remembered by a cache. Rows of real addresses take 30 MB."""
CACHES = 4
"""Sheets remembered for a resolver, the last ones asked for."""
TOGETHER, MOST_ITEMS = 16_384, 1 << 17
"""Records that are judged together, and items of records; so many addresses have less than a
half."""
MOST_BYTES = 1 << 22
"""Bytes of texts that are read together, unless one has more."""
POSTED = "posted"
"""A field of a row beside the columns: the postcode that counted, as an item, which has its
first digits; 0 where none did. Who has the record can put the whole postcode into the
answer."""

DISPUTED = "disputed"
"""Another: does the point of the record speak for somewhere else than the rest?"""


class Full(Exception):
    """There is no room for more rows or texts."""


class Memory:
    """What a cache remembers until there is no more room.

    Rows have numbers, in the order in which they came, and stay.

    Rows are kept in blocks, as they were decided; a new block is joined with the one before
    while that is no larger and both are small, so that there are never many.

    Args:
        size: bytes of its texts, and of its signatures; see `nkrisk_geo.native.calls.Numbers`.
    """

    def __init__(self, size: int | None = None) -> None:
        self._turn = Turn()
        self._texts, self._signatures = (
            Numbers(MOST_TEXTS, size),
            Numbers(SHEET_SIZE, size),
        )
        self.row_of_text: Ints = np.full(MOST_TEXTS, -1)
        self.row_of_signature: Ints = np.full(SHEET_SIZE, -1)
        self.blocks: list[pa.StructArray] = []
        self._whole = True
        """Not while something is put in: who finds it so turns to a new memory, after what
        broke off or a fork."""

    @contextmanager
    def _change(self) -> Iterator[None]:
        with self._turn:
            if not self._whole:
                raise Full
            self._whole = False
            try:
                yield
            except Full:
                self._whole = True
                raise
            self._whole = True

    def texts(self, keyed: Keyed) -> tuple[Ints, Ints]:
        """The number of each text, and which of them have to be read."""
        with self._change():
            return _new(self._texts.numbered(keyed.keys, keyed.ends), self.row_of_text)

    def signatures(self, items: ItemBatch) -> tuple[Ints, Ints]:
        """The number of each signature, and which of them have to be decided about."""
        with self._change():
            return _new(
                self._signatures.numbered(items.items, items.ends),
                self.row_of_signature,
            )

    def put(self, numbers: Ints, rows: pa.StructArray) -> None:
        """Keep the rows of the signatures with these numbers."""
        with self._change():
            first = sum(map(len, self.blocks))
            self.blocks.append(rows)
            while len(self.blocks) > 1:
                *_, before, last = self.blocks
                if (
                    len(before) > len(last)
                    or len(before) + len(last) > SHEET_SIZE // 16
                ):
                    break
                self.blocks[-2:] = [pa.concat_arrays([before, last])]
            self.row_of_signature[numbers] = np.arange(first, first + len(rows))

    def held(self, rows: Ints) -> tuple[list[pa.StructArray], Ints]:
        """Blocks of remembered rows, and the place of each row among theirs.

        As few are copied as can be.
        """
        with self._turn:
            blocks = [*self.blocks]
        ends = np.cumsum([len(block) for block in blocks])
        low, high = np.searchsorted(
            ends, [rows.min(), rows.max()], side="right"
        ).tolist()
        blocks, base = blocks[low : high + 1], int(ends[low]) - len(blocks[low])
        if len(blocks) == 1 or int(ends[high]) - base <= len(rows):
            return blocks, rows - base
        wanted, _, place = distinct(rows)
        edges = np.searchsorted(wanted, [base, *ends[low : high + 1]])
        parts = []
        for block, end, first, last in zip(
            blocks, ends[low:], edges, edges[1:], strict=False
        ):
            parts.append(
                pc.take(block, pa.array(wanted[first:last] - end + len(block)))
            )
        return parts, place


def _new(numbered: tuple[Ints, Ints] | None, rows: Ints) -> tuple[Ints, Ints]:
    """The numbers of things, and the first of each that has no row yet.

    Raises:
        Full: there is no room for them.
    """
    if numbered is None:
        raise Full
    numbers, new = numbered
    begun = numbers[new[0]] if len(new) else len(rows)
    # Of who broke off, or is at work on them.
    others = np.flatnonzero((rows[numbers] < 0) & (numbers < begun))
    if len(others):
        new = np.concatenate([new, others[distinct(numbers[others])[1]]])
    return numbers, new


class RowCache:
    """The rows of records, remembered. Safe under threads."""

    def __init__(
        self, resolver: Resolver, threshold: float, names: str, style: str
    ) -> None:
        self._engine, self._threshold = resolver, threshold
        self.cells: AnswerCells = AnswerCells(
            resolver.gazetteer, resolver.answers, names, style
        )
        self.memory: Memory = Memory()

    def rows(
        self, records: DistinctRecords, threads: int = 1
    ) -> tuple[list[pa.StructArray], Ints]:
        """Blocks of rows, and for each of some records the place of its row among theirs.

        A row has what `AnswerCells.kept` keeps, `POSTED` and `DISPUTED`.
        """
        if records.of_text:
            found = map_threads(
                self._of_texts,
                records.parts(_share(records.number, threads), MOST_BYTES),
                threads,
            )
        else:
            signatures = records.signatures(self._engine)
            count, share = len(signatures.ends), _share(len(signatures.ends), threads)
            parts = [
                np.arange(first, min(first + share, count))
                for first in range(0, count, share)
            ]
            found = map_threads(
                lambda which: self._of_signatures(signatures.chosen(which)),
                parts,
                threads,
            )
        return (
            _together(found)
            if found
            else ([self._decide(ItemBatch.of([]))], np.zeros(0, np.int64))
        )

    def _of_texts(self, part: Part) -> tuple[Memory, Ints]:
        keyed = self._engine.table_signer.taken(*part, alone=True)
        return self._look_up(partial(self._find_texts, keyed))

    def _of_signatures(self, signatures: ItemBatch) -> tuple[Memory, Ints]:
        return self._look_up(partial(self._find_signatures, signatures))

    def _look_up(self, find: Callable[[Memory], Ints]) -> tuple[Memory, Ints]:
        """The numbers of the rows that are looked for, and the memory that has them.

        A new one where there is no more room.
        """
        for _ in range(2):
            memory = self.memory
            try:
                return memory, find(memory)
            except Full:
                if self.memory is memory:
                    self.memory = Memory()
        # Of its own: others have filled the new one, or the texts are long.
        memory = Memory(sys.maxsize)
        try:
            return memory, find(memory)
        except Full:
            raise MemoryError from None

    def _find_texts(self, keyed: Keyed, memory: Memory) -> Ints:
        numbers, new = memory.texts(keyed)
        if len(new):
            signatures = self._engine.table_signer.read(keyed.texts.chosen(new))
            memory.row_of_text[numbers[new]] = self._find_signatures(signatures, memory)
        return memory.row_of_text[numbers]

    def _find_signatures(self, signatures: ItemBatch, memory: Memory) -> Ints:
        numbers, new = memory.signatures(signatures)
        if len(new):
            items = np.cumsum(signatures.counts[new])
            for part in np.split(new, np.flatnonzero(np.diff(items // MOST_ITEMS)) + 1):
                memory.put(numbers[part], self._decide(signatures.chosen(part)))
        return memory.row_of_signature[numbers]

    def _decide(self, signatures: ItemBatch) -> pa.StructArray:
        """New rows."""
        decisions = self._engine.engine.decide(signatures, self._threshold)
        beside = {
            POSTED: pa.array(decisions.posted()),
            DISPUTED: pa.array(decisions.rows["disputed"]),
        }
        fields = {**self.cells.kept(decisions), **beside}
        return pa.StructArray.from_arrays([*fields.values()], [*fields])


def _share(records: int, threads: int) -> int:
    """How many of some records are one part, so that each thread has as many parts."""
    rounds = -(-records // (TOGETHER * threads))
    return max(1, -(-records // max(1, rounds * threads)))


def _together(
    found: Sequence[tuple[Memory, Ints]],
) -> tuple[list[pa.StructArray], Ints]:
    """Rows that were found part by part, of all memories."""
    blocks, places, before = list[pa.StructArray](), [rows for _, rows in found], 0
    for memory in dict.fromkeys(memory for memory, _ in found):
        which = [at for at, (each, _) in enumerate(found) if each is memory]
        parts, place = memory.held(np.concatenate([found[at][1] for at in which]))
        ends = np.cumsum([len(found[at][1]) for at in which])
        for at, some in zip(which, np.split(place + before, ends[:-1]), strict=True):
            places[at] = some
        blocks += parts
        before += sum(map(len, parts))
    return blocks, np.concatenate(places)


_lock = Turn()


def shared_cache(
    resolver: Resolver, threshold: float, names: str, style: str
) -> RowCache:
    """The row cache of a resolver for a threshold, a language and a style, kept with it."""
    key = (threshold, names, style)
    with _lock:
        caches = resolver.attached
        found: RowCache = caches.pop(key, None) or RowCache(
            resolver, threshold, names, style
        )
        # The last one asked for stands last, so that the first is the one longest unused.
        caches[key] = found
        while len(caches) > CACHES:
            del caches[next(iter(caches))]
        return found
