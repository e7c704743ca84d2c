"""Gazetteers that were altered: the packaged one, where any change must be noticed, and one in a folder of somebody's own.

What somebody altered who set the checksums right again, as a name which became another name, cannot be noticed in a folder of
somebody's own; what cannot be a gazetteer must be, and nothing may crash or hang.
"""

from __future__ import annotations

import os
import random
import shutil
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any

from hostile import children
from hostile.cases import Case, Room
from hostile.children import ROOT, Ask
from hostile.faults import Fault, Finding
from hostile.forgeries import forged
from nkrisk_geo.gazetteer.datafile import FORMAT, DataFile
from nkrisk_geo.gazetteer.datafile_writer import pack_sections

PACKAGE = ROOT / "src" / "nkrisk_geo"
BUCKETS = ("facts", "cc-by", "odbl")
OTHERS: tuple[Any, ...] = (None, [], {}, 5, -5, "x", True, [[[[]]]], 1e308, 10**30)
_asking = Lock()
Alter = Callable[[Path, random.Random], object]
"""Changes a folder of data."""


def cases() -> list[Case]:
    """All of them."""
    found = [
        Case("the packaged data", f"package/{name}", _packaged, (alter,))
        for name, alter in (*_values(25), *_whole())
    ]
    found += [
        Case(
            "a folder of one's own, values",
            f"own/{name}",
            _own,
            (
                alter,
                False,
            ),
        )
        for name, alter in _values(60)
    ]
    found += [
        Case(
            "a folder of one's own, structure",
            f"own/{name}",
            _own,
            (
                alter,
                True,
            ),
        )
        for name, alter in _whole()
    ]
    return [*found, Case("nothing is changed", "control", _control)]


# ── what is done ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _values(count: int) -> Iterator[tuple[str, Alter]]:
    """One value somewhere: changed, another thing, deleted, swapped with its neighbour, cut."""
    for how in (_changed, _another, _deleted, _swapped, _shortened):
        for number in range(count // 5):
            yield f"{how.__name__.strip('_')} {number}", partial(_somewhere, how)


def _whole() -> Iterator[tuple[str, Alter]]:
    """The files as a whole, their version, their parents."""
    contents = {
        "empty": b"", "object": b"{}", "NULs": bytes(10_000), "only its head": forged({}),
        "only its version": forged({"version": "9"}),
        "nested": pack_sections([("version", "json", b'"9"'), ("zones", "json", b"[" * 200_000)]),
        "not UTF-8": pack_sections([("version", "json", b'"\xff"')]), "of another format": _of_format(forged({"version": "9"})),
        "outside of itself": _outside(), "a list of contents": _listing(b"[]"), "no contents": _listing(b"{"),
    }  # fmt: skip
    changes: dict[str, Callable[[Path, random.Random], object]] = {
        "has 400 MB": _padded, "is cut": _cut, "is flipped": _flip, "is a link to itself": _looped, "is a folder": _foldered,
    }  # fmt: skip
    for name in BUCKETS:
        for word, content in contents.items():
            yield f"{name} is {word}", partial(_written, name, content)
        for word, change in changes.items():
            yield f"{name} {word}", partial(_filewise, name, change)
        for key, value in (("version", "9.2099.9"), ("name", "another")):
            yield (
                f"{name} of another {key}",
                partial(_set, name, partial(_given, key, value)),
            )
    for one, other in (("facts", "cc-by"), ("facts", "odbl"), ("cc-by", "odbl")):
        yield f"{one} and {other} swapped", partial(_exchanged, one, other)
    parents: dict[str, tuple[int, Any]] = {
        "itself": (600, 600), "a ring": (700, 701), "none there": (600, 99_999), "negative": (600, -7), "no number": (600, 1.5),
    }  # fmt: skip
    for word, pair in parents.items():
        yield f"a parent is {word}", partial(_set, "cc-by", partial(_ring, *pair))


def _given(key: str, value: object, bucket: dict[str, Any]) -> None:
    bucket[key] = value


def _written(name: str, content: bytes, folder: Path, _: random.Random) -> None:
    (folder / f"{name}.gaz").write_bytes(content)


def _filewise(
    name: str,
    change: Callable[[Path, random.Random], object],
    folder: Path,
    chance: random.Random,
) -> None:
    change(folder / f"{name}.gaz", chance)


def _cut(path: Path, chance: random.Random) -> None:
    os.truncate(path, int(path.stat().st_size * chance.random()))


def _looped(path: Path, _: random.Random) -> None:
    path.unlink()
    path.symlink_to(path.name)


def _foldered(path: Path, _: random.Random) -> None:
    path.unlink()
    path.mkdir()


def _ring(one: int, other: Any, bucket: dict[str, Any]) -> None:
    """Numbers count over all files; these are of the second, behind those of the first."""
    parents, first = bucket["units"]["parent"], 514
    parents[one - first] = other
    if isinstance(other, int) and first <= other < first + len(parents):
        parents[other - first] = one


def _flip(path: Path, chance: random.Random) -> None:
    damaged = bytearray(path.read_bytes())
    damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(7)
    path.write_bytes(damaged)


def _padded(path: Path, _: random.Random) -> None:
    """Blanks behind the sections, which say nothing."""
    with path.open("ab") as file:
        for _block in range(400):
            file.write(b" " * (1 << 20))


def _exchanged(one: str, other: str, folder: Path, _: random.Random) -> None:
    first, second = folder / f"{one}.gaz", folder / f"{other}.gaz"
    kept = first.read_bytes()
    first.write_bytes(second.read_bytes())
    second.write_bytes(kept)


def _set(
    name: str,
    change: Callable[[dict[str, Any]], object],
    folder: Path,
    _: random.Random,
) -> None:
    path = folder / f"{name}.gaz"
    bucket = DataFile.open(path).nest(plain=True)
    change(bucket)
    path.write_bytes(forged(bucket))


def _of_format(content: bytes) -> bytes:
    """A file of the next format."""
    return content[:8] + (FORMAT + 1).to_bytes(4, "little") + content[12:]


def _outside() -> bytes:
    """A section that lies outside of the file."""
    return _listing(b'{"version":["json",64,999999999]}')


def _listing(contents: bytes) -> bytes:
    """A file with such a table of contents."""
    head, rest = (
        bytearray(pack_sections([("version", "json", b'"9"')])[:32]),
        contents.ljust(96),
    )
    head[12:16] = zlib.crc32(rest).to_bytes(4, "little")
    head[16:24], head[24:32] = (
        len(rest).to_bytes(8, "little"),
        (32 + len(rest)).to_bytes(8, "little"),
    )
    return bytes(head) + rest


def _somewhere(
    how: Callable[[Any, Any, random.Random], None], folder: Path, chance: random.Random
) -> None:
    """Go down from a file to a value by chance, each entry of a level as likely as another, and do it there."""
    name = chance.choice(BUCKETS)

    def change(bucket: dict[str, Any]) -> None:
        holder: Any = bucket
        key: Any = chance.choice([*bucket])
        while (
            isinstance(holder[key], (dict, list))
            and holder[key]
            and chance.random() < 0.85
        ):
            holder = holder[key]
            key = (
                chance.choice([*holder])
                if isinstance(holder, dict)
                else chance.randrange(len(holder))
            )
        how(holder, key, chance)

    _set(name, change, folder, chance)


def _changed(holder: Any, key: Any, chance: random.Random) -> None:
    """The same kind of value, another one."""
    value = holder[key]
    if isinstance(value, bool) or value is None:
        holder[key] = not value
    elif isinstance(value, (int, float)):
        holder[key] = value + chance.choice((1, -1, 1000))
    elif isinstance(value, str):
        at = chance.randrange(len(value) + 1)
        holder[key] = value[:at] + chance.choice("Aqx7元") + value[at + 1 :]
    else:
        holder[key] = type(value)()


def _another(holder: Any, key: Any, chance: random.Random) -> None:
    """Another kind of thing."""
    holder[key] = chance.choice(
        [other for other in OTHERS if type(other) is not type(holder[key])]
    )


def _deleted(holder: Any, key: Any, chance: random.Random) -> None:
    del holder[key]


def _swapped(holder: Any, key: Any, chance: random.Random) -> None:
    other = (
        chance.choice([*holder])
        if isinstance(holder, dict)
        else chance.randrange(len(holder))
    )
    if holder[key] == holder[other]:
        _changed(holder, key, chance)
    else:
        holder[key], holder[other] = holder[other], holder[key]


def _shortened(holder: Any, key: Any, chance: random.Random) -> None:
    value = holder[key]
    if isinstance(value, (str, list)) and value:
        holder[key] = value[: chance.randrange(len(value))]
    else:
        _changed(holder, key, chance)


# ── what must be ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _expected(room: Room) -> bytes:
    """The answers of the data as they are; asked once."""
    kept = room.shared / "expected"
    with _asking:
        if not kept.exists():
            done = children.run(Ask("hostile.gazetteer_load", (), room.folder, 60))
            if done.code:
                raise RuntimeError(
                    f"the gazetteer as it is does not load: {done.said[-300:]}"
                )
            kept.write_bytes(done.out)
    return kept.read_bytes()


def _packaged(room: Room, alter: Alter) -> Iterator[Finding]:
    """A copy of the package with altered data."""
    package = room.folder / "way" / "nkrisk_geo"
    package.mkdir(parents=True)
    for entry in PACKAGE.iterdir():
        if entry.name not in ("data", "__pycache__"):
            (package / entry.name).symlink_to(entry)
    shutil.copytree(PACKAGE / "data", package / "data")
    before = _contents(package / "data")
    alter(package / "data", room.chance)
    if before == _contents(package / "data"):
        return
    way = os.pathsep.join([str(package.parent), str(ROOT)])
    result = children.run(
        Ask("hostile.gazetteer_load", (), room.folder, 60), extra={"PYTHONPATH": way}
    )
    room.asked.append(result)
    if result.code == 0:
        same = "the same" if result.out == _expected(room) else "other"
        yield Finding(Fault.UNNOTICED, f"loaded, {same} answers")


def _contents(folder: Path) -> dict[str, bytes | None]:
    return {
        path.name: path.read_bytes() if path.is_file() else None
        for path in folder.iterdir()
    }


def _own(room: Room, alter: Alter, noticed: bool) -> Iterable[Finding]:
    """A folder with compiled files, and nothing that vouches for them."""
    data = room.folder / "data"
    data.mkdir()
    for name in BUCKETS:
        shutil.copy(PACKAGE / "data" / f"{name}.gaz", data)
    alter(data, room.chance)
    result = room.run(str(data), module="hostile.gazetteer_load", seconds=60)
    # The third file may be absent, which is what a link to nothing or a folder is.
    if (
        noticed
        and (data / "odbl.gaz").is_file()
        and result.code == 0
        and result.out != _expected(room)
    ):
        yield Finding(Fault.UNNOTICED, "loaded, and its answers are others")


def _control(room: Room) -> Iterator[Finding]:
    """As they are, copied: the same answers, whichever way they are loaded."""
    data = shutil.copytree(PACKAGE / "data", room.folder / "data")
    result = room.run(str(data), module="hostile.gazetteer_load", seconds=60)
    if result.out != _expected(room):
        yield Finding(
            Fault.WRONG,
            f"a copy of the gazetteer answers otherwise (exit {result.code})",
        )
