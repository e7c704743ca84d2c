"""Tables on a terminal, where a Chinese character is two columns wide."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from nkrisk_geo.cli.terminal import say, visible

WIDEST = 44


def show_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows under a header, columns aligned, long cells cut."""
    table = [header, *([cut(visible(" ".join(cell.split())), WIDEST) for cell in row] for row in rows)]
    widths = [max(map(width, column)) for column in zip(*table, strict=True)]
    for row in table:
        cells = (cell + " " * (space - width(cell)) for cell, space in zip(row, widths, strict=True))
        say("  ".join(cells).rstrip())


def width(text: str) -> int:
    """Columns that a text takes on a terminal.

    >>> width("Dandong"), width("丹东")
    (7, 4)
    """
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def cut(text: str, columns: int) -> str:
    """A text of at most so many columns, on one line."""
    text = " ".join(text.split())
    if width(text) <= columns:
        return text
    while width(text) >= columns:
        text = text[:-1]
    return text + "…"
