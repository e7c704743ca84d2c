r"""How much of an input is taken at once.

Everything that is read has a bound, so that no file fills the memory.

>>> import io
>>> text = io.StringIO("ab\n" + "x" * (2 * LONGEST) + "\nc", newline="")
>>> [len(line) for line in lines_of(text)]
[3, 4194305, 1]
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TextIO

from nkrisk_geo.model.errors import InputError

LONGEST = 1 << 22
"""Characters of a line, or of a row of lines: more than any record has, and a tenth of
what a process has to spare."""
BLOCK = 1 << 18
"""Characters that are read at a time."""
SHOWN = 200
"""Characters that are kept of a line that is too long."""
COLUMNS = 4096
"""Columns of a table, and different fields of JSON lines."""
CELLS = 1 << 20
"""Cells of a chunk: wide tables come in fewer rows at a time."""
TOO_LONG = "too-long"
"""The reason for which a row is rejected that is longer than `LONGEST`."""


def lines_of(text: TextIO) -> Iterator[str]:
    """The lines of a text.

    Of one that is too long the beginning, one character longer than `LONGEST`.
    """
    for block in blocks(text):
        yield from split_lines(block)


def split_lines(block: str) -> list[str]:
    """The lines of a block, which keep their ends."""
    return io.StringIO(block, newline="").readlines()


def blocks(text: TextIO) -> Iterator[str]:
    """The same lines, as many at a time as a block of the text has.

    Line by line, reading would cost more than cutting.
    """
    while begun := text.read(BLOCK):
        # A block ends with a line, so that nobody has to put halves together.
        if not begun.endswith("\n"):
            begun += text.readline(LONGEST + 1)
        yield begun if len(begun) <= LONGEST else _shorten(begun, text)


def _shorten(block: str, text: TextIO) -> str:
    """A block of which the last line may be too long."""
    *others, last = split_lines(block)
    if len(last) <= LONGEST:
        return block
    kept = last[: LONGEST + 1]
    # The rest is read and forgotten: what follows is a line of its own.
    while last and last[-1] not in "\r\n":
        last = text.readline(LONGEST)
    return "".join(others) + kept


def rows_at_once(most: int, columns: int) -> int:
    """Rows of a chunk of so many columns, `most` at most."""
    rows = CELLS // max(1, columns)
    return max(1, min(most, rows))


def check_width(columns: int, name: str) -> None:
    """Refuse a table that no person made.

    Raises:
        InputError: it has too many columns.
    """
    if columns > COLUMNS:
        raise InputError(f"{name}: has {columns:,} columns; {COLUMNS:,} are the most")
