"""This code and the code before it by turns: `python3 dev.py bench speed --before FOLDER`, a folder with another `nkrisk_geo`.

Machines are faster at one time than at another, so the two do the same small piece of work one right after the other, in
processes of their own, who is first changes, and the median of the ratios counts. With `--peers` the programs that answer single
texts take their turns too.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from benchmarks import ROOT
from benchmarks.corpus.texts import HAN, base_addresses, variations, various
from benchmarks.peers import programs
from benchmarks.report.sheet import Sheet
from benchmarks.speed import fresh_process
from nkrisk_geo import Gazetteer

ROUNDS, SINGLES, TABLE, REPEATS, ZONES = 9, 100, 8_000, 100_000, 5
HEADS = ("before, µs", "now, µs", "now / before", "now, 95 %")
BEFORE, NOW = "before", "now"
PEERS = (
    *programs.PEERS[:1],
    programs.Peer("addressparser", "addressparser==0.2.4", beside="six"),
)
ASKED_OF_OTHERS = "resolve, Chinese, new"
FIRST = {
    "first answer, romanized": "resolve('DANDONG CITY LIAONING')",
    "first answer, Chinese": "resolve('辽宁省丹东市振兴区')",
    "both scripts": "resolve('DANDONG CITY LIAONING'), nkrisk_geo.resolve('辽宁省丹东市振兴区')",
}


class Work(NamedTuple):
    """A piece of work: what it is called, the task, the texts."""

    title: str
    task: str
    texts: Sequence[str]


Taker = Callable[[Work], list[float]]


def measure(labelled: Path, before: Path, *, with_peers: bool) -> list[Sheet]:
    """What each piece of work costs, and a fresh process; `before` is a folder with another `nkrisk_geo`."""
    with ExitStack() as open_ones:
        ask = {
            name: open_ones.enter_context(Process(sys.executable, "nkrisk_geo", folder))
            for name, folder in ((BEFORE, before), (NOW, ROOT / "src"))
        }
        others = [
            open_ones.enter_context(Process(str(programs.environment(peer)), peer.name))
            for peer in (PEERS if with_peers else ())
        ]
        taken: dict[str, list[dict[str, list[float]]]] = defaultdict(list)
        for number, works in enumerate(rounds(labelled)):
            for work in works:
                sides: list[tuple[str, Taker]] = [*ask.items()]
                if work.title == ASKED_OF_OTHERS:
                    sides += [(other.name, other) for other in others]
                taken[work.title].append(
                    {
                        name: side(work)
                        for name, side in sides[:: -1 if number % 2 else 1]
                    }
                )
    rest = [other.name for other in others]
    return [
        works_sheet(taken),
        *([peers_sheet(taken, rest)] if rest else []),
        first_sheet(before),
    ]


def rounds(labelled: Path) -> Iterator[list[Work]]:
    """The work of each round; the first, of other texts, is what all are warmed with."""
    chance, texts, bases = random.Random(0), various(labelled), base_addresses(labelled)
    chance.shuffle(texts)
    seen = set(bases)
    chinese, romanized = [*filter(HAN, texts)], [*filter(str.isascii, texts)]
    repeated = chance.choices(
        texts, [1 / rank for rank in range(1, len(texts) + 1)], k=REPEATS
    )
    counties = sorted(
        code
        for code in Gazetteer.default().codes
        if len(code) == 6 and code.isdecimal()
    )
    for number in range(ROUNDS + 1):
        some, table = (
            slice(number * SINGLES, (number + 1) * SINGLES),
            number * TABLE % len(texts),
        )
        singles = [
            Work(f"{task}, {script}, {age}", task, every[some])
            for task, ages in (("resolve", ("new", "seen")), ("parse", ("new",)))
            for script, every in (("Chinese", chinese), ("romanized", romanized))
            for age in ages
        ]
        varied = texts[table : table + TABLE]
        yield [
            *singles,
            Work("varied table, a text", "table", varied),
            Work(
                "series table, a text", "table", variations(bases, chance, seen, TABLE)
            ),
            Work("repeats table, a text", "table", repeated),
            Work(
                "a new zone of one's own",
                "zones",
                counties[number * ZONES : (number + 1) * ZONES],
            ),
        ]


class Process:
    """A process that takes its turns."""

    def __init__(self, python: str, name: str, folder: Path | None = None) -> None:
        self.name = name
        taker = str(Path(__file__).with_name("turn_taker.py"))
        path = {"PYTHONPATH": str(folder.resolve())} if folder else {}
        ours = {
            key: value
            for key, value in os.environ.items()
            if key not in ("PYTHONPATH", "PYTHONHOME")
        }
        self._running = subprocess.Popen(
            [python, "-X", "utf8", taker, name],
            env={**ours, **path},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def __call__(self, work: Work) -> list[float]:
        """Microseconds a text."""
        asked, answers = self._running.stdin, self._running.stdout
        assert asked
        assert answers
        asked.write(json.dumps({"task": work.task, "texts": work.texts}) + "\n")
        asked.flush()
        said = answers.readline()
        if not said:
            raise RuntimeError(f"{self.name} has ended; what it wrote stands above")
        found: list[float] = json.loads(said)
        return found if work.task != "table" else [found[0] / len(work.texts)]

    def __enter__(self) -> Process:
        return self

    def __exit__(self, *_: object) -> None:
        self._running.communicate()


# --- what is printed -------------------------------------------------------------------------------------------------


def works_sheet(taken: dict[str, list[dict[str, list[float]]]]) -> Sheet:
    """The medians of the rounds, the first left out."""
    rows = []
    for title, every in taken.items():
        pairs = [
            [statistics.median(each[name]) for name in (BEFORE, NOW)]
            for each in every[1:]
        ]
        late = [
            statistics.quantiles(each[NOW], n=20)[-1]
            for each in every[1:]
            if len(each[NOW]) > 1
        ]
        cells = [
            *(f"{statistics.median(side):,.1f}" for side in zip(*pairs, strict=True)),
            f"{ratio(pairs):.3f}",
        ]
        rows.append([title, *cells, f"{statistics.median(late):,.0f}" if late else "–"])
    return Sheet(
        "by turns",
        HEADS,
        rows,
        f"CPU time, medians of {ROUNDS} rounds; the ratio is the median of theirs",
    )


def peers_sheet(
    taken: dict[str, list[dict[str, list[float]]]], others: Sequence[str]
) -> Sheet:
    """What one new Chinese text costs others, and ours of both scripts as a part of that."""
    chinese, romanized = (
        taken[f"resolve, {script}, new"][1:] for script in ("Chinese", "romanized")
    )
    rows = []
    for name in others:
        theirs = [statistics.median(each[name]) for each in chinese]
        parts = [
            ratio(
                [
                    (their, statistics.median(each[NOW]))
                    for their, each in zip(theirs, every, strict=True)
                ]
            )
            for every in (chinese, romanized)
        ]
        rows.append(
            [
                name,
                f"{statistics.median(theirs):,.0f}",
                *(f"{part:.3f}" for part in parts),
            ]
        )
    return Sheet(
        "one Chinese text",
        ("µs", "ours, Chinese / that", "ours, romanized / that"),
        rows,
    )


def first_sheet(before: Path) -> Sheet:
    """What a fresh process costs up to its first answers, beyond Python's own start, and its peak memory, with that of Python."""
    rows = []
    for title, asked in FIRST.items():
        pairs, peaks = [], list[list[float]]()
        for number in range(ROUNDS):
            sides = [
                (name, code)
                for name, code in ((BEFORE, before), (NOW, ROOT / "src"), ("", None))
            ]
            found = {
                name: start(asked, folder)
                for name, folder in sides[:: -1 if number % 2 else 1]
            }
            pairs.append(
                [(found[name].cpu_s - found[""].cpu_s) * 1e3 for name in (BEFORE, NOW)]
            )
            peaks.append([found[name].peak_mb for name in (BEFORE, NOW)])
        cells, memory = (
            [f"{statistics.median(side):,.0f}" for side in zip(*several, strict=True)]
            for several in (pairs, peaks)
        )
        rows.append([title, *cells, f"{ratio(pairs):.3f}", *memory])
    return Sheet(
        "fresh process",
        ("before, ms", "now, ms", "now / before", "before, MB", "now, MB"),
        rows,
    )


def start(asked: str, folder: Path | None) -> fresh_process.Cost:
    """What a process costs; Python alone without a folder."""
    code = f"import nkrisk_geo; nkrisk_geo.{asked}" if folder else ""
    path = {"PYTHONPATH": str(folder.resolve())} if folder else {}
    return fresh_process.cost(
        [sys.executable, "-X", "utf8", "-c", code], env={**os.environ, **path}
    )


def ratio(pairs: Sequence[Sequence[float]]) -> float:
    """The median of second to first."""
    return statistics.median(now / then for then, now in pairs)
