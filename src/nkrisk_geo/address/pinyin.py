"""Chinese names in pinyin: by words, and place names as they are read.

pypinyin reads 朝阳路 as Zhaoyang and 珲春路 as Huichun. What roads are called after has
readings of its own, which the gazetteer has, and a word is written as one: 建设 工业 is
Jianshe Gongye. A name of two characters is one word, and so is the name of a place.
What the words of the gazetteer do not cover is cut by jieba
(`nkrisk_geo.address.tokenizer`).
"""

from __future__ import annotations

import re
from collections import defaultdict
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
        # What is remembered is bounded in number, so it has to be in length as well.
        if len(name) > LONGEST_CUT:
            return self._written(name)
        return self._known(name)

    def _written(self, name: str) -> str:
        read = self.syllables(name)
        # Characters that are not Chinese stand together as one syllable, so that nobody
        # knows any more which syllable is of which character.
        if len(read) != len(name) or len(name) > LONGEST_CUT:
            return _joined(read)
        cuts = sorted({0, len(name), *self._starts(name)})
        words = [read[start:end] for start, end in pairwise(cuts)]
        return " ".join(map(_joined, words))

    def _starts(self, name: str) -> Iterable[int]:
        """Where words begin in a name."""
        if len(name) < 3 and _IS_HAN(name):
            return ()
        edges = self._edges(name)
        words = pairwise(sorted({*edges, len(name)}))
        alone = [name[start] for start, end in words if end - start == 1]
        # A Chinese character alone is mostly the rest of a word that nobody knows.
        if not any(map(_IS_HAN, alone)):
            return edges
        return () if name in self._gazetteer.numbers["han"] else word_starts(name)

    def syllables(self, name: str) -> list[str]:
        """One syllable a character.

        The readings of the gazetteer, the longest first, have the last word.
        """
        from pypinyin import Style, lazy_pinyin

        # With v for ü, as machine-readable forms have it: 绿 is lv.
        plain = Style.NORMAL
        read: list[str] = lazy_pinyin(name, style=plain, v_to_u=False)
        if len(read) != len(name):
            return read
        readings = self._readings
        found = [
            (rank, at, key, sounds)
            for at, char in enumerate(name)
            for rank, key, sounds in readings.get(char, ())
            if name.startswith(key, at)
        ]
        free = [True] * len(name)
        # By rank: what a shorter reading would say of these characters comes too late.
        for _, at, key, sounds in sorted(found):
            span = slice(at, at + len(key))
            if all(free[span]):
                read[span] = sounds.split()
                free[span] = [False] * len(key)
        return read


Reading = tuple[int, str, str]
"""A rank, characters, and their sounds."""


def _by_first(readings: Mapping[str, str]) -> dict[str, list[Reading]]:
    """The readings by the first character of each."""
    found = defaultdict[str, list[Reading]](list)
    for rank, (key, sounds) in enumerate(readings.items()):
        found[key[0]].append((rank, key, sounds))
    return dict(found)


def _joined(syllables: list[str]) -> str:
    # An apostrophe parts what would be read as another syllable: Xi'an is not Xian.
    joined = "".join(
        f"'{syllable}" if number and syllable[0] in "aeo" else syllable
        for number, syllable in enumerate(syllables)
    )
    return joined[:1].upper() + joined[1:]
