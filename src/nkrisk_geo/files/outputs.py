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
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Protocol, cast

from nkrisk_geo.files.checkpoints import Checkpoint, write_note
from nkrisk_geo.files.earlier_runs import REJECTS, has_digest, is_rejects
from nkrisk_geo.files.formats import Format, is_pipe
from nkrisk_geo.files.helper_files import (
    copy_permissions,
    create_anew,
    hidden_path,
    take_lock,
    take_up,
)
from nkrisk_geo.files.inputs import content_digest, reason
from nkrisk_geo.files.pipe_target import PipeTarget
from nkrisk_geo.model.errors import InputError

Assemble = Callable[[BinaryIO], None]
"""Writes the complete file from its segments."""


@dataclass(frozen=True, slots=True)
class Output:
    """Where the output goes, in which format, and whether Excel is to open it."""

    path: str
    format: Format
    excel: bool = False


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
    if is_pipe(path):
        return PipeTarget(path, in_segments=in_segments)
    return FileTarget(path, start)


class FileTarget:
    """A file under a name of its own until it is complete."""

    def __init__(self, path: str, start: Checkpoint) -> None:
        self._path = Path(path).resolve()
        self._part = hidden_path(self._path, ".part")
        self._note = hidden_path(self._path, ".checkpoint")
        self._assembled = hidden_path(self._path, ".whole")
        self._done = hidden_path(self._path, ".done")
        try:
            part = os.fdopen(take_up(self._part), "r+b")
            self.stream: BinaryIO = cast("BinaryIO", part)
        except OSError as error:
            raise InputError(f"{path}: cannot be written: {reason(error)}") from None
        if not take_lock(self.stream):
            self.stream.close()
            raise InputError(f"{path}: another process is writing it")
        self._start = start
        self._hashed, self._digest = 0, hashlib.sha256()
        # All is written, and the part may have its name already.
        if start.whole:
            return
        copy_permissions(self.stream.fileno(), self._path)
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
        # First what was written, then the note that says so.
        os.fsync(self.stream.fileno())
        part = self._part_digest(checkpoint.size)
        replace(checkpoint, part=part).save(self._note)

    def _part_digest(self, size: int) -> str:
        """The digest of the unfinished file up to there.

        Only what is new since the last time is read.
        """
        with self._part.open("rb") as file:
            file.seek(self._hashed)
            while self._hashed < size:
                left = size - self._hashed
                block = file.read(min(1 << 20, left))
                if not block:
                    break
                self._digest.update(block)
                self._hashed += len(block)
        return self._digest.hexdigest()

    def finish(self, whole: Checkpoint, assemble: Assemble | None) -> None:
        """As of `Target`; a process killed in here is followed by one that only names the files."""
        if not self._start.whole:
            whole = replace(whole, made=self._make(whole, assemble))
            self.keep(whole)
        elif assemble is not None and not self._is_made(whole, assemble):
            raise InputError(
                f"{self._path}: what was left of the interrupted run is spoilt; begin it anew"
            )
        # Windows renames no file that is open.
        self.stream.close()
        made = self._part if assemble is None else self._assembled
        self._publish(made, whole)

    def _is_made(self, whole: Checkpoint, assemble: Assemble) -> bool:
        """Has the output its name already, or else what it is to be?"""
        if has_digest(self._path, None, whole.made):
            return True
        return self._make(whole, assemble) == whole.made

    def _make(self, whole: Checkpoint, assemble: Assemble | None) -> str:
        """Make the file that gets the name of the output; its digest."""
        if assemble is None:
            self.stream.flush()
            return self._part_digest(whole.size)
        with os.fdopen(create_anew(self._assembled), "w+b") as file:
            copy_permissions(file.fileno(), self._path)
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
        new = hidden_path(rejects, ".part")
        if new.exists():
            new.replace(rejects)
        # Those of an earlier run would be taken for those of this one.
        if not whole.rejected and is_rejects(rejects):
            rejects.unlink()
        is_new = not self._start.whole or has_digest(made, None, whole.made)
        if made.exists() and is_new:
            made.replace(self._path)
        write_note(self._done, {"job": whole.job, "made": whole.made})
        self._part.unlink(missing_ok=True)
        self._assembled.unlink(missing_ok=True)
        # The note goes last: until then a later run can do what is left.
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
        # With an input at fault there is nothing to go on with; another input says nothing
        # of what was made of the right one.
        if issubclass(kind, InputError) and not issubclass(kind, ChangedInputError):
            self._note.unlink(missing_ok=True)
        if not self._note.exists():
            self._part.unlink(missing_ok=True)
