"""A small file written whole or not at all: on a full disk, or after a kill, the one from before is still there."""

from __future__ import annotations

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

_NEW = (
    os.O_WRONLY | os.O_CREAT | os.O_EXCL
    | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
)  # fmt: skip


def write_whole(path: str | Path, content: bytes) -> None:
    """Write beside the file under a name that nobody can foresee, and give it its name when it is complete.

    A file that is replaced hands its permissions on. What is no file (a pipe, a device) is written to as it is.

    Raises:
        OSError: it cannot be written; the path is named.
    """
    target = Path(path).resolve()  # where a link leads to
    if target.exists() and not target.is_file():
        target.write_bytes(content)
        return
    part = target.with_name(f".nkrisk-{secrets.token_hex(8)}.part")
    try:
        with os.fdopen(os.open(part, _NEW, 0o666), "wb") as file:
            if hasattr(os, "fchmod") and target.exists():
                os.fchmod(file.fileno(), stat.S_IMODE(target.stat().st_mode))
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except BaseException as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise OSError(error.errno, error.strerror, str(path)) from None
        raise
