"""`nkrisk-geo --version`, and with `--verbose` all that a report of a fault should say.

That is the data, the compiled engine, the Python, the machine, and each library: which
version is here, and which one the tests of this version passed with. That list is
`tested_with.txt`, and `python -m handbook.tested_versions` writes it anew in an
environment whose tests have passed. A library of a later major version than the tested
one is warned of, here and by `enrich`; it mostly does as well, so nothing is refused,
and whoever only imports the library hears nothing.
"""

from __future__ import annotations

import platform
import re
from argparse import Namespace
from importlib import metadata
from importlib.resources import files

from nkrisk_geo.cli.terminal import say, tell
from nkrisk_geo.cli.terminal_table import show_table
from nkrisk_geo.model.version import __version__

NO_LIBRARIES = ("gazetteer", "Python")
"""Lines of the list that are no library."""


def show(arguments: Namespace) -> int:
    """Print the version, and what it was tested with if that is asked for."""
    say(f"nkrisk-geo {__version__}")
    if arguments.verbose:
        machine = f"{platform.python_implementation()}, {platform.machine()}, {platform.platform()}"
        say(
            _gazetteer(),
            _engine(),
            f"Python {platform.python_version()}, {machine}",
            "",
        )
        # In a report of a fault the first question is what is other here than where the
        # tests passed.
        show_table(("library", "tested with", "installed"), _rows())
        warn_of_later_majors()
    return 0


def warn_of_later_majors() -> None:
    """One line on standard error, if a library is of a later major version than the tested."""
    later = later_majors()
    if later:
        told = [f"{name} {here} (tested with {tested})" for name, tested, here in later]
        named = ", ".join(told)
        tell(
            f"nkrisk-geo: not tested with {named}; if something is odd, try the tested "
            "version"
        )


def later_majors() -> list[tuple[str, str, str]]:
    """Libraries whose major version is later here than where the tests passed.

    Name, tested version, the one here.
    """
    found = []
    for name, tested, here in _rows():
        # One that is not here, or was not there, is no later one.
        if "-" in (tested, here):
            continue
        if _major(here) > _major(tested):
            found.append((name, tested, here))
    return found


def _rows() -> list[tuple[str, str, str]]:
    """Each library with the version it was tested with, and the one here."""
    tested = tested_with()
    return [
        (name, version, installed_version(name)) for name, version in tested.items()
    ]


def tested_with() -> dict[str, str]:
    """Versions of the libraries with which the tests of this version passed, by name."""
    found = tested_versions()
    for name in NO_LIBRARIES:
        found.pop(name, None)
    return found


def tested_versions() -> dict[str, str]:
    """The list as it is shipped: the gazetteer with its day, the Python, the libraries."""
    path = files("nkrisk_geo") / "tested_with.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    parts = (line.partition(" ") for line in lines)
    return {name: version for name, _, version in parts}


def installed_version(name: str) -> str:
    """The version that is installed, `-` for none."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "-"


def _major(version: str) -> int:
    """The first number of a version.

    >>> _major("26.0.1"), _major("unknown")
    (26, 0)
    """
    found = re.match(r"\d+", version)
    return int(found[0]) if found else 0


def _gazetteer() -> str:
    """The data: version, the day of its register of divisions, and their checksum."""
    from nkrisk_geo.gazetteer.gazetteer import Gazetteer

    data = Gazetteer.default()
    version = data.version
    known, _, day = tested_versions().get("gazetteer", "").partition(" ")
    dated = f", divisions of {day}" if known == version else ""
    return f"gazetteer {version}{dated}, sha256 {data.sha256}"


def _engine() -> str:
    """The compiled engine: which layout of tables it takes, or why it cannot be used."""
    from nkrisk_geo.engine.core import ABI
    from nkrisk_geo.native.library import library

    try:
        own = library().nk_engine_abi()
    except ImportError as error:
        return f"engine: {error}"
    # A library that was built for another layout loads, and would read nonsense.
    other = "" if own == ABI else f", and the library is for {ABI:x}"
    return f"engine ABI {own:x}{other}"
