"""Which encoding a text file is in, seen from the text that it would hold.

Trade files come in UTF-8, in GB18030 (which contains GBK and GB2312), and now and then
in Big5, the Korean, Cyrillic or western code page, or UTF-16 from a spreadsheet. Almost
any bytes are valid in several of these, so the decision looks at what they would say:
in the right encoding addresses are made of common characters, and of 省, 市, 路, 号 above
all.

    >>> detect("辽宁省丹东市振兴区".encode("gb18030")), detect("Dandong".encode())
    ('gb18030', 'utf-8-sig')
    >>> detect("遼寧省丹東市振興區人民路".encode("big5")), detect("Владивосток, ул. Светланская".encode("cp1251"))
    ('big5', 'cp1251')
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from typing import BinaryIO

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
_ADDRESS_WORDS = frozenset(
    "省市县縣区區路街道号號镇鎮乡鄉村园園室楼樓层層幢栋棟座厦廈司厂廠州自治旗港州中国國东東海山江"
)


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
    return _LABELS.get(encoding, encoding.upper().replace("CP", "Windows-"))


def checked(encoding: str) -> str:
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
    return (
        DEFAULT if name == "utf-8" else "gb18030" if name in ("gbk", "gb2312") else name
    )


def sample(stream: BinaryIO) -> bytes:
    """The beginning of a file and, from further down, lines that are not ASCII.

    The whole file where all is ASCII.
    """
    kept = [stream.read(_ENOUGH)]
    size = 0 if kept[0].isascii() else _ENOUGH
    while size < _ENOUGH and (block := stream.read(1 << 20)):
        if not block.isascii():
            # The first and the last line of a block may be parts of lines, and so of characters.
            lines = block.split(b"\n")[1:-1]
            telling = [line + b"\n" for line in lines if not line.isascii()]
            kept += telling
            size += sum(map(len, telling))
    return b"".join(kept)


def encoding_of(source: InputSource, given: str | None) -> str:
    """The encoding that was given or else detected, the pipe's from its head."""
    if given:
        name = checked(given)
        head = source.head[:_LOOKED_AT]
        if name not in ("utf-16", "utf-32") or head.startswith(tuple(_MARKS)):
            return name
        seen = _wide(head) or ""
        return seen if seen.startswith(name) else f"{name}-{_order(head)}"
    if source.is_pipe:
        head = source.head
        whole = head if len(head) < 1 << 16 else head[: head.rfind(b"\n") + 1] or head
        return detect(whole)
    with source.open() as stream:
        return detect(sample(stream))


def detect(content: bytes) -> str:
    """Python's name of the encoding that the content is most probably in; UTF-8 for plain ASCII."""
    for mark, encoding in _MARKS.items():
        if content.startswith(mark):
            return encoding
    if b"\0" in content[:_LOOKED_AT] and (wide := _wide(content[:_LOOKED_AT])):
        return wide
    if content.isascii() or _is_utf8(content):
        return DEFAULT
    lines = b"\n".join(line for line in content.splitlines() if not line.isascii())[
        :_ENOUGH
    ]
    return max(_SCORES, key=lambda encoding: _SCORES[encoding](lines))


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
    order = _order(head)
    places = [head[at::4].count(0) * 4 / len(head) for at in range(4)]
    for wide, high in (("utf-32-le", places[2:]), ("utf-32-be", places[:2])):
        if min(high) > _NEARLY_ALL:
            return wide

    zeros = head[::2].count(0), head[1::2].count(0)
    rare, often = sorted(zeros)
    if often * 4 > len(head) and rare * 8 <= often:
        return f"utf-16-{order}"

    rest = head.replace(b"\0", b"")
    is_plain = _is_utf8(rest) and len(_COMMANDS.findall(rest)) * 50 <= len(rest)
    if rare * 8 > often or is_plain:
        return None

    text = head.decode(f"utf-16-{order}", "replace")
    odd = sum(
        char == "\ufffd" or unicodedata.category(char) in ("Co", "Cn") for char in text
    )
    return f"utf-16-{order}" if odd * 20 <= len(text) else None


def _order(head: bytes) -> str:
    """Which byte of a character comes first: `le` the lower one or `be` the higher.

    Seen from zeros, which are higher ones.
    """
    even, odd = head[::2].count(0), head[1::2].count(0)
    return "le" if odd >= even else "be"


def _is_utf8(content: bytes) -> bool:
    """Is it UTF-8, give or take a few spoilt characters?"""
    text = content.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(not char.isascii() for char in text) - bad
    return bad * 10 <= good


def _chinese(charset: str, last_common: int) -> Callable[[bytes], float]:
    """A score for Chinese: common characters of the character set, address words above all."""

    def points(char: str) -> float:
        if char in _ADDRESS_WORDS:
            return 2.0
        if "\u4e00" <= char <= "\u9fff":
            code = char.encode(charset, "ignore")
            return 0.8 if len(code) == 2 and code[0] <= last_common else 0.0
        return (
            0.5
            if "\u3000" <= char <= "\u303f" or "\uff00" <= char <= "\uffef"
            else -1.0
        )

    return lambda content: _mean(
        content.decode("gb18030" if charset == "gb2312" else charset, "replace"), points
    )


def _korean(content: bytes) -> float:
    return _mean(
        content.decode("cp949", "replace"),
        lambda char: 1.0 if "\uac00" <= char <= "\ud7a3" else -0.5,
    )


def _cyrillic(content: bytes) -> float:
    """Cyrillic words are small, capital or capitalized; other bytes change case at random."""
    text = content.decode("cp1251", "replace")
    mixed = len(re.findall("[а-яё][А-ЯЁ]|[A-Za-z][А-яЁё]", text))
    score = _mean(
        text,
        lambda char: 0.95 if "\u0400" <= char <= "\u045f" or char in "№«»" else -1.0,
    )
    return score - 6.0 * mixed / max(1, sum(not char.isascii() for char in text))


def _western(content: bytes) -> float:
    """Accented letters stand between plain ones."""
    text = content.decode("cp1252", "replace")
    runs: list[str] = re.findall(r"[^\x00-\x7f]+", text)
    single = sum(len(run) == 1 and (run.isalpha() or run in "’–°º“”") for run in runs)
    return 0.9 * (2 * single - len(runs)) / max(1, len(runs))


def _mean(text: str, points: Callable[[str], float]) -> float:
    counts = Counter(char for char in text if not char.isascii())
    worst = {"\ufffd": -4.0}
    gained = sum(
        count * worst.get(char, points(char)) for char, count in counts.items()
    )
    return gained / max(1, sum(counts.values()))


_SCORES: dict[str, Callable[[bytes], float]] = {
    "gb18030": _chinese("gb2312", 0xD7),
    "big5": _chinese("big5", 0xC6),
    "cp949": _korean,
    "cp1251": _cyrillic,
    "cp1252": _western,
}
