"""The compiled engine with the tables of one gazetteer, and how it is called.

A call says when it needs something first that is not there yet: the names of a script, the kinds of some characters, the words
for cutting. Then it is given and the call is made again, so that the first answer need not wait for all of it.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterable
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nkrisk_geo.arrays import Points, codes
from nkrisk_geo.bearings import Bearings
from nkrisk_geo.characters import KINDS
from nkrisk_geo.engine.decisions import CANDIDATE, CLUE, DECISION
from nkrisk_geo.engine.tables import Spelling, Table, tables
from nkrisk_geo.gazetteer import Gazetteer
from nkrisk_geo.grammar import Grammar
from nkrisk_geo.grammar.sought import hyphened
from nkrisk_geo.native import library
from nkrisk_geo.references import References
from nkrisk_geo.vocabulary import names_hash

ABI = names_hash() ^ (
    ((DECISION.itemsize + 1000 * CLUE.itemsize + 1_000_000 * CANDIDATE.itemsize) << 32 | len(Table))
    & (1 << 64) - 1
)
_REGIONAL_WIDTH = 8
_MOST_NEEDS = 20
"""A call needs so many things at most before it can be done."""


class Script(IntEnum):
    """Tables of names."""

    SPACED = 0
    UNSPACED = 1
    LATE = 2


class Words(IntEnum):
    """Sets of words that the engine is given."""

    VILLAGES = 0
    LOCALITIES = 1
    SPACED_GENERICS = 2
    UNSPACED_GENERICS = 3


class Came(IntEnum):
    """What came of a call."""

    DONE = 0
    NO_MEMORY = -1
    NEEDS_HAN = 1
    NEEDS_LATIN = 2
    NEEDS_LATE = 3
    BAD_ITEM = 4
    NEEDS_KINDS = 5
    NEEDS_WORDS = 6


class Core:
    """The compiled engine over one gazetteer, without its zones. Safe under threads.

    Attributes:
        grammar: what reads its names.
        pointer: the engine, for calls.
    """

    def __init__(self, gazetteer: Gazetteer, bearings: Bearings) -> None:
        self._library = library()
        if self._library.nk_engine_abi() != ABI:
            raise ImportError(
                "the compiled engine is of another version; `pip install .` in the folder of the project builds it"
            )
        self._gazetteer = gazetteer
        self.grammar = Grammar(gazetteer)
        self._kept: list[NDArray[Any]] = []
        self._given = set[Came]()
        self._works: list[int] = []
        self.pointer: int = self._library.nk_engine_new(len(gazetteer.codes))
        if not self.pointer:
            raise MemoryError
        weakref.finalize(self, self._library.nk_engine_free, self.pointer)
        for which, table in tables(gazetteer, bearings):
            self._give(which, table)
        checked(self._library.nk_engine_ready(self.pointer))

    def call(self, function: Any, *arguments: Any, points: Points | None = None, text: str = "") -> None:
        """Call with a memory of one's own; give what turns out to be needed.

        Args:
            function: of the library; it takes the engine, the memory and these arguments.
            *arguments: what it takes besides.
            points, text: the characters that are read.
        """
        try:
            work = self._works.pop()
        except IndexError:
            work = self._new_work()
        try:
            for _ in range(_MOST_NEEDS):
                came = function(self.pointer, work, *arguments)
                if not came:
                    return
                self._supply(Came(came), codes(text) if points is None else points)
            raise RuntimeError(f"the engine asks again for what it was given ({Came(came).name})")
        finally:
            self._works.append(work)

    def _new_work(self) -> int:
        """The memory of a call, where all others are in use."""
        work: int = self._library.nk_work_new()
        if not work:
            raise MemoryError
        weakref.finalize(self, self._library.nk_work_free, work)
        return work

    # --- what is needed ----------------------------------------------------------------------------------------

    def _supply(self, came: Came, points: Points) -> None:
        """Give what is asked for, or say what went wrong."""
        if came is Came.NEEDS_KINDS:
            KINDS.know(np.append(points, np.uint32(0)))
            return
        supply = {
            Came.NEEDS_HAN: self._supply_unspaced,
            Came.NEEDS_LATIN: self._supply_spaced,
            Came.NEEDS_LATE: self._supply_late,
            Came.NEEDS_WORDS: self.grammar.give_words,
        }.get(came)
        if supply is None:
            checked(came)
            return
        with self._gazetteer.lock:
            if came not in self._given:
                supply()
                self._given.add(came)

    def _supply_unspaced(self) -> None:
        gazetteer = self._gazetteer
        lists, known = gazetteer.word_lists, hyphened(gazetteer, "han")
        self._words(Words.UNSPACED_GENERICS, known)
        self._give(Table.ROAD_GENERICS, _flagged(lists["Korean generic of roads"], known))
        self._give(Table.UNSPACED_CITY_GENERICS, _flagged(lists["Korean generic of cities"], known))
        self._library.nk_engine_reader(self.pointer, Script.UNSPACED, self.grammar.han.reader.pointer)
        names = gazetteer.names["han"]
        common = {word for word, klass in gazetteer.generics["han"].items() if klass == "common"}
        suffixes = (*lists["generic of Chinese and Korean names"],)
        self._names(Script.UNSPACED, gazetteer.places("han"), Spelling.unspaced(names, common, suffixes))

    def _supply_spaced(self) -> None:
        gazetteer = self._gazetteer
        known = hyphened(gazetteer, "latin")
        self._words(Words.SPACED_GENERICS, known)
        self._give(Table.CITY_GENERICS, _flagged(gazetteer.word_lists["Korean generic of cities"], known))
        self._library.nk_engine_reader(self.pointer, Script.SPACED, self.grammar.alphabetic.reader.pointer)
        self._names(Script.SPACED, gazetteer.places("latin"), Spelling.spaced(gazetteer.names["latin"]))

    def _supply_late(self) -> None:
        """Villages, quarters and roads, and words for them, which stand behind places that share their names."""
        gazetteer = self._gazetteer
        self._words(Words.VILLAGES, gazetteer.villages)
        self._words(Words.LOCALITIES, gazetteer.localities)
        words = np.zeros((len(gazetteer.regional), _REGIONAL_WIDTH), np.uint32)
        for row, word in zip(words, gazetteer.regional, strict=True):
            row[: len(word)] = codes(word)
        self._give(Table.REGIONAL, words)
        self._give(Table.REGIONAL_NAME, np.array([*gazetteer.regional.values()][:1] or [0], np.int32))
        places = gazetteer.late_places
        self._names(Script.LATE, places, Spelling.unknown(len(places.starts) - 1))

    def _give(self, which: Table, table: NDArray[Any]) -> None:
        self._kept.append(table)
        count = table.shape[1] if which is Table.BAND else len(table)
        self._library.nk_engine_table(self.pointer, which, table.ctypes.data, count)

    def _words(self, which: Words, words: dict[str, int] | Any) -> None:
        """Give words and their numbers."""
        points = codes("".join(words))
        length, numbers = np.array([*map(len, words)], np.int32), np.array([*words.values()], np.int32)
        where = (each.ctypes.data for each in (points, length, numbers))
        checked(self._library.nk_engine_words(self.pointer, which, *where, len(numbers)))

    def _names(self, script: Script, places: References, spelling: Spelling) -> None:
        """Give the names of a script."""
        start, references = (
            np.ascontiguousarray(each, np.int32) for each in (places.starts, places.references)
        )
        self._kept += [*spelling]
        where = (each.ctypes.data for each in (start, references, *spelling))
        checked(self._library.nk_engine_names(self.pointer, script, *where, len(start) - 1))


def _flagged(some: Iterable[str], known: dict[str, int]) -> NDArray[np.uint8]:
    """For each number of a known word, is the word one of some?"""
    flags = np.zeros(max(known.values(), default=0) + 1, np.uint8)
    flags[[known[word] for word in some if word in known]] = 1
    return flags


def checked(came: int) -> None:
    """Say what went wrong, if anything.

    Raises:
        MemoryError: there was none.
        ValueError: an item is none of this gazetteer.
    """
    if came == Came.NO_MEMORY:
        raise MemoryError
    if came != Came.DONE:
        raise ValueError(f"an item of a signature is none of this gazetteer ({came})")


def core(gazetteer: Gazetteer, bearings: Bearings) -> Core:
    """The engine over a gazetteer, made once and shared with those that have zones of one's own beside."""
    return gazetteer.once("core", lambda: Core(gazetteer.without_zones(), bearings), shared=True)
