"""Single rows of an enriched file: the answer, the fields that it was read from, the firm and the bill of lading."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from nkrisk_geo.files.decision_columns import DECISION_COLUMNS
from nkrisk_geo.files.formats import format_of, is_pipe
from nkrisk_geo.files.inputs import InputSource
from nkrisk_geo.files.kinds import open_reader
from nkrisk_geo.files.read_options import Reading
from nkrisk_geo.model.errors import InputError
from nkrisk_geo.model.schema import NAMES, NORMALIZED
from nkrisk_geo.report.answer_columns import answer_column
from nkrisk_geo.report.enriched import digest_file, find_party, find_prefix
from nkrisk_geo.tables.parties import Party, fields_of
from nkrisk_geo.tables.recognition import recognize
from nkrisk_geo.tables.values import column_text, is_readable

_BILLS = re.compile(
    "(?:house|master)?(?:bol|bl|billoflading)(?:no|num|number|nbr|id)?|提单号?|提單號?|선하증권번호"
)
"""Names of columns with a bill of lading, without what parts their words."""
_BETWEEN_WORDS = re.compile(r"[\W_]+")

ANSWERED = frozenset(
    {*NAMES, *(column.name for column in NORMALIZED), *DECISION_COLUMNS}
)
"""Columns of an answer and of a decision, without their prefix."""
Wanted = Callable[[pa.Table, int], pa.Array]
"""Which rows of a table of answers are wanted, by the number of its first row."""


@dataclass(frozen=True, slots=True)
class EnrichedRow:
    """A row of an enriched file.

    Attributes:
        number: its place in the file, the first being 1.
        answer: the columns of the answer, without their prefix, and those of a decision.
        fields: its text as `address`, and the fields beside it; what is empty is left out.
        company, bill: the firm and the bill of lading, where there are columns for them.
        own: all columns of the row that are not of the answer, as texts; empty unless they were asked for.
    """

    number: int
    answer: Mapping[str, Any]
    fields: Mapping[str, str]
    company: str
    bill: str
    own: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Where:
    """How to read an enriched file, where it does not say so itself; see `nkrisk_geo.report.gather`.

    Attributes:
        address, fields: the columns that the answers were read from.
        prefix: of the columns of the answer.
        reading: format, encoding, delimiter.
    """

    address: Sequence[str] = ()
    fields: Mapping[str, str] | None = None
    prefix: str | None = None
    reading: Reading | None = None


class EnrichedFile:
    """A file that `enrich` wrote.

    Attributes:
        name, sha256: of the file.
        prefix: of the columns of the answer.
        party: the columns that were read.
        company, bill: the columns with the firm and the bill of lading, None where none is found.
        rows: how many were read so far.

    Raises:
        InputError: it cannot be read, or has no columns of an answer.
    """

    def __init__(self, source: str, where: Where) -> None:
        if is_pipe(source):
            raise InputError("name an enriched file; a pipe cannot be read twice")
        self._source, self._reading = source, where.reading or Reading()
        self._format = format_of(source, self._reading.file_format)
        self.name, self.rows = Path(source).name, 0
        with InputSource(source, self._format) as opened:
            # Bound to a name: what reads is closed by the source, and not by being forgotten.
            reader = open_reader(opened, self._reading)
            columns = reader.columns
        self.prefix = find_prefix(columns, where.prefix, source)
        kind = self._format.kind
        self.party = find_party(
            source, kind, columns, where.address, self.prefix, where.fields
        )
        self.sha256 = digest_file(source)
        own = [column for column in columns if not column.startswith(self.prefix)]
        self.bill = next(filter(_is_bill, own), None)
        self.company = self.party.fields.get("company") or _company(own, self.party)

    def rows_where(
        self, wanted: Wanted, *, whole: bool = False
    ) -> Iterator[EnrichedRow]:
        """The rows that are wanted, in their order; with all their own columns where they are wanted whole."""
        self.rows = 0
        with InputSource(self._source, self._format) as opened:
            reader = open_reader(opened, self._reading)
            for chunk in reader.chunks():
                try:
                    yield from self._wanted(chunk.table, wanted, whole)
                except InputError as error:
                    raise InputError(f"{self._source}: {error}") from None
                self.rows += len(chunk.table)

    def _wanted(
        self, table: pa.Table, wanted: Wanted, whole: bool
    ) -> Iterator[EnrichedRow]:
        columns = (*NAMES, *DECISION_COLUMNS)
        answers = pa.table(
            {name: answer_column(table, self.prefix, name) for name in columns}
        )
        chosen = pc.indices_nonzero(pc.fill_null(wanted(answers, self.rows + 1), False))
        if not len(chosen):
            return
        # Only what is wanted becomes objects: a million rows may have a hundred candidates.
        some = table.take(chosen)
        fields = fields_of(some, self.party)
        texts = {
            name: column_text(column, name).to_pylist()
            for name, column in zip(fields.column_names, fields.columns, strict=True)
        }
        companies, bills = (_texts(some, name) for name in (self.company, self.bill))
        for at, (place, answer) in enumerate(
            zip(chosen.to_pylist(), answers.take(chosen).to_pylist(), strict=True)
        ):
            said = {name: each[at] for name, each in texts.items() if each[at]}
            own = self._own(some.slice(at, 1)) if whole else {}
            yield EnrichedRow(
                self.rows + place + 1, answer, said, companies[at], bills[at], own
            )

    def _own(self, row: pa.Table) -> dict[str, str | None]:
        """The columns of a row that are not of the answer, as texts."""
        return {
            name: column_text(row.column(name))[0].as_py()
            if is_readable(row.schema.field(name).type)
            else str(row.column(name)[0])
            for name in row.column_names
            if not (
                name.startswith(self.prefix)
                and name.removeprefix(self.prefix) in ANSWERED
            )
        }


def _texts(table: pa.Table, column: str | None) -> list[str]:
    """The texts of a column, empty ones where there is none."""
    if column is None:
        return [""] * len(table)
    return [text or "" for text in column_text(table.column(column)).to_pylist()]


def _is_bill(column: str) -> bool:
    return _BILLS.fullmatch(_BETWEEN_WORDS.sub("", column.casefold())) is not None


def _company(columns: Sequence[str], party: Party) -> str | None:
    """The column with the firm whose address was read, by its name."""
    named = [each for each in recognize(columns) if each.fields.get("company")]
    same = [each for each in named if set(each.address) & set(party.address)]
    return next((each.fields["company"] for each in (*same, *named)), None)
