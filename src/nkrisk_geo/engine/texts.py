"""Many texts at once: from what folding made of them to the items of each."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nkrisk_geo.engine.batches import ItemBatch
from nkrisk_geo.engine.core import Core
from nkrisk_geo.engine.reader import MOST_ITEMS, MOST_POINTS, Readings
from nkrisk_geo.native.arrays import Ints, Points, code_points, decode, lengths
from nkrisk_geo.native.calls import Bytes, unknown
from nkrisk_geo.native.library import library
from nkrisk_geo.text.bulk import Folded

_MOST_CODES, _BYTES_A_POINT, _BYTES_OF_CODES = 20, 4, 161
"""Codes of one text that are heard, and room for its key."""


class _Texts(ctypes.Structure):
    _fields_ = [
        ("points", ctypes.c_void_p), ("start", ctypes.c_void_p), ("extra", ctypes.c_void_p), ("extra_end", ctypes.c_void_p),
        ("texts", ctypes.c_int64), ("field", ctypes.c_int32), ("roughly", ctypes.c_uint8), ("whole", ctypes.c_uint8),
    ]  # fmt: skip


class _Folded(ctypes.Structure):
    _fields_ = [
        ("points", ctypes.c_void_p), ("count", ctypes.c_int64), ("start", ctypes.c_void_p), ("state", ctypes.c_void_p),
        ("texts", ctypes.c_int64),
    ]  # fmt: skip


class _Keys(ctypes.Structure):
    _fields_ = [
        (name, ctypes.c_void_p)
        for name in ("end", "key", "key_end", "codes", "code_end")
    ]


class Texts(NamedTuple):
    """Folded texts of a field, to be read.

    Attributes:
        points: their code points, each text followed by `PART`, in any order.
        starts, ends: where each stands.
        codes: items to put behind the names of each.
    """

    points: Points
    starts: Ints
    ends: Ints
    codes: ItemBatch

    @staticmethod
    def of(folded: Sequence[str]) -> Texts:
        """Texts without codes."""
        points = code_points(folded)
        ends = np.cumsum(lengths(folded)) + np.arange(len(folded))
        starts = np.append(0, ends + 1)[: len(folded)]
        return Texts(
            points,
            starts,
            ends,
            ItemBatch(np.zeros(0, np.int64), np.zeros(len(folded), np.int64)),
        )

    def chosen(self, which: Ints) -> Texts:
        """Some of them."""
        return Texts(
            self.points, self.starts[which], self.ends[which], self.codes.chosen(which)
        )

    def text(self, number: int) -> str:
        """One of them."""
        return decode(self.points[self.starts[number] : self.ends[number]])


class Keyed(NamedTuple):
    """Texts, and what tells which of them say the same.

    Attributes:
        texts: with their codes.
        keys: bytes of each, equal where texts differ in nothing but numbers that are no codes.
        ends: where those of each text end.
    """

    texts: Texts
    keys: Bytes
    ends: Ints


def add_keys(core: Core, folded: Folded) -> Keyed:
    """Folded texts with their codes and keys; one of nothing but white space has a code that says so.

    Zeros that stand for the letter O are mended in place.
    """
    points, starts, state = folded
    count = len(starts)
    ends, key_ends, code_ends = (
        np.empty(count, np.int64),
        np.empty(count, np.int64),
        np.empty(count, np.int32),
    )
    codes = np.empty(_MOST_CODES * count, np.int64)
    keys = np.empty(_BYTES_A_POINT * len(points) + _BYTES_OF_CODES * count, np.uint8)
    asked = _Folded(
        points.ctypes.data, len(points), starts.ctypes.data, state.ctypes.data, count
    )
    found = _Keys(
        *(each.ctypes.data for each in (ends, keys, key_ends, codes, code_ends))
    )
    core.call(
        library().nk_keys,
        ctypes.byref(asked),
        ctypes.byref(found),
        points=unknown(points),
    )
    coded = ItemBatch(
        codes[: code_ends[-1] if count else 0].copy(), code_ends.astype(np.int64)
    )
    return Keyed(Texts(points, starts, ends, coded), keys, key_ends)


class Read(NamedTuple):
    """What stands in some texts.

    Attributes:
        records: the items of each text.
        holds: for each text what it may hold, bits of `nkrisk_geo.native.library.Holds`.
    """

    records: ItemBatch
    holds: NDArray[np.uint8]


def read(core: Core, field: int, texts: Texts) -> Read:
    """The items of some folded texts of a field."""
    points, count = texts.points, len(texts.starts)
    if count and int((texts.ends - texts.starts).max()) >= MOST_POINTS:
        raise OverflowError("a text is too long to be read")
    extra, extra_end = texts.codes.items, texts.codes.ends.astype(np.int32)
    items, end = (
        np.empty(MOST_ITEMS * count + len(extra), np.int64),
        np.empty(count, np.int64),
    )
    holds = np.empty(count, np.uint8)
    given = (each.ctypes.data for each in (points, texts.starts, extra, extra_end))
    asked = _Texts(*given, count, field, 1, field > 0)
    found = Readings(items.ctypes.data, end.ctypes.data, holds.ctypes.data, None, None)
    core.call(
        library().nk_read,
        ctypes.byref(asked),
        ctypes.byref(found),
        points=unknown(points),
    )
    return Read(ItemBatch(items[: end[-1] if count else 0].copy(), end), holds)
