"""What earlier runs left beside an output: how far they came, whether it is done, rejects."""

from __future__ import annotations

from pathlib import Path

from nkrisk_geo.files.checkpoints import Checkpoint, read_note
from nkrisk_geo.files.formats import is_pipe
from nkrisk_geo.files.helper_files import hidden_path
from nkrisk_geo.files.inputs import content_digest
from nkrisk_geo.model.errors import InputError

REJECTS = ".rejects.csv"
REJECTS_HEADER = "line,reason,text"
"""The first line of a file of rejected rows, by which ours is known."""


def start_of(path: str, job: str, *, in_segments: bool) -> Checkpoint | None:
    """Where an earlier run of the same job was stopped.

    None where there was none, or what it left is not sound.

    Raises:
        InputError: the output is a pipe.
    """
    if is_pipe(path):
        raise InputError("--resume needs a file as output; a pipe keeps nothing")
    target = Path(path).resolve()
    found = Checkpoint.load(hidden_path(target, ".checkpoint"))
    if found is None or found.job != job:
        return None
    part = hidden_path(target, ".part")
    sound = has_digest(part, found.size, found.part)
    if not found.whole:
        return found if sound else None
    # Then the part is what is to get the name.
    if not in_segments:
        sound = sound and found.made == found.part
    # It may have been stopped while the files got their names.
    if not sound and not has_digest(target, None, found.made):
        return None
    rejects = target.with_name(target.name + REJECTS)
    if found.rejected and not _has_rejects(rejects):
        return None
    return found


def _has_rejects(path: Path) -> bool:
    """Are rejected rows there, under their own name or the one before?"""
    return hidden_path(path, ".part").exists() or is_rejects(path)


def is_done(path: str, job: str) -> bool:
    """Is the output there, made by this job and unchanged since?"""
    target = Path(path).resolve()
    note = read_note(hidden_path(target, ".done"))
    if note is None or note.get("job") != job:
        return False
    return has_digest(target, None, note.get("made"))


def has_digest(path: Path, size: int | None, digest: str | None) -> bool:
    """Do the first bytes of a file, or all of them, have a digest?"""
    try:
        if not path.is_file():  # a pipe would be waited for
            return False
        with path.open("rb") as file:
            return content_digest(file, size) == digest
    except OSError:
        return False


def has_unfinished(path: str) -> bool:
    """Is there anything of an earlier run that was not finished?"""
    target = Path(path).resolve()
    left = [hidden_path(target, suffix) for suffix in (".part", ".checkpoint")]
    return any(path.exists() for path in left)


def rows_kept(path: str) -> int:
    """Rows of an unfinished output that a later run can go on from."""
    if is_pipe(path):
        return 0
    try:
        target = Path(path).resolve()
        checkpoint = Checkpoint.load(hidden_path(target, ".checkpoint"))
    # A name that no file can have, a link that leads to itself.
    except (OSError, RuntimeError):
        return 0
    return checkpoint.rows if checkpoint else 0


def is_rejects(path: Path) -> bool:
    """Is a file one of rejected rows that an earlier run wrote?"""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            first = file.readline(100)
        # With a byte-order mark where Excel saved it.
        return first.strip(b"\xef\xbb\xbf\r\n") == REJECTS_HEADER.encode()
    except OSError:
        return False
