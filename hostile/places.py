"""Names and places of files: not UTF-8, too long, folders, devices, pipes, disks that are full."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

from hostile import contents, strange_texts
from hostile.audit import Truth, judged, littered
from hostile.cases import Case, Room
from hostile.children import Ask
from hostile.faults import Fault, Finding

GOOD = b"id,address\n0,Dandong\n1,Hunchun\n"
TWO = Truth(2, ("0", "1"), resolved=2, may_refuse=False)


def cases() -> list[Case]:
    """All of them."""
    return [*_names(), *_places(), *_pipes(), *_disks()]


def _names() -> Iterator[Case]:
    group = "names of files"
    yield Case(
        group,
        "name/input not UTF-8",
        _named,
        (
            os.fsdecode(b"\xb5\xa4\xb6\xab.csv"),
            "out.csv",
        ),
    )
    yield Case(
        group,
        "name/output not UTF-8",
        _named,
        (
            "in.csv",
            os.fsdecode(b"\xb5\xa4\xb6\xab.csv"),
        ),
    )
    yield Case(
        group,
        "name/line feed",
        _named,
        (
            "in\n.csv",
            "out\n.csv",
        ),
    )
    yield Case(
        group,
        "name/begins with a hyphen",
        _named,
        (
            "./-in.csv",
            "./-out.csv",
        ),
    )
    for length in (120, 228, 242, 250, 255, 256):
        yield Case(
            group,
            f"name/output of {length} bytes",
            _named,
            ("in.csv", "o" * (length - 4) + ".csv", length > 200),
        )
    yield Case(
        group,
        "name/input of 255 bytes",
        _named,
        (
            "i" * 251 + ".csv",
            "out.csv",
        ),
    )


def _named(
    room: Room, source: str, target: str, may_refuse: bool = False
) -> Iterable[Finding]:
    (room.folder / source).write_bytes(GOOD)
    result = room.run("enrich", source, "-o", target, "--json")
    truth = Truth(2, ("0", "1"), resolved=2, may_refuse=may_refuse)
    asked = {Path(source).name, Path(target).name}
    # A note beside a finished output, by which it is known again, is meant to stay.
    strangers = {
        path.name for path in room.folder.iterdir() if path.suffix != ".done"
    } - asked
    if strangers and result.code in (0, 2):
        yield Finding(
            Fault.LITTER, f"not asked for: {sorted(strangers)!r:.100}", len(strangers)
        )
    if not strangers or result.code not in (0, 3):
        out = room.folder / target
        yield from judged(
            result,
            out if len(os.fsencode(out.name)) < 256 else room.folder / "none.csv",
            truth,
        )


def _places() -> Iterator[Case]:
    """Folders, links, devices."""
    group = "folders, links and devices"
    asked: dict[str, tuple[str, ...]] = {
        "a folder in": ("folder.csv", "-o", "out.csv"), "a folder out": ("in.csv", "-o", "folder.csv"),
        "no such folder": ("in.csv", "-o", "none/out.csv"), "no such file": ("none.csv", "-o", "out.csv"),
        "a file as folder": ("in.csv/x.csv", "-o", "out.csv"), "a link to itself in": ("loop.csv", "-o", "out.csv"),
        "nothing in": ("/dev/null", "-o", "out.csv"), "a folder as zones": ("in.csv", "-o", "out.csv", "--zones", "folder.csv"),
        "zones without end": ("in.csv", "-o", "out.csv", "--zones", "/dev/zero"), "an empty name": ("", "-o", "out.csv"),
        "memory of the process": ("/proc/self/mem", "-o", "out.csv", "--format", "csv"),
    }  # fmt: skip
    for word, arguments in asked.items():
        yield Case(group, f"place/{word}", _placed, (arguments,))
    yield Case(group, "place/input without end", _endless)
    yield Case(group, "place/a link to itself out", _linked_out)


def _laid(room: Room) -> None:
    (room.folder / "in.csv").write_bytes(GOOD)
    (room.folder / "folder.csv").mkdir()
    (room.folder / "loop.csv").symlink_to("loop.csv")


def _placed(room: Room, arguments: tuple[str, ...]) -> Iterator[Finding]:
    _laid(room)
    yield from judged(
        room.run("enrich", *arguments, "--json"), room.folder / "out.csv", Truth()
    )
    if arguments[0] not in ("in.csv", "/proc/self/mem"):
        room.run("inspect", arguments[0])
        room.run("report", arguments[0], "-o", "page.html")


def _linked_out(room: Room) -> Iterable[Finding]:
    _laid(room)
    room.run("enrich", "in.csv", "-o", "loop.csv", "--json")
    return littered(room.folder / "loop.csv")


def _endless(room: Room) -> Iterator[Finding]:
    """It may be read for ever, in a bounded memory."""
    result = room.runner(
        Ask("nkrisk_geo", ("enrich", "/dev/zero", "-o", "out.csv"), room.folder, 8)
    )
    if result.rss_mb > 1024 or "Traceback" in result.said or result.code not in (2, -9):
        yield Finding(
            Fault.MEMORY, f"{result.rss_mb:,.0f} MB in 8 s, exit {result.code}"
        )


def _pipes() -> Iterator[Case]:
    """Named pipes, whole and as bombs."""
    group = "pipes"
    for suffix in contents.SUFFIXES:
        lines = [("0", "Dandong"), ("1", "Hunchun")]
        yield Case(
            group,
            f"pipe/{suffix}",
            _piped,
            (
                suffix,
                contents.made(suffix, lines),
                TWO,
            ),
        )
    for packed in (".gz", ".zst"):
        yield Case(
            group, f"pipe/a bomb {packed}",
            _bombed, (packed,),
        )  # fmt: skip
        yield Case(group, f"pipe/cut {packed}", _cut_pipe, (f"csv{packed}",))


def _bombed(room: Room, packed: str) -> Iterable[Finding]:
    return _piped(
        room, f"csv{packed}", strange_texts.bomb(b"address\n", 2000, packed), Truth()
    )


def _cut_pipe(room: Room, suffix: str) -> Iterable[Finding]:
    content = contents.made(suffix, contents.rows(6000, room.chance))
    return _piped(
        room, suffix, content[: len(content) // 2], Truth(6000, must_refuse=True)
    )


def _piped(room: Room, suffix: str, content: bytes, truth: Truth) -> Iterator[Finding]:
    path = room.folder / f"pipe.{suffix}"
    os.mkfifo(path)
    feeder = threading.Thread(target=_feed, args=(path, content), daemon=True)
    feeder.start()
    yield from judged(
        room.run("enrich", path.name, "-o", "out.csv", "--json"),
        room.folder / "out.csv",
        truth,
    )
    # Who still waits for a reader is let go.
    os.close(os.open(path, os.O_RDONLY | os.O_NONBLOCK))
    feeder.join(5)


def _feed(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError:  # the reader left
        return


def _disks() -> Iterator[Case]:
    """Where nothing more can be written."""
    group = "full disks"
    for kind in ("csv", "csv.gz", "parquet", "xlsx", "jsonl"):
        yield Case(group, f"disk/full for {kind}", _full, (kind,))


def _full(room: Room, kind: str) -> Iterator[Finding]:
    """A file may grow to thirty kilobytes only: an error of one line, no half output."""
    (room.folder / "in.csv").write_bytes(
        contents.made("csv", contents.rows(4000, room.chance))
    )
    out = room.folder / f"out.{kind}"
    result = room.runner(
        Ask(
            "nkrisk_geo",
            ("enrich", "in.csv", "-o", out.name),
            room.folder,
            60,
            30 << 10,
        )
    )
    if result.code == 0 or out.exists():
        yield Finding(Fault.WRONG, f"exit {result.code} on a full disk")
    if "Traceback" in result.said or result.hung or not result.err:
        yield Finding(Fault.CRASHED, f"exit {result.code}: {result.said[-120:]}")
