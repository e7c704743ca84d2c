"""Roles of names in Chinese and Korean texts: the role comes from the characters behind the name.

上海丹东路            丹东 names a road
丹东华洋服装有限公司    丹东 heads the name of a company
丹东银行沈阳分行       沈阳 is the seat of a branch
丹东市               carries its generic
普通化工厂            通化 only seems to stand there

All names of a batch of texts are read together. Most are whole ones, 辽宁省丹东市, and a few array operations say so; only those
in doubt are looked at one by one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import NamedTuple

import numpy as np

from nkrisk_geo.characters import Characters
from nkrisk_geo.cutting import Cutter, Knot
from nkrisk_geo.gazetteer import Gazetteer
from nkrisk_geo.grammar.localities import STRETCH, Localities
from nkrisk_geo.grammar.roles import FOLLOWED_BY, Generic, Mentions, Reading, Role
from nkrisk_geo.grammar.senses import Sense, Senses
from nkrisk_geo.lexicon import Flags, Ints
from nkrisk_geo.ragged import among
from nkrisk_geo.scan import Matches

_ORDER = (
    "nature", "subdistrict", "road", "zone", "institution", "branch", "brand", "building", "prefecture", "county",
    "district", "city", "province", "township", "town", "village", "port",
)  # fmt: skip
"""Classes of generics in the order in which they are tried; within a class the longest word comes first."""
_NO_COUNTRY = re.compile("族|街|路|村|屯|巷|料理|烧烤|风味|特色|人|语|式|餐|菜|冷面")
"""Behind a country's name: an ethnic group, a street, a cuisine. 朝鲜族 is a Chinese word for Chinese citizens."""
_FEATURES = ("长白山", "图们江", "鸭绿江")
"""Mountains and rivers that begin like a division."""
_ENDS_A_NAME = "原现省市区县州旗盟镇乡道村路街巷号楼厦层室屯组委办处城国内外与和及或在于到至由是的、"
_DIRECTED = re.compile("[东西南北]{2}")
"""A road that is called by directions alone: 义县东北街 is in Yixian."""
_HIGHWAY = re.compile("[0-9][国省县乡]道$")
_OFTEN_BEGIN = frozenset("道花商桥")
"""First characters of words for roads and buildings with which the next name may begin: 沈阳|道义, 大连|花园口, 本溪|桥北."""
_MAIN_STREET = re.compile("[东西南北中]?(?:大街|大路)")
_LONGEST_ZONE = 8
"""Characters between a place and the word for a zone: 长春汽车经济技术开发区."""
_STOP = re.compile(r"[^\w]|\d")
_CITY, _MARKET, _ROAD, _STREET, _WAY = map(ord, "市场路街道")
TYPED, PLAIN, INSIDE, LOOSE, WORD = (
    int(role) for role in (Role.TYPED, Role.PLAIN, Role.INSIDE, Role.LOOSE, Role.WORD)
)


class Layout(NamedTuple):
    """How names stand to what is around them, a flag for each name.

    Attributes:
        opens, closes: a stretch of characters opens where the name starts; closes where it ends.
        chained, followed: another name ends where it starts; starts where it ends.
        heads: it stands at the very start of its text.
        first, alone: it is the first name of its text; the only one.
        risky: it may be part of other words, standing not between other names, punctuation, numbers or ends.
    """

    opens: Flags
    closes: Flags
    chained: Flags
    followed: Flags
    heads: Flags
    first: Flags
    alone: Flags
    risky: Flags


class Name(NamedTuple):
    """One name in doubt and how it stands, see `Layout` and `Cutter`; offsets are those in the characters of all texts."""

    start: int
    end: int
    next_end: int
    opens: bool
    closes: bool
    chained: bool
    followed: bool
    heads: bool
    first: bool
    alone: bool
    knot: Knot | None


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
        self._cutter = cutter
        self._gazetteer = gazetteer
        self._sides = frozenset(self._of_class("side"))

    # Compiled for the first name in doubt: many texts have none, and one answer should not wait for it.

    @cached_property
    def _tail(self) -> re.Pattern[str]:
        return _tail_pattern(self._words)

    @cached_property
    def _company(self) -> re.Pattern[str]:
        return re.compile(_longest_first(self._of_class("company")))

    @cached_property
    def _building(self) -> re.Pattern[str]:
        return re.compile(_longest_first(self._of_class("building")))

    @cached_property
    def _zone(self) -> re.Pattern[str]:
        return re.compile(_longest_first(self._of_class("zone")))

    @cached_property
    def _localities(self) -> Localities:
        return Localities(self._tail, self._gazetteer)

    def _of_class(self, klass: str) -> list[str]:
        return [word for word, its_class in self._words.items() if its_class == klass]

    def mentions(self, read: Characters, found: Matches, *, roughly: bool = False) -> Mentions:
        """The mentions in some texts, in their order; offsets are those in each text.

        Both names of roads and what is part of a word (`ASIDE`) say nothing of a place. `roughly` is for who does not ask which
        of them it is: before a word for a road all are roads then, and need not be cut from their surroundings.
        """
        sense, layout = self._senses.of(found.name), _layout(read, found)
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
        doubtful = ~clear & ~single & (~whole | (length == 2))
        self._one_by_one(read, found, layout, sense, doubtful, role, generic, roughly=roughly)
        base = read.starts[found.text]
        named = Mentions(found.text, found.name, role, generic, found.start - base, found.end - base)
        return self._with_localities(read, named, sense, layout.first)

    def _one_by_one(
        self,
        read: Characters,
        found: Matches,
        layout: Layout,
        sense: Sense,
        which: Flags,
        role: Ints,
        generic: Ints,
        *,
        roughly: bool,
    ) -> None:
        """Put in the roles of names that have to be looked at."""
        rows = np.flatnonzero(which)
        text = read.squeezed
        next_end = np.append(found.end[1:], 0)[rows] if len(rows) else rows
        flags = (getattr(layout, name)[rows] for name in Layout._fields[:-1])
        columns = (each.tolist() for each in (found.start[rows], found.end[rows], next_end, *flags))
        knots = self._knots(read, found, rows, (layout.risky & ~sense.complete)[rows])
        names = map(Name, *columns, knots)
        senses = (flags[rows].tolist() for flags in (sense.country, sense.complete, sense.common))
        for row, name, country, complete, common in zip(rows.tolist(), names, *senses, strict=True):
            if country:
                role[row] = self._country(text, name)
            elif complete:
                role[row] = self._of_two(text, name, int(role[row]))
            elif text.startswith(_FEATURES, name.start):
                role[row] = Role.ROAD
            else:
                role[row], generic[row] = self._short(text, name, common, roughly=roughly)

    def _knots(self, read: Characters, found: Matches, rows: Ints, risky: Flags) -> list[Knot | None]:
        """For each of some names what to cut to see whether it stands; None where it does."""
        some = rows[risky]
        knots: list[Knot | None] = [None] * len(rows)
        of_risky = self._cutter.knots(read.squeezed, read.points, found.start[some], found.end[some])
        for at, knot in zip(np.flatnonzero(risky).tolist(), of_risky, strict=True):
            knots[at] = knot
        return knots

    def _with_localities(self, read: Characters, named: Mentions, sense: Sense, first: Flags) -> Mentions:
        """The mentions and what is named behind those that open a text and share their names."""
        local, behind = [], []
        for row in np.flatnonzero(first & sense.shared).tolist():
            number = int(named.text[row])
            text = read.squeezed[read.starts[number] : read.ends[number]]
            start, after, name = int(named.start[row]), int(named.end[row]), int(named.name[row])
            for each in self._localities.behind(text, start, after, name, town=bool(sense.town[row])):
                local.append((number, each.name, int(each.role), int(each.generic), each.start, each.end))
                behind.append(row)
        if not local:
            return named
        order = np.argsort(np.append(np.arange(len(named.text)), behind), kind="stable")
        return Mentions.joined([named, Mentions.of(local)], order)

    # --- one name ----------------------------------------------------------------------------------------------

    def _short(self, text: str, name: Name, common: bool, *, roughly: bool) -> Reading:
        """The role of a name without its generic, from what stands behind it."""
        tail = self._tail.match(text, name.end)
        if tail and tail[0][0] in _OFTEN_BEGIN and name.followed and name.next_end > tail.end():
            tail = None
        followed = FOLLOWED_BY[tail.lastgroup] if tail and tail.lastgroup else None
        typed = followed is not None and followed[0] is Role.TYPED
        if common and not typed and not name.chained:
            return Role.INSIDE, Generic.NONE
        road = followed is not None and followed[0] is Role.ROAD
        if road and roughly and not _is_main_street(text, name):
            return Role.ROAD, Generic.NONE
        if name.knot and not self._cutter.stands(text, name.start, name.end, name.knot):
            return Role.WORD, Generic.NONE
        if road and _is_main_street(text, name):
            return Role.STREET, Generic.NONE
        if followed and followed[0] is Role.INSIDE and (name.opens or name.chained):
            followed = (Role.ZONE, Generic.NONE) if self._heads_a_zone(text, name.end) else followed
        if followed is None and _is_of_goods(text, name.end):
            return Role.INSIDE, Generic.NONE
        return followed or (self._bare(text, name), Generic.NONE)

    def _country(self, text: str, name: Name) -> Role:
        """The role of a country's name; opening a text before something unknown it may head a firm's name."""
        if _NO_COUNTRY.match(text, name.end):
            return Role.WORD
        if name.closes or name.followed:
            return Role.PLAIN
        return Role.HEAD if name.heads else Role.PLAIN if name.first else Role.INSIDE

    def _of_two(self, text: str, name: Name, role: int) -> int:
        """The role of a name of one character and its generic: 义县路 is a road."""
        tail = self._tail.match(text, name.end)
        is_road = tail and tail.lastgroup == "road" and not _DIRECTED.match(tail[0])
        return int(Role.ROAD) if is_road and role != INSIDE else role

    def _bare(self, text: str, name: Name) -> Role:
        """A short name without a generic: in a chain, at an edge, in the name of a zone, a company, a building, or loose."""
        if name.followed:
            return Role.PLAIN
        if name.closes:
            return Role.PLAIN if name.chained or name.opens else Role.LOOSE
        if (name.opens or name.chained) and self._heads_a_zone(text, name.end):
            return Role.ZONE
        stretch = _stretch(text, name.end)
        if self._company.search(stretch):
            return Role.COMPANY if name.opens else Role.INSIDE
        if name.chained:
            return Role.PLAIN
        if self._building.search(stretch):
            return Role.COMPANY if name.opens else Role.INSIDE
        if text[name.start : name.end] in self._sides:
            return Role.INSIDE
        return Role.HEAD if name.heads or (name.opens and text[name.start - 1] == "道") else Role.LOOSE

    def _heads_a_zone(self, text: str, end: int) -> bool:
        """Is there a word for a zone a few characters on? 长春汽车经济技术开发区, 大连花园口经济区."""
        zone = self._zone.search(_stretch(text, end))
        return zone is not None and zone.start() <= _LONGEST_ZONE


def _layout(read: Characters, found: Matches) -> Layout:
    """How names stand to what is around them."""
    start, end, text = found.start, found.end, found.text
    same = text[1:] == text[:-1]
    adjoining = same & (start[1:] == end[:-1])
    chained, followed = np.append(False, adjoining)[: len(text)], np.append(adjoining, False)[: len(text)]
    first, last = np.append(True, ~same)[: len(text)], np.append(~same, True)[: len(text)]
    heads = start == read.starts[text]
    opens, closes = read.opens(start), read.closes(end)
    for row in np.flatnonzero(~opens & (read.points[start - 1] == _WAY)).tolist():  # G201国道大连
        at = int(start[row])
        opens[row] = _HIGHWAY.search(read.squeezed, max(int(read.starts[text[row]]), at - 5), at) is not None
    risky = ~opens & ~chained & read.letters[start - 1]
    risky |= ~closes & ~followed & read.letters[end]
    return Layout(opens, closes, chained, followed, heads, first, first & last, risky)


def _whole(read: Characters, found: Matches, layout: Layout) -> Ints:
    """The roles of names with their generics: divisions, unless they are short and in doubt (瓯北镇)."""
    before = read.points[found.start - 1]
    market = (read.points[found.end - 1] == _CITY) & (read.points[found.end] == _MARKET)
    opens = layout.chained | layout.opens | ~read.letters[found.start - 1] | among(before, _NAME_ENDS)
    sure = (found.end - found.start > 3) | opens
    return np.where(market, INSIDE, np.where(sure, TYPED, LOOSE))


_GOODS = re.compile(
    "(?:草莓|蓝莓|软枣|板栗|榛子|苹果|大米|玉米|人参|参茸|鹿茸|木耳|黄蚬|蚬子|海鲜|海参|梭子蟹|泡菜|辣白菜|冷面|打糕|拌饭|烧烤"
    "|牛肉|明太鱼|米肠|丝绸|柞蚕|玉器|岫玉)"
)
"""What places are famous for, and shops elsewhere have in their names: 丹东草莓 is sold in every city."""
_LEGAL_FORM = re.compile("公司|集团|厂|合作社|企业|协会|研究|基地|市场|商会")
"""What a firm that is registered where its name says has in its name."""
_NAME_ENDS = np.array([ord(char) for char in _ENDS_A_NAME], np.uint32)


def _stretch(text: str, at: int) -> str:
    """The characters from here to the next number or punctuation, some thirty at most."""
    return _STOP.split(text[at : at + STRETCH], maxsplit=1)[0]


def _is_of_goods(text: str, at: int) -> bool:
    """丹东草莓专卖店 sells strawberries; a firm that is registered in Dandong says what it is: 丹东海鲜食品有限公司."""
    return _GOODS.match(text, at) is not None and _LEGAL_FORM.search(_stretch(text, at)) is None


def _is_main_street(text: str, name: Name) -> bool:
    """柳河大街 opens a text and nothing else is named: a town's main street has the name of the town."""
    return name.alone and name.heads and _MAIN_STREET.match(text, name.end) is not None


def _tail_pattern(words: Mapping[str, str]) -> re.Pattern[str]:
    """The generic after a name, as a named group for its class; directions may stand before the word for a road."""
    by_class: dict[str, list[str]] = {}
    for word, klass in words.items():
        by_class.setdefault(klass, []).append(word)
    directions = "".join(by_class["direction"])
    parts = {klass: _longest_first(by_class[klass]) for klass in _ORDER}
    parts["nature"] = f"(?:{parts['nature']})(?![^\\W\\d_])|[山江河](?=[路街道畔沿])"
    parts["road"] = f"[{directions}]{{0,3}}(?:{parts['road']})(?!道办|道)"
    return re.compile("|".join(f"(?P<{klass}>{parts[klass]})" for klass in _ORDER))


def _longest_first(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))
