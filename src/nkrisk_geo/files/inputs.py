"""Opening inputs: files and pipes, compressed or not."""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from nkrisk_geo.files.compression import BLOCK, DAMAGES, decompress
from nkrisk_geo.files.formats import PIPE, Format, is_pipe
from nkrisk_geo.model.errors import InputError

HEAD = 1 << 20
"""Bytes of a pipe that are read before the first row, to see its encoding and delimiter."""


class Rejoined(io.RawIOBase):
    """A stream whose head was read already: gives the head again, then the rest."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self.head: bytes = head
        self._rest = rest
        self._left = memoryview(head)

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """As of `io.RawIOBase`."""
        block: bytes | memoryview = self._left[: len(buffer)]
        if block:
            self._left = self._left[len(block) :]
        else:
            block = self._rest.read(len(buffer))
        buffer[: len(block)] = block
        return len(block)


class InputSource:
    """An input: a path or a pipe, opened as bytes as often as needed (a pipe, once)."""

    def __init__(self, path: str, file_format: Format) -> None:
        self.path: str = path
        self.format: Format = file_format
        self.name: str = "standard input" if path == PIPE else path
        self.is_pipe: bool = is_pipe(path)
        self._file: BinaryIO | None = None
        self._spooled: BinaryIO | None = None
        self._opened = ExitStack()
        if path != PIPE and Path(path).is_dir():
            raise InputError(f"{path}: is a folder")
        try:
            self.size: int = 0
            # Nobody knows how much will come through a pipe.
            if not self.is_pipe:
                self.size = Path(path).stat().st_size
            self.head: bytes = self._read_head()
        except FileNotFoundError:
            raise InputError(f"{path}: there is no such file") from None
        except (OSError, *DAMAGES) as error:
            raise InputError(f"{path}: cannot be read: {reason(error)}") from None

    def _read_head(self) -> bytes:
        if not self.is_pipe:
            with self.open() as stream:
                return stream.read(HEAD)
        self._file = self._raw()
        head = self._file.read(HEAD)
        whole = io.BufferedReader(Rejoined(head, self._file), HEAD)
        self._rejoined = cast("BinaryIO", whole)
        return _beginning(head, self.format.compression)

    def _raw(self) -> BinaryIO:
        """The bytes as they are."""
        if self.path == PIPE:
            return sys.stdin.buffer
        file = Path(self.path).open("rb")  # noqa: SIM115 - the stack closes it
        return self._opened.enter_context(file)

    def open(self) -> BinaryIO:
        """The bytes, decompressed, from the beginning."""
        if self._spooled is not None:
            self._spooled.seek(0)
            return self._spooled
        self._file = self._rejoined if self.is_pipe else self._raw()
        return decompress(self._file, self.format.compression)

    def seekable(self) -> BinaryIO:
        """The bytes as a file that can be read more than once.

        A pipe is copied to a temporary file.
        """
        if self.is_pipe and self._spooled is None:
            # A file without a name, which goes with the process.
            spooled = tempfile.TemporaryFile()  # noqa: SIM115 - the stack closes it
            self._opened.enter_context(spooled)
            shutil.copyfileobj(self.open(), spooled)
            self._spooled = cast("BinaryIO", spooled)
        return self.open()

    def identity(self) -> tuple[object, ...]:
        """What tells this input from another: all that is in a file, the beginning of a pipe."""
        if self.is_pipe:
            return self.format, sha256(self.head).hexdigest()
        with Path(self.path).open("rb") as file:
            return self.format, content_digest(file)

    def __enter__(self) -> InputSource:
        return self

    def __exit__(
        self, kind: object, error: BaseException | None, trace: object
    ) -> None:
        self._opened.close()
        if isinstance(error, DAMAGES):
            raise InputError(f"{self.name}: is damaged: {reason(error)}") from None

    def share(self) -> float | None:
        """How much of the input was read, from 0 to 1; None for a pipe."""
        if not self.size or self._file is None or self._file.closed:
            return None
        # Of the bytes as they lie on the disk: how many a compressed file holds is not known.
        return min(1.0, self._file.tell() / self.size)


def _beginning(head: bytes, compression: str) -> bytes:
    """What the first bytes of a stream decompress to, wherever they end.

    Not more than is looked at.
    """
    stream, found = decompress(io.BytesIO(head), compression), b""
    while len(found) < HEAD:
        try:
            block = cast("io.BufferedReader", stream).read1(BLOCK)
        # The rest is read later, and says then what is wrong.
        except DAMAGES:
            break
        if not block:
            break
        found += block
    return found


def content_digest(file: IO[bytes], size: int | None = None) -> str:
    """A digest of what a file holds from where it is read.

    With `size`, of its next bytes, as far as there are so many.
    """
    found, left = sha256(), sys.maxsize if size is None else size
    while left > 0:
        block = file.read(min(left, 1 << 20))
        if not block:
            break
        found.update(block)
        left -= len(block)
    return found.hexdigest()


def reason(error: BaseException) -> str:
    """Why something failed, as the system says it."""
    return getattr(error, "strerror", None) or str(error)
