"""The answers for chunks of rows, in this process or in several.

Workers live no longer than their parent: each has a pipe to it, and notices at once when the
parent ends, however that comes. They take chunks in turn, so answers come in the
order of the chunks. An interrupt is the parent's business, which ends them.
"""

from __future__ import annotations

import multiprocessing
import os
import queue
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any

import pyarrow as pa

from nkrisk_geo.files.arrow_segments import join_columns
from nkrisk_geo.files.chunks import Chunk
from nkrisk_geo.model.errors import InputError
from nkrisk_geo.tables.rows import annotate_arrow

Given = Sequence[tuple[pa.Table, str]]
"""For each party its fields, in columns of their names, and the prefix of its answers."""

Read = Iterable[tuple[Chunk, Given]]
Annotated = Iterator[tuple[Chunk, pa.Table]]
Annotate = Callable[[Read], Annotated]

AHEAD = 2
"""Chunks that a worker has before it: the one that it answers, and the next."""
_PATIENCE = 5.0
"""Seconds in which a worker that has nothing left to do ends by itself."""


class WorkerError(RuntimeError):
    """A worker was ended from outside, as systems do that run out of memory."""


def answer_parties(given: Given, options: Mapping[str, Any]) -> pa.Table:
    """The new columns alone."""
    tables = [_answer_party(fields, prefix, options) for fields, prefix in given]
    first, *others = tables
    for table in others:
        first = join_columns(first, table)
    return first


def _answer_party(given: pa.Table, prefix: str, options: Mapping[str, Any]) -> pa.Table:
    # Not to meet one of the new names.
    own = {field: f"\0{field}" for field in given.column_names}
    named = given.rename_columns([*own.values()])
    fields: dict[str, Any] = dict(own)
    table = annotate_arrow(named, **fields, prefix=prefix, **options)
    return table.select(range(len(own), table.num_columns))


@contextmanager
def open_workers(options: Mapping[str, Any], *, workers: int) -> Iterator[Annotate]:
    """A function from (chunk, fields) to (chunk, new columns), in the same order."""
    if workers <= 1:
        yield partial(_annotate_here, options)
        return
    with Workers(workers, options) as pool:
        yield pool.annotate


def _annotate_here(options: Mapping[str, Any], read: Read) -> Annotated:
    """In this process, without one more in between."""
    for chunk, given in read:
        yield chunk, answer_parties(given, options)


class Workers:
    """Processes that answer chunks."""

    def __init__(self, count: int, options: Mapping[str, Any]) -> None:
        # A fork would take the threads' locks along, and nobody who opens them.
        context = multiprocessing.get_context("spawn")
        self._processes = []
        self._pipes: list[Connection] = []
        with _no_interrupts():
            for _ in range(count):
                ours, theirs = context.Pipe()
                process = context.Process(
                    target=_work, args=(theirs, options), daemon=True
                )
                process.start()
                # Held here too, it would never end when the worker does.
                theirs.close()
                self._processes.append(process)
                self._pipes.append(ours)

    def annotate(self, read: Read) -> Annotated:
        """Some chunks ahead of the writer, never more."""
        waiting: deque[tuple[Chunk, Connection]] = deque()
        for number, (chunk, given) in enumerate(read):
            if len(waiting) == AHEAD * len(self._pipes):
                yield _take_answer(*waiting.popleft())
            pipe = self._pipes[number % len(self._pipes)]
            with _lost_workers():
                pipe.send(given)
            waiting.append((chunk, pipe))
        while waiting:
            yield _take_answer(*waiting.popleft())

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for pipe in self._pipes:
            pipe.close()
        for process in self._processes:
            if kind is None:
                process.join(_PATIENCE)
            process.kill()
            process.join()


def _take_answer(chunk: Chunk, pipe: Connection) -> tuple[Chunk, pa.Table]:
    with _lost_workers():
        answer = pipe.recv()
    if isinstance(answer, Exception):
        raise answer
    return chunk, answer


@contextmanager
def _lost_workers() -> Iterator[None]:
    """A pipe that nobody is at the other end of means that the worker is gone."""
    try:
        yield
    except (EOFError, OSError):
        raise WorkerError(
            "a worker was ended from outside; perhaps the memory did not suffice, and "
            "fewer workers do"
        ) from None


@contextmanager
def _no_interrupts() -> Iterator[None]:
    """Processes begun in here never see an interrupt from the keyboard.

    Not even while they start.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # Else the first worker would start it, with interrupts let in again.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# --- in a worker ----------------------------------------------------------------------


def _work(pipe: Connection, options: Mapping[str, Any]) -> None:
    """Answer chunk after chunk until the parent closes the pipe or is no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    chunks: queue.SimpleQueue[Given] = queue.SimpleQueue()
    receiver = threading.Thread(target=_receive, args=(pipe, chunks), daemon=True)
    receiver.start()
    while True:
        # Nobody waits for the answer any more.
        with suppress(ConnectionError):
            pipe.send(_answer(chunks.get(), options))


def _receive(pipe: Connection, chunks: queue.SimpleQueue[Given]) -> None:
    """Take chunks from the pipe, so that the parent never waits; without a parent, end."""
    while True:
        try:
            chunks.put(pipe.recv())
        except (EOFError, OSError):
            os._exit(0)


def _answer(given: Given, options: Mapping[str, Any]) -> pa.Table | Exception:
    """The new columns, or why there are none."""
    try:
        return answer_parties(given, options)
    except (InputError, MemoryError) as error:
        return error
    except Exception as error:  # told where it can be read: in the parent
        return RuntimeError(f"{type(error).__name__}: {error}")
