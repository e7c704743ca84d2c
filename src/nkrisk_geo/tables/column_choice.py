"""Columns that are found by their names, or are one address together, as the arrays to read.

`nkrisk_geo.enrich(table, address="auto")` finds columns as the command does
(`nkrisk_geo.tables.recognition`), and `address=["line_1", "line_2"]` joins lines as it does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from nkrisk_geo.model.errors import InputError
from nkrisk_geo.model.fields import POINT
from nkrisk_geo.tables.cross_references import follow_references
from nkrisk_geo.tables.parties import Party, fields_of, given_party
from nkrisk_geo.tables.recognition import choose_parties, recognize
from nkrisk_geo.tables.table_columns import check_columns

AUTO = "auto"
"""The name of an address that asks for columns to be found."""


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """Which columns of a table are read for one party.

    Attributes:
        party: the columns.
        named: the parties of the table, whose place is taken where a text refers to them.
        found: the columns were found by their names.
    """

    party: Party
    named: tuple[Party, ...] = ()
    found: bool = False

    def arrays(self, column: Callable[[str], Any]) -> dict[str, Any]:
        """The arrays to read, by field."""
        parties = (self.party, *self.named)
        names = dict.fromkeys(name for party in parties for name in party.columns)
        table = pa.table({name: column(name) for name in names})
        own = fields_of(table, self.party)
        fields, _ = follow_references(own, table, self.named)
        return dict(zip(fields.column_names, fields.columns, strict=True))


Read = Mapping[str, Any] | ColumnChoice
"""Columns by field, or a choice of them."""


def arrays_of(read: Read, column: Callable[[Any], Any]) -> dict[str, Any]:
    """The arrays to read, by field; `column` gives that of a column."""
    if isinstance(read, ColumnChoice):
        return read.arrays(column)
    return {field: column(name) for field, name in read.items()}


def check_read(read: Read, present: list[Any], options: Mapping[str, Any]) -> None:
    """As `check_columns`, for each column of an address.

    Raises:
        InputError: a column is missing, or a new one is there already.
    """
    fields = _plain(read)
    addresses: Sequence[str | None] = [fields.get("address")]
    if isinstance(read, ColumnChoice) and len(read.party.address) > 1:
        # Each of the lines has to be there, and `fields` has the first.
        addresses = read.party.address
    beside = {**fields}
    beside.pop("address", None)
    for address in addresses:
        named = beside if address is None else {"text": address, **beside}
        check_columns(named, present, options["prefix"], options["normalized"])


def _plain(read: Read) -> Mapping[str, Any]:
    """The columns by field, of several of an address the first."""
    if not isinstance(read, ColumnChoice):
        return read
    party = read.party
    if not party.address:
        return party.fields
    return {"address": party.address[0], **party.fields}


def plain_fields(read: Read) -> Mapping[str, Any]:
    """One column for each field.

    Raises:
        InputError: an address has several.
    """
    if isinstance(read, ColumnChoice) and len(read.party.address) > 1:
        raise InputError(
            "Spark reads one column as the address; put the lines together with concat_ws before"
        )
    return _plain(read)


def choices(
    address: Any,
    parties: str | Sequence[str] | None,
    fields: Mapping[str, Any],
    present: list[Any],
    prefix: str,
) -> list[tuple[Read, str]]:
    """What is read, for each party with the prefix of its columns.

    Args:
        address: a column, several, or `AUTO`.
        parties: those to read, where columns are found.
        fields: columns of the other fields; they are read in the place of those that are found.
        present: the names of all columns.
        prefix: of the new columns of one party; several have their names before it.
    """
    wanted = [parties] if isinstance(parties, str) else list(parties or ())
    # Names of several levels are tuples, which no word is looked for in.
    texts = [name for name in present if isinstance(name, str)]
    # A column may be called `auto`, and then it is the address.
    is_auto = isinstance(address, str) and address == AUTO and AUTO not in present
    if is_auto or (wanted and address is None):
        found = choose_parties(texts, wanted, "the table")
        named = tuple(each for each in recognize(texts) if each.name)
        read = [ColumnChoice(_with(each, fields), named, True) for each in found]
        if len(read) == 1:
            return [(read[0], prefix)]
        return [(each, f"{each.party.name}_{prefix}") for each in read]
    if wanted:
        raise InputError(
            "party= finds columns by name; with address= name the columns of one party"
        )
    if isinstance(address, (list, tuple)) and address not in present:
        if not address:
            raise InputError("address is an empty list; name a column, or leave it out")
        return [(ColumnChoice(given_party(address, fields)), prefix)]
    if address is None:
        return [(fields, prefix)]
    return [({"address": address, **fields}, prefix)]


def _with(party: Party, fields: Mapping[str, Any]) -> Party:
    given = {**party.fields, **fields}
    # One of them beside the other of a found column would be a point that is nowhere.
    if len({*POINT} & fields.keys()) == 1:
        raise InputError("a point has a lat and a lng: name the columns of both")
    return Party(party.name, party.address, party.lines, given)
