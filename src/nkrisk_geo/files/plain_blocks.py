"""Blocks of delimited text that Arrow cuts at once.

Every line is a row there, and every quotation mark is where it belongs. Nearly all
blocks of nearly all files are such. Any other is left to `nkrisk_geo.files.csv_rows`,
which looks at each line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from pyarrow import csv

from nkrisk_geo.files.headers import FIRST_OF_A_TOTAL, is_total

LONGEST_LINE = 1 << 17
"""Characters of a line of such a block: the csv module takes no longer cell, and both
have to say the same."""
_MARK, _END, _RETURN = b'"\n\r'
_FIRST = re.escape("".join(sorted(FIRST_OF_A_TOTAL)))
_TOTALS = f"^(?:[{_FIRST}]|$)"


def cutter(columns: Sequence[str], delimiter: str) -> Callable[[str], pa.Table | None]:
    """What makes a table of text from a block of lines.

    It gives None where one of them has to be looked at by itself.

    Args:
        columns: their names.
        delimiter: between cells.
    """
    # Numbers instead of the names, which may come twice.
    numbers = [str(at) for at, _ in enumerate(columns)]
    # In one piece and by this thread: a block is small.
    size = 1 << 26
    read = csv.ReadOptions(use_threads=False, column_names=numbers, block_size=size)
    parse = csv.ParseOptions(delimiter=delimiter)
    # All is text: Arrow would take postcodes for numbers.
    types = dict.fromkeys(numbers, pa.string())
    texts = csv.ConvertOptions(column_types=types)

    def cut(block: str) -> pa.Table | None:
        if not _is_plain(block):
            return None
        content = block.encode()
        data = np.frombuffer(content, np.uint8)
        if _has_lone_return(data) or not _is_well_quoted(data, ord(delimiter)):
            return None
        try:
            table = csv.read_csv(pa.BufferReader(content), read, parse, texts)
        except pa.ArrowInvalid:  # a row of another length
            return None
        # The last line may have no end.
        lines = np.count_nonzero(data == _END) + (data[-1] != _END)
        if len(table) != lines or _sums_up(table):
            return None
        return table.rename_columns(list(columns))

    return cut


def _is_plain(block: str) -> bool:
    """Has no line anything strange in it?"""
    if not block or "\0" in block or "\ufffd" in block:
        return False
    return not _has_long_line(block)


def _has_long_line(block: str) -> bool:
    """Is a line longer than `LONGEST_LINE`?"""
    start = 0
    while len(block) - start > LONGEST_LINE:
        # The last end within as much as a line may have.
        end = block.rfind("\n", start, start + LONGEST_LINE)
        if end < 0:
            return True
        start = end + 1
    return False


def _has_lone_return(data: NDArray[np.uint8]) -> bool:
    """Does a carriage return stand alone, which ends no line here?"""
    behind = np.flatnonzero(data == _RETURN) + 1
    if len(behind) and behind[-1] == len(data):
        return True
    return bool((data[behind] != _END).any())


def _is_well_quoted(data: NDArray[np.uint8], delimiter: int) -> bool:
    """Does each quotation mark open a cell, close it in the same line, or stand doubled in one?"""
    marks = np.flatnonzero(data == _MARK)
    # Before the end of a line stand as many that open as that close.
    before_ends = np.searchsorted(marks, np.flatnonzero(data == _END))
    if len(marks) % 2 or (before_ends % 2).any():
        return False
    # A doubled one closes and opens again; the block begins and ends as a line does.
    edge = np.array([_END], np.uint8)
    around = np.concatenate([edge, data, edge])
    before, behind = around[marks[::2]], around[marks[1::2] + 2]
    opening = (before == delimiter) | (before == _END) | (before == _MARK)
    closing = (behind == delimiter) | (behind == _END) | (behind == _MARK)
    return bool(opening.all() and (closing | (behind == _RETURN)).all())


def _sums_up(table: pa.Table) -> bool:
    """Is a row one that sums others up?"""
    if table.num_columns < 2:
        return False
    # Few rows begin as a total does, and only these are looked at one by one.
    may = pc.match_substring_regex(table.column(0), _TOTALS)
    columns = [column.to_pylist() for column in table.filter(may).columns]
    rows = zip(*columns, strict=True)
    return any(map(is_total, rows))
