"""The compiled engine with the tables of one gazetteer, and how it is called."""

from __future__ import annotations

import ctypes
import weakref
from collections.abc import Iterable, Mapping
from enum import IntEnum
from functools import reduce
from typing import Any

from nkrisk_geo.engine.abi import NAMES_HASH
from nkrisk_geo.engine.layouts import SIZES
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.gazetteer.vocabulary import TABLES
from nkrisk_geo.model.errors import GazetteerError
from nkrisk_geo.native.characters import KINDS
from nkrisk_geo.native.library import address_of, library

ABI = reduce(lambda found, size: (31 * found + size) % 2**64, SIZES, NAMES_HASH)
"""A hash of names and of sizes, compared with that of the compiled engine."""


class CallResult(IntEnum):
    """What came of a call."""

    DONE = 0
    NO_MEMORY = -1
    BAD_ITEM = 1
    NEEDS_KINDS = 2
    BAD_TABLE = 3


class Core:
    """The compiled engine over one gazetteer, without its zones. Safe under threads.

    Args:
        gazetteer: the gazetteer.
        instead: tables in the place of some of its own, as whoever fits weights tries them.

    Attributes:
        pointer: the engine, for calls.
    """

    def __init__(
        self, gazetteer: Gazetteer, instead: Mapping[str, memoryview] | None = None
    ) -> None:
        own = {"kinds": KINDS.memory, **(instead or {})}
        self._library = library()
        if self._library.nk_engine_abi() != ABI:
            raise ImportError(
                "the compiled engine is of another version; `pip install .` in the folder of the "
                "project builds it"
            )
        self._works: list[int] = []
        self.readers: list[Any] = []
        """What reads one text at a time and has nothing to do; see `nkrisk_geo.engine.reader`."""
        self.pointer: int = self._library.nk_engine_new()
        if not self.pointer:
            raise MemoryError
        weakref.finalize(self, self._library.nk_engine_free, self.pointer)
        # C has their addresses and nothing else of them: they live as long as the engine.
        self._kept = [
            own[name] if name in own else gazetteer.table(name) for name in TABLES
        ]
        for number, table in enumerate(self._kept):
            self._give(number, table)
        self._make_ready()

    def _give(self, number: int, table: memoryview) -> None:
        where = address_of(table)
        if self._library.nk_engine_table(self.pointer, number, where, table.nbytes):
            raise GazetteerError(
                f"the gazetteer's table {[*TABLES][number]!r} has not the length of whole items"
            )

    def _make_ready(self) -> None:
        """Let the engine look at its tables: what passes can be wrong, but does no harm."""
        wrong = ctypes.c_int32()
        came = self._library.nk_engine_ready(self.pointer, ctypes.byref(wrong))
        if came == CallResult.NO_MEMORY:
            raise MemoryError
        if came:
            name = [*TABLES][wrong.value]
            raise GazetteerError(
                f"the gazetteer's table {name!r} has a number that cannot be there"
            )

    def call(self, function: Any, *arguments: Any, points: Iterable[int] = ()) -> None:
        """Call with a memory of one's own.

        Args:
            function: of the library; it takes the engine, the memory and these arguments.
            *arguments: what it takes besides.
            points: the characters that are read.
        """
        try:
            work = self._works.pop()
        except IndexError:
            work = self.new_work()
        try:
            came = function(self.pointer, work, *arguments)
            if came == CallResult.NEEDS_KINDS:
                # The 0 behind every text is a character too, whose kind is asked for.
                KINDS.know((*points, 0))
                came = function(self.pointer, work, *arguments)
            if came:
                check_result(came)
        finally:
            self._works.append(work)

    def new_work(self) -> int:
        """The memory of a call. No two may use one at a time."""
        work: int = self._library.nk_work_new()
        if not work:
            raise MemoryError
        weakref.finalize(self, self._library.nk_work_free, work)
        return work


def check_result(came: int) -> None:
    """Say what went wrong.

    Raises:
        MemoryError: there was none.
        ValueError: an item is none of this gazetteer.
    """
    if came == CallResult.NO_MEMORY:
        raise MemoryError
    raise ValueError(
        f"an item of a signature is none of this gazetteer ({CallResult(came).name})"
    )


def core(gazetteer: Gazetteer) -> Core:
    """The engine over a gazetteer, made once, and shared with those that differ in zones."""
    return gazetteer.once("core", lambda: Core(gazetteer.without_zones()), shared=True)
