"""What a compiled library says of itself: its format, its machine, what it offers and what it needs.

It is read from the header, as the loader of the system does, and nothing is loaded: so a library can be looked at on any
machine. `elf`, `macho` and `pe` read one format each.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import NamedTuple

from release import elf, macho, pe
from release.headers import HeaderError, Library

__all__ = ["HeaderError", "Library", "read_library"]


class Format(NamedTuple):
    """How a file of a format begins, and what reads it."""

    magic: bytes
    read: Callable[[bytes], Library]


FORMATS = (
    Format(elf.MAGIC, elf.read_elf),
    Format(macho.MAGIC, macho.read_macho),
    Format(pe.MAGIC, pe.read_pe),
)


def read_library(content: bytes) -> Library:
    """What a library says of itself.

    Raises:
        HeaderError: it is of none of the formats, or its header is cut or leads outside of it.
    """
    for each in FORMATS:
        if content.startswith(each.magic):
            try:
                return each.read(content)
            except (struct.error, IndexError, UnicodeDecodeError, ValueError) as error:
                raise HeaderError(f"the header leads nowhere: {error}") from error
    raise HeaderError(
        f"no library of ELF, Mach-O or PE: it begins with {content[:4]!r}"
    )
