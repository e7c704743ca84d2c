"""What a name is doing in its text: a mention of a division, or the name of a road, a company, a building.

The role comes from the neighbours of the name: the generic word after it, punctuation, a company's words later in the
same stretch. The compiled engine reads (`nkrisk_geo.engine.reading`); here is what it is told.
"""

from __future__ import annotations

from nkrisk_geo.forking import cached_property
from nkrisk_geo.gazetteer import Gazetteer
from nkrisk_geo.grammar.alphabetic import Alphabetic
from nkrisk_geo.grammar.codes import Code, codes
from nkrisk_geo.grammar.han import Han
from nkrisk_geo.grammar.roles import ASIDE, Generic, Mention, Role
from nkrisk_geo.grammar.sought import short

__all__ = [
    "ASIDE",
    "Code",
    "Generic",
    "Grammar",
    "Mention",
    "Role",
    "codes",
]


class Grammar:
    """Roles of the names of one gazetteer. Safe under threads."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

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

    def give_words(self) -> None:
        """Give the reader of Han and Hangul the words for cutting."""
        self.han.give_words()
