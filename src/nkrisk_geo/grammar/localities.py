"""What is named behind a place that shares its name: villages, quarters and roads tell which one is meant.

朝阳区清和街      there is a 清和街道 in Changchun's 朝阳区 and none in Beijing's
红旗镇和平村      the 红旗镇 that has a 和平村
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from nkrisk_geo.arrays import decode, joined, lengths
from nkrisk_geo.forking import cached_property
from nkrisk_geo.gazetteer import Gazetteer
from nkrisk_geo.grammar.roles import Generic, Mention, Role
from nkrisk_geo.grammar.tails import CLASSES, Tails
from nkrisk_geo.ragged import stretches

STRETCH = 30
"""Characters behind a name in which something may be said of it."""
_LOCALITY = (4, 3, 2)
"""Lengths of the bare names of quarters and roads."""
_LOCALITIES_SOUGHT = 2
_LOCAL = np.array([klass in ("road", "village", "subdistrict") for klass in CLASSES], np.bool_)
_NUMBER = "[0-9一二三四五六七八九十]"
_NO_OTHER_WORD = "(?![区会])"
"""第二社区 is a quarter as every city has them, and 社会 is society; 社 alone is a group of a village."""


class Place(NamedTuple):
    """A place that shares its name: the text, the offsets of the name in it, and its number."""

    text: str
    start: int
    end: int
    name: int


class Localities:
    """Finds them.

    Args:
        tails: finds generic words.
        gazetteer: knows the villages, quarters and roads.
    """

    def __init__(self, tails: Tails, gazetteer: Gazetteer) -> None:
        self._tails, self._gazetteer = tails, gazetteer
        words = "|".join(word.replace("#", _NUMBER) for word in gazetteer.regional_words)
        self._regional_words = re.compile(f"(?:{words}){_NO_OTHER_WORD}")

    def behind(self, places: Sequence[Place], towns: Sequence[bool]) -> Iterator[Iterator[Mention]]:
        """For each of some places that share their names what is named behind it; of some we know that they are towns."""
        words = self._words([place for place, town in zip(places, towns, strict=True) if not town])
        for place, town in zip(places, towns, strict=True):
            yield self._of_town(place) if town else self._of_other(place, next(words))

    def _words(self, places: Sequence[Place]) -> Iterator[dict[int, str]]:
        """For each place the last characters of the words for quarters and roads behind it, by their offsets."""
        points = joined([place.text for place in places])
        ends = np.cumsum(lengths([place.text for place in places]) + 1)
        after = np.array([place.end for place in places], np.int64)
        first, last = min(_LOCALITY), STRETCH + max(_LOCALITY)
        number, offset = stretches(after + first, np.full(len(after), last - first))
        at = np.append(0, ends)[number] + offset
        inside = at < ends[number] - 1
        number, offset, at = number[inside], offset[inside], at[inside]
        klass, length = self._tails.behind(points, at)
        local = np.flatnonzero(_LOCAL[klass])
        chars = decode(points[at[local] + length[local] - 1])
        stops = np.searchsorted(number[local], np.arange(len(places)), side="right").tolist()
        offsets, start = offset[local].tolist(), 0
        for stop in stops:
            yield dict(zip(offsets[start:stop], chars[start:stop], strict=True))
            start = stop

    def _of_town(self, place: Place) -> Iterator[Mention]:
        """What is named behind a town that shares its name."""
        yield from self._village(place)
        if self._street.match(place.text, place.end):
            yield Mention("han", place.name, Role.LOCAL, Generic.TOWN, place.start, place.end)

    def _of_other(self, place: Place, words: Mapping[int, str]) -> Iterator[Mention]:
        """What is named behind another place that shares its name; `words` are those that stand behind it."""
        first, last, found = place.end, min(len(place.text), place.end + STRETCH), 0
        for at in sorted({end - length for end in words for length in _LOCALITY}):
            local = self._locality(place, at, words) if first <= at < last else None
            if local:
                yield local
                first, found = local.end, found + 1
                if found == _LOCALITIES_SOUGHT:
                    break
        yield from self._regional(place.text, place.end)

    @cached_property
    def _street(self) -> re.Pattern[str]:
        return re.compile("[\u4e00-\u9fff]{1,4}?(?:大街|街|路)(?!道)")

    def _are_of_one(self, place: Place, name: int) -> bool:
        """Can a name be that of something in one of the places that a shared name means?"""
        theirs, its = (self._gazetteer.meanings("han", each) for each in (place.name, name))
        return not {unit for unit, _ in theirs}.isdisjoint(unit for unit, _ in its)

    def _village(self, place: Place) -> Iterator[Mention]:
        """The village right behind a township, if it is one of a township of that name."""
        villages, text, start = self._gazetteer.villages, place.text, place.end
        for end in (start + n for n in _LOCALITY if start + n <= len(text)):
            name = villages.get(text[start:end])
            if name is not None and self._are_of_one(place, name):
                yield Mention("han", name, Role.LOCAL, Generic.VILLAGE, start, end)
                return

    def _locality(self, place: Place, start: int, words: Mapping[int, str]) -> Mention | None:
        """A quarter by its bare name before a word for a quarter or a road; a road by its own word: 南京北路 is no 南京街."""
        known = self._gazetteer.localities
        for end in (start + n for n in _LOCALITY if start + n in words):
            stem = place.text[start:end]
            name = known.get(stem + words[end], known.get(stem))
            if name is not None and self._are_of_one(place, name):
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
