"""Opening inputs: files and pipes, compressed or not."""

from __future__ import annotations

import gzip
import io
import shutil
import sys
import tempfile
import zlib
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from nkrisk_geo.errors import InputError
from nkrisk_geo.files.formats import PIPE, Format, is_pipe

HEAD = 1 << 20
"""Bytes of a pipe that are read before the first row, to see its encoding and delimiter."""


TAIL = 1 << 16
"""Bytes at the end of a file that tell it from another."""


class Rejoined(io.RawIOBase):
    """A stream whose head was read already: gives the head again, then the rest."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self.head, self._rest = head, rest
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


class Source:
    """An input: a path or a pipe, opened as bytes as often as needed (a pipe, once)."""

    def __init__(self, path: str, file_format: Format) -> None:
        self.path, self.format = path, file_format
        self.name = "standard input" if path == PIPE else path
        self.is_pipe = is_pipe(path)
        self._file: BinaryIO | None = None
        self._spooled: BinaryIO | None = None
        self._opened = ExitStack()
        if path != PIPE and Path(path).is_dir():
            raise InputError(f"{path}: is a folder")
        try:
            self.size = 0 if self.is_pipe else Path(path).stat().st_size
            self.head = self._read_head()
        except FileNotFoundError:
            raise InputError(f"{path}: there is no such file") from None
        except (OSError, EOFError, zlib.error) as error:
            raise InputError(f"{path}: cannot be read: {reason(error)}") from None

    def _read_head(self) -> bytes:
        if not self.is_pipe:
            with self.open() as stream:
                return stream.read(HEAD)
        self._file = self._raw()
        head = self._file.read(HEAD)
        self._rejoined = cast("BinaryIO", io.BufferedReader(Rejoined(head, self._file), HEAD))
        return _beginning(head, self.format.compression)

    def _raw(self) -> BinaryIO:
        """The bytes as they are."""
        return (
            sys.stdin.buffer if self.path == PIPE else self._opened.enter_context(Path(self.path).open("rb"))
        )

    def open(self) -> BinaryIO:
        """The bytes, decompressed, from the beginning."""
        if self._spooled is not None:
            self._spooled.seek(0)
            return self._spooled
        self._file = self._rejoined if self.is_pipe else self._raw()
        return _decompressed(self._file, self.format.compression)

    def seekable(self) -> BinaryIO:
        """The bytes as a file that can be read more than once; a pipe is copied to a temporary file."""
        if self.is_pipe and self._spooled is None:
            spooled = self._opened.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - the stack closes it
            shutil.copyfileobj(self.open(), spooled)
            self._spooled = cast("BinaryIO", spooled)
        return self.open()

    def identity(self) -> tuple[object, ...]:
        """What tells this input from another: its size, its beginning and its end."""
        end = b""
        if not self.is_pipe:
            with Path(self.path).open("rb") as file:
                file.seek(max(0, self.size - TAIL))
                end = file.read(TAIL)
        return self.size, self.format, sha256(self.head).hexdigest(), sha256(end).hexdigest()

    def __enter__(self) -> Source:
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        self._opened.close()
        if isinstance(error, (EOFError, zlib.error, gzip.BadGzipFile)):
            raise InputError(f"{self.name}: is damaged: {reason(error)}") from None

    def share(self) -> float | None:
        """How much of the input was read, from 0 to 1; None for a pipe."""
        if not self.size or self._file is None or self._file.closed:
            return None
        return min(1.0, self._file.tell() / self.size)


def _decompressed(stream: IO[bytes], compression: str) -> BinaryIO:
    if compression == "gz":
        return cast("BinaryIO", gzip.GzipFile(fileobj=stream))
    if compression == "zst":
        reader = _zstandard().ZstdDecompressor().stream_reader(stream, read_across_frames=True)
        return cast("BinaryIO", io.BufferedReader(reader, 1 << 17))
    return cast("BinaryIO", stream)


def _beginning(head: bytes, compression: str) -> bytes:
    """What the first bytes of a stream decompress to, wherever they end."""
    if compression == "gz":
        return zlib.decompressobj(31).decompress(head)
    if compression == "zst":
        return cast("bytes", _zstandard().ZstdDecompressor().decompressobj().decompress(head))
    return head


def compressed(stream: IO[bytes], compression: str) -> BinaryIO:
    """A stream that compresses into another, which stays open."""
    if compression == "gz":  # without name and time, so that equal runs give equal bytes
        return cast("BinaryIO", gzip.GzipFile("", "wb", compresslevel=6, fileobj=stream, mtime=0))
    if compression == "zst":
        return cast("BinaryIO", _zstandard().open(stream, "wb", closefd=False))
    return cast("BinaryIO", stream)


def _zstandard() -> Any:
    try:
        import zstandard
    except ImportError:
        raise InputError("files ending in .zst need zstandard: pip install nkrisk-geo[io]") from None
    return zstandard


def reason(error: BaseException) -> str:
    """Why something failed, as the system says it."""
    return getattr(error, "strerror", None) or str(error)
