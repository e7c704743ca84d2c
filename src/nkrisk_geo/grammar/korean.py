"""Korean generics: what tells that a text is an address in Korea where no known place says so.

JINAN-DONG          a quarter in Korea; the hyphen before a generic is the rule of the South's romanization
경기도 진안동 873      the same in Hangul
DAN-DONG            a name with a hyphen in it, no generic

They speak for the South, where addresses are written so, unless the text names a place in the North, which writes some
of them too. Names that stand before one, and words that are nearly names, are Korean and say nothing of China.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate

from nkrisk_geo.grammar.roles import Generic, Mention, Role
from nkrisk_geo.lexicon import PART
from nkrisk_geo.scan import HanScan
from nkrisk_geo.squeeze import places

_CODE = 3
"""Letters of a code of a country; KP is typed wrongly, NORTH KOREA is not."""
_LONGEST_STEM = 4
_OF_CITIES = frozenset({"si", "do", "gun", "시", "도", "군"})
"""Generics of cities, provinces and counties; before the others a city's name is that of a quarter: NAMPO-DONG in Busan."""


class Korean:
    """Reads Korean generics.

    Args:
        generics: for each script the generics and the numbers of the names that stand for them.
        names: the names by number, for each script.
        korea: the Korea that a name of a script lies in (KR, KP), empty for other places.
    """

    def __init__(
        self,
        generics: Mapping[str, Mapping[str, int]],
        names: Mapping[str, tuple[str, ...]],
        korea: Callable[[str, int], str],
    ) -> None:
        self._generics = generics
        self._names = names
        self._korea = korea
        latin, hangul = ("|".join(map(re.escape, generics[script])) for script in ("latin", "han"))
        self._latin = re.compile(f"-(?<=[a-z][a-z0-9]-)({latin})(?![a-z0-9'-])")
        self._hangul = re.compile(
            f"(?<![가-힣])[가-힣]{{1,{_LONGEST_STEM}}}[0-9]*(?<!거)({hangul})(?![가-힣])"  # 거리 is a street in China
        )

    def concerned(self, folded: Sequence[str]) -> list[int]:
        """The folded texts that have what looks like a Korean generic, by their numbers."""
        joined = PART.join(folded)
        patterns = [pattern for pattern, may in ((self._latin, "-" in joined), (self._hangul, not joined.isascii())) if may]
        found = sorted(match.start() for pattern in patterns for match in pattern.finditer(joined))
        if not found:
            return []
        ends = list(accumulate(len(text) + 1 for text in folded))
        return list(dict.fromkeys(bisect_right(ends, at) for at in found))

    def heard(self, folded: str, found: list[Mention]) -> list[Mention]:
        """The mentions of a text with its Korean generics."""
        generics = [
            *self._mentions("latin", self._latin, folded, found),
            *self._mentions("han", self._hangul, folded, found),
        ]
        if not generics:
            return found
        stems = {(mention.script, mention.start): self._words(mention) for mention in generics}
        found = [
            mention._replace(role=Role.WORD)
            if (generic := stems.get((mention.script, mention.end)))
            and not (generic in _OF_CITIES and self._korea(mention.script, mention.name))
            else mention
            for mention in found
            if mention.role != Role.MISSPELT
        ]
        koreas = {self._korea(script, name) for script, name, *_ in found if not self._is_code(script, name)}
        return found if "KP" in koreas and "KR" not in koreas else found + generics

    def _mentions(
        self, script: str, pattern: re.Pattern[str], folded: str, found: list[Mention]
    ) -> Iterator[Mention]:
        """The generics of a script. One that is part of a name is none: DAN-DONG, 단동."""
        matches = [*pattern.finditer(folded)]
        if not matches:
            return
        at = HanScan(folded).places() if script == "han" else places(folded).tolist()
        spans = [(each.start, each.end) for each in found if each.script == script]
        for match in matches:
            start, end = bisect_left(at, match.start(1)), bisect_left(at, match.end(1))
            if not any(first <= start < last for first, last in spans):
                yield Mention(script, self._generics[script][match[1]], Role.PLAIN, Generic.NONE, start, end)

    def _words(self, generic: Mention) -> str:
        return self._names[generic.script][generic.name].removeprefix("-")

    def _is_code(self, script: str, name: int) -> bool:
        return script == "latin" and len(self._names[script][name]) <= _CODE
