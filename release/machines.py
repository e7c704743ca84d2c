"""The library on machines that this one is not: opened by the loader of each, and asked what some texts mean.

`question.c` is a program in C that does what Python does. Zig compiles it for the machine of the library; the system's loader
runs it, or qemu or wine, as Debian packs them. Its answers have to be those of Python here. What cannot be run here is said,
with what would be needed.
"""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from build_engine import SOURCES, TARGETS, chosen
from hostile.fuzzers import write_tables

import nkrisk_geo
from nkrisk_geo.engine.core import ABI
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from release.checkout import CommandError, output

QUESTION = Path(__file__).with_name("question.c")
TEXTS = (
    "NO.9 JILIN ROAD, LANGTOU TOWN, ZHENXING DISTRICT, DANDONG 118000",
    "辽宁省丹东市振兴区",
    "118300 CHINA",
    "단둥시",
    "HUN CHUN SHI, JI LIN SHENG",
)
PLAIN = {"WINEDEBUG": "-all", "WINEDLLOVERRIDES": "mscoree,mshtml="}
"""Wine: no reports, and no question whether to fetch further parts."""


class Way(NamedTuple):
    """How a program for a machine is run here: what stands before its name, and what is missing where it cannot be."""

    before: tuple[str, ...] = ()
    missing: str = ""


def way_to(target: str) -> Way:
    """How a program for a target is run on this machine."""
    if target == own_target():
        return Way()
    if target.startswith("macos"):
        return Way(missing="only macOS runs it")
    if target == "windows-arm64":
        return Way(missing="only Windows on ARM runs it")
    if not sys.platform.startswith("linux") or platform.machine() != "x86_64":
        return Way(missing="this command knows how only on Linux, x86_64")
    ways = {
        "windows-amd64": (("wine",), "", "wine, wine64"),
        "linux-x86_64": ((), "/lib64/ld-linux-x86-64.so.2", "libc6"),
        "musl-x86_64": ((), "/lib/ld-musl-x86_64.so.1", "musl"),
        "musl-aarch64": (
            ("qemu-aarch64",),
            "/lib/ld-musl-aarch64.so.1",
            "qemu-user, musl:arm64",
        ),
        "linux-aarch64": (
            ("qemu-aarch64", "-L", "/usr/aarch64-linux-gnu"),
            "/usr/aarch64-linux-gnu/lib/ld-linux-aarch64.so.1",
            "qemu-user, libc6-arm64-cross",
        ),
    }
    before, loader, packages = ways[target]
    if (before and not shutil.which(before[0])) or (
        loader and not Path(loader).exists()
    ):
        return Way(missing=f"Debian's {packages} would run it")
    return Way(before)


def own_target() -> str:
    """The target that this machine is, empty where it is none."""
    try:
        return chosen()
    except RuntimeError:
        return ""


class Questions:
    """Texts with their answers, and the tables that a library needs to give them.

    Args:
        folder: where programs and tables are put.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._answers = _answers()
        folder.mkdir()
        write_tables(folder / "tables")
        (folder / "texts").write_bytes("".join(f"{text}\n" for text in TEXTS).encode())

    def complaint(self, target: str, library: bytes) -> str:
        """Ask a library: what was wrong with its answers, empty when they were right."""
        folder, way = self._folder / target, way_to(target)
        folder.mkdir()
        (folder / TARGETS[target].library).write_bytes(library)
        try:
            program = self._compiled(target, folder)
            name = f"./{TARGETS[target].library}"
            command = [*way.before, program, name, "../tables", "../texts"]
            said = output(command, folder, _surroundings(folder)).splitlines()
        except CommandError as error:
            return str(error)
        finally:
            if way.before[:1] == ("wine",) and shutil.which("wineserver"):
                output(["wineserver", "-w"], folder, _surroundings(folder))
        if said != self._answers:
            return f"it answers {said}, not {self._answers}"
        return ""

    def _compiled(self, target: str, folder: Path) -> str:
        name = "question.exe" if target.startswith("windows") else "question"
        flags = ["-dynamic", "-std=gnu11", "-O3", "-s", f"-I{SOURCES}"]
        zig = [
            sys.executable,
            "-m",
            "ziglang",
            "cc",
            "-target",
            TARGETS[target].zig,
            *flags,
        ]
        output(
            [
                *zig,
                "-o",
                name,
                str(QUESTION),
                *([] if name.endswith(".exe") else ["-ldl"]),
            ],
            folder,
        )
        return f"./{name}"


def _surroundings(folder: Path) -> Mapping[str, str]:
    return {
        **os.environ,
        **PLAIN,
        "WINEPREFIX": str(folder / "wine"),
        "HOME": str(folder),
    }


def _answers() -> list[str]:
    """What `question.c` has to print: by the library of this machine, through Python."""
    codes = Gazetteer.default().codes
    numbers = {code: number for number, code in enumerate(codes)}
    said = [f"{ABI:016x}"]
    for text in TEXTS:
        answer = nkrisk_geo.resolve(text)
        if answer.place is None or answer.border is None:
            raise AssertionError(f"{text} has no answer here")
        place = numbers[answer.place.code]
        said.append(f"0 {place} {answer.confidence:.4f} {answer.border.km:.2f}")
    return said
