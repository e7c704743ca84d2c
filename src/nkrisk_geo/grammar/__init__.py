"""What a name is doing in its text: a mention of a division, or the name of a road, a company, a building.

The role comes from the neighbours of the name: the generic word after it, punctuation, a company's words later in the
same stretch. Texts are read in batches, because reading many at once costs little more than reading one.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache
from itertools import compress
from operator import not_

import numpy as np

from nkrisk_geo.characters import Characters, has_characters, have_words
from nkrisk_geo.cutting import Cutter
from nkrisk_geo.gazetteer import Gazetteer
from nkrisk_geo.grammar.alphabetic import Alphabetic
from nkrisk_geo.grammar.codes import Code, codes, codes_of
from nkrisk_geo.grammar.han import Han
from nkrisk_geo.grammar.korean import Korean
from nkrisk_geo.grammar.passage import Passage
from nkrisk_geo.grammar.readings import Readings
from nkrisk_geo.grammar.roles import ASIDE, Generic, Mention, Mentions, Role
from nkrisk_geo.grammar.senses import Senses
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
RECENT, RECENT_LENGTH = 512, 1000
"""Texts read one by one that are remembered (real ones take a megabyte), and how long one may be."""


class Grammar:
    """Roles of the names of one gazetteer. Safe under threads."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self.scanner = Scanner(gazetteer)
        self._recent = lru_cache(RECENT)(self._read)
        self._korean = Korean(self.scanner.hyphened, gazetteer)

    # Each script is made ready for its first text: one answer need not wait for the names of both.

    @cached_property
    def _alphabetic(self) -> Alphabetic:
        gazetteer = self._gazetteer
        return Alphabetic(
            gazetteer.generics["latin"],
            gazetteer.names["latin"],
            self.scanner,
            gazetteer.country_names("latin"),
            Repairer(gazetteer).nearest,
        )

    @cached_property
    def _han(self) -> Han:
        gazetteer, words = self._gazetteer, self._gazetteer.generics["han"]
        common = frozenset(word for word, klass in words.items() if klass == "common")
        return Han(words, Senses(gazetteer, common), Cutter(gazetteer), gazetteer)

    def read(self, folded: str) -> Passage:
        """A folded text with the names in it; the last ones are remembered: who decides also asks where, and may ask again."""
        return self._recent(folded) if len(folded) <= RECENT_LENGTH else self._read(folded)

    def _read(self, folded: str) -> Passage:
        han, words, several = HanScan(folded), tuple[str, ...](), list[Readings]()
        if has_characters(folded):
            read = Characters.of((folded,))
            matches = self.scanner.matches(read)
            han = HanScan.of(folded, read, matches)
            several.append(Readings.of_script(self._han.mentions(read, matches), han=True))
        if not han.squeezed or have_words((folded,))[0]:
            scan = self.scanner.alphabetic((folded,))
            tokens = scan.tokens
            spans = zip(tokens.starts[:-1].tolist(), tokens.ends[:-1].tolist(), strict=True)
            words = tuple(tokens.letters[start:end] for start, end in spans)
            several.append(Readings.of_script(self._alphabetic.mentions(scan, (folded,)), han=False))
        found = self._korean.heard((folded,), Readings.joined(several))
        return Passage(folded, words, han, found.listed())

    def readings(self, folded: Sequence[str]) -> Readings:
        """The mentions of some folded texts, about `BATCH` at most; which of those aside are roads is not told."""
        if len(folded) == 1:
            return Readings.of(self.read(folded[0]).mentions)
        several = [self._in_han(folded), self._in_alphabets(folded)]
        return self._korean.heard(folded, Readings.joined(several))

    def _in_alphabets(self, folded: Sequence[str]) -> Readings:
        """The mentions in alphabets."""
        texts = [*compress(range(len(folded)), have_words(folded))]
        if not texts:
            return Readings.of(())
        some = [folded[number] for number in texts]
        scan = self.scanner.alphabetic(some)
        found = _placed(self._alphabetic.mentions(scan, some), scan.tokens)
        return Readings.of_script(found._replace(text=np.array(texts, np.int64)[found.text]), han=False)

    def _in_han(self, folded: Sequence[str]) -> Readings:
        """The mentions in Han and Hangul."""
        texts = [*compress(range(len(folded)), map(not_, map(str.isascii, folded)))]
        if not texts:
            return Readings.of(())
        read = Characters.of([folded[number] for number in texts])
        found = self._han.mentions(read, self.scanner.matches(read), roughly=True)
        return Readings.of_script(found._replace(text=np.array(texts, np.int64)[found.text]), han=True)


def _placed(found: Mentions, tokens: Tokens) -> Mentions:
    """Mentions with offsets from the start of each text."""
    base = np.append(0, tokens.ends[tokens.parts][:-1])[found.text]
    return found._replace(start=found.start - base, end=found.end - base)
