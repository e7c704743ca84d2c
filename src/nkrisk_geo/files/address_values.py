"""Columns that hold addresses by what stands in them, whatever they are called.

>>> table = pa.table({"Anlaufstelle": ["NO.12 RENMIN ROAD, DANDONG", "5 HEPING ST, YANJI, JILIN"]})
>>> [(each.column, each.named, each.of) for each in address_columns(table)]
[('Anlaufstelle', 2, 2)]
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from nkrisk_geo.files.cells import cell_text
from nkrisk_geo.model.suggestions import nearest
from nkrisk_geo.tables.rows import annotate_arrow
from nkrisk_geo.tables.values import is_readable, to_list
from nkrisk_geo.text.headings import heading_of

VALUES = 200
"""Values of a column that are asked for."""
_HAN_WORDS = 8
"""Chinese characters of an address that has no number."""
_WORDS = 5
"""Words of an address that has no number."""
_FIRM = re.compile(
    r"(?:公司|集团|工厂|厂|商店|合作社|株式会社)\W*$|\b(?:ltd|inc|llc|limited|corp|gmbh|co)\b\W*$",
    re.I,
)
_LATIN_WORD = re.compile(r"[A-Za-z]+")
_LEAST = 90
"""Likeness of a misspelt word, of 100: one letter of seven is left out or one too many."""
_HAN = re.compile(r"[\u3400-\u9fff]")
_NUMBER_BESIDE_WORDS = re.compile(r"(?=.*\d)(?=.*[^\W\d_]{2})", re.S)


@dataclass(frozen=True, slots=True)
class AddressLike:
    """A column, its number from 1, and of how many values how many name a place."""

    column: str
    number: int
    named: int
    of: int


def address_columns(
    table: pa.Table, besides: Collection[str] = (), gazetteer: Any = None
) -> list[AddressLike]:
    """The columns of which most values are built as addresses are, and name a place.

    A column that is nearly called an address need name none: it may hold streets alone.

    Args:
        table: the first rows.
        besides: columns that are read anyway.
        gazetteer: as for `annotate_arrow`.
    """
    found = []
    columns = zip(table.column_names, table.columns, strict=True)
    for number, (name, column) in enumerate(columns, 1):
        # A name that says what a column holds is believed.
        if name in besides or heading_of(name) is not None:
            continue
        if not _is_text(column.type):
            continue
        texts = _different(column)
        # The engine is asked only about what is built as addresses are, which is quick to see.
        built = [text for text in texts if _is_built_as_one(text)]
        if not built or len(built) * 2 < len(texts):
            continue
        named = _named(built, gazetteer)
        # A column of streets alone names no place; its name may tell what it is.
        if named * 2 >= len(texts) or _is_misspelt(name):
            found.append(AddressLike(name, number, named, len(texts)))
    return found


def _different(column: pa.ChunkedArray) -> list[str]:
    """The first different texts of a column."""
    texts = map(cell_text, to_list(column))
    full = dict.fromkeys(text for text in texts if text.strip())
    return [*full][:VALUES]


def _is_misspelt(name: str) -> bool:
    """Is a column nearly called an address: Adress, Shipper Addres?

    >>> _is_misspelt("Shipper Adress"), _is_misspelt("dress")
    (True, False)
    """
    words = _LATIN_WORD.findall(name)
    return any(nearest(word, ["address"], least=_LEAST) is not None for word in words)


def _is_text(kind: pa.DataType) -> bool:
    inner = kind.value_type if pa.types.is_dictionary(kind) else kind
    return is_readable(kind) and (
        pa.types.is_string(inner) or pa.types.is_large_string(inner)
    )


def _is_built_as_one(text: str) -> bool:
    """Numbers beside words, or many words, and no firm at the end."""
    if _FIRM.search(text):
        return False
    if _NUMBER_BESIDE_WORDS.match(text):
        return True
    # Chinese has no blanks between words, and each of its characters says more.
    if len(_HAN.findall(text)) >= _HAN_WORDS:
        return True
    return len(text.split()) >= _WORDS


def _named(texts: list[str], gazetteer: Any) -> int:
    """How many of some texts name a place."""
    options = {} if gazetteer is None else {"gazetteer": gazetteer}
    column = pa.array(texts, pa.string())
    asked = pa.table({"text": column})
    # Two hundred texts are answered before further threads would have begun.
    answers = annotate_arrow(asked, address="text", threads=1, **options)
    statuses: list[str] = answers.column("geo_status").to_pylist()
    return sum(status != "unknown" for status in statuses)
