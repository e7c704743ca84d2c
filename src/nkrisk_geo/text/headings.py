"""One name of a column: of which party it is, and what.

A name is cut into words at separators, capitals and digits, and where a script has no blanks
into the words that are known. Each word has to be known: a heading with another one is
something else (`name_of_vessel`), and is not read.

    >>> heading_of("LegalAddress.FirstAddressLine")
    Heading(party='', role='address', kind='registered', number=0)
    >>> heading_of("SHIPPER ADDR. 2"), heading_of("生产厂家地址").party
    (Heading(party='shipper', role='address', kind='', number=2), 'supplier')
    >>> heading_of("Country/Region").role, heading_of("name_of_vessel")
    ('country', None)
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from nkrisk_geo.text.heading_words import (
    ACTS,
    BESIDE,
    FILLERS,
    KINDS,
    PARTIES,
    ROLES,
    ByLanguage,
)

LONGEST = 120
"""Characters of a name that is read: a longer one is a text."""
_OF_ROWS = frozenset(";|\t\n\x01\x1f")
"""Characters that part cells: what has one is a row that was not cut."""
SHORTEST = 3
"""Letters of a word that may be written together with others (`shpname`)."""

_TOKEN = re.compile(
    r"\d+|[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[\u3400-\u9fff\uf900-\ufaff]+|[\uac00-\ud7af]+|[^\W\d_]+"
)
_HAN_OR_HANGUL = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af]")

_PLACES = ("lat", "lng", "city", "postcode", "district", "country", "region")
"""Roles that say more than that it is an address; of several of them the first is meant
(`Postcode / City`)."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What the name of a column says.

    Attributes:
        party: a key of `PARTIES`; empty where none is named.
        role: a key of `ROLES`.
        kind: a key of `KINDS`: which of its addresses.
        number: of the line; 0 where there is none.
    """

    party: str
    role: str
    kind: str
    number: int


def _meanings(by_meaning: Mapping[str, ByLanguage]) -> dict[str, str]:
    """The meaning of each word; of two the first."""
    found: dict[str, str] = {}
    for meaning, languages in by_meaning.items():
        for words in languages.values():
            for word in words.split():
                found.setdefault(_plain(word), meaning)
    return found


def _plain(word: str) -> str:
    """A word in lower case and without accents; only letters of alphabets are taken apart."""
    folded = word.casefold().replace("ё", "е").replace("й", "\0")
    if _HAN_OR_HANGUL.search(folded) is None:
        parts = unicodedata.normalize("NFKD", folded)
        folded = "".join(char for char in parts if not unicodedata.combining(char))
    return folded.replace("\0", "й")


_PARTY, _ROLE, _KIND = _meanings(PARTIES), _meanings(ROLES), _meanings(KINDS)
_FILLERS = {_plain(word) for words in FILLERS.values() for word in words.split()}
_ACTS = frozenset(ACTS.split())
_BESIDE = {
    role: {_plain(word) for words in languages.values() for word in words.split()}
    for role, languages in BESIDE.items()
}
_WORDS = frozenset(
    {
        *_PARTY,
        *_ROLE,
        *_KIND,
        *_FILLERS,
        *(w for some in _BESIDE.values() for w in some),
    }
)
_LONGEST_WORD = max(map(len, _WORDS))


@lru_cache(maxsize=4096)
def heading_of(name: str) -> Heading | None:
    """What a name of a column says; None where it says nothing that is read, or something else."""
    if len(name) > LONGEST or not _OF_ROWS.isdisjoint(name):
        return None
    words = words_of(name)
    numbers = [int(word) for word in words if word.isdecimal()]
    words = [word for word in words if not word.isdecimal()]
    if len(numbers) > 1 or any(not 1 <= number <= 9 for number in numbers):
        return None
    if not words or not _WORDS.issuperset(words):
        return None
    return _heading(words, numbers[0] if numbers else 0)


def _heading(words: Sequence[str], number: int) -> Heading | None:
    """A heading of known words."""
    # The first party is the one it is of, others say in which role: exporter/manufacturer.
    party = next((_PARTY[word] for word in words if word in _PARTY), "")
    roles = {_ROLE[word] for word in words if word in _ROLE}
    kinds = [_KIND[word] for word in words if word in _KIND]
    # A street and its town in one column are an address.
    role = "address" if "street" in kinds else _role(roles)
    if not role and party and not _ACTS.issuperset(words):
        role = "company"
    if not role or not _all_mean(words, role):
        return None
    if role != "address":
        # A postal code is none of the mail, and a firm's name is one wherever it is.
        kinds = [kind for kind in kinds if role in _PLACES and kind != "mailing"]
    return Heading(party, role, next(iter(kinds), ""), number)


def _role(roles: set[str]) -> str:
    """The one role that several words say.

    It is the finest place, or else the address, or else a number, or else the firm.
    """
    for some in (_PLACES, ("address", "phone", "registration", "company")):
        for role in some:
            if role in roles:
                return role
    return ""


def _all_mean(words: Sequence[str], role: str) -> bool:
    """Does no word make it something else, as `id` does of `address id`?"""
    beside = _BESIDE.get(role, set())
    meant = (
        word in _PARTY
        or word in _ROLE
        or word in _FILLERS
        or word in beside
        or word in _KIND
        for word in words
    )
    return all(meant)


def words_of(name: str) -> list[str]:
    """The words of a name, plain; what cannot be cut into known words stays as it is.

    >>> words_of("shpFullAddress2"), words_of("RAW SHIPPER ADDRESS1")
    (['shp', 'full', 'address', '2'], ['raw', 'shipper', 'address', '1'])
    >>> words_of("shippername"), words_of("注册地址")
    (['shipper', 'name'], ['注册', '地址'])
    """
    whole = "".join(
        _plain(char) if ord(char) > 127 else char
        for char in unicodedata.normalize("NFC", name)
    )
    found: list[str] = []
    # What is written together is cut only if all of it is known: `condition` begins with `con`.
    for token in _TOKEN.findall(whole):
        word = _plain(token)
        found += [word] if word in _WORDS else _cut(word) or [word]
    return _pair_words(found)


def _pair_words(words: Sequence[str]) -> list[str]:
    """The words with `postal` and `code` as the one word that they are for a field."""
    found: list[str] = []
    for word in words:
        if found and found[-1] + word in _ROLE:
            found[-1] += word
        else:
            found.append(word)
    return found


def _cut(word: str) -> list[str]:
    """The fewest known words that a word is written of; empty where there are none."""
    least = 1 if _HAN_OR_HANGUL.search(word) else SHORTEST
    # For each length of the beginning the fewest words; of equally many the longer ones come first.
    best: list[list[str] | None] = [[], *[None] * len(word)]
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - _LONGEST_WORD), end - least + 1):
            before, part = best[start], word[start:end]
            if before is None or part not in _WORDS:
                continue
            now = best[end]
            if now is None or len(before) + 1 <= len(now):
                best[end] = [*before, part]
    return best[-1] or []
