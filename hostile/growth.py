"""Texts that grow: work may grow as they do, and not as their square."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator

from hostile.cases import Case, Room
from hostile.children import Result
from hostile.durations import FUNCTIONS, KINDS
from hostile.faults import Fault, Finding

LENGTHS = ("16000", "64000", "256000", "1000000")
READING = ("resolve", "resolve_all", "parse", "table", "normalized")
"""Functions that read a text; others do, and word what was read."""
SELDOM = 6
"""One case of so many goes to the greatest length."""
MOST, LEAST = 1.45, 0.25
"""The power of the length with which time may grow, where it takes so many seconds at all (shorter times are chance)."""
FACTOR = 4


def cases() -> list[Case]:
    """Each kind of text through each function."""
    return [
        Case(
            function,
            f"{function}/{kind}",
            _timed,
            (
                function,
                kind,
            ),
        )
        for number, function in enumerate(FUNCTIONS)
        for kind in (KINDS if function in READING else KINDS[number % 4 :: 4])
    ]


def _timed(room: Room, function: str, kind: str) -> Iterable[Finding]:
    most = 2 if room.quick else 3 if room.chance.randrange(SELDOM) else 4
    lengths = LENGTHS[:most]
    result = room.run(
        function,
        kind,
        *lengths,
        module="hostile.durations",
        seconds=30 if room.quick else 90,
    )
    if result.hung:
        yield Finding(Fault.GROWS, f"no end after {result.cpu:.0f} s of processor")
    elif result.code == 0:
        yield from _grown(result)


def _grown(result: Result) -> Iterator[Finding]:
    """The last two lengths, of which the longer one took long enough to be measured."""
    taken = json.loads(result.out)
    if len(taken) < 2 or taken[-1] < LEAST:
        return
    power = math.log(taken[-1] / max(taken[-2], 1e-3), FACTOR)
    if power > MOST:
        seconds = ", ".join(f"{each:.2f}" for each in taken)
        yield Finding(
            Fault.GROWS,
            f"{seconds} s for {', '.join(LENGTHS[: len(taken)])} characters: power {power:.1f}",
        )
