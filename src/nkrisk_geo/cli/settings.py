"""`nkrisk-geo.toml`: what is always typed for the files of a source, written down once.

It lies in the working folder, or is named with --config. What is typed wins over it;
columns that are typed leave out all that it says of columns. Keys at the top are for
all files, those of `[[source]]` for files whose name fits `files`:

    zones = "our-zones.toml"                    # beside this file
    threshold = 0.9

    [[source]]
    files = ["ams-*.csv", "ams-*.csv.gz"]
    party = ["shipper", "consignee"]

    [[source]]
    files = "erp*.xlsx"
    sheet = "all"
    header-row = 4
    address = ["厂址"]
    city = "市"
"""

from __future__ import annotations

from argparse import ArgumentTypeError, Namespace
from collections.abc import Callable, Mapping
from fnmatch import fnmatchcase
from pathlib import Path, PurePath
from typing import Any

from nkrisk_geo.cli import values
from nkrisk_geo.files.formats import READ
from nkrisk_geo.files.shell import typed
from nkrisk_geo.gazetteer.zone_sources import read_toml
from nkrisk_geo.model.errors import InputError
from nkrisk_geo.model.fields import BESIDE, POINT
from nkrisk_geo.model.suggestions import hint
from nkrisk_geo.text.heading_words import PARTIES

NAME = "nkrisk-geo.toml"
"""The file of the working folder."""


def _one(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError("expected a text")
    return value


def _several(value: Any) -> list[str]:
    return [_one(each) for each in (value if isinstance(value, list) else [value])]


def _row(value: Any) -> int:
    if (
        isinstance(value, bool)
        or not isinstance(value, int)
        or not 1 <= value <= 1_000_000_000
    ):
        raise ValueError("expected a number of rows from 1")
    return value


def _share(value: Any) -> float:
    if (
        isinstance(value, bool)
        or not isinstance(value, (int, float))
        or not 0 <= value <= 1
    ):
        raise ValueError("expected a share from 0 to 1")
    return float(value)


def _among(*known: str) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        if value not in known:
            raise ValueError(f"expected one of {', '.join(known)}")
        return str(value)

    return check


def _parties(value: Any) -> list[str]:
    return [_among(*PARTIES)(each) for each in _several(value)]


COLUMNS: Mapping[str, Callable[[Any], Any]] = {
    "address": _several,
    **dict.fromkeys((*BESIDE, *POINT), _one),
    "party": _parties,
}
"""Keys that say which columns are read."""

KEYS: Mapping[str, Callable[[Any], Any]] = {
    **COLUMNS,
    "prefix": _one,
    "encoding": _one,
    "delimiter": lambda value: values.delimiter(_one(value)),
    "row-end": _one,
    "columns": lambda value: tuple(_several(value)),
    "sheet": _one,
    "header-row": _row,
    "skip-rows": _row,
    "format": _among(*READ),
    "datum": _among("wgs84", "gcj02", "bd09"),
    "names": _among("en", "zh"),
    "zones": _one,
    "threshold": _share,
    "fail-under": _share,
}
"""Every key, with what reads its value."""

_UNSAID: Mapping[str, Any] = {
    "prefix": "geo_",
    "skip-rows": 0,
    "datum": "wgs84",
    "names": "en",
}
"""What an option is where nobody typed it, if that is not nothing."""


def take_settings(arguments: Namespace) -> str | None:
    """Put what the file says into the arguments that nobody typed.

    Returns a line that says what was taken, None for nothing.

    Raises:
        InputError: a key is unknown, or has no such value.
    """
    path = Path(arguments.config or NAME)
    if arguments.config is None and not path.is_file():
        return None
    said = _settings_for(path, read_toml(path), str(arguments.input))
    named = bool(arguments.address or arguments.party)
    named = named or any(
        getattr(arguments, field) is not None for field in (*BESIDE, *POINT)
    )
    taken = []
    # An option that was typed as it is by default cannot be told from one that was not.
    for key, value in said.items():
        name = key.replace("-", "_")
        if not hasattr(arguments, name) or (named and key in COLUMNS):
            continue
        if getattr(arguments, name) in (_UNSAID.get(key), None, []):
            setattr(arguments, name, value)
            taken.append(key)
    return f"{typed(str(path))} says {', '.join(taken)}" if taken else None


def _settings_for(path: Path, tables: Mapping[str, Any], source: str) -> dict[str, Any]:
    """The values for one file: those of all, over them those of the first source that fits."""
    common = {key: value for key, value in tables.items() if key != "source"}
    found = _checked(path, common)
    sources = tables.get("source", [])
    if not isinstance(sources, list) or not all(
        isinstance(each, dict) for each in sources
    ):
        raise InputError(f"{path}: a source is a table: [[source]]")
    # All of them are looked at, so that a misspelt key is told whichever file is read.
    for each in reversed(sources):
        if "files" not in each:
            raise InputError(
                f'{path}: a [[source]] needs files, as files = "ams-*.csv"'
            )
        try:
            patterns = _several(each["files"])
        except ValueError as error:
            raise InputError(f"{path}: files: {error}") from None
        own = _checked(
            path, {key: value for key, value in each.items() if key != "files"}
        )
        if any(fnmatchcase(PurePath(source).name, pattern) for pattern in patterns):
            found = {**_checked(path, common), **own}
    return found


def _checked(path: Path, table: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a table, read; zones lie beside the file.

    Raises:
        InputError: a key is unknown, or has no such value.
    """
    found: dict[str, Any] = {}
    for key, value in table.items():
        read = KEYS.get(key)
        if read is None:
            there = f"keys are {', '.join(KEYS)}, source"
            raise InputError(
                f"{path}: there is no key {key!r}; {hint(key, [*KEYS, 'source'], there)}"
            )
        try:
            found[key] = read(value)
        except (ValueError, ArgumentTypeError) as error:
            raise InputError(f"{path}: {key} is {value!r}: {error}") from None
    if "zones" in found:
        found["zones"] = str(path.parent / found["zones"])
    return found
