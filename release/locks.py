"""The locks: which versions the checks take, with the hashes of their files, for every machine and every Python from 3.10 on.

    python3 dev.py lock [NAME …]

writes requirements/NAME.lock, or all, with the newest versions that pyproject.toml allows. No lock names an index: whoever
installs says where from. What pip has to build itself (jieba has no wheel) is built by what `build.lock` brings.

    build       what builds the project and what has no wheel
    compiler    the compiler, for machines that have none
    dev         all of `.venv`
    runtime     what an installation of the library brings, for the bill of materials
    engines     Spark, polygons and the tests of them
    demo        what the demo needs
    tools       what writes the locks and the bill of materials
"""

from __future__ import annotations

import argparse
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import dev

from release.environments import Environment, locked
from release.requirements import about, name_of

HEAD = "# Written by `python3 dev.py lock`: the newest versions that pyproject.toml allows, for any machine.\n"
OLDEST_PYTHON = "3.10"
TOOLS = ("cyclonedx-bom>=7,<8", "uv>=0.13,<0.14")
DEMO = ("netaddr", "numpy", "pyarrow")


@dataclass(frozen=True)
class Lock:
    """What a lock is made of: extras of the project (None: not the project), other requirements, the lock it agrees with."""

    name: str
    extras: tuple[str, ...] | None = None
    others: tuple[str, ...] = ()
    beside: str | None = None

    @property
    def path(self) -> Path:
        """Its file."""
        return dev.LOCKS / f"{self.name}.lock"

    def arguments(self) -> list[str]:
        """What is said to `uv pip compile`."""
        given = ["-"] if self.extras is None else ["pyproject.toml"]
        for extra in self.extras or ():
            given += ["--extra", extra]
        if self.beside:
            given += ["--constraint", str(dev.LOCKS / f"{self.beside}.lock")]
        return given


def locks() -> list[Lock]:
    """All locks, each after the one that it agrees with."""
    requires: list[str] = about()["build-system"]["requires"]
    development: list[str] = about()["project"]["optional-dependencies"]["dev"]
    compiler = [each for each in development if name_of(each) == "ziglang"]
    return [
        Lock("dev", ("dev",)),
        Lock(
            "build",
            None,
            (*requires, "editables>=0.5", "setuptools>=78", "wheel>=0.45"),
            "dev",
        ),
        Lock("compiler", None, tuple(compiler), "dev"),
        Lock("runtime", (), (), "dev"),
        Lock("engines", ("tests", "spark", "polygons", "polars", "duckdb"), (), "dev"),
        Lock("demo", None, DEMO, "dev"),
        Lock("tools", None, TOOLS, "dev"),
    ]


def write(lock: Lock, environment: Environment) -> None:
    """Has uv work out a lock anew."""
    how = (
        "--universal", "--generate-hashes", "--no-annotate", "--no-header", "--quiet", "--upgrade", "--no-config",
    )  # fmt: skip
    command = [
        environment.python,
        "-m",
        "uv",
        "pip",
        "compile",
        *how,
        "--python-version",
        OLDEST_PYTHON,
    ]
    done = subprocess.run(
        [*command, *lock.arguments()],
        cwd=dev.ROOT,
        env=dev.surroundings(environment.folder),
        input="\n".join(lock.others).encode(),
        stdout=subprocess.PIPE,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"dev.py: no versions for requirements/{lock.name}.lock")
    text = done.stdout.decode("utf-8").replace("\r\n", "\n")
    lock.path.write_text(HEAD + text, encoding="utf-8", newline="\n")
    dev.say(f"requirements/{lock.name}.lock: {text.count('==')} versions")


def main(arguments: Sequence[str]) -> int:
    """Writes the locks."""
    parser = argparse.ArgumentParser(
        prog="dev.py lock",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="locks to write (all)")
    names = parser.parse_args(arguments).names
    wanted = [lock for lock in locks() if not names or lock.name in names]
    if len(wanted) < len(names):
        parser.error(f"the locks are {', '.join(lock.name for lock in locks())}")
    # The first lock of the tools is made by tools without one.
    steps = locked("tools") if Lock("tools").path.exists() else TOOLS
    environment = Environment("tools", (steps,), project=False, cost="a minute")
    environment.prepare()
    dev.LOCKS.mkdir(exist_ok=True)
    for lock in wanted:
        write(lock, environment)
    return 0
