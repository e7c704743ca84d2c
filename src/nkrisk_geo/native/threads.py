"""Work that threads do at once, because the compiled parts let other threads run.

>>> map_threads(abs, [-1, 2, -3], threads=2)
[1, 2, 3]
"""

from __future__ import annotations

import itertools
import os
import sys
import threading
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from nkrisk_geo.model.errors import InputError

T = TypeVar("T")
R = TypeVar("R")

MOST = 256


def check_threads(threads: int | None) -> int | None:
    """A number of threads as an option, None for as many as there are cores.

    Raises:
        InputError: it is no such number.
    """
    right = (
        isinstance(threads, int)
        and not isinstance(threads, bool)
        and 1 <= threads <= MOST
    )
    if threads is not None and not right:
        raise InputError(
            f"threads is {threads!r}, expected a whole number from 1 to {MOST}, or None"
        )
    return threads


def cores() -> int:
    """The cores that this process may use.

    One if it is a worker of `multiprocessing`, which has others beside it.
    """
    multiprocessing = sys.modules.get("multiprocessing.process")
    if multiprocessing and multiprocessing.parent_process():
        return 1
    every = (
        os.sched_getaffinity(0)
        if hasattr(os, "sched_getaffinity")
        else range(os.cpu_count() or 1)
    )
    return min(len(every), MOST)


def map_threads(work: Callable[[T], R], items: Sequence[T], threads: int) -> list[R]:
    """The results of a work for some items, in their order.

    Args:
        work: a function of one item; safe under threads.
        items: what it is done for, each taken by the thread that is free.
        threads: how many work at once, this one among them.
    """
    found: list[Any] = [None] * len(items)
    # One counter for all: `next` on it is a single step, which no other thread comes into.
    turns = itertools.count()
    errors: list[tuple[int, BaseException]] = []

    def help_out() -> None:
        while not errors and (at := next(turns)) < len(items):
            try:
                found[at] = work(items[at])
            except BaseException as error:
                # Raised again below, in the thread that asked.
                errors.append((at, error))

    helpers = [
        threading.Thread(target=help_out, daemon=True)
        for _ in range(min(threads, len(items)) - 1)
    ]
    for helper in helpers:
        helper.start()
    help_out()
    try:
        for helper in helpers:
            helper.join()
    except BaseException as error:
        # An interrupt: the others end with what they are at.
        errors.append((-1, error))
    if errors:
        # That of the first item, as without threads.
        _, first = min(errors, key=lambda each: each[0])
        raise first
    return found
