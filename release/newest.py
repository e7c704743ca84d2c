"""The tests with the newest libraries that pyproject.toml allows, of this day, beside the locked ones of `dev.py test`.

    python3 dev.py newest [options of pytest]

What breaks here breaks soon for whoever installs the library. The environment is `.venv-newest`, made anew by each call.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Sequence

from release.environments import Environment, builders

WANTED = ".[zstd,duckdb,polars,sklearn,map,polygons,tests]"


def main(arguments: Sequence[str]) -> int:
    """Makes the environment and runs pytest in it."""
    parser = argparse.ArgumentParser(
        prog="dev.py newest",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _, pytest = parser.parse_known_args(arguments)
    # The project is put in twice: with what it requires, and then as it stands in the repository.
    environment = Environment("newest", (*builders(), ("--upgrade", WANTED)))
    shutil.rmtree(environment.folder, ignore_errors=True)
    environment.prepare()
    environment.run("-m", "pip", "list", "--disable-pip-version-check")
    return environment.run("-m", "pytest", *pytest)
