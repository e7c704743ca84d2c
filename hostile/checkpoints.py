"""Runs that are gone on with after their helping files, their input, their options or their output were changed.

Whatever was done to them, what `--resume` calls complete has the bytes of a run that nobody disturbed; it may also refuse.
"""

from __future__ import annotations

import json
import os
import random
import shutil
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any

from hostile import bystanders, contents
from hostile.audit import littered, said, summary_of
from hostile.cases import Case, Room
from hostile.children import Ask, Result
from hostile.faults import Fault, Finding
from hostile.kills import same

ROWS = 4_000
"""More than a megabyte: more than the beginning and the end that tell a file from another."""
KINDS = ("csv", "csv.gz", "parquet")
WRONG_VALUES: tuple[Any, ...] = (
    None,
    "5",
    -1,
    1.5,
    [],
    {},
    [1],
    {"": 5},
    {"geo_": {}},
    True,
    False,
    10**30,
    3,
    "x" * 64,
)
_making = Lock()
Tamper = Callable[[Path, str, random.Random], object]
"""Changes a folder in which an output of a kind was begun."""


def cases() -> list[Case]:
    """All of them, and those of files that only stand beside."""
    return [
        *_helpers(),
        *_notes(),
        *_inputs(),
        *_options(),
        *_finished(),
        *bystanders.cases(),
    ]


# ── an interrupted run ───────────────────────────────────────────────────────────────────────────────────────────────


def begun(room: Room, kind: str) -> None:
    """Puts the folder of a run that a full disk ended into the room, always at the same row; made once."""
    with _making:
        folder = room.shared / kind
        if not folder.exists():
            folder.mkdir()
            (folder / "in.csv").write_bytes(contents.padded(ROWS, 320))
            run(room, folder, kind)
            limit = (folder / f"out.{kind}").stat().st_size
            (folder / f"out.{kind}").rename(folder / f"whole.{kind}")
            rejects = folder / f"out.{kind}.rejects.csv"
            rejects.rename(folder / f"whole.{kind}.rejects.csv")
            run(
                room,
                folder,
                kind,
                file_size=int(limit * (1.05 if kind == "parquet" else 0.85)),
            )
        shutil.copytree(folder, room.folder, symlinks=True, dirs_exist_ok=True)


def run(
    room: Room, folder: Path, kind: str, *options: str, file_size: int | None = None
) -> Result:
    """Enrich the input of a folder, with small chunks."""
    wanted = options if "--address" in options else ("--address", "address", *options)
    arguments = ("enrich", "in.csv", "-o", f"out.{kind}", *wanted, "--json")
    seconds = 30 if room.quick else 60
    return room.runner(
        Ask("hostile.small_chunks", arguments, folder, seconds, file_size)
    )


def resumed(room: Room, kind: str, *options: str) -> Iterator[Finding]:
    """Go on, and compare with a run of the same input and options that is left alone."""
    source = room.folder / "in.csv"
    before = source.read_bytes()
    result = run(room, room.folder, kind, *options, "--resume")
    room.asked.append(result)
    if source.read_bytes() != before:
        yield Finding(Fault.DESTROYED, "the input is not what it was")
    if result.hung or result.code < 0 or result.code == 1:
        return
    if result.code:
        if not result.err.strip():
            yield Finding(Fault.CRASHED, f"exit {result.code} without a word")
        return
    alone = _left_alone(room, kind, options)
    yield from same(room.folder / f"out.{kind}", alone / f"out.{kind}")
    yield from littered(room.folder / f"out.{kind}")


def _left_alone(room: Room, kind: str, options: tuple[str, ...]) -> Path:
    """The folder with what a run makes of the same when nobody disturbs it; made once for each input."""
    source = room.folder / "in.csv"
    folder = (
        room.shared
        / sha256(repr((source.read_bytes(), kind, options)).encode()).hexdigest()
    )
    with _making:
        if not folder.exists():
            folder.mkdir()
            for path in (source, *room.folder.glob("*.toml")):
                shutil.copy2(path, folder)
            run(room, folder, kind, *options)
    return folder


def _case(group: str, name: str, kind: str, tamper: Tamper, *options: str) -> Case:
    def act(room: Room) -> Iterable[Finding]:
        begun(room, kind)
        tamper(room.folder, kind, room.chance)
        return resumed(room, kind, *options)

    return Case(group, f"{name}/{kind}", act)


# ── what is done to it ───────────────────────────────────────────────────────────────────────────────────────────────


def _helpers() -> Iterator[Case]:
    """The unfinished file: flipped, cut, longer, empty, gone, another thing."""
    for kind in KINDS:
        yield Case("nothing is changed", f"control/{kind}", _control, (kind,))
        group = "the unfinished file"
        for number in range(4):
            yield _case(
                group,
                f"part/flipped {number}",
                kind,
                lambda folder, kind, chance: _flip(_part(folder, kind), chance),
            )
        tampers: dict[str, Tamper] = {
            "cut": lambda folder, kind, chance: _cut(
                _part(folder, kind), chance.random()
            ),
            "longer": lambda folder, kind, chance: _add(
                _part(folder, kind), chance.randbytes(5000)
            ),
            "empty": lambda folder, kind, _: _part(folder, kind).write_bytes(b""),
            "gone": lambda folder, kind, _: _part(folder, kind).unlink(),
            "zeros": lambda folder, kind, _: _zeros(_part(folder, kind)),
            "a pipe": lambda folder, kind, _: _instead(_part(folder, kind), os.mkfifo),
            "a folder": lambda folder, kind, _: _instead(_part(folder, kind), os.mkdir),
            "that of the whole": lambda folder, kind, _: shutil.copy(
                folder / f"whole.{kind}", _part(folder, kind)
            ),
        }
        for word, tamper in tampers.items():
            yield _case(group, f"part/{word}", kind, tamper)


def _notes() -> Iterator[Case]:
    """The checkpoint: flipped, no JSON, and each of its values of another kind."""
    for kind in KINDS:
        for number in range(6):
            yield _case(
                "the checkpoint",
                f"note/flipped {number}",
                kind,
                lambda folder, kind, chance: _flip(_note(folder, kind), chance),
            )
        for word, content in {
            "empty": b"", "null": b"null", "list": b"[]", "number": b"5", "text": b'"x"', "nested": b"[" * 100_000,
            "object": b"{}", "not UTF-8": b"\xff\xfe", "zeros": bytes(5000),
        }.items():  # fmt: skip
            yield _case(
                "the checkpoint",
                f"note/{word}",
                kind,
                partial(_noted, content),
            )
        yield _case(
            "the checkpoint",
            "note/large",
            kind,
            lambda folder, kind, _: os.truncate(_note(folder, kind), 200 << 20),
        )
        yield _case(
            "the checkpoint",
            "note/cut",
            kind,
            lambda folder, kind, chance: _cut(_note(folder, kind), chance.random()),
        )
        yield _case(
            "the checkpoint",
            "note/a pipe",
            kind,
            lambda folder, kind, _: _instead(_note(folder, kind), os.mkfifo),
        )
        yield _case(
            "the checkpoint",
            "note/another field",
            kind,
            lambda folder, kind, _: _set(_note(folder, kind), "more", 1),
        )
        for place in range(10):
            for value in (
                WRONG_VALUES if kind == "csv" else WRONG_VALUES[place % 5 :: 5]
            ):
                group = f"values of the checkpoint, {kind}"
                yield _case(
                    group,
                    f"value/{place}={json.dumps(value)[:20]}",
                    kind,
                    partial(_valued, place, value),
                )


def _noted(content: bytes, folder: Path, kind: str, _: random.Random) -> None:
    _note(folder, kind).write_bytes(content)


def _valued(place: int, value: Any, folder: Path, kind: str, _: random.Random) -> None:
    _set(_note(folder, kind), place, value)


def _inputs() -> Iterator[Case]:
    """The input of the same name is another one."""
    group = "another input of the same name"
    for kind in KINDS:
        tampers: dict[str, Tamper] = {
            "another of the same size": lambda folder, _, chance: _replace_input(
                folder, chance, 0.01
            ),
            "changed in its midst": lambda folder, _, chance: _replace_input(
                folder, chance, 0.8
            ),
            "changed at its end": lambda folder, _, chance: _replace_input(
                folder, chance, 0.999
            ),
            "longer": lambda folder, *_: _add(folder / "in.csv", b'99999,"Dandong"\n'),
            "shorter": lambda folder, *_: _cut(folder / "in.csv", 0.9),
            "much shorter": lambda folder, *_: _cut(folder / "in.csv", 0.2),
            "its rows in another order": lambda folder, *_: _turned(folder / "in.csv"),
        }
        for word, tamper in tampers.items():
            yield _case(group, f"input/{word}", kind, tamper)


def _options() -> Iterator[Case]:
    """The options are others."""
    zone = b'[mine]\nname_en = "Mine"\nrank = 1\nmembers = ["210600"]\n'
    for kind in KINDS:
        for options in (
            ("--prefix", "x_"), ("--threshold", "0.5"), ("--normalized",), ("--names", "zh"), ("--evidence", "json"),
            ("--address", "id"), ("--zones", "zones.toml"), ("--city", "id"), ("--encoding", "gb18030"), ("--datum", "gcj02"),
            *([("--excel",)] if kind == "csv" else []),
        ):  # fmt: skip
            yield _case(
                "other options",
                f"options/{' '.join(options)}",
                kind,
                lambda folder, *_: (folder / "zones.toml").write_bytes(zone),
                *options,
            )


def _finished() -> Iterator[Case]:
    """Something stands under the name of the output already."""
    group = "a finished output"
    for kind in KINDS:
        tampers: dict[str, Tamper] = {
            "its own": lambda *_: None,
            "of another input": lambda folder, _, chance: _replace_input(
                folder, chance, 0.5
            ),
            "junk": lambda folder, kind, _: (folder / f"out.{kind}").write_bytes(
                b"junk"
            ),
            "empty": lambda folder, kind, _: (folder / f"out.{kind}").write_bytes(b""),
            "flipped": lambda folder, kind, chance: _flip(
                folder / f"out.{kind}", chance
            ),
            "cut": lambda folder, kind, chance: _cut(
                folder / f"out.{kind}", chance.random()
            ),
        }
        for word, tamper in tampers.items():
            yield _done(group, f"finished/{word}", kind, tamper)
        for options in (
            ("--prefix", "x_"),
            ("--names", "zh"),
            ("--address", "id"),
            ("--threshold", "0.5"),
        ):
            yield _done(
                group, f"finished/{' '.join(options)}", kind, lambda *_: None, *options
            )


def _done(group: str, name: str, kind: str, tamper: Tamper, *options: str) -> Case:
    """The output of a whole run, as it was made there, changed; newer than its input, and then asked to go on."""

    def act(room: Room) -> Iterable[Finding]:
        begun(room, kind)
        for path in room.folder.glob(".out.*"):
            path.unlink()
        run(room, room.folder, kind)
        source = room.folder / "in.csv"
        tamper(room.folder, kind, room.chance)
        os.utime(source, (1_600_000_000, 1_600_000_000))
        return resumed(room, kind, *options)

    return Case(group, f"{name}/{kind}", act)


def _control(room: Room, kind: str) -> Iterator[Finding]:
    """Nothing was changed: the run is really gone on with."""
    begun(room, kind)
    result = run(room, room.folder, kind, "--resume")
    room.asked.append(result)
    summary = summary_of(result)
    if summary is None or not summary["resumed_at"]:
        yield Finding(
            Fault.WRONG, f"exit {result.code}, not gone on with: {said(result)}"
        )
    yield from same(room.folder / f"out.{kind}", room.folder / f"whole.{kind}")


# ── small changes ────────────────────────────────────────────────────────────────────────────────────────────────────


def _part(folder: Path, kind: str) -> Path:
    return folder / f".out.{kind}.part"


def _note(folder: Path, kind: str) -> Path:
    return folder / f".out.{kind}.checkpoint"


def _flip(path: Path, chance: random.Random) -> None:
    damaged = bytearray(path.read_bytes())
    damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(7)
    path.write_bytes(damaged)


def _cut(path: Path, share: float) -> None:
    os.truncate(path, int(path.stat().st_size * share))


def _add(path: Path, more: bytes) -> None:
    with path.open("ab") as file:
        file.write(more)


def _zeros(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def _instead(path: Path, make: Callable[[Path], None]) -> None:
    path.unlink()
    make(path)


def _set(path: Path, key: str | int, value: Any) -> None:
    """A value of the checkpoint, by its name or by its number among them, if it is JSON at all."""
    note = json.loads(path.read_text("utf-8"))
    names = [*note]
    note[key if isinstance(key, str) else names[key % len(names)]] = value
    path.write_text(json.dumps(note), "utf-8")


def _replace_input(folder: Path, chance: random.Random, share: float) -> None:
    """One address becomes another of the same length, so many shares down the file."""
    path = folder / "in.csv"
    content = bytearray(path.read_bytes())
    at = content.index(b'"', content.index(b"\n", int(len(content) * share) - 200))
    content[at + 1 : at + 6] = chance.choice((b"Seoul", b"Tokyo"))
    path.write_bytes(content)


def _turned(path: Path) -> None:
    header, *lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([header, *reversed(lines[:-1]), lines[-1]]))
