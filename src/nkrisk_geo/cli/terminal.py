r"""What people read on a terminal.

No character of others moves the cursor, names the window or turns the line round.
Cells, names of columns and files, and ids of zones come from others, and a terminal
obeys what it is sent. So whatever is printed for people goes through here. What is
printed for programs (tables, JSON, search terms) stays as it is.

>>> escape("Dandong\x1b]0;gone\x07"), escape("abc\u202ecba"), escape("丹东\t市")
('Dandong\\x1b]0;gone\\x07', 'abc\\u202ecba', '丹东\t市')
"""

from __future__ import annotations

import sys
import unicodedata

LONGEST, BEHIND = 1_000, 250
"""Characters of a message that are shown, and how many of them are its end: what to do
is said there."""


def escape(text: str) -> str:
    """The text on one line, with an escape for each character that commands or is not seen."""
    if text.isprintable():
        return text
    return "".join(map(_visible, text))


def _visible(char: str) -> str:
    # Blanks of other widths are in Chinese names, and harm nobody.
    is_blank = char == "\t" or unicodedata.category(char) == "Zs"
    if is_blank or char.isprintable():
        return char
    return char.encode("unicode_escape").decode("ascii")


def abbreviate(text: str) -> str:
    """The beginning and the end of a message that would fill the screen.

    >>> len(abbreviate("x" * 70_000)), abbreviate("no column 'a'")
    (1000, "no column 'a'")
    """
    if len(text) <= LONGEST:
        return text
    return f"{text[: LONGEST - BEHIND - 3]} … {text[-BEHIND:]}"


def say(*lines: str) -> None:
    """Lines on standard output."""
    sys.stdout.write("".join(f"{escape(line)}\n" for line in lines))


def tell(*lines: str) -> None:
    """Messages on standard error, a line each."""
    sys.stderr.write("".join(f"{abbreviate(escape(line))}\n" for line in lines))
    sys.stderr.flush()
