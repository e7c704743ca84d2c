"""What a name is doing in its text: a mention of a division, or the name of a road, a company, a building.

The role comes from the neighbours of the name: the generic word after it, punctuation, a company's words later in the
same stretch. Texts are read in batches, because reading many at once costs little more than reading one.
"""

from __future__ import annotations

from functools import lru_cache

from nkrisk_geo.characters import tokens
from nkrisk_geo.forking import cached_property
from nkrisk_geo.gazetteer import Gazetteer
from nkrisk_geo.grammar.alphabetic import Alphabetic
from nkrisk_geo.grammar.codes import Code, codes, codes_of
from nkrisk_geo.grammar.han import Han
from nkrisk_geo.grammar.korean import Korean
from nkrisk_geo.grammar.passage import HanScan, Passage
from nkrisk_geo.grammar.readings import Readings
from nkrisk_geo.grammar.roles import ASIDE, Generic, Mention, Role
from nkrisk_geo.grammar.sought import short
from nkrisk_geo.native import Holds, Texts

__all__ = [
    "ASIDE",
    "BATCH",
    "Code",
    "Generic",
    "Grammar",
    "HanScan",
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
        self._recent = lru_cache(RECENT)(self._read)
        self._korean = Korean(gazetteer)

    # Each script is made ready for its first text: one answer need not wait for the names of both.

    @cached_property
    def short_names(self) -> dict[str, int]:
        """Names of two or three letters and their numbers."""
        return short(self._gazetteer)

    @cached_property
    def alphabetic(self) -> Alphabetic:
        """What reads alphabets."""
        return Alphabetic(self._gazetteer, self.short_names)

    @cached_property
    def han(self) -> Han:
        """What reads Han and Hangul."""
        return Han(self._gazetteer)

    def read(self, folded: str) -> Passage:
        """A folded text with the names in it; the last ones are remembered: who decides also asks where, and may ask again."""
        return self._recent(folded) if len(folded) <= RECENT_LENGTH else self._read(folded)

    def _read(self, folded: str) -> Passage:
        texts = Texts.of((folded,))
        han, words, several = HanScan(folded), tuple[str, ...](), list[Readings]()
        if texts.holding(Holds.CHARACTERS)[0]:
            matches = self.han.matches(texts)
            han = HanScan.of(folded, matches)
            several.append(Readings.of_script(self.han.mentions(texts, matches), han=True))
        if not han.squeezed or texts.holding(Holds.WORDS)[0]:
            words = tokens(folded)
            several.append(Readings.of_script(self.alphabetic.mentions(texts), han=False))
        return Passage(folded, words, han, self._korean.heard(texts, Readings.joined(several)).listed())

    def readings(self, texts: Texts) -> Readings:
        """The mentions of some folded texts, about `BATCH` at most; which of those aside are roads is not told."""
        if len(texts.folded) == 1:
            return Readings.of(self.read(texts.folded[0]).mentions)
        several = []
        if texts.holding(Holds.CHARACTERS).any():
            found = self.han.mentions(texts, self.han.matches(texts), roughly=True)
            several.append(Readings.of_script(found, han=True))
        if texts.holding(Holds.WORDS).any():
            several.append(Readings.of_script(self.alphabetic.mentions(texts), han=False))
        return self._korean.heard(texts, Readings.joined(several))
