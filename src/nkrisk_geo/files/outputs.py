"""Outputs: a file appears under its name when it is complete.

What was done towards it outlives the process. While a file `OUT` is being made,
`.OUT.part` beside it grows and `.OUT.checkpoint` says up to where it is sound. A run
that fails without a checkpoint, or because the input is at fault, leaves neither
behind. When it is complete, `.OUT.done` says of which job it is, so that the same
command with `--resume` knows it again.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Protocol, cast

from nkrisk_geo.files.checkpoints import Checkpoint, write_note
from nkrisk_geo.files.earlier_runs import REJECTS, holds, is_rejects
from nkrisk_geo.files.formats import PIPE, is_pipe
from nkrisk_geo.files.helper_files import hidden, like, made_anew, taken_up
from nkrisk_geo.files.inputs import content_digest, reason
from nkrisk_geo.model.errors import InputError

Assemble = Callable[[BinaryIO], None]
"""Writes the complete file from its segments."""


class ChangedInputError(InputError):
    """The input is not that of the interrupted run, which is left as it is."""


class Target(Protocol):
    """Where an output goes; `stream` takes its bytes."""

    stream: BinaryIO

    def size(self) -> int:
        """Bytes so far; 0 where nothing is kept."""

    def keep(self, checkpoint: Checkpoint) -> None:
        """All that was written is to outlive the process."""

    def finish(self, whole: Checkpoint, assemble: Assemble | None) -> None:
        """The output is complete."""

    def __enter__(self) -> Target: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


def target_of(path: str, start: Checkpoint, *, in_segments: bool) -> Target:
    """The target for a path or a pipe, to be gone on with from a checkpoint.

    Raises:
        InputError: it cannot be written, or another process writes it.
    """
    return (
        PipeTarget(path, in_segments=in_segments)
        if is_pipe(path)
        else FileTarget(path, start)
    )


class FileTarget:
    """A file under a name of its own until it is complete."""

    def __init__(self, path: str, start: Checkpoint) -> None:
        self._path = Path(path).resolve()
        self._part, self._note = (
            hidden(self._path, ".part"),
            hidden(self._path, ".checkpoint"),
        )
        self._assembled, self._done = (
            hidden(self._path, ".whole"),
            hidden(self._path, ".done"),
        )
        try:
            self.stream: BinaryIO = cast(
                "BinaryIO", os.fdopen(taken_up(self._part), "r+b")
            )
        except OSError as error:
            raise InputError(f"{path}: cannot be written: {reason(error)}") from None
        if not _locked(self.stream):
            self.stream.close()
            raise InputError(f"{path}: another process is writing it")
        self._start, self._hashed, self._digest = start, 0, hashlib.sha256()
        if start.whole:
            return
        like(self.stream.fileno(), self._path)
        if not start.chunks:
            self._note.unlink(missing_ok=True)
            self._assembled.unlink(missing_ok=True)
        self.stream.truncate(start.size)
        self.stream.seek(start.size)

    def size(self) -> int:
        """As of `Target`."""
        return self.stream.tell()

    def keep(self, checkpoint: Checkpoint) -> None:
        """As of `Target`."""
        self.stream.flush()
        os.fsync(self.stream.fileno())
        replace(checkpoint, part=self._part_digest(checkpoint.size)).save(self._note)

    def _part_digest(self, size: int) -> str:
        """The digest of the unfinished file up to there.

        Only what is new since the last time is read.
        """
        with self._part.open("rb") as file:
            file.seek(self._hashed)
            while self._hashed < size and (
                block := file.read(min(1 << 20, size - self._hashed))
            ):
                self._digest.update(block)
                self._hashed += len(block)
        return self._digest.hexdigest()

    def finish(self, whole: Checkpoint, assemble: Assemble | None) -> None:
        """As of `Target`; a process killed in here is followed by one that only names the files."""
        if not self._start.whole:
            whole = replace(whole, made=self._made(whole, assemble))
            self.keep(whole)
        elif assemble is not None and not self._is_made(whole, assemble):
            raise InputError(
                f"{self._path}: what was left of the interrupted run is spoilt; begin it anew"
            )
        self.stream.close()
        self._publish(self._part if assemble is None else self._assembled, whole)

    def _is_made(self, whole: Checkpoint, assemble: Assemble) -> bool:
        """Has the output its name already, or else what it is to be?"""
        return (
            holds(self._path, None, whole.made)
            or self._made(whole, assemble) == whole.made
        )

    def _made(self, whole: Checkpoint, assemble: Assemble | None) -> str:
        """Make the file that gets the name of the output; its digest."""
        if assemble is None:
            self.stream.flush()
            return self._part_digest(whole.size)
        with os.fdopen(made_anew(self._assembled), "w+b") as file:
            like(file.fileno(), self._path)
            assemble(file)
            file.flush()
            os.fsync(file.fileno())
            file.seek(0)
            return content_digest(file)

    def _publish(self, made: Path, whole: Checkpoint) -> None:
        """Give the files their names.

        Where this was begun before, what has its name already keeps it.
        """
        rejects = self._path.with_name(self._path.name + REJECTS)
        if hidden(rejects, ".part").exists():
            hidden(rejects, ".part").replace(rejects)
        if not whole.rejected and is_rejects(rejects):
            rejects.unlink()  # of an earlier run
        if made.exists() and (not self._start.whole or holds(made, None, whole.made)):
            made.replace(self._path)
        write_note(self._done, {"job": whole.job, "made": whole.made})
        self._part.unlink(missing_ok=True)
        self._assembled.unlink(missing_ok=True)
        self._note.unlink(missing_ok=True)

    def __enter__(self) -> FileTarget:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with suppress(OSError):  # a full disk complains again
            self.stream.close()
        if kind is None:
            return
        note = Checkpoint.load(self._note)
        if note is None or not note.whole:
            self._assembled.unlink(missing_ok=True)
        if issubclass(kind, InputError) and not issubclass(kind, ChangedInputError):
            self._note.unlink(missing_ok=True)
        if not self._note.exists():
            self._part.unlink(missing_ok=True)


class PipeTarget:
    """Standard output, a named pipe, a device.

    Written to directly, in segments by way of a temporary file.
    """

    def __init__(self, path: str, *, in_segments: bool) -> None:
        self._out = sys.stdout.buffer if path == PIPE else Path(path).open("wb")  # noqa: SIM115 - closed at the end
        self._own = path != PIPE
        spooled = tempfile.TemporaryFile() if in_segments else self._out  # noqa: SIM115 - closed at the end
        self.stream: BinaryIO = cast("BinaryIO", spooled)

    def size(self) -> int:
        """As of `Target`."""
        return 0

    def keep(self, checkpoint: Checkpoint) -> None:
        """As of `Target`: a pipe keeps nothing."""

    def finish(self, whole: Checkpoint, assemble: Assemble | None) -> None:
        """As of `Target`."""
        if assemble is not None:
            assemble(cast("BinaryIO", self._out))
        self._out.flush()

    def __enter__(self) -> PipeTarget:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.stream is not self._out:
            self.stream.close()
        if self._own:
            self._out.close()


def _locked(stream: BinaryIO) -> bool:
    """Is this process now the only one that writes the file?

    The lock ends with the process, however that ends.
    """
    try:
        if sys.platform == "win32":
            import msvcrt

            stream.seek(
                1 << 40
            )  # far behind the end, for a locked stretch cannot be read
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
            stream.seek(0)
        else:
            import fcntl

            fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:  # a file system without locks
        return True
    return True
