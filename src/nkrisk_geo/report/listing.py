"""Tables of the page. Everything that came from the file is escaped here.

A *listing* can be sorted, filtered and saved by the program in the page; its markup is a plain
table that says all of it where no program runs. A *bar table* shows counts, each with a bar that is
as wide as its share on any screen and on paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from markupsafe import Markup, escape


class NumberCell(NamedTuple):
    """A number: how it is shown, and what it is sorted and saved by (None where there is none)."""

    shown: str
    value: float | None


Cell = str | NumberCell


class Head(NamedTuple):
    """The head of a column, and what it holds.

    Attributes:
        kind: "n" for numbers, "k" for what a row is known by, "w" for long texts, "t" for others.
    """

    words: str
    kind: str = "t"


@dataclass(frozen=True, slots=True)
class Listing:
    """A table that people work with.

    Attributes:
        name: of the file that is saved, and of its place in the page.
        caption: what it shows.
        heads, rows: of its columns; its cells.
    """

    name: str
    caption: str
    heads: Sequence[Head]
    rows: Sequence[Sequence[Cell]]

    def html(self) -> str:
        """The table."""
        head = "".join(
            f"<th scope=col class={each.kind}>{escape(each.words)}</th>"
            for each in self.heads
        )
        body = "".join(f"<tr>{self._row(row)}</tr>" for row in self.rows)
        return (
            f'<div class=listing id="list-{self.name}" data-name="{self.name}">'
            + _framed(
                self.caption,
                f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>",
                "list",
            )
            + "</div>"
        )

    def _row(self, row: Sequence[Cell]) -> str:
        return "".join(
            _cell(cell, head) for cell, head in zip(row, self.heads, strict=True)
        )

    def style(self) -> str:
        """What says on a narrow screen, where each row is a card, which column a cell is of."""
        rules = (
            f"#list-{self.name} td:nth-child({at}):not(:empty)::before"
            f'{{content:"{_quoted(head.words)}"}}'
            for at, head in enumerate(self.heads, start=1)
        )
        return f"@media(max-width:40rem){{{''.join(rules)}}}"


def bar_table(
    caption: str,
    heads: Sequence[str],
    rows: Iterable[tuple[str, Sequence[int]]],
    whole: int,
) -> str:
    """Counts under one or several heads, each with its share of the whole as a bar."""
    head = f"<th scope=col>{escape(heads[0])}</th>" + "".join(
        Markup(
            "<th scope=col class=n>{}</th><th class=b aria-hidden=true></th>"
        ).format(each)
        for each in heads[1:]
    )
    body = "".join(
        f"<tr><th scope=row class=t>{escape(name)}</th>"
        f"{''.join(_counted(count, whole) for count in counts)}</tr>"
        for name, counts in rows
    )
    return _framed(
        caption, f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>", "bars"
    )


def fact_table(
    caption: str, heads: Sequence[str], rows: Iterable[tuple[str, str]]
) -> str:
    """Names and values."""
    head = "".join(f"<th scope=col>{escape(each)}</th>" for each in heads)
    body = "".join(
        Markup(
            "<tr><th scope=row class=t>{}</th><td class=t><code>{}</code></td></tr>"
        ).format(name, one_line(value))
        for name, value in rows
    )
    return _framed(
        caption, f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>", "facts"
    )


def one_line(value: Any) -> str:
    """A value as text on one line."""
    return "" if value is None else " ".join(str(value).split())


def share(part: float) -> str:
    """A share of all rows: nearly all is not all."""
    return "100%" if part == 1 else f"{min(part, 0.999):.1%}"


def _counted(count: int, whole: int) -> str:
    part = count / max(1, whole)
    # The bar is of its cell and not of the screen, so that twice as wide is twice as many.
    bar = f'<span class=bar style="width:{100 * part:.2f}%"></span>' if count else ""
    return (
        f"<td class=n>{count:,} <span class=quiet>{share(part)}</span></td>"
        f"<td class=b aria-hidden=true>{bar}</td>"
    )


def _cell(cell: Cell, head: Head) -> str:
    if isinstance(cell, str):
        kind = "t" if head.kind == "t" else f'"t {head.kind}"'
        return f"<td class={kind}>{escape(cell)}</td>"
    # Shown as people write it, sorted as it is.
    value = "" if cell.value is None else f' data-v="{cell.value:.10g}"'
    return f"<td class=n{value}>{escape(cell.shown)}</td>"


def _framed(caption: str, content: str, kind: str) -> str:
    """A table in a frame that scrolls by itself where it is too wide, also with the keys."""
    told = escape(caption)
    return (
        f'<div class=scroll tabindex=0 role=region aria-label="{told}">'
        f"<table class={kind}><caption>{told}</caption>{content}</table></div>"
    )


def _quoted(words: str) -> str:
    """Words in a string of a style sheet."""
    # A column may have any name, so all but letters and digits is told by its code.
    return "".join(char if char.isalnum() else f"\\{ord(char):x} " for char in words)
