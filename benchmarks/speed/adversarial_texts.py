"""Texts of a megabyte that are no addresses: what a kilobyte of them costs, against one of normal addresses.

A kilobyte of normal text is one of base addresses that nothing is remembered of, verdicts and rows included. A cost that
grows faster than the text shows between 100 and 200 kB; such a text is not tried at a megabyte.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.corpus.texts import base_addresses
from benchmarks.report.sheet import Sheet
from benchmarks.speed import fresh_process

CASES = {
    "digits": "0123456789",
    "省": "省",
    "DANDONG glued": "DANDONG",
    "spaces": " ",
    "DANDONG CITY, ": "DANDONG CITY, ",
    "朝阳区": "朝阳区",
    "commas": ",",
    "LN CHINA ": "LN CHINA ",
    "-dong": "-dong",
    "gangnam-dong ": "gangnam-dong ",
    "UTF-8 read as Latin-1": "丹东市".encode().decode("latin-1"),
    "accented Latin-1": "éèàüß",
    "Hangul syllables": "".join(map(chr, range(0xAC00, 0xD7A4, 97))),
    "강남동 ": "강남동 ",
    "牡丹东路": "牡丹东路",
    "L1AONING ": "L1AONING ",
    "DANDNOG CITY, ": "DANDONG DANDNOG CITY, ",
    "118000 ": "118000 ",
    "118000,": "118000,",
    "a1234567": "a1234567",
    "+86-415-2123456 ": "+86-415-2123456 ",
    "DANDONG; ": "DANDONG CITY LIAONING; ",
}
SIZES_KB = (100, 200, 1_000)
NORMAL = 4_000
LINEAR, LIMIT = 1.4, 3.0
"""By how much a kilobyte may cost more in twice the text, for the noise; and what it may cost in kilobytes of normal text."""
Report = dict[str, Any]


def measure(labelled: Path) -> Report:
    """Everything, in a fresh process."""
    return fresh_process.ask("-m", "benchmarks.speed.adversarial_texts", str(labelled))


def report(labelled: Path) -> Report:
    """Milliseconds a kilobyte: of normal text, and of each case at each size."""
    fresh_process.load()
    normal = base_addresses(labelled)
    random.Random(1).shuffle(normal)
    return {
        "normal": ms_per_kb(normal[:NORMAL]),
        "cases": {name: costs(unit) for name, unit in CASES.items()},
    }


def costs(unit: str) -> list[float | None]:
    """Milliseconds a kilobyte at each size; None at a megabyte for what grows faster than the text."""
    fresh_process.annotate([unit * 100])
    small, double = (least(unit, kb) for kb in SIZES_KB[:2])
    whole = ms_per_kb([of_size(unit, SIZES_KB[2])]) if double < LINEAR * small else None
    return [small, double, whole]


def least(unit: str, kilobytes: int) -> float:
    """The least of several, as a machine that others use stops now and then; each text begins otherwise, so none is known."""
    return min(ms_per_kb([first + of_size(unit, kilobytes)]) for first in "xyz")


def of_size(unit: str, kilobytes: int) -> str:
    """The unit again and again, so many kilobytes of UTF-8."""
    return unit * (kilobytes * 1000 // len(unit.encode()))


def ms_per_kb(texts: Sequence[str]) -> float:
    return (
        fresh_process.annotate(texts)
        * 1e3
        / (sum(len(text.encode()) for text in texts) / 1000)
    )


def sheet(found: Report) -> Sheet:
    """One row for each case."""
    rows = [
        [name, *cells(each, found["normal"])] for name, each in found["cases"].items()
    ]
    heads = ("ms/kB at 100 kB", "at 200 kB", "at 1 MB", "x normal", "verdict")
    return Sheet(
        "text repeated",
        heads,
        rows,
        f"a kilobyte of normal addresses: {found['normal']:.2f} ms",
    )


def cells(each: Sequence[float | None], normal: float) -> list[str]:
    worst = max(cost for cost in each[1:] if cost is not None) / normal
    verdict = "grows" if each[2] is None else "ok" if worst <= LIMIT else "dear"
    shown = ["–" if cost is None else f"{cost:.3f}" for cost in each]
    return [*shown, f"{worst:.2f}", verdict]


if __name__ == "__main__":
    print(json.dumps(report(Path(sys.argv[1])), ensure_ascii=False))
