"""The Pythons at hand: in PATH, and where pyenv and uv keep theirs."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

FIRST, LAST = 10, 20
"""Minor versions that are looked for."""
SAYS = (
    "import sys, sysconfig; print(sys.implementation.name, sys.version_info[1], sys.version.split()[0], "
    "sysconfig.get_config_var('Py_GIL_DISABLED') or 0)"
)
KEPT = (
    Path.home() / ".pyenv" / "versions",
    Path.home() / ".local" / "share" / "uv" / "python",
)


class Interpreter(NamedTuple):
    """A Python: its minor version, whether it is free-threaded, its whole version, its program."""

    minor: int
    free_threaded: bool
    version: str
    program: str

    @property
    def name(self) -> str:
        """As in 3.13.0t."""
        return self.version.rstrip("+") + ("t" if self.free_threaded else "")


def interpreters() -> list[Interpreter]:
    """One of each minor version, the oldest first; what does not start is not at hand."""
    found: dict[tuple[int, bool], Interpreter] = {}
    for program in _programs():
        if each := described(program):
            found.setdefault((each.minor, each.free_threaded), each)
    return [found[key] for key in sorted(found)]


def _programs() -> Iterator[str]:
    names = [
        f"python3.{minor}{kind}" for minor in range(FIRST, LAST) for kind in ("", "t")
    ]
    for name in names:
        for folder in KEPT:
            yield from sorted(map(str, folder.glob(f"*/bin/{name}")), reverse=True)
        if program := shutil.which(name):
            yield program
    yield from filter(None, [shutil.which("python3") or shutil.which("python")])


def described(program: str) -> Interpreter | None:
    """What a program says of itself, None where it is no CPython that starts."""
    try:
        done = subprocess.run(
            [program, "-I", "-c", SAYS],
            check=True,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    implementation, minor, version, free_threaded = done.stdout.split()
    if implementation != "cpython" or int(minor) < FIRST:
        return None
    return Interpreter(
        int(minor), free_threaded == "1", version, os.path.realpath(program)
    )
