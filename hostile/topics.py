"""The topics, and how the cases of one are tried: two at a time, until they are done or the time is up."""

from __future__ import annotations

import random
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType

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
        return some(
            every, TOPICS[topic].quick if self.quick else None, self.seed, topic
        )

    def share(self, topic: str) -> float:
        """Of the time that is left, when the topics before are done."""
        behind = self.topics[self.topics.index(topic) :]
        return TOPICS[topic].weight / sum(TOPICS[name].weight for name in behind)

    def chance(self, topic: str, case: Case) -> random.Random:
        """The same whichever other cases are tried."""
        return random.Random(f"{self.seed}/{topic}/{case.name}")


class Runners:
    """Two processes that fork children, for the topics that may have such; started when they are first asked."""

    def __init__(self) -> None:
        self._zygotes = [Zygote() for _ in range(AT_ONCE)]

    def of(self, topic: str, plan: Plan) -> list[Callable[[Ask], Result]]:
        """What runs the children of a topic."""
        forking = TOPICS[topic].forked and plan.case is None
        return [zygote.run if forking else children.run for zygote in self._zygotes]

    def __enter__(self) -> Runners:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for zygote in self._zygotes:
            zygote.close()


def tried_all(
    plan: Plan,
    topic: str,
    cases: Sequence[Case],
    folder: Path,
    seconds: float,
    runners: Runners,
) -> list[Outcome]:
    """What the cases found, as far as time goes."""
    deadline = time.monotonic() + seconds
    shared = Path(tempfile.mkdtemp(dir=folder))
    free: SimpleQueue[Callable[[Ask], Result]] = SimpleQueue()
    for runner in runners.of(topic, plan):
        free.put(runner)

    def one(case: Case) -> Outcome | None:
        if time.monotonic() > deadline:
            return None
        room_folder, runner = Path(tempfile.mkdtemp(dir=folder)), free.get()
        try:
            return tried(
                case,
                Room(room_folder, plan.chance(topic, case), runner, shared, plan.quick),
            )
        finally:
            free.put(runner)
            shutil.rmtree(room_folder, ignore_errors=True)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = [outcome for outcome in pool.map(one, cases) if outcome is not None]
    shutil.rmtree(shared, ignore_errors=True)
    return found
