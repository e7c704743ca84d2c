"""What tests ask of the engine behind the public functions: signatures of texts, and what is decided about them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from nkrisk_geo.engine.batches import ItemBatch
from nkrisk_geo.engine.core import Core
from nkrisk_geo.engine.reader import read_text
from nkrisk_geo.engine.signature import Signature
from nkrisk_geo.engine.texts import Keyed
from nkrisk_geo.gazetteer.roles import Generic, Role
from nkrisk_geo.resolver.resolution import get_resolver
from nkrisk_geo.resolver.resolver import Resolver
from nkrisk_geo.tables.records import DistinctRecords


def signature(text: str) -> Signature:
    """The signature of a text."""
    return get_resolver().table_signer.signature({"text": text})


def signatures(texts: Sequence[str]) -> list[Signature]:
    """The signatures of texts, read together."""
    return get_resolver().table_signer.signatures([{"text": text} for text in texts])


def items(asked: Signature) -> list[int]:
    """A signature as the engine takes it."""
    return get_resolver().engine.packer.items(asked)


def records(several: Sequence[Signature]) -> ItemBatch:
    """Several of them."""
    return ItemBatch.of([items(each) for each in several])


def rows(texts: Sequence[str | None]) -> DistinctRecords:
    """Texts as the distinct records of a table."""
    return DistinctRecords.of(("text",), [pa.array(texts, pa.string()).dictionary_encode()])


def keyed(resolver: Resolver, texts: Sequence[str]) -> Keyed:
    """Texts folded together, with their codes and keys."""
    data = [text.encode("utf-8", "surrogatepass") for text in texts]
    offsets = np.cumsum([0, *map(len, data)], dtype=np.int32)
    return resolver.table_signer.fold(
        np.frombuffer(b"".join(data), np.uint8), offsets, texts.__getitem__, alone=True
    )


def folded(texts: Sequence[str]) -> list[str]:
    """Texts folded together."""
    found = keyed(get_resolver(), texts).texts
    return [found.text(at) for at in range(len(texts))]


def listed(resolver: Resolver, texts: Sequence[str]) -> list[list[int]]:
    """The items of each of some texts, read together."""
    found = resolver.table_signer.texts(texts)
    return [found.one(at) for at in range(len(texts))]


class Mention(NamedTuple):
    """A name in a text and what it does there.

    `start` and `end` are offsets in the folded text, of names in Han and Hangul in the same without its white space.
    """

    script: str
    name: int
    role: Role
    generic: Generic
    start: int
    end: int


def mentions(core: Core, folded: str) -> list[Mention]:
    """The names of a folded text in all scripts, those in Han and Hangul first."""
    rows = read_text(core, 0, folded, whole=True).rows
    found = [
        Mention("han", name, Role(role), Generic(generic), start, end)
        for name, role, generic, start, end, _, _, unspaced, _ in rows
        if unspaced
    ]
    return found + [
        Mention("latin", name, Role(role), Generic(generic), start, end)
        for name, role, generic, _, _, start, end, unspaced, _ in rows
        if not unspaced
    ]
