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
from collections import Counter
from collections.abc import Callable, Sequence, Sized
from dataclasses import dataclass
from pathlib import Path
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType
from typing import Any

import pyarrow as pa

from benchmarks import fresh
from benchmarks.sheet import Sheet
from benchmarks.texts import various
from nkrisk_geo import Gazetteer, cutting, glue, items, repair, signature
from nkrisk_geo import sheet as sheets_of_answers
from nkrisk_geo.decision import THRESHOLD, Resolver
from nkrisk_geo.resolution import resolver

MB = 1e6
TOGETHER = 4000
"""Signatures that are judged together where the cost of one is measured."""
PASSING = (type, ModuleType, FunctionType, MethodType, BuiltinFunctionType, Gazetteer)
Report = dict[str, Any]


@dataclass(frozen=True)
class Memory:
    """A memory of the library: what it holds, by which its entries are counted, how much it may, how often it was asked."""

    title: str
    holds: Any
    counted: Sized
    bound: int
    asked: int

    @property
    def entries(self) -> int:
        return len(self.counted)

    @property
    def hits(self) -> float | None:
        """Share of the questions that it could answer, by its entries; None where it was emptied since or is not asked singly."""
        return 1 - self.entries / self.asked if self.asked else None


def measure(labelled: Path) -> Report:
    """Everything, in a fresh process."""
    return fresh.ask("-m", "benchmarks.memories", str(labelled))


def report(labelled: Path) -> Report:
    """One pass over the pool."""
    texts, engine = various(labelled), resolver()
    fresh.load()
    asked = count_questions(engine)
    fresh.annotate(texts)
    kept = memories(engine, asked)
    seen = {id(engine.gazetteer)}
    described = [
        {"title": each.title, "entries": each.entries, "bound": each.bound, "hits": each.hits,
         "mb": size(each.holds, seen) / MB}
        for each in kept
    ]  # fmt: skip
    skeletons, _ = engine.gazetteer.folder.skeletons(engine.gazetteer.folder.fold_all(texts))
    signatures = list(dict.fromkeys(engine.signer.texts(texts)))
    return {
        "texts": len(texts),
        "skeletons": len(set(skeletons)),
        "signatures": len(signatures),
        "memories": described,
        "miss_us": misses(engine, signatures),
    }


def count_questions(engine: Resolver) -> Counter[str]:
    """Counts how often the memories that are plain dictionaries are asked, by the name of the function that asks."""
    asked: Counter[str] = Counter()

    def counted(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def asking(*arguments: Any) -> Any:
            asked[name] += len(arguments[0]) if name == "_repair" else 1  # words are repaired together
            return function(*arguments)

        return asking

    grammar = engine.signer.grammar
    alphabets = grammar.scanner._gather()
    places = (
        (grammar._han.cutter, "_is_word_of"),
        (alphabets._glue, "pieces"),
        (grammar._alphabetic._misspelt, "_repair"),
    )
    for owner, name in places:
        setattr(owner, name, counted(name, getattr(owner, name)))
    return asked


def memories(engine: Resolver, asked: Counter[str]) -> list[Memory]:
    """The memories of a resolver; the smallest parts first, because what two share is counted with the first."""
    grammar, heard = engine.signer.grammar, engine.judge._items
    answers = sheets_of_answers.sheet(engine, THRESHOLD, "en", "text")
    repairer = closure_of(grammar._alphabetic._misspelt._repair)
    words, cut = grammar.scanner._gather()._glue._memo, grammar._han.cutter._memo
    skeletons = engine.signer._memo
    held = (heard._numbers, heard._items, heard._columns)
    rows = (answers._numbers, answers._blocks)
    return [
        Memory("items heard", held, heard._numbers, items.ITEMS_SIZE, 0),
        Memory("rows by signature", rows, answers._numbers, sheets_of_answers.SHEET_SIZE, 0),
        Memory("skeletons", skeletons, skeletons, signature.MEMO_SIZE, 0),
        Memory("words cut around names", cut, cut, cutting.MEMO_SIZE, asked["_is_word_of"]),
        Memory("tokens taken apart", words, words, glue.MEMO_SIZE, asked["pieces"]),
        Memory("words repaired", repairer._memo, repairer._memo, repair.MEMO_SIZE, asked["_repair"]),
    ]


def closure_of(counted: Callable[..., Any]) -> Any:
    """The object whose method was wrapped for counting."""
    cells = counted.__closure__ or ()
    return next(cell.cell_contents.__self__ for cell in cells if isinstance(cell.cell_contents, MethodType))


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
        left += [*each.keys(), *each.values()] if isinstance(each, dict) else gc.get_referents(each)
    return total


def misses(engine: Resolver, signatures: Sequence[Any]) -> dict[str, list[float]]:
    """Microseconds for the row of a signature that is not remembered: the median and the 99th percentile.

    Judged `TOGETHER`, as tables are, or one at a time. Cold, no item of it was ever heard by a new resolver unless an earlier
    signature had it; warm, all were.
    """
    new = Resolver(engine.gazetteer)
    groups = [
        signatures[first : first + TOGETHER] for first in range(0, len(signatures) - TOGETHER, TOGETHER)
    ]
    found = {
        f"{TOGETHER} together, {state}": percentiles([miss_us(new, group) for group in groups])
        for state in ("cold", "warm")
    }
    alone = [miss_us(new, [each]) for each in signatures[::20]]
    return found | {"one at a time, warm": percentiles(alone)}


def miss_us(engine: Resolver, signed: Sequence[Any]) -> float:
    """Microseconds for each of some signatures, by a sheet that remembers nothing."""
    answers = sheets_of_answers.Sheet(engine, THRESHOLD, "en", "text")
    start = time.process_time_ns()
    answers.rows(signed)
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
            "–" if each["hits"] is None else f"{each['hits']:.0%}",
            f"{each['mb']:.1f}",
            f"{each['mb'] * each['bound'] / max(each['entries'], 1):.1f}",
        ]
        for each in found["memories"]
    ]
    costs = [[state, *(f"{us:,.0f}" for us in numbers)] for state, numbers in found["miss_us"].items()]
    return [
        Sheet("distinct in the pool", ("texts", "skeletons", "signatures"), [["number", *counted]]),
        Sheet(
            "memory",
            ("entries", "bound", "hits", "MB", "MB at the bound"),
            kept,
            "hits are those of one pass",
        ),
        Sheet("row of a signature not remembered, µs each", ("median", "99th percentile"), costs),
    ]


if __name__ == "__main__":
    print(json.dumps(report(Path(sys.argv[1]))))
