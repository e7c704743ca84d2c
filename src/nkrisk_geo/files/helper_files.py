"""Helping files beside an output: files of ours and nobody else's.

Whoever may write in a folder could put a link where a helping file will be, and have
another file overwritten. So such a file is made anew where there is none, and taken up
again only if it is a plain file of the user's own under one name.
"""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

from nkrisk_geo.model.errors import InputError

_LONGEST_NAME = 240
"""Bytes that file systems allow for a name, less some for a suffix."""
_PLAIN = (
    getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


def hidden(path: Path, suffix: str) -> Path:
    """The name of a helping file beside an output; shorter where that of the output is long."""
    name = path.name
    if len(os.fsencode(name)) > _LONGEST_NAME - len(suffix):
        name = hashlib.sha256(os.fsencode(name)).hexdigest()[:32]
    return path.with_name(f".{name}{suffix}")


def made_anew(path: Path) -> int:
    """A descriptor of a new, empty file to write and read.

    What had its name is removed, and no link is followed.
    """
    path.unlink(missing_ok=True)
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _PLAIN, 0o666)


def taken_up(path: Path) -> int:
    """A descriptor of a file to read and write, its content untouched; made where there is none.

    Raises:
        InputError: something else than a file of ours has the name.
    """
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _PLAIN, 0o666)
    except FileExistsError:
        if path.is_symlink():
            raise InputError(
                f"{path}: is a link, and no file of ours; remove it"
            ) from None
        found = os.open(path, os.O_RDWR | _PLAIN | getattr(os, "O_NONBLOCK", 0))
    about = os.fstat(found)
    if (
        not stat.S_ISREG(about.st_mode)
        or about.st_nlink > 1
        or about.st_uid != _user(about)
    ):
        os.close(found)
        raise InputError(f"{path}: is no file of ours; remove it")
    return found


def _user(about: os.stat_result) -> int:
    """Who we are; on systems that do not tell, whoever the file belongs to."""
    return os.geteuid() if hasattr(os, "geteuid") else about.st_uid


def like(descriptor: int, path: Path) -> None:
    """Give a file the permissions of another that it is to replace.

    Where there is none, or no such thing, nothing is done.
    """
    if hasattr(os, "fchmod") and path.is_file():
        os.fchmod(descriptor, stat.S_IMODE(path.stat().st_mode))
