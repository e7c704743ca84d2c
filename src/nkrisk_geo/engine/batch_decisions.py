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
    rows, zone_p = np.zeros(count, DECISION), np.empty((count, zones), np.float64)
    in_zone, clues = np.empty((count, zones), np.uint8), np.empty(len(items), CLUE)
    candidates = np.empty((count, CANDIDATES_SHOWN), CANDIDATE)
    asked = RecordBuffers(address(items), address(ends), count, threshold)
    found = DecisionBuffers(*map(address, (rows, zone_p, in_zone, clues, candidates)))
    engine.core.call(
        library().nk_decide, engine.zones, ctypes.byref(asked), ctypes.byref(found)
    )
    shown = np.arange(CANDIDATES_SHOWN) < rows["candidates"][:, None]
    clues = clues[: int(rows["clues"].sum())]
    first = np.append(0, ends[:-1])[:count]
    said = items[first.repeat(rows["clues"]) + clues["item"]]
    return Decisions(
        rows, zone_p, in_zone, clues, said, candidates[shown], engine.packer
    )
