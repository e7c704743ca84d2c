"""Which encoding a text file is in, seen from the text that it would hold.

Trade files come in UTF-8, in GB18030 (which contains GBK and GB2312), and now and then
in Big5, the Korean, Cyrillic or western code page, or UTF-16 from a spreadsheet. Almost
any bytes are valid in several of these, so the decision looks at what they would say:
in the right encoding addresses are made of common characters, and of 省, 市, 路, 号 above
all.

    >>> detect("辽宁省丹东市振兴区".encode("gb18030")), detect("Dandong".encode())
    ('gb18030', 'utf-8-sig')
    >>> detect("遼寧省丹東市振興區人民路".encode("big5"))
    'big5'
    >>> detect("Владивосток, ул. Светланская".encode("cp1251"))
    'cp1251'
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from typing import BinaryIO

from nkrisk_geo.files.encoding_scores import SCORES
from nkrisk_geo.files.inputs import InputSource
from nkrisk_geo.model.errors import InputError

DEFAULT = "utf-8-sig"
_ENOUGH = 256 << 10
_MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",  # before UTF-16, whose mark it begins with
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_LABELS = {
    "utf-8-sig": "UTF-8",
    "gb18030": "GB18030",
    "big5": "Big5",
    "cp949": "EUC-KR",
}


_NO_FILES = (
    "idna",
    "punycode",
    "unicode_escape",
    "raw_unicode_escape",
    "undefined",
    "utf-7",
)
"""Encodings of Python that no file is in."""


def label(encoding: str) -> str:
    """The name that people know."""
    usual = encoding.upper().replace("CP", "Windows-")
    return _LABELS.get(encoding, usual)


def check_encoding(encoding: str) -> str:
    """An encoding that the user named, as Python calls it; UTF-8 may have a byte-order mark.

    Raises:
        InputError: Python knows no such text encoding.
    """
    try:
        name = codecs.lookup(encoding).name
        "".encode(name)
        known = name not in _NO_FILES
    except (LookupError, ValueError):
        known = False
    if not known:
        raise InputError(
            f"there is no encoding {encoding!r}; usual ones are utf-8, gb18030, big5, "
            "euc-kr, cp1252"
        )
    if name == "utf-8":
        return DEFAULT
    # Files that are called GBK have characters of GB18030 now and then.
    return "gb18030" if name in ("gbk", "gb2312") else name


def sample(stream: BinaryIO) -> bytes:
    """The beginning of a file and, from further down, lines that are not ASCII.

    The whole file where all is ASCII.
    """
    kept = [stream.read(_ENOUGH)]
    size = 0 if kept[0].isascii() else _ENOUGH
    while size < _ENOUGH and (block := stream.read(1 << 20)):
        if block.isascii():
            continue
        # The first and the last line of a block may be parts of lines, and so of characters.
        lines = block.split(b"\n")[1:-1]
        telling = [line for line in lines if not line.isascii()]
        kept += [line + b"\n" for line in telling]
        size += sum(map(len, telling)) + len(telling)
    return b"".join(kept)


def encoding_of(source: InputSource, given: str | None) -> str:
    """The encoding that was given or else detected, the pipe's from its head."""
    if given:
        name = check_encoding(given)
        head = source.head[:_LOOKED_AT]
        is_marked = head.startswith(tuple(_MARKS))
        if name not in ("utf-16", "utf-32") or is_marked:
            return name
        # Without a mark Python would take the order of bytes of this machine.
        seen = _wide(head) or ""
        return seen if seen.startswith(name) else f"{name}-{_order(head)}"
    if source.is_pipe:
        head = source.head
        # A character that is cut in two would speak against its encoding.
        if len(head) >= 1 << 16:
            head = head[: head.rfind(b"\n") + 1] or head
        return detect(head)
    with source.open() as stream:
        return detect(sample(stream))


def detect(content: bytes) -> str:
    """Python's name of the encoding that the content is most probably in; UTF-8 for plain ASCII."""
    for mark, encoding in _MARKS.items():
        if content.startswith(mark):
            return encoding
    head = content[:_LOOKED_AT]
    wide = _wide(head) if b"\0" in head else None
    if wide is not None:
        return wide
    if content.isascii() or _is_utf8(content):
        return DEFAULT
    telling = [line for line in content.splitlines() if not line.isascii()]
    lines = b"\n".join(telling)[:_ENOUGH]
    scores = {encoding: score(lines) for encoding, score in SCORES.items()}
    return max(scores, key=scores.__getitem__)


_LOOKED_AT = 4096
"""Bytes in which zeros are looked for, as UTF-16 and UTF-32 have them."""


_NEARLY_ALL = 0.9
_COMMANDS = re.compile(rb"[\x02-\x08\x0b\x0c\x0e-\x1e]")
"""Characters that stand in no table, though they are ASCII."""


def _wide(head: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark, seen from where zeros stand.

    None where they are stray characters of another file. A text of ASCII has one in
    every second byte. Of other text they are fewer, but they stand in one place of two,
    what is around them is no UTF-8, and pairs of bytes are characters that there are.
    """
    if not head:
        return None
    order = _order(head)
    # In UTF-32 the two high bytes of each character are zeros in nearly any text.
    quarter = len(head) / 4
    places = [head[at::4].count(0) / quarter for at in range(4)]
    if min(places[2:]) > _NEARLY_ALL:
        return "utf-32-le"
    if min(places[:2]) > _NEARLY_ALL:
        return "utf-32-be"

    rare, often = sorted(_zeros(head))
    if often * 4 > len(head) and rare * 8 <= often:
        return f"utf-16-{order}"

    rest = head.replace(b"\0", b"")
    commands = _COMMANDS.findall(rest)
    is_plain = _is_utf8(rest) and len(commands) * 50 <= len(rest)
    if rare * 8 > often or is_plain:
        return None

    text = head.decode(f"utf-16-{order}", "replace")
    odd = sum(map(_is_no_character, text))
    return f"utf-16-{order}" if odd * 20 <= len(text) else None


def _order(head: bytes) -> str:
    """Which byte of a character comes first: `le` the lower one or `be` the higher.

    Seen from zeros, which are higher ones.
    """
    even, odd = _zeros(head)
    return "le" if odd >= even else "be"


def _zeros(head: bytes) -> tuple[int, int]:
    """Zeros in the first byte of each pair, and in the second."""
    first, second = head[::2], head[1::2]
    return first.count(0), second.count(0)


def _is_no_character(char: str) -> bool:
    """Does a character stand for nothing: unassigned, private, or spoilt?"""
    return char == "\ufffd" or unicodedata.category(char) in ("Co", "Cn")


def _is_utf8(content: bytes) -> bool:
    """Is it UTF-8, give or take a few spoilt characters?"""
    text = content.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    plain = len(text.encode("ascii", "ignore"))
    good = len(text) - plain - bad
    return bad * 10 <= good
