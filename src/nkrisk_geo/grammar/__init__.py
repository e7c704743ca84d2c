"""What a name is doing in its text: a mention of a division, or the name of a road, a company, a building.

The role comes from the neighbours of the name: the generic word after it, punctuation, a company's words later in the
same stretch. Texts are read in batches, because reading many at once costs little more than reading one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np

from nkrisk_geo.cutting import Cutter
from nkrisk_geo.gazetteer import Gazetteer, NameKind
from nkrisk_geo.grammar.alphabetic import Alphabetic
from nkrisk_geo.grammar.codes import Code, codes, codes_of
from nkrisk_geo.grammar.han import Han
from nkrisk_geo.grammar.korean import Korean
from nkrisk_geo.grammar.passage import Passage
from nkrisk_geo.grammar.roles import ASIDE, Generic, Mention, Mentions, Role, Sense
from nkrisk_geo.repair import Repairer
from nkrisk_geo.scan import Scanner
from nkrisk_geo.squeeze import Tokens

__all__ = [
    "ASIDE",
    "BATCH",
    "Code",
    "Generic",
    "Grammar",
    "Mention",
    "Passage",
    "Role",
    "Row",
    "codes",
    "codes_of",
]

BATCH = 4000
"""Texts that are read together: enough to make array operations cheap, few enough to stay in the caches."""
_WITH_GENERIC = frozenset(
    {NameKind.FULL, NameKind.FORMER, NameKind.RENAMED, NameKind.TOWNSHIP, NameKind.SEAT, NameKind.FOREIGN}
)
_TOWNS = frozenset({NameKind.TOWNSHIP, NameKind.SEAT, NameKind.RENAMED})
_SUFFIXES = tuple("省 市 区 县 旗 州 盟 镇 乡 街道 苏木 林业局 农场 시 성 현 자치주".split())

RECENT = 64
"""Texts read one by one that are remembered."""
_HAS_WORD = re.compile(
    "[^\\W\\d_\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]{2}"
).search
"""A text without two letters in a row has no name in an alphabet."""

Row = tuple[str, int, int, int, int, int]
"""A mention as plain values: script, name, role, generic, start, end."""


class Grammar:
    """Roles of the names of one gazetteer. Safe under threads."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.scanner = Scanner(gazetteer)
        self._gazetteer = gazetteer
        self._common = frozenset(
            word for word, klass in gazetteer.generics["han"].items() if klass == "common"
        )
        self._countries = gazetteer.country_names("han")
        self._senses: dict[int, Sense] = {}
        self._alphabetic = Alphabetic(
            gazetteer.generics["latin"],
            gazetteer.names["latin"],
            self.scanner,
            gazetteer.country_names("latin"),
            Repairer(gazetteer).nearest,
        )
        self._han = Han(gazetteer.generics["han"], self._sense, Cutter(gazetteer), gazetteer)
        self._recent = lru_cache(RECENT)(self._read)
        self._korean = Korean(self.scanner.hyphened, gazetteer.names, self._korea)

    def read(self, folded: str) -> Passage:
        """A folded text with the names in it; the last few are remembered, because who decides also asks where."""
        return self._recent(folded)

    def _read(self, folded: str) -> Passage:
        han = self.scanner.han(folded)
        if han.squeezed and not _HAS_WORD(folded):
            return Passage(folded, (), han, self._heard(folded, self._han.mentions(han)))
        scan = self.scanner.alphabetic((folded,))
        tokens = scan.tokens
        words = tuple(
            tokens.letters[start:end] for start, end in zip(tokens.starts[:-1], tokens.ends, strict=False)
        )
        alphabetic = next(_rows(self._alphabetic.mentions(scan, (folded,)), tokens))
        found = self._han.mentions(han) + [_mention(*row) for row in alphabetic]
        return Passage(folded, words, han, self._heard(folded, found))

    def rows(self, folded: Sequence[str]) -> Iterator[list[Row]]:
        """The mentions of many folded texts as plain values: Han and Hangul first, each script in the order of the text."""
        if len(folded) == 1:
            yield [*self.read(folded[0]).mentions]
            return
        for first in range(0, len(folded), BATCH):
            batch = folded[first : first + BATCH]
            scan = self.scanner.alphabetic(batch)
            found = _rows(self._alphabetic.mentions(scan, batch), scan.tokens)
            # All Han texts are scanned in a row: in between, the automaton would leave the processor's caches.
            scans = iter([self.scanner.han(text) for text in batch if not text.isascii()])
            for text, alphabetic in zip(batch, found, strict=True):
                rows = alphabetic if text.isascii() else [*self._han.mentions(next(scans)), *alphabetic]
                yield (
                    [*self._heard(text, [_mention(*row) for row in rows])]
                    if self._korean.concerns(text)
                    else rows
                )

    def _heard(self, folded: str, found: list[Mention]) -> list[Mention]:
        """The mentions of a text with its Korean generics."""
        return self._korean.heard(folded, found) if self._korean.concerns(folded) else found

    def _sense(self, name: int) -> Sense:
        """What a name in Han or Hangul is, worked out once."""
        found = self._senses.get(name)
        if found is None:
            found = self._senses[name] = self._make_sense(name)
        return found

    def _korea(self, script: str, name: int) -> str:
        """The Korea that a name lies in, KR or KP; empty when it means another place as well."""
        countries = {self._gazetteer.country(unit) for unit, _ in self._gazetteer.meanings(script, name)}
        return countries.pop() or "" if len(countries) == 1 and countries <= {"KR", "KP"} else ""

    def _make_sense(self, name: int) -> Sense:
        text = self._gazetteer.names["han"][name]
        meanings = self._gazetteer.meanings("han", name)
        country = bool(self._countries[name])
        complete = text.endswith(_SUFFIXES) and any(kind in _WITH_GENERIC for _, kind in meanings)
        shared = complete and len({unit for unit, _ in meanings}) > 1
        town = any(kind in _TOWNS or self._gazetteer.levels[unit] == "township" for unit, kind in meanings)
        return Sense(
            country, complete, text in self._common, ("township" if town else "county") if shared else ""
        )


def _mention(script: str, name: int, role: int, generic: int, start: int, end: int) -> Mention:
    return Mention(script, name, Role(role), Generic(generic), start, end)


def _rows(found: Mentions, tokens: Tokens) -> Iterator[list[Row]]:
    """Mentions text by text, with offsets from the start of each."""
    bases = np.append(0, tokens.ends[tokens.parts][:-1])
    starts, ends = found.start - bases[found.text], found.end - bases[found.text]
    columns = (column.tolist() for column in (found.name, found.role, found.generic, starts, ends))
    rows = [("latin", *row) for row in zip(*columns, strict=True)]
    at = 0
    for last in np.searchsorted(found.text, np.arange(len(tokens.parts)), side="right").tolist():
        yield rows[at:last]
        at = last
