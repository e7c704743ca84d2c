"""Compiles `src/engine` when the package is built: one shared library of plain C, without Python's headers, for any Python 3.

    python build_engine.py                  for this machine, into the source tree, if it is not there or older than its sources
    NKRISK_GEO_TARGET=macos-arm64 python -m build --wheel      a wheel for another machine (`TARGETS`)

For this machine the compiler is the one that `CC` names, else the machine's own; `CFLAGS` are added. For another one, or where
there is no compiler, it is Zig's, which pip installs like any other package and which compiles for every machine on any machine.
"""

from __future__ import annotations

import os
import platform
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent
SOURCES = ROOT / "src" / "engine"
PACKAGE = ROOT / "src" / "nkrisk_geo"
CHOSEN = "NKRISK_GEO_TARGET"
FLAGS = tuple(
    "-std=c11 -Wall -Wextra -Wconversion -fPIC -fvisibility=hidden -shared".split()
)
COMPILERS = ("cc", "gcc", "clang")
ZIG = "ziglang>=0.17.1,<0.18"
"""Versions that were tried."""
FAST = ("-O3", "-s", "-fstack-protector-strong", "-D_FORTIFY_SOURCE=2")
"""Quick, and a write beyond an array on the stack ends the process: the engine has texts of strangers in its hands."""
CHECKED = ("-O1", "-Werror", "-fsanitize=undefined", "-fsanitize-trap=undefined")
"""What makes a library that stops where C does not say what happens, for tests; with Zig's compiler."""


class Target(NamedTuple):
    """A kind of machine: what Zig calls it, what wheels call it, and the name of a library there."""

    zig: str
    wheel: str
    library: str


TARGETS = {
    "linux-x86_64": Target(
        "x86_64-linux-gnu.2.17",
        "manylinux_2_17_x86_64.manylinux2014_x86_64",
        "libengine.so",
    ),
    "linux-aarch64": Target(
        "aarch64-linux-gnu.2.17",
        "manylinux_2_17_aarch64.manylinux2014_aarch64",
        "libengine.so",
    ),
    "musl-x86_64": Target("x86_64-linux-musl", "musllinux_1_1_x86_64", "libengine.so"),
    "musl-aarch64": Target(
        "aarch64-linux-musl", "musllinux_1_1_aarch64", "libengine.so"
    ),
    "macos-x86_64": Target(
        "x86_64-macos.11.0", "macosx_11_0_x86_64", "libengine.dylib"
    ),
    "macos-arm64": Target("aarch64-macos.11.0", "macosx_11_0_arm64", "libengine.dylib"),
    "windows-amd64": Target("x86_64-windows-gnu", "win_amd64", "libengine.dll"),
    "windows-arm64": Target("aarch64-windows-gnu", "win_arm64", "libengine.dll"),
}


def chosen() -> str:
    """The target that the environment names, else this machine.

    Raises:
        RuntimeError: there is none of that name.
    """
    systems = {
        "linux": "linux" if platform.libc_ver()[0] == "glibc" else "musl",
        "darwin": "macos",
        "win32": "windows",
    }
    here = f"{systems.get(sys.platform, sys.platform)}-{platform.machine().lower()}"
    name = os.environ.get(CHOSEN, here)
    if name not in TARGETS:
        raise RuntimeError(
            f"nkrisk_geo is not compiled for {name!r}; {CHOSEN} may be one of {', '.join(TARGETS)}"
        )
    return name


def own_compiler() -> list[str]:
    """The compiler of this machine, with `CFLAGS`; empty where there is none, or another machine is meant."""
    if CHOSEN in os.environ:
        return []
    named = shlex.split(os.environ.get("CC", ""))
    found = named or [name for name in COMPILERS if shutil.which(name)][:1]
    return [*found, *shlex.split(os.environ.get("CFLAGS", ""))] if found else []


def compiled(name: str, folder: Path, how: Sequence[str] = FAST) -> Path:
    """The library for a target in a folder, compiled unless it is younger than its sources."""
    target = TARGETS[name]
    library = folder / target.library
    sources = sorted(SOURCES.glob("*.[ch]"))
    newest = max(path.stat().st_mtime for path in (*sources, Path(__file__)))
    if not library.exists() or library.stat().st_mtime < newest:
        folder.mkdir(parents=True, exist_ok=True)
        programs = [str(path) for path in sources if path.suffix == ".c"]
        zig = [sys.executable, "-m", "ziglang", "cc", "-target", target.zig]
        compiler = zig if how == CHECKED else own_compiler() or zig
        # It has its own name from the first, and bears no other: it is the same wherever it was compiled.
        with tempfile.TemporaryDirectory(dir=folder) as beside:
            half = Path(beside) / target.library
            command = [
                *compiler,
                *FLAGS,
                *how,
                "-o",
                str(half),
                *programs,
                *linked(target),
            ]
            subprocess.run(command, check=True)
            half.replace(library)
    return library


def linked(target: Target) -> list[str]:
    """What the linker is told besides."""
    if target.library.endswith(".dll"):
        return []
    named = (
        [f"-Wl,-install_name,@rpath/{target.library}"] if "macos" in target.zig else []
    )
    return ["-lm", *named]


class CustomBuildHook(BuildHookInterface[Any]):
    """Puts the library into the wheel, or beside the source where the installation is editable."""

    def dependencies(self) -> list[str]:
        """Zig, where no other compiler is there."""
        return [] if own_compiler() else [ZIG]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, and say for which machines the wheel is."""
        if self.target_name != "wheel":
            return
        name = chosen()
        if version == "editable":
            compiled(name, PACKAGE)
        else:
            library = compiled(name, ROOT / "build" / name)
            build_data["force_include"][str(library)] = f"nkrisk_geo/{library.name}"
        build_data["pure_python"] = False
        # What the machine's own compiler made is for machines like it: of its libraries nothing is promised.
        here = re.sub("[^a-z0-9_]", "_", sysconfig.get_platform().lower())
        build_data["tag"] = (
            f"py3-none-{here if own_compiler() else TARGETS[name].wheel}"
        )


if __name__ == "__main__":
    compiled(chosen(), PACKAGE)
