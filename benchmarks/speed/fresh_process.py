"""Measuring in fresh processes: what a Python says of itself in JSON, what a command costs, what a batch costs here."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from benchmarks import ROOT
from nkrisk_geo import COLUMNS, annotate_arrow

LAUNCHER = """
import json, os, sys, time
start = time.monotonic()
silence = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_RDWR, 0) for fd in (1, 2)]
running = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=silence)
_, status, usage = os.wait4(running, 0)
seconds = time.monotonic() - start
code = os.waitstatus_to_exitcode(status)
print(json.dumps([code, usage.ru_utime + usage.ru_stime, seconds, usage.ru_maxrss / 1024]))
"""
"""Starts a command from a process that is small, because the system counts the starter's memory with the command's."""


@dataclass(frozen=True)
class Cost:
    """What a command took.

    Attributes:
        cpu_s, wall_s: seconds of processor time, user and system, and by the clock.
        peak_mb: the largest resident memory of the process.
    """

    cpu_s: float
    wall_s: float
    peak_mb: float


def ask(*arguments: str) -> dict[str, Any]:
    """What a fresh Python prints in JSON."""
    command = [sys.executable, "-X", "utf8", *arguments]
    said = subprocess.run(
        command, cwd=ROOT, check=True, capture_output=True, encoding="utf-8"
    ).stdout
    report: dict[str, Any] = json.loads(said)
    return report


def cost(
    command: Sequence[str], *, cwd: Path = ROOT, env: dict[str, str] | None = None
) -> Cost:
    """What a command costs, its output thrown away; needs a POSIX system, and the memory is right on Linux.

    Raises:
        RuntimeError: it failed.
    """
    measuring = [sys.executable, "-I", "-S", "-c", LAUNCHER, *command]
    done = subprocess.run(
        measuring, cwd=cwd, env=env, check=True, capture_output=True, encoding="utf-8"
    )
    code, *numbers = json.loads(done.stdout)
    if code:
        raise RuntimeError(f"{command[:4]} ended with exit code {code}")
    return Cost(*numbers)


def annotate(texts: Sequence[str], **options: Any) -> float:
    """CPU seconds for all columns of the texts, every one of which has to be there."""
    table = pa.table({"address": pa.array(texts, pa.string())})
    start = time.process_time()
    answers = annotate_arrow(table, address="address", **options)
    seconds = time.process_time() - start
    wanted = ["address", *(f"geo_{column.name}" for column in COLUMNS)]
    if answers.num_rows != len(texts) or answers.column_names != wanted:
        raise RuntimeError("rows or columns are missing")
    return seconds


def load() -> None:
    """Let the data of both scripts be read and what is built at first use be built, as a bare scan has its automaton.

    That is: the names of both, the words for cutting (大连锁店), the quarters of districts that share their names, the Koreas,
    and the table of single characters, which is made for more than a few texts.
    """
    annotate(
        [
            "DANDONG",
            "丹东",
            "DANDNOG CITY, LIAONING",
            "大连锁店",
            "朝阳区清和街",
            "GANGNAM-DONG",
            *"ABCDEFGH",
        ]
    )
