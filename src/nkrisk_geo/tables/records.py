"""The distinct records of a table: what is read once, however many rows ask for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from nkrisk_geo.engine.batches import ItemBatch
from nkrisk_geo.engine.engine import postcode
from nkrisk_geo.engine.items import EMPTY, digits_of
from nkrisk_geo.native.arrays import Ints
from nkrisk_geo.native.calls import POSTED, Bytes, Rows, six_digits
from nkrisk_geo.resolver.given_numbers import given_postcodes
from nkrisk_geo.resolver.resolver import Resolver
from nkrisk_geo.text import postcodes

Record = tuple[str | None, ...]
"""A distinct record of several fields: their values."""


class Part(NamedTuple):
    """Some texts, as `nkrisk_geo.resolver.signatures.TableSigner.taken` takes them."""

    data: Bytes
    offsets: Rows
    text: Callable[[int], str]


class DistinctRecords(NamedTuple):
    """The distinct records of a table.

    Attributes:
        fields: the fields of each.
        columns: the values of each field by row, dictionary-encoded.
        several: the records where there are several fields; else these are the values of the
            text, and behind them a missing one.
        positions: for each row the number of its record.
    """

    fields: tuple[str, ...]
    columns: list[pa.DictionaryArray]
    several: list[Record]
    positions: pa.Array

    @staticmethod
    def of(
        fields: tuple[str, ...], columns: list[pa.DictionaryArray]
    ) -> DistinctRecords:
        """Those of field columns of equal length."""
        if fields == ("text",):
            missing = len(columns[0].dictionary)
            return DistinctRecords(
                fields, columns, [], pc.fill_null(columns[0].indices, missing)
            )
        numbers: dict[Record, int] = {}
        values = [column.dictionary_decode().to_pylist() for column in columns]
        rows = [
            numbers.setdefault(record, len(numbers))
            for record in zip(*values, strict=True)
        ]
        return DistinctRecords(
            fields, columns, list(numbers), pa.array(rows, pa.int32())
        )

    @property
    def number(self) -> int:
        """How many there are."""
        return (
            len(self.columns[0].dictionary) + 1 if self.of_text else len(self.several)
        )

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
        return {
            field: value
            for field, value in zip(self.fields, record, strict=True)
            if value is not None
        }

    def parts(self, most: int, size: int) -> list[Part]:
        """The texts, where there is no other field, so many at a time.

        A part has at most so many bytes, unless a single text has more.
        """
        texts = self.columns[0].dictionary
        data, offsets = _buffers(texts)
        offsets = np.append(offsets, offsets[-1])  # the missing one
        parts, first = list[Part](), 0
        while first < len(offsets) - 1:
            fitting = (
                int(np.searchsorted(offsets, int(offsets[first]) + size, side="right"))
                - 1
                - first
            )
            count = min(max(1, fitting), most, len(offsets) - 1 - first)
            some = partial(_text, texts.slice(first, count))
            parts.append(Part(data, offsets[first : first + count + 1], some))
            first += count
        return parts

    def signatures(self, resolver: Resolver) -> ItemBatch:
        """The signature of each where there are several fields."""
        given = [*map(self._by_field, self.several)]
        told = [any(value.strip() for value in each.values()) for each in given]
        found = resolver.table_signer.records(
            [each for each, says in zip(given, told, strict=True) if says]
        )
        if len(found.ends) == len(given):
            return found
        numbers = iter(range(len(found.ends)))
        return ItemBatch.of(
            [found.one(next(numbers)) if says else (EMPTY,) for says in told]
        )

    def given_postcodes(self, resolver: Resolver, posted: Ints) -> pa.Array | None:
        """The postcode that each gives, None when none gives one.

        Signatures hold only the first four digits, so the whole one is read from the record.

        Args:
            resolver: the one that answers.
            posted: for each record the postcode that counted; see
                `nkrisk_geo.tables.row_cache.POSTED`.
        """
        numbers = np.flatnonzero(posted)
        if not len(numbers):
            return None
        place = np.full(self.number, -1, np.int32)
        place[numbers] = np.arange(len(numbers))
        codes = (
            self._postcodes_of_texts(resolver, numbers, posted[numbers])
            if self.of_text
            else self._postcodes_of_fields(resolver, numbers, posted)
        )
        return codes.take(pa.array(place, mask=place < 0))

    def _postcodes_of_fields(
        self, resolver: Resolver, numbers: Ints, posted: Ints
    ) -> pa.StringArray:
        """The postcodes of some records of several fields."""
        said = [
            postcode(resolver.engine.packer.item(item))
            for item in posted[numbers].tolist()
        ]
        texts = [
            self.by_field(number)[field]
            for number, (field, _) in zip(numbers.tolist(), said, strict=True)
        ]
        return pa.array(
            given_postcodes(resolver, texts, [digits for _, digits in said]),
            pa.string(),
        )

    def _postcodes_of_texts(
        self, resolver: Resolver, numbers: Ints, posted: Ints
    ) -> pa.StringArray:
        """The postcodes of some texts, from their bytes."""
        texts, wanted = self.columns[0].dictionary, np.empty(len(numbers), POSTED)
        wanted["text"], (wanted["digits"], wanted["value"]) = numbers, digits_of(posted)
        data, offsets = _buffers(texts)
        at = six_digits(data, offsets, wanted)
        digits = (
            data[np.maximum(at, 0)[:, None] + np.arange(postcodes.DIGITS)]
            if len(data)
            else data
        )
        ends = np.arange(len(at) + 1, dtype=np.int32) * postcodes.DIGITS
        codes = pa.Array.from_buffers(
            pa.string(),
            len(at),
            [None, pa.py_buffer(ends), pa.py_buffer(digits.tobytes())],
        )
        others = np.flatnonzero(at < 0)
        if not len(others):
            return codes
        said = [
            postcode(resolver.engine.packer.item(item))[1]
            for item in posted[others].tolist()
        ]
        read = given_postcodes(
            resolver,
            [_text(texts, number) for number in numbers[others].tolist()],
            said,
        )
        return pc.replace_with_mask(
            codes, pa.array(at < 0), pa.array(read, pa.string())
        )


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
    return np.frombuffer(data, np.uint8) if data and data.size else np.zeros(
        1, np.uint8
    ), ends
