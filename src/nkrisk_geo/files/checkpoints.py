"""How far a file has come: what must be known to go on with it after the process was killed."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

EVERY = 8
"""Chunks from one checkpoint to the next: about a second of work. Compressed streams have a member for each."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of an output at a moment at which all of it was on the disk.

    Attributes:
        job: digest of the input and of all that the answers depend on.
        chunks, rows: read from the input, and written.
        size: bytes of the unfinished file.
        ends: where each segment of it ends, for kinds that are put together at the end.
        tallies: the counts of the summary, by prefix.
        rejected: bad rows; only for `whole`.
        whole: nothing is left to be done but to give the files their names.
    """

    job: str
    chunks: int = 0
    rows: int = 0
    size: int = 0
    ends: tuple[int, ...] = ()
    tallies: Mapping[str, Any] = field(default_factory=dict)
    rejected: int = 0
    whole: bool = False

    def save(self, path: Path) -> None:
        """Write it so that at any moment the old one or the new one is there."""
        new = path.with_name(path.name + ".new")
        with new.open("w", encoding="utf-8") as file:
            json.dump(asdict(self), file)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)

    @classmethod
    def load(cls, path: Path) -> Checkpoint | None:
        """The checkpoint in a file; None where there is none that can be read."""
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            return cls(**{**content, "ends": tuple(content["ends"])})
        except (OSError, ValueError, TypeError, KeyError):
            return None


def digest(*facts: object) -> str:
    """A digest of values whose `repr` tells all of them."""
    return hashlib.sha256(repr(facts).encode("utf-8", "backslashreplace")).hexdigest()
