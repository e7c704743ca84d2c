"""Tables on a terminal, where a Chinese character is two columns wide."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from nkrisk_geo.cli.terminal import escape, say

WIDEST = 44
_CHARACTERS_A_COLUMN = 8
"""Characters of a text that are looked at for each column: marks take none, and blanks
in a row one."""


def show_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows under a header, columns aligned, long cells cut."""
    shown = [[*map(_shorten, row)] for row in rows]
    table = [header, *shown]
    columns = zip(*table, strict=True)
    widths = [max(map(width, column)) for column in columns]

    for row in table:
        # `str.ljust` counts characters, and a Chinese one takes two columns.
        cells = [
            cell + " " * (space - width(cell))
            for cell, space in zip(row, widths, strict=True)
        ]
        say("  ".join(cells).rstrip())


def _shorten(cell: str) -> str:
    """A cell in one line."""
    line = " ".join(cell.split())
    return shorten(escape(line), WIDEST)


def width(text: str) -> int:
    """Columns that a text takes on a terminal.

    >>> width("Dandong"), width("丹东")
    (7, 4)
    """
    return sum(map(_columns, text))


def shorten(text: str, columns: int) -> str:
    r"""A text of at most so many columns, on one line.

    Of a long one only the beginning is looked at.

    >>> shorten("丹东市\n振兴区", 9), shorten("Dandong " * 100_000, 9)
    ('丹东市 …', 'Dandong …')
    """
    text = text.strip()
    most = columns * _CHARACTERS_A_COLUMN
    head = " ".join(text[:most].split())
    is_whole = len(text) <= most
    # Columns, and characters before which there is room for the sign of a cut.
    taken = room = 0
    for at, char in enumerate(head):
        taken += _columns(char)
        if taken < columns:
            room = at + 1
        if taken > columns:
            return head[:room] + "…"
    return head if is_whole else head[:room] + "…"


def _columns(char: str) -> int:
    # It stands over the character before it.
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
