"""A case: one thing that is done to the library, in a folder of its own, and what is found."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hostile.children import Ask, Result
from hostile.faults import Fault, Finding

TOO_MUCH = 1024.0
"""MB of memory that no case may need."""


@dataclass(slots=True)
class Room:
    """Where a case is tried: an empty folder, a chance of its own, and processes to run in it."""

    folder: Path
    chance: random.Random
    runner: Callable[[Ask], Result]
    shared: Path
    """A folder that all cases of the topic share, for what is made once."""
    quick: bool = False
    asked: list[Result] = field(default_factory=list)

    def run(
        self, *arguments: str, module: str = "nkrisk_geo", seconds: float | None = None
    ) -> Result:
        """The library's command (or another module) with these arguments."""
        return self.ask(
            Ask(module, arguments, self.folder, seconds or (30 if self.quick else 60))
        )

    def ask(self, ask: Ask) -> Result:
        """Run it and remember that."""
        result = self.runner(ask)
        self.asked.append(result)
        return result


@dataclass(frozen=True, slots=True)
class Case:
    """A name, the line of the table that it is counted in, and what is done in the room, with what is given to it."""

    group: str
    name: str
    act: Callable[..., Iterable[Finding]]
    given: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a case found, and the commands that it ran."""

    case: Case
    findings: Sequence[Finding]
    commands: Sequence[str]


def tried(case: Case, room: Room) -> Outcome:
    """Act, and look at each process that was run for what none may do."""
    findings: list[Finding] = []
    try:
        findings += case.act(room, *case.given)
    except Exception as error:
        findings.append(
            Finding(Fault.WRONG, f"what came out cannot be judged: {error!r:.200}")
        )
    for result in room.asked:
        findings += manners(result)
    return Outcome(case, findings, [result.command for result in room.asked])


def manners(result: Result) -> Iterable[Finding]:
    """No process hangs, dies of a signal, shows a traceback, takes a gigabyte, or sends escapes to the terminal."""
    if result.hung:
        yield Finding(Fault.HUNG, f"no end after {result.cpu:.0f} s of processor")
    elif result.code < 0:
        yield Finding(Fault.CRASHED, f"ended by signal {-result.code}")
    if "Traceback" in result.said:
        yield Finding(Fault.CRASHED, result.said.strip().rpartition("\n")[2][:150])
    elif result.code == 1:
        yield Finding(Fault.CRASHED, f"exit 1: {result.said.strip()[-150:]}")
    if result.rss_mb > TOO_MUCH:
        yield Finding(Fault.MEMORY, f"{result.rss_mb:,.0f} MB")
    yield from escapes(result)


def escapes(result: Result) -> Iterable[Finding]:
    """Control characters of either set, but for the line feed and tab, and those that turn the direction of text."""
    for char in result.said:
        if (
            (char < " " and char not in "\n\t\r")
            or "\x7f" <= char <= "\x9f"
            or char in "\u202a\u202b\u202d\u202e\u2066\u2067"
        ):
            yield Finding(Fault.LET_IN, f"{char!r} is printed")
            return


def some(
    cases: Sequence[Case], of_each: int | None, seed: int, topic: str
) -> list[Case]:
    """So many of each group, in an order by chance; all of them where no number is given."""
    chance = random.Random(f"{seed}/{topic}")
    groups: dict[str, list[Case]] = {}
    for case in cases:
        groups.setdefault(case.group, []).append(case)
    chosen = [
        chance.sample(group, min(of_each or len(group), len(group)))
        for group in groups.values()
    ]
    # One of each group after the other, so that what is cut off by time is of all of them.
    longest = max(map(len, chosen), default=0)
    return [group[at] for at in range(longest) for group in chosen if at < len(group)]
