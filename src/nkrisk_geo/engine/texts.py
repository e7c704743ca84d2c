"""Many texts at once: from what folding made of them to the items of each."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nkrisk_geo.engine.batches import ItemBatch
from nkrisk_geo.engine.core import Core
from nkrisk_geo.engine.layouts import (
    FoldedBuffers,
    KeyBuffers,
    ReadingBuffers,
    TextBuffers,
)
from nkrisk_geo.engine.reader import MOST_ITEMS, MOST_POINTS
from nkrisk_geo.gazetteer.vocabulary import CODES_HEARD
from nkrisk_geo.native.arrays import (
    Ints,
    Points,
    address,
    code_points,
    decode,
    lengths,
)
from nkrisk_geo.native.calls import Bytes, find_unknown
from nkrisk_geo.native.library import library
from nkrisk_geo.text.bulk import Folded

_BYTES_A_POINT, _BYTES_OF_CODES = 4, 1 + 8 * CODES_HEARD
"""Room for the key of a text."""


class Texts(NamedTuple):
    """Folded texts of a field, to be read.

    Attributes:
        points: their code points, each text followed by `TEXT_END`, in any order.
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
        # One more for each text before it: the `TEXT_END` behind that.
        count = len(folded)
        ends = np.cumsum(lengths(folded)) + np.arange(count)
        starts = np.append(0, ends + 1)[:count]
        no_codes = ItemBatch(np.zeros(0, np.int64), np.zeros(count, np.int64))
        return Texts(points, starts, ends, no_codes)

    def take(self, which: Ints) -> Texts:
        """Some of them."""
        starts, ends = self.starts[which], self.ends[which]
        return Texts(self.points, starts, ends, self.codes.take(which))

    def text(self, number: int) -> str:
        """One of them."""
        start, end = self.starts[number], self.ends[number]
        return decode(self.points[start:end])


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
    """Folded texts with their codes and keys.

    One of nothing but white space has a code that says so.

    Zeros that stand for the letter O are mended in place.
    """
    points, starts, state = folded
    count = len(starts)
    ends = np.empty(count, np.int64)
    key_ends = np.empty(count, np.int64)
    code_ends = np.empty(count, np.int32)
    codes = np.empty(CODES_HEARD * count, np.int64)
    most_bytes = _BYTES_A_POINT * len(points) + _BYTES_OF_CODES * count
    keys = np.empty(most_bytes, np.uint8)

    asked = FoldedBuffers(
        address(points),
        len(points),
        address(starts),
        address(state),
        count,
    )
    found = KeyBuffers(
        address(ends),
        address(keys),
        address(key_ends),
        address(codes),
        address(code_ends),
    )
    core.call(
        library().nk_keys,
        ctypes.byref(asked),
        ctypes.byref(found),
        points=find_unknown(points),
    )

    # A copy, because the array has room for more than most texts ever have.
    coded = codes[: code_ends[-1] if count else 0].copy()
    batch = ItemBatch(coded, code_ends.astype(np.int64))
    texts = Texts(points, starts, ends, batch)
    return Keyed(texts, keys, key_ends)


class Read(NamedTuple):
    """What stands in some texts.

    Attributes:
        records: the items of each text.
        holds: for each text what it may hold, bits of `nkrisk_geo.native.library.TextContent`.
    """

    records: ItemBatch
    holds: NDArray[np.uint8]


def read(core: Core, field: int, texts: Texts) -> Read:
    """The items of some folded texts of a field."""
    points, count = texts.points, len(texts.starts)
    sizes = texts.ends - texts.starts
    if count and int(sizes.max()) >= MOST_POINTS:
        raise OverflowError("a text is too long to be read")
    extra = texts.codes.items
    extra_end = texts.codes.ends.astype(np.int32)
    # The codes of the text were looked for before, because its key has them.
    coded = field > 0
    more = CODES_HEARD * count if coded else len(extra)
    items = np.empty(MOST_ITEMS * count + more, np.int64)
    end = np.empty(count, np.int64)
    holds = np.empty(count, np.uint8)

    given = [address(each) for each in (points, texts.starts, extra, extra_end)]
    # Tables do not list what is set aside. As in `read_text`, numbers in a field beside the
    # text are read digit by digit.
    asked = TextBuffers(
        *given, count, field, roughly=True, whole=field > 0, coded=coded
    )
    found = ReadingBuffers(address(items), address(end), address(holds))
    core.call(
        library().nk_read,
        ctypes.byref(asked),
        ctypes.byref(found),
        points=find_unknown(points),
    )

    read_items = items[: end[-1] if count else 0].copy()
    return Read(ItemBatch(read_items, end), holds)
