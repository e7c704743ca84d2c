"""Korean generics: what tells that a text is an address in Korea where no known place says so.

JINAN-DONG          a quarter in Korea; the hyphen before a generic is the rule of the South's romanization
경기도 진안동 873      the same in Hangul
DAN-DONG            a name with a hyphen in it, no generic

They speak for the South, where addresses are written so, unless the text names a place in the North, which writes some
of them too. Names that stand before one, and words that are nearly names, are Korean and say nothing of China.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping

from nkrisk_geo.grammar.roles import Generic, Mention, Role
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

    def concerns(self, folded: str) -> bool:
        """Has a folded text what looks like a Korean generic?"""
        if "-" in folded and self._latin.search(folded):
            return True
        return not folded.isascii() and self._hangul.search(folded) is not None

    def heard(self, folded: str, found: list[Mention]) -> list[Mention]:
        """The mentions of a text with its Korean generics."""
        generics = [
            *self._mentions("latin", self._latin, folded, places(folded).tolist()),
            *self._mentions("han", self._hangul, folded, HanScan(folded).places()),
        ]
        covered = {(each.script, at) for each in found for at in range(each.start, each.end)}
        # A generic that is part of a name is none: DAN-DONG, 단동.
        generics = [generic for generic in generics if (generic.script, generic.start) not in covered]
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

    def _mentions(self, script: str, pattern: re.Pattern[str], folded: str, at: list[int]) -> list[Mention]:
        return [
            Mention(
                script,
                self._generics[script][match[1]],
                Role.PLAIN,
                Generic.NONE,
                bisect_left(at, match.start(1)),
                bisect_left(at, match.end(1)),
            )
            for match in pattern.finditer(folded)
        ]

    def _words(self, generic: Mention) -> str:
        return self._names[generic.script][generic.name].removeprefix("-")

    def _is_code(self, script: str, name: int) -> bool:
        return script == "latin" and len(self._names[script][name]) <= _CODE
