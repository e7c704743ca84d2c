"""Outputs: a file appears under its name when it is complete, and what was done towards it outlives the process.

While a file `OUT` is being made, `.OUT.part` beside it grows and `.OUT.checkpoint` says up to where it is sound. A run
that fails without a checkpoint, or because the input is at fault, leaves neither behind.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Protocol, cast

from nkrisk_geo.errors import InputError
from nkrisk_geo.files.checkpoints import Checkpoint
from nkrisk_geo.files.formats import PIPE, is_pipe
from nkrisk_geo.files.opening import reason

Assemble = Callable[[BinaryIO], None]
"""Writes the complete file from its segments."""

REJECTS = ".rejects.csv"


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
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def target_of(path: str, start: Checkpoint, *, in_segments: bool) -> Target:
    """The target for a path or a pipe, to be gone on with from a checkpoint.

    Raises:
        InputError: it cannot be written, or another process writes it.
    """
    return PipeTarget(path, in_segments=in_segments) if is_pipe(path) else FileTarget(path, start)


def start_of(path: str, job: str) -> Checkpoint | None:
    """Where an earlier run of the same job was stopped; None where there was none.

    Raises:
        InputError: the output is a pipe.
    """
    if is_pipe(path):
        raise InputError("--resume needs a file as output; a pipe keeps nothing")
    target = Path(path).resolve()
    found, part = Checkpoint.load(hidden(target, ".checkpoint")), hidden(target, ".part")
    if found is None or found.job != job:
        return None
    return found if found.whole or (part.exists() and found.size <= part.stat().st_size) else None


def hidden(path: Path, suffix: str) -> Path:
    """The name of a helping file beside an output."""
    return path.with_name(f".{path.name}{suffix}")


def rows_kept(path: str) -> int:
    """Rows of an unfinished output that a later run can go on from."""
    checkpoint = None if is_pipe(path) else Checkpoint.load(hidden(Path(path).resolve(), ".checkpoint"))
    return checkpoint.rows if checkpoint else 0


def check_output(path: str, source: str) -> None:
    """Refuse, before any work, an output that cannot be written or that is the input.

    Raises:
        InputError: the folder does not exist, the path is a folder, or it is the input file.
    """
    if path == PIPE:
        return
    target = Path(path)
    if target.is_dir():
        raise InputError(f"{path}: is a folder; name a file in it")
    if not target.parent.is_dir():
        raise InputError(f"{path}: there is no folder {target.parent}")
    if source != PIPE and target.exists() and Path(source).exists() and target.samefile(source):
        raise InputError(f"{path}: is the input itself; write to another file")


class FileTarget:
    """A file under a name of its own until it is complete."""

    def __init__(self, path: str, start: Checkpoint) -> None:
        self._path = Path(path).resolve()
        self._part, self._note = hidden(self._path, ".part"), hidden(self._path, ".checkpoint")
        self._assembled = hidden(self._path, ".whole")
        try:
            self.stream = cast("BinaryIO", os.fdopen(_opened(self._part), "r+b"))
        except OSError as error:
            raise InputError(f"{path}: cannot be written: {reason(error)}") from None
        if not _locked(self.stream):
            self.stream.close()
            raise InputError(f"{path}: another process is writing it")
        self._start = start
        if start.whole:
            return
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
        checkpoint.save(self._note)

    def finish(self, whole: Checkpoint, assemble: Assemble | None) -> None:
        """As of `Target`; a process killed in here is followed by one that only names the files."""
        if not self._start.whole:
            if assemble is not None:
                with self._assembled.open("wb") as file:
                    assemble(file)
                    file.flush()
                    os.fsync(file.fileno())
            self.keep(whole)
        self.stream.close()
        self._publish(self._part if assemble is None else self._assembled, whole)

    def _publish(self, made: Path, whole: Checkpoint) -> None:
        """Give the files their names. Where this was begun before, the unfinished file is a new, empty one."""
        rejects = self._path.with_name(self._path.name + REJECTS)
        if hidden(rejects, ".part").exists():
            hidden(rejects, ".part").replace(rejects)
        if not whole.rejected:
            rejects.unlink(missing_ok=True)  # of an earlier run
        if made.exists() and made.stat().st_size:
            made.replace(self._path)
        self._part.unlink(missing_ok=True)
        self._note.unlink(missing_ok=True)

    def __enter__(self) -> FileTarget:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(OSError):  # a full disk complains again
            self.stream.close()
        if kind is None:
            return
        note = Checkpoint.load(self._note)
        if note is None or not note.whole:
            self._assembled.unlink(missing_ok=True)
        if issubclass(kind, InputError):
            self._note.unlink(missing_ok=True)
        if not self._note.exists():
            self._part.unlink(missing_ok=True)


class PipeTarget:
    """Standard output, a named pipe, a device: written to directly, in segments by way of a temporary file."""

    def __init__(self, path: str, *, in_segments: bool) -> None:
        self._out = sys.stdout.buffer if path == PIPE else Path(path).open("wb")  # noqa: SIM115 - closed at the end
        self._own = path != PIPE
        spooled = tempfile.TemporaryFile() if in_segments else self._out  # noqa: SIM115 - closed at the end
        self.stream = cast("BinaryIO", spooled)

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
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.stream is not self._out:
            self.stream.close()
        if self._own:
            self._out.close()


def _opened(path: Path) -> int:
    """A file to read and write, made where there is none, its content untouched."""
    return os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)


def _locked(stream: BinaryIO) -> bool:
    """Is this process now the only one that writes the file? The lock ends with the process, however that ends."""
    try:
        if sys.platform == "win32":
            import msvcrt

            stream.seek(1 << 40)  # far behind the end, for a locked stretch cannot be read
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
