"""Compressed text in members that stand by themselves.

So a stream can be gone on with behind any of them.
"""

from __future__ import annotations

from typing import BinaryIO

from nkrisk_geo.files.inputs import compressed


class Members:
    """A stream of text, compressed or not.

    Readers of gzip and zstd read members one after the other as one.
    """

    def __init__(self, stream: BinaryIO, compression: str) -> None:
        self._stream, self._compression = stream, compression
        self._member: BinaryIO | None = None

    def write(self, content: bytes) -> None:
        """Write into the present member."""
        if self._member is None:
            self._member = compressed(self._stream, self._compression)
        self._member.write(content)

    def seal(self) -> None:
        """End the member."""
        if self._member is not None and self._member is not self._stream:
            self._member.close()
        self._member = None
