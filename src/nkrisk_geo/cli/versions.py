"""`nkrisk-geo --version`, and with `--verbose` the libraries that this version was tested with beside those that are here.

A newer library is not warned of: mostly it does as well, and whoever reads a report of a fault sees both. The list,
`tested_with.txt`, is written anew by `python -m handbook.tested_versions` in an environment whose tests have passed.
"""

from __future__ import annotations

import platform
from argparse import Namespace
from importlib import metadata
from importlib.resources import files

from nkrisk_geo import __version__
from nkrisk_geo.cli.terminal import say
from nkrisk_geo.cli.terminal_table import show_table


def show(arguments: Namespace) -> int:
    """Print the version, and what it was tested with if that is asked for."""
    say(f"nkrisk-geo {__version__}")
    if arguments.verbose:
        from nkrisk_geo.gazetteer.gazetteer import Gazetteer

        data = Gazetteer.default()
        say(
            f"gazetteer {data.version}, sha256 {data.sha256}",
            f"Python {platform.python_version()}, {platform.platform()}",
            "",
        )
        # In a report of a fault the first question is what is other here than where the tests passed.
        rows = [(name, version, installed(name)) for name, version in tested_with().items()]
        show_table(("library", "tested with", "installed"), rows)
    return 0


def tested_with() -> dict[str, str]:
    """Versions of the libraries with which the tests of this version passed, by name."""
    listed = (files("nkrisk_geo") / "tested_with.txt").read_text(encoding="utf-8").splitlines()
    return {name: version for name, _, version in (line.partition(" ") for line in listed)}


def installed(name: str) -> str:
    """The version that is installed, `-` for none."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "-"
