"""A run that is killed, or whose disk is full, is gone on with, and the result is that of a run that was not."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import nkrisk_geo
from nkrisk_geo.files import Reading, enrich_file
from nkrisk_geo.files.earlier_runs import rows_kept

ROWS = 30_000
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(nkrisk_geo.__file__).parents[1])}
# Small chunks and a checkpoint behind each second, so that a small file has many of them.
COMMAND = (
    "import sys; from nkrisk_geo.files import delimited, chunks, run;"
    "chunks.ROWS = 500; run.EVERY = 2;"
    "from nkrisk_geo.cli import main; sys.exit(main(sys.argv[1:]))"
)
KILLS = {
    "out.csv": [1, 4_000, 8_000],
    "out.csv.gz": [8_000],
    "out.jsonl.zst": [8_000],
    "out.parquet": [8_000],
    "out.geojson": [8_000],
}
"""Rows that are safe when a process is killed, by kind of output."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("resuming")
    towns = (
        "丹东市振兴区",
        "HUNCHUN CITY JILIN",
        "SEOUL",
        "",
        "长春市朝阳区",
        "nowhere",
    )
    lines = [f"{n},{towns[n % 6]} {n % 900}" for n in range(ROWS)]
    lines[5000] = "5000"  # too few cells
    (folder / "in.csv").write_text("\n".join(["n,addr", *lines, ""]), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def whole(folder: Path) -> bytes:
    """What a run that nothing disturbs writes as CSV."""
    out = folder / "whole.csv"
    run(folder, out)
    return out.read_bytes()


def command(folder: Path, out: Path, *options: str, source: str = "in.csv") -> list[str]:
    return [
        sys.executable, "-c", COMMAND, "enrich", str(folder / source), "-o", str(out),
        "--address", "addr", "--json", *options,
    ]  # fmt: skip


def run(
    folder: Path, out: Path, *, resume: bool = False, source: str = "in.csv"
) -> dict[str, object]:
    """The same in this process."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("nkrisk_geo.files.chunks.ROWS", 500)
        patched.setattr("nkrisk_geo.files.run.EVERY", 2)
        return enrich_file(
            str(folder / source),
            str(out),
            address=["addr"],
            resume=resume,
            force=not resume,
        ).to_dict()


def kill_after(folder: Path, out: Path, rows: int, seconds: float, source: str = "in.csv") -> None:
    """Kill a run some moments after it has so many rows in safety."""
    with subprocess.Popen(
        command(folder, out, "--resume", source=source),
        env=ENVIRONMENT,
        stderr=subprocess.DEVNULL,
    ) as process:
        while process.poll() is None and rows_kept(str(out)) < rows:
            time.sleep(0.002)
        time.sleep(seconds)
        process.kill()


def left(folder: Path, name: str) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if name in path.name)


@pytest.mark.parametrize("kind", KILLS)
def test_killed_runs_give_the_same_bytes(kind: str, folder: Path) -> None:
    whole, out = folder / f"whole-{kind}", folder / f"killed-{kind}"
    summary = run(folder, whole)
    chance = random.Random(kind)
    for rows in KILLS[kind]:
        kill_after(folder, out, rows, chance.random() * 0.05)
        assert not out.exists(), "half a file under the final name"
    resumed = run(folder, out, resume=True)
    assert out.read_bytes() == whole.read_bytes()
    assert isinstance(resumed["resumed_at"], int)
    assert resumed["resumed_at"] >= 8_000
    assert {**resumed, "resumed_at": 0, "seconds": 0, "rejects": 0} == {
        **summary, "resumed_at": 0, "seconds": 0, "rejects": 0,
    }  # fmt: skip
    assert left(folder, f"killed-{kind}") == [
        f".killed-{kind}.done", f"killed-{kind}", f"killed-{kind}.rejects.csv",
    ]  # fmt: skip
    assert (
        folder / f"killed-{kind}.rejects.csv"
    ).read_text() == "line,reason,text\n5002,too-few-cells,5000\n"


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on the size of files there")
def test_a_full_disk_keeps_what_was_done(folder: Path, whole: bytes) -> None:
    import resource

    out = folder / "full.csv"
    limit = len(whole) * 2 // 3

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    done = subprocess.run(
        command(folder, out),
        env=ENVIRONMENT,
        capture_output=True,
        check=False,
        preexec_fn=limited,
    )
    assert done.returncode == 1
    assert b"--resume goes on" in done.stderr
    assert not out.exists()
    assert run(folder, out, resume=True)["resumed_at"]
    assert out.read_bytes() == whole


@pytest.mark.skipif(sys.platform == "win32", reason="a signal that is no kill there")
def test_an_interrupt_keeps_what_was_done(folder: Path) -> None:
    # On a busy machine a run may be at its end before this one looks: then another is begun.
    for attempt in range(5):
        out = folder / f"interrupted-{attempt}.csv"
        with subprocess.Popen(
            command(folder, out), env=ENVIRONMENT, stderr=subprocess.PIPE
        ) as process:
            while process.poll() is None and not rows_kept(str(out)):
                time.sleep(0.002)
            process.send_signal(signal.SIGINT)
            _, told = process.communicate()
        if process.returncode:
            break
    assert process.returncode == 130
    assert b"--resume goes on" in told
    assert not out.exists()


def test_killed_while_the_files_get_their_names(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At each step of the end: the next run only finishes it."""
    small = tmp_path / "in.csv"
    small.write_text("addr,n\n丹东,1\n珲春\n", encoding="utf-8")
    for target in ("out.csv", "out.parquet"):
        out = tmp_path / target
        enrich_file(str(small), str(out), address=["addr"])
        whole = out.read_bytes()
        for step in range(1, 6):
            out.unlink(missing_ok=True)
            with monkeypatch.context() as patched:
                patched.setattr(Path, "replace", stopping(step))
                if step < 5:
                    with pytest.raises(KeyboardInterrupt):
                        enrich_file(str(small), str(out), address=["addr"])
                else:
                    enrich_file(str(small), str(out), address=["addr"])
            summary = enrich_file(str(small), str(out), address=["addr"], resume=True)
            assert out.read_bytes() == whole
            assert (summary.rows_in, summary.rejected) == (
                2,
                1,
            ) or summary.complete_before
            assert (tmp_path / f"{target}.rejects.csv").exists()
            assert {path.name for path in tmp_path.iterdir() if path.name.startswith(".")} <= {
                ".out.csv.done", ".out.parquet.done",
            }  # fmt: skip


def stopping(step: int) -> object:
    """`Path.replace` that is interrupted before its n-th call."""
    calls, replace = [0], Path.replace

    def stopped(path: Path, target: Path) -> Path:
        calls[0] += 1
        if calls[0] == step:
            raise KeyboardInterrupt
        return replace(path, target)

    return stopped


def test_nothing_to_resume_starts_from_the_beginning(tmp_path: Path) -> None:
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("addr\n丹东\n", encoding="utf-8")
    summary = enrich_file(str(source), str(out), resume=True)
    assert (summary.rows_out, summary.resumed_at) == (1, None)
    assert summary.notes == ["nothing to resume: started from the beginning"]


def test_a_finished_output_is_left_alone(tmp_path: Path) -> None:
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("addr\n丹东\n", encoding="utf-8")
    enrich_file(str(source), str(out))
    before = out.stat()
    assert enrich_file(str(source), str(out), resume=True).complete_before
    assert out.stat().st_mtime_ns == before.st_mtime_ns
    assert {path.name for path in tmp_path.iterdir()} == {
        "in.csv",
        "out.csv",
        ".out.csv.done",
    }


@pytest.fixture
def finished(tmp_path: Path) -> tuple[Path, Path]:
    """An input and its finished output."""
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("addr\n丹东\n", encoding="utf-8")
    enrich_file(str(source), str(out))
    return source, out


Change = Callable[[Path, Path], object]

OTHER: dict[str, tuple[Change, dict[str, Any]]] = {
    "another input": (
        lambda source, out: source.write_text("addr\n珲春\n", encoding="utf-8"),
        {},
    ),
    "another option": (lambda source, out: None, {"prefix": "x_"}),
    "junk": (lambda source, out: out.write_text("junk"), {}),
    "one byte": (
        lambda source, out: out.write_bytes(out.read_bytes()[:-2] + b"7\n"),
        {},
    ),
    "no note": (lambda source, out: out.with_name(".out.csv.done").unlink(), {}),
    "a spoilt note": (
        lambda source, out: spoil(out.with_name(".out.csv.done"), 30),
        {},
    ),
    "a note of another kind": (
        lambda source, out: out.with_name(".out.csv.done").write_text("[1]"),
        {},
    ),
}


@pytest.mark.parametrize("kind", OTHER)
def test_an_output_of_another_job_is_never_called_complete(
    kind: str, finished: tuple[Path, Path]
) -> None:
    source, out = finished
    change, options = OTHER[kind]
    change(source, out)
    before = out.read_bytes()
    with pytest.raises(nkrisk_geo.InputError, match="--force replaces it"):
        enrich_file(str(source), str(out), resume=True, **options)
    assert out.read_bytes() == before
    summary = enrich_file(str(source), str(out), resume=True, force=True, **options)
    assert summary.rows_out == 1
    assert enrich_file(str(source), str(out), resume=True, **options).complete_before


def spoil(path: Path, at: int) -> None:
    """One byte of a file is another."""
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


def rewritten(note: Path, **values: object) -> None:
    """A note with other values, and the digest that belongs to them."""
    from nkrisk_geo.files.checkpoints import read_note, write_note

    content = read_note(note)
    assert content is not None
    write_note(note, {**content, **values})


TAMPERED: dict[str, Change] = {
    "a byte of the part": lambda part, note: spoil(part, part.stat().st_size // 3),
    "a part that is too short": lambda part, note: os.truncate(part, 1000),
    "no part": lambda part, note: part.unlink(),
    "a byte of the note": lambda part, note: spoil(note, note.stat().st_size // 2),
    "half a note": lambda part, note: os.truncate(note, note.stat().st_size // 2),
    "a nested note": lambda part, note: note.write_text("[" * 100_000),
    "called whole": lambda part, note: rewritten(note, whole=True),
    "called whole, made of something": lambda part, note: rewritten(
        note, whole=True, made="0" * 64
    ),
    "another size": lambda part, note: rewritten(note, size=17),
    "rows of another type": lambda part, note: rewritten(note, extra=1),
}


@pytest.mark.parametrize("kind", TAMPERED)
def test_what_is_not_sound_is_begun_anew(kind: str, folder: Path, whole: bytes) -> None:
    out = folder / f"tampered-{kind.replace(' ', '-')}.csv"
    kill_after(folder, out, 4_000, 0)
    TAMPERED[kind](out.with_name(f".{out.name}.part"), out.with_name(f".{out.name}.checkpoint"))
    summary = run(folder, out, resume=True)
    assert summary["resumed_at"] is None
    assert any("started from the beginning" in str(note) for note in summary["notes"])  # type: ignore[attr-defined]
    assert out.read_bytes() == whole


def test_an_input_that_changed_far_down_is_begun_anew(folder: Path) -> None:
    source, out = folder / "changing.csv", folder / "changed.csv"
    lines = (folder / "in.csv").read_text(encoding="utf-8").split("\n")
    source.write_text("\n".join(lines), encoding="utf-8")
    kill_after(folder, out, 8_000, 0, source="changing.csv")
    lines[7_000] = lines[7_000].replace("6", "8")  # as long as before
    source.write_text("\n".join(lines), encoding="utf-8")
    resumed = run(folder, out, resume=True, source="changing.csv")
    assert resumed["resumed_at"] is None
    run(folder, folder / "expected.csv", source="changing.csv")
    assert out.read_bytes() == (folder / "expected.csv").read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="no such pipes there")
def test_a_pipe_that_says_something_else_is_told_from_the_interrupted_one(
    folder: Path,
) -> None:
    """Its beginning is the same; further down it is another."""
    out = folder / "piped.csv"
    content = (folder / "in.csv").read_bytes()
    other = content.replace(b"\n6000,", b"\n9999,")
    command_ = [*command(folder, out, "--resume", "--quiet")]
    command_[command_.index(str(folder / "in.csv"))] = "-"
    command_[2] = f"from nkrisk_geo.files import inputs; inputs.HEAD = 1 << 14; {COMMAND}"
    with subprocess.Popen(command_, env=ENVIRONMENT, stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        process.stdin.write(content[: len(content) * 9 // 10])
        process.stdin.flush()
        while process.poll() is None and rows_kept(str(out)) < 8_000:
            time.sleep(0.002)
        process.kill()
    done = subprocess.run(command_, env=ENVIRONMENT, input=other, capture_output=True, check=False)
    assert done.returncode == 2
    assert b"is not the input of the interrupted run" in done.stderr
    assert rows_kept(str(out)), "what was done is left for the right input"


def test_another_job_is_not_gone_on_with(folder: Path) -> None:
    out = folder / "other.csv"
    kill_after(folder, out, 1, 0)
    assert rows_kept(str(out))
    summary = enrich_file(
        str(folder / "in.csv"), str(out), address=["addr"], prefix="x_", resume=True
    )
    assert summary.resumed_at is None
    assert out.read_text(encoding="utf-8").startswith("n,addr,x_status")


@pytest.mark.skipif(sys.platform == "win32", reason="locks of another kind there")
def test_two_runs_do_not_write_one_file(tmp_path: Path) -> None:
    from nkrisk_geo.files.checkpoints import Checkpoint
    from nkrisk_geo.files.outputs import FileTarget

    (tmp_path / "in.csv").write_text("addr\n丹东\n", encoding="utf-8")
    with FileTarget(str(tmp_path / "out.csv"), Checkpoint("")):
        with pytest.raises(nkrisk_geo.InputError, match="another process is writing it"):
            enrich_file(str(tmp_path / "in.csv"), str(tmp_path / "out.csv"), reading=Reading())
        assert (tmp_path / ".out.csv.part").exists()
