"""What a name is doing in its text: a mention of a division, or the name of a road, a company, a building.

    上海丹东路            丹东 names a road
    DANDONG ROAD         so does DANDONG
    丹东华洋服装有限公司    丹东 heads the name of a company
    DANDONG CITY         a division, and one that is called a city

The role comes from the neighbours of the name: the generic word after it, punctuation, a company's words later in the
same stretch. `read` returns the mentions of a text with the postcodes, area codes and adcodes in it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from nkrisk_geo.cutting import Cutter
from nkrisk_geo.gazetteer import Gazetteer, NameKind
from nkrisk_geo.scan import Reading, Scanner


class Role(IntEnum):
    """What a name does where it stands."""

    TYPED = 0  # with its generic: 丹东市, DANDONG CITY
    PLAIN = 1  # alone in its stretch, at its end, or in a chain of names
    LOOSE = 2  # followed by something unknown
    COMPANY = 3  # at the head of a company's name
    INSIDE = 4  # deeper in the name of a company or building
    BRANCH = 5  # the seat of a branch: 沈阳 in 丹东银行沈阳分行
    ROAD = 6  # a road, a square, a bridge
    PORT = 7  # with the word port
    ZONE = 8  # heads the name of a development zone
    LAST = 9  # a country at the end of the text
    WORD = 11  # seems to stand there, but is part of other words: 丹东 in 牡丹东路
    INSTITUTION = 10  # heads the name of a public institution: 江源火车站, 敦化市医院


class Generic(IntEnum):
    """The generic word that stands with a name."""

    NONE = 0
    PROVINCE = 1
    PREFECTURE = 2
    CITY = 3
    DISTRICT = 4
    COUNTY = 5
    TOWN = 6
    TOWNSHIP = 7
    SUBDISTRICT = 8
    VILLAGE = 9
    PORT = 10


_GENERICS = {
    "province": Generic.PROVINCE, "region": Generic.PROVINCE, "prefecture": Generic.PREFECTURE, "city": Generic.CITY,
    "district": Generic.DISTRICT, "county": Generic.COUNTY, "town": Generic.TOWN, "township": Generic.TOWNSHIP,
    "subdistrict": Generic.SUBDISTRICT, "village": Generic.VILLAGE,
}  # fmt: skip


class Mention(NamedTuple):
    """A name in a text and what it does there. `start` and `end` are offsets in the squeeze of its script."""

    script: str
    name: int
    role: Role
    generic: Generic
    start: int
    end: int


class Code(NamedTuple):
    """A code in a text. `kind`: `p` six digits, `t` a telephone area code, `T` one behind +86; offsets in the folded text."""

    kind: str
    value: str
    start: int
    end: int


_SUFFIXES = ("省", "市", "区", "县", "旗", "州", "盟", "镇", "乡", "街道", "苏木", "林业局", "农场")


@dataclass(frozen=True, slots=True)
class _Sense:
    """Is a name that of a country? Does it carry its generic, as 丹东市 does?"""

    country: bool
    complete: bool


_CODE_LIKE = re.compile(r"[0-9]{6}|[0-9]{3}[\s\-)]{1,2}[0-9]{3}")
"""Without this there is neither a postcode nor a telephone number; most addresses are done here."""
_SIX = re.compile(r"(?<![0-9a-z])(?<![0-9][-/])[0-9]{6}(?![0-9])")
_PHONE = re.compile(
    r"(?:\b|[+(])(?:00)?86[\s\-()]{0,3}0?[\s\-()]{0,2}(10|2[0-9]|[3-9][0-9]{2})[\s\-()]{0,2}[0-9]{3,4}[\s\-]?[0-9]{3,4}(?![0-9])"
    r"|(?<![0-9])0(10|2[0-9]|[3-9][0-9]{2})[\s\-)]{1,2}[0-9]{3,4}[\s\-]?[0-9]{3,4}(?![0-9])"
)
_LABELLED_PHONE = re.compile(
    r"(?:tel|phone|fax|ph|电话|传真)[\s:.,]{0,3}(?:no[.:\s]{0,2})?\(?0(10|2[0-9]|[3-9][0-9]{2})[\s\-)]{0,2}[0-9]{7,8}(?![0-9])"
)


class Grammar:
    """Roles of the names of one gazetteer."""

    def __init__(self, gazetteer: Gazetteer, scanner: Scanner) -> None:
        self._latin_words = gazetteer.words["latin"]
        self.scanner = scanner
        self._short = scanner.short
        self._gazetteer = gazetteer
        self._latin_names = gazetteer.names["latin"]
        self._senses: dict[tuple[str, int], _Sense] = {}
        self._cutter = Cutter(gazetteer)
        self._common = frozenset(word for word, klass in gazetteer.words["han"].items() if klass == "common")
        self._tail = _han_tail(gazetteer.words["han"])
        self._company = _alternation(gazetteer.words["han"], "company")

    def read(self, folded: str) -> tuple[list[Mention], list[Code]]:
        """The mentions and codes of a folded text, in the order of the text within each script."""
        return self.mentions(self.scanner.read(folded)), codes(folded)

    def mentions(self, reading: Reading) -> list[Mention]:
        """The mentions of a scanned text."""
        found = [self._han(reading, at) for at in range(len(reading.han))]
        if reading.latin or not self._short.keys().isdisjoint(reading.tokens):
            found += self._latin(reading)
        return found

    def _sense(self, script: str, name: int) -> _Sense:
        """What a name is, worked out once."""
        found = self._senses.get((script, name))
        if found is None:
            meanings = self._gazetteer.meanings(script, name)
            countries = [unit for unit, kind in meanings if kind != NameKind.CITY and self._gazetteer.is_country(unit)]
            complete = self._gazetteer.names[script][name].endswith(_SUFFIXES)
            found = self._senses[script, name] = _Sense(bool(countries), complete)
        return found

    # --- alphabets ---------------------------------------------------------------------------------------------

    def _latin(self, reading: Reading) -> list[Mention]:
        starts = {match[0] for match in reading.latin}
        found: list[Mention] = []
        ends = {match[1] for match in reading.latin}
        for match in reversed(reading.latin):
            if match[0] in ends and self._is_generic(reading, match):
                continue
            mention = self._latin_mention(reading, match, starts)
            if found and mention.role is Role.PLAIN and found[-1].start == mention.end and found[-1].role in _NAMING:
                mention = mention._replace(role=found[-1].role)
            found.append(mention)
        found.reverse()
        return found + self._acronyms(reading, found)

    def _is_generic(self, reading: Reading, match: tuple[int, int, int]) -> bool:
        """Is a name behind another name no name but its generic: XIAN in KUANDIAN XIAN?"""
        return match[0] in reading.edges and self._latin_names[match[2]] in self._latin_words

    def _latin_mention(self, reading: Reading, match: tuple[int, int, int], starts: set[int]) -> Mention:
        start, end, name = match
        edges, tokens = reading.edges, reading.tokens
        if start not in edges or end not in edges:
            return Mention("latin", name, Role.PLAIN, Generic.NONE, start, end)
        if self._sense("latin", name).country:
            role = Role.LAST if _ends(tokens, edges[end]) else Role.PLAIN
            return Mention("latin", name, role, Generic.NONE, start, end)
        role, generic = self._after(tokens, edges[end])
        if role is Role.LOOSE and (end in starts or _is_edge(tokens, edges[end])):
            role = Role.PLAIN
        if role is Role.LOOSE:
            role = self._in_company(tokens, edges[start], edges[end])
        elif role is Role.PLAIN and generic is Generic.NONE:
            role = self._before(tokens, edges[start], role)
        return Mention("latin", name, role, generic, start, end)

    def _after(self, tokens: list[str], at: int) -> tuple[Role, Generic]:
        """The role that the words after a name give it; LOOSE when they say nothing."""
        words = self._latin_words
        directed = False
        for token in tokens[at : at + 5]:
            klass = words.get(token)
            if klass == "road":
                return Role.ROAD, Generic.NONE
            if klass == "direction" or (klass is None and token.isdigit() and len(token) < 6):
                directed = True
            elif directed or klass is None:
                break
            elif klass in _GENERICS:
                return Role.TYPED, _GENERICS[klass]
            elif klass == "company":
                return Role.COMPANY, Generic.NONE
            elif klass == "branch":
                return Role.BRANCH, Generic.NONE
            elif klass == "nature":
                return Role.ROAD, Generic.NONE
            elif klass in ("building", "brand"):
                return Role.INSIDE, Generic.NONE
            elif klass == "port":
                return Role.PORT, Generic.PORT
            elif klass == "zone":
                return Role.ZONE, Generic.NONE
            elif klass not in ("ethnic", "kind"):
                break
        return Role.LOOSE, Generic.NONE

    def _before(self, tokens: list[str], at: int, role: Role) -> Role:
        """PLAIN, unless the words before say otherwise: BANK OF DALIAN."""
        if at >= 2 and tokens[at - 1] == "of" and self._latin_words.get(tokens[at - 2]) in ("company", "brand"):
            return Role.INSIDE
        return role

    def _in_company(self, tokens: list[str], first: int, at: int) -> Role:
        """What follows is unknown: does the stretch turn out to be a company, a road, a building?"""
        words = self._latin_words
        for token in tokens[at : at + 10]:
            klass = words.get(token)
            if klass == "brand":
                return Role.INSIDE
            if klass == "company":
                return Role.COMPANY if first == 0 or not tokens[first - 1].isalpha() else Role.INSIDE
            if klass in ("road", "building", "port") or not token.isalnum():
                break
        return Role.LOOSE

    def _acronyms(self, reading: Reading, found: list[Mention]) -> list[Mention]:
        """CN, LN, USA: names of two or three letters. Those of a country count at the end of the text, where something
        sets them off; those of a province also before a comma, a postcode or China."""
        tokens, short = reading.tokens, self._short
        mentions: list[Mention] = []
        for at in [at for at, token in enumerate(tokens) if token in short]:
            token, ends = tokens[at], _ends(tokens, at + 1)
            if not (ends or tokens[at + 1] in _AFTER_SHORT or (len(tokens[at + 1]) == 6 and tokens[at + 1].isdigit())):
                continue
            if f"-{token}" in reading.folded or f"'{token}" in reading.folded:
                continue
            country = self._sense("latin", short[token]).country
            if country and not (ends and (token in _SAFE or at == 0 or not tokens[at - 1].isalpha())):
                continue
            start = sum(map(len, tokens[:at]))
            if all(not mention.start <= start < mention.end for mention in found):
                role = Role.LAST if country else Role.PLAIN
                mentions.append(Mention("latin", short[token], role, Generic.NONE, start, start + len(token)))
        return mentions

    # --- Han and Hangul ----------------------------------------------------------------------------------------

    def _han(self, reading: Reading, at: int) -> Mention:
        start, end, name = reading.han[at]
        role, generic = self._han_role(reading, at, start, end, name)
        return Mention("han", name, role, generic, start, end)

    def _han_role(self, reading: Reading, at: int, start: int, end: int, name: int) -> tuple[Role, Generic]:
        text = reading.squeezed
        if end - start == 1 and not self._abbreviates(reading, at):
            return Role.ROAD, Generic.NONE
        sense = self._sense("han", name)
        if sense.country:
            return Role.PLAIN, Generic.NONE
        if sense.complete:
            return Role.TYPED, Generic.NONE
        if text[start:end] in self._common:
            return Role.INSIDE, Generic.NONE
        if self._is_risky(reading, at) and not self._cutter.stands(text, start, end):
            return Role.WORD, Generic.NONE
        tail = self._tail.match(text, end)
        if tail and tail.lastgroup in ("road", "nature"):
            return Role.ROAD, Generic.NONE
        if tail and tail.lastgroup in _GENERICS:
            return Role.TYPED, _GENERICS[tail.lastgroup]
        if tail and tail.lastgroup in ("zone", "port"):
            return Role.ZONE if tail.lastgroup == "zone" else Role.PORT, Generic.NONE
        if tail and tail.lastgroup == "branch":
            return Role.BRANCH, Generic.NONE
        if tail and tail.lastgroup == "institution":
            return Role.INSTITUTION, Generic.NONE
        return self._han_bare(reading, at, start, end), Generic.NONE

    @staticmethod
    def _is_risky(reading: Reading, at: int) -> bool:
        """May a short name be part of other words? Not between other names, punctuation, numbers or ends."""
        start, end, _ = reading.han[at]
        text, matches = reading.squeezed, reading.han
        before = start > 0 and text[start - 1].isalpha() and not (at > 0 and matches[at - 1][1] == start)
        after = end < len(text) and text[end].isalpha() and not (at + 1 < len(matches) and matches[at + 1][0] == end)
        return before or after

    @staticmethod
    def _abbreviates(reading: Reading, at: int) -> bool:
        """Does a single character (辽, 吉) stand before a division, with nothing before it?"""
        start, end, _ = reading.han[at]
        alone = start == 0 or not reading.squeezed[start - 1].isalnum()
        return alone and at + 1 < len(reading.han) and reading.han[at + 1][0] == end

    def _han_bare(self, reading: Reading, at: int, start: int, end: int) -> Role:
        """A short name without a generic: in a chain, at an edge, in a company's name, or loose."""
        text, matches = reading.squeezed, reading.han
        chained = at > 0 and matches[at - 1][1] == start
        followed = at + 1 < len(matches) and matches[at + 1][0] == end
        if end == len(text) or not text[end].isalnum() or followed:
            return Role.PLAIN if chained or start == 0 or followed or not text[start - 1].isalnum() else Role.LOOSE
        stretch = re.split(r"[^\w]|\d", text[end : end + 30], maxsplit=1)[0]
        if self._company.search(stretch):
            return Role.COMPANY if start == 0 or not text[start - 1].isalnum() else Role.INSIDE
        return Role.PLAIN if chained or start == 0 else Role.LOOSE


_AFTER_SHORT = frozenset({",", ")", "china", "cn", "prc", "pr", "p"})
_SAFE = frozenset({"cn", "chn", "prc", "usa", "uk", "hk"})
"""Country codes that are no word or suffix and so need nothing before them."""

_NAMING = frozenset({Role.COMPANY, Role.INSIDE})
"""Roles that a name hands on to the name before it: SHANGHAI PUDONG DEVELOPMENT BANK."""


ASIDE = frozenset({Role.ROAD, Role.WORD})
"""Roles in which a name says nothing of the place."""


def codes(folded: str) -> list[Code]:
    """Six-digit codes and telephone area codes of a folded text."""
    if not _CODE_LIKE.search(folded):
        return []
    found = [Code("p", match.group(), *match.span()) for match in _SIX.finditer(folded)]
    for pattern in (_PHONE, _LABELLED_PHONE):
        for match in pattern.finditer(folded):
            group = match.lastindex or 0
            kind = "T" if pattern is _PHONE and group == 1 else "t"
            found.append(Code(kind, match.group(group), *match.span(group)))
    return found


def _is_edge(tokens: list[str], at: int) -> bool:
    """Is there the end, punctuation or a code at this token?"""
    return at >= len(tokens) or not tokens[at].isalpha()


def _alternation(words: Mapping[str, str], *classes: str) -> re.Pattern[str]:
    chosen = sorted((word for word, klass in words.items() if klass in classes), key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, chosen)))


def _ends(tokens: list[str], at: int) -> bool:
    """Is there nothing but a code and punctuation from this token on?"""
    return all(not token.isalpha() for token in tokens[at:]) and len(tokens) - at <= 2


def _han_tail(words: Mapping[str, str]) -> re.Pattern[str]:
    """The generic after a Han name, as a named group for its class, the longest word first."""
    directions = "".join(word for word, klass in words.items() if klass == "direction")
    groups: dict[str, list[str]] = {}
    for word, klass in words.items():
        if klass not in ("direction", "company", "common"):
            groups.setdefault(klass, []).append(word)
    order = ("nature", "subdistrict", "zone", "institution", "branch", "prefecture", "county", "district", "city", "province", "township", "town", "village", "port")
    parts = [f"(?P<{klass}>{_longest_first(groups[klass])})" for klass in order if klass in groups]
    road = f"(?P<road>[{directions}]{{0,3}}(?:{_longest_first(groups['road'])})(?!道办|道))"
    return re.compile("|".join([*parts[:2], road, *parts[2:]]))


def _longest_first(words: list[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))
