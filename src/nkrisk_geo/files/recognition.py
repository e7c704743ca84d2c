"""Which columns of a trade file say where its parties are, seen from their names.

Manifests of US customs (`shipper_party_address_1`), vendors of trade data (`shpFullAddress`, `RAW SHIPPER ADDRESS1`,
“Consignee Full Address”), registers of factories (`name, address, country`) and Chinese forms (发货人地址) all build a
name in the same way: a party, what of it, and perhaps the number of a line. Case and separators do not count.

    >>> [(party.name, party.columns) for party in recognize(["shpName", "shpFullAddress", "conFullAddress", "weight"])]
    [('shipper', ['shpFullAddress', 'shpName']), ('consignee', ['conFullAddress'])]
    >>> recognize(["发货人", "发货人地址"])[0].fields
    {'company': '发货人'}
    >>> recognize(["weight", "value"])
    ()
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from nkrisk_geo.files.parties import Party, are_lines
from nkrisk_geo.files.party_words import PARTIES, ROLES
from nkrisk_geo.model.errors import InputError
from nkrisk_geo.model.fields import POINT

_SEPARATORS = re.compile(r"[\W_]+")


def _alternatives(words: Mapping[str, str]) -> dict[str, str]:
    return {word: name for name, several in words.items() for word in several.split()}


def _any_of(words: Iterable[str]) -> str:
    """An expression for one of the words; the longest first, since an expression takes the first that fits."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_PARTY, _ROLE = _alternatives(PARTIES), _alternatives(ROLES)
_NAME = re.compile(
    f"(?:raw|原始)?(?P<party>{_any_of(_PARTY)})?(?:party)?(?P<role>{_any_of(_ROLE)})?(?P<number>[1-9])?"
)


@dataclass(slots=True)
class _Found:
    """Columns of one party so far."""

    address: dict[int, str] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)

    def take(self, role: str, number: int, column: str) -> None:
        """The first column of a role is taken; the address may have numbered lines."""
        if role == "address":
            self.address.setdefault(number, column)
        elif number <= 1:
            self.fields.setdefault(role, column)

    @property
    def says_where(self) -> bool:
        """A firm's name and its numbers alone are no place."""
        return (
            bool(self.address)
            or not self.fields.keys() <= {"company", "registration", "phone", *POINT}
            or self.pointed
        )

    @property
    def pointed(self) -> bool:
        """A point has both coordinates."""
        return {*POINT} <= self.fields.keys()


def recognize(columns: Sequence[str]) -> tuple[Party, ...]:
    """The parties whose address or place the columns tell, the one that the goods come from first.

    A column without a party (`city`, `zip_code`) belongs to the only party there is, and to none where there are several.
    """
    found: dict[str, _Found] = {}
    for column in columns:
        parts = _NAME.fullmatch(_SEPARATORS.sub("", column.casefold()))
        if parts is None or not (parts["party"] or parts["role"]):
            continue
        party = _PARTY[parts["party"]] if parts["party"] else ""
        role = _ROLE[parts["role"]] if parts["role"] else "company"
        found.setdefault(party, _Found()).take(role, int(parts["number"] or 0), column)
    named = [name for name in PARTIES if name in found]
    parties = [_party(name, found[name]) for name in named if found[name].says_where]
    shared = _party("", found[""]) if "" in found and found[""].says_where else None
    if not parties:
        return () if shared is None else (shared,)
    if shared and len(named) == 1:
        return (_with_shared(parties[0], shared),)
    return tuple(parties)


def chosen(columns: Sequence[str], names: Sequence[str], source: str) -> tuple[Party, ...]:
    """The parties to read: those that the user named, else the first that is there.

    Raises:
        InputError: no column says where anything is, or not where a named party is.
    """
    parties = recognize(columns)
    there = {party.name: party for party in parties}
    if not parties:
        shown = ", ".join(map(repr, columns[:12])) or "none"
        raise InputError(
            f"{source}: no column has a name that says address or place: name it with --address, or all of them"
            f" with --columns where the first row is no header; columns are {shown}"
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


def _party(name: str, found: _Found) -> Party:
    numbered = {number: column for number, column in found.address.items() if number}
    lines = [numbered[number] for number in sorted(numbered)]
    address = (found.address[0],) if 0 in found.address else tuple(lines)
    fields = {
        field: column
        for field, column in found.fields.items()
        if found.pointed or field not in POINT
    }
    return Party(name, address, are_lines(address), fields)


def _with_shared(party: Party, shared: Party) -> Party:
    """The only party with the columns that name no party."""
    address = party.address or shared.address
    lines = party.lines if party.address else shared.lines
    return replace(party, address=address, lines=lines, fields={**shared.fields, **party.fields})
