"""How names stand in Chinese and Korean texts: between other names, at edges, before generic words."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np

from nkrisk_geo.characters import Characters
from nkrisk_geo.grammar.tails import Tail
from nkrisk_geo.lexicon import Flags, Ints
from nkrisk_geo.scan import Matches

_HIGHWAY = re.compile("[0-9][国省县乡]道$")
_WAY = ord("道")


class Layout(NamedTuple):
    """How names stand to what is around them, a flag for each name.

    Attributes:
        opens, closes: a stretch of characters opens where the name starts; closes where it ends.
        chained, followed: another name ends where it starts; starts where it ends.
        heads: it stands at the very start of its text.
        first, alone: it is the first name of its text; the only one.
        risky: it may be part of other words, standing not between other names, punctuation, numbers or ends.
    """

    opens: Flags
    closes: Flags
    chained: Flags
    followed: Flags
    heads: Flags
    first: Flags
    alone: Flags
    risky: Flags

    def chosen(self, which: Flags | Ints) -> Layout:
        """Some of the names, in the order given."""
        return Layout(*(column[which] for column in self))

    @staticmethod
    def of(read: Characters, found: Matches) -> Layout:
        """That of the names found."""
        start, end, text = found.start, found.end, found.text
        same = text[1:] == text[:-1]
        adjoining = same & (start[1:] == end[:-1])
        chained, followed = (
            np.append(False, adjoining)[: len(text)],
            np.append(adjoining, False)[: len(text)],
        )
        first, last = np.append(True, ~same)[: len(text)], np.append(~same, True)[: len(text)]
        heads = start == read.starts[text]
        opens, closes = read.opens(start), read.closes(end)
        for row in np.flatnonzero(~opens & (read.points[start - 1] == _WAY)).tolist():  # G201国道大连
            at = int(start[row])
            opens[row] = (
                _HIGHWAY.search(read.squeezed, max(int(read.starts[text[row]]), at - 5), at) is not None
            )
        risky = ~opens & ~chained & read.letters[start - 1]
        risky |= ~closes & ~followed & read.letters[end]
        return Layout(opens, closes, chained, followed, heads, first, first & last, risky)


class Standing(NamedTuple):
    """Some names and how they stand, a row for each.

    Attributes:
        start, end: half-open offsets in the characters of all texts.
        next_end: where the next name ends.
        layout: how they stand to what is around them.
        tail: the generic words behind them.
    """

    start: Ints
    end: Ints
    next_end: Ints
    layout: Layout
    tail: Tail

    def chosen(self, which: Flags | Ints) -> Standing:
        """Some of them, in the order given."""
        start, end, next_end = self.start[which], self.end[which], self.next_end[which]
        return Standing(start, end, next_end, self.layout.chosen(which), self.tail.chosen(which))
