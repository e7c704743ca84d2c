"""Misspelt words: which Chinese division an unknown romanized word stands for, if any.

LIAOLNG is one letter short of Liaoning, DANDNOG has two letters swapped. A word is repaired only when it has six letters
or more, begins as the name does, is one edit (a letter lost, added, changed, or two swapped) from just one name, and is no
name itself: JILIN is never Guilin, SHEYANG is a county in Jiangsu. Whether a repaired word counts is for the grammar to say.

    >>> from nkrisk_geo.gazetteer import Gazetteer
    >>> gazetteer = Gazetteer.default()
    >>> repairer = Repairer(gazetteer)
    >>> [gazetteer.names["latin"][name] for name in map(repairer.nearest, ["dandnog", "changchn"]) if name is not None]
    ['dandong', 'changchun']
    >>> repairer.nearest("guilin"), repairer.nearest("street")
    (None, None)
"""

from __future__ import annotations

import threading

from nkrisk_geo.gazetteer import Gazetteer, NameKind

SHORTEST, LONGEST = 6, 20
"""Letters of a word that may be repaired."""
MEMO_SIZE = 50_000
_REPAIRABLE = frozenset({"province", "prefecture", "county"})


class Repairer:
    """Repairs words over one gazetteer; each word once. Safe under threads."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._lock = threading.Lock()
        self._names: dict[str, dict[str, int]] | None = None
        self._known: frozenset[str] = frozenset()
        self._memo: dict[str, int | None] = {}

    def nearest(self, word: str) -> int | None:
        """The number of the one name that a word is a misspelling of, None when there is none or more than one."""
        if not SHORTEST <= len(word) <= LONGEST:
            return None
        if word not in self._memo:
            if len(self._memo) >= MEMO_SIZE:
                self._memo = {}
            self._memo[word] = self._search(word)
        return self._memo[word]

    def _search(self, word: str) -> int | None:
        from rapidfuzz.distance import OSA

        names = self._by_letter()
        if word in self._known:
            return None
        near = [
            number
            for name, number in names.get(word[0], {}).items()
            if abs(len(name) - len(word)) <= 1 and OSA.distance(word, name, score_cutoff=1) <= 1
        ]
        return near[0] if len(near) == 1 else None

    def _by_letter(self) -> dict[str, dict[str, int]]:
        """Romanized names of China's divisions by their first letter, gathered when the first word is repaired."""
        with self._lock:
            if self._names is None:
                gazetteer, names = self._gazetteer, self._gazetteer.names["latin"]
                found: dict[str, dict[str, int]] = {}
                for number, name in enumerate(names):
                    if len(name) >= SHORTEST - 1 and name.isascii() and self._is_division(number):
                        found.setdefault(name[0], {})[name] = number
                self._known, self._names = frozenset(names) | gazetteer.generics["latin"].keys(), found
            return self._names

    def _is_division(self, number: int) -> bool:
        return any(
            kind == NameKind.ROMANIZED and self._gazetteer.levels[unit] in _REPAIRABLE
            for unit, kind in self._gazetteer.meanings("latin", number)
        )
