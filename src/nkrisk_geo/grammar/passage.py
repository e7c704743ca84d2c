"""One text that was read: what the grammar found in it, and the way from its squeezes back to the folded text."""

from __future__ import annotations

from typing import NamedTuple

from nkrisk_geo.grammar.roles import Mention
from nkrisk_geo.scan import HanScan
from nkrisk_geo.squeeze import places


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

    @property
    def edges(self) -> dict[int, int]:
        """Offset in the alphabetic squeeze → number of the token that starts there, or of the end."""
        edges, at = {0: 0}, 0
        for number, token in enumerate(self.tokens, start=1):
            at += len(token)
            edges[at] = number
        return edges

    def places(self, script: str) -> list[int]:
        """Offset in the folded text of each character of the squeeze of a script."""
        return self.han.places() if script == "han" else [int(place) for place in places(self.folded)]
