"""Rows whose text says that the place is said elsewhere: that of the other party, or a reason.

The reason is the one that `resolve` gives. What a file has of the other party is read in the
place of such a text.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from nkrisk_geo.model import Reason
from nkrisk_geo.native.arrays import Flags
from nkrisk_geo.tables.parties import Party, fields_of
from nkrisk_geo.tables.records import DistinctRecords
from nkrisk_geo.tables.values import column_text
from nkrisk_geo.text.references import PATTERN, party_referred_to


def mark_references(reasons: pa.Array, records: DistinctRecords) -> pa.Array:
    """The column of reasons, with another one where a text without a place refers to another.

    Args:
        reasons: text, or categories.
        records: the records of the table, row by row.
    """
    if "text" not in records.fields:
        return reasons
    # Few rows have no place, and only their texts are looked at.
    has_none = pc.equal(_texts(reasons), str(Reason.NO_PLACE))
    rows = np.flatnonzero(pc.fill_null(has_none, False))
    if not len(rows):
        return reasons
    column = records.columns[records.fields.index("text")]
    texts = column.take(pa.array(rows)).dictionary_decode()
    refers = pc.fill_null(pc.match_substring_regex(texts, PATTERN), False)
    wanted = np.zeros(len(reasons), np.bool_)
    wanted[rows[np.flatnonzero(refers)]] = True
    return _put_reason(reasons, wanted)


def _texts(reasons: pa.Array) -> pa.Array:
    if pa.types.is_dictionary(reasons.type):
        return reasons.dictionary_decode()
    return reasons


def _put_reason(reasons: pa.Array, wanted: Flags) -> pa.Array:
    """The column with the reason put into some rows."""
    if not wanted.any():
        return reasons
    rows, refers = pa.array(wanted), str(Reason.REFERS_ELSEWHERE)
    if not pa.types.is_dictionary(reasons.type):
        return pc.if_else(rows, refers, reasons)
    numbers, known = reasons.indices, reasons.dictionary
    number = known.index(refers).cast(numbers.type)
    indices = pc.if_else(rows, number, numbers)
    return pa.DictionaryArray.from_arrays(indices, known, ordered=reasons.type.ordered)


def follow_references(
    fields: pa.Table, table: pa.Table, parties: Sequence[Party]
) -> tuple[pa.Table, int]:
    """The fields of a party, in rows that refer to another one those of that other.

    Also how many rows these are.

    Args:
        fields: of the party, under the names of the fields.
        table: the whole rows.
        parties: those that may be referred to.
    """
    if "address" not in fields.column_names or not parties:
        return fields, 0
    texts = column_text(fields.column("address"))
    refers = pc.fill_null(pc.match_substring_regex(texts, PATTERN), False)
    rows = np.flatnonzero(refers).tolist()
    some_texts = texts.take(pa.array(rows, pa.int64())).to_pylist()
    found = [party_referred_to(str(text)) for text in some_texts]
    taken = 0
    for party in parties:
        pairs = zip(rows, found, strict=True)
        some = [row for row, name in pairs if name == party.name]
        if some:
            whole = table.take(pa.array(some))
            # Who is referred to may refer to a third one, but not back.
            left = [each for each in parties if each is not party]
            others, _ = follow_references(fields_of(whole, party), whole, left)
            fields = _take_over(fields, others, some)
            taken += len(some)
    return fields, taken


def _take_over(fields: pa.Table, others: pa.Table, rows: Sequence[int]) -> pa.Table:
    """Rows of one party become those of another, field by field; `others` has these rows alone."""
    places = np.arange(len(fields))
    # `others` stands behind `fields`, and these rows are taken from there.
    places[rows] = len(fields) + np.arange(len(rows))
    taken = pa.array(places)
    columns = {}
    for name in dict.fromkeys([*fields.column_names, *others.column_names]):
        own, other = _text_of(fields, name), _text_of(others, name)
        columns[name] = pa.concat_arrays([own, other]).take(taken)
    return pa.table(columns)


def _text_of(table: pa.Table, name: str) -> pa.Array:
    """A column as text, of nothing where the table has none."""
    if name not in table.column_names:
        return pa.nulls(len(table), pa.string())
    return column_text(table.column(name), name)
