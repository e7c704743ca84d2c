"""Roles of names in Chinese and Korean texts: the role comes from the characters behind the name.

上海丹东路            丹东 names a road
丹东华洋服装有限公司    丹东 heads the name of a company
丹东银行沈阳分行       沈阳 is the seat of a branch
丹东市               carries its generic
普通化工厂            通化 only seems to stand there
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from nkrisk_geo.cutting import Cutter
from nkrisk_geo.gazetteer import Gazetteer
from nkrisk_geo.grammar.roles import FOLLOWED_BY, Generic, Mention, Reading, Role, Sense
from nkrisk_geo.scan import HanScan, Match

_ORDER = (
    "nature", "subdistrict", "road", "zone", "institution", "branch", "brand", "building", "prefecture", "county",
    "district", "city", "province", "township", "town", "village", "port",
)  # fmt: skip
"""Classes of generics in the order in which they are tried; within a class the longest word comes first."""
_NO_COUNTRY = re.compile("族|街|路|村|屯|巷|料理|烧烤|风味|特色|人|语|式|餐|菜|冷面")
"""Behind a country's name: an ethnic group, a street, a cuisine. 朝鲜族 is a Chinese word for Chinese citizens."""
_FEATURES = ("长白山", "图们江", "鸭绿江")
"""Mountains and rivers that begin like a division."""
_ENDS_A_NAME = frozenset(
    "原现省市区县州旗盟镇乡道村路街巷号楼厦层室屯组委办处城国内外与和及或在于到至由是的、"
)
_LOCALITY = (4, 3, 2)
"""Lengths of the bare names of quarters and roads."""
_LOCALITIES_SOUGHT = 2
_LOCAL_WORDS = frozenset({"road", "village", "subdistrict"})
_DIRECTED = re.compile("[东西南北]{2}")
"""A road that is called by directions alone: 义县东北街 is in Yixian."""
_HIGHWAY = re.compile("[0-9][国省县乡]道$")
_OFTEN_BEGIN = frozenset("道花商桥")
"""First characters of words for roads and buildings with which the next name may begin: 沈阳|道义, 大连|花园口, 本溪|桥北."""
_STREET = re.compile("[\u4e00-\u9fff]{1,4}?(?:大街|街|路)(?!道)")
_NUMBER = "[0-9一二三四五六七八九十]"
_MAIN_STREET = re.compile("[东西南北中]?(?:大街|大路)")
_STRETCH = 30
_LONGEST_ZONE = 8
"""Characters between a place and the word for a zone: 长春汽车经济技术开发区."""
_STOP = re.compile(r"[^\w]|\d")


class Han:
    """Reads roles from characters.

    Args:
        words: generic words and their class.
        sense: what a numbered name is.
        cutter: decides whether a short name really stands in a text.
        gazetteer: knows the villages.
    """

    def __init__(
        self, words: Mapping[str, str], sense: Callable[[int], Sense], cutter: Cutter, gazetteer: Gazetteer
    ) -> None:
        self._gazetteer = gazetteer
        self._tail = _tail_pattern(words)
        self._company = re.compile(
            _longest_first(word for word, klass in words.items() if klass == "company")
        )
        self._sides = frozenset(word for word, klass in words.items() if klass == "side")
        self._building = re.compile(
            _longest_first(word for word, klass in words.items() if klass == "building")
        )
        self._zone = re.compile(_longest_first(word for word, klass in words.items() if klass == "zone"))
        self._regional_words = re.compile(
            "|".join(word.replace("#", _NUMBER) for word in gazetteer.regional_words)
        )
        self._sense = sense
        self._cutter = cutter

    def mentions(self, reading: HanScan) -> list[Mention]:
        """The mentions of a text, in its order."""
        text, found, reached = reading.squeezed, list[Mention](), 0
        for at, (start, end, name) in enumerate(reading.matches):
            sense = self._sense(name)
            # Most names are whole ones in a chain, 辽宁省丹东市, and need no closer look.
            if sense.complete and start == reached and end - start > 2 and text[end - 1] not in "市路街":
                role, generic = Role.TYPED, Generic.NONE
            else:
                role, generic = self._role(reading, at, sense)
            found.append(Mention("han", name, role, generic, start, end))
            if at == 0 and sense.shared:
                found += self._localities(text, reading.matches[at], sense.shared)
            reached = end
        return found

    def _units(self, name: int) -> set[int]:
        return {unit for unit, _ in self._gazetteer.meanings("han", name)}

    def _localities(self, text: str, place: Match, level: str) -> list[Mention]:
        """What is named behind a place that shares its name: villages, quarters and roads tell which one is meant."""
        start, after, name = place
        units = self._units(name)
        if level == "township":
            street = (
                [Mention("han", name, Role.LOCAL, Generic.TOWN, start, after)]
                if _STREET.match(text, after)
                else []
            )
            return self._village(text, after, units) + street
        found, start, last = list[Mention](), after, min(len(text), after + _STRETCH)
        while start < last and len(found) < _LOCALITIES_SOUGHT:
            local = self._locality(text, start, units)
            found += [local] if local else []
            start = local.end if local else start + 1
        return found + self._regional(text, after)

    def _village(self, text: str, start: int, units: set[int]) -> list[Mention]:
        """The village right behind a township, if it is one of a township of that name."""
        villages = self._gazetteer.villages
        for end in (start + n for n in _LOCALITY if start + n <= len(text)):
            name = villages.get(text[start:end])
            if name is not None and not units.isdisjoint(self._units(name)):
                return [Mention("han", name, Role.LOCAL, Generic.VILLAGE, start, end)]
        return []

    def _locality(self, text: str, start: int, units: set[int]) -> Mention | None:
        """A quarter by its bare name before a word for a quarter or a road; a road by its own word: 南京北路 is no 南京街."""
        known = self._gazetteer.localities
        for end in (start + n for n in _LOCALITY):
            tail = self._tail.match(text, end)
            if tail and tail.lastgroup in _LOCAL_WORDS:
                stem = text[start:end]
                name = known.get(stem + tail[0][-1], known.get(stem))
                if name is not None and not units.isdisjoint(self._units(name)):
                    return Mention("han", name, Role.LOCAL, Generic.NONE, start, end)
        return None

    def _regional(self, text: str, after: int) -> list[Mention]:
        """A word for roads or quarters that one region uses more than others."""
        match = self._regional_words.search(text, after)
        if match is None:
            return []
        regional = ((key.strip("#"), name) for key, name in self._gazetteer.regional.items())
        word, name = next((word, name) for word, name in regional if word in match[0])
        start = match.start() + match[0].index(word)
        return [Mention("han", name, Role.LOCAL, Generic.NONE, start, start + len(word))]

    def _role(self, reading: HanScan, at: int, sense: Sense) -> Reading:
        start, end, _ = reading.matches[at]
        if end - start == 1:
            return (Role.PLAIN if _abbreviates(reading, at) else Role.WORD), Generic.NONE
        if sense.country:
            return self._country(reading, at), Generic.NONE
        if sense.complete:
            return self._complete(reading, at), Generic.NONE
        if reading.squeezed.startswith(_FEATURES, start):
            return Role.ROAD, Generic.NONE
        return self._short(reading, at, sense)

    def _short(self, reading: HanScan, at: int, sense: Sense) -> tuple[Role, Generic]:
        """The role of a name without its generic, from what stands behind it."""
        start, end, _ = reading.matches[at]
        tail = self._tail.match(reading.squeezed, end)
        if (
            tail
            and tail[0][0] in _OFTEN_BEGIN
            and _is_followed(reading, at)
            and reading.matches[at + 1][1] > tail.end()
        ):
            tail = None
        followed = FOLLOWED_BY[tail.lastgroup] if tail and tail.lastgroup else None
        typed = followed is not None and followed[0] is Role.TYPED
        if sense.common and not typed and not _is_chained(reading, at):
            return Role.INSIDE, Generic.NONE
        if _is_risky(reading, at) and not self._cutter.stands(reading.squeezed, start, end):
            return Role.WORD, Generic.NONE
        if followed and followed[0] is Role.ROAD and _is_main_street(reading):
            return Role.STREET, Generic.NONE
        if followed and followed[0] is Role.INSIDE and _opens(reading, start) | _is_chained(reading, at):
            followed = (Role.ZONE, Generic.NONE) if self._heads_a_zone(reading, end) else followed
        return followed or (self._bare(reading, at), Generic.NONE)

    def _country(self, reading: HanScan, at: int) -> Role:
        """The role of a country's name; opening a text before something unknown it may head a firm's name."""
        start, end, _ = reading.matches[at]
        if _NO_COUNTRY.match(reading.squeezed, end):
            return Role.WORD
        if _closes(reading, end) or _is_followed(reading, at):
            return Role.PLAIN
        return Role.HEAD if start == 0 else Role.INSIDE if at else Role.PLAIN

    def _complete(self, reading: HanScan, at: int) -> Role:
        """The role of a name with its generic: a division, unless it is short and in doubt (义县路, 瓯北镇)."""
        start, end, _ = reading.matches[at]
        if reading.squeezed.startswith("市场", end - 1):
            return Role.INSIDE
        if end - start > 3:
            return Role.TYPED
        if end - start == 2:
            tail = self._tail.match(reading.squeezed, end)
            if tail and tail.lastgroup == "road" and not _DIRECTED.match(tail[0]):
                return Role.ROAD
        before = reading.squeezed[start - 1]
        opens = _is_chained(reading, at) or _opens(reading, start) or not before.isalpha()
        return Role.TYPED if opens or before in _ENDS_A_NAME else Role.LOOSE

    def _bare(self, reading: HanScan, at: int) -> Role:
        """A short name without a generic: in a chain, at an edge, in the name of a zone, a company, a building, or loose."""
        start, end, _ = reading.matches[at]
        opens, chained = _opens(reading, start), _is_chained(reading, at)
        if _is_followed(reading, at):
            return Role.PLAIN
        if _closes(reading, end):
            return Role.PLAIN if chained or opens else Role.LOOSE
        if (opens or chained) and self._heads_a_zone(reading, end):
            return Role.ZONE
        stretch = _stretch(reading, end)
        if self._company.search(stretch):
            return Role.COMPANY if opens else Role.INSIDE
        if chained:
            return Role.PLAIN
        if self._building.search(stretch):
            return Role.COMPANY if opens else Role.INSIDE
        if reading.squeezed[start:end] in self._sides:
            return Role.INSIDE
        return Role.HEAD if start == 0 or (reading.squeezed[start - 1] == "道" and opens) else Role.LOOSE

    def _heads_a_zone(self, reading: HanScan, end: int) -> bool:
        """Is there a word for a zone a few characters on? 长春汽车经济技术开发区, 大连花园口经济区."""
        zone = self._zone.search(_stretch(reading, end))
        return zone is not None and zone.start() <= _LONGEST_ZONE


def _stretch(reading: HanScan, at: int) -> str:
    """The characters from here to the next number or punctuation, some thirty at most."""
    return _STOP.split(reading.squeezed[at : at + _STRETCH], maxsplit=1)[0]


def _is_main_street(reading: HanScan) -> bool:
    """柳河大街 opens a text and nothing else is named: a town's main street has the name of the town."""
    return (
        len(reading.matches) == 1
        and reading.matches[0][0] == 0
        and _MAIN_STREET.match(reading.squeezed, reading.matches[0][1]) is not None
    )


def _opens(reading: HanScan, at: int) -> bool:
    """Does a stretch of characters open here: the text, or what follows white space, punctuation or a highway's number?"""
    if not at or at in reading.breaks:
        return True
    before = reading.squeezed[at - 1]
    return (
        not before.isalnum()
        or before.isascii()
        or (before == "道" and _HIGHWAY.search(reading.squeezed, max(0, at - 5), at) is not None)
    )


def _closes(reading: HanScan, at: int) -> bool:
    """Does a stretch of characters close here?"""
    return at == len(reading.squeezed) or at in reading.breaks or not reading.squeezed[at].isalnum()


def _is_chained(reading: HanScan, at: int) -> bool:
    """Does another name end where this one starts?"""
    return at > 0 and reading.matches[at - 1][1] == reading.matches[at][0]


def _is_followed(reading: HanScan, at: int) -> bool:
    """Does another name start where this one ends?"""
    return at + 1 < len(reading.matches) and reading.matches[at + 1][0] == reading.matches[at][1]


def _is_risky(reading: HanScan, at: int) -> bool:
    """May a short name be part of other words? Not between other names, punctuation, numbers or ends."""
    start, end, _ = reading.matches[at]
    text = reading.squeezed
    before = not _opens(reading, start) and text[start - 1].isalpha() and not _is_chained(reading, at)
    after = not _closes(reading, end) and text[end].isalpha() and not _is_followed(reading, at)
    return before or after


def _abbreviates(reading: HanScan, at: int) -> bool:
    """Does a single character (辽, 吉) stand before a division, with nothing before it?"""
    return _opens(reading, reading.matches[at][0]) and _is_followed(reading, at)


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
