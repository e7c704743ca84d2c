"""What names in Han and Hangul are, whatever stands around them; each name is looked at once."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from nkrisk_geo.arrays import Flags, Ints
from nkrisk_geo.gazetteer import Gazetteer, NameKind
from nkrisk_geo.ragged import any_of, distinct

_TOWNS = np.array([kind.name in ("TOWNSHIP", "SEAT", "RENAMED") for kind in NameKind], np.bool_)
_WITH_GENERIC = _TOWNS | np.array([kind.name in ("FULL", "FORMER", "FOREIGN") for kind in NameKind])
_SUFFIXES = tuple("省 市 区 县 旗 州 盟 镇 乡 街道 苏木 林业局 农场 시 성 현 자치주 자치구 자치현".split())
_PROVINCE, _SHORTEST_PROVINCE = "성", 3
"""凤城 and 海城 are 봉성 and 해성, and no provinces."""
KNOWN, COUNTRY, COMPLETE, COMMON, SHARED, TOWN, KOREAN, SOUTHERN = 1, 2, 4, 8, 16, 32, 64, 128


class Senses:
    """The senses of the names of one gazetteer.

    Attributes:
        bits: for each name what it is, or nothing as long as nobody has asked. A country's name; one that carries its generic, as
            丹东市 does; a word that is a name only with its generic (城西, 新兴); the full name of several places, some of them
            towns; one of a place in either Korea; one of a place in the South.
    """

    def __init__(self, gazetteer: Gazetteer, common: frozenset[str]) -> None:
        self._gazetteer, self._common = gazetteer, common
        self._countries = gazetteer.country_names("han")
        korea = [gazetteer.number.get(code, -1) for code in ("KP", "KR")]
        self._korean: Flags = np.isin(gazetteer.outermost, korea)
        self._southern: Flags = gazetteer.outermost == korea[1]
        self._townships: Flags = np.array([level == "township" for level in gazetteer.levels])
        self.bits: NDArray[np.uint8] = np.zeros(len(gazetteer.names["han"]), np.uint8)

    def know(self, names: NDArray[np.integer[Any]]) -> None:
        """Look at those of some numbered names that are new."""
        bits = self.bits[names]
        if not bits.all():
            new, _, _ = distinct(names[bits == 0].astype(np.int64))
            self.bits[new] = self._look(new)

    def _look(self, names: Ints) -> Ints:
        owner, unit, kind = self._gazetteer.meanings_of("han", names)
        every = self._gazetteer.names["han"]
        texts = [every[name] for name in names.tolist()]
        suffixed = np.array([*map(_is_suffixed, texts)], np.bool_)
        common = np.array([text in self._common for text in texts], np.bool_)
        complete = suffixed & any_of(_WITH_GENERIC[kind], owner, len(names))
        several = any_of(unit != unit[np.searchsorted(owner, owner)], owner, len(names))
        town = any_of(_TOWNS[kind] | self._townships[unit], owner, len(names))
        return (
            KNOWN
            | COUNTRY * self._countries[names]
            | COMPLETE * complete
            | COMMON * common
            | SHARED * (complete & several)
            | TOWN * town
            | KOREAN * any_of(self._korean[unit], owner, len(names))
            | SOUTHERN * any_of(self._southern[unit], owner, len(names))
        )


def _is_suffixed(text: str) -> bool:
    """Does a name end in a generic?"""
    if text.endswith(_PROVINCE):
        return len(text) >= _SHORTEST_PROVINCE
    return text.endswith(_SUFFIXES)
