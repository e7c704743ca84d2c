"""An output that is written once, from the beginning: nothing of it is kept or gone on with."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, cast

from nkrisk_geo.files.checkpoints import Checkpoint
from nkrisk_geo.files.formats import PIPE


class PipeTarget:
    """Standard output, a named pipe, a device.

    Written to directly, in segments by way of a temporary file.
    """

    def __init__(self, path: str, *, in_segments: bool) -> None:
        self._own = path != PIPE
        # Closed at the end of the work, and standard output not at all.
        out = Path(path).open("wb") if self._own else sys.stdout.buffer  # noqa: SIM115
        self._out = cast("BinaryIO", out)
        self.stream: BinaryIO = self._out
        # Segments are read again when all are there, which no pipe allows.
        if in_segments:
            spooled = tempfile.TemporaryFile()  # noqa: SIM115
            self.stream = cast("BinaryIO", spooled)

    def size(self) -> int:
        """As of `nkrisk_geo.files.outputs.Target`."""
        return 0

    def keep(self, checkpoint: Checkpoint) -> None:
        """As of `nkrisk_geo.files.outputs.Target`: a pipe keeps nothing."""

    def finish(
        self, whole: Checkpoint, assemble: Callable[[BinaryIO], None] | None
    ) -> None:
        """As of `nkrisk_geo.files.outputs.Target`."""
        if assemble is not None:
            assemble(self._out)
        self._out.flush()

    def __enter__(self) -> PipeTarget:
        return self

    def __exit__(self, *_: object) -> None:
        if self.stream is not self._out:
            self.stream.close()
        if self._own:
            self._out.close()
