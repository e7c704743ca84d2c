"""Texts that name a place on each side of the border: Sinuiju/Dandong, 丹东 新义州, HUNCHUN - RASON.

Such a text is about two places, as one with two addresses is, whichever of them stands first and whatever stands between. So
it has a part for each side, and what it means stays open. One that names more than one place of a side is an address on it:
丹东市振兴区平壤馆 is a restaurant.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np

from nkrisk_geo.arrays import Flags, Ints
from nkrisk_geo.forking import cached_property
from nkrisk_geo.gazetteer import Gazetteer, NameKind
from nkrisk_geo.grammar import Role
from nkrisk_geo.names import ByScript
from nkrisk_geo.signature import NAME_AT, ROLE_AT, ROLE_MASK, Plain, Signature

OURS = ("21", "22")
_TOWN_KINDS = (NameKind.TOWNSHIP, NameKind.TOWNSHIP_SHORT, NameKind.SEAT)
NORTH, CHINA_SIDE, NEAR = 1, 2, 4
"""What a name is: that of something in the DPRK and nowhere else; the same of China; a place of its side of the border."""
_SHORT_HANGUL = re.compile("[가-힣]{2}")
"""금강, 대안: two syllables of Korean are a word of a road or a firm as often as a place."""
_STATED = frozenset({Role.TYPED, Role.PLAIN})


class Mentioned(NamedTuple):
    """Names that stand in texts: the number of the text and of the name, and is it in Han or Hangul?"""

    text: Ints
    name: Ints
    han: Flags


class CrossBorder:
    """Parts signatures that name a place on each side, over one gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._sides = ByScript(self._side)

    def naming_the_north(self, mentions: Mentioned) -> list[int]:
        """The numbers of the texts that name a place near the border in the DPRK."""
        found: set[int] = set()
        for script, rows in (("han", mentions.han), ("latin", ~mentions.han)):
            if rows.any():
                sides, names, texts = self._sides[script], mentions.name[rows], mentions.text[rows]
                scanned = names < len(sides)  # villages and quarters have numbers behind all others
                north = sides[names[scanned]] & (NORTH | NEAR) == NORTH | NEAR
                found.update(texts[scanned][north].tolist())
        return sorted(found)

    def parted(self, signature: Plain) -> Signature:
        """A signature with a part for each side if it states a place on each."""
        sides = [self._of(item) for item in signature]
        stated = [side for item, side in zip(signature, sides, strict=True) if _is_stated(item, side)]
        if sorted(side & (NORTH | CHINA_SIDE) for side in stated) != [NORTH, CHINA_SIDE]:
            return signature
        parts = (
            tuple(_plain(item, side) for item, side in zip(signature, sides, strict=True) if not side & other)
            for other in (CHINA_SIDE, NORTH)
        )
        return (*signature, tuple(parts))

    def _of(self, item: int | str) -> int:
        if not isinstance(item, int):
            return 0
        sides, name = self._sides["han" if item & 1 else "latin"], item >> NAME_AT
        return int(sides[name]) if name < len(sides) else 0

    def _side(self, script: str) -> Ints:
        """What each name of a script is."""
        names_of, north, china = self._gazetteer.names_of, self._country("KP"), self._country("CN")
        codes, levels = self._gazetteer.codes, self._gazetteer.levels
        city = north & (np.array(levels) == "city")
        ours = np.array(
            [
                code.startswith(OURS) and level in ("prefecture", "county")
                for code, level in zip(codes, levels, strict=True)
            ]
        )
        only_north = names_of(script, lambda units, kinds: north[units]) & ~names_of(
            script, lambda units, kinds: ~north[units]
        )
        only_china = names_of(script, lambda units, kinds: china[units]) & ~names_of(
            script, lambda units, kinds: ~china[units]
        )
        near = names_of(script, lambda units, kinds: city[units]) | names_of(
            script, lambda units, kinds: ours[units] & ~np.isin(kinds, _TOWN_KINDS)
        )
        near &= np.array([not _SHORT_HANGUL.fullmatch(name) for name in self._gazetteer.names[script]])
        found: Ints = NORTH * only_north + CHINA_SIDE * only_china + NEAR * near
        return found

    def _country(self, code: str) -> Flags:
        found: Flags = self._outermost == self._gazetteer.number[code]
        return found

    @cached_property
    def _outermost(self) -> Ints:
        return self._gazetteer.outermost


def _is_stated(item: int | str, side: int) -> bool:
    """Does an item state a place near the border? In Chinese what goes on is a restaurant or a road: 丹东市平壤馆."""
    if not isinstance(item, int) or not side & NEAR:
        return False
    role = item >> ROLE_AT & ROLE_MASK
    return role in _STATED or (role == Role.LOOSE and not item & 1)


def _plain(item: int | str, side: int) -> int | str:
    """A name before words like *border*: beside a place opposite it is as sure as one that stands alone."""
    if not isinstance(item, int) or not side & NEAR or item >> ROLE_AT & ROLE_MASK != Role.LOOSE:
        return item
    return item & ~(ROLE_MASK << ROLE_AT) | Role.PLAIN << ROLE_AT
