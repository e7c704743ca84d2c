"""What is remembered: how much of the pool repeats, what each memory holds and may hold, and what a miss costs.

Entries are those after one pass over the pool. Their size is that of all objects that can be reached from a memory and from
no memory before it, the gazetteer left out; the bound is the largest number of entries, at the same size each.
"""

from __future__ import annotations

import gc
import json
import statistics
import sys
import time
from collections.abc import Sequence, Sized
from dataclasses import dataclass
from pathlib import Path
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType
from typing import Any

import pyarrow as pa

from benchmarks.corpus.texts import various
from benchmarks.report.sheet import Sheet
from benchmarks.speed import fresh_process
from nkrisk_geo import Gazetteer
from nkrisk_geo.engine.batches import ItemBatch
from nkrisk_geo.resolver.resolution import get_resolver
from nkrisk_geo.resolver.resolver import Resolver
from nkrisk_geo.tables import row_cache, row_memory
from nkrisk_geo.text.normalizer import skeleton_of

MB = 1e6
TOGETHER = 4000
"""Signatures that are judged together where the cost of one is measured."""
PASSING = (type, ModuleType, FunctionType, MethodType, BuiltinFunctionType, Gazetteer)
Report = dict[str, Any]


@dataclass(frozen=True)
class Memory:
    """A memory of the library: what it holds, by which its entries are counted, how much it may."""

    title: str
    holds: Any
    counted: Sized
    bound: int

    @property
    def entries(self) -> int:
        return len(self.counted)


def measure(labelled: Path) -> Report:
    """Everything, in a fresh process."""
    return fresh_process.ask("-m", "benchmarks.speed.memories", str(labelled))


def report(labelled: Path) -> Report:
    """One pass over the pool."""
    texts, resolver = various(labelled), get_resolver()
    fresh_process.load()
    fresh_process.annotate(texts)
    kept = memories(resolver)
    seen = {id(resolver.gazetteer)}
    described = [
        {"title": each.title, "entries": each.entries, "bound": each.bound,
         "mb": size(each.holds, seen) / MB}
        for each in kept
    ]  # fmt: skip
    skeletons = {
        skeleton_of(resolver.gazetteer.normalizer.fold(text))[0] for text in texts
    }
    found = resolver.table_signer.texts(texts)
    signatures = list(dict.fromkeys(tuple(found.one(at)) for at in range(len(texts))))
    return {
        "texts": len(texts),
        "skeletons": len(skeletons),
        "signatures": len(signatures),
        "memories": described,
        "miss_us": misses(resolver, signatures),
    }


def memories(resolver: Resolver) -> list[Memory]:
    """The memories of a resolver; the smallest parts first, because what two share is counted with the first."""
    answers = row_cache.shared_cache(resolver, resolver.threshold, "en", "text")
    blocks = answers.memory.blocks
    rows = [row for block in blocks for row in range(len(block))]
    return [Memory("rows", blocks, rows, row_memory.SHEET_SIZE)]


def size(memory: Any, seen: set[int]) -> int:
    """Bytes of what can be reached from a memory and was not seen yet."""
    total, left = 0, [memory]
    while left:
        each = left.pop()
        if id(each) in seen or isinstance(each, PASSING):
            continue
        seen.add(id(each))
        if isinstance(each, pa.Array):
            total += each.get_total_buffer_size()
            continue
        total += sys.getsizeof(each)
        # The collector passes over keys that are texts.
        left += (
            [*each.keys(), *each.values()]
            if isinstance(each, dict)
            else gc.get_referents(each)
        )
    return total


def misses(resolver: Resolver, signatures: Sequence[Any]) -> dict[str, list[float]]:
    """Microseconds for the row of a signature that is not remembered: the median and the 99th percentile.

    Judged `TOGETHER`, as tables are, or one at a time. Cold, no item of it was ever heard by a new resolver unless an earlier
    signature had it; warm, all were.
    """
    new = Resolver(resolver.gazetteer)
    groups = [
        signatures[first : first + TOGETHER]
        for first in range(0, len(signatures) - TOGETHER, TOGETHER)
    ]
    found = {
        f"{TOGETHER} together, {state}": percentiles(
            [miss_us(new, group) for group in groups]
        )
        for state in ("cold", "warm")
    }
    alone = [miss_us(new, [each]) for each in signatures[::20]]
    return found | {"one at a time, warm": percentiles(alone)}


def miss_us(resolver: Resolver, signed: Sequence[Any]) -> float:
    """Microseconds for each of some signatures, by a cache that remembers nothing."""
    answers = row_cache.RowCache(resolver, resolver.threshold, "en", "text")
    records = ItemBatch.of(signed)
    start = time.process_time_ns()
    memory, numbers = answers._of_signatures(records)
    answers._decide_lacking(memory, numbers, 1)
    return (time.process_time_ns() - start) / 1e3 / len(signed)


def percentiles(numbers: Sequence[float]) -> list[float]:
    return [statistics.median(numbers), statistics.quantiles(numbers, n=100)[-1]]


def sheets(found: Report) -> list[Sheet]:
    """Repetition, memories, and the cost of a miss."""
    counted = [f"{found[key]:,}" for key in ("texts", "skeletons", "signatures")]
    kept = [
        [
            each["title"],
            f"{each['entries']:,}",
            f"{each['bound']:,}",
            f"{each['mb']:.1f}",
            f"{each['mb'] * each['bound'] / max(each['entries'], 1):.1f}",
        ]
        for each in found["memories"]
    ]
    costs = [
        [state, *(f"{us:,.0f}" for us in numbers)]
        for state, numbers in found["miss_us"].items()
    ]
    return [
        Sheet(
            "distinct in the pool",
            ("texts", "skeletons", "signatures"),
            [["number", *counted]],
        ),
        Sheet(
            "memory",
            ("entries", "bound", "MB", "MB at the bound"),
            kept,
        ),
        Sheet(
            "row of a signature not remembered, µs each",
            ("median", "99th percentile"),
            costs,
        ),
    ]


if __name__ == "__main__":
    print(json.dumps(report(Path(sys.argv[1]))))
