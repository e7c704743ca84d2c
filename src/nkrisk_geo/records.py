"""The distinct records of a table: what is read once, however many rows ask for it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from nkrisk_geo.decision import Resolver
from nkrisk_geo.engine import Records as Items
from nkrisk_geo.engine.packing import EMPTY
from nkrisk_geo.engine.reading import Keyed
from nkrisk_geo.native import Bytes, Rows
from nkrisk_geo.single import given_postcodes

Record = tuple[str | None, ...]
"""A distinct record of several fields: their values."""


class Records(NamedTuple):
    """The distinct records of a table.

    Attributes:
        fields: the fields of each.
        columns: the values of each field by row, dictionary-encoded.
        several: the records where there are several fields; else these are the values of the text, and behind them a missing one.
        positions: for each row the number of its record.
    """

    fields: tuple[str, ...]
    columns: list[pa.DictionaryArray]
    several: list[Record]
    positions: pa.Array

    @staticmethod
    def of(fields: tuple[str, ...], columns: list[pa.DictionaryArray]) -> Records:
        """Those of field columns of equal length."""
        if fields == ("text",):
            missing = len(columns[0].dictionary)
            return Records(fields, columns, [], pc.fill_null(columns[0].indices, missing))
        numbers: dict[Record, int] = {}
        values = [column.dictionary_decode().to_pylist() for column in columns]
        rows = [numbers.setdefault(record, len(numbers)) for record in zip(*values, strict=True)]
        return Records(fields, columns, list(numbers), pa.array(rows, pa.int32()))

    @property
    def number(self) -> int:
        """How many there are."""
        return len(self.columns[0].dictionary) + 1 if self.of_text else len(self.several)

    @property
    def of_text(self) -> bool:
        """Is there a text and no other field?"""
        return self.fields == ("text",)

    def by_field(self, number: int) -> dict[str, str]:
        """The values of a record by field, missing ones left out."""
        if self.of_text:
            known = number < len(self.columns[0].dictionary)
            return {"text": self.columns[0].dictionary[number].as_py()} if known else {}
        return self._by_field(self.several[number])

    def _by_field(self, record: Record) -> dict[str, str]:
        return {field: value for field, value in zip(self.fields, record, strict=True) if value is not None}

    def keyed(self, engine: Resolver, most: int) -> Iterator[Keyed]:
        """Where the text is the only field, the texts as they can be read, so many at a time."""
        texts = self.columns[0].dictionary
        data, offsets = _buffers(texts)
        offsets = np.append(offsets, offsets[-1])  # the missing one
        for first in range(0, len(offsets) - 1, most):
            part = texts.slice(first, most)
            yield engine.signer.taken(
                data, offsets[first : first + most + 1], partial(_text, part), alone=True
            )

    def signatures(self, engine: Resolver) -> Items:
        """The signature of each where there are several fields."""
        given = [*map(self._by_field, self.several)]
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
        if self.of_text:
            texts = self.columns[0].dictionary.take(pa.array(numbers)).to_pylist()
        else:
            given = zip(numbers, wanted, strict=True)
            texts = [self.by_field(number)[field] for number, (field, _) in given]
        found: list[str | None] = [None] * self.number
        codes = given_postcodes(engine, texts, [digits for _, digits in wanted])
        for number, code in zip(numbers, codes, strict=True):
            found[number] = code
        return pa.array(found, pa.string())


def _text(texts: pa.StringArray, number: int) -> str:
    return cast("str", texts[number].as_py())


def _buffers(texts: pa.StringArray) -> tuple[Bytes, Rows]:
    """The bytes of texts, and where in them each begins and the last one ends."""
    _, offsets, data = texts.buffers()
    first = texts.offset
    ends = (
        np.frombuffer(offsets, np.int32)[first : first + len(texts) + 1]
        if len(texts)
        else np.zeros(1, np.int32)
    )
    return np.frombuffer(data or b"", np.uint8), ends
