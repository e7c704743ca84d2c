"""How the cost goes with processes, rows and length.

* Two processes, started with `spawn`, against one: each reads its own texts. By the clock, which other programs disturb, and
  in rows a CPU-second, which shows whether processes hinder each other.
* Two threads of one process against one, with the same texts, which are new each time. By the clock.
* Cost a row against the number of rows, in fresh processes with the data loaded: of a series and of repeating rows.
* Cost a text against its length: normal addresses one after the other, cut at that length.
"""

from __future__ import annotations

import itertools
import json
import multiprocessing
import random
import statistics
import sys
import time
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pyarrow as pa

from benchmarks.corpus.texts import HAN, base_addresses, repeated, variations, various
from benchmarks.report.sheet import Sheet
from benchmarks.speed import fresh_process
from nkrisk_geo import annotate_arrow

ROWS = (1_000, 10_000, 100_000, 1_000_000)
LENGTHS = (10, 30, 100, 300, 1_000, 3_000)
CHARACTERS = 30_000
"""Characters of all texts of one length together."""
FOR_WORKERS, ROUNDS = 16_000, 5
Report = dict[str, Any]


def measure(labelled: Path) -> Report:
    """Everything, each measurement in processes of its own."""
    kinds = ("series", "repeats")
    rows = {
        kind: [
            [
                count,
                fresh_process.ask(
                    "-m", "benchmarks.speed.scaling", kind, str(labelled), str(count)
                ),
            ]
            for count in ROWS
        ]
        for kind in kinds
    }
    return {
        "workers": fresh_process.ask(
            "-m", "benchmarks.speed.scaling", "workers", str(labelled)
        ),
        "threads": fresh_process.ask(
            "-m", "benchmarks.speed.scaling", "threads", str(labelled)
        ),
        "rows_us": rows,
        "length_us": fresh_process.ask(
            "-m", "benchmarks.speed.scaling", "length", str(labelled)
        ),
    }


# --- processes -------------------------------------------------------------------------------------------------------


def workers(labelled: Path) -> Report:
    """One process and two, each with as many texts of its own; medians of some rounds."""
    texts = random.Random(3).sample(
        various(labelled), min(3 * FOR_WORKERS, len(various(labelled)))
    )
    parts = [texts[start::3] for start in range(3)]
    shares = (parts[:1], parts[1:])
    # In turns, because a machine that others use is not always equally fast.
    rounds = [[together(share) for share in shares] for _ in range(ROUNDS)]
    rows = [sum(map(len, share)) for share in shares]

    def rates(clock: str) -> list[float]:
        return [
            statistics.median(count / each[at][clock] for each in rounds)
            for at, count in enumerate(rows)
        ]

    ready = statistics.median(each["ready_ms"] for pair in rounds for each in pair)
    return {
        "rows/s": rates("wall_s"),
        "rows/CPU-s": rates("cpu_s"),
        "ready_ms": ready,
    }


def together(parts: Sequence[Sequence[str]]) -> Report:
    """Seconds by the clock from the first start to the last end, once all are ready, and CPU seconds of all."""
    context = multiprocessing.get_context("spawn")
    pipes = [context.Pipe() for _ in parts]
    running = [context.Process(target=work, args=(theirs,)) for _, theirs in pipes]
    for process in running:
        process.start()
    ready = [ours.recv() for ours, _ in pipes]
    start = time.monotonic()
    for (ours, _), part in zip(pipes, parts, strict=True):
        ours.send(part)
    cpu_s = sum(ours.recv() for ours, _ in pipes)
    wall_s = time.monotonic() - start
    for process in running:
        process.join()
    return {"ready_ms": max(ready) * 1e3, "wall_s": wall_s, "cpu_s": cpu_s}


def work(pipe: Connection) -> None:
    """A worker: says what CPU time it took to be ready for both scripts, then how long its texts took."""
    fresh_process.annotate(["DANDONG CITY, LIAONING", "辽宁省丹东市"])
    pipe.send(time.process_time())
    pipe.send(fresh_process.annotate(pipe.recv()))


# --- threads ---------------------------------------------------------------------------------------------------------


def threads(labelled: Path) -> Report:
    """Rows a second of one thread and of two; medians of some rounds."""
    texts = various(labelled)
    table = pa.table({"address": pa.array(texts, pa.string())})
    seconds = dict[int, list[float]]({1: [], 2: []})
    # Answers are remembered by threshold: of another one, however little, nothing is known.
    thresholds = (0.8 + step * 1e-9 for step in itertools.count(1))
    for _ in range(ROUNDS):
        for count, spent in seconds.items():
            start = time.perf_counter()
            annotate_arrow(
                table, address="address", threshold=next(thresholds), threads=count
            )
            spent.append(time.perf_counter() - start)
    rates = [len(texts) / statistics.median(spent) for spent in seconds.values()]
    return {"rows/s": rates}


# --- rows and lengths ------------------------------------------------------------------------------------------------


def by_rows(kind: str, labelled: Path, count: int) -> float:
    """Microseconds a row of so many rows."""
    if kind == "repeats":
        return fresh_process.annotate(repeated(labelled, count)) / count * 1e6
    bases = base_addresses(labelled)
    random.Random(4).shuffle(bases)
    return (
        fresh_process.annotate(variations(bases, random.Random(0), set(bases), count))
        / count
        * 1e6
    )


def by_length(labelled: Path) -> dict[str, list[list[float]]]:
    """For each script length and microseconds a text."""
    bases = base_addresses(labelled)
    random.Random(5).shuffle(bases)
    chinese, romanized = (
        [text for text in bases if bool(HAN(text)) is han] for han in (True, False)
    )
    return {
        "Chinese": [
            [length, us_of_length(chinese, "，", length)] for length in LENGTHS
        ],
        "romanized": [
            [length, us_of_length(romanized, ", ", length)] for length in LENGTHS
        ],
    }


def us_of_length(bases: Sequence[str], between: str, length: int) -> float:
    """Microseconds a text of addresses one after the other, cut to a length; none begins like another."""
    source = itertools.cycle(bases)
    texts = []
    for _ in range(min(len(bases), CHARACTERS // length)):
        text = next(source)
        while len(text) < length:
            text += between + next(source)
        texts.append(text[:length])
    return fresh_process.annotate(texts) / len(texts) * 1e6


def sheets(found: Report) -> list[Sheet]:
    """Processes, threads, rows, lengths."""
    pair = found["workers"]
    rows = [[title, *(f"{each:,.0f}" for each in pair[title]), f"{pair[title][1] / pair[title][0]:.2f}"]
            for title in ("rows/s", "rows/CPU-s")]  # fmt: skip
    both = found["threads"]["rows/s"]
    of_threads = [
        ["rows/s", *(f"{each:,.0f}" for each in both), f"{both[1] / both[0]:.2f}"]
    ]
    note = f"CPU time until a worker has answered in both scripts: {pair['ready_ms']:.0f} ms"
    return [
        Sheet("processes", ("one", "two", "ratio"), rows, note),
        Sheet("threads of one process", ("one", "two", "ratio"), of_threads),
        grid("µs a row, of so many rows", found["rows_us"]),
        grid("µs a text, of so many characters", found["length_us"]),
    ]


def grid(title: str, lines: dict[str, list[list[float]]]) -> Sheet:
    """Lines of a diagram as a table."""
    heads = [f"{at:,.0f}" for at, _ in next(iter(lines.values()))]
    return Sheet(
        title,
        heads,
        [[name, *(f"{us:,.0f}" for _, us in line)] for name, line in lines.items()],
    )


def main(kind: str, labelled: Path, *count: str) -> Report | float:
    """One measurement. Workers are started from here because each imports the program that started it."""
    if kind == "workers":
        return workers(labelled)
    fresh_process.load()
    if kind == "threads":
        return threads(labelled)
    return (
        by_length(labelled)
        if kind == "length"
        else by_rows(kind, labelled, int(count[0]))
    )


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:])))
