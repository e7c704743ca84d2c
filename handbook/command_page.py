"""The page about the command line, made from its parser.

    python -m handbook.command_page          writes docs/command-line.md

The tests compare the page with the parser. What argparse itself prints differs from one Python to the next, so the page is
put together from the options.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from nkrisk_geo.cli.option_groups import GROUPS
from nkrisk_geo.cli.options import parser

PAGE = Path(__file__).resolve().parents[1] / "docs" / "command-line.md"

HEAD = """# Command line

<!-- made by `python -m handbook.command_page` -->

`nkrisk-geo COMMAND …`; `python -m nkrisk_geo` is the same. Data go to standard output, everything else to standard error.
How files are read and written: [files](files.md). `nkrisk-geo COMMAND --help` prints the same.

**A zone is geography, never evidence about a person or a firm.**

| exit code | means |
|---|---|
| 0 | done; also when the reader of a pipe went away |
| 1 | something unexpected, such as a full disk |
| 2 | wrong use or unreadable input; nothing was written |
| 3 | rows had to be rejected, or sheets were not read, with `--strict` |
| 4 | fewer rows resolved than `--fail-under` asks for |
| 130 | interrupted; 143 and 129 by SIGTERM and SIGHUP |
"""


def page() -> str:
    """The page as Markdown."""
    return "\n".join(
        [
            HEAD,
            *(line for name, command in commands() for line in section(name, command)),
        ]
    )


def commands() -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """The commands and their parsers, in the order of `--help`."""
    for action in parser()._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield from action.choices.items()


def section(name: str, command: argparse.ArgumentParser) -> Iterator[str]:
    """What the page says of a command."""
    yield f"## {name}\n"
    yield f"{command.description}\n"
    if command.epilog:
        yield f"{command.epilog.capitalize().replace(': ', ': `', 1)}`\n"
    for title, actions in grouped(command):
        if title:
            yield f"**{title.capitalize()}**\n"
        yield "| argument | what |"
        yield "|---|---|"
        for action in actions:
            yield f"| {spelt(action)} | {words(action)} |"
        yield ""


def grouped(
    command: argparse.ArgumentParser,
) -> Iterator[tuple[str, list[argparse.Action]]]:
    """The options in the groups of the help; those that are in none come first, without a title."""
    groups = {
        group.title or "": group._group_actions for group in command._action_groups
    }
    in_groups = {
        id(each) for title, held in groups.items() if title in GROUPS for each in held
    }
    alone = [each for each in command._actions if id(each) not in in_groups]
    for title, actions in {
        "": alone,
        **{title: groups.get(title, []) for title in GROUPS},
    }.items():
        shown = [each for each in actions if not isinstance(each, argparse._HelpAction)]
        if shown:
            yield title, shown


def spelt(action: argparse.Action) -> str:
    """An argument as it is typed."""
    choices = f"{{{','.join(map(str, action.choices))}}}" if action.choices else ""
    value = action.metavar or ("" if action.nargs == 0 else choices)
    if isinstance(value, tuple):
        value = " ".join(value)
    if value and action.nargs in ("*", "?"):
        value = f"[{value} …]" if action.nargs == "*" else f"[{value}]"
    elif value and action.nargs == "+":
        value = f"{value} …"
    elif not value and action.nargs != 0:
        value = action.dest.upper()
    names = ", ".join(action.option_strings)
    return f"`{' '.join(part for part in (names, value) if part)}`"


def words(action: argparse.Action) -> str:
    """What an argument does."""
    text = (action.help or "").replace("%%", "%").replace("|", r"\|")
    is_told = "default" in text or action.default in (
        None,
        False,
        [],
        argparse.SUPPRESS,
    )
    return (
        text
        if is_told or not action.option_strings
        else f"{text} (default {action.default})"
    )


def main() -> None:
    """Writes the page."""
    PAGE.write_text(page(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
