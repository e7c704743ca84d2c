"""Text whose bytes were read in the wrong encoding, read again in the right one.

丹东市 in GBK read as Latin-1 is `µ¤¶«ÊÐ`; in UTF-8 it is `ä¸¹ä¸œå¸‚` when read as Windows-1252,
`дё№дёњеё‚` as Windows-1251 and `涓逛笢甯` as GBK, which loses the odd byte at its end. Далянь in
Windows-1251 read as Latin-1 is `Äàëÿíü`. Only whole runs of such characters are read again, and
only when they make Chinese, Korean or Russian words; *créée* stays as it is. Bytes that a
converter dropped cost their character and no more.

    >>> reread("µ¤¶«ÊÐ, Liaoning")[0]
    '丹东市, Liaoning'
    >>> reread("São Paulo, créée")
    ('São Paulo, créée', None)
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from nkrisk_geo.text.damaged_bytes import WORDS, Mended, read_damaged
from nkrisk_geo.text.misread_gbk import mend_chinese, suspects

_NOT_SMALL = bytes(range(0xE0))
"""Bytes that are no small letters in Windows-1251."""
Mend = Callable[[str], Mended | None]
"""Reads a run again; None where it was not broken so."""

# What the encodings have no character for is left out. They are asked when the first text comes
# that may be broken.


def western_pair() -> tuple[str, str]:
    """Characters of which one and then another stand side by side in text that was broken.

    In other text they hardly do.
    """
    high = bytes(range(0x80, 0x100)).decode("latin-1")
    return high, high + _high_1252()


@cache
def _high_1252() -> str:
    return bytes(range(0x80, 0xA0)).decode("cp1252", "ignore")


@cache
def _high_1251() -> str:
    """For a set of characters of a pattern."""
    return re.escape(bytes(range(0x80, 0xC0)).decode("cp1251", "ignore"))


@cache
def _telling() -> re.Pattern[str]:
    western = f"[\u0080-\u00ff][\u0080-\u00ff{_high_1252()}]"
    return re.compile(f"{western}|[д-йРС][{_high_1251()}]")


def is_telling(text: str) -> bool:
    """Are there characters that broken text has and other text hardly ever?"""
    return not suspects().isdisjoint(text) or _telling().search(text) is not None


def reread(text: str) -> tuple[str, list[int] | None]:
    """The text with broken runs read again, and the offsets of its characters.

    For each character it is that of its first raw one. They end with the length of the raw text,
    and are None when nothing was broken.
    """
    if not is_telling(text):
        return text, None
    for pattern, mend in _menders():
        read, offsets = _replacement(text, pattern, mend)
        if offsets:
            return read, offsets
    return text, None


def _replacement(
    text: str, pattern: re.Pattern[str], mend: Mend
) -> tuple[str, list[int] | None]:
    parts: list[str] = []
    offsets: list[int] = []
    after = 0
    for match in pattern.finditer(text):
        mended = mend(match.group())
        if mended is None:
            continue
        start, end = match.span()
        parts.append(text[after:start])
        parts += [char for char, _ in mended]
        offsets += range(after, start)
        for _, length in mended:
            offsets.append(start)
            start += length
        after = end
    if not parts:
        return text, None
    parts.append(text[after:])
    offsets += range(after, len(text) + 1)
    return "".join(parts), offsets


def _mend_western(run: str) -> Mended | None:
    """UTF-8, Windows-1251 or GBK that was read as Latin-1 or Windows-1252."""
    raw = _as_bytes(run)
    if not raw:
        return None
    if mended := read_damaged(raw):
        return mended
    # In Windows-1251 letters are from C0 on, and small ones, of which words mostly are, from E0.
    small = len(raw.translate(None, _NOT_SMALL))
    cyrillic = len(raw) > 4 and min(raw) >= 0xC0 and 2 * small >= len(raw)
    for encoding in ("cp1251", "gbk") if cyrillic else ("gbk",):
        try:
            read = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if WORDS().fullmatch(read):
            # Words have no ASCII, so that all of their characters have as many bytes.
            width = len(raw) // len(read)
            return [(char, width) for char in read]
    return None


def _mend_cyrillic(run: str) -> Mended | None:
    """UTF-8 that was read as Windows-1251."""
    return read_damaged(run.encode("cp1251", "replace"))


def _as_bytes(run: str) -> bytes:
    """The bytes that a run was read from; empty when it was read from none of the two encodings."""
    try:
        return run.encode("latin-1")
    except UnicodeEncodeError:
        found = bytearray()
    for char in run:
        try:
            found += (
                char.encode("latin-1") if ord(char) < 0x100 else char.encode("cp1252")
            )
        except UnicodeEncodeError:
            return b""
    return bytes(found)


@cache
def _menders() -> tuple[tuple[re.Pattern[str], Mend], ...]:
    """Patterns of broken runs and what mends them; compiled for the first text that may be broken.

    Characters that Latin-1 and Windows-1252 have above ASCII: two Chinese characters are at
    least four of them. UTF-8 read as Windows-1251: the first byte of a Chinese character is a
    letter from д to й, of a Russian one Р or С. UTF-8 read as GBK: begins with a character that
    two of three such bytes make, nearly all of them rare.
    """
    high = _high_1251()
    return (
        (re.compile(f"[\u0080-\u00ff{_high_1252()}]{{4,}}"), _mend_western),
        (
            re.compile(f"(?:[д-й][{high}]{{2}}){{2,}}|(?:[РС][{high}]){{4,}}"),
            _mend_cyrillic,
        ),
        (
            re.compile(f"[{''.join(suspects())}][\u4e00-\u9fff\u20ac?]{{2,}}"),
            mend_chinese,
        ),
    )
