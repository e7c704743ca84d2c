"""What tests ask of the engine behind the public functions: signatures of texts, and what is decided about them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from nkrisk_geo.engine.batches import ItemBatch
from nkrisk_geo.engine.core import Core
from nkrisk_geo.engine.reader import spaced_names, unspaced_names
from nkrisk_geo.engine.signature import Signature
from nkrisk_geo.engine.texts import Keyed
from nkrisk_geo.gazetteer.roles import Mention
from nkrisk_geo.resolver.resolution import resolver
from nkrisk_geo.resolver.resolver import Resolver
from nkrisk_geo.tables.records import DistinctRecords


def signature(text: str) -> Signature:
    """The signature of a text."""
    return resolver().table_signer.signature({"text": text})


def signatures(texts: Sequence[str]) -> list[Signature]:
    """The signatures of texts, read together."""
    return resolver().table_signer.signatures([{"text": text} for text in texts])


def items(asked: Signature) -> list[int]:
    """A signature as the engine takes it."""
    return resolver().engine.packer.items(asked)


def records(several: Sequence[Signature]) -> ItemBatch:
    """Several of them."""
    return ItemBatch.of([items(each) for each in several])


def rows(texts: Sequence[str | None]) -> DistinctRecords:
    """Texts as the distinct records of a table."""
    return DistinctRecords.of(("text",), [pa.array(texts, pa.string()).dictionary_encode()])


def keyed(engine: Resolver, texts: Sequence[str]) -> Keyed:
    """Texts folded together, with their codes and keys."""
    data = [text.encode("utf-8", "surrogatepass") for text in texts]
    offsets = np.cumsum([0, *map(len, data)], dtype=np.int32)
    return engine.table_signer.taken(
        np.frombuffer(b"".join(data), np.uint8), offsets, texts.__getitem__, alone=True
    )


def folded(texts: Sequence[str]) -> list[str]:
    """Texts folded together."""
    found = keyed(resolver(), texts).texts
    return [found.text(at) for at in range(len(texts))]


def listed(engine: Resolver, texts: Sequence[str]) -> list[list[int]]:
    """The items of each of some texts, read together."""
    found = engine.table_signer.texts(texts)
    return [found.one(at) for at in range(len(texts))]


def mentions(core: Core, folded: str) -> list[Mention]:
    """The names of a folded text in all scripts."""
    return [*unspaced_names(core, folded).mentions, *spaced_names(core, folded)]
