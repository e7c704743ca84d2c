"""Making the signatures of many records at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from nkrisk_geo.engine.batches import ItemBatch
from nkrisk_geo.engine.items import without_parts
from nkrisk_geo.engine.signature import FIELDS, Signature
from nkrisk_geo.engine.texts import Keyed, Texts, add_keys, read
from nkrisk_geo.native.calls import Bytes, Rows, State
from nkrisk_geo.native.library import TextContent
from nkrisk_geo.resolver.address_parts import Items
from nkrisk_geo.resolver.signatures import SignatureMaker, append_parts
from nkrisk_geo.text.bulk import BulkFolding, Folded

BATCH = 8192
"""Texts that are read together at most: what goes on between two such calls is felt with fewer,
and more would take room for nothing."""
MOST_CHARACTERS = 1 << 22
"""Characters of them, unless one has more."""


class TableSigner(SignatureMaker):
    """Makes the signatures of tables over one gazetteer. Safe under threads."""

    @property
    def _folding(self) -> BulkFolding:
        return self._gazetteer.once(
            "folding", lambda: BulkFolding(self._gazetteer.normalizer), shared=True
        )

    def texts(self, texts: Sequence[str]) -> ItemBatch:
        """The signatures of free texts."""
        keyed = map(self._of_python, _batches(texts))
        return ItemBatch.join([self.read(each.texts) for each in keyed])

    def _of_python(self, texts: Sequence[str]) -> Keyed:
        data = [text.encode("utf-8", "surrogatepass") for text in texts]
        offsets = np.cumsum([0, *map(len, data)], dtype=np.int32)
        whole_data = np.frombuffer(b"".join(data), np.uint8)
        return self.fold(whole_data, offsets, texts.__getitem__)

    def fold(
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
        # What is blank beside other fields says nothing; alone it makes the record an empty one.
        said = state if alone else np.bitwise_and(state, np.uint8(State.UNEVEN))
        return add_keys(self._core, Folded(points, starts, said))

    def read(self, texts: Texts) -> ItemBatch:
        """The signatures of folded texts with their codes, not many more than `BATCH`."""
        records, holds = read(self._core, 0, texts)
        codes = texts.codes.counts
        names = records.counts - codes
        has_mark = (holds & TextContent.MARK).astype(np.bool_)
        marked = np.flatnonzero(has_mark & (names > 1)).tolist()
        items = [without_parts(records.one(at)) for at in marked]
        counts = [
            len(each) - int(codes[at]) for at, each in zip(marked, items, strict=True)
        ]
        folded = [texts.text(at) for at in marked]
        found = self.parter.parts(folded, counts)
        several = zip(marked, items, found, strict=True)
        return records.replace_some(
            {at: append_parts(each, parts) for at, each, parts in several if parts}
        )

    def _read_names(self, folded: Sequence[str]) -> Iterator[Items]:
        return self._read_field(0, folded)

    def _read_field(self, number: int, folded: Sequence[str]) -> Iterator[Items]:
        """What stands in each text of a field; of the text of records the names alone."""
        for batch in _batches(folded):
            found = read(self._core, number, Texts.of(batch))
            yield from map(without_parts, found.records.each())

    def records(self, records: Sequence[Mapping[str, str]]) -> ItemBatch:
        """The signatures of records of several fields.

        Each distinct value of a field is read once.
        """
        found: dict[str, Mapping[str, Items]] = {}
        for number, field in enumerate(FIELDS):
            given = (record.get(field) for record in records)
            values = list(dict.fromkeys(filter(None, given)))
            items = self.field(number, values)
            found[field] = dict(zip(values, items, strict=True))
        together = []
        for record in records:
            # In the order of the fields, which is that of signatures.
            parts = {
                field: found[field][record[field]]
                for field in FIELDS
                if record.get(field)
            }
            together.append(self.together(record, parts))
        return ItemBatch.of(together)

    def field(self, number: int, values: Sequence[str]) -> list[Items]:
        """The items of each of some values of one field."""
        if not number:
            return [*self.texts(values).each()]
        if FIELDS[number] == "coordinates":  # written by `nkrisk_geo.geography.reverse`
            return [self.point(value) for value in values]
        folded = [*map(self._gazetteer.normalizer.fold, values)]
        unread = [self.unread(number, value) for value in folded]
        others = [
            value for value, said in zip(folded, unread, strict=True) if said is None
        ]
        found = self._read_field(number, others)
        return [next(found) if said is None else said for said in unread]

    # --- to be read by people ---------------------------------------------------------

    def signature(self, fields: Mapping[str, str]) -> Signature:
        """The signature of a record."""
        return self.signatures((fields,))[0]

    def signatures(self, records: Sequence[Mapping[str, str]]) -> list[Signature]:
        """The signatures of records."""
        found = self.records(records)
        return [self._packer.signature(items) for items in found.each()]


def _batches(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """Some texts at a time, as many as are read together."""
    first = size = 0
    for at, text in enumerate(texts):
        if at - first == BATCH or (at > first and size + len(text) > MOST_CHARACTERS):
            yield texts[first:at]
            first, size = at, 0
        size += len(text)
    if first < len(texts):
        yield texts[first:]
