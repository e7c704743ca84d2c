"""The compiled files of a gazetteer as they lie in a folder.

Three files hold what is known, one for each licence: `facts`, `cc-by`, `odbl`. In those of
the package `index` holds what follows from the first two for the engine, ready to be mapped
(`nkrisk_geo.gazetteer.compiler`); what follows from the third stands in that itself. Each
file has a checksum of itself and says what it is. Beside them lie checksums that anybody
can compare (`SHA256SUMS`, as `sha256sum` writes them): `nkrisk-geo gazetteer --verify`
does, and so does `Gazetteer.load` where a folder of somebody's own has such a list.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TypeAlias

from nkrisk_geo.gazetteer.datafile import DataFile
from nkrisk_geo.model.errors import GazetteerError

# Paths are no objects of pathlib, which costs a process as much as the files themselves.
Folder: TypeAlias = "str | os.PathLike[str]"
BUCKETS = ("facts", "cc-by", "odbl")
"""What is known, a file for each licence; the last one may be absent."""
INDEX = "index"
ENDING = ".gaz"
MANIFEST = "SHA256SUMS"
"""The file with the checksums, a line each: 64 digits, two blanks, the name of a file."""
AGAIN = (
    "install nkrisk_geo again (in a copy of its repository: `python3 dev.py gazetteer`)"
)
_LARGEST_MANIFEST = 4096


def packaged_files(folder: Folder) -> dict[str, DataFile]:
    """The files of the package, with the index.

    Raises:
        GazetteerError: one is missing, damaged, or of another edition than the others.
    """
    try:
        files = _open(folder, (*BUCKETS, INDEX))
        _same_edition(folder, files)
        missing = [name for name in (*BUCKETS, INDEX) if name not in files]
        if missing:
            raise GazetteerError(f"{missing[0]}{ENDING} is missing in {folder}")
        _as_indexed(folder, files)
    except GazetteerError as error:
        raise GazetteerError(f"{error}: {AGAIN}") from None
    return files


def files_of(folder: Folder) -> dict[str, DataFile]:
    """The files of a folder of somebody's own; `odbl` may be absent.

    Where the folder has checksums, the files have to be what those say.

    Raises:
        GazetteerError: a file is missing, damaged, or of another edition than the others.
    """
    check_sums(folder, needed=False)
    files = _open(folder, BUCKETS)
    _same_edition(folder, files)
    return files


def _open(
    folder: Folder,
    names: tuple[str, ...],
) -> dict[str, DataFile]:
    files = dict[str, DataFile]()
    for name in names:
        path = os.path.join(folder, f"{name}{ENDING}")
        if os.path.isfile(path):
            files[name] = DataFile.open(path)
            # A file says itself which one it is: two that were exchanged would pass all else.
            if files[name].get("name") != name:
                raise GazetteerError(
                    f"{path} is another file of a gazetteer, which has got its name"
                )
    return files


def _same_edition(
    folder: Folder,
    files: Mapping[str, DataFile],
) -> None:
    missing = [name for name in ("facts", "cc-by") if name not in files]
    if missing:
        raise GazetteerError(
            f"no {missing[0]}{ENDING} in {folder}: build it with `python gazetteer/build.py`"
        )
    version = files["facts"]["version"]
    for name, file in files.items():
        if file["version"] != version:
            told = f"{name}{ENDING} is of version {file['version']}, facts{ENDING} of {version}"
            raise GazetteerError(f"{folder}: {told}; take the files of one edition")


def _as_indexed(
    folder: Folder,
    files: Mapping[str, DataFile],
) -> None:
    """The index is that of the files beside it.

    What the engine reads and what people see must be the same.
    """
    sources = {INDEX: ("facts", "cc-by"), "odbl": ("facts", "cc-by", INDEX)}
    for name, paths in sources.items():
        beside = {each: files[each].checksum for each in paths}
        if files[name]["made from"] != beside:
            told = f"{name}{ENDING} was made from other files than those beside it"
            raise GazetteerError(f"{folder}: {told}")


# ── checksums for everybody ───────────────────────────────────────────────────────────


def manifest(contents: Mapping[str, bytes | memoryview]) -> bytes:
    """The checksums of files by name.

    >>> manifest({"facts.gaz": b"{}"}).split()
    [b'44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a', b'facts.gaz']
    """
    rows = [f"{_digest(content)}  {name}\n" for name, content in contents.items()]
    return "".join(rows).encode("ascii")


def checksum_of(contents: Mapping[str, bytes | memoryview]) -> str:
    """One checksum of files by name: that of the list of theirs."""
    return _digest(manifest(contents))


def check_sums(folder: Folder, *, needed: bool) -> None:
    """Compare the files of a folder with the checksums beside them.

    Args:
        folder: where they lie.
        needed: there must be a list.

    Raises:
        GazetteerError: a file is not what the list says, or the list is none.
    """
    file = os.path.join(folder, MANIFEST)
    if not os.path.isfile(file):
        if needed:
            raise GazetteerError(f"no {MANIFEST} in {folder}: {AGAIN}")
        return
    for name, digest in _checksums(file).items():
        path = os.path.join(folder, name)
        if not os.path.isfile(path):
            raise GazetteerError(
                f"{name} is missing in {folder}, and its {MANIFEST} has it: {AGAIN}"
            )
        if _digest(DataFile.open(path).content) != digest:
            own = f"or, if you changed it yourself, take {MANIFEST} away from a folder of your own"
            raise GazetteerError(
                f"{path} is not what {MANIFEST} beside it says: {AGAIN}, {own}"
            )


def _digest(content: bytes | memoryview) -> str:
    import hashlib  # which loads much, and an answer needs none of it

    return hashlib.sha256(content).hexdigest()


def _checksums(file: str) -> dict[str, str]:
    """The checksum of each file that a list names."""
    with open(file, "rb") as opened:
        content = opened.read(_LARGEST_MANIFEST)
    names = {f"{name}{ENDING}" for name in (*BUCKETS, INDEX)}
    found: dict[str, str] = {}
    for line in content.decode("ascii", "replace").splitlines():
        digest, _, name = line.partition("  ")
        # A name that is no file of a gazetteer could be a path to anywhere.
        if name not in names or name in found:
            raise GazetteerError(f"{file} is damaged ({line[:90]!r}): {AGAIN}")
        found[name] = digest
    return found
