"""Where the time of a workload goes: microseconds a text by stage, measured by a clock around each.

The clock counts each moment once, for the innermost stage.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.corpus.texts import base_addresses, variations, various
from benchmarks.report import sheet as printed
from benchmarks.speed import fresh_process
from nkrisk_geo.engine.batches import ItemBatch
from nkrisk_geo.engine.engine import Engine
from nkrisk_geo.resolver import table_signatures
from nkrisk_geo.resolver.resolution import get_resolver
from nkrisk_geo.resolver.resolver import Resolver
from nkrisk_geo.tables import row_cache
from nkrisk_geo.tables.cells import AnswerCells
from nkrisk_geo.tables.row_cache import RowCache
from nkrisk_geo.text.bulk import BulkFolding

REST = "Arrow columns"
STAGES = (
    "fold", "keys", "scan and grammar", "signature", "memories", "verdict", "cells", REST,
)  # fmt: skip
Report = dict[str, Any]


class Clock:
    """CPU seconds by stage; what no stage claims is `REST`."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = dict.fromkeys(STAGES, 0.0)
        self.entered: Counter[str] = Counter()
        self._stack, self._since = [REST], time.process_time()

    def switch(self) -> None:
        """Give the time since the last switch to the stage that is on."""
        now = time.process_time()
        self.spent[self._stack[-1]] += now - self._since
        self._since = now

    def around(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function with its time counted for a stage."""

        def timed(*arguments: Any, **named: Any) -> Any:
            self.enter(stage)
            try:
                return function(*arguments, **named)
            finally:
                self.leave()

        return timed

    def counting(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The same for a function of many records, which are counted each."""
        timed = self.around(stage, function)

        def counted(engine: Engine, many: ItemBatch, *arguments: Any) -> Any:
            self.entered[stage] += len(many.ends) - 1
            return timed(engine, many, *arguments)

        return counted

    def enter(self, stage: str) -> None:
        self.switch()
        self.entered[stage] += 1
        self._stack.append(stage)

    def leave(self) -> None:
        self.switch()
        self._stack.pop()


Timing = Callable[[str, Callable[..., Any]], Callable[..., Any]]


def stages(clock: Clock, resolver: Resolver) -> list[tuple[object, str, Timing, str]]:
    """What has a function of that name, how it is timed, and for which stage."""
    signer = resolver.table_signer
    return [
        (BulkFolding, "of", clock.around, "fold"),
        (table_signatures, "add_keys", clock.around, "keys"),
        (table_signatures, "read", clock.around, "scan and grammar"),
        (signer, "fold", clock.around, "signature"),
        (signer, "read", clock.around, "signature"),
        (row_cache, "decide_batch", clock.counting, "verdict"),
        (AnswerCells, "keep", clock.around, "cells"),
        (RowCache, "rows", clock.around, "memories"),
    ]


def wind(clock: Clock, resolver: Resolver) -> None:
    """Put the clock around the stages of a resolver that has remembered nothing yet."""
    for owner, name, timing, stage in stages(clock, resolver):
        # A name that is gone is an error, and no stage of nothing.
        setattr(owner, name, timing(stage, getattr(owner, name)))


def measure(labelled: Path) -> dict[str, Report]:
    """The budget of each workload, each in a fresh process."""
    return {
        name: fresh_process.ask("-m", "benchmarks.speed.stages", name, str(labelled))
        for name in ("varied", "series")
    }


def budget(name: str, labelled: Path) -> Report:
    """Microseconds a text by stage. A series is measured once its base addresses have been read."""
    warm, texts = [], various(labelled)
    if name == "series":
        chance, bases = random.Random(0), base_addresses(labelled)
        warm = variations(bases, chance, set(bases))
        texts = variations(bases, chance, {*bases, *warm})
    clock = Clock()
    wind(clock, get_resolver())
    if warm:
        fresh_process.annotate(warm, threads=1)
    clock.switch()
    before, entered = dict(clock.spent), Counter(clock.entered)
    seconds = fresh_process.annotate(texts, threads=1)  # the clock is for one
    clock.switch()
    each = {
        stage: (clock.spent[stage] - before[stage]) / len(texts) * 1e6
        for stage in STAGES
    }
    each[REST] -= (
        sum(each.values()) - seconds / len(texts) * 1e6
    )  # the making of the input is not the library's
    return {
        "texts": len(texts),
        "us": each,
        "misses": (clock.entered - entered)["verdict"],
    }


def sheet(found: dict[str, Report]) -> printed.Sheet:
    """Stages down, workloads across."""
    heads = [head for name in found for head in (f"{name}, µs a text", "share")]
    totals = {name: sum(report["us"].values()) for name, report in found.items()}
    rows = [
        [
            stage,
            *(
                cell
                for name in found
                for cell in cells(found[name]["us"][stage], totals[name])
            ),
        ]
        for stage in STAGES
    ]
    rows.append(
        ["all", *(cell for name in found for cell in cells(totals[name], totals[name]))]
    )
    misses = "; ".join(
        f"{name}: {report['misses']:,} verdicts for {report['texts']:,} texts"
        for name, report in found.items()
    )
    return printed.Sheet("stage", heads, rows, misses)


def cells(us: float, total: float) -> list[str]:
    return [f"{us:.2f}", f"{us / total:.0%}"]


if __name__ == "__main__":
    fresh_process.load()
    print(json.dumps(budget(sys.argv[1], Path(sys.argv[2]))))
