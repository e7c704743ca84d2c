"""The door to the compiled engine: signatures in, decisions out.

Its sources are in `src/engine`, and `engine.h` there says what each structure means. While it works, other threads run.

    library of C ◀── tables of a gazetteer (tables), signatures as numbers (packing) ──▶ decisions (decisions)
"""

from __future__ import annotations

import ctypes
import weakref
from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from nkrisk_geo.bearings import Bearings
from nkrisk_geo.engine.decisions import (
    CANDIDATE,
    CANDIDATES_SHOWN,
    CLUE,
    DECISION,
    POSSIBLY,
    SURELY,
    Decisions,
    Floats,
    verdict,
)
from nkrisk_geo.engine.packing import Packed, Packer
from nkrisk_geo.engine.tables import Table, lengths_and_endings, tables
from nkrisk_geo.gazetteer import Gazetteer
from nkrisk_geo.native import library
from nkrisk_geo.references import References
from nkrisk_geo.signature import Signature
from nkrisk_geo.verdict import NOTHING_SAID, Distance, Verdict
from nkrisk_geo.vocabulary import HOW, names_hash

__all__ = ["POSSIBLY", "SURELY", "Decisions", "Engine", "Meaning"]

_EMPTY = HOW.index(NOTHING_SAID[:2])
_SPACED, _UNSPACED, _LATE = 0, 1, 2
ABI = names_hash() ^ (
    ((DECISION.itemsize + 1000 * CLUE.itemsize + 1_000_000 * CANDIDATE.itemsize) << 32 | len(Table))
    & (1 << 64) - 1
)


class Came(IntEnum):
    """What came of a call."""

    DONE = 0
    NO_MEMORY = -1
    NEEDS_HAN = 1
    NEEDS_LATIN = 2
    NEEDS_LATE = 3
    BAD_ITEM = 4


class _Zones(ctypes.Structure):
    _fields_ = [
        ("share", ctypes.c_void_p),
        ("is_far", ctypes.c_void_p),
        ("count", ctypes.c_int32),
        ("unused", ctypes.c_int32),
    ]


class _Records(ctypes.Structure):
    _fields_ = [
        ("items", ctypes.c_void_p), ("shape", ctypes.c_void_p), ("point", ctypes.c_void_p), ("point_end", ctypes.c_void_p),
        ("records", ctypes.c_int64), ("threshold", ctypes.c_double),
    ]  # fmt: skip


class _Decisions(ctypes.Structure):
    _fields_ = [(name, ctypes.c_void_p) for name in ("decisions", "zone_p", "in_zone", "clues", "candidates")]


class _Meaning(ctypes.Structure):
    _fields_ = [
        ("nothing", ctypes.c_double), ("p", ctypes.c_void_p), ("total", ctypes.c_void_p), ("zone_p", ctypes.c_void_p),
        ("quantile", ctypes.c_void_p), ("levels", ctypes.c_void_p), ("level_count", ctypes.c_int32), ("settled", ctypes.c_int32),
    ]  # fmt: skip


class Meaning(NamedTuple):
    """What a record means, unrounded.

    Attributes:
        direct: probability of each candidate that it is the finest place meant.
        total: probability of lying in each unit that is a candidate or around one.
        nothing: probability that no place is meant.
        zones: probability of each zone.
        settled: the unit that is chosen, -1 for none.
    """

    direct: dict[int, float]
    total: dict[int, float]
    nothing: float
    zones: list[float]
    settled: int


class Engine:
    """The compiled engine over one gazetteer. Safe under threads."""

    def __init__(self, gazetteer: Gazetteer, bearings: Bearings) -> None:
        self._library = library()
        if self._library.nk_engine_abi() != ABI:
            raise ImportError(
                "the compiled engine is of another version; `pip install .` in the folder of the project builds it"
            )
        self._gazetteer = gazetteer
        self._kept: list[NDArray[Any]] = []
        self._packer = Packer(gazetteer)
        self._works: list[int] = []
        self._engine = self._library.nk_engine_new(len(gazetteer.codes))
        if not self._engine:
            raise MemoryError
        weakref.finalize(self, self._library.nk_engine_free, self._engine)
        for which, table in tables(gazetteer, bearings):
            self._give(which, table)
        _checked(self._library.nk_engine_ready(self._engine))
        share, is_far = np.ascontiguousarray(bearings.share, np.float64), bearings.is_far.astype(np.uint8)
        self._kept += [share, is_far]
        self._zones = _Zones(share.ctypes.data, is_far.ctypes.data, share.shape[1], 0)

    def decide(self, signatures: Sequence[Signature | None], threshold: float) -> Decisions:
        """Decide about signatures; None is that of an empty record."""
        packed, zones = self._packer.packed(signatures), self._zones.count
        count = len(signatures)
        rows, zone_p = np.zeros(count, DECISION), np.empty((count, zones), np.float64)
        in_zone, clues = np.empty((count, zones), np.uint8), np.empty(len(packed.items), CLUE)
        candidates = np.empty((count, CANDIDATES_SHOWN), CANDIDATE)
        found = _Decisions(*(each.ctypes.data for each in (rows, zone_p, in_zone, clues, candidates)))
        self._call(self._library.nk_decide, packed, count, threshold, found)
        rows["how"][[signature is None for signature in signatures]] = _EMPTY
        shown = np.arange(CANDIDATES_SHOWN) < rows["candidates"][:, None]
        clues = clues[: int(rows["clues"].sum())]
        items = packed.items[packed.first.repeat(rows["clues"]) + clues["item"]]
        return Decisions(signatures, rows, zone_p, in_zone, clues, items, candidates[shown])

    def one(self, signature: Signature, threshold: float) -> Verdict:
        """Decide about one signature."""
        return self.decide((signature,), threshold).one(0)

    def distance(self, parts: Mapping[int, float], nothing: float, decided: int) -> Distance:
        """The distance of a record that means some units with these probabilities, and no place with that of `nothing`."""
        units, p = np.array([*parts], np.int32), np.array([*parts.values()], np.float64)
        row, work = np.zeros(1, DECISION), self._work()
        row["posted"] = -1
        try:
            where = units.ctypes.data, p.ctypes.data, len(parts), nothing, decided, row.ctypes.data
            _checked(self._library.nk_distance(self._engine, work, *where))
        finally:
            self._works.append(work)
        return verdict((), row[0].tobytes(), b"", b"", b"", b"").distance

    def meaning(self, signature: Signature, threshold: float) -> Meaning:
        """What a signature means before anything is rounded."""
        units = len(self._gazetteer.codes)
        p, total, zone_p = np.empty(units), np.empty(units), np.empty(self._zones.count)
        found = _Meaning(0.0, p.ctypes.data, total.ctypes.data, zone_p.ctypes.data, None, None, 0, 0)
        self._call(self._library.nk_mean, self._packer.packed([signature]), 1, threshold, found)
        direct, within = (
            dict(zip(np.flatnonzero(each).tolist(), each[each > 0].tolist(), strict=True))
            for each in (p, total)
        )
        return Meaning(direct, within, found.nothing, zone_p.tolist(), found.settled)

    def quantiles(self, signature: Signature, levels: Sequence[float], threshold: float) -> Floats:
        """Quantiles (km) of the distance of a record, NaN where nothing is said."""
        wanted, found = np.array(levels, np.float64), np.empty(len(levels))
        meaning = _Meaning(0.0, None, None, None, found.ctypes.data, wanted.ctypes.data, len(levels), 0)
        self._call(self._library.nk_mean, self._packer.packed([signature]), 1, threshold, meaning)
        return found

    def _call(
        self, function: Any, packed: Packed, count: int, threshold: float, found: ctypes.Structure
    ) -> None:
        """Call with a memory of one's own; give the tables of names that turn out to be needed."""
        where = (packed.items, packed.shape, packed.points, packed.ends)
        records = _Records(*(each.ctypes.data for each in where), count, threshold)
        work = self._work()
        try:
            while came := function(
                self._engine, work, ctypes.byref(self._zones), ctypes.byref(records), ctypes.byref(found)
            ):
                self._supply(Came(came))
        finally:
            self._works.append(work)

    def _work(self) -> int:
        """The memory of a call: one that no other call uses now."""
        try:
            return self._works.pop()
        except IndexError:
            work: int = self._library.nk_work_new()
            if not work:
                raise MemoryError from None
            weakref.finalize(self, self._library.nk_work_free, work)
            return work

    # --- tables ------------------------------------------------------------------------------------------------

    def _give(self, which: Table, table: NDArray[Any]) -> None:
        self._kept.append(table)
        count = table.shape[1] if which is Table.BAND else len(table)
        self._library.nk_engine_table(self._engine, which, table.ctypes.data, count)

    def _supply(self, came: Came) -> None:
        """Give the table of names that is asked for, or say what went wrong."""
        gazetteer = self._gazetteer
        with gazetteer.lock:
            if came is Came.NEEDS_HAN:
                self._names(_UNSPACED, gazetteer.places("han"), gazetteer.names["han"])
            elif came is Came.NEEDS_LATIN:
                self._names(_SPACED, gazetteer.places("latin"), gazetteer.names["latin"])
            elif came is Came.NEEDS_LATE:
                self._names(_LATE, gazetteer.late_places, ())
            else:
                _checked(came)

    def _names(self, script: int, places: References, texts: Sequence[str]) -> None:
        """Give the names of a script; of those that stand behind others nobody asks how they are spelt."""
        count = len(places.starts) - 1
        letters, ending = lengths_and_endings(texts) if texts else (np.zeros(count, np.uint8),) * 2
        start, references = (
            np.ascontiguousarray(each, np.int32) for each in (places.starts, places.references)
        )
        self._kept += [letters, ending]
        where = (each.ctypes.data for each in (start, references, letters, ending))
        _checked(self._library.nk_engine_names(self._engine, script, *where, count))


def _checked(came: int) -> None:
    if came == Came.NO_MEMORY:
        raise MemoryError
    if came != Came.DONE:
        raise ValueError(f"an item of a signature is none of this gazetteer ({came})")
