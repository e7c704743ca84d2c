"""Measurements: speed and memory, accuracy, geometry. `python3 dev.py bench` runs them."""

from __future__ import annotations


def peak_mb() -> float:
    """The largest resident memory of this process so far, in MB; NaN where the system is not Linux."""
    try:
        with open("/proc/self/status", encoding="utf-8") as status:  # noqa: PTH123 - pathlib would count as memory
            return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM"))
    except (OSError, StopIteration):
        return float("nan")
