"""Deciding about many records at once."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING

import numpy as np

from nkrisk_geo.engine.batches import CANDIDATE, CLUE, DECISION, Decisions, ItemBatch
from nkrisk_geo.engine.decisions import CANDIDATES_SHOWN
from nkrisk_geo.engine.layouts import DecisionBuffers, RecordBuffers
from nkrisk_geo.native.arrays import address
from nkrisk_geo.native.library import library

if TYPE_CHECKING:
    from nkrisk_geo.engine.engine import Engine


def decide_batch(engine: Engine, records: ItemBatch, threshold: float) -> Decisions:
    """What is decided about some records."""
    items, ends = records
    zones, count = engine.zone_count, len(ends)
    rows = np.zeros(count, DECISION)
    zone_p = np.empty((count, zones), np.float64)
    in_zone = np.empty((count, zones), np.uint8)
    # A clue is an item outside of parts, so that there are no more of them than items.
    clues = np.empty(len(items), CLUE)
    candidates = np.empty((count, CANDIDATES_SHOWN), CANDIDATE)

    asked = RecordBuffers(address(items), address(ends), count, threshold)
    arrays = (rows, zone_p, in_zone, clues, candidates)
    found = DecisionBuffers(*map(address, arrays))
    engine.core.call(
        library().nk_decide,
        engine.zones,
        ctypes.byref(asked),
        ctypes.byref(found),
    )

    # Clues are written one behind another, candidates in rows of equal length.
    counts = rows["clues"]
    clues = clues[: int(counts.sum())]
    shown = np.arange(CANDIDATES_SHOWN) < rows["candidates"][:, None]
    # A clue has the number of its item within its record.
    starts = np.append(0, ends[:-1])[:count]
    said = items[starts.repeat(counts) + clues["item"]]
    told = candidates[shown]
    return Decisions(rows, zone_p, in_zone, clues, said, told)
