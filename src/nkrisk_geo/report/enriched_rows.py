"""Single rows of an enriched file.

Of each: the answer, the fields that it was read from, the firm and the bill of lading.
"""

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

_NORMALIZED = [column.name for column in NORMALIZED]
ANSWERED = frozenset([*NAMES, *_NORMALIZED, *DECISION_COLUMNS])
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
        own: all columns of the row that are not of the answer, as texts; empty unless they
            were asked for.
    """

    number: int
    answer: Mapping[str, Any]
    fields: Mapping[str, str]
    company: str
    bill: str
    own: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Where:
    """How to read an enriched file, where it does not say so itself.

    See `nkrisk_geo.report.gather`.

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
            raise InputError(
                "name a file that `nkrisk-geo enrich` wrote; a pipe cannot be read twice"
            )
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
        prefix, told = self.prefix, self.party.fields.get("company")
        own = [column for column in columns if not column.startswith(prefix)]
        self.bill = next(filter(_is_bill, own), None)
        self.company = told or _company(own, self.party)

    def rows_where(
        self, wanted: Wanted, *, whole: bool = False
    ) -> Iterator[EnrichedRow]:
        """The rows that are wanted, in their order; whole with all columns of their own."""
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
        names = (*NAMES, *DECISION_COLUMNS)
        columns = {name: answer_column(table, self.prefix, name) for name in names}
        answers = pa.table(columns)
        is_wanted = pc.fill_null(wanted(answers, self.rows + 1), False)
        chosen = pc.indices_nonzero(is_wanted)
        if not len(chosen):
            return
        # Only what is wanted becomes objects: a million rows may have a hundred candidates.
        some = table.take(chosen)
        fields = _fields(some, self.party)
        companies = _texts(some, self.company)
        bills = _texts(some, self.bill)
        numbers = chosen.to_pylist()
        told = answers.take(chosen).to_pylist()
        for at, answer in enumerate(told):
            yield EnrichedRow(
                self.rows + numbers[at] + 1,
                answer,
                # What is empty is as good as absent, for keys too.
                {name: said for name, each in fields.items() if (said := each[at])},
                companies[at],
                bills[at],
                self._own(some.slice(at, 1)) if whole else {},
            )

    def _own(self, row: pa.Table) -> dict[str, str | None]:
        """The columns of a row that are not of the answer, as texts."""
        names = [name for name in row.column_names if not self._is_answer(name)]
        return {name: _text_of(row, name) for name in names}

    def _is_answer(self, column: str) -> bool:
        """Is a column one of the answer? Others may begin like these."""
        bare = column.removeprefix(self.prefix)
        return column.startswith(self.prefix) and bare in ANSWERED


def _text_of(row: pa.Table, column: str) -> str | None:
    """The value of a column of one row, as text."""
    value = row.column(column)
    # A list or a picture is no text, but belongs to what a digest is made of.
    if not is_readable(row.schema.field(column).type):
        return str(value[0])
    text: str | None = column_text(value)[0].as_py()
    return text


def _fields(table: pa.Table, party: Party) -> dict[str, list[str | None]]:
    """The fields that a party was read from, as texts."""
    fields = fields_of(table, party)
    return {
        name: column_text(fields.column(name), name).to_pylist()
        for name in fields.column_names
    }


def _texts(table: pa.Table, column: str | None) -> list[str]:
    """The texts of a column, empty ones where there is none."""
    if column is None:
        return [""] * len(table)
    texts = column_text(table.column(column)).to_pylist()
    return [text or "" for text in texts]


def _is_bill(column: str) -> bool:
    name = _BETWEEN_WORDS.sub("", column.casefold())
    return _BILLS.fullmatch(name) is not None


def _company(columns: Sequence[str], party: Party) -> str | None:
    """The column with the firm whose address was read, by its name."""
    named = [each for each in recognize(columns) if each.fields.get("company")]
    address = set(party.address)
    # Of several firms the one whose address was read.
    same = [each for each in named if not address.isdisjoint(each.address)]
    found = [each.fields["company"] for each in (*same, *named)]
    return found[0] if found else None
