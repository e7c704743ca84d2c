"""A file in, the same file with the columns of the answer out."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

from nkrisk_geo import __version__
from nkrisk_geo.files.checkpoints import Checkpoint, digest
from nkrisk_geo.files.chunks import Reader
from nkrisk_geo.files.decision_columns import DECISION_COLUMNS
from nkrisk_geo.files.decision_tally import DecisionTally
from nkrisk_geo.files.decisions import read_decisions
from nkrisk_geo.files.earlier_runs import is_done, left_from, start_of
from nkrisk_geo.files.formats import LINES, PIPE, format_of, is_pipe
from nkrisk_geo.files.inputs import InputSource
from nkrisk_geo.files.kinds import IN_SEGMENTS, check_writable, open_reader
from nkrisk_geo.files.output_check import check_output
from nkrisk_geo.files.picking import Picking
from nkrisk_geo.files.plan import Plan, Wish, check_options
from nkrisk_geo.files.planning import planned_for
from nkrisk_geo.files.read_options import Reading
from nkrisk_geo.files.run import Output, Progress, Run
from nkrisk_geo.files.summary import PartyTally, Summary
from nkrisk_geo.files.workers import annotation
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.model.errors import InputError


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
        force: with `resume`, replace an output that is of another job.
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
        InputError: an unreadable input, a missing column, an output that cannot be
            written; nothing is written then.
    """
    begun = time.monotonic()
    reading, options = reading or Reading(), dict(options or {})
    picking = Picking(limit, sample)
    with ExitStack() as stack:
        opened = stack.enter_context(
            InputSource(source, format_of(source, reading.file_format))
        )
        kind = written_as or (
            None if reading.file_format == LINES else reading.file_format
        )
        out = Output(target, format_of(target, kind), excel)
        check_output(target, source, *also_read, *decisions)
        check_writable(out.format, excel=excel)
        reading = replace(reading, sought=(*address, *field_columns.values()))
        reader = open_reader(
            opened,
            reading,
            keep_records=opened.format.kind == out.format.kind == "jsonl",
        )
        reader.want([*address, *field_columns.values()])
        beside = DECISION_COLUMNS if decisions else ()
        wish = Wish(address, field_columns, party, prefix, beside)
        planned = planned_for(reader, wish, opened.name, options)
        decided = read_decisions(decisions) if decisions else None
        reader.want(planned.asked)
        summary = _summary(planned, reader, options)
        if decided is not None:
            planned = replace(planned, decided=decided.digest)
            summary.decisions = DecisionTally.of(decisions, decided)
        if dry_run:
            summary.dry_run = True
        elif start := _start(
            opened,
            planned,
            out,
            reader,
            options,
            summary,
            picking,
            resume=resume,
            force=force,
        ):
            annotated = stack.enter_context(annotation(options, workers=workers))
            work = Run(opened, reader, planned, out, start, summary, picking, decided)
            work.carry_out(annotated, progress)
    summary.seconds = time.monotonic() - begun
    return summary


def _summary(planned: Plan, reader: Reader, options: Mapping[str, Any]) -> Summary:
    gazetteer = options.get("gazetteer") or Gazetteer.default()
    return Summary(
        [PartyTally(party, prefix) for party, prefix in planned.parties],
        noticed=reader.noticed,
        columns=list(planned.columns),
        notes=list(planned.notes),
        gazetteer_version=gazetteer.version,
        gazetteer_sha256=gazetteer.sha256,
    )


def _start(
    source: InputSource,
    planned: Plan,
    out: Output,
    reader: Reader,
    options: Mapping[str, Any],
    summary: Summary,
    picking: Picking,
    *,
    resume: bool,
    force: bool,
) -> Checkpoint | None:
    """Where to begin or to go on.

    None where the output is complete already, which the summary then says.
    """
    if is_pipe(out.path) and not resume:
        return Checkpoint("")  # nothing is kept, so nobody asks of which job it is
    job = _job(source, planned, out, reader, options, picking)
    if not resume:
        return Checkpoint(job)
    start = start_of(out.path, job, in_segments=out.format.kind in IN_SEGMENTS)
    if start is not None:
        return start
    if Path(out.path).exists() and _is_complete(out.path, job, force=force):
        summary.complete_before = True
        return None
    summary.notes.append(_begun_anew(out.path))
    return Checkpoint(job)


def _job(
    source: InputSource,
    planned: Plan,
    out: Output,
    reader: Reader,
    options: Mapping[str, Any],
    picking: Picking,
) -> str:
    """A digest of the input and of all that the output depends on."""
    gazetteer = options.get("gazetteer") or Gazetteer.default()
    read = (
        reader.noticed.encoding,
        reader.noticed.delimiter,
        reader.columns,
        planned.parties,
        planned.columns,
        picking,
        reader.header,
        planned.decided,
    )
    versions = (__version__, gazetteer.version, sorted(gazetteer.counts().items()))
    return digest(
        source.identity(), read, out.format, out.excel, check_options(options), versions
    )


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


def _begun_anew(target: str) -> str:
    """Why there is nothing to go on from."""
    if left_from(target):
        return (
            "what was left of an earlier run is of another input or other options, or "
            "is spoilt: started from the beginning"
        )
    return "nothing to resume: started from the beginning"
