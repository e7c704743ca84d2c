"""How much like addresses bytes read in each encoding that has no mark of its own.

Each score is about 1 where all that is not ASCII is what is usual in such a text, and
falls below 0 where most of it is not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

_ADDRESS_WORDS = frozenset(
    "省市县縣区區路街道号號镇鎮乡鄉村园園室楼樓层層幢栋棟座厦廈司厂廠州自治旗港州中国國东東海山江"
)


def _chinese(charset: str, last_common: int) -> Callable[[bytes], float]:
    """A score for Chinese: common characters of the character set, address words above all."""

    def points(char: str) -> float:
        if char in _ADDRESS_WORDS:
            return 2.0
        if "\u4e00" <= char <= "\u9fff":
            code = char.encode(charset, "ignore")
            is_common = len(code) == 2 and code[0] <= last_common
            return 0.8 if is_common else 0.0
        is_mark = "\u3000" <= char <= "\u303f" or "\uff00" <= char <= "\uffef"
        return 0.5 if is_mark else -1.0

    # Common are the characters of the smaller set; files hold those of the larger one.
    encoding = "gb18030" if charset == "gb2312" else charset
    return lambda content: _mean(content.decode(encoding, "replace"), points)


def _korean(content: bytes) -> float:
    """Korean is written in syllables, with a Chinese character at the most now and then."""

    def points(char: str) -> float:
        return 1.0 if "\uac00" <= char <= "\ud7a3" else -0.5

    return _mean(content.decode("cp949", "replace"), points)


def _cyrillic(content: bytes) -> float:
    """Cyrillic words are small, capital or capitalized; other bytes change case at random."""

    def points(char: str) -> float:
        is_usual = "\u0400" <= char <= "\u045f" or char in "№«»"
        return 0.95 if is_usual else -1.0

    text = content.decode("cp1251", "replace")
    mixed = len(re.findall("[а-яё][А-ЯЁ]|[A-Za-z][А-яЁё]", text))
    others = sum(not char.isascii() for char in text)
    return _mean(text, points) - 6.0 * mixed / max(1, others)


def _western(content: bytes) -> float:
    """Accented letters stand between plain ones."""
    text = content.decode("cp1252", "replace")
    runs: list[str] = re.findall(r"[^\x00-\x7f]+", text)
    alone = [run for run in runs if len(run) == 1]
    single = sum(run.isalpha() or run in "’–°º“”" for run in alone)
    others = len(runs) - single
    return 0.9 * (single - others) / max(1, len(runs))


def _mean(text: str, points: Callable[[str], float]) -> float:
    """The points of a character that is not ASCII, one with another."""
    counts = Counter(char for char in text if not char.isascii())
    gained = 0.0
    for char, count in counts.items():
        # Bytes that stand for nothing count as much as four unusual characters.
        each = -4.0 if char == "\ufffd" else points(char)
        gained += count * each
    return gained / max(1, counts.total())


SCORES: dict[str, Callable[[bytes], float]] = {
    "gb18030": _chinese("gb2312", 0xD7),
    "big5": _chinese("big5", 0xC6),
    "cp949": _korean,
    "cp1251": _cyrillic,
    "cp1252": _western,
}
