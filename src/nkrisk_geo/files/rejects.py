"""Rows that could not be read: into a file of their own, beside the output."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any

import pyarrow as pa

from nkrisk_geo.files.cells import harmless
from nkrisk_geo.files.chunks import Noticed, Reject
from nkrisk_geo.files.earlier_runs import REJECTS, REJECTS_HEADER
from nkrisk_geo.files.formats import is_pipe
from nkrisk_geo.files.helper_files import hidden, made_anew
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
        self.path: str | None = None if is_pipe(target) else target + REJECTS
        place = Path(target).resolve()  # where a link leads to
        self._part = hidden(place.with_name(place.name + REJECTS), ".part")
        self.first: list[Reject] = []
        self._open = ExitStack()
        self._rows: Any = None
        self._complete = False

    def take(self, noticed: Noticed) -> None:
        """Write the bad rows seen so far."""
        self.first += noticed.rejects[: SHOWN - len(self.first)]
        if noticed.rejects and self.path is not None:
            if self._rows is None:
                self._rows = self._begun()
            texts = [bad.text for bad in noticed.rejects]
            texts = _harmless(texts) if self._excel else texts
            for bad, text in zip(noticed.rejects, texts, strict=True):
                self._rows.writerow((bad.line, bad.reason, text))
        noticed.rejects.clear()

    def _begun(self) -> Any:
        try:
            stream = self._open.enter_context(os.fdopen(made_anew(self._part), "wb"))
        except OSError as error:
            raise InputError(
                f"{self.path}: cannot be written: {reason(error)}"
            ) from None
        text = self._open.enter_context(
            io.TextIOWrapper(stream, "utf-8", "replace", newline="")
        )
        rows = csv.writer(text, lineterminator="\n")
        rows.writerow(REJECTS_HEADER.split(","))
        return (
            csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
            if self._excel
            else rows
        )

    def close(self) -> None:
        """The file is complete, still under its other name."""
        self._open.close()
        self._complete = True

    def __enter__(self) -> Rejects:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open.close()
        if not self._complete and self.path is not None:
            self._part.unlink(missing_ok=True)  # a later run reads these rows again


def _harmless(texts: Sequence[str]) -> list[str]:
    """Texts that no spreadsheet takes for a formula."""
    whole = (text.encode("utf-8", "replace").decode("utf-8") for text in texts)
    found: list[str] = harmless(pa.array(whole, pa.string())).to_pylist()
    return found
