"""What is named behind a place that shares its name: villages, quarters and roads tell which one is meant.

朝阳区清和街      there is a 清和街道 in Changchun's 朝阳区 and none in Beijing's
红旗镇和平村      the 红旗镇 that has a 和平村
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from nkrisk_geo.gazetteer import Gazetteer
from nkrisk_geo.grammar.roles import Generic, Mention, Role

STRETCH = 30
"""Characters behind a name in which something may be said of it."""
_LOCALITY = (4, 3, 2)
"""Lengths of the bare names of quarters and roads."""
_LOCALITIES_SOUGHT = 2
_LOCAL_WORDS = frozenset({"road", "village", "subdistrict"})
_NUMBER = "[0-9一二三四五六七八九十]"


class Localities:
    """Finds them.

    Args:
        tail: the generic word behind a name, as a named group for its class.
        gazetteer: knows the villages, quarters and roads.
    """

    def __init__(self, tail: re.Pattern[str], gazetteer: Gazetteer) -> None:
        self._tail, self._gazetteer = tail, gazetteer
        self._regional_words = re.compile(
            "|".join(word.replace("#", _NUMBER) for word in gazetteer.regional_words)
        )

    def behind(self, text: str, start: int, after: int, name: int, *, town: bool) -> Iterator[Mention]:
        """The mentions behind a place that shares its name; offsets are those in the text."""
        units = self._units(name)
        if town:
            yield from self._village(text, after, units)
            if self._street.match(text, after):
                yield Mention("han", name, Role.LOCAL, Generic.TOWN, start, after)
            return
        at, last, sought = after, min(len(text), after + STRETCH), _LOCALITIES_SOUGHT
        words = self._local_words(text, after, last)
        while words and at < last and sought:
            local = self._locality(text, at, units, words)
            if local:
                yield local
                sought -= 1
            at = local.end if local else at + 1
        yield from self._regional(text, after)

    @cached_property
    def _street(self) -> re.Pattern[str]:
        return re.compile("[\u4e00-\u9fff]{1,4}?(?:大街|街|路)(?!道)")

    def _units(self, name: int) -> set[int]:
        return {unit for unit, _ in self._gazetteer.meanings("han", name)}

    def _village(self, text: str, start: int, units: set[int]) -> Iterator[Mention]:
        """The village right behind a township, if it is one of a township of that name."""
        villages = self._gazetteer.villages
        for end in (start + n for n in _LOCALITY if start + n <= len(text)):
            name = villages.get(text[start:end])
            if name is not None and not units.isdisjoint(self._units(name)):
                yield Mention("han", name, Role.LOCAL, Generic.VILLAGE, start, end)
                return

    def _local_words(self, text: str, first: int, last: int) -> dict[int, str]:
        """The last characters of the words for quarters and roads behind names that start in a stretch, by their offsets."""
        ends = range(first + min(_LOCALITY), last + max(_LOCALITY))
        tails = ((end, self._tail.match(text, end)) for end in ends)
        return {end: tail[0][-1] for end, tail in tails if tail and tail.lastgroup in _LOCAL_WORDS}

    def _locality(self, text: str, start: int, units: set[int], words: Mapping[int, str]) -> Mention | None:
        """A quarter by its bare name before a word for a quarter or a road; a road by its own word: 南京北路 is no 南京街."""
        known = self._gazetteer.localities
        for end in (start + n for n in _LOCALITY if start + n in words):
            stem = text[start:end]
            name = known.get(stem + words[end], known.get(stem))
            if name is not None and not units.isdisjoint(self._units(name)):
                return Mention("han", name, Role.LOCAL, Generic.NONE, start, end)
        return None

    def _regional(self, text: str, after: int) -> Iterator[Mention]:
        """A word for roads or quarters that one region uses more than others."""
        match = self._regional_words.search(text, after)
        if match:
            regional = ((key.strip("#"), name) for key, name in self._gazetteer.regional.items())
            word, name = next((word, name) for word, name in regional if word in match[0])
            start = match.start() + match[0].index(word)
            yield Mention("han", name, Role.LOCAL, Generic.NONE, start, start + len(word))
