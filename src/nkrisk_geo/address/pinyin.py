"""Chinese names in pinyin: by words, and place names as they are read.

pypinyin reads 朝阳路 as Zhaoyang and 珲春路 as Huichun. What roads are called after has
readings of its own, which the gazetteer has, and a word is written as one: 建设 工业 is
Jianshe Gongye. A name of two characters is one word, and so is the name of a place.
What the words of the gazetteer do not cover is cut by jieba
(`nkrisk_geo.address.tokenizer`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from itertools import pairwise

from nkrisk_geo.address.tokenizer import word_starts
from nkrisk_geo.gazetteer.gazetteer import Gazetteer

MOST_NAMES = 4096
"""Names that are remembered: roads are called alike in every town, and pypinyin takes its time."""
LONGEST_CUT = 60
"""Characters that are cut into words at most; a name has a dozen."""
_IS_HAN = re.compile("[\u3400-\u9fff]+").fullmatch


class Pinyin:
    """Romanizes over one gazetteer.

    Args:
        gazetteer: has the readings of place names.
        edges: says where words begin in a stretch.
    """

    def __init__(self, gazetteer: Gazetteer, edges: Callable[[str], set[int]]) -> None:
        self._gazetteer = gazetteer
        self._readings = _by_first(gazetteer.readings)
        self._edges = edges
        self._known = lru_cache(MOST_NAMES)(self._written)

    def __call__(self, name: str) -> str:
        """A name by words, each with a capital (other characters are kept)."""
        return self._known(name) if len(name) <= LONGEST_CUT else self._written(name)

    def _written(self, name: str) -> str:
        read = self.syllables(name)
        if (
            len(read) != len(name) or len(name) > LONGEST_CUT
        ):  # other characters stand together as one
            return _joined(read)
        cuts = sorted({0, len(name)}.union(self._starts(name)))
        return " ".join(_joined(read[start:end]) for start, end in pairwise(cuts))

    def _starts(self, name: str) -> Iterable[int]:
        """Where words begin in a name."""
        if len(name) < 3 and _IS_HAN(name):
            return ()
        edges = self._edges(name)
        words = pairwise(sorted({*edges, len(name)}))
        if all(end - start > 1 or not _IS_HAN(name[start]) for start, end in words):
            return edges
        return () if name in self._gazetteer.numbers["han"] else word_starts(name)

    def syllables(self, name: str) -> list[str]:
        """One syllable a character.

        The readings of the gazetteer, the longest first, have the last word.
        """
        from pypinyin import Style, lazy_pinyin

        read: list[str] = lazy_pinyin(name, style=Style.NORMAL, v_to_u=False)
        if len(read) != len(name):
            return read
        found = [
            (rank, at, key, sounds)
            for at, char in enumerate(name)
            for rank, key, sounds in self._readings.get(char, ())
            if name.startswith(key, at)
        ]
        free = [True] * len(name)
        for _, at, key, sounds in sorted(found):
            span = slice(at, at + len(key))
            if all(free[span]):
                read[span], free[span] = sounds.split(), [False] * len(key)
        return read


def _by_first(readings: Mapping[str, str]) -> dict[str, list[tuple[int, str, str]]]:
    """The readings by the first character of each, with its rank."""
    found: dict[str, list[tuple[int, str, str]]] = {}
    for rank, (key, sounds) in enumerate(readings.items()):
        found.setdefault(key[0], []).append((rank, key, sounds))
    return found


def _joined(syllables: list[str]) -> str:
    joined = "".join(
        f"'{syllable}" if number and syllable[0] in "aeo" else syllable
        for number, syllable in enumerate(syllables)
    )
    return joined[:1].upper() + joined[1:]
