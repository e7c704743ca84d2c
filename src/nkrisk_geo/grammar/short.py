"""Roles of Chinese names that stand without their generics: 丹东 in 丹东路, 丹东华洋服装有限公司, 辽宁丹东.

What stands behind a name says what it is. Most are decided together, by a few array operations; one by one are looked at those
that may be part of other words, and those before something unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property

import numpy as np

from nkrisk_geo.characters import Characters
from nkrisk_geo.cutting import Cutter
from nkrisk_geo.grammar.layout import Standing
from nkrisk_geo.grammar.localities import STRETCH
from nkrisk_geo.grammar.roles import FOLLOWED_BY, Generic, Role
from nkrisk_geo.grammar.tails import CLASSES, NOTHING, points_of, starts_with
from nkrisk_geo.lexicon import Flags, Ints
from nkrisk_geo.ragged import among

_OFTEN_BEGIN = points_of("道花商桥")
"""First characters of words for roads and buildings with which the next name may begin: 沈阳|道义, 大连|花园口, 本溪|桥北."""
_MAIN_STREETS = ("大街", "大路")
_PARTS_OF_TOWN = points_of("东西南北中")
"""What may stand before these: 柳河东大街."""
_LONGEST_ZONE = 8
"""Characters between a place and the word for a zone: 长春汽车经济技术开发区."""
_STOP = re.compile(r"[^\w]|\d")
_GOODS = tuple(
    "草莓 蓝莓 软枣 板栗 榛子 苹果 大米 玉米 人参 参茸 鹿茸 木耳 黄蚬 蚬子 海鲜 海参 梭子蟹 泡菜 辣白菜 冷面 打糕 拌饭 烧烤 "
    "牛肉 明太鱼 米肠 丝绸 柞蚕 玉器 岫玉".split()
)
"""What places are famous for, and shops elsewhere have in their names: 丹东草莓 is sold in every city."""
_GOODS_BEGIN = points_of("".join(dict.fromkeys(name[0] for name in _GOODS)))
_LEGAL_FORM = re.compile("公司|集团|厂|合作社|企业|协会|研究|基地|市场|商会")
"""What a firm that is registered where its name says has in its name."""
_TYPED, _PLAIN, _INSIDE, _LOOSE, _WORD, _ROAD, _STREET, _ZONE = map(
    int,
    (Role.TYPED, Role.PLAIN, Role.INSIDE, Role.LOOSE, Role.WORD, Role.ROAD, Role.STREET, Role.ZONE),
)
_NO_GENERIC = int(Generic.NONE)
_READINGS = [FOLLOWED_BY.get(klass, (-1, Generic.NONE)) for klass in CLASSES]
_ROLES, _GENERICS = (np.array(column, np.int64) for column in zip(*_READINGS, strict=True))
"""What a generic word of each class makes of the name before it; no role where there is no word."""


class Short:
    """Reads their roles.

    Args:
        words: generic words and their class.
        cutter: decides whether a name really stands in a text.
    """

    def __init__(self, words: Mapping[str, str], cutter: Cutter) -> None:
        self._words = words
        self._cutter = cutter
        self._sides = frozenset(self._of_class("side"))

    # Compiled for the first name before something unknown: many texts have none, and one answer should not wait for it.

    @cached_property
    def _company(self) -> re.Pattern[str]:
        return re.compile(_longest_first(self._of_class("company")))

    @cached_property
    def _building(self) -> re.Pattern[str]:
        return re.compile(_longest_first(self._of_class("building")))

    @cached_property
    def _zone(self) -> re.Pattern[str]:
        return re.compile(_longest_first(self._of_class("zone")))

    def _of_class(self, klass: str) -> list[str]:
        return [word for word, its_class in self._words.items() if its_class == klass]

    def readings(
        self, read: Characters, names: Standing, common: Flags, *, roughly: bool
    ) -> tuple[Ints, Ints]:
        """Roles and generics of the names.

        Args:
            read: the texts.
            names: the names.
            common: those that are a word too, and a name only with its generic.
            roughly: a name before a word for a road may be part of a word as well.
        """
        klass = _klass(read, names)
        layout, role, generic = names.layout, _ROLES[klass], _GENERICS[klass]
        road, main = role == _ROAD, _is_main_street(read, names)
        settled = common & (role != _TYPED) & ~layout.chained
        role[settled], generic[settled] = _INSIDE, _NO_GENERIC
        left = ~settled & ~(road & ~main) if roughly else ~settled
        words = self._are_words(read, names, np.flatnonzero(left & layout.risky))
        role[words], generic[words] = _WORD, _NO_GENERIC
        left[words] = False
        role[left & road & main] = _STREET
        for at in np.flatnonzero(left & (role == _INSIDE) & (layout.opens | layout.chained)).tolist():
            if self._heads_a_zone(read.squeezed, int(names.end[at])):
                role[at] = _ZONE
        bare = np.flatnonzero(left & (klass == NOTHING))
        role[bare] = self._bare(read, names.chosen(bare))
        return role, generic

    def _are_words(self, read: Characters, names: Standing, rows: Ints) -> Ints:
        """Those of some names that only seem to stand there, being part of other words."""
        text, start, end = read.squeezed, names.start[rows], names.end[rows]
        knots = self._cutter.knots(text, read.points, start, end)
        asked = zip(rows.tolist(), start.tolist(), end.tolist(), knots, strict=True)
        words = [
            row
            for row, first, after, knot in asked
            if knot and not self._cutter.stands(text, first, after, knot)
        ]
        return np.array(words, np.int64)

    def _bare(self, read: Characters, names: Standing) -> Ints:
        """The roles of names without any generic: in a chain, at an edge, or before something unknown."""
        layout, text = names.layout, read.squeezed
        role = np.where(layout.followed | layout.chained | layout.opens, _PLAIN, _LOOSE)
        unknown = ~(layout.followed | layout.closes)
        of_goods = among(read.points[names.end], _GOODS_BEGIN)
        for at in np.flatnonzero(unknown | of_goods).tolist():
            if of_goods[at] and _is_of_goods(text, int(names.end[at])):
                role[at] = _INSIDE
            elif unknown[at]:
                role[at] = self._before_unknown(text, names, at)
        return role

    def _before_unknown(self, text: str, names: Standing, at: int) -> Role:
        """A name before something unknown: in the name of a zone, a company, a building, or loose."""
        layout, start, end = names.layout, int(names.start[at]), int(names.end[at])
        opens, chained = bool(layout.opens[at]), bool(layout.chained[at])
        if (opens or chained) and self._heads_a_zone(text, end):
            return Role.ZONE
        stretch = _stretch(text, end)
        if self._company.search(stretch):
            return Role.COMPANY if opens else Role.INSIDE
        if chained:
            return Role.PLAIN
        if self._building.search(stretch):
            return Role.COMPANY if opens else Role.INSIDE
        if text[start:end] in self._sides:
            return Role.INSIDE
        return Role.HEAD if layout.heads[at] or (opens and text[start - 1] == "道") else Role.LOOSE

    def _heads_a_zone(self, text: str, end: int) -> bool:
        """Is there a word for a zone a few characters on? 长春汽车经济技术开发区, 大连花园口经济区."""
        zone = self._zone.search(_stretch(text, end))
        return zone is not None and zone.start() <= _LONGEST_ZONE


def _klass(read: Characters, names: Standing) -> Ints:
    """The classes of the generic words behind names, unless the next name begins with such a word: 沈阳|道义."""
    klass, length = names.tail
    of_next = among(read.points[names.end], _OFTEN_BEGIN) & names.layout.followed
    return np.where(of_next & (names.next_end > names.end + length), NOTHING, klass)


def _is_main_street(read: Characters, names: Standing) -> Flags:
    """柳河大街 opens a text and nothing else is named: a town's main street has the name of the town."""
    main = names.layout.alone & names.layout.heads
    rows = np.flatnonzero(main)
    end = names.end[rows]
    end = end + among(read.points[end], _PARTS_OF_TOWN)
    main[rows] = np.logical_or.reduce([starts_with(read, end, street) for street in _MAIN_STREETS])
    return main


def _stretch(text: str, at: int) -> str:
    """The characters from here to the next number or punctuation, some thirty at most."""
    return _STOP.split(text[at : at + STRETCH], maxsplit=1)[0]


def _is_of_goods(text: str, at: int) -> bool:
    """丹东草莓专卖店 sells strawberries; a firm that is registered in Dandong says what it is: 丹东海鲜食品有限公司."""
    return text.startswith(_GOODS, at) and _LEGAL_FORM.search(_stretch(text, at)) is None


def _longest_first(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))
