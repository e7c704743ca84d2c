"""How the engine lays out what it is given and gives back.

`engine.h` in `src/engine` says what each number means. What has the same layout in arrays takes its
fields from here (`nkrisk_geo.engine.batches`); nothing here loads numpy.
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Mapping
from typing import Any

Fields = Mapping[str, str]
"""The numbers of a structure in their order, each with the type that `struct` and numpy call so."""

DISTANCE_FIELDS: Fields = {
    **dict.fromkeys(("low", "q05", "km", "q95", "high"), "d"),
    "near": "2d",
    "crossing_km": "d",
}
_CHOICE_FIELDS: Fields = {
    "rests": "q",
    **dict.fromkeys(("how", "settled", "place", "against", "band", "crossing"), "i"),
    **dict.fromkeys(("clues", "candidates", "posted"), "i"),
    **dict.fromkeys(("told", "disputed"), "?"),
}
DECISION_FIELDS: Fields = {"confidence": "d", **DISTANCE_FIELDS, **_CHOICE_FIELDS}
CLUE_FIELDS: Fields = {
    "weight": "d",
    **dict.fromkeys(("item", "rule", "unit", "conflict"), "i"),
}
CANDIDATE_FIELDS: Fields = {"p": "d", "unit": "i"}


def _pack(fields: Fields, unused: int = 0) -> struct.Struct:
    """A structure of these fields, and behind them so many bytes that mean nothing."""
    # Without alignment of its own: C has none inside of them, and what it adds is `unused`.
    return struct.Struct(f"={''.join(fields.values())}{unused}x")


DECISION = _pack(DECISION_FIELDS, 2)
CLUE = _pack(CLUE_FIELDS)
"""One of the clues of a decision."""
CANDIDATE = _pack(CANDIDATE_FIELDS, 4)
"""One of its candidates."""
DISTANCE = _pack(DISTANCE_FIELDS)
DECISION_BY_PARTS = _pack(
    {"confidence": "d", "distance": f"{DISTANCE.size}s", **_CHOICE_FIELDS}, 2
)
"""A decision with the numbers of its distance in one piece, by which they are remembered."""
MENTION = struct.Struct("=7iBB2x")
"""A name in a text."""
CODE = COMPONENT = struct.Struct("=3i")
"""A code in a text; a stretch of an address: what it is, and where it begins and ends."""

_POINTER = ctypes.c_void_p


_CFields = list[tuple[str, type[Any]]]


def _pointers(*names: str) -> _CFields:
    return [(name, _POINTER) for name in names]


class Zones(ctypes.Structure):
    """A set of zones beside the tables of an engine."""

    _fields_ = [
        *_pointers("share", "is_far"),
        ("count", ctypes.c_int32),
        ("unused", ctypes.c_int32),
    ]


class RecordBuffers(ctypes.Structure):
    """Records to decide about."""

    _fields_ = [
        *_pointers("items", "end"),
        ("records", ctypes.c_int64),
        ("threshold", ctypes.c_double),
    ]


class DecisionBuffers(ctypes.Structure):
    """Room for decisions."""

    _fields_ = _pointers("decisions", "zone_p", "in_zone", "clues", "candidates")


class MeaningBuffers(ctypes.Structure):
    """Room for what a record means."""

    _fields_ = [
        ("nothing", ctypes.c_double),
        *_pointers("p", "total", "zone_p", "quantile", "levels"),
        ("level_count", ctypes.c_int32),
        ("settled", ctypes.c_int32),
    ]


class FoldedBuffers(ctypes.Structure):
    """Folded texts whose codes and keys are asked for."""

    _fields_ = [
        ("points", _POINTER),
        ("count", ctypes.c_int64),
        *_pointers("start", "state"),
        ("texts", ctypes.c_int64),
    ]


class KeyBuffers(ctypes.Structure):
    """Room for the codes and keys of texts."""

    _fields_ = _pointers("end", "key", "key_end", "codes", "code_end")


_HOW_READ: _CFields = [
    *_pointers("start", "extra", "extra_end"),
    ("texts", ctypes.c_int64),
    ("field", ctypes.c_int32),
    ("roughly", ctypes.c_uint8),
    ("whole", ctypes.c_uint8),
    ("coded", ctypes.c_uint8),
]
"""Where texts begin, the items to put behind their names, how many they are, how they are read."""


class TextBuffers(ctypes.Structure):
    """Texts to read, their characters in an array."""

    _fields_ = [("points", _POINTER), *_HOW_READ]


class OneText(ctypes.Structure):
    """The same for one text, its characters as bytes, which are kept as long as they are used."""

    _fields_ = [("points", ctypes.c_char_p), *_HOW_READ]


class ReadingBuffers(ctypes.Structure):
    """Room for what is read."""

    _fields_ = _pointers(
        *("items", "end", "holds", "mentions", "mention_end", "codes", "code_end")
    )


SIZES = (
    *(each.size for each in (DECISION, CLUE, CANDIDATE, MENTION, CODE, COMPONENT)),
    *map(
        ctypes.sizeof,
        (
            *(Zones, RecordBuffers, DecisionBuffers, MeaningBuffers),
            *(FoldedBuffers, KeyBuffers, TextBuffers, ReadingBuffers),
        ),
    ),
)
"""Bytes of each, compared with what the compiled engine has."""
