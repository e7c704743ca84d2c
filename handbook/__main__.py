"""Makes one thing: `python3 dev.py handbook [MADE]`, the website where nothing is said."""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import handbook
from handbook import (
    columns,
    command_page,
    promised_names,
    recorded_answers,
    screenshots,
    tested_versions,
    vocabulary,
)

ROOT = Path(__file__).resolve().parents[1]


def website() -> None:
    """Builds the website; a warning of mkdocs is an error."""
    build = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
    subprocess.run(build, cwd=ROOT, check=True)


MAKERS: dict[str, Callable[[], None]] = {
    "website": website,
    "command-page": command_page.main,
    "columns": columns.main,
    "screenshots": screenshots.main,
    "promised-names": promised_names.main,
    "recorded-answers": recorded_answers.main,
    "tested-versions": tested_versions.main,
    "vocabulary": vocabulary.main,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="dev.py handbook",
        description=handbook.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "made",
        nargs="?",
        default="website",
        choices=MAKERS,
        help="what is made (website)",
    )
    given = parser.parse_args(arguments)
    try:
        MAKERS[given.made]()
    except subprocess.CalledProcessError as error:
        return int(error.returncode)
    return 0


if __name__ == "__main__":
    sys.exit(main())
