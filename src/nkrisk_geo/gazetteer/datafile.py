"""Files of a gazetteer: values by their paths, long columns flat.

So a file is mapped into memory, and hardly anything is parsed. It begins with a head
(`HEAD`: what it is, its format, a checksum of the rest (XXH64), lengths), then a table of
contents as JSON, which says for each path of what type its section is, where it begins
and how many bytes it has; then the sections, each at a multiple of 64 bytes. A section
is JSON (`json`), texts of one line each in UTF-8 (`lines`), or numbers, the lowest
byte first: `i4` are whole ones of 32 bits with a sign, `u8` of 64 without, `f8`
floating-point ones. Whoever maps a file shares its memory with all others who do.

>>> from nkrisk_geo.gazetteer.datafile_writer import encode
>>> units = {"code": ["CN", "KP"], "parent": [-1, -1]}
>>> file = DataFile.read(encode({"version": "1", "units": units}), "facts")
>>> file["version"], lines(file["units/code"]), file["units/parent"].tolist()
('1', ['CN', 'KP'], [-1, -1])
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import sys
from collections.abc import Iterator, Mapping
from typing import Any, cast

from nkrisk_geo.model.errors import GazetteerError
from nkrisk_geo.native.library import checksum_of

FORMAT = 8
"""The format of the files."""
LARGEST = 64_000_000
"""Bytes of a file that is read; the largest of the package has a tenth of that."""
COLUMNS: Mapping[str, str] = {
    "units/code": "lines", "units/level": "lines", "units/en": "lines", "units/zh": "lines",
    "units/parent": "i4", "units/mass": "f8", "units/trade": "f8", "points/units": "lines",
    "points/places": "f8", "names/*/text": "lines",
    "names/*/start": "i4", "names/*/refs": "i4", "villages/text": "lines",
    "villages/start": "i4", "villages/refs": "i4", "localities/text": "lines",
    "localities/start": "i4", "localities/refs": "i4", "regional/text": "lines",
    "regional/start": "i4", "regional/refs": "i4", "cutting/words": "lines",
    "cutting/freq": "i4", "border_distances/units": "lines", "border_distances/steps": "i4",
    "regions/units": "lines", "regions/lengths": "i4", "regions/vertices": "i2",
    "sea/rings": "i4", "sea/lengths": "i4", "sea/vertices": "i4",
}  # fmt: skip
"""Columns by their paths, and the type of each; other values are JSON, a section for each key."""
HEAD = struct.Struct("<8sQQQQ")
MAGIC = b"NKGAZ\r\n\x1a"
ALIGNED = 64
Place = tuple[str, int, int]
"""The type of a section, where it begins, and how many bytes it has."""
FORMATS = {
    "u1": "B",
    "u2": "H",
    "u4": "I",
    "i4": "i",
    "i2": "h",
    "f8": "d",
    "u8": "Q",
    "s8": "Q",
    "lines": "B",
}
"""The type of a column as `memoryview` calls it."""


class DataFile(Mapping[str, Any]):
    """The sections of a file by path: JSON as values, columns as memory.

    Attributes:
        name: what it is called in messages.
        content: all of it.
        checksum: of all behind the head.
    """

    def __init__(
        self,
        content: memoryview,
        name: str,
        checksum: int,
        sections: Mapping[str, Place],
    ) -> None:
        self.content: memoryview = content
        self.name: str = name
        self.checksum: int = checksum
        self._sections = sections
        self._values: dict[str, Any] = {}

    @classmethod
    def open(cls, path: str | os.PathLike[str]) -> DataFile:
        """A file as it lies on disk, mapped.

        Raises:
            GazetteerError: it is none, was cut or altered, or is too large.
            OSError: it cannot be read.
        """
        with open(path, "rb") as file:
            size = file.seek(0, 2)
            if size > LARGEST:
                raise GazetteerError(
                    f"{path} has more than {LARGEST:,} bytes, which no gazetteer has"
                )
            if not size:
                raise GazetteerError(f"{path} is empty")
            # A copy on write, which nobody writes to: of other
            # mappings `ctypes` does not tell where they are.
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
            return cls.read(mapped, str(path))

    @classmethod
    def read(cls, content: Any, name: str) -> DataFile:
        """A file from its bytes, or from what is mapped.

        Raises:
            GazetteerError: it is none, or was cut or altered.
        """
        if sys.byteorder != "little":
            raise GazetteerError(
                "files of a gazetteer are read by machines that have "
                "the lowest byte first, which this one has not"
            )
        memory = memoryview(content)
        if memory.readonly:  # of which `ctypes` does not tell where it is
            memory = memoryview(bytearray(memory))
        if len(memory) < HEAD.size or memory[: len(MAGIC)] != MAGIC:
            raise GazetteerError(f"{name} is no file of a gazetteer")
        _, form, checksum, contents, size = HEAD.unpack_from(memory)
        if form != FORMAT:
            raise GazetteerError(
                f"{name} has format {form}, this version reads {FORMAT}"
            )
        if size != len(memory) or checksum_of(memory[HEAD.size :]) != checksum:
            raise GazetteerError(f"{name} is damaged: it was cut or altered")
        return cls(memory, name, checksum, _sections(memory, contents, name))

    def __getitem__(self, path: str) -> Any:
        found = self._values.get(path)
        if found is None:
            kind, start, size = self._sections[path]
            section = self.content[start : start + size]
            found = self._read_section(path, kind, section)
            self._values[path] = found
        return found

    def _read_section(self, path: str, kind: str, section: memoryview) -> Any:
        if kind != "json":
            return cast("Any", section).cast(FORMATS[kind])
        try:
            return json.loads(bytes(section))
        except (ValueError, RecursionError) as error:
            # The error may show all of the section.
            told = f"{self.name}: {path} is no JSON, or is nested too deeply ({error})"
            raise GazetteerError(told[:300]) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._sections)

    def __len__(self) -> int:
        return len(self._sections)

    def __contains__(self, path: object) -> bool:
        return path in self._sections

    def nest(
        self,
        *,
        plain: bool = False,
    ) -> dict[str, Any]:
        """All values, with what was taken apart put together again.

        `units/code` is the `code` of `units`.

        Args:
            plain: columns are lists, as `encode` takes them.
        """
        found: dict[str, Any] = {}
        for path in self:
            *around, last = path.split("/")
            holder = found
            for key in around:
                holder = holder.setdefault(key, {})
                if not isinstance(holder, dict):
                    told = f"a {path[:60]!r}, and a value where it lies in"
                    raise GazetteerError(f"{self.name}: there is {told}")
            holder[last] = self._plain(path) if plain else self[path]
        return found

    def _plain(self, path: str) -> Any:
        kind = self._sections[path][0]
        if kind == "json":
            return self[path]
        return lines(self[path]) if kind == "lines" else self[path].tolist()


def _sections(
    memory: memoryview,
    contents: int,
    name: str,
) -> dict[str, Place]:
    """The table of contents of a file, all of which lies inside."""
    written = bytes(memory[HEAD.size : HEAD.size + contents])
    try:
        table = json.loads(written)
        found: dict[str, Place] = {
            path: (kind, start, size) for path, (kind, start, size) in table.items()
        }
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise GazetteerError(f"{name} has no table of contents") from None
    for path, place in found.items():
        if not _lies_inside(place, len(memory)):
            raise GazetteerError(f"{name}: {path[:60]!r} does not lie inside of it")
    if not isinstance(version_of(found, memory), str):
        raise GazetteerError(f"{name} has no version")
    return found


def _lies_inside(place: tuple[Any, Any, Any], length: int) -> bool:
    """Is a place one of a known type, all of it in a file of so many bytes?"""
    kind, start, size = place
    # The table is what a stranger wrote: there may be anything in the place of a number.
    if type(kind) is not str or type(start) is not int or type(size) is not int:
        return False
    if kind != "json" and kind not in FORMATS:
        return False
    if start < 0 or size < 0 or start + size > length:
        return False
    return start % ALIGNED == 0 and size % _bytes_of(kind) == 0


def version_of(sections: Mapping[str, Place], memory: memoryview) -> Any:
    """What a file says of its version."""
    kind, start, size = sections.get("version", ("", 0, 0))
    if kind != "json":
        return None
    try:
        return json.loads(bytes(memory[start : start + size]))
    except (ValueError, RecursionError):
        return None


def _bytes_of(kind: str) -> int:
    """How long an item of a section is."""
    return 1 if kind == "json" else struct.calcsize(f"={FORMATS[kind]}")


def lines(column: memoryview) -> list[str]:
    """The texts of a column of one line each."""
    return str(column, "utf-8", "replace").split("\n") if len(column) else []
