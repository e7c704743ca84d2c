"""Blocks of delimited text that Arrow cuts at once.

Every line is a row there, and every quotation mark is where it belongs. Nearly all
blocks of nearly all files are such. Any other is left to `nkrisk_geo.files.csv_rows`,
which looks at each line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from nkrisk_geo.files.headers import FIRST_OF_A_TOTAL, is_total

LONGEST_LINE = 1 << 17
"""Characters of a line of such a block: the csv module takes no longer cell, and both
have to say the same."""
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
        if not _is_plain(block) or not _is_well_quoted(block, delimiter):
            return None
        content = pa.BufferReader(block.encode())
        try:
            table = csv.read_csv(content, read, parse, texts)
        except pa.ArrowInvalid:  # a row of another length
            return None
        # The last line may have no end.
        lines = block.count("\n") + (not block.endswith("\n"))
        if len(table) != lines or _sums_up(table):
            return None
        return table.rename_columns(list(columns))

    return cut


def _is_plain(block: str) -> bool:
    """Has no line anything strange in it?"""
    if not block or "\0" in block or "\ufffd" in block:
        return False
    # A carriage return alone ends no line here.
    if block.count("\r") != block.count("\r\n"):
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


def _is_well_quoted(whole: str, delimiter: str) -> bool:
    """Does each quotation mark open a cell, close it in the same line, or stand doubled in one?

    Counted and not looked at one by one, which would cost more than the cutting.
    """
    parts = whole.split('"')
    outside = parts[::2]
    inside = "".join(parts[1::2])
    if len(parts) % 2 == 0 or "\n" in inside:
        return False
    marks, joined = len(outside) - 1, '"'.join(outside)
    # Nothing at all outside stands at the ends of the block and between the marks of a doubled one.
    opening = outside[:-1].count("") + sum(
        joined.count(f'{end}"') for end in (delimiter, "\n")
    )
    closing = outside[1:].count("") + sum(
        joined.count(f'"{by}') for by in (delimiter, "\n", "\r")
    )
    return opening == marks == closing


def _sums_up(table: pa.Table) -> bool:
    """Is a row one that sums others up?"""
    if table.num_columns < 2:
        return False
    # Few rows begin as a total does, and only these are looked at one by one.
    may = pc.match_substring_regex(table.column(0), _TOTALS)
    columns = [column.to_pylist() for column in table.filter(may).columns]
    rows = zip(*columns, strict=True)
    return any(map(is_total, rows))
