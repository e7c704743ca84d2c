"""Numbers that cannot be right: what a table says of registration numbers and postcodes, beside its answers.

Hardly a record has any. So patterns that look nowhere around find those that may have some, over the distinct values of whole
columns, and only these are read one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from nkrisk_geo import postcodes
from nkrisk_geo.arrays import Flags, Ints
from nkrisk_geo.decision import Resolver
from nkrisk_geo.records import Records
from nkrisk_geo.registration import IN_TEXT_ROUGHLY
from nkrisk_geo.single import given_postcode, wrong_numbers

_NUMBERED = r"[0-9]{6}|[0-9][OoIl]|(?i:zip|post|邮)"
"""Something of this stands in every text that one of the other patterns finds."""


def doubts(records: Records, engine: Resolver, chinese: Flags) -> dict[int, list[str]]:
    """For the rows that have some, sentences about their numbers.

    Args:
        records: the records of the table.
        engine: the resolver.
        chinese: for each row, is its place in China? Other postcodes are not China's to judge.
    """
    numbers, posted = _suspects(records, engine.suspicious_postcodes)
    record: Ints = records.positions.to_numpy(zero_copy_only=False)
    rows = np.flatnonzero(chinese & np.isin(record, posted)) if posted else np.zeros(0, np.int64)
    wrong = {at: wrong_numbers(records.by_field(at)) for at in numbers}
    said = {
        at: given_postcode(engine, records.by_field(at)).sentence for at in np.unique(record[rows]).tolist()
    }
    told: dict[int, list[str]] = {}
    if any(wrong.values()):
        for row in np.flatnonzero(np.isin(record, [at for at, found in wrong.items() if found])).tolist():
            told[row] = [*wrong[int(record[row])]]
    for row, at in zip(rows.tolist(), record[rows].tolist(), strict=True):
        if sentence := said[at]:
            told.setdefault(row, []).append(sentence)
    return told


def _suspects(records: Records, suspicious: str) -> tuple[list[int], list[int]]:
    """The numbers of the records in which a registration number may be wrong, and of those in which a postcode may be."""
    if records.of_text:  # the records are the values of the dictionary
        numbers, posted = _both(records.columns[0].dictionary, suspicious)
        return numbers.tolist(), posted.tolist()
    numbered, posts = dict[str, set[str]](), dict[str, set[str]]()
    for field, column in zip(records.fields, records.columns, strict=True):
        values: pa.Array = column.dictionary
        if field == "registration":
            numbered[field] = {*values.to_pylist()}
        elif field == "postcode":
            odd = pc.invert(pc.match_substring_regex(values, postcodes.PLAIN))
            posts[field] = {
                *values.filter(pc.or_(odd, pc.match_substring_regex(values, suspicious))).to_pylist()
            }
        elif field in ("text", "company"):
            found = _both(values, suspicious)
            numbered[field], posts[field] = ({*values.take(pa.array(at)).to_pylist()} for at in found)
    posts.pop("company", None)  # a firm's name has no postcode
    return [*_having(records, numbered)], [*_having(records, posts)]


def _both(values: pa.Array, suspicious: str) -> tuple[Ints, Ints]:
    """Where, among some values, those are in which a registration number and in which a postcode may be wrong."""
    numbered = np.flatnonzero(pc.match_substring_regex(values, _NUMBERED))
    some = values.take(pa.array(numbered))
    numbers, posted = (
        numbered[np.flatnonzero(pc.match_substring_regex(some, pattern))]
        for pattern in (IN_TEXT_ROUGHLY, suspicious)
    )
    return numbers, posted


def _having(records: Records, values: Mapping[str, set[str]]) -> Iterable[int]:
    """The numbers of the records that have one of some values in a field."""
    if not any(values.values()):
        return ()
    return (
        number
        for number in range(records.number)
        if any(value in values.get(field, ()) for field, value in records.by_field(number).items())
    )
