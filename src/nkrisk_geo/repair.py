"""Misspelt words: which Chinese divisions an unknown romanized word may stand for.

LIAOLNG is one letter short of Liaoning, DANDNOG has two letters swapped, in L1AONING a scanner read a digit for a letter. A
word is repaired only when it has six letters or more (five with a generic behind it), begins as the name does, is one edit
(a letter lost, added, changed, or two swapped) from the name, and is no name itself: JILIN is never Guilin, SHEYANG is a
county in Jiangsu. A word near several names may mean each of them. Whether a repaired word counts is for the grammar to say.

    >>> from nkrisk_geo.gazetteer import Gazetteer
    >>> gazetteer = Gazetteer.default()
    >>> repairer = Repairer(gazetteer)
    >>> near = repairer.nearest(["dandnog", "linjang", "l1aoning", "guilin", "street"])
    >>> [[gazetteer.names["latin"][name] for name in names] for names in near]
    [['dandong'], ['linjiang', 'lincang'], ['liaoning'], [], []]
"""

from __future__ import annotations

import re
import threading
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from nkrisk_geo.gazetteer import Gazetteer, NameKind
from nkrisk_geo.lexicon import Hashes, Ints, Sums, codes
from nkrisk_geo.ragged import stretches

SHORTEST, LONGEST = 5, 20
"""Letters of a word that may be repaired."""
MOST_NEAR, MOST_DIGITS = 3, 3
MEMO_SIZE = 50_000
LOOKALIKE = re.compile(r"(?<![a-z0-9])(?=[a-z0-9]{5})[0-9]?(?:[a-z]+[0-9|])*[a-z]+[0-9]?(?![a-z0-9])")
_DIGIT = re.compile("[0-9|]")
_LETTERS = "ilos"
"""Letters that a scanner takes for 1, 0 and 5; texts that differ in their digits only are read once, so each may be any."""
_REPAIRABLE = frozenset({"province", "prefecture", "county"})


class Forms(NamedTuple):
    """Romanized names of China's divisions, and their forms: the name, and what is left when a letter is lost.

    Two words are one edit apart only if they share a form, so a word is looked up a few times instead of being compared
    with thousands of names.

    Attributes:
        numbers: the number of each name.
        names: the names in alphabetical order.
        known: words that are no misspelling: every name and every generic word.
        hashes: those of the forms, ascending.
        name: for each form the place of its name in `names`.
    """

    numbers: dict[str, int]
    names: list[str]
    known: frozenset[str]
    hashes: Hashes
    name: Ints

    @staticmethod
    def of(gazetteer: Gazetteer) -> Forms:
        """Those of a gazetteer."""
        every = gazetteer.names["latin"]
        divisions = np.array([level in _REPAIRABLE for level in gazetteer.levels])
        wanted = gazetteer.names_of(
            "latin", lambda units, kinds: divisions[units] & (kinds == NameKind.ROMANIZED)
        )
        numbers = {every[number]: number for number in np.flatnonzero(wanted).tolist()}
        names = sorted(name for name in numbers if len(name) >= SHORTEST and name.isascii())
        owner, hashes = _forms(names)
        order = np.argsort(hashes, kind="stable")
        known = frozenset(every) | gazetteer.generics["latin"].keys()
        return Forms({name: numbers[name] for name in names}, names, known, hashes[order], owner[order])

    def sharing(self, words: Sequence[str]) -> dict[str, set[str]]:
        """For each word the names that share a form with it."""
        owner, hashes = _forms(words)
        first = np.searchsorted(self.hashes, hashes)
        which, row = stretches(first, np.searchsorted(self.hashes, hashes, side="right") - first)
        found: dict[str, set[str]] = {word: set() for word in words}
        for word, name in zip(owner[which].tolist(), self.name[row].tolist(), strict=True):
            found[words[word]].add(self.names[name])
        return found

    def begins(self, text: str) -> bool:
        """Does a name begin like this?"""
        at = bisect_left(self.names, text)
        return at < len(self.names) and self.names[at].startswith(text)


class Repairer:
    """Repairs words over one gazetteer; each word once. Safe under threads."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._lock = threading.Lock()
        self._forms: Forms | None = None
        self._memo: dict[str, tuple[int, ...]] = {}

    def nearest(self, words: Sequence[str]) -> list[tuple[int, ...]]:
        """For each word the numbers of the names that it may be a misspelling of, none when there are more than a few."""
        memo = self._memo
        found = [*map(memo.get, words)]
        if None not in found:
            return [numbers or () for numbers in found]
        new = [word for word, numbers in zip(words, found, strict=True) if numbers is None]
        read = self._repaired([*dict.fromkeys(word for word in new if SHORTEST <= len(word) <= LONGEST)])
        if len(memo) + len(read) > MEMO_SIZE:
            memo = self._memo = {}
        memo |= read
        known = zip(words, found, strict=True)
        return [read.get(word, ()) if numbers is None else numbers for word, numbers in known]

    def _repaired(self, words: Sequence[str]) -> dict[str, tuple[int, ...]]:
        """The numbers of the names near each word."""
        forms = self._gather()
        found = {word: self._misread(forms, word) for word in words if not word.isalpha()}
        spelt = [word for word in words if word.isalpha()]
        unknown = [word for word in spelt if word not in forms.known]  # a name is no misspelling of another
        found |= dict.fromkeys(spelt, ())
        for word, names in forms.sharing(unknown).items() if unknown else ():
            near = [name for name in names if name[0] == word[0] and _one_edit_apart(word, name)]
            if len(near) <= MOST_NEAR:
                found[word] = tuple(sorted(forms.numbers[name] for name in near))
        return found

    @staticmethod
    def _misread(forms: Forms, word: str) -> tuple[int, ...]:
        """The names that a word is with letters in the place of its digits."""
        first, *rest = _DIGIT.split(word)
        if len(rest) > MOST_DIGITS:
            return ()
        read = [first]
        for part in rest:
            read = [so_far + letter + part for so_far in read if forms.begins(so_far) for letter in _LETTERS]
        return tuple(forms.numbers[name] for name in read if name in forms.numbers)

    def _gather(self) -> Forms:
        """The forms, made when the first word is repaired."""
        with self._lock:
            if self._forms is None:
                self._forms = Forms.of(self._gazetteer)
            return self._forms


def _forms(words: Sequence[str]) -> tuple[Ints, Hashes]:
    """The hashes of words and of what is left of each when one of its letters is lost: (place of the word, hash)."""
    length = np.array([len(word) for word in words], np.int64)
    end = np.cumsum(length)
    sums = Sums(codes("".join(words)))
    word, lost = stretches(end - length, length)
    first = (end - length)[word]
    without = sums.around(first, lost, end[word])
    return np.append(np.arange(len(words)), word), np.append(sums.of(end - length, end), without)


def _one_edit_apart(word: str, name: str) -> bool:
    """Is a letter lost, added or changed, or are two neighbours swapped?"""
    from rapidfuzz.distance import OSA

    return OSA.distance(word, name, score_cutoff=1) <= 1
