"""The compiled files of a gazetteer, one for each licence, as they lie in a folder.

Beside those of the package lie their checksums (`SHA256SUMS`, as `sha256sum` writes them), and each file is compared with its
own before it is read: a changed name would answer as if nothing were wrong. A folder of somebody's own may have
such a list; without one, `nkrisk_geo.soundness` looks at what the files hold.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nkrisk_geo.errors import GazetteerError

FORMAT = 6
"""The format of the files; long columns are packed, see `nkrisk_geo.packing`."""
BUCKETS = ("facts", "cc-by", "odbl")
MANIFEST = "SHA256SUMS"
"""The file with the checksums, a line each: 64 digits, two blanks, the name of a file."""
LARGEST = 16_000_000
"""Bytes of a file that is read; the largest of the package has a fifth of that."""
AGAIN = "install nkrisk_geo again (in a copy of its repository: `python3 dev.py gazetteer`)"


def read_buckets(folder: Path, *, is_packaged: bool = False) -> dict[str, dict[str, Any]]:
    """The compiled files of a folder by bucket; `odbl` may be absent.

    Args:
        folder: where they lie.
        is_packaged: it must hold their checksums, too.

    Raises:
        GazetteerError: a file is missing, damaged, or of another format or version than the others.
    """
    sums = _checksums(folder)
    if sums is None and is_packaged:
        raise GazetteerError(f"no {MANIFEST} in {folder}: {AGAIN}")
    buckets: dict[str, dict[str, Any]] = {}
    for name in BUCKETS:
        content = _content(folder, f"{name}.json", sums)
        if content is not None:
            buckets[name] = _bucket(folder / f"{name}.json", content)
    missing = [name for name in ("facts", "cc-by") if name not in buckets]
    if missing:
        raise GazetteerError(f"no {missing[0]}.json in {folder}: build it with `python gazetteer/build.py`")
    versions = {name: bucket["version"] for name, bucket in buckets.items()}
    for name, version in versions.items():
        if version != versions["facts"]:
            told = f"{name}.json is of version {version}, facts.json of {versions['facts']}"
            raise GazetteerError(f"{folder}: {told}; take the files of one edition")
    return buckets


def manifest(contents: Mapping[str, bytes]) -> bytes:
    """The checksums of files by name.

    >>> manifest({"facts.json": b"{}"}).split()
    [b'44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a', b'facts.json']
    """
    lines = (f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in contents.items())
    return "".join(lines).encode("ascii")


def _checksums(folder: Path) -> dict[str, str] | None:
    """The checksum of each file that the list of a folder names; None without a list."""
    file = folder / MANIFEST
    if not file.is_file():
        return None
    found: dict[str, str] = {}
    for line in _bytes(file).decode("ascii", "replace").splitlines():
        digest, _, name = line.partition("  ")
        if name not in {f"{bucket}.json" for bucket in BUCKETS} or name in found:
            raise GazetteerError(f"{file} is damaged ({line[:90]!r}): {AGAIN}")
        found[name] = digest
    return found


def _content(folder: Path, name: str, sums: Mapping[str, str] | None) -> bytes | None:
    """A file as its checksum says, if there is a list of them; None where there is no such file."""
    file = folder / name
    if not file.is_file():
        if sums is not None and name in sums:
            raise GazetteerError(f"{name} is missing in {folder}, and its {MANIFEST} has it: {AGAIN}")
        return None
    content = _bytes(file)
    if sums is not None and hashlib.sha256(content).hexdigest() != sums.get(name):
        own = f"or, if you changed it yourself, take {MANIFEST} away from a folder of your own"
        raise GazetteerError(f"{file} is not what {MANIFEST} beside it says: {AGAIN}, {own}")
    return content


def _bytes(file: Path) -> bytes:
    """The content of a file that is not too large."""
    with file.open("rb") as opened:
        content = opened.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise GazetteerError(f"{file} has more than {LARGEST:,} bytes, which no gazetteer has")
    return content


def _bucket(file: Path, content: bytes) -> dict[str, Any]:
    """What a file holds, of this format and of a version."""
    try:
        bucket = json.loads(content)
    except ValueError as error:
        raise GazetteerError(f"{file} is no JSON: {error}") from error
    except RecursionError:
        raise GazetteerError(f"{file} is no gazetteer: its lists are nested too deeply") from None
    if not isinstance(bucket, dict):
        raise GazetteerError(f"{file} is no gazetteer: it holds a {type(bucket).__name__}, not an object")
    if bucket.get("format") != FORMAT:
        raise GazetteerError(f"{file} has format {bucket.get('format')!r:.60}, this version reads {FORMAT}")
    if not isinstance(bucket.get("version"), str):
        raise GazetteerError(f"{file} has no version")
    return bucket
