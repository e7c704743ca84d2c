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
from collections.abc import Callable, Iterable
from functools import cache
from itertools import product

from nkrisk_geo.text.expressions import expression

_IN_UTF8 = expression(rb"[\xe3-\xef][\x80-\xbf]{2}|[\xd0-\xd3][\x80-\xbf]")
"""The bytes of characters of which `_words` are made; most of a broken text's are such."""
_SHORTEST = 2
_LOST = "\ufffd"

Mended = list[tuple[str, int]]
"""(character, raw characters it was made of) for a run."""
Mend = Callable[[str], Mended | None]
"""Reads a run again; None where it was not broken so."""

_LATER_BYTES = range(0x80, 0xC0)
"""Bytes that stand second or third in a character of UTF-8."""
_FIRST_BYTES = (*range(0xD0, 0xD4), *range(0xE3, 0xF0))
"""Those that stand first in the characters of which `_words` are made."""


# What the encodings have no character for is left out. They are asked when the first text comes
# that may be broken.


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
    if mended := _utf8(raw):
        return mended
    # In Windows-1251 letters are from C0 on, and small ones, of which words mostly are, from E0.
    small = sum(byte >= 0xE0 for byte in raw)
    cyrillic = len(raw) > 4 and min(raw) >= 0xC0 and 2 * small >= len(raw)
    for encoding in ("cp1251", "gbk") if cyrillic else ("gbk",):
        try:
            read = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _words().fullmatch(read):
            return [(char, len(char.encode(encoding))) for char in read]
    return None


def _mend_cyrillic(run: str) -> Mended | None:
    """UTF-8 that was read as Windows-1251."""
    return _utf8(run.encode("cp1251", "replace"))


def _mend_chinese(run: str) -> Mended | None:
    """UTF-8 that was read as GBK: two raw characters are four bytes."""
    # As most are, which are Chinese after all.
    if not _goes_on_in_utf8(run):
        return None
    if "\u20ac" not in run and not _is_mostly_utf8(run.encode("gbk", "replace")):
        return None
    # Windows reads the byte 80 as the euro sign, which Python's GBK does not know.
    coded = [
        b"\x80" if char == "\u20ac" else char.encode("gbk", "replace") for char in run
    ]
    mended = _utf8(b"".join(coded))
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


def _goes_on_in_utf8(run: str) -> bool:
    """Is there another suspect, or what `read_behind_suspects` gives behind the first?"""
    if sum(map(suspects().__contains__, run)) > 1:
        return True
    one, *other = run[1].encode("gbk", "replace")
    if not other or one in _LATER_BYTES:
        return True
    return one in _FIRST_BYTES and other[0] in _LATER_BYTES


def _is_mostly_utf8(raw: bytes) -> bool:
    return 2 * sum(map(len, _IN_UTF8().findall(raw))) >= len(raw)


def _utf8(raw: bytes) -> Mended | None:
    """Bytes as UTF-8 where most of them are.

    Each stretch of bytes that are not becomes one sign of loss.
    """
    if not _is_mostly_utf8(raw):
        return None
    mended: Mended = []
    start = 0
    while start < len(raw):
        char, length = _character(raw, start)
        if char == _LOST and mended and mended[-1][0] == _LOST:
            mended[-1] = (_LOST, mended[-1][1] + length)
        else:
            mended.append((char, length))
        start += length
    good = [(char, length) for char, length in mended if char != _LOST]
    whole = "".join(char for char, _ in good)
    bytes_lost = len(raw) - sum(length for _, length in good)
    if len(good) < _SHORTEST or 2 * bytes_lost > len(raw):
        return None
    return mended if _words().fullmatch(whole) else None


def _character(raw: bytes, start: int) -> tuple[str, int]:
    length = 3 if raw[start] >= 0xE0 else 2
    try:
        return raw[start : start + length].decode("utf-8"), length
    except UnicodeDecodeError:
        return _LOST, 1


def _as_bytes(run: str) -> bytes:
    """The bytes that a run was read from; empty when it was read from none of the two encodings."""
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
def _words() -> re.Pattern[str]:
    """What broken text is when it has been read aright: Chinese, Korean, or a Cyrillic word."""
    return re.compile(
        "[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef\uac00-\ud7a3]+|[\u0400-\u04ff]{4,}"
    )


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
            _mend_chinese,
        ),
    )
