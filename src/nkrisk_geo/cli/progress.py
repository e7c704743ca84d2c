"""A progress bar on standard error, when that is a terminal."""

from __future__ import annotations

import sys
import time

CELLS = 24
PAUSE = 0.1


class Bar:
    """Rows so far, rows a second, and, where the size of the input is known, the time left."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._on = not quiet and sys.stderr.isatty()
        self._begun = time.monotonic()
        self._shown = 0.0

    def show(self, rows: int, share: float | None) -> None:
        """Draw the bar anew, not more often than the eye can see."""
        # The clock of the day may be set back meanwhile.
        now = time.monotonic()
        if self._on and now - self._shown >= PAUSE:
            self._shown = now
            sys.stderr.write(f"\r\x1b[K{line(rows, share, now - self._begun)}")
            sys.stderr.flush()

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *_: object) -> None:
        # What is told next begins on a line of its own.
        if self._on and self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def line(rows: int, share: float | None, seconds: float) -> str:
    """The bar as text.

    >>> line(40_000, 0.25, 1.0)
    '██████··················  25 %     40,000 rows  40,000 rows/s  0:03 left'
    """
    speed = f"{rows:>10,} rows  {rows / max(seconds, 1e-3):,.0f} rows/s"
    if not share:
        return speed
    filled = round(share * CELLS)
    left = round(seconds / share * (1 - share))
    bar = "█" * filled + "·" * (CELLS - filled)
    minutes, seconds_left = divmod(left, 60)
    # With a blank before the sign, as elsewhere here; a format has none.
    percent = f"{share:>4.0%}".replace("%", " %")
    return f"{bar} {percent} {speed}  {minutes}:{seconds_left:02d} left"
