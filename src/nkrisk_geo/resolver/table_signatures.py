"""Making the signatures of many records at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from nkrisk_geo.engine.batches import ItemBatch
from nkrisk_geo.engine.items import whole
from nkrisk_geo.engine.signature import FIELDS, Signature
from nkrisk_geo.engine.texts import Keyed, Texts, add_keys, read
from nkrisk_geo.native.calls import Bytes, Rows, State
from nkrisk_geo.native.library import Holds
from nkrisk_geo.resolver.signatures import Items, Signer, with_parts
from nkrisk_geo.text.bulk import BulkFolding, Folded

BATCH = 4000
"""Texts that are read together."""


class TableSigner(Signer):
    """Makes the signatures of tables over one gazetteer. Safe under threads."""

    @property
    def _folding(self) -> BulkFolding:
        return self._gazetteer.once(
            "folding", lambda: BulkFolding(self._gazetteer.normalizer), shared=True
        )

    def texts(self, texts: Sequence[str]) -> ItemBatch:
        """The signatures of free texts."""
        parts = [texts[first : first + BATCH] for first in range(0, len(texts), BATCH)]
        return ItemBatch.joined(
            [self.read(self._of_python(part).texts) for part in parts]
        )

    def _of_python(self, texts: Sequence[str]) -> Keyed:
        data = [text.encode("utf-8", "surrogatepass") for text in texts]
        offsets = np.cumsum([0, *map(len, data)], dtype=np.int32)
        return self.taken(
            np.frombuffer(b"".join(data), np.uint8), offsets, texts.__getitem__
        )

    def taken(
        self,
        data: Bytes,
        offsets: Rows,
        text: Callable[[int], str],
        *,
        alone: bool = False,
    ) -> Keyed:
        """Free texts in UTF-8, folded and with their codes.

        See `nkrisk_geo.text.bulk.BulkFolding.of`.

        Where the texts are `alone` in their records, one of nothing but white space has a code
        that says so.
        """
        points, starts, state = self._folding.of(data, offsets, text)
        said = state if alone else np.bitwise_and(state, np.uint8(State.UNEVEN))
        return add_keys(self._core, Folded(points, starts, said))

    def read(self, texts: Texts) -> ItemBatch:
        """The signatures of folded texts with their codes."""
        count = len(texts.starts)
        if count <= BATCH:
            return self._read(texts)
        return ItemBatch.joined(
            [
                self._read(texts.chosen(np.arange(first, min(first + BATCH, count))))
                for first in range(0, count, BATCH)
            ]
        )

    def _read(self, texts: Texts) -> ItemBatch:
        records, holds = read(self._core, 0, texts)
        counts, codes = records.counts, texts.codes.counts
        marked = np.flatnonzero(
            (holds & Holds.MARK).astype(np.bool_) & (counts - codes > 1)
        ).tolist()
        items = [whole(records.one(at)) for at in marked]
        names = [
            len(each) - int(codes[at]) for at, each in zip(marked, items, strict=True)
        ]
        parts = self._parts([texts.text(at) for at in marked], names)
        found = zip(marked, items, parts, strict=True)
        return records.replaced(
            {at: with_parts(each, several) for at, each, several in found if several}
        )

    def _named(self, number: int, folded: Sequence[str]) -> Iterator[Items]:
        """The names of each text by itself, and behind them a note if it is in Chinese."""
        for first in range(0, len(folded), BATCH):
            batch = folded[first : first + BATCH]
            yield from map(
                whole, read(self._core, number, Texts.of(batch)).records.each()
            )

    def records(self, records: Sequence[Mapping[str, str]]) -> ItemBatch:
        """The signatures of records of several fields.

        Each distinct value of a field is read once.
        """
        found: dict[str, Mapping[str, Items]] = {}
        for number, field in enumerate(FIELDS):
            values = list(
                dict.fromkeys(filter(None, (record.get(field) for record in records)))
            )
            found[field] = dict(zip(values, self.field(number, values), strict=True))
        parts = (
            {
                field: found[field][record[field]]
                for field in FIELDS
                if record.get(field)
            }
            for record in records
        )
        return ItemBatch.of([*map(self.together, records, parts)])

    def field(self, number: int, values: Sequence[str]) -> list[Items]:
        """The items of each of some values of one field."""
        if number or not values:
            return super().field(number, values)
        return [*self.texts(values).each()]

    # --- to be read by people ---------------------------------------------------------

    def signature(self, fields: Mapping[str, str]) -> Signature:
        """The signature of a record."""
        return self.signatures((fields,))[0]

    def signatures(self, records: Sequence[Mapping[str, str]]) -> list[Signature]:
        """The signatures of records."""
        found = self.records(records)
        return [self._packer.signature(found.one(at)) for at in range(len(records))]
