"""What people decided about addresses, read from the sheets of `nkrisk-geo review`.

A sheet has a key for each address, and a decision, a reviewer, a date and a note where
somebody filled them in. Of one reviewer the last decision counts. Where two reviewers
differ, nothing is decided for them: the address is *contradicted*, and both are named.
What cannot be used is told by file and line: a key that was changed, a decision that is
none.

Decisions stand beside the answer. They change no answer, no probability and not the gazetteer.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from nkrisk_geo.files.decision_columns import (
    CONTRADICTED,
    DECISIONS,
    FILLED_IN,
    KEY_COLUMN,
)
from nkrisk_geo.files.decision_keys import split_keys
from nkrisk_geo.files.decision_words import (
    decision_words,
    find_columns,
    read_decision,
)
from nkrisk_geo.files.formats import format_of, is_pipe
from nkrisk_geo.files.inputs import InputSource
from nkrisk_geo.files.kinds import open_reader
from nkrisk_geo.files.read_options import Reading
from nkrisk_geo.model.errors import InputError
from nkrisk_geo.model.suggestions import hint
from nkrisk_geo.tables.values import column_text

MOST_DECIDED = 1_000_000
"""Decided addresses of all sheets together."""
LONGEST_NOTE = 2_000
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
TOLD = 20
"""Faults that are named one by one."""


class Decided(NamedTuple):
    """What stands beside an answer; see `nkrisk_geo.files.decision_columns`."""

    decision: str
    by: str
    on: str
    note: str


class FilledIn(NamedTuple):
    """What one reviewer filled in for one address."""

    key: str
    decision: str
    reviewer: str
    date: str
    note: str


@dataclass(slots=True)
class ReviewDecisions:
    """The decisions of some sheets.

    Attributes:
        by_key: what is decided of each address.
        digest: of all of it.
        faults: what could not be used, in words, the first `TOLD` of them;
            `fault_count` is how many there are.
    """

    by_key: dict[str, Decided] = field(default_factory=dict)
    digest: str = ""
    faults: list[str] = field(default_factory=list)
    fault_count: int = 0

    def blame(self, fault: str) -> None:
        """Something could not be used."""
        self.fault_count += 1
        if len(self.faults) < TOLD:
            self.faults.append(fault)


def read_decisions(sheets: Sequence[str]) -> ReviewDecisions:
    """The decisions of sheets, in the order in which they are named.

    Raises:
        InputError: one cannot be read, or is no sheet of a review.
    """
    found = ReviewDecisions()
    filled = defaultdict[str, list[FilledIn]](list)
    for sheet in sheets:
        for each in _read_sheet(sheet, found):
            filled[each.key].append(each)
            if len(filled) > MOST_DECIDED:
                raise InputError(
                    f"{sheet}: more than {MOST_DECIDED:,} addresses are decided"
                )
    for key, said in sorted(filled.items()):
        found.by_key[key] = _settle(said)
    # Of what is decided, not of the files: a sheet that was only sorted anew makes no other job.
    told = repr([*found.by_key.items()])
    octets = told.encode("utf-8", "backslashreplace")
    found.digest = hashlib.sha256(octets).hexdigest()
    return found


def _read_sheet(sheet: str, found: ReviewDecisions) -> Iterator[FilledIn]:
    """What was filled in in a sheet."""
    if is_pipe(sheet):
        raise InputError(f"{sheet}: decisions are read from files")
    with InputSource(sheet, format_of(sheet)) as opened:
        reader = open_reader(opened, Reading())
        columns = _columns(sheet, reader.columns)
        number = 1  # the heading
        for chunk in reader.chunks():
            cells = [
                column_text(chunk.table.column(column), name).to_pylist()
                for name, column in columns.items()
            ]
            for values in zip(*cells, strict=True):
                number += 1
                # People fill in with blanks and line feeds that mean nothing.
                words = (" ".join((value or "").split()) for value in values)
                row = dict(zip(columns, words, strict=True))
                yield from _read_line(f"{sheet}, line {number}", row, found)


def _columns(sheet: str, columns: Sequence[str]) -> dict[str, str]:
    """The columns of a sheet by what they are called in a review.

    Raises:
        InputError: one is missing.
    """
    found = find_columns(columns)
    for name in (KEY_COLUMN, FILLED_IN[0]):
        if name not in found:
            raise InputError(
                f"{sheet}: has no column {name!r}; decisions are read from a sheet of "
                "`nkrisk-geo review`"
            )
    return found


def _read_line(
    where: str, row: Mapping[str, str], found: ReviewDecisions
) -> Iterator[FilledIn]:
    """What one line decides about its addresses."""
    told = row[FILLED_IN[0]].casefold()
    if not told:
        return
    said = read_decision(told)
    if said is None:
        known = f"decisions are {', '.join(DECISIONS)}"
        near = hint(told, decision_words(), known)
        found.blame(f"{where}: {told[:40]!r} is no decision; {near}")
        return
    keys, others = split_keys(row[KEY_COLUMN])
    if others:
        found.blame(f"{where}: {others[0][:40]!r} is no key, or was changed")
    elif not keys:
        found.blame(f"{where}: has a decision and no key")
    beside = [row.get(name, "") for name in FILLED_IN[1:]]
    reviewer, date, note = (text[:LONGEST_NOTE] for text in beside)
    # A line of a sheet stands for all equal addresses, and has the key of each.
    for key in keys:
        yield FilledIn(key, said, reviewer, date, note)


def _settle(said: Sequence[FilledIn]) -> Decided:
    """What several say of one address."""
    last = dict[str, FilledIn]()
    for number, each in enumerate(said):
        # Who gives no name may be anybody, so none of them takes back what another one said.
        who = each.reviewer.casefold() or f"\0{number}"
        if who not in last or not _is_later(last[who].date, each.date):
            last[who] = each
    voices = [*dict.fromkeys(last.values())]
    different = {each.decision for each in voices}
    if len(different) == 1:
        return Decided(voices[0].decision, *_join_voices(voices))
    by, on, _ = _join_voices(voices)
    notes = "; ".join(_voice(each) for each in voices)
    return Decided(CONTRADICTED, by, on, notes[:LONGEST_NOTE])


def _is_later(one: str, other: str) -> bool:
    """Is a day later than another? Where that cannot be told, what is read last counts."""
    # Days that are written so are in order when their texts are.
    are_days = _DAY.fullmatch(one) and _DAY.fullmatch(other)
    return bool(are_days) and one > other


def _join_voices(voices: Sequence[FilledIn]) -> tuple[str, str, str]:
    """Reviewers, dates and notes of several, each once."""
    by = _listed(each.reviewer or NOBODY for each in voices)
    on = _listed(each.date for each in voices)
    note = _listed(each.note for each in voices)
    return by, on, note[:LONGEST_NOTE]


def _listed(texts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(filter(None, texts)))


NOBODY = "(not named)"


def _voice(each: FilledIn) -> str:
    """What one of several who differ says."""
    note = f" ({each.note})" if each.note else ""
    return f"{each.reviewer or NOBODY}: {each.decision}{note}"


def fill_cells(keys: Sequence[str], decisions: ReviewDecisions) -> list[list[Any]]:
    """The columns beside the answers of records with these keys; null where nothing is decided."""
    found = [decisions.by_key.get(key) for key in keys]
    # An empty text is as good as none, and null in every kind of file.
    rows = [each or (None,) * len(Decided._fields) for each in found]
    return [[row[at] or None for row in rows] for at in range(len(Decided._fields))]
