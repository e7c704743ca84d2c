"""The source distribution, looked at as a file: what the tests need is in it, and nothing that git does not know."""

from __future__ import annotations

import fnmatch
import tarfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import tomli

from release.checkout import ROOT, Source

ALWAYS = (".gitignore", "pyproject.toml", "README.md", "LICENSE", "DATA_LICENSES.md")
MADE = "PKG-INFO"


class SourceArchive(NamedTuple):
    """A source distribution that was read: its file, its members by the path in the project, and what the archive says."""

    path: Path
    members: Mapping[str, bytes]
    entries: tuple[tarfile.TarInfo, ...]

    @classmethod
    def read(cls, path: Path) -> SourceArchive:
        """Read all of it."""
        with tarfile.open(path) as archive:
            entries = tuple(archive.getmembers())
            files = [entry for entry in entries if entry.isfile()]
            opened = {entry.name: archive.extractfile(entry) for entry in files}
            members = {
                name.partition("/")[2]: file.read()
                for name, file in opened.items()
                if file is not None
            }
            return cls(path, members, entries)


def complaints_of_source(
    archive: SourceArchive, source: Source, version: str
) -> Iterator[str]:
    """What is wrong with it, line by line."""
    folder = f"nkrisk_geo-{version}"
    if archive.path.name != f"{folder}.tar.gz":
        yield f"it is named {archive.path.name}, expected {folder}.tar.gz"
    if any(
        not entry.isfile() or not entry.name.startswith(f"{folder}/")
        for entry in archive.entries
    ):
        yield f"something in it is no file of {folder}/"
    wanted = {name for name in source.files if _is_wanted(name)}
    for name in sorted(wanted - {*archive.members})[:5]:
        yield f"{name} is missing"
    for name in sorted({*archive.members} - wanted - {MADE})[:5]:
        yield f"{name} does not belong there"
    for name in sorted(wanted & {*archive.members}):
        if archive.members[name] != (ROOT / name).read_bytes():
            yield f"{name} is not as it is in the source"
    yield from _of_entries(archive, source)


def _is_wanted(name: str) -> bool:
    """What pyproject.toml asks for: folders, files, and patterns of files in the first folder."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        included = tomli.load(file)["tool"]["hatch"]["build"]["targets"]["sdist"][
            "include"
        ]
    patterns = [pattern.removeprefix("/") for pattern in included]
    return name in ALWAYS or any(
        name.startswith(f"{pattern}/")
        or ("/" not in name and fnmatch.fnmatch(name, pattern))
        for pattern in patterns
    )


def _of_entries(archive: SourceArchive, source: Source) -> Iterator[str]:
    """Owner, time and permissions say nothing of the machine."""
    if any(
        (entry.uid, entry.gid, entry.uname, entry.gname) != (0, 0, "", "")
        for entry in archive.entries
    ):
        yield "a file in it has an owner"
    if any(entry.mtime != source.seconds for entry in archive.entries):
        yield "a file in it has another time than the commit"
    if not {entry.mode for entry in archive.entries} <= {0o644, 0o755}:
        yield "a file in it has the permissions of the machine"
