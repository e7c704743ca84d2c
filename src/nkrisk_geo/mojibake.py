"""Text whose bytes were read in the wrong encoding, read again in the right one.

丹东市 in GBK read as Latin-1 is `µ¤¶«ÊÐ`, in UTF-8 read as Windows-1252 it is `ä¸¹ä¸œå¸‚`. Only whole runs of such characters
are read again, and only when every byte of a run makes Chinese characters; a word like *créée* is left as it is.

    >>> reread("µ¤¶«ÊÐ, Liaoning")[0]
    '丹东市, Liaoning'
    >>> reread("São Paulo, créée")
    ('São Paulo, créée', None)
"""

from __future__ import annotations

import re

_HIGH = "\u0080-\u00ff" + "".join(bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0))
_RUN = re.compile(f"[{_HIGH}]{{4,}}")
"""Characters that Latin-1 and Windows-1252 have above ASCII; two Chinese characters are at least four of them."""
_HAN = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+")
_ENCODINGS = ("utf-8", "gbk")


def reread(text: str) -> tuple[str, list[int] | None]:
    """The text with broken runs read again, and for each character of it the offset of its first raw character.

    The offsets end with the length of the raw text; they are None when nothing was broken.
    """
    parts: list[str] = []
    offsets: list[int] = []
    after = 0
    for match in _RUN.finditer(text):
        mended = _mend(match.group())
        if mended is None:
            continue
        start, end = match.span()
        parts += [text[after:start], *(char for char, _ in mended)]
        offsets += range(after, start)
        for _, length in mended:
            offsets.append(start)
            start += length
        after = end
    if not parts:
        return text, None
    return "".join([*parts, text[after:]]), [*offsets, *range(after, len(text) + 1)]


def _mend(run: str) -> list[tuple[str, int]] | None:
    """(character, raw characters it was made of) for a run that is Chinese in another encoding, else None."""
    raw = _as_bytes(run)
    for encoding in _ENCODINGS if raw else ():
        try:
            mended = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _HAN.fullmatch(mended):
            return [(char, len(char.encode(encoding))) for char in mended]
    return None


def _as_bytes(run: str) -> bytes:
    """The bytes that a run was read from; empty when it was read from none of the two encodings."""
    found = bytearray()
    for char in run:
        try:
            found += char.encode("latin-1") if ord(char) < 0x100 else char.encode("cp1252")
        except UnicodeEncodeError:
            return b""
    return bytes(found)
