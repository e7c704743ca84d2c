"""The compiled engine over one gazetteer: signatures in, decisions out.

Its sources are in `src/engine`, and `engine.h` there says what each structure means. While it
works, other threads run.

    tables of a gazetteer (core) ──┐
    signatures as numbers (items) ─┴─▶ library of C ──▶ decisions (decisions)

What works on many records at once, with arrays, is in `texts`, `batches` and `batch_decisions`; an
answer for one loads none of it.
"""

from __future__ import annotations

import ctypes
from collections.abc import Mapping, Sequence
from itertools import compress
from typing import NamedTuple

from nkrisk_geo.engine.core import Core, core
from nkrisk_geo.engine.decisions import (
    POSSIBLY,
    SURELY,
    DeciderPool,
    SingleDecider,
    verdict,
)
from nkrisk_geo.engine.items import Packer
from nkrisk_geo.engine.layouts import DECISION, MeaningBuffers, RecordBuffers, Zones
from nkrisk_geo.engine.verdict import Distance, Verdict
from nkrisk_geo.engine.zone_mask import zone_mask
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.native.library import address_of, library

__all__ = ["POSSIBLY", "SURELY", "Engine", "Meaning"]


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
    """The compiled engine over one gazetteer. Safe under threads.

    Attributes:
        core: the compiled library with the tables of the gazetteer.
        packer: knows items as numbers.
        zones, zone_count: the zones of the gazetteer, for calls.
        deciders: what decides about single records; many are for `batch_decisions`.
    """

    def __init__(self, gazetteer: Gazetteer, over: Core | None = None) -> None:
        self.core: Core = over or core(gazetteer)
        self.packer: Packer = Packer(gazetteer)
        self._units = len(gazetteer.codes)
        # C has its addresses: it lives as long as this does.
        self._kept = zone_mask(gazetteer)
        share, is_far, count = self._kept
        self.zone_count: int = count
        self._zones = Zones(address_of(share), address_of(is_far), self.zone_count, 0)
        self.zones: object = ctypes.byref(self._zones)
        self.deciders: DeciderPool = DeciderPool(self.core, self.zones, count)

    def decide(self, items: Sequence[int], threshold: float) -> Verdict:
        """Decide about one record by its items."""
        return self.deciders.run(SingleDecider.decide, items, threshold)

    def place(self, items: Sequence[int], threshold: float) -> int | None:
        """The place decided on for one record, None for none."""
        return self.deciders.run(SingleDecider.place, items, threshold)

    def distance(
        self, parts: Mapping[int, float], nothing: float, settled: int
    ) -> Distance:
        """The distance of a record that means some units with these probabilities.

        With that of `nothing` it means no place.
        """
        count = len(parts)
        units = (ctypes.c_int32 * count)(*parts)
        p = (ctypes.c_double * count)(*parts.values())
        row = ctypes.create_string_buffer(DECISION.size)
        # The engine writes the distance only; the rest has to read as a decision about nothing.
        DECISION.pack_into(row, 0, *(0.0,) * 9, *(0,) * 9, -1, False, False)
        self.core.call(library().nk_distance, units, p, count, nothing, settled, row)
        return verdict((), row, b"", b"", b"", b"").distance

    def meaning(self, items: Sequence[int], threshold: float) -> Meaning:
        """What a record means by its items, before anything is rounded."""
        reals = ctypes.c_double * self._units
        p, total = reals(), reals()
        zone_p = (ctypes.c_double * self.zone_count)()
        found = MeaningBuffers(
            p=ctypes.addressof(p),
            total=ctypes.addressof(total),
            zone_p=ctypes.addressof(zone_p),
        )
        self._mean(items, threshold, found)
        return Meaning(
            direct=_positive(p),
            total=_positive(total),
            nothing=found.nothing,
            zones=[*zone_p],
            settled=found.settled,
        )

    def quantiles(
        self, items: Sequence[int], levels: Sequence[float], threshold: float
    ) -> list[float]:
        """Quantiles (km) of the distance of a record, NaN where nothing is said."""
        reals = ctypes.c_double * len(levels)
        wanted, found = reals(*levels), reals()
        asked = MeaningBuffers(
            quantile=ctypes.addressof(found),
            levels=ctypes.addressof(wanted),
            level_count=len(levels),
        )
        self._mean(items, threshold, asked)
        return [*found]

    def _mean(
        self, items: Sequence[int], threshold: float, found: MeaningBuffers
    ) -> None:
        count = len(items)
        numbers = (ctypes.c_int64 * count)(*items)
        end = ctypes.c_int64(count)
        where = ctypes.addressof(numbers), ctypes.addressof(end)
        asked = RecordBuffers(*where, records=1, threshold=threshold)
        self.core.call(
            library().nk_mean,
            self.zones,
            ctypes.byref(asked),
            ctypes.byref(found),
        )


def _positive(probabilities: ctypes.Array[ctypes.c_double]) -> dict[int, float]:
    """Those units that have a probability, by their numbers."""
    # Of thousands few have one: the others are passed over without a step of Python for each.
    every: Sequence[float] = memoryview(probabilities).cast("B").cast("d").tolist()
    units = compress(range(len(every)), every)
    return dict(zip(units, filter(None, every), strict=True))
