"""The distinct records of a table: what is read once, however many rows ask for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from nkrisk_geo.engine.batches import ItemBatch
from nkrisk_geo.engine.decisions import postcode
from nkrisk_geo.engine.items import EMPTY, digits_of, digits_text
from nkrisk_geo.native.arrays import Ints
from nkrisk_geo.native.calls import POSTED, Bytes, Rows, six_digits
from nkrisk_geo.native.memory import POOL
from nkrisk_geo.resolver.given_numbers import given_postcodes
from nkrisk_geo.resolver.resolver import Resolver
from nkrisk_geo.tables.columns import strings
from nkrisk_geo.text import postcodes

Record = tuple[str | None, ...]
"""A distinct record of several fields: their values."""


class Part(NamedTuple):
    """Some texts, as `nkrisk_geo.resolver.table_signatures.TableSigner.fold` takes them."""

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
            positions = pc.fill_null(columns[0].indices, missing)
            return DistinctRecords(fields, columns, [], positions)
        numbers: dict[Record, int] = {}
        values = [column.dictionary_decode().to_pylist() for column in columns]
        rows = [
            numbers.setdefault(record, len(numbers))
            for record in zip(*values, strict=True)
        ]
        positions = pa.array(rows, pa.int32())
        return DistinctRecords(fields, columns, list(numbers), positions)

    @property
    def number(self) -> int:
        """How many there are."""
        if not self.of_text:
            return len(self.several)
        # The last is that of a missing text.
        return len(self.columns[0].dictionary) + 1

    @property
    def of_text(self) -> bool:
        """Is there a text and no other field?"""
        return self.fields == ("text",)

    def by_field(self, number: int) -> dict[str, str]:
        """The values of a record by field, missing ones left out."""
        if self.of_text:
            texts = self.columns[0].dictionary
            if number == len(texts):
                return {}
            return {"text": texts[number].as_py()}
        return self._by_field(self.several[number])

    def _by_field(self, record: Record) -> dict[str, str]:
        return {
            field: value
            for field, value in zip(self.fields, record, strict=True)
            if value is not None
        }

    def parts(self, most: Callable[[int], int], size: int) -> list[Part]:
        """The texts, where there is no other field, some at a time.

        Args:
            most: how many of those that are left a part has at most.
            size: bytes that it has at most, unless a single text has more.
        """
        texts = self.columns[0].dictionary
        data, offsets = _buffers(texts)
        # The missing one, as an empty one behind the others.
        offsets = np.append(offsets, offsets[-1])
        number = len(offsets) - 1
        parts: list[Part] = []
        first = 0
        while first < number:
            end = int(offsets[first]) + size
            # Behind the last text that ends before there.
            fitting = np.searchsorted(offsets, end, side="right")
            count = max(1, int(fitting) - 1 - first)
            count = min(count, most(number - first), number - first)
            last = first + count
            some = partial(_text, texts.slice(first, count))
            edges = offsets[first : last + 1]
            parts.append(Part(data, edges, some))
            first = last
        return parts

    def signatures(self, resolver: Resolver) -> ItemBatch:
        """The signature of each where there are several fields."""
        given = [*map(self._by_field, self.several)]
        told = [any(map(str.strip, each.values())) for each in given]
        saying = [each for each, says in zip(given, told, strict=True) if says]
        found = resolver.table_signer.records(saying)
        if len(saying) == len(given):
            return found
        numbers = found.each()
        items = [next(numbers) if says else (EMPTY,) for says in told]
        return ItemBatch.of(items)

    def given_postcodes(self, resolver: Resolver, posted: Ints) -> pa.Array | None:
        """The postcodes that records give, row by row; None when none gives one.

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
        items = posted[numbers]
        codes = (
            self._postcodes_of_texts(resolver, numbers, items)
            if self.of_text
            else self._postcodes_of_fields(resolver, numbers, items)
        )
        which = pa.array(place, mask=place < 0)
        rows = pc.take(which, self.positions, memory_pool=POOL)
        return pc.take(codes, rows, memory_pool=POOL)

    def _postcodes_of_fields(
        self, resolver: Resolver, numbers: Ints, posted: Ints
    ) -> pa.StringArray:
        """The postcodes of some records of several fields."""
        said = [*map(postcode, posted.tolist())]
        texts = [
            self.by_field(number)[field]
            for number, (field, _) in zip(numbers.tolist(), said, strict=True)
        ]
        digits = [first for _, first in said]
        return strings(given_postcodes(resolver, texts, digits))

    def _postcodes_of_texts(
        self, resolver: Resolver, numbers: Ints, posted: Ints
    ) -> pa.StringArray:
        """The postcodes of some texts, from their bytes."""
        texts = self.columns[0].dictionary
        wanted = np.empty(len(numbers), POSTED)
        wanted["text"] = numbers
        wanted["digits"], wanted["value"] = digits_of(posted)
        data, offsets = _buffers(texts)
        at = six_digits(data, offsets, wanted)
        codes = _six_bytes(data, at)

        # Those that are written otherwise are read one by one.
        others = np.flatnonzero(at < 0)
        if not len(others):
            return codes
        items, rows = posted[others].tolist(), numbers[others].tolist()
        said = [digits_text(item) for item in items]
        given = [_text(texts, number) for number in rows]
        read = strings(given_postcodes(resolver, given, said))
        is_other = pa.array(at < 0)
        return pc.replace_with_mask(codes, is_other, read)


def _six_bytes(data: Bytes, at: Ints) -> pa.StringArray:
    """The six bytes that stand at each of some places; any for a negative one."""
    size = postcodes.DIGITS
    # (codes, digits) places in the data.
    starts = np.maximum(at, 0)[:, None]
    places = starts + np.arange(size)
    digits = data[places] if len(data) else data
    count = len(at)
    edges = size * np.arange(count + 1, dtype=np.int32)
    data_of = pa.py_buffer(digits.tobytes())
    buffers = [None, pa.py_buffer(edges), data_of]
    return pa.Array.from_buffers(pa.string(), count, buffers)


def _text(texts: pa.StringArray, number: int) -> str:
    return cast("str", texts[number].as_py())


def _buffers(texts: pa.StringArray) -> tuple[Bytes, Rows]:
    """The bytes of texts, and where in them each begins and the last one ends."""
    _, offsets, data = texts.buffers()
    if not len(texts):
        return np.zeros(1, np.uint8), np.zeros(1, np.int32)
    first, last = texts.offset, texts.offset + len(texts)
    edges = np.frombuffer(offsets, np.int32)[first : last + 1]
    # numpy makes no array of no bytes.
    if data is None or not data.size:
        return np.zeros(1, np.uint8), edges
    return np.frombuffer(data, np.uint8), edges
