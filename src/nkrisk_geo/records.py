"""The distinct records of a table: what is read once, however many rows ask for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import compress
from typing import NamedTuple, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from nkrisk_geo.decision import Resolver
from nkrisk_geo.engine import Records as Items
from nkrisk_geo.engine.packing import EMPTY
from nkrisk_geo.signing import Folded
from nkrisk_geo.single import given_postcodes

Record = str | tuple[str | None, ...] | None
"""A distinct record: the text where there is no other field, else the values of the fields."""


_SAYS_NOTHING = re.compile(r"\s*\Z").match


class Records(NamedTuple):
    """The distinct records of a table.

    Attributes:
        fields: the fields of each.
        columns: the values of each field by row, dictionary-encoded.
        every: the records.
        positions: for each row the number of its record.
    """

    fields: tuple[str, ...]
    columns: list[pa.DictionaryArray]
    every: list[Record]
    positions: pa.Array

    @staticmethod
    def of(fields: tuple[str, ...], columns: list[pa.DictionaryArray]) -> Records:
        """Those of field columns of equal length."""
        if fields == ("text",):
            texts: list[Record] = [*columns[0].dictionary.to_pylist(), None]
            return Records(fields, columns, texts, pc.fill_null(columns[0].indices, len(texts) - 1))
        numbers: dict[Record, int] = {}
        values = [column.dictionary_decode().to_pylist() for column in columns]
        rows = [numbers.setdefault(record, len(numbers)) for record in zip(*values, strict=True)]
        return Records(fields, columns, list(numbers), pa.array(rows, pa.int32()))

    def by_field(self, number: int) -> dict[str, str]:
        """The values of a record by field, missing ones left out."""
        return self._by_field(self.every[number])

    def _by_field(self, record: Record) -> dict[str, str]:
        values = record if isinstance(record, tuple) else (record,)
        return {field: value for field, value in zip(self.fields, values, strict=True) if value is not None}

    def folded(self, engine: Resolver, most: int) -> Iterator[Folded]:
        """Where the text is the only field, the texts folded, so many at a time; an empty one has a code that says so."""
        for first in range(0, len(self.every), most):
            texts = [each or "" for each in cast("list[str | None]", self.every[first : first + most])]
            blank = [*compress(range(len(texts)), map(_SAYS_NOTHING, texts))]
            yield engine.signer.folded(texts, dict.fromkeys(blank, (EMPTY,)))

    def signatures(self, engine: Resolver) -> Items:
        """The signature of each where there are several fields."""
        given = [*map(self._by_field, self.every)]
        told = [any(value.strip() for value in each.values()) for each in given]
        found = engine.signer.records([each for each, says in zip(given, told, strict=True) if says])
        if len(found.ends) == len(given):
            return found
        numbers = iter(range(len(found.ends)))
        return Items.of([found.one(next(numbers)) if says else (EMPTY,) for says in told])

    def given_postcodes(self, engine: Resolver, posted: pa.Array) -> pa.Array | None:
        """The postcode that each gives, None when none gives one.

        Signatures hold only the first four digits, so the whole one is read from the record.

        Args:
            engine: the resolver.
            posted: for each record where its postcode stands and its first digits; see `nkrisk_geo.sheet.POSTED`.
        """
        if posted.null_count == len(posted):
            return None
        numbers = np.flatnonzero(posted.is_valid()).tolist()
        wanted = [where.split(":") for where in posted.drop_null().to_pylist()]
        if self.fields == ("text",):
            texts = [cast("str", self.every[number]) for number in numbers]
        else:
            given = zip(numbers, wanted, strict=True)
            texts = [self.by_field(number)[field] for number, (field, _) in given]
        found: list[str | None] = [None] * len(self.every)
        codes = given_postcodes(engine, texts, [digits for _, digits in wanted])
        for number, code in zip(numbers, codes, strict=True):
            found[number] = code
        return pa.array(found, pa.string())
