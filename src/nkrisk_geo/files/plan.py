"""What will be done with a file: the columns that are read, and what new ones are called."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nkrisk_geo.files.geometry import Located
from nkrisk_geo.files.shell import quote
from nkrisk_geo.model.errors import InputError
from nkrisk_geo.model.suggestions import hint
from nkrisk_geo.tables.parties import Party, given_party
from nkrisk_geo.tables.recognition import choose_parties, other_addresses, recognize
from nkrisk_geo.tables.rows import Options
from nkrisk_geo.tables.table_columns import output_columns


@dataclass(frozen=True, slots=True)
class Plan:
    """What is read and what is made of it.

    The parties that are read, each with the prefix of its columns; the names of all new
    columns; notes for the user. `named` are the parties of the file whose place is
    taken where a text refers to them (SAME AS CONSIGNEE). `decided` is a digest of the
    decisions that are taken back, empty where there are none.
    """

    parties: tuple[tuple[Party, str], ...]
    columns: tuple[str, ...]
    located: tuple[Located, ...]
    notes: tuple[str, ...]
    named: tuple[Party, ...] = ()
    decided: str = ""

    @property
    def about(self) -> str:
        """The columns with the address that the answers of each prefix were read from, as JSON."""
        columns = {prefix: list(party.address) for party, prefix in self.parties}
        return json.dumps(columns, ensure_ascii=False)

    @property
    def about_fields(self) -> str:
        """The same for the other fields: the column of each."""
        columns = {prefix: dict(party.fields) for party, prefix in self.parties}
        return json.dumps(columns, ensure_ascii=False)

    @property
    def asked(self) -> list[str]:
        """Every column that is read."""
        read = [party for party, _ in self.parties]
        found = dict[str, None]()
        for party in (*read, *self.named):
            found |= dict.fromkeys(party.columns)
        return [*found]


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user wants read.

    Attributes:
        address: columns with the address; where there is none and no field, the columns
            are found by their names.
        fields: columns of the other fields, by field.
        parties: parties to read, by name.
        prefix: put before the names of the new columns.
        beside: further columns for each party, behind all answers.
    """

    address: Sequence[str] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    parties: Sequence[str] = ()
    prefix: str = "geo_"
    beside: Sequence[str] = ()

    @property
    def names_columns(self) -> bool:
        """Does the user say which columns are read, so that none is found?"""
        return bool(self.address or self.fields)


def plan(
    wish: Wish, columns: Sequence[str], source: str, options: Mapping[str, Any]
) -> Plan:
    """Fit a wish to the columns of a file.

    Raises:
        InputError: a column is missing or there twice, a party is not there, an option is wrong.
    """
    check_options(options)
    if wish.names_columns:
        if wish.parties:
            raise InputError(
                "--party finds columns by name; with --address name the columns of one party"
            )
        party = given_party(wish.address, wish.fields)
        parties: tuple[Party, ...] = (party,)
    else:
        parties = choose_parties(columns, wish.parties, source)

    prefixes = [wish.prefix]
    if len(parties) != 1:
        prefixes = [f"{party.name}_{wish.prefix}" for party in parties]
    for party in parties:
        check_columns(party.columns, columns, source)

    normalized = bool(options.get("normalized"))
    answer = [column.name for column in output_columns(normalized)]
    # Behind all answers, so that those stand as they do without them.
    wanted = [
        prefix + name
        for names in (answer, wish.beside)
        for prefix in prefixes
        for name in names
    ]
    names = free_names(wanted, columns)
    renamed = names[0] if names != wanted else None
    notes = _notes(wish, parties, columns, renamed)
    answers = names[: len(prefixes) * len(answer)]
    located = _locate(answers, answer, columns, parties)
    named = [party for party in recognize(columns) if party.name]
    once = [party for party in named if _is_once(party, columns)]
    pairs = tuple(zip(parties, prefixes, strict=True))
    return Plan(pairs, tuple(names), located, notes, tuple(once))


def _is_once(party: Party, columns: Sequence[str]) -> bool:
    """Is each column of a party there once, so that it can be read?"""
    return all(columns.count(column) == 1 for column in party.columns)


def _locate(
    names: Sequence[str],
    answer: Sequence[str],
    columns: Sequence[str],
    parties: Sequence[Party],
) -> tuple[Located, ...]:
    """Where the points of each party are, and free names for their geometry."""
    geometry = [
        "geometry" if len(parties) == 1 else f"{party.name}_geometry"
        for party in parties
    ]
    # The columns of one party stand behind those of another, each the same ones in the same order.
    lat = names[answer.index("lat") :: len(answer)]
    lng = names[answer.index("lng") :: len(answer)]
    free = free_names(geometry, columns)
    return tuple(map(Located, lat, lng, free))


def _notes(
    wish: Wish, parties: Sequence[Party], columns: Sequence[str], renamed: str | None
) -> tuple[str, ...]:
    notes = []
    named = [party for party in recognize(columns) if party.name]
    others = [party.name for party in named if party not in parties]
    # Who says what is read has chosen among them.
    if others and not (wish.names_columns or wish.parties):
        notes.append(
            f"there are also columns of {', '.join(others)}: --party {others[0]} reads them"
        )
    if not wish.names_columns:
        spare = other_addresses(columns, parties)
        notes += [
            f"{each!r} is an address too: --address {quote(each)} reads it"
            for each in spare
        ]
    if renamed is not None:
        notes.append(
            f"warning: {wish.prefix}… is there already, so the new columns are {renamed} and so on"
        )
    return tuple(notes)


def check_options(options: Mapping[str, Any]) -> Options:
    """The options of the answers; complains of a wrong one before anything is read.

    Raises:
        InputError: it is wrong.
    """
    # A gazetteer is no option of one answer, and is checked when it is loaded.
    named = {name: value for name, value in options.items() if name != "gazetteer"}
    return Options(**named)


def check_columns(asked: Sequence[str], present: Sequence[str], name: str) -> None:
    """Say which column is missing, and which may have been meant.

    Raises:
        InputError: one is missing, or its name occurs twice.
    """
    for column in asked:
        count = present.count(column)
        # Which of them is meant nobody can tell.
        if count > 1:
            raise InputError(f"{name}: there are {count} columns {column!r}")
        if column not in present and present:
            there = f"columns are {', '.join(map(repr, present[:12]))}"
            raise InputError(
                f"{name}: there is no column {column!r}; {hint(column, present, there)}"
            )


def free_names(names: Sequence[str], taken: Sequence[str]) -> list[str]:
    """The names with the suffix `_2` (`_3`, …) on all of them when one is taken already."""
    number = 1
    wanted = list(names)
    while not set(taken).isdisjoint(wanted):
        number += 1
        wanted = [f"{name}_{number}" for name in names]
    return wanted
