"""One side of `benchmarks.speed.turns`: a process that does what it is told, line by line, and says how long each text took.

    python turn_taker.py nkrisk_geo

Reads lines {"task", "texts"}, writes lists of CPU microseconds: one a text, or for a table one for all. Needs nothing of this
project but the program that is measured, so that other programs and older versions can be asked.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from typing import Any

Task = Callable[[Sequence[str]], list[float]]


def each(action: Callable[[str], Any], texts: Sequence[str]) -> list[float]:
    """Microseconds of each text by itself."""
    return [clocked(partial(action, text)) for text in texts]


def clocked(action: Callable[[], Any]) -> float:
    begun = time.process_time_ns()
    action()
    return (time.process_time_ns() - begun) / 1e3


def ours() -> dict[str, Task]:
    """Single answers, components, tables with all columns, and an answer with a new zone of one's own."""
    library, arrow = import_module("nkrisk_geo"), import_module("pyarrow")

    def table(texts: Sequence[str]) -> list[float]:
        rows = arrow.table({"address": arrow.array(texts, arrow.string())})
        return [clocked(lambda: library.annotate_arrow(rows, address="address"))]

    def with_zone(code: str) -> None:
        library.resolve("丹东市振兴区", zones={f"own-{code}": {"members": [code]}})

    return {
        "resolve": partial(each, library.resolve), "parse": partial(each, library.parse), "table": table,
        "zones": partial(each, with_zone),
    }  # fmt: skip


def transforming(name: str) -> dict[str, Task]:
    """A program that takes a list of texts and gives a table."""
    transform = import_module(name).transform
    return {"resolve": partial(each, lambda text: transform([text]))}


def main(name: str) -> None:
    """Do what is asked until nothing more is."""
    tasks = ours() if name == "nkrisk_geo" else transforming(name)
    answers, sys.stdout = sys.stdout, sys.stderr  # what a program prints is no answer
    for line in sys.stdin:
        asked = json.loads(line)
        print(
            json.dumps(tasks[asked["task"]](asked["texts"])), file=answers, flush=True
        )


if __name__ == "__main__":
    main(sys.argv[1])
