"""The key of an address: the same for the same record in every file.

By it what a reviewer decided is found again. A key is a digest of the text and of all
fields beside it, written alike: width, case and punctuation do not count, each letter
and digit does, and what is empty is as good as absent. It says nothing of the address
to who has only the key. Its last letters are a check of the others: a key that somebody
typed on, or that a program cut, is told from one of a record that is not there.

    >>> key = make_key({"address": "No.9 Shengli Road, Dandong", "city": ""})
    >>> key, key == make_key({"address": "NO 9 SHENGLI ROAD DANDONG"})
    ('kqgdt7omk7eptjysx-man', True)
    >>> is_key(key), is_key("x" + key[1:])
    (True, False)
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from base64 import b32encode
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache

import pyarrow as pa

from nkrisk_geo.model.fields import BESIDE, POINT
from nkrisk_geo.tables.values import column_text

KEYED = ("address", *BESIDE, *POINT)
"""The fields that make a key, in their order."""
KEYS_MOST = 1_000
"""Keys of one cell that are read."""
_KEY = re.compile(r"k[a-z2-7]{16}-[a-z2-7]{3}")
_DIGEST, _CHECK = 10, 3
_DECIMALS = 4
"""Of degrees: ten metres."""


def make_key(fields: Mapping[str, str | None]) -> str:
    """The key of a record by its fields as texts; empty where they say nothing."""
    said = [(name, _plain(name, fields.get(name) or "")) for name in KEYED]
    # Each value under its name: a town in the text is another record than one in the
    # column for towns.
    content = "\x1f".join(f"{name}={value}" for name, value in said if value)
    if not content:
        return ""
    # A letter first, so that no spreadsheet takes a key for a number.
    body = "k" + _letters(content, _DIGEST)[:16]
    return _with_check(body)


def make_keys(fields: pa.Table) -> list[str]:
    """The keys of many records, whose columns are called as the fields."""
    names = [name for name in KEYED if name in fields.column_names]
    texts = (column_text(fields.column(name), name) for name in names)
    columns = [column.to_pylist() for column in texts]
    known = dict[tuple[str | None, ...], str]()
    found = list[str]()
    for values in zip(*columns, strict=True):
        # Files say the same again and again, and a digest takes longer than a look.
        key = known.get(values)
        if key is None:
            record = dict(zip(names, values, strict=True))
            key = known[values] = make_key(record)
        found.append(key)
    return found


def is_key(text: str) -> bool:
    """Is a text a key, whole and unchanged?"""
    body, _, _ = text.partition("-")
    return _KEY.fullmatch(text) is not None and _with_check(body) == text


def split_keys(text: str) -> tuple[list[str], list[str]]:
    """The keys in a cell, and what in it is none."""
    words = re.split(r"[\s,;]+", text.strip())[:KEYS_MOST]
    keys = [word for word in words if is_key(word)]
    return keys, [word for word in words if word and word not in keys]


def _with_check(body: str) -> str:
    return f"{body}-{_letters(body, _CHECK)[:_CHECK]}"


def _letters(content: str, size: int) -> str:
    """A digest in small letters and digits, so many bytes of it."""
    octets = content.encode("utf-8", "replace")
    digest = hashlib.blake2b(octets, digest_size=size).digest()
    return b32encode(digest).decode("ascii").lower()


@lru_cache(maxsize=1 << 16)
def _plain(field: str, text: str) -> str:
    """A value as it counts: degrees rounded, of anything else the letters and digits."""
    if field in POINT:
        # A point that is none is a text as any other.
        with suppress(ValueError):
            return f"{float(text):.{_DECIMALS}f}"
    # Not as the gazetteer folds: a key has to outlive its versions.
    folded = unicodedata.normalize("NFKC", text).casefold()
    bare = "".join(char if char.isalnum() else " " for char in folded)
    return " ".join(bare.split())
