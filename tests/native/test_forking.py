"""A child that is forked while threads of its parent work answers as the parent does, and soon."""

import gc
import itertools
import multiprocessing
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from tests.asked import rows

import nkrisk_geo
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.native import locks
from nkrisk_geo.native.locks import ForkSafeLock
from nkrisk_geo.resolver.resolution import get_resolver
from nkrisk_geo.resolver.resolver import Resolver
from nkrisk_geo.tables.row_cache import RowCache, shared_cache

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")

PATIENCE = 120.0
"""Seconds in which a child answers. It takes a hundredth of one; the machine may be busy."""
FORKS = 40
TEXTS = [
    "丹东市振兴区滨江中路18号",
    "DANDONG CITY LIAONING",
    "朝阳区",
    "吉林省珲春市",
    "Sinuiju",
    "上海丹东路 118000",
]
PLACES = "丹东 沈阳 大连 长春 吉林 延吉 珲春 图们 龙井 和龙 集安 临江 长白 通化 白山 本溪 抚顺 鞍山 营口 锦州 牡丹江".split()


def answered(texts: Sequence[str]) -> list[Any]:
    """What the library says of texts, through its different doors."""
    table = nkrisk_geo.annotate_arrow(
        pa.table({"a": texts, "b": [*reversed(texts)]}), address="a", city="b"
    )
    get_resolver().remembered = {}  # what it remembers needs no locks
    one = [nkrisk_geo.resolve(text).place for text in texts]
    taken = [nkrisk_geo.parse(text).en for text in texts]
    return [table.to_pylist(), [place and place.code for place in one], taken]


def _busy(number: int, stopped: threading.Event) -> None:
    """Read what was not read before, so that every memory is at work."""
    for turn in itertools.count():
        if stopped.is_set():
            return
        named = [PLACES[(turn * step + number) % len(PLACES)] for step in (1, 3, 7)]
        texts = [
            f"{''.join(named)}{'路街村'[turn % 3]}{word}"
            for word in ("一", "站前", "dandong", f"a{turn}b")
        ]
        nkrisk_geo.annotate_arrow(
            pa.table({"a": texts}), address="a", threshold=0.5 + turn % 3 / 10
        )
        nkrisk_geo.resolve("，".join(texts))
        nkrisk_geo.parse(texts[turn % 4])


@contextmanager
def busy(threads: int = 3) -> Iterator[None]:
    """While threads work."""
    stopped, interval = threading.Event(), sys.getswitchinterval()
    workers = [threading.Thread(target=_busy, args=(number, stopped)) for number in range(threads)]
    sys.setswitchinterval(1e-5)
    try:
        for worker in workers:
            worker.start()
        yield
    finally:
        stopped.set()
        for worker in workers:
            worker.join()
        sys.setswitchinterval(interval)


def forked(work: Callable[[], bool]) -> int:
    """A child that does some work and leaves with 0 if it was right; the number of its process."""
    child = os.fork()
    if child:
        return child
    right = False
    try:
        right = work()
    finally:
        os._exit(0 if right else 1)


def ends(child: int, patience: float = PATIENCE) -> str:
    """How a child ended: "right", "wrong", or "hung" if it had to be ended."""
    limit = time.monotonic() + patience
    while time.monotonic() < limit:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return "right" if status == 0 else "wrong"
        time.sleep(0.005)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return "hung"


@pytest.mark.filterwarnings("ignore:This process")  # Python says since 3.12 what this test is about
def test_children_that_are_forked_while_threads_work_answer() -> None:
    expected = answered(TEXTS)
    with busy():
        found = []
        for _ in range(FORKS):
            found.append(ends(forked(lambda: answered(TEXTS) == expected)))
            time.sleep(0.003)
    assert found == ["right"] * FORKS


@pytest.mark.filterwarnings("ignore:This process")
def test_every_lock_that_threads_hold_is_free_in_a_child_and_held_in_the_parent() -> None:
    answered(TEXTS)
    turns, held, done = [*locks._LOCKS], threading.Barrier(2), threading.Event()

    def hold() -> None:
        with ExitStack() as stack:
            for lock in turns:
                stack.enter_context(lock)
            held.wait()
            done.wait()

    def all_free() -> bool:
        with ExitStack() as stack:
            return [*map(stack.enter_context, turns)] == turns

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait()
    try:
        assert (
            ends(forked(lambda: not any(lock.is_taken for lock in turns) and all_free())) == "right"
        )
        assert all(lock.is_taken for lock in turns)
        assert len(turns) > 10
    finally:
        done.set()
        thread.join()


LEFT_OUT = re.compile(
    r"\b(?:R?Lock|Condition|Semaphore|Barrier|Event)\(|functools import .*\bcached_property"
)


def test_no_lock_of_the_library_is_left_out() -> None:
    """A lock of `threading`, or a property of `functools`, is one that a child may wait for without an end."""
    assert LEFT_OUT.search("from functools import cache, cached_property")
    assert LEFT_OUT.search("lock = threading.RLock()")
    for path in Path(nkrisk_geo.__file__).parent.rglob("*.py"):
        assert path.name == "locks.py" or not LEFT_OUT.search(path.read_text("utf-8")), path


def test_a_lock_that_the_forking_thread_has_stays_its_own() -> None:
    for lock in (ForkSafeLock(), ForkSafeLock(reentrant=True)):
        with lock:
            child = os.fork()
            if not child:
                os._exit(0 if lock.is_taken else 1)
        assert ends(child) == "right"

        def work(lock: ForkSafeLock = lock) -> bool:
            with lock:
                locks._renew()
            return not lock.is_taken

        assert work()


def test_locks_go_with_their_owners() -> None:
    gc.collect()  # Or those of other tests would go meanwhile.
    before = len(locks._LOCKS)
    engine = get_resolver()
    several = [RowCache(engine, 0.8, "en", "text") for _ in range(50)]
    assert len(locks._LOCKS) >= before + 50
    several.clear()
    assert len(locks._LOCKS) == before


def test_what_a_thread_left_half_done_is_not_believed() -> None:
    """As a fork finds it between two steps of an update: numbers without their rows."""
    expected = answered(TEXTS)
    engine = get_resolver()
    remembered = shared_cache(engine, 0.8, "en", "text")

    def in_the_child() -> bool:
        remembered.memory._whole = False
        remembered.memory.signature_of_text += 1
        return answered(TEXTS) == expected

    assert ends(forked(in_the_child)) == "right"


class _Watched(list[Any]):
    """A list that notes what is so when something is put behind it."""

    def __init__(self, values: Iterable[Any], note: Callable[[], None]) -> None:
        super().__init__(values)
        self._note = note

    def append(self, value: Any) -> None:
        self._note()
        super().append(value)

    def __iadd__(self, values: Iterable[Any]) -> Any:  # type: ignore[misc]
        self._note()
        return super().__iadd__(values)


def test_an_update_says_that_it_goes_on() -> None:
    """The flags are what tells a child: whoever is in the midst of an update has lowered his."""
    engine, seen = Resolver(Gazetteer.default()), list[bool]()
    remembered = RowCache(engine, 0.8, "en", "text")
    memory = remembered.memory
    memory.blocks = _Watched(memory.blocks, lambda: seen.append(memory._whole))
    remembered.rows(rows(["丹东市"]))
    assert len(seen) >= 1
    assert not any(seen)
    assert memory._whole


@pytest.mark.filterwarnings("ignore:This process")
def test_the_pattern_of_gunicorn_that_loads_first_and_forks_its_workers() -> None:
    """Loaded and asked in the parent, whose threads go on (metrics, a cache); the workers are forked and asked."""
    expected = answered(TEXTS)
    with busy(2):
        children = [forked(lambda: answered(TEXTS) == expected) for _ in range(4)]
        assert [ends(child) for child in children] == ["right"] * 4
        children += [
            forked(lambda: answered(TEXTS[:2]) == answered(TEXTS[:2]))
        ]  # one that is started anew
        assert ends(children[-1]) == "right"


@pytest.mark.filterwarnings("ignore:This process")
def test_the_pattern_of_celery_whose_pool_is_forked_while_the_parent_works() -> None:
    """Processes that take tasks one after another, forked from one that has threads."""
    context = multiprocessing.get_context("fork")
    expected = [answered([text]) for text in TEXTS]
    with busy(2):
        tasks, answers = context.SimpleQueue(), context.SimpleQueue()
        workers = [
            context.Process(target=_take_tasks, args=(tasks, answers), daemon=True)
            for _ in range(3)
        ]
        for worker in workers:
            worker.start()
        for text in [*TEXTS, *[None] * len(workers)]:
            tasks.put(text)
        for worker in workers:
            worker.join(PATIENCE)
        hung = [worker for worker in workers if worker.is_alive()]
        for worker in hung:
            worker.kill()
    assert not hung
    found = dict(answers.get() for _ in TEXTS)
    assert [found[text] for text in TEXTS] == expected


def _take_tasks(tasks: Any, answers: Any) -> None:
    while (text := tasks.get()) is not None:
        answers.put((text, answered([text])))


@pytest.mark.filterwarnings("ignore:This process")
@pytest.mark.parametrize("backend", ["loky", "multiprocessing", "threading"])
def test_joblib_gives_what_one_process_gives(backend: str) -> None:
    joblib = pytest.importorskip("joblib")
    expected = [answered([text]) for text in TEXTS]
    with busy(1), joblib.parallel_config(backend=backend, n_jobs=2):
        assert (
            joblib.Parallel(timeout=120)(joblib.delayed(answered)([text]) for text in TEXTS)
            == expected
        )


FIRST_USE = """
import os, signal, threading, time
import nkrisk_geo, pyarrow, nkrisk_geo.tables.rows, nkrisk_geo.address.parser
def first():
    nkrisk_geo.resolve("丹东市振兴区 dandong"); nkrisk_geo.parse("dandong 3F"); nkrisk_geo.resolve("Dandong", lat=40.1, lng=124.4)
threading.Thread(target=first, daemon=True).start()
children = []
for _ in range(12):
    time.sleep(0.05)
    child = os.fork()
    if not child:
        signal.alarm(120)  # one that hangs is not left behind
        found = nkrisk_geo.resolve("丹东市振兴区 dandong").place
        os._exit(0 if found and found.code == "210603" else 1)
    children.append(child)
print(*(os.waitpid(child, 0)[1] for child in children))
"""


def test_a_fork_while_the_data_is_loaded_does_not_stop_the_child() -> None:
    """A thread gives the first answer, which takes most locks for longest."""
    code = [sys.executable, "-W", "ignore", "-c", FIRST_USE]
    done = subprocess.run(code, capture_output=True, text=True, timeout=6 * PATIENCE, check=True)
    assert done.stdout.split() == ["0"] * 12, done.stderr
