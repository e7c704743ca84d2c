"""Whether all rows that were put into a run came out of it or were accounted for, counted by other means than the library's."""

from __future__ import annotations

import csv
import gzip
import io
import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hostile.children import Result
from hostile.faults import Fault, Finding

HELPERS = (".part", ".checkpoint", ".new", ".whole")
csv.field_size_limit(sys.maxsize)


@dataclass(frozen=True, slots=True)
class Truth:
    """What was put in.

    Attributes:
        rows: that stand in the file, blank lines not counted; None where nobody can say.
        ids: the values of its column `id`, where nothing happened to them.
        resolved: rows that must at least be resolved.
        may_refuse: exit 2 is as right as an answer.
        must_refuse: only exit 2 is right.
    """

    rows: int | None = None
    ids: tuple[str, ...] = ()
    resolved: int = 0
    may_refuse: bool = True
    must_refuse: bool = False


def judged(result: Result, out: Path, truth: Truth) -> Iterable[Finding]:
    """Faults of `enrich --json` with a file as output."""
    if result.hung or result.code < 0:
        return
    yield from littered(out)
    if result.code not in (0, 3):
        yield from _refused(result, out, truth)
        return
    summary = summary_of(result)
    if not out.exists() or summary is None:
        yield Finding(Fault.WRONG, "exit 0 without an output or a summary")
        return
    if truth.must_refuse and truth.rows != summary["rows_in"]:
        missing = 0 if truth.rows is None else max(0, truth.rows - summary["rows_in"])
        yield Finding(Fault.WRONG, f"exit {result.code} though the file is damaged")
        if missing:
            yield Finding(
                Fault.LOST, f"{missing} of {truth.rows} rows are gone", missing
            )
        return
    yield from _counted(summary, out, truth)


def _refused(result: Result, out: Path, truth: Truth) -> Iterable[Finding]:
    if out.exists():
        yield Finding(Fault.WRONG, f"exit {result.code} and an output all the same")
    if not truth.may_refuse:
        lost = truth.rows or 1
        yield Finding(
            Fault.LOST,
            f"exit {result.code} for a file that can be read: {said(result)}",
            lost,
        )
    if not result.err.strip():
        yield Finding(Fault.CRASHED, f"exit {result.code} without a word")


def _counted(summary: dict[str, Any], out: Path, truth: Truth) -> Iterable[Finding]:
    """The summary against the output, the rejects and what was put in."""
    columns = rows_of(out)
    rejected = len(rejects_of(out))
    written = len(columns) if columns is not None else summary["rows_out"]
    if written != summary["rows_out"] or rejected != summary["rejected"]:
        words = f"{written} written and {rejected} rejected, the summary says {summary['rows_out']} and {summary['rejected']}"
        yield Finding(
            Fault.LOST, words, abs(written + rejected - summary["rows_in"]) or 1
        )
    if truth.rows is not None and truth.rows != written + rejected:
        yield Finding(
            Fault.LOST, f"{truth.rows} rows in, {written} out, {rejected} rejected",
            abs(truth.rows - written - rejected),
        )  # fmt: skip
    if (
        truth.ids
        and columns is not None
        and not rejected
        and tuple(columns) != truth.ids
    ):
        yield Finding(
            Fault.LOST,
            "the rows that came out are not those that went in, in their order",
        )
    resolved = summary.get("by_status", {}).get("resolved", 0)
    if resolved < truth.resolved:
        yield Finding(
            Fault.WRONG, f"{resolved} resolved, {truth.resolved} are addresses"
        )


def summary_of(result: Result) -> dict[str, Any] | None:
    """What `--json` said, on the last line of standard error that is an object."""
    for line in reversed(result.err.decode("utf-8", "replace").splitlines()):
        if line.startswith("{"):
            found: dict[str, Any] = json.loads(line)
            return found
    return None


def said(result: Result) -> str:
    """The end of what was said, in a line."""
    return " ".join(result.said.split())[-160:]


def littered(out: Path) -> Iterable[Finding]:
    """Helping files beside an output that is done or given up."""
    left = [
        path.name
        for path in out.parent.iterdir()
        if path.name.startswith(".") and path.name.endswith(HELPERS)
    ]
    if left:
        yield Finding(Fault.LITTER, f"left behind: {', '.join(left)[:120]}", len(left))


def rejects_of(out: Path) -> list[list[str]]:
    """The rejected rows beside an output."""
    path = out.with_name(out.name + ".rejects.csv")
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [*csv.reader(file)][1:]


def rows_of(out: Path) -> list[str] | None:
    """The first cell of each row of an output; None for kinds that are not looked into."""
    content = out.read_bytes()
    kind = out.name.partition(".")[2]
    if kind.endswith(".gz"):
        content, kind = gzip.decompress(content), kind.removesuffix(".gz")
    if kind == "parquet":
        import pyarrow.parquet as pq

        table = pq.ParquetFile(
            io.BytesIO(content)
        ).read()  # which minds no name that is there twice
        return list(map(str, table.column(0).to_pylist())) if table.num_columns else []
    if kind == "csv":
        text = io.StringIO(content.decode("utf-8"), newline="")
        return [row[0] if row else "" for row in csv.reader(text)][1:]
    if kind == "jsonl":
        lines = content.decode("utf-8").split("\n")
        return [
            str(next(iter(json.loads(line).values()), "")) for line in lines if line
        ]
    return None
