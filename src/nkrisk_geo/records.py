"""The distinct records of a table: what is read once, however many rows ask for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from nkrisk_geo.arrays import Ints
from nkrisk_geo.decision import Resolver
from nkrisk_geo.engine import postcode
from nkrisk_geo.engine.batches import Records as Items
from nkrisk_geo.engine.packing import EMPTY
from nkrisk_geo.native import Bytes, Rows
from nkrisk_geo.ragged import distinct
from nkrisk_geo.single import given_postcodes

Record = tuple[str | None, ...]
"""A distinct record of several fields: their values."""


class Part(NamedTuple):
    """Some texts, as `nkrisk_geo.signing.Signer.taken` takes them."""

    data: Bytes
    offsets: Rows
    text: Callable[[int], str]


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

    def parts(self, most: int) -> list[Part]:
        """Where the text is the only field, the texts, so many at a time."""
        texts = self.columns[0].dictionary
        data, offsets = _buffers(texts)
        offsets = np.append(offsets, offsets[-1])  # the missing one
        return [
            Part(data, offsets[first : first + most + 1], partial(_text, texts.slice(first, most)))
            for first in range(0, len(offsets) - 1, most)
        ]

    def signatures(self, engine: Resolver) -> Items:
        """The signature of each where there are several fields."""
        given = [*map(self._by_field, self.several)]
        told = [any(value.strip() for value in each.values()) for each in given]
        found = engine.table_signer.records([each for each, says in zip(given, told, strict=True) if says])
        if len(found.ends) == len(given):
            return found
        numbers = iter(range(len(found.ends)))
        return Items.of([found.one(next(numbers)) if says else (EMPTY,) for says in told])

    def given_postcodes(self, engine: Resolver, posted: Ints) -> pa.Array | None:
        """The postcode that each gives, None when none gives one.

        Signatures hold only the first four digits, so the whole one is read from the record.

        Args:
            engine: the resolver.
            posted: for each record the postcode that counted; see `nkrisk_geo.sheet.POSTED`.
        """
        numbers = np.flatnonzero(posted)
        if not len(numbers):
            return None
        items, _, which = distinct(posted[numbers])
        said = [postcode(engine.engine.packer.item(item)) for item in items.tolist()]
        if self.of_text:
            texts = self.columns[0].dictionary.take(pa.array(numbers)).to_pylist()
        else:
            given = zip(numbers.tolist(), which.tolist(), strict=True)
            texts = [self.by_field(number)[said[at][0]] for number, at in given]
        codes = given_postcodes(engine, texts, [said[at][1] for at in which.tolist()])
        place = np.full(self.number, -1, np.int32)
        place[numbers] = np.arange(len(numbers))
        return pa.array(codes, pa.string()).take(pa.array(place, mask=place < 0))


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
