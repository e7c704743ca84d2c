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
MEMORY = "-fsanitize=address,undefined -fno-sanitize-recover=all".split()
THREADS = ["-fsanitize=thread"]
ODD_CASTS = "-fsanitize=float-cast-overflow"
"""Not among the undefined behaviour that compilers look for unasked."""
SHARED = "-std=c11 -fPIC -fvisibility=hidden -shared".split()


def sources(*, apart: bool) -> list[str]:
    """The engine's; with the memory of a call in one block, or in pieces of which the sanitizer sees where each ends."""
    found = [path for path in sorted(ENGINE.glob("*.c")) if not apart or path.name != "work.c"]
    return [str(path) for path in (*found, *([HERE / "apart.c"] if apart else []))]


def compiler(*names: str) -> str | None:
    """The first of some that is here; none on other systems than Linux, where libraries are not loaded first like this."""
    return next(filter(shutil.which, names), None) if sys.platform.startswith("linux") else None


def built(command: Sequence[str], program: Path, *, loud: bool = False) -> bool:
    """Compile something: did it work?"""
    errors = None if loud else subprocess.DEVNULL
    whole = [*command, f"-I{ENGINE}", "-o", str(program)]
    return not subprocess.run(
        [whole[0], *STRICT, *whole[1:], "-lm"], check=False, stderr=errors, cwd=HERE
    ).returncode


def library(program: Path, sanitizers: Sequence[str], names: Sequence[str], *, apart: bool) -> str | None:
    """Compile the engine as a library: what has to be loaded before Python, None where that cannot be done."""
    found = compiler("gcc", "cc")
    if found is None or not built([found, *SHARED, *sanitizers, *sources(apart=apart)], program):
        return None
    loaded = [
        subprocess.run([found, f"-print-file-name={name}"], check=True, capture_output=True, encoding="utf-8")
        for name in names
    ]
    paths = [each.stdout.strip() for each in loaded]
    return " ".join(paths) if all(map(os.path.isabs, paths)) else None
