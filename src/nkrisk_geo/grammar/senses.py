"""What names in Han and Hangul are, whatever stands around them; each name is looked at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nkrisk_geo.gazetteer import Gazetteer, NameKind
from nkrisk_geo.lexicon import Flags, Ints

_WITH_GENERIC = frozenset(
    {NameKind.FULL, NameKind.FORMER, NameKind.RENAMED, NameKind.TOWNSHIP, NameKind.SEAT, NameKind.FOREIGN}
)
_TOWNS = frozenset({NameKind.TOWNSHIP, NameKind.SEAT, NameKind.RENAMED})
_SUFFIXES = tuple("省 市 区 县 旗 州 盟 镇 乡 街道 苏木 林业局 农场 시 성 현 자치주".split())
KNOWN, COUNTRY, COMPLETE, COMMON, SHARED, TOWN = 1, 2, 4, 8, 16, 32


@dataclass(frozen=True, slots=True)
class Sense:
    """What some names are, a flag for each.

    Attributes:
        country: a name of a country.
        complete: it carries its generic, as 丹东市 does.
        common: a word that is a name only with its generic (城西, 新兴).
        shared: the full name of several places.
        town: … some of them towns.
    """

    country: Flags
    complete: Flags
    common: Flags
    shared: Flags
    town: Flags


class Senses:
    """The senses of the names of one gazetteer."""

    def __init__(self, gazetteer: Gazetteer, common: frozenset[str]) -> None:
        self._gazetteer, self._common = gazetteer, common
        self._countries = gazetteer.country_names("han")
        self._bits: Ints = np.zeros(len(gazetteer.names["han"]), np.int64)

    def of(self, names: Ints) -> Sense:
        """What numbered names are."""
        bits = self._bits[names]
        if not (bits & KNOWN).all():
            for name in np.unique(names[bits & KNOWN == 0]).tolist():
                self._bits[name] = self._look(name)
            bits = self._bits[names]
        return Sense(*(bits & bit > 0 for bit in (COUNTRY, COMPLETE, COMMON, SHARED, TOWN)))

    def _look(self, name: int) -> int:
        text = self._gazetteer.names["han"][name]
        meanings = self._gazetteer.meanings("han", name)
        complete = text.endswith(_SUFFIXES) and any(kind in _WITH_GENERIC for _, kind in meanings)
        shared = complete and len({unit for unit, _ in meanings}) > 1
        return (
            KNOWN
            | COUNTRY * bool(self._countries[name])
            | COMPLETE * complete
            | COMMON * (text in self._common)
            | SHARED * shared
            | TOWN * self._is_town(meanings)
        )

    def _is_town(self, meanings: Sequence[tuple[int, int]]) -> bool:
        return any(kind in _TOWNS or self._gazetteer.levels[unit] == "township" for unit, kind in meanings)
