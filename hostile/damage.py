"""Ways of damaging bytes."""

from __future__ import annotations

import random

from hostile.contents import CELL, ROW

FLIPS = 12
KEPT = frozenset(b"\n\r\",\t'~#@{}:[]\\")
"""Bytes that part rows and cells: where they are touched nobody can say how many rows there are."""


def flipped(content: bytes, chance: random.Random) -> bytes:
    """Some bits of a file turned, anywhere."""
    damaged = bytearray(content)
    for _ in range(FLIPS):
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    return bytes(damaged)


def spoilt_cells(content: bytes, chance: random.Random) -> bytes:
    """Some bytes within cells turned into any others that part nothing: all rows stay."""
    damaged = bytearray(content)
    first = content.index(b"\n") if b"\n" in content else content.index(ROW.encode())
    left = FLIPS
    while left:
        at = chance.randrange(first + len(ROW), len(damaged))
        byte = chance.randrange(256)
        if damaged[at] not in KEPT and byte not in KEPT:
            damaged[at] = byte
            left -= 1
    return bytes(damaged)


def rows_in(kind: str, content: bytes) -> int:
    """Rows of a text that was cut, with the header, where it has one."""
    text = content.decode("utf-8", "replace")
    parts = text.split(ROW) if kind == "txt" else text.split("\n")
    return sum(1 for part in parts if part.strip() and part.strip("\r\n") != CELL)
