"""Several threads over one engine that was compiled with the thread sanitizer.

    python threads.py LIBRARY SEED SECONDS       answers in threads until the time is over
    python threads.py LIBRARY SEED 0             two threads use one memory at a time: the sanitizer has to tell

It sees what the engine itself reads and writes, and each lock, but nothing else of Python and its libraries, which are not
compiled so. What Python writes while threads read is thus not seen: that is one table, of what characters are, two bytes of
which are nothing and then what the character is.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

THREADS, TEXTS = 4, 60


def main(library: str, seed: int, seconds: float) -> int:
    """Start the threads and wait for them; the sanitizer ends the process where two of them meet."""
    from nkrisk_geo.native import library as compiled

    compiled.LIBRARY = library
    end = time.monotonic() + seconds
    counts = [0] * THREADS
    work: Callable[[int], None] = lambda number: _answer(number, seed, end, counts)  # noqa: E731
    wrongs = list[BaseException]()
    _at_once(THREADS if seconds else 2, work if seconds else _sharing(), wrongs)
    if wrongs:
        raise wrongs[0]
    print(f"{sum(counts):,} texts in {THREADS} threads: no race (seed {seed})")
    return 0


def _at_once(
    count: int, work: Callable[[int], None], wrongs: list[BaseException]
) -> None:
    """Let threads begin together."""
    gate = threading.Barrier(count)

    def begun(number: int) -> None:
        gate.wait()
        try:
            work(number)
        except BaseException as wrong:  # told by the main thread
            wrongs.append(wrong)

    threads = [
        threading.Thread(target=begun, args=(number,)) for number in range(count)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _answer(number: int, seed: int, end: float, counts: list[int]) -> None:
    """Answer one by one and in batches; the first of all makes the engine, which the others wait for."""
    from hostile.calls import Chance
    from nkrisk_geo import parse, resolve
    from nkrisk_geo.engine.batch_decisions import decide_batch
    from nkrisk_geo.engine.reader import read_text
    from nkrisk_geo.engine.texts import Texts, read
    from nkrisk_geo.resolver.resolution import get_resolver

    engine = get_resolver()
    chance = Chance(seed * THREADS + number)
    while time.monotonic() < end:
        batch = [chance.text() for _ in range(TEXTS)]
        for text in batch[: TEXTS // 4]:
            resolve(text, city=chance.text() if chance.random.random() < 0.2 else None)
            read_text(engine.engine.core, 0, engine.gazetteer.normalizer.fold(text))
            parse(text)
        folded = [engine.gazetteer.normalizer.fold(text) for text in batch]
        records = read(engine.engine.core, 0, Texts.of(folded))
        decide_batch(engine.engine, records.records, 0.8)
        decide_batch(engine.engine, engine.table_signer.texts(batch), 0.8)
        engine.engine.meaning(records.records.one(0), 0.8)
        counts[number] += len(batch)


def _sharing() -> Callable[[int], None]:
    """What no two threads may do: use one memory at a time."""
    from nkrisk_geo import resolve
    from nkrisk_geo.resolver.resolution import get_resolver

    engine = get_resolver().engine
    resolve("dandong")
    idle = engine.deciders.idle
    reader, decider = engine.core.readers[0], idle[0]

    def work(number: int) -> None:
        for each in range(2000):
            engine.core.readers[:], idle[:] = [reader] * 9, [decider] * 9
            resolve(f"{number} {each} {'dandong city, liaoning, ' * 7}")

    return work


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3])))
