"""Does a name stand in a Chinese text, or does it only seem to?

Chinese writes no spaces, so 丹东 can be found in 牡丹东路 (Peony East Road), 安图 in 西安图书馆 (Xi'an Library) and 大连 in
大连锁店 (big chain store). jieba cuts the stretch around such a name into words; the name stands there when a word starts
with it and no word ends inside it (吉林大学 is one word, and Jilin heads it).

jieba's own first use reads its whole dictionary and writes a cache file. Here its tokenizer gets just the words that
overlap an edge of some name, with jieba's frequencies, from the gazetteer: nothing is loaded but them, nothing written.
"""

from __future__ import annotations

import threading
from typing import Any

from nkrisk_geo.gazetteer import Gazetteer

AROUND = 5
"""Characters on each side of a name that are cut with it."""
LONGEST = 5
"""Length of the longest word that is looked for over an edge."""
MEMO_SIZE = 50_000


class Cutter:
    """Cuts the surroundings of names over one gazetteer. Safe under threads."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._lock = threading.Lock()
        self._tokenizer: Any = None
        self._memo: dict[tuple[str, int, int], bool] = {}

    def stands(self, text: str, start: int, end: int) -> bool:
        """Does a word start at `start`, and no word end inside `text[start:end]`?

        Most names need no cutting: no word goes over their edges. No word has a separator of texts in it.
        """
        pairs = self._gazetteer.cutting_pairs
        before, behind = text[max(0, start - 1) : start + 1] in pairs, text[end - 1 : end + 1] in pairs
        if not (before and self._is_crossed(text, start, end)) and not (
            behind and self._runs_on(text, start, end)
        ):
            return True
        first, last = self._knot(text, start, end)
        knot = (text[first:last], start - first, end - first)
        found = self._memo.get(knot)
        if found is None:
            if len(self._memo) >= MEMO_SIZE:
                self._memo = {}
            found = self._memo[knot] = self._cut(*knot)
        return found

    def _is_crossed(self, text: str, start: int, end: int) -> bool:
        """Does a word from before the name end in it?"""
        words, _ = self._gazetteer.cutting_words
        for first in range(max(0, start - LONGEST + 1), start):
            for last in range(start + 1, end + 1):
                if text[first:last] in words:
                    return True
        return False

    def _runs_on(self, text: str, start: int, end: int) -> bool:
        """Does a word from inside the name end behind it?"""
        words, _ = self._gazetteer.cutting_words
        for first in range(start + 1, end):
            for last in range(end + 1, first + LONGEST + 1):
                if text[first:last] in words:
                    return True
        return False

    def _knot(self, text: str, start: int, end: int) -> tuple[int, int]:
        """The stretch around a name that words may tie together; how it is cut depends on nothing beyond."""
        pairs = self._gazetteer.cutting_pairs
        first, last = max(0, start - AROUND), end + AROUND
        while start > first and text[start - 1 : start + 1] in pairs:
            start -= 1
        while end < last and text[end - 1 : end + 1] in pairs:
            end += 1
        return start, end

    def _cut(self, text: str, start: int, end: int) -> bool:
        at, edges = 0, {0}
        for word in self._words().cut(text, HMM=False):
            at += len(word)
            edges.add(at)
        return start in edges and not any(edge in edges for edge in range(start + 1, end))

    def _words(self) -> Any:
        """The tokenizer, made when the first name is met that a word crosses; importing jieba is most of what that costs."""
        with self._lock:
            if self._tokenizer is None:
                from jieba import Tokenizer

                words, total = self._gazetteer.cutting_words
                prefixes = {word[:length]: 0 for word in words for length in range(1, len(word))}
                tokenizer = Tokenizer()
                tokenizer.FREQ, tokenizer.total, tokenizer.initialized = prefixes | words, total, True
                self._tokenizer = tokenizer
            return self._tokenizer
