"""Files of a gazetteer: values by their paths, long columns flat.

So a file is mapped into memory, and hardly anything is parsed. It begins with a head
(`_HEAD`: what it is, its format, a checksum of the rest, lengths), then a table of
contents as JSON, which says for each path of what type its section is, where it begins
and how many bytes it has; then the sections, each at a multiple of 64 bytes. A section
is JSON (`json`), texts of one line each in UTF-8 (`lines`), or numbers, the lowest
byte first: `i4` are whole ones of 32 bits with a sign, `u8` of 64 without, `f8`
floating-point ones. Whoever maps a file shares its memory with all others who do.

>>> file = DataFile.read(encode({"version": "1", "units": {"code": ["CN", "KP"], "parent": [-1, -1]}}), "facts")
>>> file["version"], lines(file["units/code"]), file["units/parent"].tolist()
('1', ['CN', 'KP'], [-1, -1])
"""

from __future__ import annotations

import json
import mmap
import struct
import sys
import zlib
from array import array
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, cast

from nkrisk_geo.model.errors import GazetteerError

FORMAT = 7
"""The format of the files."""
LARGEST = 64_000_000
"""Bytes of a file that is read; the largest of the package has a tenth of that."""
COLUMNS: Mapping[str, str] = {
    "units/code": "lines", "units/level": "lines", "units/en": "lines", "units/zh": "lines",
    "units/parent": "i4", "units/mass": "f8", "units/trade": "f8", "names/*/text": "lines",
    "names/*/start": "i4", "names/*/refs": "i4", "villages/text": "lines",
    "villages/start": "i4", "villages/refs": "i4", "localities/text": "lines",
    "localities/start": "i4", "localities/refs": "i4", "regional/text": "lines",
    "regional/start": "i4", "regional/refs": "i4", "cutting/words": "lines",
    "cutting/freq": "i4", "border_distances/units": "lines", "border_distances/steps": "i4",
    "regions/units": "lines", "regions/lengths": "i4", "regions/vertices": "i2",
    "sea/rings": "i4", "sea/lengths": "i4", "sea/vertices": "i4",
}  # fmt: skip
"""Columns by their paths, and the type of each; other values are JSON, a section for each key."""
_TAKEN_APART = frozenset(
    {path.rpartition("/")[0] for path in COLUMNS} | {"names", "index"}
)
_HEAD = struct.Struct("<8sIIQQ")
_MAGIC = b"NKGAZ\r\n\x1a"
_ALIGNED = 64
_FORMATS = {
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
        sections: Mapping[str, tuple[str, int, int]],
    ) -> None:
        self.content: memoryview = content
        self.name: str = name
        self.checksum: int = checksum
        self._sections = sections
        self._values: dict[str, Any] = {}

    @classmethod
    def open(cls, path: Path) -> DataFile:
        """A file as it lies on disk, mapped.

        Raises:
            GazetteerError: it is none, was cut or altered, or is too large.
            OSError: it cannot be read.
        """
        with path.open("rb") as file:
            size = file.seek(0, 2)
            if size > LARGEST:
                raise GazetteerError(
                    f"{path} has more than {LARGEST:,} bytes, which no gazetteer has"
                )
            if not size:
                raise GazetteerError(f"{path} is empty")
            # A copy on write, which nobody writes to: of other
            # mappings `ctypes` does not tell where they are.
            return cls.read(
                mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY), str(path)
            )

    @classmethod
    def read(cls, content: Any, name: str) -> DataFile:
        """A file from its bytes, or from what is mapped.

        Raises:
            GazetteerError: it is none, or was cut or altered.
        """
        if sys.byteorder != "little":
            raise GazetteerError(
                "files of a gazetteer are read by machines that have the lowest byte first, which this one has not"
            )
        memory = memoryview(content)
        if memory.readonly:  # of which `ctypes` does not tell where it is
            memory = memoryview(bytearray(memory))
        if len(memory) < _HEAD.size or memory[: len(_MAGIC)] != _MAGIC:
            raise GazetteerError(f"{name} is no file of a gazetteer")
        _, form, checksum, contents, size = _HEAD.unpack_from(memory)
        if form != FORMAT:
            raise GazetteerError(
                f"{name} has format {form}, this version reads {FORMAT}"
            )
        if size != len(memory) or zlib.crc32(memory[_HEAD.size :]) != checksum:
            raise GazetteerError(f"{name} is damaged: it was cut or altered")
        return cls(memory, name, checksum, _sections(memory, contents, name))

    def __getitem__(self, path: str) -> Any:
        found = self._values.get(path)
        if found is None:
            kind, start, size = self._sections[path]
            section = self.content[start : start + size]
            found = self._values[path] = (
                self._parse(path, section)
                if kind == "json"
                else cast("Any", section).cast(_FORMATS[kind])
            )
        return found

    def _parse(self, path: str, section: memoryview) -> Any:
        try:
            return json.loads(bytes(section))
        except (ValueError, RecursionError) as error:
            raise GazetteerError(
                f"{self.name}: {path} is no JSON, or is nested too deeply ({error})"[
                    :300
                ]
            ) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._sections)

    def __len__(self) -> int:
        return len(self._sections)

    def __contains__(self, path: object) -> bool:
        return path in self._sections

    def nested(
        self,
        *,
        plain: bool = False,
    ) -> dict[str, Any]:
        """All values, with what was taken apart put together again: `units/code` is the `code` of `units`.

        Args:
            plain: columns are lists, as `encoded` takes them.
        """
        found: dict[str, Any] = {}
        for path in self:
            *around, last = path.split("/")
            holder = found
            for key in around:
                holder = holder.setdefault(key, {})
                if not isinstance(holder, dict):
                    raise GazetteerError(
                        f"{self.name}: there is a {path[:60]!r}, and a value where it lies in"
                    )
            holder[last] = self._plain(path) if plain else self[path]
        return found

    def _plain(self, path: str) -> Any:
        kind = self._sections[path][0]
        return (
            self[path]
            if kind == "json"
            else lines(self[path])
            if kind == "lines"
            else self[path].tolist()
        )


def _sections(
    memory: memoryview, contents: int, name: str
) -> dict[str, tuple[str, int, int]]:
    """The table of contents of a file, all of which lies inside."""
    try:
        table = json.loads(bytes(memory[_HEAD.size : _HEAD.size + contents]))
        found = {
            path: (kind, start, size) for path, (kind, start, size) in table.items()
        }
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise GazetteerError(f"{name} has no table of contents") from None
    for path, (kind, start, size) in found.items():
        known = type(kind) is str and (kind == "json" or kind in _FORMATS)
        sound = known and type(start) is int and type(size) is int
        if (
            not sound
            or start < 0
            or size < 0
            or start % _ALIGNED
            or start + size > len(memory)
            or size % _bytes_of(kind)
        ):
            raise GazetteerError(f"{name}: {path[:60]!r} does not lie inside of it")
    if not isinstance(version_of(found, memory), str):
        raise GazetteerError(f"{name} has no version")
    return found


def version_of(
    sections: Mapping[str, tuple[str, int, int]],
    memory: memoryview,
) -> Any:
    """What a file says of its version."""
    kind, start, size = sections.get("version", ("", 0, 0))
    try:
        return (
            json.loads(bytes(memory[start : start + size])) if kind == "json" else None
        )
    except (ValueError, RecursionError):
        return None


def _bytes_of(kind: str) -> int:
    """How long an item of a section is."""
    return 1 if kind == "json" else struct.calcsize(f"={_FORMATS[kind]}")


def lines(column: memoryview) -> list[str]:
    """The texts of a column of one line each."""
    return str(column, "utf-8", "replace").split("\n") if len(column) else []


# ── writing ───────────────────────────────────────────────────────────────────────────


def encode(bucket: Mapping[str, Any]) -> bytes:
    """The file of some values. Columns are lists (`COLUMNS`) or arrays of numbers; the same values make the same bytes."""
    return pack_sections(sections_of(bucket))


def pack_sections(found: Iterable[tuple[str, str, bytes]]) -> bytes:
    """The file of some sections: path, type and content."""
    sections = {path: (kind, content) for path, kind, content in found}
    table: dict[str, tuple[str, int, int]] = {
        path: (kind, 0, len(content)) for path, (kind, content) in sections.items()
    }
    # How long the table is depends on the places in it,
    # which it says in as many digits as the largest has.
    first = _align(_HEAD.size + len(json.dumps(table)) + len(str(LARGEST)) * len(table))
    body = bytearray()
    for path, (kind, content) in sections.items():
        body += bytes(_align(len(body)) - len(body))
        table[path] = (kind, first + len(body), len(content))
        body += content
    contents = (
        json.dumps(table, ensure_ascii=False, separators=(",", ":"))
        .encode()
        .ljust(first - _HEAD.size)
    )
    rest = contents + bytes(body)
    return (
        _HEAD.pack(
            _MAGIC, FORMAT, zlib.crc32(rest), len(contents), _HEAD.size + len(rest)
        )
        + rest
    )


def _align(size: int) -> int:
    return (size + _ALIGNED - 1) // _ALIGNED * _ALIGNED


def sections_of(
    values: Mapping[str, Any], around: str = ""
) -> Iterator[tuple[str, str, bytes]]:
    """The sections of some values: path, type and content."""
    for key, value in values.items():
        path = f"{around}{key}"
        column = next(
            (kind for pattern, kind in COLUMNS.items() if fnmatchcase(path, pattern)),
            None,
        )
        if column == "lines":
            yield path, column, "\n".join(value).encode()
        elif column is not None:
            yield path, column, array(_FORMATS[column], value).tobytes()
        elif hasattr(value, "__array_interface__"):
            yield path, _kind_of(value), value.tobytes()
        elif isinstance(value, Mapping) and any(
            fnmatchcase(path, each) for each in _TAKEN_APART
        ):
            yield from sections_of(cast("Mapping[str, Any]", value), f"{path}/")
        else:
            yield (
                path,
                "json",
                json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(),
            )


def _kind_of(numbers: Any) -> str:
    """The type of an array of numbers."""
    kind = numbers.dtype.str.lstrip("<|")
    if kind not in _FORMATS:
        raise TypeError(f"there are no columns of {kind!r}")
    return str(kind)
