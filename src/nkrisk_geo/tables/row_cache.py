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
from nkrisk_geo.resolver.table_signatures import BATCH
from nkrisk_geo.tables.cells import AnswerCells
from nkrisk_geo.tables.records import DistinctRecords, Part
from nkrisk_geo.tables.row_memory import Blocks, Memory, MemoryFull

CACHES = 4
"""Sheets remembered for a resolver, the last ones asked for."""
READ_TOGETHER, LEAST_TOGETHER, MOST_BYTES = BATCH, 1024, 1 << 22
"""Texts that are read together, at most and by threads at least, and bytes of them, unless one
has more."""
TOGETHER, MOST_ITEMS = 8192, 1 << 16
"""Records that are decided about together, and items of records; so many addresses have less
than a half."""
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
        self._turn = ForkSafeLock()

    def rows(self, records: DistinctRecords, threads: int = 1) -> tuple[Blocks, Ints]:
        """Blocks of rows, and for each of some records the place of its row among theirs.

        A row has what `AnswerCells.keep` keeps, `POSTED` and `DISPUTED`.
        """
        # All texts are read before anything is decided: so no signature is decided about twice,
        # and threads have equal shares of both.
        read = self._find_signatures(records, threads)
        if not read:
            # Of no rows too the types are known.
            return [self._decide(ItemBatch.of([]))], np.zeros(0, np.int64)
        for memory in dict.fromkeys(memory for memory, _ in read):
            numbers = [some for each, some in read if each is memory]
            self._decide_lacking(memory, np.concatenate(numbers), threads)
        return _together(
            [(memory, memory.row_of_signature[numbers]) for memory, numbers in read]
        )

    def _find_signatures(
        self, records: DistinctRecords, threads: int
    ) -> list[tuple[Memory, Ints]]:
        """The numbers of the signatures of records, part by part, and the memory of each part."""
        if records.of_text:
            texts = records.parts(partial(_read_next, threads), MOST_BYTES)
            return map_threads(self._of_texts, texts, threads)
        signatures = records.signatures(self._engine)
        count = len(signatures.ends)
        firsts = range(0, count, TOGETHER)
        parts = [np.arange(first, min(first + TOGETHER, count)) for first in firsts]
        return [self._of_signatures(signatures.take(part)) for part in parts]

    def _of_texts(self, part: Part) -> tuple[Memory, Ints]:
        keyed = self._engine.table_signer.fold(*part, alone=True)
        return self._look_up(partial(self._read_texts, keyed))

    def _of_signatures(self, signatures: ItemBatch) -> tuple[Memory, Ints]:
        return self._look_up(lambda memory: memory.signatures(signatures))

    def _look_up(self, find: Callable[[Memory], Ints]) -> tuple[Memory, Ints]:
        """The numbers that are looked for, and the memory that has them.

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

    def _read_texts(self, keyed: Keyed, memory: Memory) -> Ints:
        numbers, new = memory.texts(keyed)
        if len(new):
            texts = keyed.texts.take(new)
            signatures = self._engine.table_signer.read(texts)
            memory.signature_of_text[numbers[new]] = memory.signatures(signatures)
        return memory.signature_of_text[numbers]

    def _decide_lacking(self, memory: Memory, numbers: Ints, threads: int) -> None:
        """Put rows into a memory for those of some signatures that have none."""
        lacking, signatures = memory.lacking(numbers)

        def decide(part: Ints) -> None:
            memory.put(lacking[part], self._decide(signatures.take(part)))

        map_threads(decide, _shares(signatures, threads), threads)

    def _decide(self, signatures: ItemBatch) -> pa.StructArray:
        """New rows."""
        decisions = decide_batch(self._engine.engine, signatures, self._threshold)
        beside = {
            POSTED: pa.array(decisions.postcode_items()),
            DISPUTED: pa.array(decisions.rows["disputed"]),
        }
        # One thread at a time: many short steps of it need Python's own lock, which would go to
        # and fro between them, while the engine needs none.
        with self._turn:
            fields = {**self.cells.keep(decisions), **beside}
        columns = list(fields.values())
        return pa.StructArray.from_arrays(columns, list(fields))


def _read_next(threads: int, left: int) -> int:
    """How many of the texts that are left are read together next."""
    if threads == 1:
        return READ_TOGETHER
    # Ever fewer, so that no thread waits long for the last of another.
    fitting = max(LEAST_TOGETHER, left // (2 * threads))
    return min(READ_TOGETHER, fitting)


def _shares(signatures: ItemBatch, threads: int) -> list[Ints]:
    """Signatures in parts of as many items, so that each thread has as many."""
    ends = signatures.ends
    if not len(ends):
        return []
    items = int(ends[-1])
    rounds = max(-(-len(ends) // TOGETHER), -(-items // MOST_ITEMS))
    parts = -(-rounds // threads) * threads
    # With threads the first is a half, and the last: so they come one after the other to what
    # they do in turns.
    whole = np.arange(1, 2 * parts, 2) if threads > 1 else np.arange(2, 2 * parts, 2)
    edges = np.searchsorted(ends, whole * items // (2 * parts))
    every = np.split(np.arange(len(ends)), edges)
    return [part for part in every if len(part)]


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
