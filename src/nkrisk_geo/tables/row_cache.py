"""A cache of the rows of answers, by text and by signature.

A cache holds the answers for one threshold, one language of names and one style of evidence.
Each different signature has a row, and each different text, its numbers aside, the number of
one; when there is no more room, a new memory is begun. Threads look things up in turn and work
beside each other: what two of them meet at the same time is worked out by both, to the same
end.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import pyarrow as pa

from nkrisk_geo.engine.batch_decisions import decide_batch
from nkrisk_geo.engine.batches import ItemBatch
from nkrisk_geo.engine.texts import Keyed
from nkrisk_geo.native.arrays import Ints
from nkrisk_geo.native.locks import ForkSafeLock
from nkrisk_geo.native.threads import map_threads
from nkrisk_geo.resolver.resolver import Resolver
from nkrisk_geo.tables.cells import AnswerCells
from nkrisk_geo.tables.records import DistinctRecords, Part
from nkrisk_geo.tables.row_memory import Blocks, Memory, MemoryFull

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

    def rows(self, records: DistinctRecords, threads: int = 1) -> tuple[Blocks, Ints]:
        """Blocks of rows, and for each of some records the place of its row among theirs.

        A row has what `AnswerCells.keep` keeps, `POSTED` and `DISPUTED`.
        """
        if records.of_text:
            share = _share(records.number, threads)
            parts_of_texts = records.parts(share, MOST_BYTES)
            found = map_threads(self._of_texts, parts_of_texts, threads)
        else:
            signatures = records.signatures(self._engine)
            count = len(signatures.ends)
            share = _share(count, threads)
            parts = np.split(np.arange(count), np.arange(share, count, share))
            found = map_threads(
                lambda which: self._of_signatures(signatures.take(which)),
                parts if count else [],
                threads,
            )
        if found:
            return _together(found)
        # Of no rows too the types are known.
        return [self._decide(ItemBatch.of([]))], np.zeros(0, np.int64)

    def _of_texts(self, part: Part) -> tuple[Memory, Ints]:
        keyed = self._engine.table_signer.fold(*part, alone=True)
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
            except MemoryFull:
                if self.memory is memory:
                    self.memory = Memory()
        # Of its own: others have filled the new one, or the texts are long.
        memory = Memory(sys.maxsize)
        try:
            return memory, find(memory)
        except MemoryFull:
            raise MemoryError from None

    def _find_texts(self, keyed: Keyed, memory: Memory) -> Ints:
        numbers, new = memory.texts(keyed)
        if len(new):
            texts = keyed.texts.take(new)
            signatures = self._engine.table_signer.read(texts)
            rows = self._find_signatures(signatures, memory)
            memory.row_of_text[numbers[new]] = rows
        return memory.row_of_text[numbers]

    def _find_signatures(self, signatures: ItemBatch, memory: Memory) -> Ints:
        numbers, new = memory.signatures(signatures)
        if len(new):
            items = np.cumsum(signatures.counts[new])
            # A part ends before the record with which another `MOST_ITEMS` are full.
            edges = np.flatnonzero(np.diff(items // MOST_ITEMS)) + 1
            for part in np.split(new, edges):
                rows = self._decide(signatures.take(part))
                memory.put(numbers[part], rows)
        return memory.row_of_signature[numbers]

    def _decide(self, signatures: ItemBatch) -> pa.StructArray:
        """New rows."""
        decisions = decide_batch(self._engine.engine, signatures, self._threshold)
        beside = {
            POSTED: pa.array(decisions.postcode_items()),
            DISPUTED: pa.array(decisions.rows["disputed"]),
        }
        fields = {**self.cells.keep(decisions), **beside}
        columns = list(fields.values())
        return pa.StructArray.from_arrays(columns, list(fields))


def _share(records: int, threads: int) -> int:
    """How many of some records are one part, so that each thread has as many parts."""
    rounds = -(-records // (TOGETHER * threads))
    parts = max(1, rounds * threads)
    return max(1, -(-records // parts))


def _together(
    found: Sequence[tuple[Memory, Ints]],
) -> tuple[Blocks, Ints]:
    """Rows that were found part by part, of all memories."""
    blocks: Blocks = []
    places = [rows for _, rows in found]
    before = 0
    for memory in dict.fromkeys(memory for memory, _ in found):
        which = [at for at, (each, _) in enumerate(found) if each is memory]
        several = [places[at] for at in which]
        parts, place = memory.find_blocks(np.concatenate(several))
        # In its blocks, which stand behind those of the memories before it.
        ends = np.cumsum([len(each) for each in several])
        split = np.split(place + before, ends[:-1])
        for at, some in zip(which, split, strict=True):
            places[at] = some
        blocks += parts
        before += sum(map(len, parts))
    return blocks, np.concatenate(places)


_lock = ForkSafeLock()


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
