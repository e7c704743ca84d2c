"""ELF, the format of Linux: 64 bits, the lowest byte first.

The file begins with a header, which says where the table of sections is. A section has a type, a place, and the number of the
section that holds its texts. Three of them say everything that is asked here: the dynamic section (what is needed), the
dynamic symbols (what is offered and what is taken) and the needed versions. The flags of the segments say what may be executed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from release.headers import HeaderError, Library, text_at, unpacked

MAGIC = b"\x7fELF"
MACHINES = {0x3E: "x86_64", 0xB7: "aarch64"}
SIXTY_FOUR, LITTLE, SHARED = 2, 1, 3
SECTION, SYMBOL, ENTRY, NEED, VERSION, SEGMENT = (
    "<IIQQQQIIQQ",
    "<IBBHQQ",
    "<qQ",
    "<HHIII",
    "<IHHII",
    "<IIQQQQQQ",
)
DYNAMIC, DYNAMIC_SYMBOLS, NEEDED_VERSIONS = 6, 11, 0x6FFFFFFE
NEEDED, OWN_NAME, RPATH, RUNPATH = 1, 14, 15, 29
"""Kinds of entries of the dynamic section."""
STACK, LOADED, EXECUTABLE, WRITABLE = 0x6474E551, 1, 1, 2


class Section(NamedTuple):
    """A section: what it holds, where, and where its texts begin in the file."""

    kind: int
    at: int
    size: int
    texts: int


def read_elf(content: bytes) -> Library:
    """What a library of this format says of itself."""
    if tuple(content[4:6]) != (SIXTY_FOUR, LITTLE):
        raise HeaderError("an ELF of another width or order of bytes")
    kind, machine = unpacked("<HH", content, 16)
    if kind != SHARED:
        raise HeaderError("an ELF that is no shared library")
    sections = _sections(content)
    entries = list(_entries(content, sections))
    symbols = list(_symbols(content, sections))
    return Library(
        format="ELF",
        machine=MACHINES.get(machine, str(machine)),
        exports=frozenset(name for name, offered in symbols if offered),
        imports=frozenset(name for name, offered in symbols if not offered),
        needed=frozenset(text for kind, text in entries if kind == NEEDED),
        versions=frozenset(_versions(content, sections)),
        name="".join(text for kind, text in entries if kind == OWN_NAME),
        folders=frozenset(text for kind, text in entries if kind in (RPATH, RUNPATH)),
        traits=frozenset(_traits(content)),
    )


def _sections(content: bytes) -> list[Section]:
    [table] = unpacked("<Q", content, 0x28)
    size, count = unpacked("<HH", content, 0x3A)
    rows = [
        unpacked(SECTION, content, table + size * number) for number in range(count)
    ]
    starts = [row[4] for row in rows]
    return [
        Section(
            kind=row[1],
            at=row[4],
            size=row[5],
            texts=starts[row[6]] if row[6] < count else 0,
        )
        for row in rows
    ]


def _only(sections: list[Section], kind: int) -> Section:
    found = [each for each in sections if each.kind == kind]
    if len(found) != 1:
        raise HeaderError(f"{len(found)} sections of kind {kind:#x}, not one")
    return found[0]


def _entries(content: bytes, sections: list[Section]) -> Iterator[tuple[int, str]]:
    """Those of the dynamic section that are texts."""
    section = _only(sections, DYNAMIC)
    for at in range(section.at, section.at + section.size, 16):
        kind, value = unpacked(ENTRY, content, at)
        if kind in (NEEDED, OWN_NAME, RPATH, RUNPATH):
            yield kind, text_at(content, section.texts + value)


def _symbols(content: bytes, sections: list[Section]) -> Iterator[tuple[str, bool]]:
    """Name of each dynamic symbol, and whether it is offered."""
    section = _only(sections, DYNAMIC_SYMBOLS)
    for at in range(
        section.at + 24, section.at + section.size, 24
    ):  # the first is none
        name, _info, _other, home, _value, _size = unpacked(SYMBOL, content, at)
        yield text_at(content, section.texts + name), home != 0


def _versions(content: bytes, sections: list[Section]) -> Iterator[str]:
    """The versions that symbols of other libraries must have; musl knows none."""
    for section in sections:
        if section.kind != NEEDED_VERSIONS:
            continue
        at, following = section.at, 1
        while following:
            _version, count, _file, first, following = unpacked(NEED, content, at)
            entry = at + first
            for _ in range(count):
                _hash, _flags, _other, name, further = unpacked(VERSION, content, entry)
                yield text_at(content, section.texts + name)
                entry += further
            at += following


def _traits(content: bytes) -> Iterator[str]:
    [table] = unpacked("<Q", content, 0x20)
    size, count = unpacked("<HH", content, 0x36)
    for number in range(count):
        kind, flags, *_ = unpacked(SEGMENT, content, table + size * number)
        if kind == STACK and flags & EXECUTABLE:
            yield "executable stack"
        if kind == LOADED and flags & EXECUTABLE and flags & WRITABLE:
            yield "writable code"
