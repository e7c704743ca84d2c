"""Chinese names in pinyin: by words, and place names as they are read.

pypinyin reads 朝阳路 as Zhaoyang and 珲春路 as Huichun. What roads are called after has readings of its own, which the gazetteer
has, and a word is written as one: 建设 工业 is Jianshe Gongye.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise

from nkrisk_geo.gazetteer import Gazetteer

LONGEST_CUT = 60
"""Characters that are cut into words at most; a name has a dozen."""


class Pinyin:
    """Romanizes over one gazetteer.

    Args:
        gazetteer: has the readings of place names.
        edges: says where words begin in a stretch.
    """

    def __init__(self, gazetteer: Gazetteer, edges: Callable[[str], set[int]]) -> None:
        self._readings: Mapping[str, str] = gazetteer.readings
        self._edges = edges

    def __call__(self, name: str) -> str:
        """A name by words, each with a capital (other characters are kept)."""
        cuts = {0, len(name)} | (self._edges(name) if len(name) <= LONGEST_CUT else set())
        read = self._syllables(name)
        if len(read) != len(name):  # other characters stand together as one
            return _joined(read)
        return " ".join(_joined(read[start:end]) for start, end in pairwise(sorted(cuts)))

    def _syllables(self, name: str) -> list[str]:
        """One syllable a character; the readings of the gazetteer, the longest first, have the last word."""
        from pypinyin import Style, lazy_pinyin

        read: list[str] = lazy_pinyin(name, style=Style.NORMAL, v_to_u=False)
        if len(read) != len(name):
            return read
        free = [True] * len(name)
        for key, sounds in self._readings.items():
            at = name.find(key)
            while at >= 0:
                span = slice(at, at + len(key))
                if all(free[span]):
                    read[span], free[span] = sounds.split(), [False] * len(key)
                at = name.find(key, at + 1)
        return read


def _joined(syllables: list[str]) -> str:
    joined = "".join(
        f"'{syllable}" if number and syllable[0] in "aeo" else syllable
        for number, syllable in enumerate(syllables)
    )
    return joined[:1].upper() + joined[1:]
