"""Rows that could not be read: into a file of their own, beside the output."""

from __future__ import annotations

import csv
import io
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any

from nkrisk_geo.files.chunks import Noticed, Reject
from nkrisk_geo.files.formats import is_pipe
from nkrisk_geo.files.opening import output

SUFFIX = ".rejects.csv"
SHOWN = 20


class Rejects:
    """`OUT.rejects.csv` with line number, reason and raw text; made only when there is a bad row.

    Where the output is a pipe there is no such file; the first rows are kept in `first` to be told of.
    """

    def __init__(self, target: str) -> None:
        self.path = None if is_pipe(target) else target + SUFFIX
        self.first: list[Reject] = []
        self._open = ExitStack()
        self._rows: Any = None

    def take(self, noticed: Noticed) -> None:
        """Write the bad rows seen so far."""
        self.first += noticed.rejects[: SHOWN - len(self.first)]
        if noticed.rejects and self.path is not None:
            if self._rows is None:
                stream = self._open.enter_context(output(self.path))
                text = io.TextIOWrapper(stream, "utf-8", "replace", newline="")
                self._open.callback(text.detach)
                self._rows = csv.writer(text, lineterminator="\n")
                self._rows.writerow(["line", "reason", "text"])
            self._rows.writerows((bad.line, bad.reason, bad.text) for bad in noticed.rejects)
        noticed.rejects.clear()

    def __enter__(self) -> Rejects:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.__exit__(kind, error, trace)
        if kind is None and self._rows is None and self.path is not None:
            Path(self.path).unlink(missing_ok=True)  # those of an earlier run
