"""What is built, put into empty environments and asked there: wheel and source, by each Python, with new and old dependencies.

An installation may use the network, to fetch what is required. What is asked afterwards has none, no variables of the
environment, no home, no compiler, and stands in another folder.
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import tomli
from packaging.requirements import Requirement

from release.checkout import ROOT, CommandError, output
from release.interpreters import Interpreter

SCRIPTS = "Scripts" if os.name == "nt" else "bin"
MOST_SECONDS = 60
"""For installing the wheel and the first answer; more is told, and no fault, since it depends on the network."""
FIRST_ANSWER = (
    "import nkrisk_geo; assert nkrisk_geo.resolve('DANDONG').place.adcode == '210600'"
)


class Trial(NamedTuple):
    """What is to be tried: a Python, what is installed, with which compiler (if any), and with the oldest dependencies?"""

    interpreter: Interpreter
    artefact: Path
    how: str
    compiler: bool = True
    oldest: bool = False

    @property
    def timed(self) -> bool:
        """Does it count how long it takes? It does for what people install."""
        return self.how == "wheel" and not self.oldest


class Outcome(NamedTuple):
    """What came of it: seconds to install, seconds to the first answer, what was wrong."""

    trial: Trial
    installing: float
    answering: float
    complaint: str = ""

    @property
    def slow(self) -> bool:
        """Did it take longer than anybody likes to wait?"""
        return self.trial.timed and self.installing + self.answering > MOST_SECONDS


def tried(trial: Trial, folder: Path) -> Outcome:
    """Install in a new environment in a folder, ask, and remove it."""
    environment = folder / "environment"
    installing = answering = 0.0
    try:
        output(
            [
                trial.interpreter.program,
                "-m",
                "venv",
                "--without-pip",
                str(environment),
            ],
            folder,
        )
        begun = time.monotonic()
        _install(trial, environment, folder)
        installing = time.monotonic() - begun
        begun = time.monotonic()
        _ask(environment, folder, "-c", FIRST_ANSWER)
        answering = time.monotonic() - begun
        _ask(environment, folder, str(ROOT / "tests" / "wheel_check.py"))
    except CommandError as error:
        return Outcome(trial, installing, answering, str(error))
    finally:
        shutil.rmtree(environment, ignore_errors=True)
    return Outcome(trial, installing, answering)


def python_of(environment: Path) -> str:
    """The interpreter of an environment."""
    return str(environment / SCRIPTS / ("python.exe" if os.name == "nt" else "python"))


def _install(trial: Trial, environment: Path, folder: Path) -> None:
    constraints = folder / "constraints.txt"
    constraints.write_text(
        "".join(f"{line}\n" for line in floors()) if trial.oldest else "",
        encoding="utf-8",
    )
    surroundings = dict(os.environ)
    for name in ("CC", "CFLAGS", "NKRISK_GEO_TARGET", "PYTHONPATH", "PYTHONHOME"):
        surroundings.pop(name, None)
    if not trial.compiler:
        surroundings["PATH"] = str(environment / SCRIPTS)
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        python_of(environment),
        "--no-input",
        "--quiet",
    ]
    # Compiling the modules of all dependencies is half of the work; what is timed does it, as anybody does.
    more = [] if trial.timed else ["--no-compile"]
    command = [
        *pip,
        "install",
        *more,
        "--constraint",
        str(constraints),
        str(trial.artefact),
    ]
    output(command, folder, surroundings)


def _ask(environment: Path, folder: Path, *arguments: str) -> None:
    output(
        [*without_network(), python_of(environment), "-I", "-X", "utf8", *arguments],
        folder,
        _nothing(),
    )


def _nothing() -> Mapping[str, str]:
    """No variables, but those without which Windows starts no program."""
    return {
        name: os.environ[name]
        for name in ("SYSTEMROOT", "TEMP")
        if name in os.environ and os.name == "nt"
    }


@functools.cache
def without_network() -> tuple[str, ...]:
    """What stands before a command that shall have no network; empty where the system has no such thing, or does not allow it."""
    unshare = shutil.which("unshare")
    for command in (
        ((unshare, "--net"), (unshare, "--map-root-user", "--net")) if unshare else ()
    ):
        if not subprocess.run(
            [*command, "true"], check=False, capture_output=True
        ).returncode:
            return tuple(map(str, command))
    return ()


def floors() -> list[str]:
    """The oldest version of each requirement that pyproject.toml allows, as constraints."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        required = map(Requirement, tomli.load(file)["project"]["dependencies"])
    return [
        f"{each.name}=={specifier.version}"
        + (f"; {each.marker}" if each.marker else "")
        for each in required
        for specifier in each.specifier
        if specifier.operator == ">="
    ]
