"""A party of a record (shipper, consignee, …): the columns that say where it is, as fields."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from nkrisk_geo.tables.values import column_text

LINE = 35
"""Characters of a line of an address in a manifest: what does not fit goes on in the next line."""

_NUMBERED = re.compile(r"(?P<stem>.*?)[\s_.-]*(?P<number>[1-9])")


@dataclass(frozen=True, slots=True)
class Party:
    """Which columns of a file say where a party is.

    Attributes:
        name: shipper, consignee, …; empty where the columns do not say.
        address: columns with its address, in order.
        lines: the address columns are lines of one text, broken after 35 characters.
        fields: columns of the other fields, by field.
    """

    name: str = ""
    address: tuple[str, ...] = ()
    lines: bool = False
    fields: Mapping[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> list[str]:
        """Every column that is read."""
        return [*self.address, *self.fields.values()]


def given_party(address: Sequence[str], fields: Mapping[str, str]) -> Party:
    """The party of columns that the user named.

    >>> given_party(["addr_1", "addr_2"], {}).lines, given_party(["street", "town"], {}).lines
    (True, False)
    """
    return Party("", tuple(address), are_lines(address), dict(fields))


def are_lines(columns: Sequence[str]) -> bool:
    """Are these the numbered lines of one address: `address_1`, `address_2`, …?"""
    found = [_NUMBERED.fullmatch(name) for name in columns]
    parts = [each for each in found if each]
    numbers = [int(each["number"]) for each in parts]
    stems = {each["stem"] for each in parts}
    if len(stems) != 1 or len(columns) < 2 or len(parts) < len(columns):
        return False
    first = numbers[0]
    return numbers == list(range(first, first + len(numbers)))


def fields_of(table: pa.Table, party: Party) -> pa.Table:
    """The columns to read, under the names of the fields that they are."""
    fields = {name: table.column(column) for name, column in party.fields.items()}
    if party.address:
        columns = [table.column(name) for name in party.address]
        address = _join_lines(columns, lines=party.lines)
        fields = {"address": address, **fields}
    return pa.table(fields)


def _join_lines(
    columns: list[pa.ChunkedArray], *, lines: bool
) -> pa.ChunkedArray | pa.Array:
    """Address columns as one, what is empty left out."""
    if len(columns) == 1:
        return columns[0]
    first, *others = (_trim(column) for column in columns)
    # The line before one is the last that is not empty.
    last = first
    for text in others:
        is_empty = pc.equal(text, "")
        is_alone = pc.or_(is_empty, pc.equal(last, ""))
        gap = _gap(last, text) if lines else ", "
        between = pc.if_else(is_alone, "", gap)
        first = pc.binary_join_element_wise(first, between, text, "")
        last = pc.if_else(is_empty, last, text)
    return first


def _trim(column: pa.ChunkedArray) -> pa.Array:
    return pc.utf8_trim_whitespace(pc.fill_null(column_text(column), ""))


def _gap(line: pa.Array, text: pa.Array) -> pa.Array:
    """What stood between two lines: nothing where the line is full, for it was cut there.

    A space where the next word did not fit any more; else the lines are parts of their own, as
    street and town.

    >>> full, wrapped = "NO.12 RENMIN ROAD, ZHENXING DIST DA", "NO.12 RENMIN ROAD, ZHENXING DIST"
    >>> lines = [full, wrapped, "1 RENMIN ROAD"]
    >>> _gap(pa.array(lines), pa.array(["NDONG", "LIAONING", "DANDONG"])).to_pylist()
    ['', ' ', ', ']
    """
    length = pc.utf8_length(line)
    word = pc.utf8_length(pc.replace_substring_regex(text, r"(?s)\s.*", ""))
    # With a blank before it the word would have stood in the line, had there been room.
    with_word = pc.add(pc.add(length, 1), word)
    is_wrapped = pc.greater(with_word, LINE)
    is_full = pc.equal(length, LINE)
    parted = pc.if_else(is_wrapped, " ", ", ")
    return pc.if_else(is_full, "", parted)
