"""What the library takes on disk, and what each extra adds.

    python3 dev.py sizes [--docs] [--limit MB]

The wheel is built and installed by pip into an empty environment, and then each extra on top of it, alone. Counted are the
bytes of all files below site-packages, those of pip itself left out, in millions. `--docs` puts the table into docs/engines.md;
`--limit` fails where the library without extras takes more.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import dev
from benchmarks.report.pages import put_between

from release.environments import Environment, builders
from release.requirements import about

PAGE = dev.ROOT / "docs" / "engines.md"
LARGE = 10
"""Packages of fewer megabytes are not named."""

EMPTY = Environment("sizes", (), project=False, cost="some minutes")


class Row(NamedTuple):
    """What one installation adds: megabytes, and its largest packages."""

    what: str
    megabytes: int
    largest: str


def contents(environment: Environment) -> dict[str, int]:
    """The bytes of each folder and file directly below site-packages."""
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    done = subprocess.run(
        [environment.python, "-c", where], capture_output=True, text=True, check=True
    )
    found: dict[str, int] = {}
    for entry in Path(done.stdout.strip()).iterdir():
        files = entry.rglob("*") if entry.is_dir() else [entry]
        found[entry.name] = sum(file.stat().st_size for file in files if file.is_file())
    return found


def distributions(environment: Environment) -> set[str]:
    """The names of what pip has installed."""
    listing = [
        environment.python,
        "-m",
        "pip",
        "list",
        "--format=json",
        "--disable-pip-version-check",
    ]
    done = subprocess.run(listing, capture_output=True, text=True, check=True)
    return {each["name"] for each in json.loads(done.stdout)}


def megabytes(count: int) -> int:
    """Bytes in millions."""
    return round(count / 1e6)


def added(what: str, before: dict[str, int], after: dict[str, int]) -> Row:
    """What an installation added.

    >>> added("map", {"pip": 20_000_000}, {"pip": 20_000_000, "pillow.libs": 7_000_000, "matplotlib": 40_400_000, "six.py": 9})
    Row(what='map', megabytes=47, largest='matplotlib 40')
    """
    grown = {name: count - before.get(name, 0) for name, count in after.items()}
    whole: dict[str, int] = {}
    for name, count in grown.items():
        package = name.removesuffix(
            ".libs"
        )  # what a wheel brings of other people's libraries
        whole[package] = whole.get(package, 0) + count
    ranked = sorted(whole.items(), key=lambda each: -each[1])
    named = ", ".join(
        f"{name} {megabytes(count)}" for name, count in ranked if count >= LARGE * 1e6
    )
    return Row(what, megabytes(sum(grown.values())), named)


def wheel(folder: str) -> str:
    """The project as a wheel."""
    tools = Environment("wheel", builders(), project=False, cost="some seconds")
    tools.prepare()
    pip = [tools.python, "-m", "pip", "--quiet", "--disable-pip-version-check", "wheel"]
    how = ("--no-deps", "--no-build-isolation", "--wheel-dir", folder)
    dev.must([*pip, *how, "."], "the wheel could not be built")
    return str(next(Path(folder).glob("*.whl")))


def measure() -> list[Row]:
    """A row for the library and one for each extra, each beside the library alone."""
    extras: dict[str, list[str]] = about()["project"]["optional-dependencies"]
    shutil.rmtree(EMPTY.folder, ignore_errors=True)
    EMPTY.prepare()
    with tempfile.TemporaryDirectory() as folder:
        built = wheel(folder)
        empty = contents(EMPTY)
        dev.install(EMPTY.folder, built)
        alone, core = distributions(EMPTY), contents(EMPTY)
        rows = [added("the library", empty, core)]
        for name, needed in extras.items():
            if name not in ("all", "dev", "tests"):
                dev.install(EMPTY.folder, *needed)
                rows.append(added(f"`{name}`", core, contents(EMPTY)))
                more = sorted(distributions(EMPTY) - alone)
                remove = [
                    EMPTY.python,
                    "-m",
                    "pip",
                    "--quiet",
                    "uninstall",
                    "--yes",
                    *more,
                ]
                dev.must(remove, f"{more} could not be removed")
    shutil.rmtree(EMPTY.folder)
    return rows


def table(rows: Sequence[Row]) -> str:
    """The rows as Markdown."""
    lines = [f"| {row.what} | {row.megabytes:,} | {row.largest} |" for row in rows]
    return "\n".join(
        [
            "| | MB on disk | of that, packages of 10 MB and more |",
            "|---|---:|---|",
            *lines,
        ]
    )


def main(arguments: Sequence[str]) -> int:
    """Measures and prints."""
    parser = argparse.ArgumentParser(
        prog="dev.py sizes",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--docs", action="store_true", help="put the table into docs/engines.md"
    )
    parser.add_argument(
        "--limit", type=int, metavar="MB", help="what the library alone may take"
    )
    options = parser.parse_args(arguments)
    rows = measure()
    print(table(rows))
    if options.docs:
        put_between(PAGE, "sizes", table(rows))
    if options.limit and rows[0].megabytes > options.limit:
        dev.say(f"the library takes {rows[0].megabytes} MB, more than {options.limit}")
        return 1
    return 0
