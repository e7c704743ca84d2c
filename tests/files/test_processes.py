"""However a run ends, no process of its own is left, and what was done is kept."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import nkrisk_geo
from nkrisk_geo.files.earlier_runs import rows_kept

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/task").exists(), reason="processes are looked up in /proc"
)

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(nkrisk_geo.__file__).parents[1])}
COMMAND = """
import sys
from nkrisk_geo.files import chunks, delimited, run
from nkrisk_geo.cli import main
if __name__ == "__main__":
    chunks.ROWS = 1000
    run.EVERY = 2
    sys.exit(main(sys.argv[1:]))
"""
PATIENCE = 120.0
"""Seconds after which nothing may be left. It takes a moment; the machine may be busy."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("processes")
    (folder / "run.py").write_text(COMMAND, encoding="utf-8")
    lines = "".join(f"NO. {n} JINSHAN STREET {n % 977} DANDONG\n" for n in range(300_000))
    (folder / "in.csv").write_text(f"address\n{lines}", encoding="utf-8")
    return folder


def begun(folder: Path, out: Path, *, workers: int = 2) -> subprocess.Popen[bytes]:
    """A run in a process group of its own, as a terminal begins it."""
    return subprocess.Popen(
        [
            sys.executable, str(folder / "run.py"), "enrich", str(folder / "in.csv"), "-o", str(out),
            "--workers", str(workers), "--quiet",
        ],
        env=ENVIRONMENT, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip


def members(session: int) -> Iterator[int]:
    """The living processes of a session."""
    for entry in Path("/proc").iterdir():
        try:
            stat = (
                (entry / "stat").read_text().rpartition(")")[2].split()
                if entry.name.isdigit()
                else []
            )
        except OSError:  # it has just ended
            continue
        if stat and int(stat[3]) == session and stat[0] != "Z":
            yield int(entry.name)


def waited(process: subprocess.Popen[bytes], out: Path, rows: int) -> None:
    """Wait until so many rows are in safety."""
    until = time.monotonic() + PATIENCE
    while process.poll() is None and rows_kept(str(out)) < rows and time.monotonic() < until:
        time.sleep(0.005)
    assert process.poll() is None, "it ended too early to be disturbed"


def started(process: subprocess.Popen[bytes], workers: int) -> None:
    """Wait until so many workers have begun."""
    until = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < until:
        if sum(b"spawn_main" in cmdline(each) for each in members(process.pid)) >= workers:
            return
        time.sleep(0.002)
    raise AssertionError("no workers began")


def none_left(session: int) -> bool:
    """Are all of its processes gone, after some patience?"""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if not list(members(session)):
            return True
        time.sleep(0.02)
    return False


ATTEMPTS = 5
CODES = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGHUP: 129}


@pytest.mark.parametrize(
    ("whom", "name", "workers"),
    [
        ("group", "SIGINT", 1), ("group", "SIGINT", 2), ("process", "SIGINT", 2), ("process", "SIGTERM", 1),
        ("process", "SIGTERM", 2), ("group", "SIGTERM", 2), ("group", "SIGHUP", 2),
    ],
)  # fmt: skip
def test_a_request_to_end_ends_in_order(whom: str, name: str, workers: int, folder: Path) -> None:
    number = signal.Signals[name]
    for attempt in range(ATTEMPTS):  # as below
        out = folder / f"{whom}-{int(number)}-{workers}-{attempt}.csv"
        with begun(folder, out, workers=workers) as process:
            waited(process, out, 4_000)
            (os.killpg if whom == "group" else os.kill)(process.pid, number)
            _, told = process.communicate(timeout=PATIENCE)
            assert none_left(process.pid)
        if process.returncode:
            break
    assert process.returncode == CODES[signal.Signals(number)]
    assert told.count(b"\n") == 1, told
    assert b"--resume goes on" in told
    assert not out.exists()


@pytest.mark.parametrize("workers", [1, 2])
def test_an_interrupt_while_workers_start_is_one_line(workers: int, folder: Path) -> None:
    """It comes when so many workers are there, which are still loading."""
    out = folder / f"starting-{workers}.csv"
    command = [
        sys.executable,
        "-m",
        "nkrisk_geo",
        "enrich",
        str(folder / "in.csv"),
        "-o",
        str(out),
        "--workers",
        "2",
        "--quiet",
    ]
    # On a busy machine a run may be at its end before this one looks: then another is begun.
    for _ in range(ATTEMPTS):
        with subprocess.Popen(
            [*command, "--force"], env=ENVIRONMENT, stderr=subprocess.PIPE, start_new_session=True
        ) as process:
            started(process, workers)
            os.killpg(process.pid, signal.SIGINT)
            _, told = process.communicate(timeout=PATIENCE)
            assert none_left(process.pid)
        if process.returncode:
            break
    assert process.returncode == 130
    assert told.startswith(b"nkrisk-geo: interrupted")
    assert told.count(b"\n") == 1, told


def test_no_worker_outlives_a_killed_parent(folder: Path) -> None:
    chance = random.Random(5)
    for number in range(2):
        out = folder / f"killed-{number}.csv"
        with begun(folder, out) as process:
            if number:
                waited(process, out, 2_000)
            time.sleep(chance.random())
            process.kill()
            process.communicate(timeout=PATIENCE)
            assert none_left(process.pid)


def test_a_killed_worker_is_told_in_one_line(folder: Path) -> None:
    out = folder / "worker.csv"
    with begun(folder, out) as process:
        waited(process, out, 4_000)
        worker = max(each for each in members(process.pid) if b"spawn_main" in cmdline(each))
        os.kill(worker, signal.SIGKILL)
        _, told = process.communicate(timeout=PATIENCE)
        assert process.returncode == 1
        assert none_left(process.pid)
    assert told.count(b"\n") == 1, told
    assert b"a worker was ended from outside" in told
    assert b"--resume goes on" in told


def cmdline(number: int) -> bytes:
    """The command of a process."""
    try:
        return Path(f"/proc/{number}/cmdline").read_bytes()
    except OSError:  # it has just ended
        return b""


def test_workers_give_what_one_process_gives(folder: Path) -> None:
    from nkrisk_geo.files import enrich_file

    small = folder / "small.csv"
    small.write_text(
        "address\n" + "".join(f"延吉市 {n}\nDALIAN {n}\n" for n in range(30_000)),
        encoding="utf-8",
    )
    for workers in (1, 2):
        enrich_file(str(small), str(folder / f"by-{workers}.csv"), workers=workers)
    assert (folder / "by-1.csv").read_bytes() == (folder / "by-2.csv").read_bytes()
