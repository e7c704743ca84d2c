"""Divisions: the names of the gazetteer that name provinces, prefectures, counties and towns where they stand.

The grammar of mentions has already said which names head a company or a road. What is left is read as a chain from the
wide to the narrow. Chains are often written twice (浙江省温州市鹿城区 浙江省温州市…): the longest one counts, the later of
equals, and what only repeats it is labelled `other`.
"""

from __future__ import annotations

import re

from nkrisk_geo.address.chains import with_bare_names
from nkrisk_geo.address.pieces import MUNICIPALITIES, RANK, Division
from nkrisk_geo.address.senses import TOWN_GENERICS, TOWN_KINDS, senses
from nkrisk_geo.address.words import NAMED_AFTER, NO_COUNTY, OFFICES, ORGANIZATIONS, UNNAMED, ZONES
from nkrisk_geo.engine.reader import Named
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.gazetteer.roles import ASIDE, Generic, Mention, Role
from nkrisk_geo.gazetteer.units import CHINA
from nkrisk_geo.resolver.resolver import Resolver

_NEVER = frozenset({Role.BRANCH, Role.PORT, Role.INSTITUTION, Role.LOCAL})
_TAIL = re.compile("自治[州县旗区]|地区|街道办事处|街道办|街道|办事处|[省市区县旗州盟镇乡]|民族乡")
_TYPED = re.compile("(?:[省市区县旗镇乡]|自治州|地区|街道|苏木)$")
_NO_END = frozenset({"市场", "市政", "市民", "区委", "县委", "镇政", "乡政", "街区", "区域"})
"""Last character of a name and the one behind it that make one word: 丹东市场 is no 丹东市."""
_PASSED = re.compile("[路街号幢栋楼室]")
"""What comes below the divisions: behind it another address begins or a name goes on."""
_LONGEST_GAP = 60
_STRETCH = re.compile(r"[^\W\d_]{0,30}")


class _Chain:
    """Collects the divisions of one reading from left to right."""

    def __init__(self, gazetteer: Gazetteer, named: Named) -> None:
        self._gazetteer = gazetteer
        self._text = named.squeezed
        self._starts = named.starts
        self._around: frozenset[int] = frozenset()
        self.divisions: list[Division] = []

    @property
    def _reached(self) -> int:
        return self.divisions[-1].end if self.divisions else 0

    def add(self, mention: Mention) -> None:
        """Add what a mention names, when it names a division."""
        mention = self._untailed(mention)
        end = self._end(mention)
        gap = self._gap(mention)
        chained = not any(map(str.isalnum, gap)) or gap.endswith(UNNAMED)
        if mention.start < self._reached or not self._stands(mention, end, chained):
            return
        if not chained and len(gap) <= 2 and gap.isalpha() and self._is_tail(mention.start, end):
            self._extended(mention.start - len(gap), end)
            return
        found = self._meaning(mention, end, chained)
        if found:
            self.divisions.append(Division(found[0], mention.start, end, found[1]))
            if found[1] is not None:
                self._around = self._gazetteer.path(found[1]) - {CHINA}

    def _untailed(self, mention: Mention) -> Mention:
        """A name that only seems to have a generic, the first character of the next name: 宁波镇海."""
        if mention.generic in TOWN_GENERICS and mention.end in self._starts:
            meanings = self._gazetteer.meanings("han", mention.name)
            if not any(kind in TOWN_KINDS for _, kind in meanings):
                return mention._replace(role=Role.PLAIN, generic=Generic.NONE)
        return mention

    def _gap(self, mention: Mention) -> str:
        """What stands between the last division and a mention, or the end of it."""
        return self._text[max(self._reached, mention.start - _LONGEST_GAP) : mention.start]

    def _end(self, mention: Mention) -> int:
        """Where the name ends, its generic included."""
        if mention.role is Role.TYPED and mention.generic not in (Generic.NONE, Generic.VILLAGE):
            tail = _TAIL.match(self._text, mention.end)
            return tail.end() if tail else mention.end
        return mention.end

    def _stands(self, mention: Mention, end: int, chained: bool) -> bool:
        """Does the name stand where a division can stand?"""
        text = self._text
        followed = (
            end in self._starts
            or end == len(text)
            or not text[end].isalnum()
            or text[end].isdigit()
        )
        if text[end - 1 : end + 1] in _NO_END or OFFICES.match(text, end):
            return False
        if mention.role in ASIDE or mention.role is Role.STREET:
            return chained and end in self._starts and end - mention.start > 1
        if mention.role in _NEVER or mention.generic is Generic.VILLAGE:
            return False
        typed = _TYPED.search(text[mention.start : end]) is not None
        if text[end - 1] in "路街巷" or (not typed and NAMED_AFTER.match(text, end)):
            return False
        if not chained and _PASSED.search(self._gap(mention)):
            return typed and end in self._starts
        if mention.role is Role.LOOSE and typed and end in self._starts:
            return True
        if mention.role in (Role.COMPANY, Role.INSIDE, Role.ZONE, Role.LOOSE):
            stretch = (_STRETCH.match(text, end) or [""])[0]
            return (
                chained
                and not followed
                and not ORGANIZATIONS.search(stretch)
                and not NAMED_AFTER.match(stretch)
            )
        return chained or typed

    def _is_tail(self, start: int, end: int) -> bool:
        """Can the name be the end of a longer one? A county in full is none."""
        return _TYPED.search(self._text[start:end]) is not None and (
            end - start < 3 or self._text[end - 1] not in "区县旗市" or self._text[end - 2] == "新"
        )

    def _extended(self, start: int, end: int) -> None:
        """A name that the gazetteer knows only the end of: 钱清镇 is not 清镇."""
        generic = self._text[end - 1]
        if NO_COUNTY.search(self._text[start:end]) or generic in "市省州盟":
            return
        label = self._label_by_generic(self._text[start:end]) if generic in "区县旗" else "township"
        self.divisions.append(Division(label, start, end, None))

    def _meaning(self, mention: Mention, end: int, chained: bool) -> tuple[str, int | None] | None:
        """Label and unit of a name, the unit inside what was named before where there is one."""
        words = self._text[mention.start : end]
        fitting = senses(self._gazetteer, mention, words)
        inside = [
            found
            for found in fitting
            if not self._around.isdisjoint(self._gazetteer.path(found[1]))
        ]
        if end > mention.end and not chained and end not in self._starts:
            return None
        if not fitting:
            return self._unknown(words, chained)
        if not inside and (
            mention.role is Role.INSIDE or (len(words) == 2 and words[-1] in "区镇")
        ):
            return None
        if fitting[0][0] == "country" and not self._is_country(mention.start, end):
            return None
        best = max(inside or fitting, key=self._rank)
        if not _TYPED.search(words) and self._is_of_other(best, end, known=bool(inside)):
            return None
        return self._placed(best, words, chained)

    def _unknown(self, words: str, chained: bool) -> tuple[str, int | None] | None:
        """Label of a name that only its generic makes a division."""
        if not chained or words[-1] not in "区县旗" or len(words) < 3 or NO_COUNTY.search(words):
            return None
        return self._label_by_generic(words), None

    def _label_by_generic(self, words: str) -> str:
        """Label of an unknown name in 区, 县 or 旗: behind a county 新区 is a zone of it."""
        return "devzone" if words.endswith("新区") and self._is_below_county() else "county"

    def _is_of_other(self, best: tuple[str, int, int], end: int, *, known: bool) -> bool:
        """Is a name without its generic that of something else: a zone, a hamlet, a town far from what was named?"""
        label, unit, _ = best
        last = self.divisions[-1].label if self.divisions else ""
        if label == "county" and (
            ZONES.match(self._text, end) or (last == "township" and unit not in self._around)
        ):
            return True
        if (
            not known
            and self._around
            and (label == "township" or (label == "county" and last != "county"))
        ):
            return True
        return (
            last == "township"
            and RANK.get(label, 9) <= RANK["township"]
            and end not in self._starts
        )

    def _is_below_county(self) -> bool:
        return bool(self.divisions) and self.divisions[-1].label == "county"

    def _rank(self, found: tuple[str, int, int]) -> tuple[float, ...]:
        """Of several senses: nearest to what was named before, then by strength of name, level, weight."""
        label, unit, kind = found
        near = len(self._around & self._gazetteer.path(unit))
        return near, -kind // 4, -RANK.get(label, 9), self._gazetteer.prior_weight[unit]

    def _placed(
        self, best: tuple[str, int, int], words: str, chained: bool
    ) -> tuple[str, int | None]:
        """A name behind a county, and not in it: 余杭区临平 is a town there, 东港市滨江新区 a zone."""
        label, unit, _ = best
        if self._is_below_county() and chained and unit not in self._around:
            if label in ("prefecture", "county") and not _TYPED.search(words):
                return "township", None
            if label == "county" and words.endswith("新区"):
                return "devzone", None
        return label, unit

    def _is_country(self, start: int, end: int) -> bool:
        before = start == self._reached or not self._text[start - 1].isalnum()
        return before and (
            end in self._starts or end == len(self._text) or not self._text[end].isalnum()
        )


def han_divisions(engine: Resolver, named: Named) -> list[Division]:
    """The divisions named in Chinese, in the order of the text; offsets in the squeeze."""
    chain = _Chain(engine.gazetteer, named)
    for mention in named.mentions:
        chain.add(mention)
    found = with_bare_names(engine.gazetteer, named.squeezed, chain.divisions)
    return _municipal(engine.gazetteer, found)


def _municipal(gazetteer: Gazetteer, chain: list[Division]) -> list[Division]:
    """Beijing, Shanghai, Tianjin and Chongqing stand in the place of a prefecture."""
    return [
        division._replace(label="prefecture")
        if division.unit is not None and gazetteer.codes[division.unit] in MUNICIPALITIES
        else division
        for division in chain
    ]
