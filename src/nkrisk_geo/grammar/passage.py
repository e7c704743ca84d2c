"""One text that was read: what the grammar found in it, and the way from its squeezes back to the folded text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from nkrisk_geo.characters import places, unspaced
from nkrisk_geo.grammar.roles import Mention, Role

_NO_BREAKS: frozenset[int] = frozenset()


class HanScan(NamedTuple):
    """One text without white space, for Han and Hangul.

    Attributes:
        folded: the text with its white space.
        squeezed: the text without; empty where it has no such character.
        breaks: offsets in it where white space was.
        matches: names in it, in order, not overlapping: half-open offsets and the number of the name.
    """

    folded: str
    squeezed: str = ""
    breaks: frozenset[int] = _NO_BREAKS
    matches: tuple[tuple[int, int, int], ...] = ()

    @staticmethod
    def of(folded: str, mentions: Iterable[Mention]) -> HanScan:
        """The text and the names in it."""
        kept = unspaced(folded)
        breaks = np.flatnonzero(np.diff(kept, prepend=-1) > 1).tolist()
        found = tuple(
            [(start, end, name) for _, name, role, _, start, end in mentions if role is not Role.LOCAL]
        )
        return HanScan(folded, "".join(folded.split()), frozenset(breaks), found)

    def places(self) -> list[int]:
        """Offset in the folded text of each character."""
        return [at for at, char in enumerate(self.folded) if not char.isspace()]


class Passage(NamedTuple):
    """A folded text and the names in it.

    Attributes:
        folded: the text.
        tokens: those of its alphabetic squeeze.
        han: its other squeeze, for Han and Hangul, with the names in it.
        mentions: names and what they do: Han and Hangul first, each script in the order of the text.
    """

    folded: str
    tokens: tuple[str, ...]
    han: HanScan
    mentions: list[Mention]

    def edges(self) -> dict[int, int]:
        """Offset in the alphabetic squeeze → number of the token that starts there, or of the end; made anew for who asks."""
        edges, at = {0: 0}, 0
        for number, token in enumerate(self.tokens, start=1):
            at += len(token)
            edges[at] = number
        return edges

    def places(self, script: str) -> list[int]:
        """Offset in the folded text of each character of the squeeze of a script."""
        return self.han.places() if script == "han" else [int(place) for place in places(self.folded)]
