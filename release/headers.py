"""What is read from the header of any format, and how bytes are read there."""

from __future__ import annotations

import struct
from typing import Any, NamedTuple


class HeaderError(ValueError):
    """A file is no library that can be read."""


class Library(NamedTuple):
    """What a library says of itself.

    Attributes:
        format: `ELF`, `Mach-O` or `PE`.
        machine: `x86_64` or `aarch64`, or the number of another one.
        exports: the functions that it offers.
        imports: what it takes from others.
        needed: the libraries that have to be there.
        versions: versions of symbols that these must have (ELF), such as `GLIBC_2.14`.
        system: the oldest version of the system (Mach-O), such as `11.0`.
        name: what it calls itself, empty where it has no name.
        folders: folders of the machine in which others are looked for.
        traits: `signed`, `writable code`, `executable stack`, and other things that a check asks for.
    """

    format: str
    machine: str
    exports: frozenset[str]
    imports: frozenset[str]
    needed: frozenset[str]
    versions: frozenset[str] = frozenset()
    system: str = ""
    name: str = ""
    folders: frozenset[str] = frozenset()
    traits: frozenset[str] = frozenset()


def unpacked(layout: str, content: bytes, at: int) -> tuple[Any, ...]:
    """The numbers of a structure, which has to lie wholly within the file.

    Raises:
        HeaderError: it does not.
    """
    if at < 0 or at + struct.calcsize(layout) > len(content):
        raise HeaderError(
            f"a structure at {at} lies outside of the file of {len(content)} bytes"
        )
    return struct.unpack_from(layout, content, at)


def text_at(content: bytes, at: int) -> str:
    """The text that ends with a zero.

    Raises:
        HeaderError: it does not end within the file.
    """
    end = content.find(b"\0", at) if 0 <= at < len(content) else -1
    if end < 0:
        raise HeaderError(
            f"the text at {at} does not end within the file of {len(content)} bytes"
        )
    return content[at:end].decode("utf-8")
