"""Files of a gazetteer with any values in them, right or not: with proper checksums, as somebody would make them who wants in."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from nkrisk_geo.gazetteer.datafile import DataFile
from nkrisk_geo.gazetteer.datafile_writer import pack_sections, sections_of
from nkrisk_geo.gazetteer.edition import BUCKETS, ENDING
from nkrisk_geo.gazetteer.gazetteer import PACKAGED

TAKEN_APART = (
    "units",
    "names",
    "villages",
    "localities",
    "regional",
    "cutting",
    "border_distances",
    "regions",
)
"""Keys whose columns are sections of their own."""
FOLLOWING = ("index", "made from")
"""What follows from the rest, and is not read in a folder of somebody's own."""


def known(folder: Path = Path(PACKAGED)) -> dict[str, dict[str, Any]]:
    """What the files of a folder say, in plain values, without what follows from it."""
    files = {
        name: DataFile.open(folder / f"{name}{ENDING}").nest(plain=True)
        for name in BUCKETS
    }
    return {
        name: {key: each for key, each in file.items() if key not in FOLLOWING}
        for name, file in files.items()
    }


def saved(folder: Path, buckets: Mapping[str, Any]) -> Path:
    """A folder with such files."""
    for name, bucket in buckets.items():
        (folder / f"{name}{ENDING}").write_bytes(forged(bucket))
    return folder


def forged(values: Mapping[str, Any]) -> bytes:
    """A file with these values. What a column cannot hold is JSON in its place."""
    return pack_sections(_sections(values, ""))


def _sections(
    values: Mapping[str, Any], around: str
) -> Iterator[tuple[str, str, bytes]]:
    for key, value in values.items():
        path = f"{around}{key}"
        if (
            isinstance(value, Mapping)
            and path.partition("/")[0] in TAKEN_APART
            and value
        ):
            yield from _sections(value, f"{path}/")
            continue
        try:
            yield from [*sections_of({key: value}, around)]
        except (TypeError, ValueError, OverflowError, AttributeError):
            yield path, "json", json.dumps(value).encode()
