"""Which columns of a table say where its parties are, seen from their names.

Manifests of US customs (`shipper_party_address_1`), vendors of trade data (`shpFullAddress`,
`RAW SHIPPER ADDRESS1`, “Consignee Full Address”), registers of factories (`name, address,
country`), registers of firms (`LegalAddress.City`) and Chinese forms (发货人地址) all build a name
in the same way: a party, what of it, perhaps which of its addresses, and the number of a line.
`nkrisk_geo.text.headings` reads one name; here they are put together.

    >>> parties = recognize(["shpName", "shpFullAddress", "conFullAddress", "weight"])
    >>> [(party.name, party.columns) for party in parties]
    [('shipper', ['shpFullAddress', 'shpName']), ('consignee', ['conFullAddress'])]
    >>> recognize(["发货人", "发货人地址"])[0].fields
    {'company': '发货人'}
    >>> recognize(["weight", "value"])
    ()
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from nkrisk_geo.model.errors import InputError
from nkrisk_geo.model.fields import POINT
from nkrisk_geo.tables.parties import Party, are_lines
from nkrisk_geo.text.heading_words import KINDS, PARTIES
from nkrisk_geo.text.headings import Heading, heading_of

_PREFERRED = tuple(KINDS)
_OF_A_FIRM = ("company", "registration", "phone")
"""Fields that are the same wherever the firm is."""


@dataclass(slots=True)
class _Found:
    """Columns of one party so far, by the kind of address that they are of."""

    addresses: dict[str, dict[int, str]] = field(default_factory=dict)
    districts: dict[str, list[str]] = field(default_factory=dict)
    fields: dict[str, dict[str, str]] = field(default_factory=dict)

    def take(self, heading: Heading, column: str) -> None:
        """The first column of a role is taken; the address may have numbered lines."""
        role, kind = heading.role, heading.kind
        if role == "address":
            lines = self.addresses.setdefault(kind, {})
            lines.setdefault(heading.number, column)
        elif role == "district":
            self.districts.setdefault(kind, []).append(column)
        elif heading.number <= 1:
            # A firm has one name and one telephone, whichever of its addresses is read.
            of = "" if role in _OF_A_FIRM else kind
            fields = self.fields.setdefault(of, {})
            fields.setdefault(role, column)

    @property
    def kind(self) -> str:
        """Which of several addresses is read."""
        # An address says more than the fields beside it: its kind is the one that is read.
        for columns in (self.addresses, self.fields, self.districts):
            for kind in _PREFERRED:
                if columns.get(kind):
                    return kind
        return ""

    def party(self, name: str) -> Party:
        """What is read of it."""
        kind = self.kind
        fields = dict(self.fields.get("", {}))
        fields |= self.fields.get(kind, {})
        # A point has both coordinates.
        if not {*POINT} <= fields.keys():
            for coordinate in POINT:
                fields.pop(coordinate, None)
        address = _address(self.addresses.get(kind, {}))
        districts = self.districts.get(kind) or self.districts.get("", [])
        party = Party(name, address, are_lines(address), fields)
        return _with_districts(party, districts)


def _address(numbered: Mapping[int, str]) -> tuple[str, ...]:
    """The columns of an address: `Address` and `Address 2`, or `Address 1`, `Address 2`, ….

    Beside `Address 1` the whole one is not read: it says the same again.
    """
    whole = (numbered[0],) if 0 in numbered else ()
    if whole and 1 in numbered:
        return whole
    lines = [numbered[number] for number in sorted(numbered) if number]
    return (*whole, *lines)


def _with_districts(party: Party, districts: Sequence[str]) -> Party:
    """A district is the city where no column is, and otherwise stands before the street."""
    if not districts:
        return party
    if "city" not in party.fields:
        first, *districts = districts
        fields = {**party.fields, "city": first}
        party = replace(party, fields=fields)
    # Lines of 35 characters are put together by their lengths, which a further column would spoil.
    if party.lines or not districts:
        return party
    return replace(party, address=(*districts, *party.address))


def recognize(columns: Sequence[str]) -> tuple[Party, ...]:
    """The parties whose address or place the columns tell, the one that the goods come from first.

    A column without a party (`city`, `zip_code`) belongs to the only party there is, and to
    none where there are several.
    """
    found: dict[str, _Found] = {}
    for column in columns:
        heading = heading_of(column)
        if heading is not None:
            found.setdefault(heading.party, _Found()).take(heading, column)

    read = {name: each.party(name) for name, each in found.items()}
    named = [name for name in PARTIES if name in read]
    parties = [read[name] for name in named if _says_where(read[name])]
    shared = read.get("")
    if shared is not None and not _says_where(shared):
        shared = None
    if not parties and shared is not None:
        return (_with_company(shared, [read[name] for name in named]),)
    if shared and len(named) == 1:
        return (_with_shared(parties[0], shared),)
    return tuple(parties)


def _says_where(party: Party) -> bool:
    """A firm's name and its numbers alone are no place."""
    if party.address:
        return True
    return not party.fields.keys() <= {*_OF_A_FIRM}


def other_addresses(columns: Iterable[str], parties: Sequence[Party]) -> list[str]:
    """Columns that by their names hold another address of a party that is read, or of none."""
    asked = {column for party in parties for column in party.columns}
    names = {"", *(party.name for party in parties)}
    found = []
    for column in columns:
        said = None if column in asked else heading_of(column)
        if said and said.role == "address" and said.party in names:
            found.append(column)
    return found


def choose_parties(
    columns: Sequence[str], names: Sequence[str], source: str
) -> tuple[Party, ...]:
    """The parties to read: those that the user named, else the first that is there.

    Raises:
        InputError: no column says where anything is, or not where a named party is.
    """
    parties = recognize(columns)
    there = {party.name: party for party in parties}
    if not parties:
        shown = ", ".join(map(repr, columns[:12])) or "none"
        raise InputError(
            f"{source}: no column has a name that says address or place: name it with "
            "--address, or all of them with --columns where the first row is no header; "
            f"columns are {shown}"
        )
    if not names:
        return parties[:1]
    missing = [name for name in names if name not in there]
    if missing:
        known = ", ".join(name for name in there if name) or "none"
        raise InputError(
            f"{source}: no columns of a party {missing[0]!r}; parties that were found: {known}"
        )
    return tuple(there[name] for name in dict.fromkeys(names))


def _with_shared(party: Party, shared: Party) -> Party:
    """The only party with the columns that name no party."""
    address = party.address or shared.address
    lines = party.lines if party.address else shared.lines
    fields = {**shared.fields, **party.fields}
    return replace(party, address=address, lines=lines, fields=fields)


def _with_company(shared: Party, named: Sequence[Party]) -> Party:
    """An address of no party with the firm of the only party there is: `Supplier, Address`."""
    # Goods come from these; a consignee beside an address is somewhere else.
    if len(named) != 1 or named[0].name not in ("shipper", "supplier"):
        return shared
    fields = {**named[0].fields, **shared.fields}
    return replace(shared, fields=fields)
