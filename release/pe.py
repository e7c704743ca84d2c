"""PE, the format of Windows: 64 bits.

Behind a program for DOS stands the header, and behind that a list of directories: where the exports are, the imports, and what
symbols for debuggers are called. Addresses are those in memory; the table of sections says where these bytes are in the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from release.headers import HeaderError, Library, text_at, unpacked

MAGIC = b"MZ"
MACHINES = {0x8664: "x86_64", 0xAA64: "aarch64"}
SHARED, SIXTY_FOUR = 0x2000, 0x20B
EXPORTS, IMPORTS = 0, 1
"""Directories."""
BY_NUMBER = 1 << 63
TRAITS = {0x20: "far addresses", 0x40: "moved in memory", 0x100: "no execution of data"}
SECTION_TRAITS = 0x20000000, 0x80000000
"""What may be executed, what may be written."""


class Part(NamedTuple):
    """A section: where it is in memory and in the file, and its flags."""

    address: int
    size: int
    at: int
    flags: int


class Image(NamedTuple):
    """A file with its sections."""

    content: bytes
    parts: list[Part]

    def place(self, address: int) -> int:
        """Where something is in the file."""
        for part in self.parts:
            if part.address <= address < part.address + part.size:
                return part.at + address - part.address
        raise HeaderError(f"the address {address:#x} lies in no section")

    def text(self, address: int) -> str:
        """The text at an address."""
        return text_at(self.content, self.place(address))


def read_pe(content: bytes) -> Library:
    """What a library of this format says of itself."""
    [at] = unpacked("<I", content, 0x3C)
    signature, machine, sections = unpacked("<4sHH", content, at)
    length, flags = unpacked("<HH", content, at + 20)
    width, *_ = unpacked("<H", content, at + 24)
    if signature != b"PE\0\0" or width != SIXTY_FOUR or not flags & SHARED:
        raise HeaderError("a PE that is no shared library of 64 bits")
    image = Image(content, list(_parts(content, at + 24 + length, sections)))
    directories = [
        unpacked("<II", content, at + 24 + 112 + 8 * number)[0] for number in range(2)
    ]
    name, exports = _exports(image, directories[EXPORTS])
    imports = list(_imports(image, directories[IMPORTS]))
    [characteristics] = unpacked("<H", content, at + 24 + 70)
    traits = {trait for bit, trait in TRAITS.items() if characteristics & bit}
    if any(all(part.flags & bit for bit in SECTION_TRAITS) for part in image.parts):
        traits.add("writable code")
    return Library(
        format="PE",
        machine=MACHINES.get(machine, str(machine)),
        exports=exports,
        imports=frozenset(symbol for _, symbol in imports),
        needed=frozenset(library for library, _ in imports),
        name=name,
        folders=frozenset(_debug_files(content)),
        traits=frozenset(traits),
    )


def _parts(content: bytes, table: int, count: int) -> Iterator[Part]:
    for number in range(count):
        row = unpacked("<8sIIIIIIHHI", content, table + 40 * number)
        yield Part(address=row[2], size=max(row[1], row[3]), at=row[4], flags=row[9])


def _exports(image: Image, directory: int) -> tuple[str, frozenset[str]]:
    """What the library calls itself, and what it offers."""
    if not directory:
        return "", frozenset()
    row = unpacked("<IIHHIIIIIII", image.content, image.place(directory))
    count, names = row[7], row[9]
    start = image.place(names) if count else 0
    addresses = unpacked(f"<{count}I", image.content, start)
    return image.text(row[4]), frozenset(map(image.text, addresses))


def _imports(image: Image, directory: int) -> Iterator[tuple[str, str]]:
    """Library and symbol."""
    at = image.place(directory) if directory else len(image.content)
    while at < len(image.content):
        lookup, _time, _chain, name, first = unpacked("<IIIII", image.content, at)
        if not name:
            return
        entry = image.place(lookup or first)
        while (symbol := unpacked("<Q", image.content, entry)[0]) != 0:
            yield image.text(name), "" if symbol & BY_NUMBER else image.text(symbol + 2)
            entry += 8
        at += 20


def _debug_files(content: bytes) -> Iterator[str]:
    """Paths of files for debuggers, which a compiler may have left."""
    at = content.find(b"RSDS")
    while at >= 0:
        path = content[at + 24 : at + 24 + 260].split(b"\0")[0]
        if path.endswith(b".pdb"):
            yield path.decode("utf-8", "replace")
        at = content.find(b"RSDS", at + 4)
