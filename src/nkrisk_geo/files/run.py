"""The work itself: chunk after chunk read, answered and written, with a checkpoint now and then."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from typing import Any

import pyarrow as pa

from nkrisk_geo.files.arrow_segments import FIELDS_KEY
from nkrisk_geo.files.checkpoints import EVERY, Checkpoint
from nkrisk_geo.files.chunks import Chunk, Reader
from nkrisk_geo.files.decision_columns import DECISION_COLUMNS
from nkrisk_geo.files.decision_keys import make_keys
from nkrisk_geo.files.decisions import ReviewDecisions, fill_cells
from nkrisk_geo.files.inputs import InputSource
from nkrisk_geo.files.kinds import IN_SEGMENTS, Writer, assembler, open_writer
from nkrisk_geo.files.outputs import ChangedInputError, Output, Target, target_of
from nkrisk_geo.files.pipe_digests import PipeDigests
from nkrisk_geo.files.plan import Plan
from nkrisk_geo.files.rejects import Rejects
from nkrisk_geo.files.row_sample import Picking
from nkrisk_geo.files.summary import Summary
from nkrisk_geo.files.workers import Annotate, Given
from nkrisk_geo.model.errors import InputError
from nkrisk_geo.tables.cross_references import follow_references
from nkrisk_geo.tables.parties import fields_of

Progress = Callable[[int, "float | None"], None]


DECIDED = "\0decisions"
"""Under which a checkpoint keeps what the summary says of decisions; no prefix is called so."""


@dataclass(frozen=True, slots=True)
class Run:
    """One file being enriched, from a checkpoint on."""

    source: InputSource
    reader: Reader
    plan: Plan
    out: Output
    start: Checkpoint
    summary: Summary
    picking: Picking = field(default_factory=Picking)
    decisions: ReviewDecisions | None = None
    digests: PipeDigests = field(default_factory=PipeDigests)

    def carry_out(self, annotate: Annotate, progress: Progress | None) -> None:
        """Read, answer and write all that is left, and give the output its name."""
        self._restore()
        in_segments = self.out.format.kind in IN_SEGMENTS
        with ExitStack() as stack:
            opened = target_of(self.out.path, self.start, in_segments=in_segments)
            target = stack.enter_context(opened)
            bad_rows = Rejects(self.out.path, excel=self.out.excel)
            rejects = stack.enter_context(bad_rows)
            writer = open_writer(
                target.stream,
                self.out.format,
                self.start,
                self.plan.located,
                excel=self.out.excel,
            )
            stack.callback(writer.abandon)
            for chunks in self._write(writer, annotate, rejects):
                # Only what stands by itself can be gone on from.
                if chunks % EVERY == 0:
                    writer.seal()
                    target.keep(self._checkpoint(chunks, target, writer))
                if progress:
                    progress(self.summary.rows_in, self.source.share())
            self._finish(target, writer, rejects)

    def _write(
        self, writer: Writer, annotate: Annotate, rejects: Rejects
    ) -> Iterator[int]:
        """Write chunk after chunk; gives the number of chunks so far."""
        names = list(self.plan.columns)
        chunks = self._remaining_chunks(rejects)
        read = ((chunk, self._fields(chunk)) for chunk in chunks)
        number = self.start.chunks
        for chunk, answers in annotate(read):
            number += 1
            check_names(chunk, names)
            self.summary.count(answers)
            beside = self._add_decisions(chunk, answers)
            writer.write(chunk, beside.rename_columns(names))
            rejects.take(self.reader.noticed)
            yield number

    def _add_decisions(self, chunk: Chunk, added: pa.Table) -> pa.Table:
        """What people decided, behind the answers."""
        if self.decisions is None:
            return added
        for party, prefix in self.plan.parties:
            # Here and not in the workers: who counts what was met has to see all of it.
            keys = make_keys(fields_of(chunk.table, party))
            cells = fill_cells(keys, self.decisions)
            self.summary.decisions.take(keys, cells[0])
            for name, values in zip(DECISION_COLUMNS, cells, strict=True):
                column = pa.array(values, pa.string())
                added = added.append_column(prefix + name, column)
        return added

    def _remaining_chunks(self, rejects: Rejects) -> Iterator[Chunk]:
        """The chunks behind the checkpoint.

        Those before are read again, for what was wrong with them.
        """
        if self.start.whole:
            return
        number = 0
        chunks = self.reader.chunks()
        picked = self.picking.pick(chunks, self.reader.noticed)
        for number, chunk in enumerate(picked, 1):
            # A file is known by its whole content, which is part of the job.
            if self.source.is_pipe:
                self.digests.take(chunk)
            if number > self.start.chunks:
                yield chunk
                continue
            rejects.take(self.reader.noticed)
            if number == self.start.chunks:
                self._check_input(number)
        if number < self.start.chunks:
            self._check_input(self.start.chunks)

    def _check_input(self, chunks: int) -> None:
        """Is what was read that from which the unfinished output was made?

        Raises:
            ChangedInputError: it is not.
        """
        if self.digests.at(chunks) != self.start.read:
            raise ChangedInputError(
                f"{self.source.name}: is not the input of the interrupted run; without "
                "--resume it is begun anew"
            )

    def _fields(self, chunk: Chunk) -> Given:
        """What is asked of each party; where it refers to another one, that one's fields."""
        given = []
        for party, prefix in self.plan.parties:
            own = fields_of(chunk.table, party)
            fields, count = follow_references(own, chunk.table, self.plan.named)
            self.reader.noticed.referred += count
            given.append((fields, prefix))
        return given

    def _finish(self, target: Target, writer: Writer, rejects: Rejects) -> None:
        noticed = self.reader.noticed
        if self.start.whole:
            # All rows were written before the run was stopped; the files only get their names.
            noticed.rejected = self.start.rejected
            rejects.close()
            whole = self.start
        else:
            rejects.take(noticed)
            writer.close()
            rejects.close()
            last = self._checkpoint(0, target, writer)
            whole = replace(last, rejected=noticed.rejected, whole=True)
        told = {
            "": self.plan.about,
            FIELDS_KEY: self.plan.about_fields,
            ".versions": json.dumps(self.summary.versions),
        }
        written_as, located = self.out.format, self.plan.located
        assemble = assembler(writer, written_as, located, told)
        target.finish(whole, assemble)

        self.summary.rejects = rejects.path if noticed.rejected else None
        self.summary.first_rejects = rejects.first

    def _restore(self) -> None:
        """Take the counts back that were kept with the checkpoint."""
        summary = self.summary
        if self.start.chunks or self.start.whole:
            summary.resumed_at = summary.rows_out = self.start.rows
        for tally in summary.tallies:
            if tally.prefix in self.start.tallies:
                tally.restore(self.start.tallies[tally.prefix])
        if DECIDED in self.start.tallies:
            summary.decisions.restore(self.start.tallies[DECIDED])

    def _tallies(self) -> dict[str, Any]:
        """The counts that a checkpoint keeps."""
        tallies = self.summary.tallies
        found = {tally.prefix: tally.to_dict() for tally in tallies}
        if self.decisions is not None:
            found[DECIDED] = self.summary.decisions.to_note()
        return found

    def _checkpoint(self, chunks: int, target: Target, writer: Writer) -> Checkpoint:
        # The size of a file counts what is on its way to it.
        target.stream.flush()
        return Checkpoint(
            self.start.job,
            chunks,
            self.summary.rows_out,
            self.digests.at(chunks),
            target.size(),
            ends=tuple(writer.ends),
            tallies=self._tallies(),
        )


def check_names(chunk: Chunk, added: Sequence[str]) -> None:
    """Refuse to give a record a field that it has.

    Raises:
        InputError: a record far down has one of the new names.
    """
    taken = sorted(chunk.names.intersection(added))
    if taken:
        raise InputError(
            f"some records have a field {taken[0]!r} already; choose another prefix"
        )
