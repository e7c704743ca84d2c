"""What a name is doing in its text: a mention of a division, or the name of a road, a company, a building.

The role comes from the neighbours of the name: the generic word after it, punctuation, a company's words later in the
same stretch. Texts are read in batches, because reading many at once costs little more than reading one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from nkrisk_geo.characters import Characters
from nkrisk_geo.cutting import Cutter
from nkrisk_geo.gazetteer import Gazetteer
from nkrisk_geo.grammar.alphabetic import Alphabetic
from nkrisk_geo.grammar.codes import Code, codes, codes_of
from nkrisk_geo.grammar.han import Han
from nkrisk_geo.grammar.korean import Korean
from nkrisk_geo.grammar.passage import Passage
from nkrisk_geo.grammar.roles import ASIDE, Generic, Mention, Mentions, Role
from nkrisk_geo.grammar.senses import Senses
from nkrisk_geo.lexicon import Flags
from nkrisk_geo.repair import Repairer
from nkrisk_geo.scan import HanScan, Scanner
from nkrisk_geo.squeeze import Tokens

__all__ = [
    "ASIDE",
    "BATCH",
    "Code",
    "Generic",
    "Grammar",
    "Mention",
    "Passage",
    "Readings",
    "Role",
    "codes",
    "codes_of",
]

BATCH = 4000
"""Texts that are read together: enough to make array operations cheap, few enough to stay in the caches."""
RECENT = 64
"""Texts read one by one that are remembered."""
_HAS_WORD = re.compile(
    "[^\\W\\d_\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]{2}"
).search
"""A text without two letters in a row has no name in an alphabet."""
_HAS_CHARACTER = re.compile(
    "[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]"
).search
"""A text without one of these has no name in Han or Hangul."""


@dataclass(frozen=True, slots=True)
class Readings:
    """The mentions in some texts, text by text; in each those in Han and Hangul first, each script in the order of the text.

    Offsets are those in the squeeze of the script of each text. `han` says for each mention whether it is in Han or Hangul.
    """

    mentions: Mentions
    han: Flags

    @staticmethod
    def of(mentions: Sequence[Mention]) -> Readings:
        """Those of one text."""
        return Readings(
            Mentions.of([(0, *map(int, each[1:])) for each in mentions]),
            np.array([each.script == "han" for each in mentions], np.bool_),
        )

    def of_text(self, number: int) -> list[Mention]:
        """The mentions of one of the texts."""
        first, last = np.searchsorted(self.mentions.text, [number, number + 1]).tolist()
        rows = slice(first, last)
        found = self.mentions
        columns = (found.name, found.role, found.generic, found.start, found.end)
        return [
            Mention("han" if han else "latin", name, Role(role), Generic(generic), start, end)
            for han, name, role, generic, start, end in zip(
                self.han[rows].tolist(), *(column[rows].tolist() for column in columns), strict=True
            )
        ]

    def with_texts(self, several: Mapping[int, Sequence[Mention]]) -> Readings:
        """The same with other mentions in some of the texts."""
        kept = ~np.isin(self.mentions.text, [*several])
        rows = [
            (number, *map(int, each[1:])) for number, mentions in several.items() for each in mentions
        ]
        han = [each.script == "han" for mentions in several.values() for each in mentions]
        text = np.concatenate([self.mentions.text[kept], np.array([row[0] for row in rows], np.int64)])
        order = np.argsort(text, kind="stable")
        mentions = (
            Mentions.joined([self.mentions.chosen(kept), Mentions.of(rows)], order)
            if kept.any() and rows
            else self.mentions.chosen(kept) if not rows else Mentions.of(rows).chosen(order)
        )
        return Readings(mentions, np.append(self.han[kept], han).astype(np.bool_)[order])


class Grammar:
    """Roles of the names of one gazetteer. Safe under threads."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.scanner = Scanner(gazetteer)
        self._gazetteer = gazetteer
        words = gazetteer.generics
        common = frozenset(word for word, klass in words["han"].items() if klass == "common")
        self._alphabetic = Alphabetic(
            words["latin"],
            gazetteer.names["latin"],
            self.scanner,
            gazetteer.country_names("latin"),
            Repairer(gazetteer).nearest,
        )
        self._han = Han(words["han"], Senses(gazetteer, common), Cutter(gazetteer), gazetteer)
        self._recent = lru_cache(RECENT)(self._read)
        self._korean = Korean(self.scanner.hyphened, gazetteer.names, self._korea)

    def read(self, folded: str) -> Passage:
        """A folded text with the names in it; the last few are remembered, because who decides also asks where."""
        return self._recent(folded)

    def _read(self, folded: str) -> Passage:
        han, words, found = HanScan(folded), tuple[str, ...](), list[Mention]()
        if not folded.isascii() and _HAS_CHARACTER(folded):
            read = Characters.of((folded,))
            matches = self.scanner.matches(read)
            han = HanScan.of(folded, read, matches)
            in_han = self._han.mentions(read, matches)
            found += Readings(in_han, np.ones(len(in_han.text), np.bool_)).of_text(0)
        if not han.squeezed or _HAS_WORD(folded):
            scan = self.scanner.alphabetic((folded,))
            tokens = scan.tokens
            spans = zip(tokens.starts[:-1].tolist(), tokens.ends[:-1].tolist(), strict=True)
            words = tuple(tokens.letters[start:end] for start, end in spans)
            latin = self._alphabetic.mentions(scan, (folded,))
            found += Readings(latin, np.zeros(len(latin.text), np.bool_)).of_text(0)
        korean = self._korean.concerned((folded,))
        return Passage(folded, words, han, self._korean.heard(folded, found) if korean else found)

    def readings(self, folded: Sequence[str]) -> Readings:
        """The mentions of some folded texts, about `BATCH` at most."""
        if len(folded) == 1:
            return Readings.of(self.read(folded[0]).mentions)
        scan = self.scanner.alphabetic(folded)
        latin = _placed(self._alphabetic.mentions(scan, folded), scan.tokens)
        han = self._in_han(folded)
        mentions, flags = Mentions.joined([han, latin]), np.zeros(len(latin.text), np.bool_)
        if len(han.text):
            order = np.argsort(np.append(han.text, latin.text), kind="stable")
            flags = (order < len(han.text))
        read = Readings(mentions, flags)
        concerned = self._korean.concerned(folded)
        if not concerned:
            return read
        return read.with_texts(
            {number: self._korean.heard(folded[number], read.of_text(number)) for number in concerned}
        )

    def _in_han(self, folded: Sequence[str]) -> Mentions:
        """The mentions in Han and Hangul."""
        texts = [number for number, text in enumerate(folded) if not text.isascii()]
        if not texts:
            return Mentions.of(())
        read = Characters.of([folded[number] for number in texts])
        found = self._han.mentions(read, self.scanner.matches(read))
        return replace(found, text=np.array(texts, np.int64)[found.text])

    def _korea(self, script: str, name: int) -> str:
        """The Korea that a name lies in, KR or KP; empty when it means another place as well."""
        countries = {self._gazetteer.country(unit) for unit, _ in self._gazetteer.meanings(script, name)}
        return countries.pop() or "" if len(countries) == 1 and countries <= {"KR", "KP"} else ""


def _placed(found: Mentions, tokens: Tokens) -> Mentions:
    """Mentions with offsets from the start of each text."""
    base = np.append(0, tokens.ends[tokens.parts][:-1])[found.text]
    return replace(found, start=found.start - base, end=found.end - base)
