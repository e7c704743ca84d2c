"""Misspelt words: which Chinese divisions an unknown romanized word may stand for.

LIAOLNG is one letter short of Liaoning, DANDNOG has two letters swapped, in L1AONING a scanner read a digit for a letter. A
word is repaired only when it has six letters or more (five with a generic behind it), begins as the name does, is one edit
(a letter lost, added, changed, or two swapped) from the name, and is no name itself: JILIN is never Guilin, SHEYANG is a
county in Jiangsu. A word near several names may mean each of them. Whether a repaired word counts is for the grammar to say.

    >>> from nkrisk_geo.gazetteer import Gazetteer
    >>> gazetteer = Gazetteer.default()
    >>> repairer = Repairer(gazetteer)
    >>> [gazetteer.names["latin"][name] for word in ("dandnog", "linjang", "l1aoning") for name in repairer.nearest(word)]
    ['dandong', 'linjiang', 'lincang', 'liaoning']
    >>> repairer.nearest("guilin"), repairer.nearest("street")
    ((), ())
"""

from __future__ import annotations

import itertools
import re
import threading

import numpy as np

from nkrisk_geo.gazetteer import Gazetteer, NameKind

SHORTEST, LONGEST = 5, 20
"""Letters of a word that may be repaired."""
MOST_NEAR, MOST_DIGITS = 3, 3
MEMO_SIZE = 50_000
LOOKALIKE = re.compile(r"(?<![a-z0-9])(?=[a-z0-9]{5})[0-9]?(?:[a-z]+[0-9|])*[a-z]+[0-9]?(?![a-z0-9])")
_DIGIT = re.compile("[0-9|]")
_LETTERS = "ilos"
"""Letters that a scanner takes for 1, 0 and 5; texts that differ in their digits only are read once, so each may be any."""
_REPAIRABLE = frozenset({"province", "prefecture", "county"})


class Repairer:
    """Repairs words over one gazetteer; each word once. Safe under threads."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._lock = threading.Lock()
        self._names: dict[str, list[str]] | None = None
        self._numbers: dict[str, int] = {}
        self._known: frozenset[str] = frozenset()
        self._memo: dict[str, tuple[int, ...]] = {}

    def nearest(self, word: str) -> tuple[int, ...]:
        """The numbers of the names that a word may be a misspelling of, none when there are more than a few."""
        if not SHORTEST <= len(word) <= LONGEST:
            return ()
        found = self._memo.get(word)
        if found is None:
            if len(self._memo) >= MEMO_SIZE:
                self._memo = {}
            found = self._memo[word] = self._search(word) if word.isalpha() else self._misread(word)
        return found

    def _search(self, word: str) -> tuple[int, ...]:
        """Names one edit away; a name or a generic word is no misspelling of another."""
        names = self._by_form()
        if word in self._known:
            return ()
        near = {name for form in (word, *_shorter(word)) for name in names.get(form, ())}
        near = {name for name in near if name[0] == word[0] and _one_edit_apart(word, name)}
        return tuple(sorted(self._numbers[name] for name in near)) if len(near) <= MOST_NEAR else ()

    def _misread(self, word: str) -> tuple[int, ...]:
        """The names that a word is with letters in the place of its digits."""
        parts = _DIGIT.split(word)
        if len(parts) > MOST_DIGITS + 1:
            return ()
        self._by_form()
        read = (
            "".join(itertools.chain.from_iterable(zip(parts, (*letters, ""), strict=True)))
            for letters in itertools.product(_LETTERS, repeat=len(parts) - 1)
        )
        return tuple(self._numbers[form] for form in read if form in self._numbers)

    def _by_form(self) -> dict[str, list[str]]:
        """Romanized names of China's divisions, by themselves and by what is left when a letter is lost.

        Two words are one edit apart only if they share such a form, so a word is looked up a few times instead of being
        compared with thousands of names. Gathered when the first word is repaired.
        """
        with self._lock:
            if self._names is None:
                names = self._gazetteer.names["latin"]
                divisions = np.array([level in _REPAIRABLE for level in self._gazetteer.levels])
                wanted = self._gazetteer.names_of(
                    "latin", lambda units, kinds: divisions[units] & (kinds == NameKind.ROMANIZED)
                )
                found: dict[str, list[str]] = {}
                for number in np.flatnonzero(wanted).tolist():
                    name = names[number]
                    if len(name) >= SHORTEST and name.isascii():
                        self._numbers[name] = number
                        for form in {name, *_shorter(name)}:
                            found.setdefault(form, []).append(name)
                self._known, self._names = frozenset(names) | self._gazetteer.generics["latin"].keys(), found
            return self._names


def _shorter(word: str) -> list[str]:
    """The word without each of its letters."""
    return [word[:at] + word[at + 1 :] for at in range(len(word))]


def _one_edit_apart(word: str, name: str) -> bool:
    """Is a letter lost, added or changed, or are two neighbours swapped?"""
    from rapidfuzz.distance import OSA

    return OSA.distance(word, name, score_cutoff=1) <= 1
