"""Numbers that cannot be right: registration numbers and postcodes of a table.

What is wrong with them is said beside the answers.

Hardly a record has any. So patterns that look nowhere around find those that may have some,
over the distinct values of whole columns, and only these are read one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from nkrisk_geo.native.arrays import Ints
from nkrisk_geo.native.memory import POOL
from nkrisk_geo.resolver.given_numbers import given_postcode, wrong_numbers
from nkrisk_geo.resolver.resolver import Resolver
from nkrisk_geo.tables.records import DistinctRecords
from nkrisk_geo.text import postcodes
from nkrisk_geo.text.registration import IN_TEXT_ROUGHLY

_NUMBERED = r"[0-9]{6}|[0-9][OoIiİıLl]|(?i:zip|post|邮)"
"""Something of this stands in every text that one of the other patterns finds."""
Suspects = tuple[Sequence[int], Sequence[int]]
"""The records in which a registration number, and those in which a postcode may be wrong."""


def suspect_searches(
    records: DistinctRecords, resolver: Resolver, shares: int
) -> list[Callable[[], Suspects]]:
    """The search for what may be wrong, in so many shares as can be done beside each other."""
    suspicious = resolver.suspicious_postcodes
    if not records.of_text:
        return [partial(_suspects, records, suspicious)]
    # The records are the values of the dictionary.
    texts = records.columns[0].dictionary
    share = max(1, -(-len(texts) // shares))
    # Each part says itself where it begins, so that the parts need no more than joining.
    return [
        partial(_suspects_of, texts.slice(first, share), suspicious, first)
        for first in range(0, len(texts), share)
    ]


def find_number_faults(
    records: DistinctRecords,
    resolver: Resolver,
    suspects: Iterable[Suspects],
    countries: pa.Array,
) -> dict[int, list[str]]:
    """For the rows that have some, sentences about their numbers.

    Args:
        records: the records of the table.
        resolver: the one that answers.
        suspects: what `suspect_searches` found.
        countries: where the place of each row is; postcodes of other countries than China are
            not its to judge.
    """
    numbers, posted = list[int](), list[int]()
    for some, others in suspects:
        numbers += some
        posted += others
    wrong = {}
    for at in numbers:
        if sentences := wrong_numbers(records.by_field(at)):
            wrong[at] = sentences
    told: dict[int, list[str]] = {}
    for row, at in _rows(records, [*wrong]):
        told[row] = [*wrong[at]]
    rows = _rows(records, posted)
    numbered = pa.array([row for row, _ in rows], pa.int64())
    taken = countries.take(numbered)
    chinese = pc.equal(taken, "CN").to_pylist()
    said = dict[int, str | None]()
    for (row, at), is_chinese in zip(rows, chinese, strict=True):
        if is_chinese and at not in said:
            given = given_postcode(resolver, records.by_field(at))
            said[at] = given.sentence
        if is_chinese and (sentence := said[at]):
            told.setdefault(row, []).append(sentence)
    return told


def _rows(records: DistinctRecords, some: Sequence[int]) -> list[tuple[int, int]]:
    """The rows of some records, and the number of the record of each."""
    if not some:
        return []
    wanted = np.zeros(records.number, np.bool_)
    wanted[some] = True
    record: Ints = records.positions.to_numpy(zero_copy_only=False)
    rows = np.flatnonzero(wanted[record])
    numbers = record[rows].tolist()
    return list(zip(rows.tolist(), numbers, strict=True))


def _suspects(records: DistinctRecords, suspicious: str) -> Suspects:
    """Those among records of several fields."""
    numbered: dict[str, set[str]] = {}
    posts: dict[str, set[str]] = {}
    for field, column in zip(records.fields, records.columns, strict=True):
        values: pa.Array = column.dictionary
        if field == "registration":
            numbered[field] = {*values.to_pylist()}
        elif field == "postcode":
            odd = pc.invert(pc.match_substring_regex(values, postcodes.PLAIN))
            doubtful = pc.or_(odd, pc.match_substring_regex(values, suspicious))
            some = values.filter(doubtful)
            posts[field] = {*some.to_pylist()}
        elif field in ("text", "company"):
            for found, several in zip(
                (numbered, posts), _suspects_of(values, suspicious), strict=True
            ):
                some = values.take(pa.array(several, pa.int64()))
                found[field] = {*some.to_pylist()}
    # A firm's name has no postcode.
    posts.pop("company", None)
    wrong = _find_records(records, numbered)
    return list(wrong), list(_find_records(records, posts))


def _suspects_of(values: pa.Array, suspicious: str, first: int = 0) -> Suspects:
    """Those among some values, of which the first has this number."""
    numbered = np.flatnonzero(pc.match_substring_regex(values, _NUMBERED))
    some = pc.take(values, pa.array(numbered), memory_pool=POOL)
    found = []
    for pattern in (IN_TEXT_ROUGHLY, suspicious):
        matches = pc.match_substring_regex(some, pattern)
        found.append((first + numbered[np.flatnonzero(matches)]).tolist())
    numbers, posted = found
    return numbers, posted


def _find_records(
    records: DistinctRecords, values: Mapping[str, set[str]]
) -> Iterable[int]:
    """The numbers of the records that have one of some values in a field."""
    if not any(values.values()):
        return ()
    return (
        number
        for number in range(records.number)
        if any(
            value in values.get(field, ())
            for field, value in records.by_field(number).items()
        )
    )
