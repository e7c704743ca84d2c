"""A file in, the same file with the columns of the answer out."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

from nkrisk_geo.files.chunks import Reader
from nkrisk_geo.files.column_search import make_plan
from nkrisk_geo.files.decision_columns import DECISION_COLUMNS
from nkrisk_geo.files.decision_tally import DecisionTally
from nkrisk_geo.files.decisions import read_decisions
from nkrisk_geo.files.formats import LINES, PIPE, format_of
from nkrisk_geo.files.inputs import InputSource
from nkrisk_geo.files.jobs import Job, find_start
from nkrisk_geo.files.kinds import check_writable, open_reader
from nkrisk_geo.files.output_check import check_output
from nkrisk_geo.files.outputs import Output
from nkrisk_geo.files.plan import Plan, Wish
from nkrisk_geo.files.read_options import Reading
from nkrisk_geo.files.row_sample import Picking
from nkrisk_geo.files.run import Progress, Run
from nkrisk_geo.files.summary import PartyTally, Summary
from nkrisk_geo.files.workers import open_workers
from nkrisk_geo.gazetteer.gazetteer import Gazetteer


def enrich_file(
    source: str,
    target: str = PIPE,
    *,
    address: Sequence[str] = (),
    party: Sequence[str] = (),
    prefix: str = "geo_",
    reading: Reading | None = None,
    written_as: str | None = None,
    excel: bool = False,
    resume: bool = False,
    force: bool = False,
    also_read: Sequence[str] = (),
    decisions: Sequence[str] = (),
    dry_run: bool = False,
    limit: int | None = None,
    sample: int | None = None,
    progress: Progress | None = None,
    workers: int = 1,
    options: Mapping[str, Any] | None = None,
    **field_columns: str,
) -> Summary:
    """Read a file, add the columns of `COLUMNS`, write a file, a chunk of rows at a time.

    Args:
        source: path, or "-" for standard input.
        target: path, or "-" for standard output; it appears under its name when it is complete.
        address: columns with the address; several are joined, numbered lines of 35
            characters as one text. Where neither an address nor another field is named,
            the columns are found by their names.
        party: parties to read where columns are found by name (shipper, consignee,
            supplier, notify, foreign-party, domestic-party); by default the one that
            goods come from. Several put their names before the prefix.
        prefix: put before the names of the new columns.
        reading: what is known of the input's format, encoding, delimiter and columns;
            found out where None.
        written_as: kind of the output, where its suffix does not say; by default that
            of the input, and CSV for a pipe.
        excel: CSV that Excel opens safely: nothing can be a formula, and a byte-order
            mark says that it is UTF-8.
        resume: go on where an earlier run of the same job was stopped; an output that
            it finished is left as it is.
        force: replace an output that is there; with `resume`, one that is of another
            job.
        also_read: other files that are read, as one of zones: they are not written over.
        decisions: sheets of `nkrisk-geo review` that were filled in; what was decided
            of an address is put beside its answer.
        dry_run: only say what would be done.
        limit: only the first so many rows.
        sample: only so many rows, spread over all, the same each time.
        progress: called after each chunk with the rows so far and the share of the
            input that was read.
        workers: processes that read addresses; each needs the memory of one (a script
            that asks for more than one must be guarded by `if __name__ == "__main__"`,
            as always with processes).
        options: further options of `annotate_arrow` (names, evidence, normalized,
            threshold, threads, gazetteer).
        **field_columns: columns of the other fields, as for `annotate_arrow`.

    Raises:
        InputError: an unreadable input, a missing column, an output that is there or
            cannot be written; nothing is written then.
    """
    begun = time.monotonic()
    named = (*address, *field_columns.values())
    reading = replace(reading or Reading(), sought=named)
    options = dict(options or {})
    picking = Picking(limit, sample)
    with ExitStack() as stack:
        given = format_of(source, reading.file_format)
        opened = stack.enter_context(InputSource(source, given))
        out = _output(target, written_as, reading, excel=excel)
        check_output(target, source, *also_read, *decisions)
        # Between JSON lines a record keeps its text: its numbers, blanks and order.
        keep = opened.format.kind == out.format.kind == "jsonl"
        reader = open_reader(opened, reading, keep_records=keep)
        reader.want(named)
        wish = Wish(
            address,
            field_columns,
            party,
            prefix,
            beside=DECISION_COLUMNS if decisions else (),
        )
        plan = make_plan(reader, wish, opened.name, options)
        decided = read_decisions(decisions) if decisions else None
        reader.want(plan.asked)
        summary = _summary(plan, reader, options)
        if decided is not None:
            plan = replace(plan, decided=decided.digest)
            summary.decisions = DecisionTally.of(decisions, decided)
        job = Job(opened, reader, plan, out, picking, options)
        summary.dry_run = dry_run
        start = (
            None if dry_run else find_start(job, summary, resume=resume, force=force)
        )
        if start is not None:
            annotate = stack.enter_context(open_workers(options, workers=workers))
            run = Run(opened, reader, plan, out, start, summary, picking, decided)
            run.carry_out(annotate, progress)
    summary.seconds = time.monotonic() - begun
    return summary


def _output(
    target: str, written_as: str | None, reading: Reading, *, excel: bool
) -> Output:
    """Where the output goes, and of which kind it is.

    Raises:
        InputError: no such kind can be written.
    """
    # What is read as a list is written as a table.
    like_input = None if reading.file_format == LINES else reading.file_format
    written = format_of(target, written_as or like_input)
    check_writable(written, excel=excel)
    return Output(target, written, excel)


def _summary(planned: Plan, reader: Reader, options: Mapping[str, Any]) -> Summary:
    """Before the first row."""
    gazetteer = options.get("gazetteer") or Gazetteer.default()
    return Summary(
        [PartyTally(party, prefix) for party, prefix in planned.parties],
        noticed=reader.noticed,
        columns=list(planned.columns),
        notes=list(planned.notes),
        gazetteer_version=gazetteer.version,
        gazetteer_sha256=gazetteer.sha256,
    )
