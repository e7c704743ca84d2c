"""The answers for chunks of rows, in this process or in several."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any

import pyarrow as pa

from nkrisk_geo.files.chunks import Chunk
from nkrisk_geo.files.segments import beside
from nkrisk_geo.rows import annotate_arrow

Given = Sequence[tuple[pa.Table, str]]
"""For each party its fields, in columns of their names, and the prefix of its answers."""

Read = Iterable[tuple[Chunk, Given]]
Annotated = Iterator[tuple[Chunk, pa.Table]]


def answered(given: Given, options: Mapping[str, Any]) -> pa.Table:
    """The new columns alone."""
    first, *others = (_answers(fields, prefix, options) for fields, prefix in given)
    for table in others:
        first = beside(first, table)
    return first


def _answers(given: pa.Table, prefix: str, options: Mapping[str, Any]) -> pa.Table:
    named = given.rename_columns(
        [f"\0{field}" for field in given.column_names]
    )  # not to meet one of the new names
    fields: dict[str, Any] = {field: f"\0{field}" for field in given.column_names}
    table = annotate_arrow(named, **fields, prefix=prefix, **options)
    return table.select(range(given.num_columns, table.num_columns))


@contextmanager
def annotation(options: Mapping[str, Any], *, workers: int) -> Iterator[Callable[[Read], Annotated]]:
    """A function from (chunk, fields) to (chunk, new columns), in the same order."""
    if workers <= 1:
        yield lambda read: ((chunk, answered(given, options)) for chunk, given in read)
        return
    pool = ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))
    try:
        yield lambda read: _pooled(pool, read, options, ahead=workers + 1)
    finally:
        pool.shutdown(cancel_futures=True)


def _pooled(pool: ProcessPoolExecutor, read: Read, options: Mapping[str, Any], *, ahead: int) -> Annotated:
    """A few chunks ahead of the writer, never more."""
    waiting: deque[tuple[Chunk, Future[pa.Table]]] = deque()
    for chunk, given in read:
        waiting.append((chunk, pool.submit(answered, given, options)))
        if len(waiting) > ahead:
            yield _ready(*waiting.popleft())
    yield from (_ready(*first) for first in waiting)


def _ready(chunk: Chunk, answer: Future[pa.Table]) -> tuple[Chunk, pa.Table]:
    return chunk, answer.result()
