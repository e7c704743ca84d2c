"""Measurements. `python3 dev.py bench NAME` runs them, by way of `run`.

A folder is what is measured; where it has one, its `measurement` is what the command calls.

    accuracy    are answers right, and their probabilities worth what they say: addresses, hard cases, whole records, spans
    distances   what is said about distance, against points that are known
    points      the packaged points, counties of points and the border line, against those of others; geometry
    search      what a search with the terms of zones finds
    speed       how fast, and what in memory: workloads, stages, start, scaling, a large file, by turns with other code
    peers       other programs on the same texts
    engines     DuckDB and Spark
    files       kinds of files and encodings, runs that are killed
    fitting     the weights of the evidence, and where firms are

Below them `corpus` has what is measured on and `report` how it is shown; `results` keeps what was measured last.
"""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
"""The repository."""


def peak_mb() -> float:
    """The largest resident memory of this process so far, in MB; NaN where the system is not Linux."""
    try:
        with open("/proc/self/status", encoding="utf-8") as status:  # noqa: PTH123 - pathlib would count as memory
            return next(
                int(line.split()[1]) / 1024
                for line in status
                if line.startswith("VmHWM")
            )
    except (OSError, StopIteration):
        return float("nan")
