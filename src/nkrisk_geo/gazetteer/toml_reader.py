"""Files of TOML, with zones of the user's own or settings: read, but not where they do harm."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nkrisk_geo.model.errors import InputError

LARGEST_TOML = 32_000_000
"""Bytes of a file: enough for `nkrisk_geo.gazetteer.zone_values.MOST_VERTICES`."""
_DOTTED = re.compile(
    rb"""(?<![\w-])(?:(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*[.][ \t]*){20}"""
)
"""A key of so many parts, for which the reader of TOML takes
a time that grows with their square."""


def read_toml(path: Path) -> Mapping[str, Any]:
    """What a file of TOML holds.

    Raises:
        InputError: it cannot be read, or is none.
    """
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    unreadable = f"{path}: is not a TOML file that can be read"
    try:
        content = _read(path)
        if _DOTTED.search(content):
            raise InputError(f"{unreadable}: a key has too many parts")
        # As a file opened as text would be read.
        return tomllib.loads(content.decode("utf-8").replace("\r\n", "\n"))
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from None
    except RecursionError:
        raise InputError(f"{unreadable}: its lists are nested too deeply") from None
    except ValueError as error:  # no TOML, or no UTF-8
        raise InputError(f"{path}: is not valid TOML: {error}") from None


def _read(path: Path) -> bytes:
    """The bytes of a file that is one and not too large."""
    # A device never ends, a pipe that nobody writes to never begins.
    if path.exists() and not path.is_file():
        raise InputError(f"{path}: is not a file; give a TOML file")
    with path.open("rb") as file:
        content = file.read(LARGEST_TOML + 1)
    if len(content) > LARGEST_TOML:
        raise InputError(
            f"{path}: has more than {LARGEST_TOML:,} bytes; simplify its polygons"
        )
    return content
