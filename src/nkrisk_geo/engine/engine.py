"""The door to the compiled engine: signatures in, decisions out.

Its sources are in `src/engine`, and `engine.h` there says what each structure means. While it works, other threads run.

    library of C ◀── tables of a gazetteer (core), signatures as numbers (packing) ──▶ decisions (decisions)

What works on many records at once, with arrays, is in `texts`, `batches` and `deciding`; an answer for one loads none of it.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from nkrisk_geo.engine.core import Core, core
from nkrisk_geo.engine.decisions import (
    CANDIDATES_SHOWN,
    POSSIBLY,
    SURELY,
    place_of,
    postcode,
    verdict,
)
from nkrisk_geo.engine.items import Packer
from nkrisk_geo.engine.layouts import (
    CANDIDATE,
    CLUE,
    DECISION,
    Asked,
    DecisionBuffers,
    Meant,
    Zones,
)
from nkrisk_geo.engine.verdict import Distance, Verdict
from nkrisk_geo.engine.zone_mask import zoning
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.native.library import address_of, library

if TYPE_CHECKING:
    from nkrisk_geo.engine.batches import Decisions, ItemBatch

T = TypeVar("T")
__all__ = ["POSSIBLY", "SURELY", "Engine", "Meaning", "postcode"]


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


USUAL = 400
"""Items that a record has at most, unless it is a strange one."""


class Desk:
    """The memory to decide about one record at a time, of so many items at most."""

    def __init__(self, zones: int, room: int) -> None:
        self.room = room
        self._items, self._end = (ctypes.c_int64 * room)(), ctypes.c_int64()
        self._row, self._zone_p = (
            ctypes.create_string_buffer(DECISION.size),
            (ctypes.c_double * zones)(),
        )
        self._in_zone = ctypes.create_string_buffer(max(1, zones))
        self._clues = ctypes.create_string_buffer(CLUE.size * room)
        self._candidates = ctypes.create_string_buffer(CANDIDATE.size * CANDIDATES_SHOWN)
        self._rows = (self._row, self._zone_p, self._in_zone, self._clues, self._candidates)
        self._asked = Asked(ctypes.addressof(self._items), ctypes.addressof(self._end), 1, 0.0)
        self._found = DecisionBuffers(*[ctypes.addressof(each) for each in self._rows])
        self._arguments = ctypes.byref(self._asked), ctypes.byref(self._found)

    def decide(self, engine: Engine, items: Sequence[int], threshold: float) -> Verdict:
        """Decide about a record."""
        self._ask(engine, items, threshold)
        return verdict(engine.packer, items, *self._rows)

    def place(self, engine: Engine, items: Sequence[int], threshold: float) -> int | None:
        """The place decided on for a record, and nothing else."""
        self._ask(engine, items, threshold)
        return place_of(self._row)

    def _ask(self, engine: Engine, items: Sequence[int], threshold: float) -> None:
        self._items[: len(items)] = [*items]
        self._end.value, self._asked.threshold = len(items), threshold
        engine.core.call(_DECIDE, engine.zones, *self._arguments)


_DECIDE = library().nk_decide


class Engine:
    """The compiled engine over one gazetteer. Safe under threads.

    Attributes:
        core: it, with its tables.
        packer: knows items as numbers.
        zones, zone_count: the zones of the gazetteer, for calls.
    """

    def __init__(self, gazetteer: Gazetteer, over: Core | None = None) -> None:
        self.core: Core = over or core(gazetteer)
        self.packer: Packer = Packer(gazetteer)
        self._units = len(gazetteer.codes)
        self._desks: list[Desk] = []
        self._kept = zoning(gazetteer)
        share, is_far, count = self._kept
        self.zone_count: int = count
        self._zones = Zones(address_of(share), address_of(is_far), self.zone_count, 0)
        self.zones: object = ctypes.byref(self._zones)

    def decide(self, records: ItemBatch, threshold: float) -> Decisions:
        """Decide about many records."""
        from nkrisk_geo.engine.batch_decisions import (
            decide_batch,  # with arrays, which a single answer does without
        )

        return decide_batch(self, records, threshold)

    def one(self, items: Sequence[int], threshold: float) -> Verdict:
        """Decide about one record by its items."""
        return self._at_desk(Desk.decide, items, threshold)

    def place(self, items: Sequence[int], threshold: float) -> int | None:
        """The place decided on for one record, None for none."""
        return self._at_desk(Desk.place, items, threshold)

    def _at_desk(
        self,
        ask: Callable[[Desk, Engine, Sequence[int], float], T],
        items: Sequence[int],
        threshold: float,
    ) -> T:
        """What one record comes to, in memory that is used again."""
        try:
            desk = self._desks.pop()
        except IndexError:
            desk = Desk(self.zone_count, USUAL)
        try:
            # A strange record has a desk of its own, which nobody keeps.
            own = desk if len(items) <= desk.room else Desk(self.zone_count, len(items))
            return ask(own, self, items, threshold)
        finally:
            self._desks.append(desk)

    def distance(self, parts: Mapping[int, float], nothing: float, decide_batch: int) -> Distance:
        """The distance of a record that means some units with these probabilities, and no place with that of `nothing`."""
        count = len(parts)
        units, p = (ctypes.c_int32 * count)(*parts), (ctypes.c_double * count)(*parts.values())
        row = ctypes.create_string_buffer(DECISION.size)
        DECISION.pack_into(row, 0, *(0.0,) * 9, *(0,) * 8, -1, False, False)
        self.core.call(library().nk_distance, units, p, count, nothing, decide_batch, row)
        return verdict(self.packer, (), row, b"", b"", b"", b"").distance

    def meaning(self, items: Sequence[int], threshold: float) -> Meaning:
        """What a record means by its items, before anything is rounded."""
        p, total = (ctypes.c_double * self._units)(), (ctypes.c_double * self._units)()
        zone_p = (ctypes.c_double * self.zone_count)()
        found = Meant(0.0, *map(ctypes.addressof, (p, total, zone_p)), None, None, 0, 0)
        self._mean(items, threshold, found)
        direct, within = (
            {unit: each for unit, each in enumerate(some) if each > 0} for some in (p, total)
        )
        return Meaning(direct, within, found.nothing, [*zone_p], found.settled)

    def quantiles(
        self, items: Sequence[int], levels: Sequence[float], threshold: float
    ) -> list[float]:
        """Quantiles (km) of the distance of a record, NaN where nothing is said."""
        wanted, found = (ctypes.c_double * len(levels))(*levels), (ctypes.c_double * len(levels))()
        asked = Meant(
            0.0, None, None, None, *map(ctypes.addressof, (found, wanted)), len(levels), 0
        )
        self._mean(items, threshold, asked)
        return [*found]

    def _mean(self, items: Sequence[int], threshold: float, found: Meant) -> None:
        numbers, end = (ctypes.c_int64 * len(items))(*items), ctypes.c_int64(len(items))
        asked = Asked(ctypes.addressof(numbers), ctypes.addressof(end), 1, threshold)
        self.core.call(library().nk_mean, self.zones, ctypes.byref(asked), ctypes.byref(found))
