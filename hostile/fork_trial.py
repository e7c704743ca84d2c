"""Forks while threads are at work, as web servers and pools do it: `python -m hostile.fork_trial PATTERN TIMES SEED`.

Prints how many children of how many gave no answer within some seconds, as JSON.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence

PATIENCE = 10.0
ENOUGH = 3
"""Children without an answer after which no more are forked."""
TEXTS = ("Dandong, Liaoning", "丹东市振兴区", "HUNCHUN CITY JILIN", "Seoul", "延吉市")


def main(argv: Sequence[str]) -> int:
    """Fork so many times, at moments of chance."""
    pattern, times, seed = argv[0], int(argv[1]), argv[2]
    chance, stop = random.Random(seed), threading.Event()
    work = PATTERNS[pattern]
    work(chance)
    for number in range(2):
        threading.Thread(
            target=_busy,
            args=(work, random.Random(f"{seed}{number}"), stop),
            daemon=True,
        ).start()
    late = wrong = 0
    for _ in range(times):
        time.sleep(chance.random() * 0.02)
        pid = os.fork()
        if not pid:
            _live(work, chance)
        code = _awaited(pid)
        late += code is None
        wrong += code not in (None, 0)
        if late == ENOUGH:
            break
    stop.set()
    print(json.dumps({"forks": times, "late": late, "wrong": wrong}), flush=True)
    os._exit(0)


def _live(work: Callable[[random.Random], None], chance: random.Random) -> None:
    """The life of a child: one answer."""
    try:
        work(chance)
        os._exit(0)
    except BaseException as error:
        os.write(2, f"{error!r:.300}\n".encode())
        os._exit(3)


def _awaited(pid: int) -> int | None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        found, status = os.waitpid(pid, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.005)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return None


def _busy(
    work: Callable[[random.Random], None], chance: random.Random, stop: threading.Event
) -> None:
    while not stop.is_set():
        work(chance)


def _answer(chance: random.Random) -> None:
    """A text that was not asked before."""
    import nkrisk_geo

    if not nkrisk_geo.resolve(
        f"{chance.choice(TEXTS)} {chance.getrandbits(40)}"
    ).status:
        raise ValueError("no answer")


def _parsed(chance: random.Random) -> None:
    import nkrisk_geo

    nkrisk_geo.parse(f"{chance.choice(TEXTS)} {chance.getrandbits(40)}")
    nkrisk_geo.resolve_all(f"{chance.choice(TEXTS)} {chance.getrandbits(40)}; Seoul")


def _table(chance: random.Random) -> None:
    import pyarrow as pa

    import nkrisk_geo

    texts = [f"{chance.choice(TEXTS)} {chance.getrandbits(40)}" for _ in range(10)]
    if nkrisk_geo.annotate_arrow(pa.table({"a": texts}), address="a").num_rows != 10:
        raise ValueError("no answer")


PATTERNS: dict[str, Callable[[random.Random], None]] = {
    "preloaded": _answer,
    "parse": _parsed,
    "table": _table,
}
"""What threads and children do; the parent has done it before, so that no module is being imported at a fork."""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
