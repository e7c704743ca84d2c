"""What stands around a name in alphabets: the words before and behind it, for all names of a batch at once.

Tokens are given by their numbers; the token that parts one text from the next counts as a punctuation mark, so that no rule
looks into another text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from nkrisk_geo.grammar.roles import FOLLOWED_BY, Generic, Mentions, Role
from nkrisk_geo.lexicon import Flags, Ints
from nkrisk_geo.scan import NUMBER, Scan
from nkrisk_geo.squeeze import places

_AHEAD = 5
"""Words behind a name that may say what it is."""
_LOOK_AHEAD = 10
"""Words behind a name in which the name of a company, a road or a building may end."""
NO_GENERIC, LOOSE, PLAIN, INSIDE = int(Generic.NONE), int(Role.LOOSE), int(Role.PLAIN), int(Role.INSIDE)


class Classes:
    """The classes of generic words as numbers, and what a word of each class makes of the name before it.

    Args:
        words: generic words, in the order of their numbers in a scan, and their class.
    """

    def __init__(self, words: Mapping[str, str]) -> None:
        names = ["", *dict.fromkeys(words.values())]
        self._number = {name: number for number, name in enumerate(names)}
        self.of_word = np.array([0, *(self._number[klass] for klass in words.values())], np.int64)
        readings = [FOLLOWED_BY.get(name) for name in names]
        self.role = np.array([-1 if reading is None else reading[0] for reading in readings], np.int64)
        self.generic = np.array(
            [NO_GENERIC if reading is None else reading[1] for reading in readings], np.int64
        )

        self._tables: dict[tuple[str, ...], Flags] = {}

    def among(self, *names: str) -> Flags:
        """For each class, is it one of these?"""
        table = self._tables.get(names)
        if table is None:
            table = self._tables[names] = self._among(names)
        return table

    def _among(self, names: tuple[str, ...]) -> Flags:
        table = np.zeros(len(self._number), np.bool_)
        table[[self._number[name] for name in names if name in self._number]] = True
        return table


class Context:
    """The words around names in a scanned batch of texts."""

    def __init__(self, scan: Scan, classes: Classes) -> None:
        self._tokens, self._classes = scan.tokens, classes
        self.klass: Ints = classes.of_word[np.maximum(scan.words, 0)]
        self.letters: Flags = scan.words >= 0
        self.digits: Flags = scan.words == NUMBER
        parts = scan.tokens.parts
        counts = np.diff(parts, prepend=-1)
        self.stop: Ints = np.repeat(parts, counts)
        """For each token the one that ends its text."""
        self.head: Ints = np.repeat(np.append(0, parts[:-1] + 1), counts)
        """For each token the first of its text."""
        self._last = len(scan.words) - 1

    def text_of(self, start: Ints) -> Ints:
        """The number of the text at an offset of the squeeze."""
        tokens = self._tokens
        return np.searchsorted(tokens.starts[tokens.parts], start, side="right")

    def token_of(self, start: Ints) -> Ints:
        """The token at an offset of the squeeze."""
        return np.searchsorted(self._tokens.starts, start, side="right") - 1

    def squeezed(self, text: int, folded: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """Stretches of a folded text as stretches of the squeeze."""
        base = self._tokens.starts[self.head[self._tokens.parts[text]]]
        starts, ends = (base + np.searchsorted(places(folded), np.array(spans, np.int64))).T.tolist()
        return list(zip(starts, ends, strict=True))

    def covered(self, found: Mentions) -> Flags:
        """For each token, is it a part of a mention?"""
        depth = np.zeros(self._last + 2, np.int64)
        np.add.at(depth, self.token_of(found.start), 1)
        np.add.at(depth, self.token_of(found.end - 1) + 1, -1)
        return np.cumsum(depth)[:-1] > 0

    def behind(self, found: Mentions) -> Flags:
        """For each token, does a mention end where it starts?"""
        flags = np.zeros(self._last + 1, np.bool_)
        token = self.token_of(found.end)
        flags[token[self._tokens.starts[token] == found.end]] = True
        return flags

    def length(self, at: Ints) -> Ints:
        """Characters of the tokens."""
        return self._tokens.ends[at] - self._tokens.starts[at]

    def ends(self, at: Ints) -> Flags:
        """Is there nothing but a code and punctuation from this token on?"""
        behind = np.minimum(at + 1, self._last)
        silent = ~self.letters[at] & (~self.letters[behind] | (self.stop[at] <= at + 1))
        ends: Flags = (self.stop[at] - at <= 2) & silent
        return ends

    def is_edge(self, at: Ints) -> Flags:
        """Is there the end, punctuation, a number, or a state with its ZIP code (CA 90001)?"""
        edge: Flags = ~self.letters[at] | (
            (self.length(at) == 2) & self.digits[np.minimum(at + 1, self._last)]
        )
        return edge

    def closes(self, at: Ints) -> Flags:
        """Is there an edge, or one behind a people's name whose generic was cut off: YANBIAN KOREAN AUTONOMOU?"""
        ethnic = self._classes.among("ethnic")
        at = at.copy()
        while (skipped := ethnic[self.klass[at]]).any():
            at[skipped] += 1
        return self.is_edge(at)

    def opens(self, at: Ints) -> Flags:
        """Is there the start of the text, punctuation or a number before this token?"""
        opens: Flags = (at == self.head[at]) | ~self.letters[at - 1]
        return opens

    def is_before(self, at: Ints, back: int, klasses: Flags) -> Flags:
        """Is the word so many places before this token one of these classes?"""
        return (at - self.head[at] >= back) & klasses[self.klass[at - back]]

    def of_brand(self, at: Ints) -> Flags:
        """BANK OF before this token: the name belongs to a firm."""
        classes = self._classes
        firms = self.is_before(at, 2, classes.among("company", "brand"))
        return firms & self.is_before(at, 1, classes.among("of"))

    def after(self, at: Ints) -> tuple[Ints, Ints]:
        """Role and generic that the words from this token on give the name before them; LOOSE when they say nothing.

        Directions, numbers and words like AUTONOMOUS may stand between; behind a direction only a road counts.
        """
        classes = self._classes
        direction, between = classes.among("direction"), classes.among("ethnic", "kind")
        role, generic = np.full(len(at), LOOSE), np.full(len(at), NO_GENERIC)
        left, directed = np.arange(len(at)), np.zeros(len(at), np.bool_)
        for step in range(_AHEAD):
            if not len(left):
                break
            place = at[left] + step
            klass = self.klass[place]
            pointing = direction[klass] | self.digits[place]
            directed[left[pointing]] = True
            going = pointing | (between[klass] & ~directed[left]) | self._names_a_zone(place)
            found = classes.role[klass]
            says = ~going & (found >= 0) & ((found == Role.ROAD) | ~directed[left])
            role[left[says]], generic[left[says]] = found[says], classes.generic[klass[says]]
            left = left[going & (place < self.stop[place])]
        return role, generic

    def _names_a_zone(self, at: Ints) -> Flags:
        """TRADE and PROCESSING stand in names of zones too: FREE TRADE ZONE, EXPORT PROCESSING ZONE."""
        classes = self._classes
        zone, company = classes.among("zone"), classes.among("company")[self.klass[at]]
        if not company.any():
            return company
        first, second = np.minimum(at + 1, self._last), np.minimum(at + 2, self._last)
        one = (first < self.stop[at]) & zone[self.klass[first]]
        two = (second < self.stop[at]) & zone[self.klass[second]]
        return company & (one | two)

    def in_company(self, first: Ints, at: Ints) -> Ints:
        """Role of a name followed by something unknown: does the stretch turn out to be a company, a road, a building?"""
        classes = self._classes
        brand, company = classes.among("brand"), classes.among("company")
        other = classes.among("road", "building", "port")
        role, left = np.full(len(at), LOOSE), np.arange(len(at))
        heads = np.where(self.opens(first), int(Role.COMPANY), INSIDE)
        for step in range(_LOOK_AHEAD):
            if not len(left):
                break
            place = at[left] + step
            klass = self.klass[place]
            is_brand, is_company = brand[klass], company[klass]
            role[left[is_brand]] = INSIDE
            role[left[is_company]] = heads[left[is_company]]
            going = ~(is_brand | is_company | other[klass]) & (self.letters[place] | self.digits[place])
            left = left[going]
        return role
