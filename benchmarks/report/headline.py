"""The few figures that the README shows, read out of all that was printed (docs/numbers.md)."""

from __future__ import annotations

import re

PROGRAMS = "right/wrong, %"
"""How the table begins that compares programs."""
SHOWN = ("zh county", "latin county", "register county", "false alarms", "hard cases")
TIMES = {
    "for a new Chinese address": r"^resolve, Chinese, not seen before +(\d+) ",
    "for a new romanized one": r"^resolve, romanized, not seen before +(\d+) ",
}
RATE = r"^varied +[\d,]+ +([\d,]+) +([\d,]+) "
"""Of the table of workloads: different rows, and rows a second of a processor."""


def headline(numbers: str) -> str:
    """A small table and a sentence, as Markdown.

    Raises:
        LookupError: what was printed has no such figures.
    """
    lines = [line.rstrip() for line in numbers.splitlines()]
    start = next(
        (at for at, line in enumerate(lines) if line.startswith(PROGRAMS)), None
    )
    if start is None:
        raise LookupError(
            f"nothing printed begins with {PROGRAMS!r}; run it with --peers"
        )
    heads = _cells(lines[start])
    shown = [heads.index(name) for name in SHOWN]
    rows = [_cells(line) for line in lines[start + 1 :]]
    # The table ends where a line has another number of cells.
    end = next((at for at, row in enumerate(rows) if len(row) != len(heads)), len(rows))
    table = [[heads[0], *SHOWN], ["---"] * (len(SHOWN) + 1)]
    table += [[row[0], *(row[at] for at in shown)] for row in rows[:end]]
    return "\n".join(
        [*(f"| {' | '.join(row)} |" for row in table), "", _speed(numbers, lines)]
    )


def _speed(numbers: str, lines: list[str]) -> str:
    times = [
        f"{_found(pattern, numbers)[1]} µs {what}" for what, pattern in TIMES.items()
    ]
    rate = _found(RATE, numbers)
    machine = lines[1] if lines[0].startswith("```") else lines[0]
    return (
        f"`resolve` takes {' and '.join(times)} of processor time; a table takes a second for {rate[2]} different "
        f"addresses, all columns ({machine.partition(';')[0]})."
    )


def _found(pattern: str, text: str) -> re.Match[str]:
    found = re.search(pattern, text, flags=re.MULTILINE)
    if found is None:
        raise LookupError(f"nothing printed is like {pattern!r}")
    return found


def _cells(line: str) -> list[str]:
    """The cells of a line of a printed table: two spaces or more stand between them."""
    return re.split(r" {2,}", line.strip())
