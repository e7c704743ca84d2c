"""How the engine lays out what it is given and gives back; `engine.h` in `src/engine` says what each number means."""

from __future__ import annotations

import ctypes
import struct

DECISION, CLUE, CANDIDATE = (
    struct.Struct("=9d9i??2x"),
    struct.Struct("=d4i"),
    struct.Struct("=di4x"),
)
"""A decision, one of its clues, one of its candidates."""
DECISION_BY_PARTS = struct.Struct("=d64s9i??2x")
"""The same with the numbers of its distance in one piece."""
MENTION = struct.Struct("=7iBB2x")
"""A name in a text."""
COMPONENT = struct.Struct("=3i")
"""A stretch of an address."""
SIZES = DECISION.size + 1000 * CLUE.size + 1_000_000 * CANDIDATE.size
"""Compared with what the compiled engine has."""


class Zones(ctypes.Structure):
    """A set of zones beside the tables of an engine."""

    _fields_ = [
        ("share", ctypes.c_void_p),
        ("is_far", ctypes.c_void_p),
        ("count", ctypes.c_int32),
        ("unused", ctypes.c_int32),
    ]


class RecordBuffers(ctypes.Structure):
    """Records to decide about."""

    _fields_ = [
        ("items", ctypes.c_void_p),
        ("end", ctypes.c_void_p),
        ("records", ctypes.c_int64),
        ("threshold", ctypes.c_double),
    ]


class DecisionBuffers(ctypes.Structure):
    """Room for decisions."""

    _fields_ = [
        (name, ctypes.c_void_p)
        for name in ("decisions", "zone_p", "in_zone", "clues", "candidates")
    ]


class MeaningBuffers(ctypes.Structure):
    """Room for what a record means."""

    _fields_ = [
        ("nothing", ctypes.c_double), ("p", ctypes.c_void_p), ("total", ctypes.c_void_p), ("zone_p", ctypes.c_void_p),
        ("quantile", ctypes.c_void_p), ("levels", ctypes.c_void_p), ("level_count", ctypes.c_int32), ("settled", ctypes.c_int32),
    ]  # fmt: skip
