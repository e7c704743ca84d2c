"""The topics, and how the cases of one are tried: two at a time, until they are done or the time is up."""

from __future__ import annotations

import random
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

from hostile import checkpoints, children, files, forks, gazetteers, growth, kills
from hostile.cases import Case, Outcome, Room, some, tried
from hostile.children import Ask, Result
from hostile.zygote import Zygote

AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Topic:
    """Its cases, how many of each group a quick run takes, its weight in time, whether children may be forked."""

    cases: Callable[[], list[Case]]
    quick: int
    weight: int
    forked: bool = True


TOPICS = {
    "files": Topic(files.cases, 1, 45),
    "kills": Topic(kills.cases, 1, 20, forked=False),
    "checkpoints": Topic(checkpoints.cases, 1, 20),
    "gazetteers": Topic(gazetteers.cases, 2, 10),
    "growth": Topic(growth.cases, 2, 15),
    "forks": Topic(forks.cases, 1, 5, forked=False),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """What is tried. A case that is named is run in processes of its own, as a user would."""

    seed: int
    quick: bool = False
    only: str | None = None
    case: str | None = None

    @property
    def topics(self) -> list[str]:
        """Those that are wanted."""
        return [topic for topic in TOPICS if self.only in (None, topic)]

    def cases(self, topic: str) -> list[Case]:
        """The cases that are wanted, in an order by chance."""
        every = TOPICS[topic].cases()
        if self.case is not None:
            exact = [case for case in every if case.name == self.case]
            return exact or [case for case in every if case.name.startswith(self.case)]
        return some(every, TOPICS[topic].quick if self.quick else None, self.seed, topic)

    def share(self, topic: str) -> float:
        """Of the time that is left, when the topics before are done."""
        behind = self.topics[self.topics.index(topic) :]
        return TOPICS[topic].weight / sum(TOPICS[name].weight for name in behind)

    def chance(self, topic: str, case: Case) -> random.Random:
        """The same whichever other cases are tried."""
        return random.Random(f"{self.seed}/{topic}/{case.name}")


def tried_all(plan: Plan, topic: str, cases: Sequence[Case], folder: Path, seconds: float) -> list[Outcome]:
    """What the cases found, as far as time goes."""
    deadline = time.monotonic() + seconds
    shared = Path(tempfile.mkdtemp(dir=folder))
    runners: SimpleQueue[Callable[[Ask], Result]] = SimpleQueue()

    def one(case: Case) -> Outcome | None:
        if time.monotonic() > deadline:
            return None
        room_folder, runner = Path(tempfile.mkdtemp(dir=folder)), runners.get()
        try:
            return tried(case, Room(room_folder, plan.chance(topic, case), runner, shared, plan.quick))
        finally:
            runners.put(runner)
            shutil.rmtree(room_folder, ignore_errors=True)

    with ExitStack() as stack:
        forking = TOPICS[topic].forked and plan.case is None
        for _ in range(AT_ONCE):
            runners.put(stack.enter_context(Zygote()).run if forking else children.run)
        pool = stack.enter_context(ThreadPoolExecutor(AT_ONCE))
        found = [outcome for outcome in pool.map(one, cases) if outcome is not None]
    shutil.rmtree(shared, ignore_errors=True)
    return found
