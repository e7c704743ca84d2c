"""Compressed streams, read and written.

What is written has members that stand by themselves, so that a stream can be gone on
with behind any of them.
"""

from __future__ import annotations

import gzip
import io
import zlib
from typing import IO, Any, BinaryIO, cast

from nkrisk_geo.model.errors import InputError

DAMAGES = (EOFError, zlib.error, gzip.BadGzipFile)
"""How a compressed stream says that it is damaged."""
BLOCK = 1 << 16
"""Bytes of a compressed stream that are read at a time."""
_PIECE = 1 << 8
"""Bytes that are decompressed at a time."""


class Frames(io.RawIOBase):
    """What zstd frames hold, one after the other.

    A last frame that does not end is an error, as it is of gzip. A few bytes can stand
    for very many, so the stream is read in small pieces: memory stays bounded.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._zstd = stream, _zstandard()
        self._frame: Any = None
        self._block, self._at = b"", 0
        self._out = memoryview(b"")

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """As of `io.RawIOBase`.

        Raises:
            EOFError: the stream is damaged, or ends too early.
        """
        while not self._out:
            if not self._decompress():
                return 0
        some = self._out[: len(buffer)]
        buffer[: len(some)] = some
        self._out = self._out[len(some) :]
        return len(some)

    def _decompress(self) -> bool:
        """Decompress the next piece; False at the end."""
        if self._at >= len(self._block):
            self._block = self._stream.read(BLOCK)
            self._at = 0
        piece = self._block[self._at : self._at + _PIECE]
        if not piece:
            if self._frame is not None:
                raise EOFError("it ends in the middle of a frame")
            return False
        if self._frame is None:
            self._frame = self._zstd.ZstdDecompressor().decompressobj()
        try:
            self._out = memoryview(self._frame.decompress(piece))
        except self._zstd.ZstdError as error:
            raise EOFError(str(error)) from None
        self._at += len(piece)
        # What stands behind the frame in this piece belongs to the next one.
        if self._frame.eof:
            self._at -= len(self._frame.unused_data)
            self._frame = None
        return True


def decompress(stream: IO[bytes], compression: str) -> BinaryIO:
    """What a stream holds, decompressed as it is read."""
    if compression == "gz":
        return cast("BinaryIO", gzip.GzipFile(fileobj=stream))
    if compression == "zst":
        frames = io.BufferedReader(Frames(stream), 1 << 17)
        return cast("BinaryIO", frames)
    return cast("BinaryIO", stream)


def compress(stream: IO[bytes], compression: str) -> BinaryIO:
    """A stream that compresses into another, which stays open."""
    # Without name and time, so that equal runs give equal bytes.
    if compression == "gz":
        zipped = gzip.GzipFile("", "wb", 6, fileobj=stream, mtime=0)
        return cast("BinaryIO", zipped)
    if compression == "zst":
        zstd = _zstandard()
        # As gzip does, so that a damaged file is known.
        checked = zstd.ZstdCompressor(write_checksum=True)
        packed = zstd.open(stream, "wb", cctx=checked, closefd=False)
        return cast("BinaryIO", packed)
    return cast("BinaryIO", stream)


def _zstandard() -> Any:
    try:
        import zstandard
    except ImportError:
        raise InputError(
            "files ending in .zst need zstandard: pip install zstandard"
        ) from None
    return zstandard


class Members:
    """A stream of text in members, compressed or not.

    Readers of gzip and zstd read members one after the other as one.
    """

    def __init__(self, stream: BinaryIO, compression: str) -> None:
        self._stream, self._compression = stream, compression
        self._member: BinaryIO | None = None

    def write(self, content: bytes) -> None:
        """Write into the present member."""
        if self._member is None:
            self._member = compress(self._stream, self._compression)
        self._member.write(content)

    def seal(self) -> None:
        """End the member."""
        if self._member is not None and self._member is not self._stream:
            self._member.close()
        self._member = None
