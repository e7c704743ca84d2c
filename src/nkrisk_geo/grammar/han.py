"""Roles of names in Chinese and Korean texts: the role comes from the characters behind the name.

上海丹东路            丹东 names a road
丹东华洋服装有限公司    丹东 heads the name of a company
丹东银行沈阳分行       沈阳 is the seat of a branch
丹东市               carries its generic
普通化工厂            通化 only seems to stand there

All names of a batch of texts are read together. Most are whole ones, 辽宁省丹东市, and a few array operations say so; the others
are looked at more closely, see `nkrisk_geo.grammar.short`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property

import numpy as np

from nkrisk_geo.characters import Characters
from nkrisk_geo.cutting import Cutter
from nkrisk_geo.gazetteer import Gazetteer
from nkrisk_geo.grammar.layout import Layout, Standing
from nkrisk_geo.grammar.localities import Localities, Place
from nkrisk_geo.grammar.roles import Generic, Mentions, Role
from nkrisk_geo.grammar.senses import Sense, Senses
from nkrisk_geo.grammar.short import Short
from nkrisk_geo.grammar.tails import ROAD, Tails, points_of, starts_with
from nkrisk_geo.lexicon import Flags, Ints
from nkrisk_geo.ragged import among
from nkrisk_geo.scan import Matches

_NO_COUNTRY = re.compile("族|街|路|村|屯|巷|料理|烧烤|风味|特色|人|语|式|餐|菜|冷面")
"""Behind a country's name: an ethnic group, a street, a cuisine. 朝鲜族 is a Chinese word for Chinese citizens."""
_FEATURES = ("长白山", "图们江", "鸭绿江")
"""Mountains and rivers that begin like a division."""
_NAME_ENDS = points_of("原现省市区县州旗盟镇乡道村路街巷号楼厦层室屯组委办处城国内外与和及或在于到至由是的、")
_SIDES = points_of("东西南北")
"""A road that is called by two of them alone names none: 义县东北街 is in Yixian."""
_CITY, _MARKET, _ROAD, _STREET = map(ord, "市场路街")
TYPED, PLAIN, INSIDE, LOOSE, WORD, ON_ROAD = map(
    int, (Role.TYPED, Role.PLAIN, Role.INSIDE, Role.LOOSE, Role.WORD, Role.ROAD)
)


class Han:
    """Reads roles from characters.

    Args:
        words: generic words and their class.
        senses: what the numbered names are.
        cutter: decides whether a short name really stands in a text.
        gazetteer: knows the villages.
    """

    def __init__(
        self, words: Mapping[str, str], senses: Senses, cutter: Cutter, gazetteer: Gazetteer
    ) -> None:
        self._words = words
        self._senses = senses
        self.cutter = cutter
        self._short = Short(words, cutter)
        self._gazetteer = gazetteer

    @cached_property
    def _tails(self) -> Tails:
        return Tails(self._words)

    @cached_property
    def _localities(self) -> Localities:
        return Localities(self._tails, self._gazetteer)

    def mentions(self, read: Characters, found: Matches, *, roughly: bool = False) -> Mentions:
        """The mentions in some texts, in their order; offsets are those in each text.

        Both names of roads and what is part of a word (`ASIDE`) say nothing of a place. `roughly` is for who does not ask which
        of them it is: before a word for a road all are roads then, and need not be cut from their surroundings.
        """
        sense, layout = self._senses.of(found.name), Layout.of(read, found)
        length = found.end - found.start
        last = read.points[found.end - 1]
        clear = sense.complete & (layout.chained | layout.heads) & (length > 2)
        clear &= (last != _CITY) & (last != _ROAD) & (last != _STREET)  # most names: whole ones in a chain
        single = ~clear & (length == 1)
        whole = ~single & ~sense.country & sense.complete
        role = np.where(whole | clear, _whole(read, found, layout), TYPED)
        role[clear] = TYPED
        role[single] = np.where(layout.opens & layout.followed, PLAIN, WORD)[single]
        generic = np.full(len(role), int(Generic.NONE))
        doubtful = np.flatnonzero(~clear & ~single & (~whole | (length == 2)))
        if len(doubtful):
            names = self._standing(read, found, layout, doubtful)
            some = Sense(*(flags[doubtful] for flags in sense))
            readings = self._doubted(read, names, some, role[doubtful], roughly=roughly)
            role[doubtful], generic[doubtful] = readings
        base = read.starts[found.text]
        named = Mentions(found.text, found.name, role, generic, found.start - base, found.end - base)
        return self._with_localities(read, named, sense, layout.first)

    def _standing(self, read: Characters, found: Matches, layout: Layout, rows: Ints) -> Standing:
        """How some of the names found stand."""
        end, next_end = found.end[rows], np.append(found.end[1:], 0)[rows]
        return Standing(found.start[rows], end, next_end, layout.chosen(rows), self._tails.behind(read, end))

    def _doubted(
        self, read: Characters, names: Standing, sense: Sense, role: Ints, *, roughly: bool
    ) -> tuple[Ints, Ints]:
        """Roles and generics of names in doubt, whose roles are those of names with their generics so far."""
        country, complete = sense.country, sense.complete & ~sense.country
        generic = np.full(len(role), int(Generic.NONE))
        for at in np.flatnonzero(country).tolist():
            role[at] = _of_country(read.squeezed, names, at)
        role[complete & _is_road_of_two(read, names) & (role != INSIDE)] = ON_ROAD
        feature = ~country & ~complete
        feature &= np.logical_or.reduce([starts_with(read, names.start, each) for each in _FEATURES])
        role[feature] = ON_ROAD
        short = np.flatnonzero(~country & ~complete & ~feature)
        readings = self._short.readings(read, names.chosen(short), sense.common[short], roughly=roughly)
        role[short], generic[short] = readings
        return role, generic

    def _with_localities(self, read: Characters, named: Mentions, sense: Sense, first: Flags) -> Mentions:
        """The mentions and what is named behind those that open a text and share their names."""
        rows = np.flatnonzero(first & sense.shared)
        if not len(rows):
            return named
        local, behind = [], []
        text, after, town = named.text[rows], named.end[rows], sense.town[rows]
        words = self._localities.words(read, text[~town], after[~town])
        columns = (rows, text, named.start[rows], after, named.name[rows], town)
        for row, number, start, end, name, is_town in zip(*(each.tolist() for each in columns), strict=True):
            place = Place(read.text(number), start, end, name)
            found = (
                self._localities.of_town(place) if is_town else self._localities.behind(place, next(words))
            )
            for each in found:
                local.append((number, each.name, int(each.role), int(each.generic), each.start, each.end))
                behind.append(row)
        if not local:
            return named
        order = np.argsort(np.append(np.arange(len(named.text)), behind), kind="stable")
        return Mentions.joined([named, Mentions.of(local)], order)


def _whole(read: Characters, found: Matches, layout: Layout) -> Ints:
    """The roles of names with their generics: divisions, unless they are short and in doubt (瓯北镇)."""
    before = read.points[found.start - 1]
    market = (read.points[found.end - 1] == _CITY) & (read.points[found.end] == _MARKET)
    opens = layout.chained | layout.opens | ~read.letters[found.start - 1] | among(before, _NAME_ENDS)
    sure = (found.end - found.start > 3) | opens
    return np.where(market, INSIDE, np.where(sure, TYPED, LOOSE))


def _is_road_of_two(read: Characters, names: Standing) -> Flags:
    """Does a name of one character and its generic name a road? 义县路 is one."""
    klass, length = names.tail
    last = len(read.points) - 1
    sides = [among(read.points[np.minimum(names.end + place, last)], _SIDES) for place in (0, 1)]
    road: Flags = (klass == ROAD) & ~((length > 1) & sides[0] & sides[1])
    return road


def _of_country(text: str, names: Standing, at: int) -> Role:
    """The role of a country's name; opening a text before something unknown it may head a firm's name."""
    layout = names.layout
    if _NO_COUNTRY.match(text, int(names.end[at])):
        return Role.WORD
    if layout.closes[at] or layout.followed[at]:
        return Role.PLAIN
    return Role.HEAD if layout.heads[at] else Role.PLAIN if layout.first[at] else Role.INSIDE
