"""How far a file has come.

That is what must be known to go on with it after the process was killed, or to know it
again when it is done. Notes are JSON with a digest of themselves, so that a spoilt one
is told from a whole one. Nothing in them is trusted: what they say of other files is
compared with what these hold.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from nkrisk_geo.files.helper_files import create_anew

EVERY = 8
"""Chunks from one checkpoint to the next: about a second of work. Compressed streams
have a member for each."""
MOST = 1 << 24
"""Bytes of a note; one with the end of each of a million segments has fewer."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of an output at a moment at which all of it was on the disk.

    Attributes:
        job: digest of the input and of all that the answers depend on.
        chunks, rows: read from the input, and written.
        read: digest of these chunks where they came from a pipe; empty for a file,
            which the job knows whole.
        size, part: bytes of the unfinished file, and their digest.
        ends: where each segment of it ends, for kinds that are put together at the end.
        tallies: the counts of the summary, by prefix.
        rejected: bad rows; only for `whole`.
        made: digest of the finished file; only for `whole`.
        whole: nothing is left to be done but to give the files their names.
    """

    job: str
    chunks: int = 0
    rows: int = 0
    read: str = ""
    size: int = 0
    part: str = ""
    ends: tuple[int, ...] = ()
    tallies: Mapping[str, Any] = field(default_factory=dict)
    rejected: int = 0
    made: str = ""
    whole: bool = False

    def save(self, path: Path) -> None:
        """Write it so that at any moment the old one or the new one is there."""
        write_note(path, asdict(self))

    @classmethod
    def load(cls, path: Path) -> Checkpoint | None:
        """The checkpoint in a file; None where there is none, or a spoilt one."""
        content = read_note(path)
        # One of another version has other fields: what it means is not known here.
        fields = cls.__dataclass_fields__.keys()
        if content is None or content.keys() != fields:
            return None
        content["ends"] = tuple(content["ends"])
        return cls(**content)


def write_note(path: Path, content: Mapping[str, Any]) -> None:
    """Write a note so that at any moment the old one or the new one is there."""
    new = path.with_name(path.name + ".new")
    note = {"digest": digest(_plain(content)), **content}
    with os.fdopen(create_anew(new), "w", encoding="utf-8") as file:
        json.dump(note, file)
        file.flush()
        # Renamed before its content is on the disk, it could be empty after a power cut.
        os.fsync(file.fileno())
    new.replace(path)


def read_note(path: Path) -> dict[str, Any] | None:
    """What a note says; None where there is none, or it is spoilt."""
    try:
        # A pipe would be waited for, and a large file is none of ours.
        if not path.is_file() or path.stat().st_size > MOST:
            return None
        content: dict[str, Any] = json.loads(path.read_bytes())
        said = content.pop("digest")
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return content if said == digest(_plain(content)) else None


def _plain(content: Mapping[str, Any]) -> str:
    """A note as one text, alike before and after it was written."""
    return json.dumps(content, sort_keys=True)


def digest(*facts: object) -> str:
    """A digest of values whose `repr` tells all of them."""
    # Names of columns may hold halves of surrogate pairs, which UTF-8 does not.
    told = repr(facts).encode("utf-8", "backslashreplace")
    return hashlib.sha256(told).hexdigest()
