"""What the library of each target has to be: its machine, the functions that Python calls, and nothing needed but the system."""

from __future__ import annotations

import re
from collections.abc import Iterator

from build_engine import TARGETS

from nkrisk_geo.native.library import FUNCTIONS
from release.libraries import HeaderError, Library, read_library

FORMATS = {"linux": "ELF", "musl": "ELF", "macos": "Mach-O", "windows": "PE"}
SYSTEM = {
    "linux": re.compile(r"lib(c|m)\.so\.6|ld-linux-aarch64\.so\.1"),
    "musl": re.compile(r"libc\.so"),
    "macos": re.compile(r"/usr/lib/libSystem\.B\.dylib"),
    "windows": re.compile(
        r"KERNEL32\.dll|ntdll\.dll|api-ms-win-crt-[a-z]+-l1-1-0\.dll", re.IGNORECASE
    ),
}
"""What every machine of the kind has."""
OF_THE_LINKER = {"_mh_dylib_header", "__dso_handle"}
"""What linkers for macOS offer besides."""
NAMES = {"macos": "@rpath/libengine.dylib", "windows": "libengine.dll"}
FAULTS = {"writable code", "executable stack"}
WINDOWS_TRAITS = {"far addresses", "moved in memory", "no execution of data"}
GLIBC = re.compile(r"GLIBC_([0-9.]+)")


def complaints_of_library(target: str, content: bytes) -> Iterator[str]:
    """What is wrong with the library of a target."""
    try:
        library = read_library(content)
    except HeaderError as error:
        yield f"the library cannot be read: {error}"
        return
    yield from complaints_of_header(target, library)


def complaints_of_header(target: str, library: Library) -> Iterator[str]:
    """The same of what was read."""
    system, machine = target.split("-")
    wanted = (
        FORMATS[system],
        {"amd64": "x86_64", "arm64": "aarch64"}.get(machine, machine),
    )
    if (library.format, library.machine) != wanted:
        yield f"the library is {library.format} for {library.machine}, expected {' for '.join(wanted)}"
        return
    yield from _of_calls(library)
    yield from _of_needs(library, system)
    yield from _of_systems(library, target)
    yield from _of_traits(library, system, machine)


def _of_calls(library: Library) -> Iterator[str]:
    missing = {*FUNCTIONS} - library.exports
    strange = library.exports - {*FUNCTIONS} - OF_THE_LINKER
    if missing:
        yield f"the library has no {', '.join(sorted(missing))}"
    if strange:
        yield f"the library also offers {', '.join(sorted(strange))}"


def _of_needs(library: Library, system: str) -> Iterator[str]:
    strange = {name for name in library.needed if not SYSTEM[system].fullmatch(name)}
    if strange:
        yield f"the library needs {', '.join(sorted(strange))}"
    if library.folders:
        yield f"the library names {', '.join(sorted(library.folders))}"
    if library.name != NAMES.get(system, ""):
        yield f"the library calls itself {library.name!r}"


def _of_systems(library: Library, target: str) -> Iterator[str]:
    """The oldest system that it runs on is that of the wheel's tag."""
    wheel = TARGETS[target].wheel
    if target.startswith("linux"):
        [oldest] = re.findall(r"manylinux_(\d+_\d+)_", wheel)
        limit = _numbers(oldest.replace("_", "."))
        for version in sorted(library.versions):
            found = GLIBC.fullmatch(version)
            if found is None or _numbers(found[1]) > limit:
                yield f"the library needs {version}, the wheel promises {oldest.replace('_', '.')}"
    if target.startswith("macos"):
        [oldest] = re.findall(r"macosx_(\d+_\d+)_", wheel)
        if library.system != oldest.replace("_", "."):
            yield f"the library is for macOS {library.system}, the wheel for {oldest.replace('_', '.')}"


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def _of_traits(library: Library, system: str, machine: str) -> Iterator[str]:
    for fault in sorted(FAULTS & library.traits):
        yield f"the library has {fault}"
    if system == "windows" and not library.traits >= WINDOWS_TRAITS:
        yield f"the library lacks {', '.join(sorted(WINDOWS_TRAITS - library.traits))}"
    if (system, machine) == ("macos", "arm64") and "signed" not in library.traits:
        yield "the library is not signed, and this machine loads no other"
