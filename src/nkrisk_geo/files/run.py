"""The work itself: chunk after chunk read, answered and written, with a checkpoint now and then."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from typing import Any

import pyarrow as pa

from nkrisk_geo.files.checkpoints import EVERY, Checkpoint
from nkrisk_geo.files.chunks import Chunk, Reader
from nkrisk_geo.files.decision_columns import DECISION_COLUMNS
from nkrisk_geo.files.decision_keys import make_keys
from nkrisk_geo.files.decisions import ReviewDecisions, fill_cells
from nkrisk_geo.files.formats import Format
from nkrisk_geo.files.inputs import InputSource
from nkrisk_geo.files.kinds import IN_SEGMENTS, Writer, assembling, open_writer
from nkrisk_geo.files.outputs import ChangedInputError, Target, target_of
from nkrisk_geo.files.picking import Picking
from nkrisk_geo.files.plan import Plan
from nkrisk_geo.files.rejects import Rejects
from nkrisk_geo.files.segments import FIELDS_KEY
from nkrisk_geo.files.summary import Summary
from nkrisk_geo.files.workers import Annotated, Given, Read
from nkrisk_geo.model.errors import InputError
from nkrisk_geo.tables.parties import fields_of
from nkrisk_geo.tables.referring import with_referred

Progress = Callable[[int, "float | None"], None]


DECIDED = "\0decisions"
"""Under which a checkpoint keeps what the summary says of decisions; no prefix is called so."""


@dataclass(frozen=True, slots=True)
class Output:
    """Where the output goes, in which format, and whether Excel is to open it."""

    path: str
    format: Format
    excel: bool = False


class Consumed:
    """Digests of what was read so far from a pipe, chunk by chunk.

    Chunks are read ahead of the writer, so some are kept.
    """

    def __init__(self) -> None:
        self._found, self._after = hashlib.sha256(), {0: ""}
        self._count = 0

    def take(self, chunk: Chunk) -> None:
        """Another chunk was read: all that stands in it."""
        if chunk.records is None:
            sink = pa.BufferOutputStream()
            with pa.ipc.new_stream(sink, chunk.table.schema) as stream:
                stream.write_table(chunk.table)
            self._found.update(sink.getvalue())
        else:
            self._found.update(
                "\n".join(chunk.records).encode("utf-8", "surrogatepass")
            )
        self._count += 1
        self._after[self._count] = self._found.hexdigest()

    def at(self, chunks: int) -> str:
        """The digest of the first so many chunks; those of fewer are not asked for any more."""
        for number in [number for number in self._after if number < chunks]:
            del self._after[number]
        return self._after.get(chunks, "")


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
    consumed: Consumed = field(default_factory=Consumed)

    def carry_out(
        self, annotated: Callable[[Read], Annotated], progress: Progress | None
    ) -> None:
        """Read, answer and write all that is left, and give the output its name."""
        self._restore()
        in_segments = self.out.format.kind in IN_SEGMENTS
        with ExitStack() as stack:
            target = stack.enter_context(
                target_of(self.out.path, self.start, in_segments=in_segments)
            )
            rejects = stack.enter_context(Rejects(self.out.path, excel=self.out.excel))
            writer = open_writer(
                target.stream,
                self.out.format,
                self.start,
                self.plan.located,
                excel=self.out.excel,
            )
            stack.callback(writer.abandon)
            for chunks in self._written(writer, annotated, rejects):
                if chunks % EVERY == 0:
                    writer.seal()
                    target.keep(self._checkpoint(chunks, target, writer))
                if progress:
                    progress(self.summary.rows_in, self.source.share())
            self._finish(target, writer, rejects)

    def _written(
        self, writer: Writer, annotated: Callable[[Read], Annotated], rejects: Rejects
    ) -> Iterator[int]:
        """Write chunk after chunk; gives the number of chunks so far."""
        read = ((chunk, self._given(chunk)) for chunk in self._left(rejects))
        for number, (chunk, added) in enumerate(annotated(read), self.start.chunks + 1):
            check_names(chunk, self.plan.columns)
            self.summary.count(added)
            beside = self._with_decisions(chunk, added)
            writer.write(chunk, beside.rename_columns(list(self.plan.columns)))
            rejects.take(self.reader.noticed)
            yield number

    def _with_decisions(self, chunk: Chunk, added: pa.Table) -> pa.Table:
        """What people decided, behind the answers."""
        if self.decisions is None:
            return added
        for party, prefix in self.plan.parties:
            # Here and not in the workers: who counts what was met has to see all of it.
            keys = make_keys(fields_of(chunk.table, party))
            cells = fill_cells(keys, self.decisions)
            self.summary.decisions.take(keys, cells[0])
            for name, values in zip(DECISION_COLUMNS, cells, strict=True):
                added = added.append_column(
                    prefix + name, pa.array(values, pa.string())
                )
        return added

    def _left(self, rejects: Rejects) -> Iterator[Chunk]:
        """The chunks behind the checkpoint.

        Those before are read again, for what was wrong with them.
        """
        if self.start.whole:
            return
        number = 0
        picked = self.picking.picked(self.reader.chunks(), self.reader.noticed)
        for number, chunk in enumerate(picked, 1):
            if (
                self.source.is_pipe
            ):  # a file is known by its whole content, which is part of the job
                self.consumed.take(chunk)
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
        if self.consumed.at(chunks) != self.start.read:
            raise ChangedInputError(
                f"{self.source.name}: is not the input of the interrupted run; without "
                "--resume it is begun anew"
            )

    def _given(self, chunk: Chunk) -> Given:
        given = []
        for party, prefix in self.plan.parties:
            fields, count = with_referred(
                fields_of(chunk.table, party), chunk.table, self.plan.named
            )
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
            whole = replace(
                self._checkpoint(0, target, writer),
                rejected=noticed.rejected,
                whole=True,
            )
        told = {
            "": self.plan.about,
            FIELDS_KEY: self.plan.about_fields,
            ".versions": json.dumps(self.summary.versions),
        }
        assemble = assembling(writer, self.out.format, self.plan.located, told)
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
        found = {tally.prefix: tally.to_dict() for tally in self.summary.tallies}
        decided = (
            {DECIDED: self.summary.decisions.kept()}
            if self.decisions is not None
            else {}
        )
        return found | decided

    def _checkpoint(self, chunks: int, target: Target, writer: Writer) -> Checkpoint:
        target.stream.flush()
        return Checkpoint(
            self.start.job,
            chunks,
            self.summary.rows_out,
            self.consumed.at(chunks),
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
