"""Addresses a CPU-second and peak memory of three workloads, all columns, each in a fresh process.

* *series*: 100,000 distinct texts a pass, made from 20,000 base addresses (half Chinese of about 26 characters, half
  romanized of about 60) with other house numbers, rooms and telephone numbers; the median of three passes after one
  that is not counted, and no pass sees a text of an earlier one;
* *varied*: the distinct real texts of the labelled folder's pool, one pass;
* *repeats*: 1,000,000 rows over 60,000 distinct texts, the frequent ones frequent by Zipf's law, one pass.

Beside each stands a bare `ahocorasick_rs` scan of the same texts, folded, with the same names: what the search alone
would cost. It runs before and after the workload, and the mean of both counts, because other programs slow the machine;
and of three processes the middle one counts.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from benchmarks import peak_mb
from benchmarks.corpus.texts import (
    HAN,
    base_addresses,
    pool_texts,
    repeated,
    variations,
)
from benchmarks.report.sheet import Sheet
from benchmarks.speed import fresh_process
from nkrisk_geo import Gazetteer

PASSES, ROUNDS = 3, 3
HEADS = ("rows", "distinct", "rows/CPU-s", "bare scan/s", "x scan", "peak MB")
Measured = dict[str, Any]


def measure(labelled: Path) -> dict[str, Measured]:
    """Each workload by name; without a pool of real texts there is no varied one."""
    names = [
        name for name in WORKLOADS if name != "varied" or (labelled / "pool").is_dir()
    ]
    return {name: middle_round(name, labelled) for name in names}


def middle_round(name: str, labelled: Path) -> Measured:
    """Of some fresh processes the one whose time is the middle one, as many times that of its scan."""
    rounds = [
        fresh_process.ask("-m", "benchmarks.speed.workloads", name, str(labelled))
        for _ in range(ROUNDS)
    ]
    rounds.sort(key=lambda each: float(each["seconds"] / each["scan_seconds"]))
    return rounds[ROUNDS // 2]


def sheet(found: dict[str, Measured]) -> Sheet:
    """The workloads as a table."""
    note = "peak memory is that of the process with its input and output tables"
    if "varied" not in found:
        note += "; varied was left out, there are no real addresses (--eval PATH or NKRISK_EVAL)"
    return Sheet(
        "workload", HEADS, [row(name, each) for name, each in found.items()], note
    )


def row(name: str, each: Measured) -> list[str]:
    seconds, scan_s = each["seconds"], each["scan_seconds"]
    numbers = [
        each["rows"],
        each["distinct"],
        each["rows"] / seconds,
        each["rows"] / scan_s,
    ]
    return [
        name,
        *(f"{number:,.0f}" for number in numbers),
        f"{seconds / scan_s:.1f}",
        f"{each['peak_mb']:.0f}",
    ]


# --- in a process of its own -----------------------------------------------------------------------------------------


def series(labelled: Path) -> Measured:
    """New variations of the same base addresses, pass by pass; the median pass counts."""
    bases, chance = base_addresses(labelled), random.Random(0)
    seen = set(bases)
    passes = [variations(bases, chance, seen) for _ in range(PASSES + 1)]
    return between_scans(
        passes[-1],
        lambda: statistics.median(
            [fresh_process.annotate(texts) for texts in passes][1:]
        ),
    )


def varied(labelled: Path) -> Measured:
    """Each real text once."""
    texts = pool_texts(labelled)
    return between_scans(texts, lambda: fresh_process.annotate(texts))


def repeats(labelled: Path) -> Measured:
    """A million rows as bills of lading repeat their shippers."""
    rows = repeated(labelled)
    return between_scans(rows, lambda: fresh_process.annotate(rows))


WORKLOADS: dict[str, Callable[[Path], Measured]] = {
    "series": series,
    "varied": varied,
    "repeats": repeats,
}


def between_scans(texts: Sequence[str], work: Callable[[], float]) -> Measured:
    """CPU seconds of a workload, and the mean of those of a bare scan before and after it."""
    scan = Scan()
    before = scan.seconds(texts)
    seconds, peak = work(), peak_mb()
    after = scan.seconds(texts)
    return {
        "rows": len(texts),
        "distinct": len(set(texts)),
        "seconds": seconds,
        "scan_seconds": (before + after) / 2,
        "scans": [before, after],
        "peak_mb": peak,
    }


class Scan:
    """A bare search for the names of the gazetteer in folded texts without white space."""

    def __init__(self) -> None:
        gazetteer, compact = Gazetteer.default(), Implementation.ContiguousNFA
        latin = [name for name in gazetteer.names["latin"] if len(name) >= 4]
        self._fold = gazetteer.normalizer.fold
        self._latin = AhoCorasick(latin, implementation=compact)
        longest = MatchKind.LeftmostLongest
        self._han = AhoCorasick(
            gazetteer.names["han"], matchkind=longest, implementation=compact
        )

    def seconds(self, texts: Sequence[str]) -> float:
        """CPU seconds of the search alone."""
        folded = ["".join(self._fold(text).split()) for text in texts]
        han = [text for text in folded if HAN(text)]
        rest = [text for text in folded if not HAN(text)]
        start = time.process_time()
        for text in han:
            self._han.find_matches_as_indexes(text)
        for text in rest:
            self._latin.find_matches_as_indexes(text, overlapping=True)
        return time.process_time() - start


if __name__ == "__main__":
    fresh_process.load()
    print(json.dumps(WORKLOADS[sys.argv[1]](Path(sys.argv[2]))))
