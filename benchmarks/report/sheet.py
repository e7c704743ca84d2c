"""A table that is printed for reading and written into a page as Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Sheet:
    """A title over the first column, heads over the others, rows of cells, and perhaps a line below."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""

    def text(self) -> str:
        """The first column flush left, the others flush right."""
        lines = [(self.title, *self.heads), *self.rows]
        widths = [
            max(len(line[column]) for line in lines)
            for column in range(len(self.heads) + 1)
        ]
        body = "\n".join(aligned(line, widths) for line in lines)
        return f"{body}\n({self.note})" if self.note else body

    def markdown(self, *, plain: bool = False) -> str:
        """The same for a page; `plain` cells are words, the others numbers and flush right."""
        rule = "|---|" + ("---|" if plain else "---:|") * len(self.heads)
        body = "\n".join(
            [
                "| " + " | ".join((self.title, *self.heads)) + " |",
                rule,
                *map(piped, self.rows),
            ]
        )
        return (
            f"{body}\n\n{self.note[:1].upper()}{self.note[1:]}." if self.note else body
        )


def aligned(cells: Sequence[str], widths: Sequence[int]) -> str:
    """A line of text; what follows the first column stands three blanks apart."""
    first, *others = cells
    return first.ljust(widths[0]) + "".join(
        f"   {cell:>{width}}" for cell, width in zip(others, widths[1:], strict=True)
    )


def piped(cells: Sequence[str]) -> str:
    """A line of Markdown."""
    return "| " + " | ".join(cells) + " |"
