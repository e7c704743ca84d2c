"""Korean generics: what tells that a text is an address in Korea where no known place says so.

JINAN-DONG          a quarter in Korea; the hyphen before a generic is the rule of the South's romanization
경기도 진안동 873      the same in Hangul
DAN-DONG            a name with a hyphen in it, no generic

They speak for the South, where addresses are written so, unless the text names a place in the North, which writes some
of them too. Names that stand before one, and words that are nearly names, are Korean and say nothing of China.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from nkrisk_geo.arrays import PART, Flags, Ints
from nkrisk_geo.characters import places, unspaced
from nkrisk_geo.forking import cached_property
from nkrisk_geo.gazetteer import CHINA, Gazetteer
from nkrisk_geo.grammar.readings import Readings
from nkrisk_geo.grammar.roles import ASIDE, Generic, Mentions, Role
from nkrisk_geo.grammar.sought import hyphened
from nkrisk_geo.names import ByScript
from nkrisk_geo.native import Holds, Texts
from nkrisk_geo.ragged import among, any_of

_CODE = 3
"""Letters of a code of a country; KP is typed wrongly, NORTH KOREA is not."""
_LONGEST_STEM = 4
_OF_CITIES = frozenset({"si", "do", "gun", "시", "도", "군"})
"""Generics of cities, provinces and counties; before the others a city's name is that of a quarter: NAMPO-DONG in Busan."""
_WIDTH = 32
"""Bits for an offset in a text."""
NORTH, SOUTH = 1, 2
_LONGEST_ROAD = 8
_ROADS = ("로", "번길", "길", "대로")
"""Generics of roads in Hangul; 로 is a particle too and has to have its number: 금강로 12, 테헤란로4길 3."""
_ASIDE = [int(role) for role in ASIDE]


class Korean:
    """Reads Korean generics.

    Args:
        gazetteer: knows the generics, and what lies in which Korea.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._generics = ByScript(lambda script: hyphened(gazetteer, script))
        self._gazetteer = gazetteer
        self._of_cities = ByScript(self._those_of_cities)

    def _those_of_cities(self, script: str) -> Ints:
        numbers = self._generics[script]
        return np.array([number for word, number in numbers.items() if word in _OF_CITIES], np.int64)

    @cached_property
    def _latin(self) -> re.Pattern[str]:
        return re.compile(f"-(?<=[a-z][a-z0-9]-)({self._any('latin')})(?![a-z0-9'-])")

    @cached_property
    def _hangul(self) -> re.Pattern[str]:
        """It opens with a syllable, so that texts without any are passed over quickly. 거리 is a street, 다리 a bridge."""
        roads = "|".join(word for word in _ROADS if word in self._generics["han"])
        generics = self._any("han", without=_ROADS)
        return re.compile(
            f"[가-힣](?<![가-힣].)(?:[가-힣]{{0,{_LONGEST_STEM - 1}}}?[0-9]*(?<![거다])({generics})(?![가-힣])"
            f"|[가-힣]{{0,{_LONGEST_ROAD - 1}}}?[0-9]*({roads})(?=[ ]?[0-9]|(?<!로)(?![가-힣])))"
        )

    def _any(self, script: str, without: Sequence[str] = ()) -> str:
        words = sorted({*self._generics[script]} - {*without}, key=lambda word: (-len(word), word))
        return "|".join(map(re.escape, words))

    def heard(self, texts: Texts, read: Readings) -> Readings:
        """The mentions of some texts with the Korean generics in them."""
        found = self._found(texts, read)
        if not len(found.mentions.text):
            return read
        concerned = np.zeros(len(texts.folded), np.bool_)
        concerned[found.mentions.text] = True
        role = read.mentions.role.copy()
        role[self._stems(read, found)] = Role.WORD
        kept = ~(concerned[read.mentions.text] & (read.mentions.role == Role.MISSPELT))
        read = Readings(read.mentions._replace(role=role), read.han).chosen(kept)
        elsewhere = self._is_northern(read, len(texts.folded)) | self._is_chinese(read, len(texts.folded))
        return Readings.joined([read, found.chosen(~elsewhere[found.mentions.text])])

    def _found(self, texts: Texts, read: Readings) -> Readings:
        """The generics, those in alphabets first. One in a name is none (DAN-DONG, 단동), but for the South's: GANGNAM-GU."""
        several = []
        for script, holds in (("latin", Holds.ENDING), ("han", Holds.HANGUL)):
            some = np.flatnonzero(texts.holding(holds))
            folded = [texts.folded[number] for number in some.tolist()]
            joined = PART.join((*folded, ""))
            matches = (
                [*(self._latin if script == "latin" else self._hangul).finditer(joined)] if folded else []
            )
            if matches:
                found = self._placed(script, folded, joined, matches)
                found = found._replace(mentions=found.mentions._replace(text=some[found.mentions.text]))
                covering = (self._korea(read) != SOUTH) & ~np.isin(read.mentions.role, _ASIDE)
                several.append(found.chosen(~_covered(read.chosen(covering), found)))
        return Readings.joined(several)

    def _placed(
        self, script: str, folded: Sequence[str], joined: str, matches: list[re.Match[str]]
    ) -> Readings:
        """Matches as mentions, with their offsets in the squeezes of their texts."""
        after = np.cumsum(np.array([len(text) + 1 for text in folded], np.int64))
        start = np.array([match.start(match.lastindex or 0) for match in matches], np.int64)
        end = np.array([match.end(match.lastindex or 0) for match in matches], np.int64)
        text = np.searchsorted(after, start, side="right")
        kept = places(joined) if script == "latin" else unspaced(joined)
        base = np.searchsorted(kept, np.append(0, after)[text])
        generics = self._generics[script]
        name = np.array([generics[match[match.lastindex or 0]] for match in matches], np.int64)
        plain, none = np.full(len(name), int(Role.PLAIN)), np.full(len(name), int(Generic.NONE))
        first, last = np.searchsorted(kept, start) - base, np.searchsorted(kept, end) - base
        return Readings(Mentions(text, name, plain, none, first, last), np.full(len(name), script == "han"))

    def _stems(self, read: Readings, found: Readings) -> Ints:
        """The mentions right before a generic, but for those of a city in Korea before the generic of one."""
        generics = _keys(found, found.mentions.start)
        order = np.argsort(generics, kind="stable")
        ends = _keys(read, read.mentions.end)
        place = np.searchsorted(generics[order], ends, side="right") - 1
        before = np.flatnonzero((place >= 0) & (generics[order][place] == ends))
        generic = order[place[before]]
        cities = np.where(
            found.han[generic],
            among(found.mentions.name[generic], self._of_cities["han"]),
            among(found.mentions.name[generic], self._of_cities["latin"]),
        )
        return before[~(cities & (self._korea(read)[before] > 0))]

    def _is_northern(self, read: Readings, texts: int) -> Flags:
        """For each text, does it name a place in the North, and none in the South? Codes of countries do not count."""
        korea, owner = self._korea(read), read.mentions.text
        names = self._gazetteer.names["latin"]
        rows = np.flatnonzero((korea > 0) & ~read.han)
        codes = [row for row in rows.tolist() if len(names[read.mentions.name[row]]) <= _CODE]
        korea[codes] = 0
        korea[np.isin(read.mentions.role, _ASIDE)] = 0
        return any_of(korea == NORTH, owner, texts) & ~any_of(korea == SOUTH, owner, texts)

    def _is_chinese(self, read: Readings, texts: int) -> Flags:
        """For each text, does it name a place in China in Hangul, with its generic? 연길시 인민로 12 is no road of the South."""
        named = read.han & (read.mentions.role == Role.TYPED)
        rows = np.flatnonzero(named)
        found = np.zeros(len(named), np.bool_)
        found[rows] = self._chinese[read.mentions.name[rows]]
        return any_of(found, read.mentions.text, texts)

    @cached_property
    def _chinese(self) -> Flags:
        """For each name in Han and Hangul, does it mean places in China alone?"""
        gazetteer = self._gazetteer
        china = gazetteer.outermost == CHINA
        inside = gazetteer.names_of("han", lambda units, _: china[units])
        return inside & ~gazetteer.names_of("han", lambda units, _: ~china[units])

    def _korea(self, read: Readings) -> Ints:
        """For each mention the Korea that its name lies in; 0 when it means another place as well."""
        found = np.zeros(len(read.han), np.int64)
        for script, rows in (("han", read.han), ("latin", ~read.han)):
            table = self._koreas[script]
            name = read.mentions.name[rows]
            found[rows] = np.where(name < len(table), table[np.minimum(name, len(table) - 1)], 0)
        return found

    @cached_property
    def _koreas(self) -> dict[str, Ints]:
        """For each script and name the Korea that the name lies in."""
        gazetteer = self._gazetteer
        north, south = (gazetteer.number.get(code, -1) for code in ("KP", "KR"))
        country = gazetteer.outermost
        lies_in = NORTH * (country == north) + SOUTH * (country == south)

        def only(script: str, korea: int) -> Flags:
            some = gazetteer.names_of(script, lambda units, _: lies_in[units] == korea)
            return some & ~gazetteer.names_of(script, lambda units, _: lies_in[units] != korea)

        return {
            script: NORTH * only(script, NORTH) + SOUTH * only(script, SOUTH) for script in self._generics
        }


def _keys(read: Readings, at: Ints) -> Ints:
    """Numbers that are equal for equal offsets in one script of one text, and ascend with them."""
    return (read.mentions.text << 1 | read.han) << _WIDTH | at


def _covered(read: Readings, found: Readings) -> Flags:
    """For each generic, does it start inside a mention?"""
    starts, ends = _keys(read, read.mentions.start), _keys(read, read.mentions.end)
    order = np.argsort(starts, kind="stable")
    reached = np.maximum.accumulate(np.append(-1, ends[order]))
    wanted = _keys(found, found.mentions.start)
    return reached[np.searchsorted(starts[order], wanted, side="right")] > wanted
