"""Where an output goes when nobody says, and whether it may."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path, PurePath

from nkrisk_geo.files.formats import (
    COMPRESSIONS,
    KINDS,
    ONLY_READ,
    PIPE,
    format_of,
    is_pipe,
)
from nkrisk_geo.files.output_check import check_output
from nkrisk_geo.files.shell import quote
from nkrisk_geo.model.errors import InputError

_SUFFIXES = {kind: suffix for suffix, kind in reversed(KINDS.items())}


def output_of(arguments: Namespace) -> str:
    """The output of `enrich`: what was named, a pipe, or on a terminal a file beside the input.

    Raises:
        InputError: it is there already, and nobody said that it may be replaced.
    """
    path = arguments.output
    if path is None:
        path = PIPE
        # Nobody wants a table of forty columns in a window.
        if _is_seen():
            path = default_output(arguments.input, arguments.to, arguments.format)
    read = [file for file in (arguments.input, arguments.zones) if file]
    # Of an output that is read something else is wrong, which --force does not mend.
    check_output(path, *read)
    may_replace = arguments.force or arguments.resume or is_pipe(path)
    if not may_replace and Path(path).is_file():
        raise InputError(
            f"{path}: is there already; --force replaces it, -o "
            f"{quote(_another(path))} leaves it as it is"
        )
    return str(path)


def default_output(
    source: str, written_as: str | None, given: str | None = None
) -> str:
    """The name of an output for an input, of its kind where that can be written.

    >>> default_output("data/firms.csv.gz", None), default_output("old.xls", None)
    ('data/firms.geo.csv.gz', 'old.geo.xlsx')
    >>> default_output("-", "jsonl"), default_output("list.txt", None)
    ('out.geo.jsonl', 'list.geo.csv')
    """
    found = format_of(source, given)
    kind = written_as or found.kind
    # What can only be read is written as its successor.
    kind = {"xls": "xlsx", "lines": "csv"}.get(kind, kind)
    assert kind not in ONLY_READ
    suffix = _SUFFIXES[kind]
    if written_as is None and found.compression:
        suffix += next(
            end for end, name in COMPRESSIONS.items() if name == found.compression
        )
    if is_pipe(source):
        return f"out.geo{suffix}"
    path = PurePath(source)
    stem = path.name.removesuffix(path.suffix) if found.compression else path.name
    return str(path.with_name(f"{PurePath(stem).stem}.geo{suffix}"))


def _another(path: str) -> str:
    """A free name like one that is taken."""
    named = PurePath(path)
    ends = "".join(named.suffixes)
    stem, number = named.name.removesuffix(ends), 2
    while Path(path).with_name(f"{stem}-{number}{ends}").exists():
        number += 1
    return str(named.with_name(f"{stem}-{number}{ends}"))


def _is_seen() -> bool:
    """Does standard output go to a terminal, where a table would fill the screen?"""
    return sys.stdout is not None and sys.stdout.isatty()
