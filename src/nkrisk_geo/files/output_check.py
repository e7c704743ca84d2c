"""Is an output one that can be written, without a change of anything that is read?"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from nkrisk_geo.files.earlier_runs import REJECTS, is_rejects
from nkrisk_geo.files.formats import PIPE, is_pipe
from nkrisk_geo.files.helper_files import hidden_path
from nkrisk_geo.model.errors import InputError

_HELPING = (".part", ".checkpoint", ".checkpoint.new", ".whole", ".done", ".done.new")
"""Suffixes of the files beside an output that are written or removed."""
_LONGEST_NAME = 255


def check_output(path: str, *read: str) -> None:
    """Refuse, before any work, an output that cannot be written, or that is read itself.

    Args:
        path: the output.
        read: the input, and whatever else is read.

    Raises:
        InputError: the folder does not exist, the path is a folder, or it or a file
            beside it is one that is read.
    """
    if path == PIPE:
        return
    target = Path(path)
    # There may be rejected rows, and no sign of them before the last one is read.
    longest = _LONGEST_NAME - len(REJECTS)
    if len(os.fsencode(target.name)) > longest:
        raise InputError(f"{path}: the name is too long; {longest} bytes are the most")
    if target.is_dir():
        raise InputError(f"{path}: is a folder; name a file in it")
    if not target.parent.is_dir():
        raise InputError(f"{path}: there is no folder {target.parent}")
    try:
        target.resolve()
    except (OSError, RuntimeError):  # a link that leads to itself
        raise InputError(f"{path}: is a link that leads nowhere") from None
    if is_pipe(path):
        return
    _check_read(path, read)
    rejects = target.with_name(target.name + REJECTS)
    if rejects.exists() and not is_rejects(rejects):
        raise InputError(
            f"{rejects}: is no file of rejected rows, and would be written over; write "
            "to another file"
        )


def _check_read(path: str, read: Iterable[str]) -> None:
    """Refuse an output for which a file that is read would be changed."""
    target = Path(path)
    touched = [*_touched(target.resolve())]
    for other in read:
        if other == PIPE or not any(_is_same(other, each) for each in touched):
            continue
        what = f"would change {other}, which is read"
        if _is_same(other, target):
            what = "is the input itself"
        raise InputError(f"{path}: {what}; write to another file")


def _touched(target: Path) -> Iterable[Path]:
    """Every file that is written or removed for an output."""
    rejects = target.with_name(target.name + REJECTS)
    for path in (target, rejects):
        yield path
        yield from (hidden_path(path, suffix) for suffix in _HELPING)


def _is_same(one: str, other: Path) -> bool:
    """Do two paths lead to one file, or have one name?"""
    path = Path(one)
    # Which minds no link that leads to itself.
    if os.path.realpath(path) == os.path.realpath(other):
        return True
    # One file may have two names.
    return path.exists() and other.exists() and path.samefile(other)
