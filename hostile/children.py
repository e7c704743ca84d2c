"""Commands of the library run as processes that are bounded: by time, by memory, and in what they can leave behind."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MEMORY = 4 << 30
"""Address space that a child may have: a fault must not take the machine with it."""
MARK = "NKRISK_HOSTILE"
"""A variable in the environment of our processes, by which those that outlived their parent are found again."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a child: exit code (negative: the signal that ended it), outputs, largest memory, time."""

    command: str
    code: int
    out: bytes
    err: bytes
    rss_mb: float = 0.0
    cpu: float = 0.0
    hung: bool = False

    @property
    def said(self) -> str:
        """Both outputs as text."""
        return (self.out + self.err).decode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class Ask:
    """A module to be run as `python -m` does, with its arguments, in a folder."""

    module: str
    arguments: tuple[str, ...]
    folder: Path
    seconds: float
    file_size: int | None = None
    """Bytes that a file may have, as on a disk that is full."""

    @property
    def command(self) -> str:
        """How a person would write it."""
        return shlex.join(["python", "-m", self.module, *self.arguments])


def environment(mark: str = "") -> dict[str, str]:
    """That of this process, with the library and this folder in the way of imports."""
    ways = [str(ROOT), str(ROOT / "src"), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(ways),
        "PYTHONUTF8": "1",
        "OPENBLAS_NUM_THREADS": "1",
        MARK: mark,
    }


def run(ask: Ask, *, extra: Mapping[str, str] | None = None) -> Result:
    """Run a module in a process of its own, and wait for it a bounded time."""
    limits = f"ulimit -v {MEMORY >> 10}"
    if ask.file_size is not None:
        limits += f"; ulimit -f {ask.file_size >> 9}"
    command = [
        "sh",
        "-c",
        f'{limits}; exec "$@"',
        "sh",
        sys.executable,
        "-m",
        ask.module,
        *ask.arguments,
    ]
    out, err = ask.folder / ".hostile-out", ask.folder / ".hostile-err"
    with out.open("wb") as stdout, err.open("wb") as stderr:
        process = subprocess.Popen(
            [os.fsencode(part) for part in command],
            cwd=ask.folder,
            env={**environment(), **(extra or {})},
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=stderr,
            start_new_session=True,
        )
        code, rss, cpu, hung = awaited(process.pid, ask.seconds, inherited=True)
        process.returncode = code
    return Result(ask.command, code, taken(out), taken(err), rss, cpu, hung)


def taken(path: Path) -> bytes:
    """The beginning and end of what a child said; the file is removed."""
    content = path.read_bytes() if path.stat().st_size < 64 << 20 else b"(too much)"
    path.unlink()
    return content


def awaited(
    pid: int, seconds: float, *, inherited: bool = False
) -> tuple[int, float, float, bool]:
    """Exit code, MB, seconds of processor and whether the child, a leader of its group, had to be ended.

    With `inherited`, the memory that the system tells at the end is also that of the process before it became another, so
    it is looked at while the child lives.
    """
    deadline, pause, hung, peak = time.monotonic() + seconds, 0.002, False, 0.0
    while True:
        found, status, usage = os.wait4(pid, os.WNOHANG)
        if found:
            break
        if time.monotonic() > deadline and not hung:
            hung = True
            end_group(pid)
        peak = max(peak, _peak_of(pid)) if inherited else 0.0
        time.sleep(pause)
        pause = min(pause * 1.5, 0.05)
    code = os.waitstatus_to_exitcode(status)
    return (
        code,
        peak if inherited else usage.ru_maxrss / 1024,
        usage.ru_utime + usage.ru_stime,
        hung,
    )


def _peak_of(pid: int) -> float:
    """The largest memory of a process so far, in MB."""
    try:
        status = Path(f"/proc/{pid}/status").read_text("ascii", "replace")
    except OSError:
        return 0.0
    found = [line for line in status.splitlines() if line.startswith("VmHWM")]
    return int(found[0].split()[1]) / 1024 if found else 0.0


def end_group(leader: int) -> None:
    """End the group of a child of ours."""
    try:
        os.killpg(leader, signal.SIGKILL)
    except ProcessLookupError:
        return


def marked(mark: str) -> list[int]:
    """The processes, not only children, that were started with this mark and still live."""
    sought = f"{MARK}={mark}".encode()
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            live = (entry / "stat").read_bytes().rpartition(b")")[2].split()[0] != b"Z"
            if live and sought in (entry / "environ").read_bytes().split(b"\0"):
                found.append(int(entry.name))
        except OSError:  # it ended meanwhile, or is somebody else's
            continue
    return found


def end_marked(mark: str) -> None:
    """End those processes."""
    for pid in marked(mark):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
