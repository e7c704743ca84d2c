"""A parser of commands, whose functions are imported when needed; mistakes are one line."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from nkrisk_geo.model.errors import InputError
from nkrisk_geo.model.suggestions import nearest


class CommandParser(argparse.ArgumentParser):
    """Says in one line what is wrong."""

    def error(self, message: str) -> NoReturn:
        """End with the message, and where help is."""
        raise InputError(f"{message} (see {self.prog} --help)")

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """As ever, but a command says itself what it does not know, with what may be meant."""
        # Else the parser above would complain, which knows nothing of these options.
        found, unknown = super().parse_known_args(args, namespace)
        if unknown:
            self.error(
                f"unrecognized arguments: {' '.join(unknown)}{self._meant(unknown)}"
            )
        if getattr(found, "version", False):
            found.run = _run_of("versions:show")
        elif getattr(found, "run", None) is None and "version" in found:
            self._help_instead(args)
            self.error("the following arguments are required: COMMAND")
        return found, unknown

    def _help_instead(self, args: Sequence[str] | None) -> None:
        """Where nothing was typed, the help.

        Not as data, and not as success, for a script may have lost its command.
        """
        typed = sys.argv[1:] if args is None else args
        if not typed:
            self.print_help(sys.stderr)
            self.exit(2)

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """As ever, in few words.

        A wrong command or word of a list is answered with the nearest right one.
        """
        if action.choices is not None and value not in action.choices:
            known = [*map(str, action.choices)]
            near = nearest(str(value), known, least=60)
            there = f"there are {', '.join(known)}"
            meant = there if near is None else f"did you mean {near}?"
            raise argparse.ArgumentError(action, f"there is no {value!r}; {meant}")

    def _meant(self, unknown: Sequence[str]) -> str:
        """The option that is most like the first one that is not known."""
        options = [each for each in unknown if each.startswith("-")]
        # Without the value in `--option=value`.
        option = "".join(options[:1]).partition("=")[0]
        near = nearest(option, self._option_string_actions, least=60)
        return "" if near is None else f"; did you mean {near}?"


def add_command(
    commands: Any, name: str, home: str, what: str
) -> argparse.ArgumentParser:
    """A command, run by a function `module:name` of this package, imported when needed."""
    made: argparse.ArgumentParser = commands.add_parser(
        name, help=what, description=f"{what[0].upper()}{what[1:]}."
    )
    made.set_defaults(run=_run_of(home))
    return made


def _run_of(home: str) -> Callable[[argparse.Namespace], int]:
    """What imports the function and calls it."""
    module, _, function = home.partition(":")

    def run(arguments: argparse.Namespace) -> int:
        loaded = importlib.import_module(f"{__package__}.{module}")
        work: Callable[[argparse.Namespace], int] = getattr(loaded, function)
        return work(arguments)

    return run
