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
from nkrisk_geo.files.shell import quote
from nkrisk_geo.gazetteer.toml_reader import read_toml
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
    # One needs no brackets.
    found = value if isinstance(value, list) else [value]
    return [*map(_one, found)]


def _row(value: Any) -> int:
    # For Python, true is the number 1.
    is_number = isinstance(value, int) and not isinstance(value, bool)
    if not is_number or not 1 <= value <= 1_000_000_000:
        raise ValueError("expected a number of rows from 1")
    return int(value)


def _share(value: Any) -> float:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not is_number or not 0 <= value <= 1:
        raise ValueError("expected a share from 0 to 1")
    return float(value)


def _among(*known: str) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        if value not in known:
            raise ValueError(f"expected one of {', '.join(known)}")
        return str(value)

    return check


def _parties(value: Any) -> list[str]:
    check = _among(*PARTIES)
    return [*map(check, _several(value))]


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
    fields = [getattr(arguments, field) for field in (*BESIDE, *POINT)]
    said_fields = any(field is not None for field in fields)
    named = bool(arguments.address or arguments.party or said_fields)
    taken = []
    # An option that was typed as it is by default cannot be told from one that was not.
    for key, value in said.items():
        name = key.replace("-", "_")
        if not hasattr(arguments, name) or (named and key in COLUMNS):
            continue
        unsaid: tuple[Any, ...] = (_UNSAID.get(key), None, [])
        if getattr(arguments, name) in unsaid:
            setattr(arguments, name, value)
            taken.append(key)
    return f"{quote(str(path))} says {', '.join(taken)}" if taken else None


def _settings_for(path: Path, tables: Mapping[str, Any], source: str) -> dict[str, Any]:
    """The values for one file: those of all, over them those of the first source that fits."""
    common = {key: value for key, value in tables.items() if key != "source"}
    found = _check(path, common)
    sources = tables.get("source", [])
    are_tables = isinstance(sources, list) and {*map(type, sources)} <= {dict}
    if not are_tables:
        raise InputError(f"{path}: a source is a table: [[source]]")
    # Reversed, so that the first that fits has the last word.
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
        table = {key: value for key, value in each.items() if key != "files"}
        own = _check(path, table)
        name = PurePath(source).name
        if any(fnmatchcase(name, pattern) for pattern in patterns):
            found = {**_check(path, common), **own}
    return found


def _check(path: Path, table: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a table, read; zones lie beside the file.

    Raises:
        InputError: a key is unknown, or has no such value.
    """
    found: dict[str, Any] = {}
    for key, value in table.items():
        read = KEYS.get(key)
        if read is None:
            there = f"keys are {', '.join(KEYS)}, source"
            meant = hint(key, [*KEYS, "source"], there)
            raise InputError(f"{path}: there is no key {key!r}; {meant}")
        try:
            found[key] = read(value)
        except (ValueError, ArgumentTypeError) as error:
            raise InputError(f"{path}: {key} is {value!r}: {error}") from None
    # Whoever moves the file takes its zones along.
    if "zones" in found:
        found["zones"] = str(path.parent / found["zones"])
    return found
