"""Runs that are killed or signalled at random moments, alone or with their workers, and gone on with."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Lock

from hostile import contents
from hostile.audit import littered, rows_of, said
from hostile.cases import Case, Room
from hostile.children import end_marked, environment, marked
from hostile.faults import Fault, Finding

ROWS = 10_000
KINDS = ("csv", "csv.gz", "parquet")
SIGNALS = ("SIGKILL", "SIGTERM", "SIGHUP", "SIGINT")
ENDING, LEAVING = 15.0, 3.0
"""Seconds within which a signalled run has ended, and within which its workers have left."""
_making = Lock()


def cases() -> list[Case]:
    """Each signal to the process and to its group, workers killed, runs that are killed with their terminal."""
    found = []
    for name in SIGNALS:
        for workers in (1, 2):
            for whom in ("process", "group"):
                for kind in KINDS:
                    how = Signalled(kind, workers, getattr(signal, name), whom)
                    found.append(Case(name, f"{name}/{whom}/{workers}/{kind}", how))
    for kind in KINDS:
        found.append(
            Case(
                "a worker killed",
                f"worker/{kind}",
                Signalled(kind, 2, signal.SIGKILL, "worker"),
            )
        )
    return found


class Signalled:
    """Start, signal at a random moment, look what is left, and go on until the output is there."""

    def __init__(
        self, kind: str, workers: int, number: signal.Signals, whom: str
    ) -> None:
        self._kind, self._workers, self._signal, self._whom = (
            kind,
            workers,
            number,
            whom,
        )

    def __call__(self, room: Room) -> Iterator[Finding]:
        """Act."""
        alone = undisturbed(room, self._kind)
        mark = f"{os.getpid()}-{room.folder.name}"
        out = room.folder / f"out.{self._kind}"
        try:
            yield from self._stopped(room, out, mark, alone)
        finally:
            end_marked(mark)
        yield from self._finished(room, out, alone.folder)

    def _stopped(
        self, room: Room, out: Path, mark: str, alone: Alone
    ) -> Iterator[Finding]:
        """One run that is signalled."""
        err = room.folder / "err"
        with err.open("wb") as stderr:
            process = subprocess.Popen(
                [sys.executable, "-m", "hostile.small_chunks", *_arguments(out, self._workers), "--quiet"],
                cwd=room.folder, env=environment(mark), stdin=subprocess.DEVNULL, stdout=stderr, stderr=stderr,
                start_new_session=True,
            )  # fmt: skip
        before = _wait_for_work(process, out)
        time.sleep(room.chance.uniform(0.0, alone.seconds))
        if self._whom == "worker":
            _kill_one_worker(process.pid, room)
        else:
            with suppress(ProcessLookupError):
                (os.killpg if self._whom == "group" else os.kill)(
                    process.pid, self._signal
                )
        yield from _ended(process, mark)
        if out.exists():  # it came to its end before the signal did
            yield from same(out, alone.folder / out.name)
        elif self._signal is not signal.SIGKILL or self._whom == "worker":
            yield from _worded(
                process.returncode, err.read_text("utf-8", "replace"), begun=before
            )

    def _finished(self, room: Room, out: Path, alone: Path) -> Iterator[Finding]:
        """The last run is left alone: its bytes are those of one that was never disturbed."""
        result = room.run(
            *_arguments(out, self._workers),
            "--quiet",
            module="hostile.small_chunks",
            seconds=120,
        )
        if result.code:
            yield Finding(Fault.WRONG, f"--resume: exit {result.code}: {said(result)}")
            return
        yield from same(out, alone / out.name)
        yield from littered(out)


def _arguments(out: Path, workers: int) -> list[str]:
    return [
        "enrich",
        "in.csv",
        "-o",
        out.name,
        "--address",
        "address",
        "--resume",
        "--workers",
        str(workers),
    ]


def _wait_for_work(process: subprocess.Popen[bytes], out: Path) -> bool:
    """Until the unfinished output is there, which is behind the start of Python; whether it came."""
    deadline = time.monotonic() + 20
    while process.poll() is None and time.monotonic() < deadline:
        if any(path.name.startswith(f".{out.name}") for path in out.parent.iterdir()):
            return True
        time.sleep(0.01)
    return False


def _kill_one_worker(parent: int, room: Room) -> None:
    """One of the processes that answer, when they are there."""
    deadline = time.monotonic() + 3
    while time.monotonic() < deadline:
        workers = [
            pid for pid in _children_of(parent) if b"spawn_main" in _command_of(pid)
        ]
        if workers:
            with suppress(ProcessLookupError):
                os.kill(room.chance.choice(workers), signal.SIGKILL)
            return
        time.sleep(0.02)


def _children_of(parent: int) -> list[int]:
    try:
        return [
            int(pid)
            for pid in Path(f"/proc/{parent}/task/{parent}/children")
            .read_text("ascii")
            .split()
        ]
    except OSError:
        return []


def _command_of(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def _ended(process: subprocess.Popen[bytes], mark: str) -> Iterator[Finding]:
    """The run ends, and 3 seconds later nothing of it is there."""
    try:
        process.wait(ENDING)
    except subprocess.TimeoutExpired:
        yield Finding(Fault.HUNG, f"still there {ENDING:.0f} s after the signal")
        process.kill()
        process.wait()
    deadline = time.monotonic() + LEAVING
    while (left := marked(mark)) and time.monotonic() < deadline:
        time.sleep(0.05)
    if left:
        yield Finding(
            Fault.LEFT, f"{len(left)} processes {LEAVING:.0f} s later", len(left)
        )
        end_marked(mark)


def _worded(code: int, text: str, *, begun: bool) -> Iterator[Finding]:
    """A message in a line or two, no traceback."""
    if "Traceback" in text:
        yield Finding(Fault.CRASHED, text.strip().rpartition("\n")[2][:150])
    elif begun and code and not text.strip():
        yield Finding(Fault.CRASHED, f"ended ({code}) without a word")
    elif len(text.strip().splitlines()) > 2:
        yield Finding(
            Fault.CRASHED,
            f"{len(text.strip().splitlines())} lines for one signal: {text[:100]}",
        )


class Alone:
    """A folder with an output of each kind made by a run that nobody disturbed, and how long such a run works."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.seconds = float((folder / "seconds").read_text("ascii"))


def undisturbed(room: Room, kind: str) -> Alone:
    """The input beside the case, and what is made of it when it is left alone; made once."""
    with _making:
        source = room.shared / "in.csv"
        if not source.exists():
            source.write_bytes(contents.padded(ROWS, 60))
        if not (room.shared / f"out.{kind}").exists():
            begun = time.monotonic()
            out = room.shared / f"out.{kind}"
            done = subprocess.run(
                [sys.executable, "-m", "hostile.small_chunks", *_arguments(out, 1), "--quiet"],
                cwd=room.shared, env=environment(), capture_output=True, check=False, timeout=120,
            )  # fmt: skip
            if done.returncode:
                raise RuntimeError(
                    f"a run that nobody disturbs fails: {done.stderr.decode(errors='replace')[-300:]}"
                )
            (room.shared / "seconds").write_text(
                f"{max(0.3, time.monotonic() - begun - 1.2):.3f}", "ascii"
            )
    (room.folder / "in.csv").write_bytes(source.read_bytes())
    return Alone(room.shared)


def same(out: Path, whole: Path) -> Iterator[Finding]:
    """The same bytes of the output and of what was rejected."""
    rejects = ".rejects.csv"
    for made, wanted in (
        (out, whole),
        (Path(f"{out}{rejects}"), Path(f"{whole}{rejects}")),
    ):
        if (made.read_bytes() if made.exists() else b"") == (
            wanted.read_bytes() if wanted.exists() else b""
        ):
            continue
        ours, theirs = (
            rows_of(path) or [] if path.exists() else [] for path in (made, wanted)
        )
        if made.exists() and len(ours) == len(theirs):
            yield Finding(
                Fault.WRONG,
                f"{made.name} has other bytes than that of a run left alone",
            )
        else:
            words = f"{made.name}: {len(ours)} rows, {len(theirs)} in that of a run left alone"
            yield Finding(Fault.LOST, words, abs(len(ours) - len(theirs)) or 1)
