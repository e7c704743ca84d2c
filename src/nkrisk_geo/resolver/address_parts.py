"""Parting a text of several addresses: which pieces of it are an address each, and their names.

What may part is said by `resolver.address_separators`, and whether a piece stands by itself by
`nkrisk_geo.resolver.chains`. For that the names of pieces are read one by one, each piece once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from nkrisk_geo.resolver.address_separators import (
    CERTAIN,
    SLIGHT,
    Span,
    cut_segments,
    gather_segments,
    may_match,
)
from nkrisk_geo.resolver.chains import Chains

Items = Sequence[int]
"""A signature as numbers: items, and those of each of several addresses behind `PART_ITEM`; see
`nkrisk_geo.engine.items`."""
NamesOf = Callable[[Sequence[str]], Iterator[Items]]
"""Reads the names of each of some texts by themselves."""
KnownNames = dict[str, Items]
"""The names of pieces of text that were read."""
NAMES_OF_TWO = 4
"""Two chains of names have at least so many."""
MOST_PARTS = 20
"""Addresses of one text that are heard."""
_NUMBER = re.compile(r"[0-9]+")


class AddressSplitter:
    """Parts texts of several addresses. Safe under threads.

    Args:
        chains: tell which names are an address by themselves.
        names_of: reads names.
    """

    def __init__(self, chains: Chains, names_of: NamesOf) -> None:
        self._chains, self._names_of = chains, names_of

    def parts(self, folded: Sequence[str], names: Sequence[int]) -> list[list[Items]]:
        """The names of the addresses in each text of so many names, if it holds several."""
        # However long its numbers are, they part in the same places.
        skeletons = [_NUMBER.sub("0", text) for text in folded]
        some = [
            at
            for at, (text, count) in enumerate(zip(skeletons, names, strict=True))
            if _may_be_several(text, count)
        ]
        spans, known = self._cut_all([skeletons[at] for at in some])
        pieces = {
            at: _pieces(skeletons[at], several)
            for at, several in zip(some, spans, strict=True)
            if len(several) > 1
        }
        self._read_more(known, chain.from_iterable(pieces.values()))

        found: list[list[Items]] = [[] for _ in folded]
        for at, several in pieces.items():
            # What names nothing, as FACTORY by itself, is no address.
            parts = [known[piece] for piece in several if known[piece]]
            found[at] = parts[:MOST_PARTS] if len(parts) > 1 else []
        return found

    def cut(self, folded: str) -> list[Span]:
        """Where a text holds one address each; all of it where nothing parts it."""
        spans, _ = self._cut_all([folded])
        return spans[0]

    def _cut_all(self, texts: Sequence[str]) -> tuple[list[list[Span]], KnownNames]:
        """The same for each text, and the names that were read to tell, by the pieces of text.

        These are most of what the texts hold.
        """
        certain = [cut_segments(text, CERTAIN) for text in texts]
        slight = [
            [cut_segments(text, SLIGHT, *span) for span in spans]
            for text, spans in zip(texts, certain, strict=True)
        ]
        wanted = (
            piece
            for text, several in zip(texts, slight, strict=True)
            for spans in several
            if len(several) > 1 or len(spans) > 1
            for piece in _pieces(text, spans)
        )
        # All at once, because many are read in one call.
        known: KnownNames = {}
        self._read_more(known, wanted)
        found = [
            self._gather(text, spans, pieces, known)
            for text, spans, pieces in zip(texts, certain, slight, strict=True)
        ]
        return found, known

    def _gather(
        self,
        text: str,
        certain: Sequence[Span],
        slight: Sequence[Sequence[Span]],
        known: Mapping[str, Items],
    ) -> list[Span]:
        """The certain pieces of a text, each in as many as its slight ones are complete."""
        spans: list[Span] = []
        for span, pieces in zip(certain, slight, strict=True):
            if len(pieces) < 2:
                spans.append(span)
                continue
            said = [known[piece] for piece in _pieces(text, pieces)]
            spans += gather_segments(pieces, said, self._chains.begin)
        return spans

    def _read_more(self, known: KnownNames, pieces: Iterable[str]) -> None:
        """Put the names of pieces by themselves to those that are known."""
        new = dict.fromkeys(piece for piece in pieces if piece not in known)
        every = list(new)
        known |= zip(every, self._names_of(every), strict=True)


def _pieces(text: str, spans: Iterable[Span]) -> list[str]:
    return [text[start:end] for start, end in spans]


def _may_be_several(skeleton: str, names: int) -> bool:
    """May a text of so many names hold several addresses?"""
    if names >= NAMES_OF_TWO or names < 2:
        return names > 1
    return may_match(CERTAIN, skeleton) and CERTAIN().search(skeleton) is not None
