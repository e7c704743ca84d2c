"""Starting: what a fresh process costs up to its first answer, and what single answers cost after it.

The start is CPU time of the whole process, from its first instruction, the median of five; memory is its peak. Nothing may be
written: the process runs in an empty folder that is its home, and the folder is empty after it.

Single answers are asked for in as many processes, each of which meets each text for the first time, and of each text the least
counts: what else goes on on a machine is felt by one answer in twenty, and is not what a text costs.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.corpus.texts import HAN, various
from benchmarks.report.sheet import Sheet
from benchmarks.speed import fresh_process
from nkrisk_geo import resolve
from nkrisk_geo.engine.reader import stands as stands_in
from nkrisk_geo.resolver.resolution import get_resolver

STARTS, SINGLES, WARMING = 5, 800, 100
PYTHON = "Python alone"
CASES = {
    PYTHON: ("-c", ""),
    "import nkrisk_geo": ("-c", "import nkrisk_geo"),
    "nkrisk-geo --help": ("-m", "nkrisk_geo", "--help"),
    "first resolve, romanized": (
        "-c",
        "import nkrisk_geo; nkrisk_geo.resolve('DANDONG CITY LIAONING')",
    ),
    "first resolve, Chinese": (
        "-c",
        "import nkrisk_geo; nkrisk_geo.resolve('辽宁省丹东市振兴区')",
    ),
}
TARGETS_MS = {
    "import nkrisk_geo": 60,
    "nkrisk-geo --help": 150,
    "first resolve, romanized": 600,
    "first resolve, Chinese": 600,
}
"""What is aimed at; the import is without Python's own start."""
HOMES = (
    "HOME",
    "USERPROFILE",
    "APPDATA",
    "LOCALAPPDATA",
    "TMPDIR",
    "TEMP",
    "TMP",
    "XDG_CACHE_HOME",
)
VETOED, AROUND = "牡丹东路", "甲乙丙丁戊己庚辛壬癸"
Report = dict[str, Any]


def measure(labelled: Path) -> Report:
    """Starts, each in fresh processes, and single answers in as many."""
    return {
        "starts": {title: start(arguments) for title, arguments in CASES.items()},
        "singles_us": least_of_all(
            [
                fresh_process.ask("-m", "benchmarks.speed.start", str(labelled))
                for _ in range(STARTS)
            ]
        ),
    }


def start(arguments: Sequence[str]) -> Report:
    """CPU milliseconds, peak MB, and the files that were written."""
    with tempfile.TemporaryDirectory() as folder:
        home = {
            **os.environ,
            **dict.fromkeys(HOMES, folder),
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        }
        home.pop(
            "PYTHONDONTWRITEBYTECODE", None
        )  # compiled beside the sources, as an installed package is
        command = [sys.executable, "-X", "utf8", *arguments]
        costs = [
            fresh_process.cost(command, cwd=Path(folder), env=home)
            for _ in range(STARTS)
        ]
        written = [str(path.relative_to(folder)) for path in Path(folder).rglob("*")]
    cpu_s = statistics.median(cost.cpu_s for cost in costs)
    return {
        "cpu_ms": cpu_s * 1e3,
        "peak_mb": max(cost.peak_mb for cost in costs),
        "written": written,
    }


def least_of_all(asked: Sequence[dict[str, list[float]]]) -> dict[str, list[float]]:
    """Of what several processes were asked: median and 95th percentile of the least that each answer took."""
    found = {}
    for title in asked[0]:
        least = [*map(min, zip(*(each[title] for each in asked), strict=True))]
        late = statistics.quantiles(least, n=20)[-1] if len(least) > 1 else least[0]
        found[title] = [statistics.median(least), late]
    return found


# --- in a process of its own -----------------------------------------------------------------------------------------


def singles(labelled: Path) -> dict[str, list[float]]:
    """Microseconds of one answer at a time: of the veto on words cut in two, and of `resolve` once all is loaded."""
    texts = random.Random(2).sample(various(labelled), 10 * SINGLES)
    chinese = [*filter(HAN, texts)][: SINGLES + WARMING]
    romanized = [*filter(str.isascii, texts)][: SINGLES + WARMING]
    for text in (*chinese[:WARMING], *romanized[:WARMING]):
        resolve(text)
    del chinese[:WARMING], romanized[:WARMING]
    stands = partial(stands_in, get_resolver().engine.core)
    around = [f"{before}{VETOED}{behind}" for before in AROUND for behind in AROUND]
    return {
        "veto, the first": [us(lambda: stands(VETOED, 1, 3))],
        "veto, a later one": each_us(lambda text: stands(text, 2, 4), around),
        "resolve, Chinese, not seen before": each_us(resolve, chinese),
        "resolve, Chinese, seen": each_us(resolve, chinese),
        "resolve, romanized, not seen before": each_us(resolve, romanized),
        "resolve, romanized, seen": each_us(resolve, romanized),
    }


def each_us(action: Callable[[str], Any], texts: Sequence[str]) -> list[float]:
    return [us(partial(action, text)) for text in texts]


def us(action: Callable[[], Any]) -> float:
    begun = time.process_time_ns()
    action()
    return (time.process_time_ns() - begun) / 1e3


def sheets(found: Report) -> list[Sheet]:
    """Starts and single answers."""
    python = found["starts"][PYTHON]["cpu_ms"]
    rows = []
    for title, each in found["starts"].items():
        target = f"{TARGETS_MS[title]}" if title in TARGETS_MS else "–"
        cells = (f"{each['cpu_ms']:.0f}", f"{each['cpu_ms'] - python:.0f}", target)
        rows.append(
            [title, *cells, f"{each['peak_mb']:.0f}", f"{len(each['written'])}"]
        )
    heads = ("CPU ms", "without Python", "target", "peak MB", "files written")
    singles = [
        [title, f"{median:,.0f}", f"{late:,.0f}", f"{late / median:.2f}"]
        for title, (median, late) in found["singles_us"].items()
    ]
    return [
        Sheet("fresh process", heads, rows),
        Sheet(
            "one at a time",
            ("median, CPU µs", "95 %", "95 % / median"),
            singles,
            f"of each answer the least of {STARTS} processes; the first veto is one answer, which reads the words",
        ),
    ]


if __name__ == "__main__":
    print(json.dumps(singles(Path(sys.argv[1]))))
