"""Which job an output is of, and where it is begun or gone on with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nkrisk_geo.files.checkpoints import Checkpoint, digest
from nkrisk_geo.files.chunks import Reader
from nkrisk_geo.files.earlier_runs import has_unfinished, is_done, start_of
from nkrisk_geo.files.formats import is_pipe
from nkrisk_geo.files.inputs import InputSource
from nkrisk_geo.files.kinds import IN_SEGMENTS
from nkrisk_geo.files.outputs import Output
from nkrisk_geo.files.plan import Plan, check_options
from nkrisk_geo.files.row_sample import Picking
from nkrisk_geo.files.summary import Summary
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.model.errors import InputError
from nkrisk_geo.model.version import __version__


@dataclass(frozen=True, slots=True)
class Job:
    """All that the bytes of an output depend on."""

    source: InputSource
    reader: Reader
    plan: Plan
    out: Output
    picking: Picking
    options: Mapping[str, Any]

    def digest(self) -> str:
        """The same for the same job, and for no other."""
        # Seen in the file and not said by the user: both would be the same job.
        seen = (self.reader.noticed.encoding, self.reader.noticed.delimiter)
        read = (
            *seen,
            self.reader.columns,
            self.plan.parties,
            self.plan.columns,
            self.picking,
            self.reader.header,
            self.plan.decided,
        )
        gazetteer = self.options.get("gazetteer") or Gazetteer.default()
        # Zones of one's own change the counts, though not the version.
        counts = sorted(gazetteer.counts().items())
        return digest(
            self.source.identity(),
            read,
            self.out.format,
            self.out.excel,
            check_options(self.options),
            (__version__, gazetteer.version, counts),
        )


def find_start(
    job: Job, summary: Summary, *, resume: bool, force: bool
) -> Checkpoint | None:
    """Where to begin or to go on.

    None where the output is complete already, which the summary then says.
    """
    path = job.out.path
    # Nothing is kept of a pipe, so nobody asks of which job it is, or replaces it.
    if is_pipe(path) and not resume:
        return Checkpoint("")
    name = job.digest()
    if not resume:
        _check_free(path, force=force)
        return Checkpoint(name)
    in_segments = job.out.format.kind in IN_SEGMENTS
    start = start_of(path, name, in_segments=in_segments)
    if start is not None:
        return start
    if Path(path).exists() and _is_complete(path, name, force=force):
        summary.complete_before = True
        return None
    summary.notes.append(_why_anew(path))
    return Checkpoint(name)


def _check_free(target: str, *, force: bool) -> None:
    """Refuse to replace a file of which nobody said that it may be replaced.

    Raises:
        InputError: it is there.
    """
    if not force and Path(target).is_file():
        raise InputError(f"{target}: is there already; --force replaces it")


def _is_complete(target: str, job: str, *, force: bool) -> bool:
    """Is the output there and of this job?

    Raises:
        InputError: it is of another one, and nobody said that it may be replaced.
    """
    if is_done(target, job):
        return True
    if force:
        return False
    raise InputError(
        f"{target}: is there and is not the output of this input with these options; "
        "--force replaces it"
    )


def _why_anew(target: str) -> str:
    """Why there is nothing to go on from."""
    if has_unfinished(target):
        return (
            "what was left of an earlier run is of another input or other options, or "
            "is spoilt: started from the beginning"
        )
    return "nothing to resume: started from the beginning"
