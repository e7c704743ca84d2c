"""Where a column comes from: values, each once, and which of them stands in each row.

>>> ColumnSource([pa.array(["a", None]), pa.array(["b"])], pa.array([2, 0, 1, 2], pa.int32())).column().to_pylist()
['b', 'a', None, 'b']
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from nkrisk_geo.native.arrays import Flags
from nkrisk_geo.native.calls import Floats, Rows
from nkrisk_geo.native.library import library

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
        if self.rows.type != pa.int32() or self.rows.null_count:
            raise TypeError(
                f"rows are {self.rows.type} with {self.rows.null_count} missing, expected int32 without"
            )
        whole = (
            self.values[0] if len(self.values) == 1 else pa.concat_arrays(self.values)
        )
        if len(whole) and whole.type == pa.float64():
            return _numbers(whole, self.rows)
        found = (
            _texts(whole, self.rows)
            if len(whole) and whole.type == pa.string()
            else None
        )
        return pc.take(whole, self.rows, boundscheck=False) if found is None else found


# Arrow does the same; it takes twice as long where values are missing here and there, or are short.


def _numbers(values: pa.DoubleArray, rows: pa.Array) -> pa.DoubleArray:
    count, (valid, numbers) = len(rows), values.buffers()
    found, bits = _room(8 * count), _room((count + 7) // 8)
    first = numbers.address + 8 * values.offset
    where = (
        first,
        _address(valid),
        values.offset,
        _start(rows),
        count,
        found.address,
        bits.address,
    )
    missing = library().nk_gather_numbers(*where)
    return pa.Array.from_buffers(
        pa.float64(), count, [bits if missing else None, found], missing
    )


def _texts(values: pa.StringArray, rows: pa.Array) -> pa.StringArray | None:
    """The texts; None where they are too many for one array."""
    count, (valid, offsets, data) = len(rows), values.buffers()
    ends, bits, missing = (
        _room(4 * (count + 1)),
        _room((count + 7) // 8),
        ctypes.c_int64(),
    )
    first, known = offsets.address + 4 * values.offset, (_address(valid), values.offset)
    where = _start(rows), count, ends.address, bits.address, ctypes.addressof(missing)
    total = library().nk_gather_ends(first, *known, *where)
    if total < 0:
        return None
    found, size = _room(total + _SLACK), data.size if data else 0
    library().nk_gather_bytes(
        first, _address(data), size, _start(rows), count, ends.address, found.address
    )
    buffers = [bits if missing.value else None, ends, found.slice(0, total)]
    return pa.Array.from_buffers(pa.string(), count, buffers, missing.value)


def strings(texts: Iterable[str | None]) -> pa.StringArray:
    """A column of texts."""
    return pa.array(texts, pa.string())


def numbers(values: Floats, known: Flags | None = None) -> pa.DoubleArray:
    """Numbers of a column, from rows of more; missing where they are NaN or not known."""
    count = len(values)
    found, bits = _room(8 * count), _room((count + 7) // 8)
    flags = (None, 0) if known is None else (known.ctypes.data, known.strides[0])
    where = (
        values.ctypes.data,
        values.strides[0],
        *flags,
        count,
        found.address,
        bits.address,
    )
    missing = library().nk_column(*where)
    return pa.Array.from_buffers(
        pa.float64(), count, [bits if missing else None, found], missing
    )


def join(
    texts: pa.StringArray, which: Rows, counts: Rows, between: str
) -> pa.StringArray:
    """For each row so many texts as one, and a missing one for none.

    Args:
        texts: without missing ones.
        which: which of them stand in the rows, one behind another.
        counts: how many stand in each row.
        between: what stands between two of them.
    """
    count, (_, offsets, data) = len(counts), texts.buffers()
    ends, bits, missing = (
        _room(4 * (count + 1)),
        _room((count + 7) // 8),
        ctypes.c_int64(),
    )
    first, sign = (
        (offsets.address + 4 * texts.offset if len(texts) else None),
        between.encode(),
    )
    where = which.ctypes.data, counts.ctypes.data, count
    put = ends.address, bits.address, ctypes.addressof(missing)
    total = library().nk_join_ends(first, *where, len(sign), *put)
    if total < 0:
        raise OverflowError("the texts of a column are too long together")
    found = _room(total)
    library().nk_join_bytes(
        first, _address(data), *where, sign, len(sign), found.address
    )
    buffers = [bits if missing.value else None, ends, found]
    return pa.Array.from_buffers(pa.string(), count, buffers, missing.value)


def _room(size: int) -> pa.Buffer:
    """Memory from the system's allocator: Arrow's own is slow to get so much at first."""
    return pa.allocate_buffer(size, memory_pool=pa.system_memory_pool())


def _address(buffer: pa.Buffer | None) -> int | None:
    return None if buffer is None else buffer.address


def _start(rows: pa.Array) -> int:
    found: int = rows.buffers()[1].address + 4 * rows.offset
    return found
