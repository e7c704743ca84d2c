"""Writing a compiled file: `nkrisk_geo.gazetteer.datafile` says what it looks like.

The same values make the same bytes, on every machine.

>>> from nkrisk_geo.gazetteer.datafile import DataFile
>>> content = encode({"version": "1", "units": {"code": ["CN", "KP"], "parent": [-1, -1]}})
>>> DataFile.read(content, "facts")["units/parent"].tolist()
[-1, -1]
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any, cast

from nkrisk_geo.gazetteer.datafile import (
    ALIGNED,
    COLUMNS,
    FORMAT,
    FORMATS,
    HEAD,
    LARGEST,
    MAGIC,
    Place,
)
from nkrisk_geo.native.library import checksum_of

Section = tuple[str, str, bytes]
"""Path, type and content."""
_TAKEN_APART = frozenset(
    {path.rpartition("/")[0] for path in COLUMNS} | {"names", "index"}
)
"""Paths of what is no value but has sections of its own."""


def encode(bucket: Mapping[str, Any]) -> bytes:
    """The file of some values; columns are lists (`COLUMNS`) or arrays of numbers."""
    return pack_sections(sections_of(bucket))


def pack_sections(found: Iterable[Section]) -> bytes:
    """The file of some sections."""
    sections = {path: (kind, content) for path, kind, content in found}
    table: dict[str, Place] = {
        path: (kind, 0, len(content)) for path, (kind, content) in sections.items()
    }
    # How long the table is depends on the places in it,
    # which it says in as many digits as the largest has.
    longest = len(json.dumps(table)) + len(str(LARGEST)) * len(table)
    first = _align(HEAD.size + longest)

    body = bytearray()
    for path, (kind, content) in sections.items():
        body += bytes(_align(len(body)) - len(body))
        table[path] = (kind, first + len(body), len(content))
        body += content

    # JSON may end in blanks, so the table fills the room that was left for it.
    contents = _to_json(table).ljust(first - HEAD.size)
    rest = contents + bytes(body)
    size = HEAD.size + len(rest)
    head = HEAD.pack(
        MAGIC, FORMAT, checksum_of(memoryview(bytearray(rest))), len(contents), size
    )
    return head + rest


def _align(size: int) -> int:
    """The next place where a section can begin."""
    return (size + ALIGNED - 1) // ALIGNED * ALIGNED


def _to_json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def sections_of(values: Mapping[str, Any], around: str = "") -> Iterator[Section]:
    """The sections of some values."""
    for key, value in values.items():
        path = f"{around}{key}"
        column = _column_type(path)
        if column == "lines":
            yield path, column, "\n".join(value).encode()
        elif column is not None:
            yield path, column, array(FORMATS[column], value).tobytes()
        elif hasattr(value, "__array_interface__"):
            yield path, _type_of(value), value.tobytes()
        elif isinstance(value, Mapping) and _is_taken_apart(path):
            yield from sections_of(cast("Mapping[str, Any]", value), f"{path}/")
        else:
            yield path, "json", _to_json(value)


def _column_type(path: str) -> str | None:
    """The type of the column at a path, None where there is none."""
    for pattern, kind in COLUMNS.items():
        if fnmatchcase(path, pattern):
            return kind
    return None


def _is_taken_apart(path: str) -> bool:
    return any(fnmatchcase(path, pattern) for pattern in _TAKEN_APART)


def _type_of(numbers: Any) -> str:
    """The type of an array of numbers."""
    kind = numbers.dtype.str.lstrip("<|")
    if kind not in FORMATS:
        raise TypeError(f"there are no columns of {kind!r}")
    return str(kind)
