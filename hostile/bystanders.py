"""Files that are only read, or only stand beside: nothing that a run writes or removes may be one of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from hostile.cases import Case, Room
from hostile.faults import Fault, Finding

ROWS = b"id,address\n0,Dandong\n1\n2,Hunchun\n"
GOOD = b"id,address\n0,Dandong\n2,Hunchun\n"
ZONES = b'[mine]\nname_en = "Mine"\nrank = 1\nmembers = ["210600"]\n'
PRECIOUS = b"precious\n"
HELPERS = (
    ".{}.part",
    ".{}.checkpoint",
    ".{}.checkpoint.new",
    ".{}.whole",
    ".{}.rejects.csv.part",
    ".{}.done",
)


def cases() -> list[Case]:
    """All of them."""
    return [
        *_inputs(),
        *_links(),
        *_strangers(),
        Case("files beside", "beside/mode of the output", _mode),
    ]


def _inputs() -> Iterator[Case]:
    """The input, or the zones, under a name that the run writes or removes."""
    for helper in (*HELPERS, "{}.rejects.csv", "{}"):
        for kind in ("csv", "parquet"):
            name = helper.format(f"x.{kind}")
            yield Case(
                "inputs that are named like outputs",
                f"beside/input {name} of x.{kind}",
                _kept,
                (
                    name,
                    kind,
                ),
            )
            yield Case(
                "inputs that are named like outputs",
                f"beside/zones {name} of x.{kind}",
                _zones_kept,
                (
                    name,
                    kind,
                ),
            )
    for how, link in (("link", os.symlink), ("hard link", os.link)):
        yield Case(
            "inputs that are named like outputs",
            f"beside/output is a {how} of the input",
            _linked,
            (link,),
        )


def _kept(room: Room, name: str, kind: str) -> Iterator[Finding]:
    for content in (ROWS, GOOD):
        path = room.folder / name
        path.write_bytes(content)
        room.run(
            "enrich", name, "-o", f"x.{kind}", "--format", "csv", "--to", kind, "--json"
        )
        yield from _unless_same(path, content)


def _zones_kept(room: Room, name: str, kind: str) -> Iterator[Finding]:
    (room.folder / "in.csv").write_bytes(GOOD)
    path = room.folder / name
    path.write_bytes(ZONES)
    room.run(
        "enrich", "in.csv", "-o", f"x.{kind}", "--zones", name, "--to", kind, "--json"
    )
    yield from _unless_same(path, ZONES)


def _linked(room: Room, link: Callable[[Path, Path], None]) -> Iterator[Finding]:
    source = room.folder / "in.csv"
    source.write_bytes(GOOD)
    link(source, room.folder / "x.csv")
    room.run("enrich", "in.csv", "-o", "x.csv", "--json")
    yield from _unless_same(source, GOOD)


def _unless_same(path: Path, content: bytes) -> Iterator[Finding]:
    if not path.exists() or path.read_bytes() != content:
        yield Finding(
            Fault.DESTROYED,
            f"{path.name} is {'not what it was' if path.exists() else 'gone'}",
        )


def _links() -> Iterator[Case]:
    """A helping file is a link to a file of somebody else."""
    for helper in (*HELPERS, "{}.rejects.csv"):
        for kind in ("csv", "parquet"):
            for how, link in (("link", os.symlink), ("hard link", os.link)):
                name = helper.format(f"x.{kind}")
                yield Case(
                    "helping files that are links",
                    f"beside/{how} {name}",
                    _followed,
                    (
                        name,
                        kind,
                        link,
                    ),
                )


def _followed(
    room: Room, name: str, kind: str, link: Callable[[Path, Path], None]
) -> Iterator[Finding]:
    (room.folder / "in.csv").write_bytes(ROWS)
    folder = room.folder / "theirs"
    folder.mkdir()
    victim = folder / "victim.txt"
    victim.write_bytes(PRECIOUS)
    link(victim, room.folder / name)
    room.run("enrich", "in.csv", "-o", f"x.{kind}", "--json")
    yield from _unless_same(victim, PRECIOUS)
    out = room.folder / f"x.{kind}"
    if out.is_symlink() or (out.exists() and out.stat().st_nlink > 1):
        yield Finding(Fault.DESTROYED, "the output is a link")


def _strangers() -> Iterator[Case]:
    """Where a run would write its rejects or helpers stands a file that no run wrote."""
    for helper in ("{}.rejects.csv", ".{}.whole", ".{}.checkpoint"):
        name = helper.format("x.csv")
        yield Case(
            "files beside", f"beside/a stranger called {name}", _stranger, (name,)
        )


def _stranger(room: Room, name: str) -> Iterator[Finding]:
    (room.folder / "in.csv").write_bytes(GOOD)
    path = room.folder / name
    path.write_bytes(PRECIOUS)
    room.run("enrich", "in.csv", "-o", "x.csv", "--json")
    if name.endswith(".rejects.csv"):  # the others bear a name that only we give
        yield from _unless_same(path, PRECIOUS)


def _mode(room: Room) -> Iterator[Finding]:
    (room.folder / "in.csv").write_bytes(GOOD)
    for kind in ("csv", "parquet"):
        out = room.folder / f"x.{kind}"
        out.write_bytes(b"")
        out.chmod(0o600)
        room.run("enrich", "in.csv", "-o", out.name, "--json")
        if out.stat().st_mode & 0o777 != 0o600:
            yield Finding(
                Fault.LET_IN,
                f"an output that was private has the mode {out.stat().st_mode & 0o777:o}",
            )
