"""What can go wrong, and what was found to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Fault(Enum):
    """A kind of fault; the value is what the totals call it."""

    LOST = "rows lost or doubled"
    WRONG = "wrong outputs called complete"
    DESTROYED = "files destroyed"
    CRASHED = "tracebacks and crashes"
    LEFT = "processes left"
    LITTER = "helping files left"
    HUNG = "hangs"
    MEMORY = "over 1 GB"
    GROWS = "kinds that grow"
    LET_IN = "let in"
    UNNOTICED = "alterations unnoticed"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: how many of the kind (rows, processes), and in words what was seen."""

    fault: Fault
    words: str
    count: int = 1
