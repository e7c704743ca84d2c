"""The door to the compiled engine: signatures in, decisions out.

Its sources are in `src/engine`, and `engine.h` there says what each structure means. While it works, other threads run.

    library of C ◀── tables of a gazetteer (tables), signatures as numbers (packing) ──▶ decisions (decisions)
"""

from __future__ import annotations

import ctypes
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from nkrisk_geo.engine.core import Core, core
from nkrisk_geo.engine.decisions import (
    CANDIDATE,
    CANDIDATES_SHOWN,
    CLUE,
    DECISION,
    POSSIBLY,
    SURELY,
    Decisions,
    Floats,
    postcode,
    verdict,
)
from nkrisk_geo.engine.packing import Packer, Records
from nkrisk_geo.engine.zoning import zoning
from nkrisk_geo.gazetteer import Gazetteer
from nkrisk_geo.library import address_of, library
from nkrisk_geo.verdict import Distance, Verdict

__all__ = ["POSSIBLY", "SURELY", "Decisions", "Engine", "Meaning", "Records", "postcode"]


class _Zones(ctypes.Structure):
    _fields_ = [
        ("share", ctypes.c_void_p),
        ("is_far", ctypes.c_void_p),
        ("count", ctypes.c_int32),
        ("unused", ctypes.c_int32),
    ]


class _Records(ctypes.Structure):
    _fields_ = [
        ("items", ctypes.c_void_p),
        ("end", ctypes.c_void_p),
        ("records", ctypes.c_int64),
        ("threshold", ctypes.c_double),
    ]


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


ROOM = 400
"""Items of a record that is decided by itself."""


class Desk:
    """The memory to decide about one record at a time."""

    def __init__(self, zones: int) -> None:
        self._items, self._end = (ctypes.c_int64 * ROOM)(), ctypes.c_int64()
        self._row, self._zone_p = ctypes.create_string_buffer(DECISION.itemsize), (ctypes.c_double * zones)()
        self._in_zone = ctypes.create_string_buffer(max(1, zones))
        self._clues = ctypes.create_string_buffer(CLUE.itemsize * ROOM)
        self._candidates = ctypes.create_string_buffer(CANDIDATE.itemsize * CANDIDATES_SHOWN)
        self._rows = (self._row, self._zone_p, self._in_zone, self._clues, self._candidates)
        self._records = _Records(ctypes.addressof(self._items), ctypes.addressof(self._end), 1, 0.0)
        self._found = _Decisions(*[ctypes.addressof(each) for each in self._rows])
        self._arguments = ctypes.byref(self._records), ctypes.byref(self._found)

    def decide(self, engine: Engine, items: Sequence[int], threshold: float) -> Verdict:
        """Decide about a record."""
        self._items[: len(items)] = [*items]
        self._end.value, self._records.threshold = len(items), threshold
        engine.core.call(_DECIDE, engine.zones, *self._arguments)
        return verdict(engine.packer, items, *self._rows)


_DECIDE = library().nk_decide


class Engine:
    """The compiled engine over one gazetteer. Safe under threads."""

    def __init__(self, gazetteer: Gazetteer, over: Core | None = None) -> None:
        self.core = over or core(gazetteer)
        self._library = library()
        self._units = len(gazetteer.codes)
        self.packer = Packer(gazetteer)
        self._desks: list[Desk] = []
        self._kept = zoning(gazetteer)
        share, is_far, count = self._kept
        self._zones = _Zones(address_of(share), address_of(is_far), count, 0)
        self.zones = ctypes.byref(self._zones)

    def decide(self, records: Records, threshold: float) -> Decisions:
        """Decide about records."""
        items, ends = records
        zones, count = self._zones.count, len(ends)
        rows, zone_p = np.zeros(count, DECISION), np.empty((count, zones), np.float64)
        in_zone, clues = np.empty((count, zones), np.uint8), np.empty(len(items), CLUE)
        candidates = np.empty((count, CANDIDATES_SHOWN), CANDIDATE)
        found = _Decisions(*(each.ctypes.data for each in (rows, zone_p, in_zone, clues, candidates)))
        self._call(self._library.nk_decide, records, threshold, found)
        shown = np.arange(CANDIDATES_SHOWN) < rows["candidates"][:, None]
        clues = clues[: int(rows["clues"].sum())]
        first = np.append(0, ends[:-1])[:count]
        said = items[first.repeat(rows["clues"]) + clues["item"]]
        return Decisions(rows, zone_p, in_zone, clues, said, candidates[shown], self.packer)

    def one(self, items: Sequence[int], threshold: float) -> Verdict:
        """Decide about one record by its items."""
        if len(items) > ROOM:
            return self.decide(Records.of([items]), threshold).one(0)
        try:
            desk = self._desks.pop()
        except IndexError:
            desk = Desk(self._zones.count)
        try:
            return desk.decide(self, items, threshold)
        finally:
            self._desks.append(desk)

    def distance(self, parts: Mapping[int, float], nothing: float, decided: int) -> Distance:
        """The distance of a record that means some units with these probabilities, and no place with that of `nothing`."""
        units, p = np.array([*parts], np.int32), np.array([*parts.values()], np.float64)
        row = np.zeros(1, DECISION)
        row["posted"] = -1
        where = units.ctypes.data, p.ctypes.data, len(parts), nothing, decided, row.ctypes.data
        self.core.call(self._library.nk_distance, *where)
        return verdict(self.packer, (), row[0].tobytes(), b"", b"", b"", b"").distance

    def meaning(self, items: Sequence[int], threshold: float) -> Meaning:
        """What a record means by its items, before anything is rounded."""
        p, total, zone_p = np.empty(self._units), np.empty(self._units), np.empty(self._zones.count)
        found = _Meaning(0.0, p.ctypes.data, total.ctypes.data, zone_p.ctypes.data, None, None, 0, 0)
        self._call(self._library.nk_mean, Records.of([items]), threshold, found)
        direct, within = (
            dict(zip(np.flatnonzero(each).tolist(), each[each > 0].tolist(), strict=True))
            for each in (p, total)
        )
        return Meaning(direct, within, found.nothing, zone_p.tolist(), found.settled)

    def quantiles(self, items: Sequence[int], levels: Sequence[float], threshold: float) -> Floats:
        """Quantiles (km) of the distance of a record, NaN where nothing is said."""
        wanted, found = np.array(levels, np.float64), np.empty(len(levels))
        meaning = _Meaning(0.0, None, None, None, found.ctypes.data, wanted.ctypes.data, len(levels), 0)
        self._call(self._library.nk_mean, Records.of([items]), threshold, meaning)
        return found

    def _call(self, function: Any, records: Records, threshold: float, found: ctypes.Structure) -> None:
        items, ends = records
        asked = _Records(items.ctypes.data, ends.ctypes.data, len(ends), threshold)
        self.core.call(function, self.zones, ctypes.byref(asked), ctypes.byref(found))
