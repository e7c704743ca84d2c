"""One scan: where names of the gazetteer stand in folded texts.

* Alphabets (Latin, Cyrillic): the texts of a batch are squeezed (`nkrisk_geo.squeeze`) and every stretch between the edges
  of tokens is looked up at once (`nkrisk_geo.lexicon`). So DANDONG, DAN DONG and DAN-DONG are one case and no name is found
  across a comma or inside a longer word; a token that is several names and generic words glued together
  (DANDONGCITYLIAONING) is taken apart (`nkrisk_geo.glue`).
* Han and Hangul: white space is dropped, names are found anywhere, the longest at the leftmost place, by an Aho–Corasick
  automaton that is built when more than a few such texts have arrived.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import chain, compress
from typing import NamedTuple

import numpy as np
from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from nkrisk_geo.characters import Characters
from nkrisk_geo.gazetteer import Gazetteer
from nkrisk_geo.glue import SHORTEST as SHORTEST_GLUED
from nkrisk_geo.glue import Unglue
from nkrisk_geo.lexicon import Flags, Ints, Lexicon, Sums, lengths
from nkrisk_geo.names import ByScript
from nkrisk_geo.ragged import among
from nkrisk_geo.squeeze import DIGITS, HARD, LATIN, OTHER, PARTING, Tokens, squeeze

Match = tuple[int, int, int]
"""(start, end, number of the name) in the squeezed text."""

NUMBER, MARK = -1, -2
"""What `Scan.words` has for digits and for a punctuation mark."""
SHORTEST = 4
"""Letters of a name that is found anywhere; shorter ones are codes and count only where a code can stand."""
FEW = 4000
"""Characters that are looked up before the automaton is built: it pays for itself only when there are more."""
_ACRONYMS = frozenset({"prc", "usa", "uae", "rok"})
"""Names of three letters that are written with full stops and so have to be found across tokens."""
_PINYIN_GENERICS = ("shi", "xian", "qu", "zhen", "xiang", "sheng", "zhou", "cun", "lu", "jie")
_PINYIN_ROADS = ("lu", "jie")
_NO_BREAKS: frozenset[int] = frozenset()
_NOTHING = np.zeros(0, np.int64)


class HanScan(NamedTuple):
    """One text without white space, for Han and Hangul.

    Attributes:
        folded: the text with its white space.
        squeezed: the text without; empty where it has no such character.
        breaks: offsets in it where white space was.
        matches: names in it, in order, not overlapping.
    """

    folded: str
    squeezed: str = ""
    breaks: frozenset[int] = _NO_BREAKS
    matches: tuple[Match, ...] | list[Match] = ()

    @staticmethod
    def of(folded: str, read: Characters, found: Matches) -> HanScan:
        """The text that was read alone."""
        matches = zip(found.start.tolist(), found.end.tolist(), found.name.tolist(), strict=True)
        breaks = frozenset(np.flatnonzero(read.breaks).tolist())
        return HanScan(folded, read.squeezed[:-1], breaks, [*matches])

    def places(self) -> list[int]:
        """Offset in the folded text of each character."""
        return [at for at, char in enumerate(self.folded) if not char.isspace()]


class Matches(NamedTuple):
    """Names in Han and Hangul in some texts, in order, not overlapping.

    Attributes:
        text: the number of the text.
        start, end: half-open offsets in `Characters.squeezed`.
        name: the number of the name.
    """

    text: Ints
    start: Ints
    end: Ints
    name: Ints


class Stands(NamedTuple):
    """Names that stand in the alphabetic squeeze of some texts, in order, not overlapping.

    Attributes:
        start, end: half-open offsets.
        first, after: the token that starts with the name and the one behind it; -1 on a side where it is glued to others.
        name: its number.
    """

    start: Ints
    end: Ints
    first: Ints
    after: Ints
    name: Ints


class Scan(NamedTuple):
    """What stands in the alphabetic squeeze of some texts.

    Attributes:
        tokens: the squeeze.
        sums: the sums of its hash.
        words: for each token the number of the generic word that it is, 0 for other words, `NUMBER`, `MARK`.
        names: names of four letters or more.
        codes, code_names: tokens of two or three letters that are names, and the numbers of these.
        strange: tokens that are neither generic words nor names.
    """

    tokens: Tokens
    sums: Sums
    words: Ints
    names: Stands
    codes: Ints
    code_names: Ints
    strange: Ints


class Scanner:
    """Names and generic words of one gazetteer, ready to be found. Safe under threads.

    Attributes:
        generics: generic words of the alphabets; the number of a word is its place here, from 1 on.
        hyphened: by script, Korean generics that count behind a stem only, without their hyphen.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._lock = threading.Lock()
        self._automaton: AhoCorasick | None = None
        self._alphabets: _Alphabets | None = None
        self._looked_up = 0
        self.generics = tuple(gazetteer.generics["latin"])
        self.hyphened: Mapping[str, dict[str, int]] = ByScript(self._hyphened)

    def _hyphened(self, script: str) -> dict[str, int]:
        numbers = self._gazetteer.numbers[script]
        return {name[1:]: numbers[name] for name in numbers if name < "." and name[0] == "-"}

    @cached_property
    def short(self) -> dict[str, int]:
        """Names of two or three letters."""
        names = self._gazetteer.names["latin"]
        few = np.flatnonzero(lengths(names) < SHORTEST).tolist()
        return {names[number]: number for number in few if names[number][0] != "-"}

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self._gazetteer.names["han"]), default=0)

    def matches(self, read: Characters) -> Matches:
        """Find the names in Han and Hangul."""
        self._looked_up += len(read.squeezed)
        few = self._automaton is None and self._looked_up <= FEW
        automaton = None if few else self._automaton or self._build()
        found = (
            automaton.find_matches_as_indexes(read.squeezed) if automaton else self._look_up(read.squeezed)
        )
        flat = np.fromiter(chain.from_iterable(found), np.int64, 3 * len(found))
        name, start, end = flat.reshape(-1, 3).T.copy()
        return Matches(read.text_of(start), start, end, name)

    def _look_up(self, squeezed: str) -> list[tuple[int, int, int]]:
        """What the automaton finds, stretch by stretch: the leftmost names, the longest of each place."""
        numbers, found, start = self._gazetteer.numbers["han"], list[tuple[int, int, int]](), 0
        while start < len(squeezed):
            stretches = (
                squeezed[start:end] for end in range(min(len(squeezed), start + self._longest), start, -1)
            )
            name = next((stretch for stretch in stretches if stretch in numbers), "")
            if name:
                found.append((numbers[name], start, start + len(name)))
            start += len(name) or 1
        return found

    def alphabetic(self, folded: Sequence[str]) -> Scan:
        """Scan folded texts for names in alphabets."""
        return (self._alphabets or self._gather()).scan(folded)

    def _build(self) -> AhoCorasick:
        with self._lock:
            if self._automaton is None:
                self._automaton = AhoCorasick(
                    self._gazetteer.names["han"],
                    matchkind=MatchKind.LeftmostLongest,
                    implementation=Implementation.ContiguousNFA,
                )
            return self._automaton

    def _gather(self) -> _Alphabets:
        with self._lock:
            if self._alphabets is None:
                self._alphabets = _Alphabets(self._gazetteer, self.short, self.hyphened["latin"].values())
            return self._alphabets


class _Alphabets:
    """Scans batches of texts for names and generic words in alphabets."""

    def __init__(self, gazetteer: Gazetteer, short: Mapping[str, int], hyphened: Iterable[int]) -> None:
        words, names, numbers = (
            gazetteer.generics["latin"],
            gazetteer.names["latin"],
            gazetteer.numbers["latin"],
        )
        wanted = lengths(names) >= SHORTEST
        wanted[[numbers[name] for name in _ACRONYMS if name in numbers]] = True
        wanted[[*hyphened]] = False
        self._names, self._name_numbers = Lexicon([*compress(names, wanted.tolist())]), np.flatnonzero(wanted)
        self._short, self._short_numbers = Lexicon(tuple(short)), np.array([*short.values()], np.int64)
        self._words = Lexicon(tuple(words))
        self._glue = Unglue(numbers, words)
        self._pinyin = np.array([word in _PINYIN_GENERICS for word in ("", *words)])
        self._pinyin_roads = np.array([word in _PINYIN_ROADS for word in ("", *words)])

    def scan(self, folded: Sequence[str]) -> Scan:
        """What stands in the texts."""
        tokens = squeeze(folded)
        sums = Sums(tokens.points)
        words, unknown = self._generic(tokens, sums)
        first, last, name = self._stretches(tokens, sums)
        unknown[first[first == last]] = False
        strange = np.flatnonzero(unknown)
        glued = self._glued(tokens, sums, strange)
        names = _leftmost(self._whole(tokens, words, first, last + 1, name), glued)
        codes = np.flatnonzero((tokens.ends - tokens.starts < SHORTEST) & (tokens.kinds == LATIN))
        numbers = self._short.numbers(sums.of(tokens.starts[codes], tokens.ends[codes]))
        known = numbers >= 0
        return Scan(tokens, sums, words, names, codes[known], self._short_numbers[numbers[known]], strange)

    def _generic(self, tokens: Tokens, sums: Sums) -> tuple[Ints, Flags]:
        """The number of the generic word that each token is, and which tokens are other words."""
        words = self._words.numbers(sums.of(tokens.starts, tokens.ends)) + 1
        kinds = tokens.kinds
        unknown = (words == 0) & ((kinds == LATIN) | (kinds == OTHER))
        words[kinds == DIGITS] = NUMBER
        words[(kinds == HARD) | (kinds == PARTING)] = MARK
        return words, unknown

    def _stretches(self, tokens: Tokens, sums: Sums) -> tuple[Ints, Ints, Ints]:
        """First token, last token and number of each name between the edges of tokens; by first token, longest first."""
        starts, ends, kinds = tokens.starts, tokens.ends, tokens.kinds
        first = last = np.flatnonzero((kinds == LATIN) | (kinds == OTHER) | (kinds == DIGITS))
        found: list[tuple[Ints, Ints, Ints]] = [(_NOTHING, _NOTHING, _NOTHING)]
        while len(first):
            hashes = sums.of(starts[first], ends[last])
            going = self._names.begin(hashes)
            first, last, hashes = first[going], last[going], hashes[going]
            numbers = self._names.numbers(hashes)
            hit = numbers >= 0
            found.append((first[hit], last[hit], self._name_numbers[numbers[hit]]))
            last = last + 1
            inside = kinds[last] != PARTING
            first, last = first[inside], last[inside]
        firsts, lasts, names = (np.concatenate(column) for column in zip(*found, strict=True))
        order = np.lexsort((-lasts, firsts))
        return firsts[order], lasts[order], names[order]

    def _whole(self, tokens: Tokens, words: Ints, first: Ints, after: Ints, name: Ints) -> Stands:
        """Names between the edges of tokens, without those that take a generic for a part of the name.

        JI AN SHI is Ji'an and not Jianshi, in ZHEN AN QU YANG LI LU there is neither Quyang nor Lilu.
        """
        known = np.maximum(words, 0)
        ending, opening = known[after - 1], known[first]
        several = after - first > 1
        wrong = several & self._pinyin_roads[ending]
        doubtful = np.flatnonzero(several & ~wrong & (self._pinyin[ending] | self._pinyin[opening]))
        if len(doubtful):
            width = len(words) + 1
            shorter = among(first[doubtful] * width + after[doubtful] - 1, first * width + after)
            behind = among(first[doubtful], after)
            wrong[doubtful] = (self._pinyin[ending[doubtful]] & shorter) | (
                self._pinyin[opening[doubtful]] & behind
            )
        keep = ~wrong
        first, after, name = first[keep], after[keep], name[keep]
        return Stands(tokens.starts[first], tokens.ends[after - 1], first, after, name)

    def _glued(self, tokens: Tokens, sums: Sums, strange: Ints) -> Stands:
        """Names inside tokens that consist of names and generic words only."""
        rows = []
        for token in self._opened_by_names(tokens, sums, strange).tolist():
            start, end = int(tokens.starts[token]), int(tokens.ends[token])
            for first, last, name in self._glue.pieces(tokens.letters[start:end]):
                at, to = start + first, start + last
                rows.append((at, to, token if at == start else -1, token + 1 if to == end else -1, name))
        return Stands(*np.array(rows, np.int64).reshape(-1, 5).T)

    def _opened_by_names(self, tokens: Tokens, sums: Sums, strange: Ints) -> Ints:
        """Those of the tokens that begin with a name."""
        start, end = tokens.starts[strange], tokens.ends[strange]
        length = SHORTEST
        opened = np.zeros(len(strange), np.bool_)
        left = np.flatnonzero(end - start >= SHORTEST_GLUED)
        while len(left):
            hashes = sums.of(start[left], start[left] + length)
            opened[left[self._names.numbers(hashes) >= 0]] = True
            length += 1
            left = left[self._names.begin(hashes) & (start[left] + length < end[left])]
        return strange[opened]


def _leftmost(whole: Stands, glued: Stands) -> Stands:
    """The leftmost, longest names that do not overlap."""
    start, end, first, after, name = (
        np.concatenate([getattr(whole, column), getattr(glued, column)])
        for column in ("start", "end", "first", "after", "name")
    )
    if len(glued.start):
        order = np.lexsort((-end, start))
        start, end, first, after, name = start[order], end[order], first[order], after[order], name[order]
    keep = np.ones(len(start), np.bool_)
    if len(start) > 1:
        reached = np.maximum.accumulate(end)
        keep[1:] = start[1:] >= reached[:-1]
        _mend(keep, start, end)
    return Stands(start[keep], end[keep], first[keep], after[keep], name[keep])


def _mend(keep: Flags, start: Ints, end: Ints) -> None:
    """Keep also what overlaps only such names as were themselves not kept."""
    dropped = np.flatnonzero(~keep)
    heads = np.maximum.accumulate(np.where(keep, np.arange(len(keep)), 0))[dropped]
    free = dropped[start[dropped] >= end[heads]]
    reached = -1
    for at in free.tolist():  # rare: a chain of names of which each overlaps the next
        head = int(np.flatnonzero(keep[:at])[-1])
        if start[at] >= max(int(end[head]), reached):
            keep[at] = True
            reached = int(end[at])
