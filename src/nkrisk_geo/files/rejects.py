"""Rows that could not be read: into a file of their own, beside the output."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pyarrow as pa

from nkrisk_geo.files.cells import guard_formulas
from nkrisk_geo.files.chunks import Noticed, Reject
from nkrisk_geo.files.earlier_runs import REJECTS, REJECTS_HEADER
from nkrisk_geo.files.formats import is_pipe
from nkrisk_geo.files.helper_files import create_anew, hidden_path
from nkrisk_geo.files.inputs import reason
from nkrisk_geo.model.errors import InputError

SHOWN = 20


class Rejects:
    """`OUT.rejects.csv` with line number, reason and raw text; made only when there is a bad row.

    It is written under another name, which the target changes at the end. Where the
    output is a pipe there is no such file; the first rows are kept in `first` to be
    told of.
    """

    def __init__(self, target: str, *, excel: bool = False) -> None:
        self._excel = excel
        self.path: str | None = None
        if not is_pipe(target):
            self.path = target + REJECTS
        place = Path(target).resolve()  # where a link leads to
        rejects = place.with_name(place.name + REJECTS)
        self._part = hidden_path(rejects, ".part")
        self.first: list[Reject] = []
        self._open = ExitStack()
        self._rows: Any = None
        self._complete = False

    def take(self, noticed: Noticed) -> None:
        """Write the bad rows seen so far."""
        room = SHOWN - len(self.first)
        self.first += noticed.rejects[:room]
        if noticed.rejects and self.path is not None:
            self._write(noticed.rejects)
        # Taken, so that they are not held until the end.
        noticed.rejects.clear()

    def _write(self, rejects: Sequence[Reject]) -> None:
        if self._rows is None:
            self._rows = self._begin()
        texts = [bad.text for bad in rejects]
        if self._excel:
            texts = _guard(texts)
        for bad, text in zip(rejects, texts, strict=True):
            cells = (bad.line, bad.reason, text)
            self._rows.writerow(cells)

    def _begin(self) -> Any:
        """Make the file, with its first line."""
        try:
            part = os.fdopen(create_anew(self._part), "wb")
            stream = self._open.enter_context(part)
        except OSError as error:
            raise InputError(
                f"{self.path}: cannot be written: {reason(error)}"
            ) from None
        whole = io.TextIOWrapper(stream, "utf-8", "replace", newline="")
        text = self._open.enter_context(whole)
        rows = csv.writer(text, lineterminator="\n")
        rows.writerow(REJECTS_HEADER.split(","))
        if not self._excel:
            return rows
        # The first line is ours, and known by being as it is; the others are quoted.
        return csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)

    def close(self) -> None:
        """The file is complete, still under its other name."""
        self._open.close()
        self._complete = True

    def __enter__(self) -> Rejects:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()
        if not self._complete and self.path is not None:
            # A later run reads these rows again.
            self._part.unlink(missing_ok=True)


def _guard(texts: Sequence[str]) -> list[str]:
    """Texts that no spreadsheet takes for a formula."""
    # Arrow holds no halves of surrogate pairs.
    octets = [text.encode("utf-8", "replace") for text in texts]
    whole = pa.array([text.decode("utf-8") for text in octets], pa.string())
    found: list[str] = guard_formulas(whole).to_pylist()
    return found
