"""A small file written whole or not at all.

On a full disk, or after a kill, the one from before is still there.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from nkrisk_geo.files.helper_files import copy_permissions, create_anew


def write_whole(path: str | Path, content: bytes) -> None:
    """Write beside the file, under a name that nobody can foresee, and rename when complete.

    A file that is replaced hands its permissions on. What is no file (a pipe, a device)
    is written to as it is.

    Raises:
        OSError: it cannot be written; the path is named.
    """
    target = Path(path).resolve()  # where a link leads to
    if target.exists() and not target.is_file():
        target.write_bytes(content)
        return
    part = target.with_name(f".nkrisk-{secrets.token_hex(8)}.part")
    try:
        with os.fdopen(create_anew(part), "wb") as file:
            copy_permissions(file.fileno(), target)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except BaseException as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        # It would name the part, of which nobody knows.
        if isinstance(error, OSError):
            told = (error.errno, error.strerror, str(path))
            raise OSError(*told) from None
        raise
