"""One scan: where names of the gazetteer stand in a folded text.

Two automata (Aho–Corasick), each built when the first text of its script arrives:

* Alphabets (Latin, Cyrillic): the text is cut into tokens and *squeezed*, spaces, hyphens, apostrophes and full stops
  gone, other punctuation kept. A match counts when it starts and ends at the edge of a token, so DANDONG, DAN DONG and
  DAN-DONG are one case and no name is found across a comma or inside a longer word; a token that is several names and
  generic words glued together (DANDONGCITYLIAONING) is taken apart.
* Han and Hangul: white space is dropped, names are found anywhere, the longest at the leftmost place.

Positions are offsets in the squeezed text; `Reading.latin_places` and `han_places` lead back to the folded one.
"""

from __future__ import annotations

import re
import threading
from bisect import bisect_left
from dataclasses import dataclass
from itertools import accumulate

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from nkrisk_geo.gazetteer import SCRIPTS, Gazetteer

Match = tuple[int, int, int]
"""(start, end, number of the name) in the squeezed text."""

_CJK = "\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_ASCII_TOKEN = re.compile(r"[a-z]+|[0-9]+|[^\sa-z0-9'`._\-]")
_TOKEN = re.compile(rf"[a-z]+|[0-9]+|[^\W\d_{_CJK}]+|[^\s\w'`._\-]|[{_CJK}]+")
_HAS_CJK = re.compile(f"[{_CJK}]").search
_HAS_WORD = re.compile(rf"[^\W\d_{_CJK}]{{2}}").search


@dataclass(slots=True)
class Reading:
    """What the scan found in one text.

    Attributes:
        folded: the folded text.
        tokens: tokens of the alphabetic squeeze; CJK runs and hard punctuation are tokens of their own.
        edges: offset in the alphabetic squeeze → number of the token that starts there.
        latin: matches in the alphabetic squeeze, in order, not overlapping.
        squeezed: the text without white space, for Han; empty where there is none.
        breaks: offsets in it where white space was.
        han: matches in it.
    """

    folded: str
    tokens: list[str]
    edges: dict[int, int]
    latin: list[Match]
    squeezed: str
    breaks: frozenset[int]
    han: list[Match]

    def latin_places(self) -> list[int]:
        """Offset in the folded text of each character of the alphabetic squeeze."""
        return [at for found in _pattern(self.folded).finditer(self.folded) for at in range(*found.span())]

    def han_places(self) -> list[int]:
        """Offset in the folded text of each character of the Han squeeze."""
        return [at for at, char in enumerate(self.folded) if not char.isspace()]


def _pattern(folded: str) -> re.Pattern[str]:
    return _ASCII_TOKEN if folded.isascii() else _TOKEN


class Scanner:
    """The automata over one gazetteer. Safe under threads.

    Attributes:
        short: names of two or three letters, which are no patterns of the scan.
        hyphened: by script, Korean generics that count behind a stem only, without their hyphen.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._lock = threading.Lock()
        self._automata: dict[str, AhoCorasick] = {}
        words = gazetteer.generics["latin"]
        self.generic = frozenset(words)
        self._endings = frozenset(word for word, klass in words.items() if klass != "direction")
        self.hyphened = {
            script: {
                name[1:]: number for number, name in enumerate(gazetteer.names[script]) if name[0] == "-"
            }
            for script in SCRIPTS
        }
        names = [(number, name) for number, name in enumerate(gazetteer.names["latin"]) if name[0] != "-"]
        self.short = {name: number for number, name in names if len(name) < 4}
        self._numbers = [number for number, name in names if len(name) >= 4 or name in _ACRONYMS]

    def read(self, folded: str) -> Reading:
        """Scan a folded text."""
        tokens, edges, latin = self._alphabetic(folded)
        if folded.isascii() or not _HAS_CJK(folded):
            return Reading(folded, tokens, edges, latin, "", frozenset(), [])
        words = folded.split()
        squeezed = "".join(words)
        breaks = frozenset(accumulate(map(len, words))) if len(words) > 1 else frozenset()
        found = self._automaton("han").find_matches_as_indexes(squeezed)
        han = [(start, end, name) for name, start, end in found]
        return Reading(folded, tokens, edges, latin, squeezed, breaks, han)

    def _alphabetic(self, folded: str) -> tuple[list[str], dict[int, int], list[Match]]:
        if folded.isascii():
            tokens = _ASCII_TOKEN.findall(folded)
        elif _HAS_WORD(folded):
            tokens = _TOKEN.findall(folded)
        else:
            return [], {}, []
        squeezed = "".join(tokens)
        edges = dict(zip(accumulate(map(len, tokens), initial=0), range(len(tokens) + 1)))  # noqa: B905 (equal by construction)
        numbers = self._numbers
        found = self._automaton("latin").find_matches_as_indexes(squeezed, overlapping=True)
        matches = [
            (start, -end, numbers[name]) for name, start, end in found if start in edges and end in edges
        ]
        if found:
            matches += self._glued(tokens, edges, squeezed, found)
        matches.sort()
        return tokens, edges, _leftmost(matches, self._split_wrongly(tokens, edges, matches))

    def _split_wrongly(self, tokens: list[str], edges: dict[int, int], matches: list[Match]) -> set[Match]:
        """Matches over several tokens that take a generic for a part of the name.

        JI AN SHI is Ji'an and not Jianshi, in ZHEN AN QU YANG LI LU there is neither Quyang nor Lilu.
        """
        whole = {(start, -minus_end) for start, minus_end, _ in matches}
        ends = {end for _, end in whole}
        wrong = set()
        for start, minus_end, name in matches:
            first, last = edges.get(start, -1), edges.get(-minus_end, 0) - 1
            if not 0 <= first < last:
                continue
            shorter = tokens[last] in _PINYIN_GENERICS and (start, -minus_end - len(tokens[last])) in whole
            behind = tokens[first] in _PINYIN_GENERICS and start in ends
            if shorter or behind or tokens[last] in _PINYIN_ROADS:
                wrong.add((start, minus_end, name))
        return wrong

    def _glued(
        self, tokens: list[str], edges: dict[int, int], squeezed: str, found: list[Match]
    ) -> list[Match]:
        """Names inside tokens that consist of names and generic words only."""
        halves = dict.fromkeys(start for _, start, end in found if start in edges and end not in edges)
        if not halves:
            return []
        matches = sorted((start, end, self._numbers[name]) for name, start, end in found)
        pieces: list[Match] = []
        for start in halves:
            end = start + len(tokens[edges[start]])
            if 6 <= end - start <= _LONGEST_GLUED:
                inside = matches[bisect_left(matches, (start,)) : bisect_left(matches, (end,))]
                names = [match for match in inside if match[1] <= end and match[1] - match[0] < end - start]
                pieces += (
                    [(s, -e, n) for s, e, n in self._cut(squeezed, start, end, names, {})] if names else []
                )
        return pieces

    def _cut(
        self, squeezed: str, start: int, end: int, names: list[Match], seen: dict[int, list[Match]]
    ) -> list[Match]:
        """Cut `squeezed[start:end]` into names and generic words; empty when that is impossible.

        The memo `seen` keeps it linear in the number of positions.
        """
        if start in seen:
            return seen[start]
        seen[start] = []
        steps = sorted((match for match in names if match[0] == start), key=lambda match: -match[1])
        for _, stop, name in steps:
            rest = [] if stop == end else self._rest(squeezed, stop, end, names, seen)
            if rest is not None:
                seen[start] = [(start, stop, name), *rest]
                break
        return seen[start]

    def _rest(
        self, squeezed: str, start: int, end: int, names: list[Match], seen: dict[int, list[Match]]
    ) -> list[Match] | None:
        """What follows a glued name: generic words, then the end or another name. None when neither.

        A direction ends no name: JINANDONG is not Jinan.
        """
        if more := self._cut(squeezed, start, end, names, seen):
            return more
        for stop in range(end, start + 1, -1):
            if stop == end and squeezed[start:stop] in self._endings:
                return []
            if stop < end and squeezed[start:stop] in self.generic:
                rest = self._rest(squeezed, stop, end, names, seen)
                if rest is not None:
                    return rest
        return None

    def _automaton(self, script: str) -> AhoCorasick:
        automaton = self._automata.get(script)
        if automaton is None:
            with self._lock:
                automaton = self._automata.get(script)
                if automaton is None:
                    automaton = self._automata[script] = self._build(script)
        return automaton

    def _build(self, script: str) -> AhoCorasick:
        names = self._gazetteer.names[script]
        if script == "latin":
            latin = [names[number] for number in self._numbers]
            return AhoCorasick(latin, implementation=Implementation.ContiguousNFA)
        return AhoCorasick(
            names, matchkind=MatchKind.LeftmostLongest, implementation=Implementation.ContiguousNFA
        )


_LONGEST_GLUED = 120
"""Longer tokens are no glued address; the bound keeps the cutting shallow."""

_PINYIN_GENERICS = frozenset({"shi", "xian", "qu", "zhen", "xiang", "sheng", "zhou", "cun", "lu", "jie"})
_PINYIN_ROADS = frozenset({"lu", "jie"})
_ACRONYMS = frozenset({"prc", "usa", "uae", "rok"})
"""Names of three letters that are written with full stops and so have to be found across tokens."""


def _leftmost(matches: list[Match], passed_over: set[Match]) -> list[Match]:
    """Of sorted (start, -end, name) the leftmost, longest that do not overlap and are not passed over."""
    chosen = []
    after = 0
    for start, minus_end, name in matches:
        if start >= after and (start, minus_end, name) not in passed_over:
            after = -minus_end
            chosen.append((start, after, name))
    return chosen
