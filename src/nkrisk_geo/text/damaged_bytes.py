"""UTF-8 of which bytes were lost: what can be read of it, if that makes words.

>>> read_damaged("丹东市".encode()[:-1])
[('丹', 3), ('东', 3), ('\ufffd', 2)]
>>> read_damaged("créée".encode("latin-1")) is None
True
"""

from __future__ import annotations

from nkrisk_geo.text.expressions import expression

_IN_UTF8 = expression(rb"[\xe3-\xef][\x80-\xbf]{2}|[\xd0-\xd3][\x80-\xbf]")
"""The bytes of characters of which `WORDS` are made; most of a broken text's are such."""
_SHORTEST = 2
_LOST = "\ufffd"
WORDS = expression(
    "[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef\uac00-\ud7a3]+|[\u0400-\u04ff]{4,}"
)
"""What broken text is when it has been read aright: Chinese, Korean, or a Cyrillic word."""

Mended = list[tuple[str, int]]
"""(character, raw characters it was made of) for a run."""


def is_mostly_utf8(raw: bytes) -> bool:
    """Are half of the bytes at least of such characters?"""
    return 2 * sum(map(len, _IN_UTF8().findall(raw))) >= len(raw)


def read_damaged(raw: bytes) -> Mended | None:
    """Bytes as UTF-8 where most of them are; None where they are not, or make no words.

    Each stretch of bytes that are not becomes one sign of loss.
    """
    if not is_mostly_utf8(raw):
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
    return mended if WORDS().fullmatch(whole) else None


def _character(raw: bytes, start: int) -> tuple[str, int]:
    length = 3 if raw[start] >= 0xE0 else 2
    try:
        return raw[start : start + length].decode("utf-8"), length
    except UnicodeDecodeError:
        return _LOST, 1
