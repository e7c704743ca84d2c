"""Processes that are forked while threads of their parent are at work: each must answer."""

from __future__ import annotations

import json
from collections.abc import Iterator

from hostile.cases import Case, Room
from hostile.faults import Fault, Finding
from hostile.fork_trial import PATTERNS

FORKS, QUICK = 150, 20


def cases() -> list[Case]:
    """Each pattern some times."""
    return [
        Case(
            f"threads at work: {pattern}",
            f"{pattern}/{number}",
            _forked,
            (pattern,),
        )
        for pattern in PATTERNS
        for number in range(2)
    ]


def _forked(room: Room, pattern: str) -> Iterator[Finding]:
    times = QUICK if room.quick else FORKS
    seed = str(room.chance.randrange(10**6))
    result = room.run(
        pattern, str(times), seed, module="hostile.fork_trial", seconds=120
    )
    if result.code:
        return
    found = json.loads(result.out)
    if found["late"]:
        yield Finding(
            Fault.HUNG,
            f"{found['late']} of {times} children gave no answer",
            found["late"],
        )
    if found["wrong"]:
        yield Finding(
            Fault.CRASHED,
            f"{found['wrong']} of {times} children failed: {result.said[-200:]}",
            found["wrong"],
        )
