"""A wheel, looked at as a file: its name, its tags, what is in it and what is not, its licences, its list of files.

Each function yields what is wrong, in a line.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import re
import stat
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import NamedTuple

from build_engine import TARGETS

from release.checkout import ROOT, Source
from release.index_page import standing_alone

PACKAGE, IN_SOURCE = "nkrisk_geo", "src/nkrisk_geo/"
MOST_BYTES = 8_000_000
LICENCES = ("LICENSE", "DATA_LICENSES.md", "src/nkrisk_geo/maps/leaflet/LICENSE")
NEVER_MISSING = (
    "py.typed", "tested_with.txt", "data/SHA256SUMS", "data/facts.gaz", "data/cc-by.gaz", "data/odbl.gaz",
    "maps/leaflet/leaflet.js", "report/page.js", "report/page.css", "model/phrases/en.toml", "model/phrases/zh.toml",
    "model/phrases/ko.toml",
)  # fmt: skip
METADATA = ("METADATA", "WHEEL", "RECORD", "entry_points.txt")
NAME = re.compile(
    r"(?P<name>[^-]+)-(?P<version>[^-]+)-(?P<python>[^-]+)-(?P<abi>[^-]+)-(?P<platform>[^-]+)\.whl"
)


class Wheel(NamedTuple):
    """A wheel that was read: its file, its members, and what git knows of the source.

    Attributes:
        path: the file.
        members: content by name.
        entries: what the archive says of each.
        source: what it was made from.
    """

    path: Path
    members: Mapping[str, bytes]
    entries: tuple[zipfile.ZipInfo, ...]
    source: Source

    @classmethod
    def read(cls, path: Path, source: Source) -> Wheel:
        """Read all of it; a member that is damaged is a `zipfile.BadZipFile`."""
        with zipfile.ZipFile(path) as archive:
            entries = tuple(archive.infolist())
            return cls(
                path,
                {entry.filename: archive.read(entry) for entry in entries},
                entries,
                source,
            )

    @property
    def about(self) -> str:
        """The folder of the metadata."""
        return "-".join(self.path.name.split("-")[:2]) + ".dist-info"

    def metadata(self, name: str) -> Message:
        """A file of metadata that has the form of a letter's head."""
        return message_from_bytes(self.members.get(f"{self.about}/{name}", b""))


def complaints(wheel: Wheel, target: str, version: str) -> Iterator[str]:
    """All that is wrong with a wheel, but for the library in it."""
    yield from _of_tags(wheel, target, version)
    yield from _of_files(wheel, TARGETS[target].library)
    yield from _of_licences(wheel)
    yield from _of_record(wheel)
    yield from _of_archive(wheel)
    yield from _of_page(wheel)


def library_of(wheel: Wheel, target: str) -> bytes:
    """The compiled library in it, empty where there is none."""
    return wheel.members.get(f"{PACKAGE}/{TARGETS[target].library}", b"")


def _of_tags(wheel: Wheel, target: str, version: str) -> Iterator[str]:
    named = NAME.fullmatch(wheel.path.name)
    if named is None:
        yield f"{wheel.path.name} is no name of a wheel"
        return
    about, kind = wheel.metadata("METADATA"), wheel.metadata("WHEEL")
    wanted = (PACKAGE, version, "py3", "none", TARGETS[target].wheel)
    if named.groups() != wanted:
        yield f"it is named {wheel.path.name}, expected {'-'.join(wanted)}.whl"
    tags = {
        f"{named['python']}-{named['abi']}-{each}"
        for each in named["platform"].split(".")
    }
    if set(kind.get_all("Tag", [])) != tags:
        yield f"WHEEL has the tags {kind.get_all('Tag', [])}, the name says {sorted(tags)}"
    if kind["Root-Is-Purelib"] != "false":
        yield "WHEEL says that nothing in it is compiled"
    if (about["Name"], about["Version"]) != ("nkrisk-geo", version):
        yield f"METADATA is of {about['Name']} {about['Version']}"


def _of_files(wheel: Wheel, library: str) -> Iterator[str]:
    """Every file of the package and nothing else, each as it is in the source."""
    packaged = {
        f"{PACKAGE}/{name.removeprefix(IN_SOURCE)}": name
        for name in _packaged(wheel.source)
    }
    about = {f"{wheel.about}/{name}" for name in METADATA}
    about |= {f"{wheel.about}/licenses/{name}" for name in LICENCES}
    wanted = {*packaged, f"{PACKAGE}/{library}", *about}
    yield from _listed("is missing", wanted - {*wheel.members})
    yield from _listed("does not belong there", {*wheel.members} - wanted)
    missing = {
        name for name in NEVER_MISSING if f"{PACKAGE}/{name}" not in wheel.members
    }
    yield from _listed("is missing", missing)
    altered = {
        name
        for name, original in packaged.items()
        if wheel.members.get(name, b"") != (ROOT / original).read_bytes()
        and name in wheel.members
    }
    yield from _listed("is not as it is in the source", altered)


def _packaged(source: Source) -> Iterator[str]:
    return (name for name in source.files if name.startswith(IN_SOURCE))


def _listed(what: str, names: Iterable[str]) -> Iterator[str]:
    """A line for some names, however many there are."""
    first, *others = sorted(names) or [""]
    if first:
        yield f"{first} {what}" + (f", and {len(others)} others" if others else "")


def _of_licences(wheel: Wheel) -> Iterator[str]:
    about = wheel.metadata("METADATA")
    named = set(about.get_all("License-File", []))
    if named != {*LICENCES}:
        yield f"METADATA names the licences {sorted(named)}"
    if not about["License-Expression"]:
        yield "METADATA has no License-Expression"
    for name in LICENCES:
        text = wheel.members.get(f"{wheel.about}/licenses/{name}", b"")
        if text != (ROOT / name).read_bytes():
            yield f"the licence {name} is not the one of the source"


def _of_record(wheel: Wheel) -> Iterator[str]:
    """RECORD has the hash and the length of each file, and of no other."""
    record = f"{wheel.about}/RECORD"
    rows = list(csv.reader(io.StringIO(wheel.members.get(record, b"").decode("utf-8"))))
    listed = Counter(row[0] for row in rows if row)
    yield from _listed(
        "is not listed once in RECORD",
        {name for name in wheel.members if listed[name] != 1},
    )
    yield from _listed(
        "is listed in RECORD and not there", {*listed} - {*wheel.members}
    )
    wanted = {
        name: [_hashed(content), str(len(content))]
        for name, content in wheel.members.items()
    }
    wanted[record] = ["", ""]
    wrong = {row[0] for row in rows if row and row[1:] != wanted.get(row[0])}
    yield from _listed("is another one in RECORD", wrong & {*wheel.members})


def _hashed(content: bytes) -> str:
    digest = (
        base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")
    )
    return f"sha256={digest}"


def _of_archive(wheel: Wheel) -> Iterator[str]:
    """Size, names that occur twice, and permissions."""
    size = wheel.path.stat().st_size
    if size > MOST_BYTES:
        yield f"it has {size:,} bytes, {MOST_BYTES:,} are the most"
    if len(wheel.entries) != len(wheel.members):
        yield "a file is in it twice"
    modes = {stat.S_IMODE(entry.external_attr >> 16) for entry in wheel.entries}
    if not modes <= {0o644, 0o755}:
        yield f"files have the permissions {', '.join(sorted(map(oct, modes)))}"


def _of_page(wheel: Wheel) -> Iterator[str]:
    """What an index shows is the README, of which no link leads to a file beside it."""
    shown = wheel.metadata("METADATA").get_payload(decode=True)
    wanted = standing_alone((ROOT / "README.md").read_text(encoding="utf-8"))
    if not isinstance(shown, bytes) or shown.decode("utf-8").strip() != wanted.strip():
        yield "the description in METADATA is not the README as it stands alone"


def strange_paths(
    members: Mapping[str, bytes], folders: Iterable[Path]
) -> Iterator[str]:
    """Files in which a folder of the machine stands that made them."""
    spelt = {str(folder) for folder in folders if len(folder.parts) > 1}
    words = {word.encode(coding) for word in spelt for coding in ("utf-8", "utf-16-le")}
    found = {
        name
        for name, content in members.items()
        if any(word in content for word in words)
    }
    yield from _listed("has a folder in it of the machine that made it", found)
