"""What a release consists of: the wheels, the source distribution and the gazetteer, each made in both copies of the source."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from release.checkout import Copy

DATA = Path("src", "nkrisk_geo", "data")


def build_wheel(copy: Copy, target: str) -> Path:
    """The wheel for a target, made by Zig's compiler."""
    return _built(copy, "--wheel", target, "*.whl", NKRISK_GEO_TARGET=target)


def build_source(copy: Copy) -> Path:
    """The source distribution."""
    return _built(copy, "--sdist", "source", "*.tar.gz")


def _built(copy: Copy, kind: str, name: str, pattern: str, **more: str) -> Path:
    folder = copy.folder / "dist" / name
    copy.python("-m", "build", kind, "--no-isolation", "--outdir", str(folder), **more)
    [built] = folder.glob(pattern)
    return built


def build_gazetteer(copy: Copy) -> dict[str, bytes]:
    """The compiled files of the gazetteer, by name, made from its tables while there are none."""
    copy.python("build_engine.py")
    folder = copy.folder / DATA
    there = {path.name for path in folder.iterdir()}
    for path in folder.iterdir():
        path.unlink()
    copy.python("gazetteer/build.py")
    made = {path.name: path.read_bytes() for path in folder.iterdir()}
    return {name: made.get(name, b"") for name in {*made, *there}}


def differences(first: dict[str, bytes], second: dict[str, bytes]) -> list[str]:
    """Names of files that are not the same in both."""
    return sorted(
        name for name in {*first, *second} if first.get(name) != second.get(name)
    )


def checksums(paths: Sequence[Path]) -> str:
    """Checksums in the form that `sha256sum --check` reads."""
    return "".join(
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"
        for path in sorted(paths)
    )
