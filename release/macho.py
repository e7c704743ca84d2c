"""Mach-O, the format of macOS: 64 bits, for one machine.

A header is followed by commands to the loader: each has a kind, a length, and what it says. Two of them lead to what is asked of
symbols: the table of symbols (what is taken) and the trie of exports (what is offered), in which a name is spelt on the way from
the root.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from release.headers import HeaderError, Library, text_at, unpacked

MAGIC = b"\xcf\xfa\xed\xfe"
MACHINES = {0x01000007: "x86_64", 0x0100000C: "aarch64"}
SHARED = 6
SYMBOLS, NEEDED, OWN_NAME, SIGNATURE = 0x2, 0xC, 0xD, 0x1D
OLDEST_MACOS, EXPORTS_IN_INFO, SYSTEM = 0x24, 0x80000022, 0x32
EXPORTS, RPATH, WEAKLY_NEEDED = 0x80000033, 0x8000001C, 0x80000018
MACOS = 1
"""The number of the system among those of Apple."""
OF_DEBUGGERS, KIND, EXTERNAL = 0xE0, 0x0E, 0x01
"""Bits of a symbol; where `KIND` is empty, it is taken from elsewhere."""
LONGEST_NAME = 1000


class Command(NamedTuple):
    """A command to the loader: its kind, and where it begins."""

    kind: int
    at: int


def read_macho(content: bytes) -> Library:
    """What a library of this format says of itself."""
    _magic, machine, _subtype, kind, count = unpacked("<IIIII", content, 0)
    if kind != SHARED:
        raise HeaderError("a Mach-O that is no shared library")
    commands = list(_commands(content, count))
    return Library(
        format="Mach-O",
        machine=MACHINES.get(machine, str(machine)),
        exports=frozenset(_exports(content, commands)),
        imports=frozenset(_imports(content, commands)),
        needed=frozenset(_texts(content, commands, NEEDED, WEAKLY_NEEDED)),
        system=_system(content, commands),
        name="".join(_texts(content, commands, OWN_NAME)),
        folders=frozenset(_texts(content, commands, RPATH)),
        traits=frozenset("signed" for each in commands if each.kind == SIGNATURE),
    )


def _commands(content: bytes, count: int) -> Iterator[Command]:
    at = 32
    for _ in range(count):
        kind, length = unpacked("<II", content, at)
        if length < 8:
            raise HeaderError("a command of the loader has no length")
        yield Command(kind, at)
        at += length


def _texts(content: bytes, commands: list[Command], *kinds: int) -> Iterator[str]:
    """What commands name: a library, or a folder."""
    for each in commands:
        if each.kind in kinds:
            [offset] = unpacked("<I", content, each.at + 8)
            yield text_at(content, each.at + offset)


def _system(content: bytes, commands: list[Command]) -> str:
    """The oldest macOS, as `11.0`."""
    for each in commands:
        if each.kind == SYSTEM:
            system, oldest = unpacked("<II", content, each.at + 8)
            if system != MACOS:
                raise HeaderError(
                    f"a library for system {system} of Apple, not for macOS"
                )
        elif each.kind == OLDEST_MACOS:
            [oldest] = unpacked("<I", content, each.at + 8)
        else:
            continue
        return f"{oldest >> 16}.{oldest >> 8 & 0xFF}"
    return ""


def _imports(content: bytes, commands: list[Command]) -> Iterator[str]:
    for each in commands:
        if each.kind != SYMBOLS:
            continue
        table, count, texts, _size = unpacked("<IIII", content, each.at + 8)
        for at in range(table, table + 16 * count, 16):
            name, kind, *_ = unpacked("<IBBHQ", content, at)
            if not kind & (OF_DEBUGGERS | KIND) and kind & EXTERNAL:
                yield text_at(content, texts + name).removeprefix("_")


def _exports(content: bytes, commands: list[Command]) -> Iterator[str]:
    for each in commands:
        if each.kind == EXPORTS:
            at, size = unpacked("<II", content, each.at + 8)
        elif each.kind == EXPORTS_IN_INFO:
            at, size = unpacked("<II", content, each.at + 40)
        else:
            continue
        if size:
            yield from _spelt(content[at : at + size])


def _spelt(trie: bytes) -> Iterator[str]:
    """The names in a trie of exports."""
    nodes, seen = [(0, "")], 0
    while nodes:
        at, name = nodes.pop()
        seen += 1
        if seen > len(trie) or len(name) > LONGEST_NAME:
            raise HeaderError("the trie of exports leads in a ring")
        size, at = _number(trie, at)
        if size:
            yield name.removeprefix("_")
        at += size
        children, at = trie[at], at + 1
        for _ in range(children):
            letters = text_at(trie, at)
            node, at = _number(trie, at + len(letters.encode()) + 1)
            nodes.append((node, name + letters))


def _number(content: bytes, at: int) -> tuple[int, int]:
    """A number in groups of seven bits, the lowest first, and where it ends."""
    number = shift = 0
    while True:
        group, at = content[at], at + 1
        number |= (group & 0x7F) << shift
        shift += 7
        if group < 0x80:
            return number, at
