"""The engine under sanitizers: `python3 dev.py fuzz [--minutes N] [--seed N] [--only WAY]`.

Compiles `src/engine` with the sanitizers of the machine's compiler, and tries it in four ways:

    calls      random records as Python hands them over: texts, signatures, items that are any number at all
    records    the same in C, inputs that go new ways being varied further
    tables     numbers in the gazetteer's tables that are others: the engine has to refuse them, or to come to no harm
    threads    several threads over one engine, under the thread sanitizer

The first fault ends a way, with the sanitizer's report; an input of `records` or `tables` that fails is put into out/, and
`--again FILE` tries it once more. With clang these two are libFuzzer's, with gcc they have a driver of their own. What a compiler
cannot do is skipped, and said.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from hostile import sanitizers  # noqa: E402 - the path comes first
from hostile.fuzzers import Fuzzer  # noqa: E402

WAYS = ("calls", "records", "tables", "threads")
RACED = 66
"""The exit code of a process in which the thread sanitizer saw two threads meet."""
Share = tuple[int, float]
"""What chance begins with, and for how many seconds."""


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="dev.py fuzz",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--minutes", type=float, default=5.0, help="how long in all (5)"
    )
    parser.add_argument(
        "--seed", type=int, default=1, help="what chance begins with (1)"
    )
    parser.add_argument(
        "--only",
        action="append",
        choices=WAYS,
        help="this way alone; may be said again",
    )
    parser.add_argument(
        "--again",
        type=Path,
        metavar="FILE",
        help="an input that failed; --only says of which way",
    )
    given = parser.parse_args(arguments)
    chosen = given.only or WAYS
    if given.again and (len(chosen) != 1 or chosen[0] not in ("records", "tables")):
        parser.error("--again needs --only records or --only tables")
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        if given.again:
            return _again(Path(folder), chosen[0], given.again)
        share = (given.seed, given.minutes * 60 / len(chosen))
        ways: Mapping[str, Callable[[Path, Share], int]] = {
            "calls": _calls,
            "records": lambda *of: _fuzzed("records", *of),
            "tables": lambda *of: _fuzzed("tables", *of),
            "threads": _threads,
        }
        return max(_tried(way, ways[way], Path(folder), share) for way in chosen)


def _tried(
    way: str, trying: Callable[[Path, Share], int], folder: Path, share: Share
) -> int:
    print(f"== {way}", flush=True)
    code = trying(folder, share)
    if code:
        print(f"{way}: a fault (exit code {code}, seed {share[0]})", flush=True)
    return min(1, abs(code))


def _skipped(what: str) -> int:
    print(f"skipped: no compiler with {what} is here", flush=True)
    return 0


# ── in C ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _fuzzed(what: str, folder: Path, share: Share) -> int:
    fuzzer = Fuzzer.built(folder)
    if fuzzer is None:
        return _skipped("the address and undefined-behaviour sanitizers")
    return fuzzer.run(what, *share, ROOT / "out" / f"fuzz-{what}-{share[0]}")


def _again(folder: Path, what: str, failing: Path) -> int:
    fuzzer = Fuzzer.built(folder)
    return (
        fuzzer.again(what, failing.resolve())
        if fuzzer
        else _skipped("these sanitizers")
    )


# ── in Python ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _calls(folder: Path, share: Share) -> int:
    library = folder / "checked.so"
    loaded = sanitizers.library(
        library, sanitizers.MEMORY, ("libasan.so", "libubsan.so"), apart=True
    )
    if loaded is None:
        return _skipped("the address and undefined-behaviour sanitizers")
    environment = {
        "LD_PRELOAD": loaded,
        "ASAN_OPTIONS": "detect_leaks=0:allocator_may_return_null=1",  # Python itself leaves much behind
        "UBSAN_OPTIONS": "print_stacktrace=1",
    }
    return _child([], "calls.py", library, share, environment)


def _threads(folder: Path, share: Share) -> int:
    library = folder / "raced.so"
    loaded = sanitizers.library(
        library, sanitizers.THREADS, ("libtsan.so",), apart=False
    )
    if loaded is None:
        return _skipped("the thread sanitizer")
    # Of Python and numpy, which are not compiled so, it would see one half of what they do: these are left out.
    options = f"ignore_noninstrumented_modules=1:halt_on_error=1:exitcode={RACED}"
    environment = {"LD_PRELOAD": loaded, "TSAN_OPTIONS": options}
    before = _bearing(environment)
    if before is None:
        print(
            "skipped: the thread sanitizer does not bear this machine's Python",
            flush=True,
        )
        return 0
    told = _child(before, "threads.py", library, (share[0], 0), environment, quiet=True)
    if told != RACED:
        print(f"two threads in one memory were not told (exit code {told})", flush=True)
        return 1
    return _child(before, "threads.py", library, share, environment)


def _bearing(environment: Mapping[str, str]) -> list[str] | None:
    """What has to stand before Python's command: older thread sanitizers want all memory where it always is."""
    for before in ([], ["setarch", "-R"]):
        if before and not shutil.which(before[0]):
            continue
        command = [*before, sys.executable, "-c", "import ctypes"]
        if not subprocess.run(
            command, env={**os.environ, **environment}, check=False, capture_output=True
        ).returncode:
            return before
    return None


def _child(
    before: Sequence[str],
    program: str,
    library: Path,
    share: Share,
    environment: Mapping[str, str],
    *,
    quiet: bool = False,
) -> int:
    """A process of Python in which a library is tried: its exit code."""
    command = [
        *before,
        sys.executable,
        str(ROOT / "hostile" / program),
        str(library),
        *map(str, share),
    ]
    output = subprocess.DEVNULL if quiet else None
    return subprocess.run(
        command,
        env={**os.environ, **environment},
        check=False,
        stdout=output,
        stderr=output,
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
