"""Characters of UTF-8 that was read as GBK: what opens a broken text, and what stands behind it.

A Chinese character has three bytes in UTF-8 and two in GBK, so that the first character of a
broken text is read from the first two bytes of a true one, and the next from the third byte and
the first of another.

    >>> "丹东".encode().decode("gbk"), "涓" in suspects(), goes_on_in_utf8("涓逛笢")
    ('涓逛笢', True, True)
    >>> "濮" in suspects(), goes_on_in_utf8("濮阳市")
    (True, False)
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import product

from nkrisk_geo.text.damaged_bytes import Mended, is_mostly_utf8, read_damaged

_LATER_BYTES = range(0x80, 0xC0)
"""Bytes that stand second or third in a character of UTF-8."""
_FIRST_BYTES = (*range(0xD0, 0xD4), *range(0xE3, 0xF0))
"""Those that stand first in the characters of which `WORDS` are made."""


@cache
def suspects() -> frozenset[str]:
    """Chinese characters that begin UTF-8 read as GBK and hardly anything else."""
    pairs = product(range(0xE4, 0xEA), range(0x80, 0xC0))
    return frozenset(_read_as_gbk(pairs))


def read_behind_suspects() -> str:
    """What stands behind a suspect in UTF-8 that was read as GBK.

    It is read from the last byte of a character and another byte, or from the first two of one
    where bytes were lost; or it has no place in GBK.
    """
    later = _read_as_gbk(product(_LATER_BYTES, range(0x40, 0xFF)))
    first = _read_as_gbk(product(_FIRST_BYTES, _LATER_BYTES))
    return f"{later}{first}\u20ac?"


def _read_as_gbk(pairs: Iterable[tuple[int, int]]) -> str:
    """The characters of those pairs of bytes that are one."""
    # With blanks between, so that what is none does not take a byte of the next.
    read = b" ".join(map(bytes, pairs)).decode("gbk", "ignore")
    return "".join(char for char in read if not char.isascii())


def goes_on_in_utf8(run: str) -> bool:
    """Is there another suspect, or what `read_behind_suspects` gives behind the first?

    Args:
        run: begins with a suspect, and has another character at least.
    """
    if sum(map(suspects().__contains__, run)) > 1:
        return True
    one, *other = run[1].encode("gbk", "replace")
    if not other or one in _LATER_BYTES:
        return True
    return one in _FIRST_BYTES and other[0] in _LATER_BYTES


def mend_chinese(run: str) -> Mended | None:
    """UTF-8 that was read as GBK: two raw characters are four bytes."""
    # As most are, which are Chinese after all.
    if not goes_on_in_utf8(run):
        return None
    if "\u20ac" not in run and not is_mostly_utf8(run.encode("gbk", "replace")):
        return None
    # Windows reads the byte 80 as the euro sign, which Python's GBK does not know.
    coded = [
        b"\x80" if char == "\u20ac" else char.encode("gbk", "replace") for char in run
    ]
    mended = read_damaged(b"".join(coded))
    if mended is None:
        return None
    places = [at for at, some in enumerate(coded) for _ in some]
    ends, byte = [], 0
    for _, length in mended:
        byte += length
        ends.append(places[byte] if byte < len(places) else len(run))
    starts = [0, *ends[:-1]]
    return [
        (char, end - start)
        for (char, _), start, end in zip(mended, starts, ends, strict=True)
    ]
