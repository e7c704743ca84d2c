"""The engine compiled with the sanitizers of the machine's compiler, and what has to be loaded with it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
ENGINE = HERE.parent / "src" / "engine"
STRICT = "-Wall -Wextra -Werror -Wconversion -g -O1 -fno-omit-frame-pointer".split()
MEMORY = (
    "-fsanitize=address,undefined,float-cast-overflow -fno-sanitize-recover=all".split()
)
"""The last is not among the undefined behaviour that compilers look for unasked."""
THREADS = ["-fsanitize=thread"]
SHARED = "-std=c11 -fPIC -fvisibility=hidden -shared".split()
PROBE = '__attribute__((visibility("default"))) int probe(int of); int probe(int of) { return of + 1; }\n'


def sources(*, apart: bool) -> list[str]:
    """The engine's; with the memory of a call in one block, or in pieces of which the sanitizer sees where each ends."""
    found = [
        path
        for path in sorted(ENGINE.glob("*.c"))
        if not apart or path.name != "work.c"
    ]
    return [str(path) for path in (*found, *([HERE / "apart.c"] if apart else []))]


def compiler(
    names: Sequence[str], flags: Sequence[str], folder: Path, probe: str = PROBE
) -> str | None:
    """The first of some compilers that is here and bears some flags, by a small program.

    None on other systems than Linux, where no libraries are loaded before all others.
    """
    if not sys.platform.startswith("linux"):
        return None
    for name in filter(shutil.which, names):
        command = [name, *STRICT, *flags, "-x", "c", "-", "-o", str(folder / "probe")]
        if not subprocess.run(
            command, input=probe.encode(), check=False, capture_output=True, cwd=folder
        ).returncode:
            return name
    return None


def build(command: Sequence[str], program: Path) -> None:
    """Compile something; a warning is an error.

    Raises:
        CalledProcessError: the compiler refused, and said why.
    """
    whole = [
        command[0],
        *STRICT,
        *command[1:],
        f"-I{ENGINE}",
        "-o",
        str(program),
        "-lm",
    ]
    subprocess.run(whole, check=True, cwd=HERE)


def library(
    program: Path, sanitizers: Sequence[str], names: Sequence[str], *, apart: bool
) -> str | None:
    """Compile the engine as a library: what has to be loaded before Python, None where that cannot be done."""
    flags = [*SHARED, *sanitizers]
    found = compiler(("gcc", "cc"), flags, program.parent)
    if found is None:
        return None
    asked = [
        subprocess.run(
            [found, f"-print-file-name={name}"],
            check=True,
            capture_output=True,
            encoding="utf-8",
        )
        for name in names
    ]
    paths = [each.stdout.strip() for each in asked]
    if not all(map(os.path.isabs, paths)):
        return None
    build([found, *flags, *sources(apart=apart)], program)
    return " ".join(paths)
