"""Locks that are free again in a forked child.

A fork copies the thread that calls it and no other. What a lock of another thread guards stays
as that thread left it, and the lock itself is held for ever: a server that loads its data and
then forks its workers (gunicorn, Celery, joblib) would now and then have one that never
answers. So every lock of the library is a `ForkSafeLock`, made anew in the child. What a thread may
have left half done is told by a flag of its owner, which was there for interruptions anyhow;
see `nkrisk_geo.tables.row_cache`.

    >>> with ForkSafeLock() as lock:
    ...     lock.is_taken
    True
    >>> lock.is_taken
    False
"""

from __future__ import annotations

import functools
import os
import threading
import weakref
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")


class ForkSafeLock:
    """A lock, for `with`. One that is `reentrant` may be taken again by the thread that has it."""

    def __init__(self, *, reentrant: bool = False) -> None:
        self._make = threading.RLock if reentrant else threading.Lock
        self._begin()
        _LOCKS.add(self)

    def _begin(self) -> None:
        self._lock = self._make()
        self._owner: int | None = None
        self._depth = 0

    def __enter__(self) -> ForkSafeLock:
        self._lock.acquire()
        self._owner = threading.get_ident()
        self._depth += 1
        return self

    def __exit__(self, *_: object) -> None:
        self._depth -= 1
        if not self._depth:
            self._owner = None
        self._lock.release()

    @property
    def is_taken(self) -> bool:
        """Has a thread taken it?

        In a forked child, before it is renewed, perhaps one that is not there any more.
        """
        return self._owner is not None

    def renew(self) -> None:
        """Let it be free, unless it is taken by the thread that asks.

        That one goes on in the child and gives it back.
        """
        if self._owner != threading.get_ident():
            self._begin()


class cached_property(functools.cached_property[T]):
    """As that of `functools`, with a lock that is made anew in a child.

    Before Python 3.12 that one holds a lock while a value is made.
    """

    def __init__(self, func: Callable[[Any], T]) -> None:
        super().__init__(func)
        _PROPERTIES.append(self)

    def renew(self) -> None:
        """Let nobody wait for who is not there."""
        if hasattr(self, "lock"):
            self.lock: threading.RLock = threading.RLock()


_LOCKS: weakref.WeakSet[ForkSafeLock] = weakref.WeakSet()
_PROPERTIES: list[cached_property[Any]] = []


def _renew() -> None:
    for lock in [*_LOCKS]:
        lock.renew()
    for each in _PROPERTIES:
        each.renew()


if hasattr(os, "register_at_fork"):  # not on Windows, which has no fork
    os.register_at_fork(after_in_child=_renew)
