"""The candidates of an enriched file.

They are its different addresses that lie in a zone, surely or possibly, each with its rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from nkrisk_geo.files.decision_keys import make_key
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.model.errors import InputError
from nkrisk_geo.model.schema import BETWEEN
from nkrisk_geo.model.suggestions import hint
from nkrisk_geo.report.enriched_rows import EnrichedFile, EnrichedRow, Where

MOST_CANDIDATES = 50_000
"""Different addresses that are kept; rows of others are counted."""
SHOWN = 50
"""Row numbers, companies and bills of lading that are kept of one address."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which rows are wanted.

    Attributes:
        zones: ids; rows that are surely or possibly in one of them. Empty for any zone.
        every: all rows, in a zone or not.
    """

    zones: tuple[str, ...] = ()
    every: bool = False

    def rows(self, answers: pa.Table, _: int) -> pa.Array:
        """Which rows of a table of answers are wanted."""
        if self.every:
            return pa.array([True] * len(answers), pa.bool_())
        # Between separators, so that no id is found in the middle of another.
        both = pc.binary_join_element_wise(
            BETWEEN,
            *(pc.fill_null(answers[name], "") for name in _ZONES),
            BETWEEN,
            BETWEEN,
        )
        if not self.zones:
            return pc.not_equal(pc.utf8_trim(both, BETWEEN), "")
        chosen = [
            pc.match_substring(both, f"{BETWEEN}{zone}{BETWEEN}") for zone in self.zones
        ]
        found = chosen[0]
        for each in chosen[1:]:
            found = pc.or_(found, each)
        return found


_ZONES = ("zones", "zones_possible")


@dataclass(slots=True)
class CandidateAddress:
    """A different address of a file.

    Attributes:
        key: see `nkrisk_geo.files.decision_keys`.
        fields, answer: of its first row; see `EnrichedRow`.
        rows: numbers of some of its rows; `count` is how many there are.
        companies, bills: of these rows.
    """

    key: str
    fields: Mapping[str, str]
    answer: Mapping[str, Any]
    rows: list[int] = field(default_factory=list)
    count: int = 0
    companies: dict[str, None] = field(default_factory=dict)
    bills: dict[str, None] = field(default_factory=dict)

    def take(self, row: EnrichedRow) -> None:
        """One more row has it."""
        self.count += 1
        if len(self.rows) < SHOWN:
            self.rows.append(row.number)
        for value, kept in ((row.company, self.companies), (row.bill, self.bills)):
            if value and len(kept) < SHOWN:
                kept[value] = None


@dataclass(slots=True)
class Candidates:
    """The candidates of a file.

    Attributes:
        file: the file.
        selection: what was wanted.
        addresses: the different addresses, in the order of the file.
        taken, left: rows that have one of them, and rows of more addresses than are kept.
    """

    file: EnrichedFile
    selection: Selection
    addresses: list[CandidateAddress] = field(default_factory=list)
    taken: int = 0
    left: int = 0


def gather_candidates(source: str, selection: Selection, where: Where) -> Candidates:
    """Read an enriched file.

    Where there are too many addresses, those most probably on the border are kept.

    Raises:
        InputError: it cannot be read, has no columns of an answer, or a zone is none.
    """
    file = EnrichedFile(source, where)
    found, by_key = Candidates(file, selection), dict[str, CandidateAddress]()
    for row in file.rows_where(selection.rows):
        key = make_key(row.fields)
        if key not in by_key:
            by_key[key] = CandidateAddress(key, row.fields, row.answer)
        by_key[key].take(row)
        # Seldom, because all of them are sorted.
        if len(by_key) > MOST_CANDIDATES * 2:
            by_key = _keep_likeliest(by_key, found)
    if len(by_key) > MOST_CANDIDATES:
        by_key = _keep_likeliest(by_key, found)
    found.addresses = [*by_key.values()]
    found.taken = sum(each.count for each in found.addresses)
    if not by_key:
        # Not before: a zone of the user's own is known to the file alone.
        _check_zones(selection)
    return found


def _keep_likeliest(
    by_key: Mapping[str, CandidateAddress], found: Candidates
) -> dict[str, CandidateAddress]:
    """As many addresses as are kept, in their order; rows of the others are counted."""
    by_chance = sorted(
        by_key.values(), key=lambda each: -(each.answer["p_dprk_border"] or 0.0)
    )
    left = {each.key for each in by_chance[MOST_CANDIDATES:]}
    found.left += sum(each.count for each in by_chance[MOST_CANDIDATES:])
    return {key: each for key, each in by_key.items() if key not in left}


def _check_zones(selection: Selection) -> None:
    """Is there no row because there is no such zone?

    Raises:
        InputError: there is none.
    """
    known = Gazetteer.default().zone_ids
    for zone in selection.zones:
        if zone not in known:
            there = f"zones are {', '.join(known)}"
            raise InputError(
                f"no row is in a zone {zone!r}; {hint(zone, known, there)}"
            )
