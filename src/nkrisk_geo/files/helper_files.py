"""Helping files beside an output: files of ours and nobody else's.

Whoever may write in a folder could put a link where a helping file will be, and have
another file overwritten. So such a file is made anew where there is none, and taken up
again only if it is a plain file of the user's own under one name.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from pathlib import Path
from typing import BinaryIO

from nkrisk_geo.model.errors import InputError

_LONGEST_NAME = 240
"""Bytes that file systems allow for a name, less some for a suffix."""
_PLAIN = (
    getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL | _PLAIN
"""For a file that there is not yet: what has its name already is an error."""


def hidden_path(path: Path, suffix: str) -> Path:
    """The name of a helping file beside an output; shorter where that of the output is long."""
    name = path.name
    octets = os.fsencode(name)
    if len(octets) > _LONGEST_NAME - len(suffix):
        # A digest and not a beginning, which two outputs may have in common.
        name = hashlib.sha256(octets).hexdigest()[:32]
    return path.with_name(f".{name}{suffix}")


def create_anew(path: Path) -> int:
    """A descriptor of a new, empty file to write and read.

    What had its name is removed, and no link is followed.
    """
    path.unlink(missing_ok=True)
    return os.open(path, _NEW, 0o666)


def take_up(path: Path) -> int:
    """A descriptor of a file to read and write, its content untouched; made where there is none.

    Raises:
        InputError: something else than a file of ours has the name.
    """
    try:
        return os.open(path, _NEW, 0o666)
    except FileExistsError:
        if path.is_symlink():
            raise InputError(
                f"{path}: is a link, and no file of ours; remove it"
            ) from None
        # A pipe of this name would be waited for.
        waiting = getattr(os, "O_NONBLOCK", 0)
        found = os.open(path, os.O_RDWR | _PLAIN | waiting)
    # Asked of what was opened: under the name there may be another file by now.
    about = os.fstat(found)
    is_plain = stat.S_ISREG(about.st_mode) and about.st_nlink <= 1
    if not is_plain or about.st_uid != _user(about):
        os.close(found)
        raise InputError(f"{path}: is no file of ours; remove it")
    return found


def _user(about: os.stat_result) -> int:
    """Who we are; on systems that do not tell, whoever the file belongs to."""
    return os.geteuid() if hasattr(os, "geteuid") else about.st_uid


def copy_permissions(descriptor: int, path: Path) -> None:
    """Give a file the permissions of another that it is to replace.

    Where there is none, or no such thing, nothing is done.
    """
    if hasattr(os, "fchmod") and path.is_file():
        mode = path.stat().st_mode
        os.fchmod(descriptor, stat.S_IMODE(mode))


def take_lock(stream: BinaryIO) -> bool:
    """Is this process now the only one that writes the file?

    The lock ends with the process, however that ends.
    """
    try:
        if sys.platform == "win32":
            import msvcrt

            # Far behind the end, for a locked stretch cannot be read.
            stream.seek(1 << 40)
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
            stream.seek(0)
        else:
            import fcntl

            without_waiting = fcntl.LOCK_EX | fcntl.LOCK_NB
            fcntl.flock(stream.fileno(), without_waiting)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:  # a file system without locks
        return True
    return True
