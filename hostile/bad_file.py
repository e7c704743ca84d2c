"""A bad file as a case: made, enriched, looked at, and still what it was."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from hostile.audit import Truth, judged
from hostile.cases import Case, Room
from hostile.faults import Fault, Finding


@dataclass(frozen=True, slots=True)
class Bad:
    """A bad file, how it is called and read, and what was put into it."""

    name: str
    content: bytes
    truth: Truth
    out: str = "out.csv"
    options: tuple[str, ...] = ("--address", "address")


def bad_case(
    group: str,
    name: str,
    make: Callable[[random.Random], Bad],
    *,
    looked_at: bool = True,
) -> Case:
    """A case that makes a file, enriches it and looks at it by `inspect`."""

    def act(room: Room) -> Iterable[Finding]:
        return _tried(room, make(room.chance), looked_at=looked_at)

    return Case(group, name, act)


def _tried(room: Room, bad: Bad, *, looked_at: bool) -> Iterator[Finding]:
    path, out = room.folder / bad.name, room.folder / bad.out
    path.write_bytes(bad.content)
    result = room.run("enrich", bad.name, "-o", bad.out, *bad.options, "--json")
    yield from judged(result, out, bad.truth)
    if looked_at:
        reading = bad.options[2:] if bad.options[:1] == ("--address",) else bad.options
        room.run(
            "inspect", bad.name, *(option for option in reading if option != "--strict")
        )
    if path.read_bytes() != bad.content:
        yield Finding(Fault.DESTROYED, "the input is not what it was")


def as_it_is(bad: Bad) -> Callable[[random.Random], Bad]:
    """A bad file that owes nothing to chance."""
    return lambda _: bad
