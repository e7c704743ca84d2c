"""Values of options: shares, counts, lists of names, what parts cells."""

from __future__ import annotations

import argparse


def share(text: str) -> float:
    """A share as 0.9, 90% or 90."""
    value = float(text.removesuffix("%"))
    is_percent = text.endswith("%") or value > 1
    value = value / 100 if is_percent else value
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"{text} is not a share from 0 to 100%")
    return value


def workers(text: str) -> int:
    """How many processes or threads."""
    number = int(text)
    if not 1 <= number <= 256:
        raise argparse.ArgumentTypeError(f"{text} is not a number from 1 to 256")
    return number


def rows(text: str) -> int:
    """How many rows to show."""
    number = int(text)
    if not 0 <= number <= 1000:
        raise argparse.ArgumentTypeError(f"{text} is not a number from 0 to 1000")
    return number


def row(text: str) -> int:
    """The number of a row, or how many."""
    number = int(text)
    if not 1 <= number <= 1_000_000_000:
        raise argparse.ArgumentTypeError(f"{text} is no number of a row, from 1")
    return number


def names(text: str) -> tuple[str, ...]:
    """Names between commas."""
    found = tuple(name.strip() for name in text.split(","))
    if "" in found or len(set(found)) < len(found):
        raise argparse.ArgumentTypeError(
            f"{text!r} has an empty name, or the same name twice"
        )
    return found


_DELIMITERS = {
    "tab": "\t",
    "\\t": "\t",
    "comma": ",",
    "semicolon": ";",
    "pipe": "|",
    "space": " ",
}


def delimiter(text: str) -> str:
    """One character is that of CSV; several part the cells of a feed, where nothing is quoted."""
    # Shells make it hard to type a tab, so that its name and its escape are taken too.
    named = _DELIMITERS.get(text, text)
    ends_a_line = bool({*named} & {*"\r\n"})
    if not named or named == '"' or ends_a_line:
        raise argparse.ArgumentTypeError(
            f"{text!r} cannot be a delimiter (give tab, comma, semicolon, pipe, or the text itself)"
        )
    return named
