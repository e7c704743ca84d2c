"""Where a column comes from: values, each once, and which of them stands in each row.

>>> values, rows = [pa.array(["a", None]), pa.array(["b"])], pa.array([2, 0, 1, 2], pa.int32())
>>> ColumnSource(values, rows).column().to_pylist()
['b', 'a', None, 'b']
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from nkrisk_geo.native.arrays import Flags
from nkrisk_geo.native.calls import Floats, Rows
from nkrisk_geo.native.library import library
from nkrisk_geo.native.memory import POOL

_SLACK = 16
"""Bytes behind those of the texts that may be written to."""


class ColumnSource(NamedTuple):
    """Where a column comes from.

    Attributes:
        values: in several arrays, one behind another.
        rows: which of them stands in each row, numbers of 32 bits without missing ones. They
            are ours, and need no check.
    """

    values: Sequence[pa.Array]
    rows: pa.Array

    def column(self) -> pa.Array:
        """The column."""
        rows, missing = self.rows, self.rows.null_count
        if rows.type != pa.int32() or missing:
            raise TypeError(
                f"rows are {rows.type} with {missing} missing, expected int32 without"
            )
        whole = self.values[0]
        if len(self.values) > 1:
            whole = pa.concat_arrays(self.values, memory_pool=POOL)
        found = None
        if len(whole) and whole.type == pa.float64():
            found = _take_numbers(whole, rows)
        elif len(whole) and whole.type == pa.string():
            found = _take_texts(whole, rows)
        if found is None:
            found = pc.take(whole, rows, boundscheck=False, memory_pool=POOL)
        return found


# Arrow does the same; it takes twice as long where values are missing here and there, or are short.


def _take_numbers(values: pa.DoubleArray, rows: pa.Array) -> pa.DoubleArray:
    count = len(rows)
    valid, numbers = values.buffers()
    found, bits = _room(8 * count), _room_of_bits(count)
    missing = library().nk_gather_numbers(
        numbers.address + 8 * values.offset,
        _address(valid),
        # The flags are bits, so that what is left out of them is told apart.
        values.offset,
        _start(rows),
        count,
        found.address,
        bits.address,
    )
    return _array(pa.float64(), count, bits, missing, found)


def _take_texts(values: pa.StringArray, rows: pa.Array) -> pa.StringArray | None:
    """The texts; None where they are too many for one array."""
    count = len(rows)
    valid, offsets, data = values.buffers()
    first = offsets.address + 4 * values.offset
    ends, bits = _room(4 * (count + 1)), _room_of_bits(count)
    missing = ctypes.c_int64()
    total = library().nk_gather_ends(
        first,
        _address(valid),
        values.offset,
        _start(rows),
        count,
        ends.address,
        bits.address,
        ctypes.addressof(missing),
    )
    if total < 0:
        return None
    # Short texts are copied sixteen bytes at a time, over what the next one writes.
    found = _room(total + _SLACK)
    library().nk_gather_bytes(
        first,
        _address(data),
        data.size if data else 0,
        _start(rows),
        count,
        ends.address,
        found.address,
    )
    texts = found.slice(0, total)
    return _array(pa.string(), count, bits, missing.value, ends, texts)


def encode_texts(texts: pa.StringArray) -> pa.DictionaryArray:
    """A column of texts as the different ones, as they come, and which of them stands in each row.

    Arrow does the same, and takes more time and memory where most are different.
    """
    count = len(texts)
    valid, offsets, data = texts.buffers()
    rows, firsts = _room(4 * count), _room(4 * count)
    different = library().nk_distinct(
        _address(data),
        offsets.address + 4 * texts.offset if count else None,
        _address(valid),
        texts.offset,
        count,
        rows.address,
        firsts.address,
    )
    if different < 0:
        raise MemoryError
    which = pa.Array.from_buffers(pa.int32(), count, [None, rows])
    if texts.null_count:
        which = pc.if_else(texts.is_valid(), which, pa.scalar(None, pa.int32()))
    if different < count:
        first = pa.Array.from_buffers(pa.int32(), different, [None, firsts])
        texts = ColumnSource([texts], first).column()
    return pa.DictionaryArray.from_arrays(which, texts, safe=False)


def strings(texts: Iterable[str | None]) -> pa.StringArray:
    """A column of texts."""
    return pa.array(texts, pa.string(), memory_pool=POOL)


def numbers(values: Floats, known: Flags | None = None) -> pa.DoubleArray:
    """Numbers of a column, from rows of more; missing where they are NaN or not known."""
    count = len(values)
    found, bits = _room(8 * count), _room_of_bits(count)
    flags: tuple[int | None, int] = (None, 0)
    if known is not None:
        flags = known.ctypes.data, known.strides[0]
    # By their strides, for a field of structures is a column without a copy.
    missing = library().nk_column(
        values.ctypes.data,
        values.strides[0],
        *flags,
        count,
        found.address,
        bits.address,
    )
    return _array(pa.float64(), count, bits, missing, found)


class Word(NamedTuple):
    """A word of phrases.

    Attributes:
        texts: what it can be, without missing ones.
        which: the text that stands in each phrase; None for the first one in every phrase.
    """

    texts: pa.StringArray
    which: NDArray[Any] | None = None


class _WordBuffers(ctypes.Structure):
    _fields_ = [
        ("offset", ctypes.c_void_p),
        ("bytes", ctypes.c_void_p),
        ("bytes_count", ctypes.c_int64),
        ("which", ctypes.c_void_p),
    ]


def phrases(words: Sequence[Word], counts: Rows, between: str) -> pa.StringArray:
    """For each row so many phrases as one text, and a missing one for none.

    Args:
        words: what each phrase is made of, one behind another. The phrases of a row stand
            together, in the order of the rows.
        counts: how many stand in each row.
        between: what stands between two of them.
    """
    count, width, sign = len(counts), len(words), between.encode()
    # They are kept as long as the engine reads them.
    kept = [Word(texts, _whole_numbers(which)) for texts, which in words]
    each = (_WordBuffers * width)(*map(_word_buffers, kept))
    ends, bits = _room(4 * (count + 1)), _room_of_bits(count)
    missing = ctypes.c_int64()
    asked = ctypes.addressof(each), width, counts.ctypes.data, count
    put = ends.address, bits.address, ctypes.addressof(missing)
    total = library().nk_phrase_ends(*asked, len(sign), *put)
    if total < 0:
        raise OverflowError("the texts of a column are too long together")
    found = _room(total + _SLACK)
    library().nk_phrase_bytes(*asked, sign, len(sign), found.address)
    said = found.slice(0, total)
    return _array(pa.string(), count, bits, missing.value, ends, said)


def _whole_numbers(which: Any) -> Any:
    return None if which is None else np.ascontiguousarray(which, np.int32)


def _word_buffers(word: Word) -> _WordBuffers:
    _, offsets, data = word.texts.buffers()
    first = offsets.address + 4 * word.texts.offset if len(word.texts) else None
    which = None if word.which is None else word.which.ctypes.data
    return _WordBuffers(first, _address(data), data.size if data else 0, which)


def _array(
    kind: pa.DataType, count: int, bits: pa.Buffer, missing: int, *data: pa.Buffer
) -> pa.Array:
    """An array of these buffers; of one without missing values Arrow wants no bits."""
    buffers = [bits if missing else None, *data]
    return pa.Array.from_buffers(kind, count, buffers, missing)


def _room_of_bits(count: int) -> pa.Buffer:
    return _room((count + 7) // 8)


def _room(size: int) -> pa.Buffer:
    return pa.allocate_buffer(size, memory_pool=POOL)


def _address(buffer: pa.Buffer | None) -> int | None:
    return None if buffer is None else buffer.address


def _start(rows: pa.Array) -> int:
    _, numbers = rows.buffers()
    found: int = numbers.address + 4 * rows.offset
    return found
