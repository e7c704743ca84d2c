"""What a library says of itself is read rightly in each format, and what is none is refused and never followed in a ring."""

from __future__ import annotations

import random
import struct
import sys
from pathlib import Path

import pytest
from release.libraries import HeaderError, Library, read_library
from release.symbols import complaints_of_header, complaints_of_library

from nkrisk_geo.native.library import FUNCTIONS, LIBRARY

NATIVE = Path(LIBRARY).read_bytes()
SYSTEM = "/usr/lib/libSystem.B.dylib"


def command(kind: int, body: bytes) -> bytes:
    """A command of Mach-O; it is a multiple of eight bytes long."""
    body += b"\0" * (-len(body) % 8)
    return struct.pack("<II", kind, 8 + len(body)) + body


def trie(names: list[str]) -> bytes:
    """A root with a branch for each name, all of which lead to nodes of two bytes behind it."""
    length = 2 + sum(len(name) + 4 for name in names)
    root = bytearray([0, len(names)])
    for number, name in enumerate(names):
        at = length + 3 * number
        root += b"_" + name.encode() + bytes([0, at & 0x7F | 0x80, at >> 7])
    return bytes(root) + b"\1\0\0" * len(names)


def macho(machine: int = 0x0100000C, oldest: int = 11 << 16, kind: int = 6) -> bytes:
    """A library of macOS that offers what Python calls and takes `exp`."""
    texts = b"\0_exp\0_nk_fold\0"
    taken = struct.pack("<IBBHQ", 1, 0x01, 0, 0, 0) + struct.pack("<IBBHQ", 6, 0x0F, 1, 0, 64)
    offered = trie([*FUNCTIONS])
    named = [
        command(number, struct.pack("<IIII", 24, 0, 0, 0) + name.encode() + b"\0")
        for number, name in ((0xD, "@rpath/libengine.dylib"), (0xC, SYSTEM))
    ]
    version = command(0x32, struct.pack("<IIII", 1, oldest, oldest, 0))
    signature = command(0x1D, struct.pack("<II", 0, 0))
    at = 32 + sum(map(len, named)) + len(version) + len(signature) + 24 + 16
    symbols = command(0x2, struct.pack("<IIII", at, 2, at + len(taken), len(texts)))
    exports = command(0x80000033, struct.pack("<II", at + len(taken) + len(texts), len(offered)))
    commands = [*named, version, signature, symbols, exports]
    length = sum(map(len, commands))
    head = struct.pack("<IIIIIIII", 0xFEEDFACF, machine, 0, kind, len(commands), length, 0, 0)
    return head + b"".join(commands) + taken + texts + offered


def windows(machine: int = 0x8664, flags: int = 0x2022) -> bytes:
    """A library of Windows that offers what Python calls and takes `exp`; its only section lies at 4096 in memory, 512 here."""
    section = bytearray(40 + 20 * 2 + 16)
    names = sorted(FUNCTIONS)

    def put(content: bytes) -> int:
        section.extend(content)
        return 4096 + len(section) - len(content)

    places = [put(name.encode() + b"\0") for name in names]
    own, other, symbol = (
        put(b"libengine.dll\0"),
        put(b"KERNEL32.dll\0"),
        put(b"\0\0exp\0"),
    )
    table = put(struct.pack(f"<{len(names)}I", *places))
    struct.pack_into("<QQ", section, 80, symbol, 0)
    rows = (0, 0, 0, 0, own, 1, len(names), len(names), 0, table, 0)
    struct.pack_into("<IIHHIIIIIII", section, 0, *rows)
    struct.pack_into("<IIIII", section, 40, 4096 + 80, 0, 0, other, 4096 + 80)
    head = bytearray(512)
    head[:2], head[0x3C:0x40] = b"MZ", struct.pack("<I", 64)
    struct.pack_into("<4sHHIIIHH", head, 64, b"PE\0\0", machine, 1, 0, 0, 0, 240, flags)
    struct.pack_into("<H", head, 88, 0x20B)
    struct.pack_into("<H", head, 88 + 70, 0x160)
    struct.pack_into("<IIII", head, 88 + 112, 4096, 40, 4096 + 40, 40)
    size = len(section)
    struct.pack_into(
        "<8sIIIIIIHHI",
        head,
        88 + 240,
        b".rdata",
        size,
        4096,
        size,
        512,
        0,
        0,
        0,
        0,
        0x40000040,
    )
    return bytes(head) + bytes(section)


def test_the_library_of_this_machine_offers_what_python_calls() -> None:
    library = read_library(NATIVE)
    assert library.format == {"darwin": "Mach-O", "win32": "PE"}.get(sys.platform, "ELF")
    assert library.exports >= {*FUNCTIONS}
    assert {"malloc", "free"} <= library.imports
    assert library.needed
    assert not library.traits & {"writable code", "executable stack"}


def test_a_library_of_macos_is_read() -> None:
    library = read_library(macho())
    assert library.exports == {*FUNCTIONS}
    assert library.imports == {"exp"}
    assert library.needed == {SYSTEM}
    assert (library.machine, library.system) == ("aarch64", "11.0")
    assert [*complaints_of_library("macos-arm64", macho())] == []


def test_a_library_of_windows_is_read() -> None:
    library = read_library(windows())
    assert library.exports == {*FUNCTIONS}
    assert library.imports == {"exp"}
    assert library.needed == {"KERNEL32.dll"}
    assert [*complaints_of_library("windows-amd64", windows())] == []


@pytest.mark.parametrize(
    ("target", "content", "words"),
    [
        ("macos-x86_64", macho(), "expected Mach-O for x86_64"),
        ("linux-x86_64", windows(), "expected ELF for x86_64"),
        ("macos-arm64", macho(oldest=12 << 16), "for macOS 12.0, the wheel for 11.0"),
        ("macos-arm64", macho(kind=2), "no shared library"),
        ("windows-amd64", windows(flags=2), "no shared library"),
        ("windows-arm64", windows(), "expected PE for aarch64"),
        ("linux-x86_64", b"", "no library of ELF, Mach-O or PE"),
        ("linux-x86_64", b"#!/bin/sh\n", "no library of ELF, Mach-O or PE"),
        ("linux-x86_64", b"\x7fELF\x01\x01" + bytes(100), "another width"),
        ("linux-x86_64", b"\x7fELF\x02\x01" + bytes(100), "no shared library"),
        ("windows-amd64", b"MZ" + b"\xff" * 100, "outside of the file"),
    ],
)
def test_another_library_is_refused(target: str, content: bytes, words: str) -> None:
    assert words in " ".join(complaints_of_library(target, content))


GOOD = Library(
    format="ELF",
    machine="x86_64",
    exports=frozenset(FUNCTIONS),
    imports=frozenset({"malloc"}),
    needed=frozenset({"libc.so.6", "libm.so.6"}),
    versions=frozenset({"GLIBC_2.2.5", "GLIBC_2.17"}),
)


@pytest.mark.parametrize(
    ("altered", "words"),
    [
        (GOOD, ""),
        (GOOD._replace(exports=GOOD.exports - {"nk_fold"}), "has no nk_fold"),
        (GOOD._replace(exports=GOOD.exports | {"helper"}), "also offers helper"),
        (GOOD._replace(needed=GOOD.needed | {"libgomp.so.1"}), "needs libgomp.so.1"),
        (GOOD._replace(versions=frozenset({"GLIBC_2.18"})), "needs GLIBC_2.18"),
        (GOOD._replace(versions=frozenset({"GLIBC_PRIVATE"})), "needs GLIBC_PRIVATE"),
        (
            GOOD._replace(folders=frozenset({"/home/somebody/lib"})),
            "names /home/somebody/lib",
        ),
        (GOOD._replace(name="/home/somebody/libengine.so"), "calls itself"),
        (GOOD._replace(traits=frozenset({"executable stack"})), "has executable stack"),
        (GOOD._replace(machine="aarch64"), "expected ELF for x86_64"),
    ],
)
def test_what_a_library_may_not_be(altered: Library, words: str) -> None:
    said = " ".join(complaints_of_header("linux-x86_64", altered))
    assert (words in said) if words else said == ""


def test_an_unsigned_library_is_refused_where_only_signed_ones_are_loaded() -> None:
    library = read_library(macho())._replace(traits=frozenset())
    assert "not signed" in " ".join(complaints_of_header("macos-arm64", library))


@pytest.mark.parametrize("content", [NATIVE, macho(), windows()], ids=["own", "Mach-O", "PE"])
def test_a_damaged_header_is_read_or_refused(content: bytes) -> None:
    chance, refused = random.Random(1), 0
    for _ in range(300):
        damaged = bytearray(
            content[: chance.choice((chance.randrange(len(content)), len(content)))]
        )
        for _ in range(chance.randrange(1, 6)):
            near = min(len(damaged), 600)  # where the header is
            if near:
                damaged[chance.randrange(near)] = chance.randrange(256)
        try:
            read_library(bytes(damaged))
        except HeaderError:
            refused += 1
    assert refused > 100


def test_a_ring_in_a_trie_ends() -> None:
    content, start = macho(), macho().rindex(trie([*FUNCTIONS]))
    looped = content[:start] + b"\0\1a\0\0" + content[start + 5 :]
    with pytest.raises(HeaderError, match="ring"):
        read_library(looped)
