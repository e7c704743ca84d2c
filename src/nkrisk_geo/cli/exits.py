"""How the command ends: with one line that says why, and an exit code.

A request to end (SIGTERM, SIGHUP) is carried out as an interrupt from the keyboard is:
what was done is kept.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from nkrisk_geo.model.errors import GazetteerError, InputError

UNEXPECTED, WRONG_USE, INTERRUPTED = 1, 2, 130
_OF_SIGNALS = 128
"""Exit codes of what a signal ended begin here."""


class EndedError(KeyboardInterrupt):
    """The system, or its user, asks the process to end."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def describe_error(error: BaseException) -> tuple[str, int]:
    """What to say of an error, and the exit code."""
    if isinstance(error, EndedError):
        name = signal.Signals(error.number).name
        # As a shell tells of a process that a signal ended.
        return f"ended by {name}", _OF_SIGNALS + error.number
    if isinstance(error, KeyboardInterrupt):
        return "interrupted", INTERRUPTED
    if isinstance(error, InputError):
        return str(error), WRONG_USE
    if isinstance(error, MemoryError):
        return "the memory does not suffice", UNEXPECTED
    # By its name: its module would load pyarrow, only to say what went wrong elsewhere.
    is_worker = type(error).__name__ == "WorkerError"
    if is_worker or isinstance(error, (GazetteerError, OSError)):
        return str(error) or type(error).__name__, UNEXPECTED
    if os.environ.get("NKRISK_DEBUG"):
        traceback.print_exception(type(error), error, error.__traceback__)
    more = "; please report it, with what NKRISK_DEBUG=1 shows"
    return f"unexpected: {type(error).__name__}: {error}{more}", UNEXPECTED


@contextmanager
def end_on_signals() -> Iterator[None]:
    """Requests to end become `EndedError` in here.

    Where something else is done about them already, nothing is changed.
    """
    before = {}
    # Python lets no other thread say what a signal does.
    if threading.current_thread() is threading.main_thread():
        for name in ("SIGTERM", "SIGHUP"):
            # Windows has no SIGHUP.
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) is signal.SIG_DFL:
                before[number] = signal.signal(number, _end)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end(number: int, frame: FrameType | None) -> None:
    raise EndedError(number)


def forget_stdout() -> None:
    """Nobody listens any more: let the flush at the end of the process go nowhere."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
    except (OSError, ValueError):  # not a real file
        return
