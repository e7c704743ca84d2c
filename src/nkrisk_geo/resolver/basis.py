"""What a place rests on: the parts of a record whose clues speak for it, the strongest first.

A firm's name that says Dandong is another thing than an address in Dandong: the firm may have
its works elsewhere. So each clue belongs to a part of the record: a postcode or a telephone
number is one wherever it stands, the head of a firm's name in the text is the company's, and
anything else belongs to its field.

The engine says which of them bear a place (`basis.c` in `src/engine`), as a number: `BASE_BITS`
bits a part, the strongest lowest.

    >>> find_origin("postcode", "text"), find_origin("calling code", "text")
    ('postcode', 'phone')
    >>> find_origin("name", "company")
    'company'
    >>> spell_out(0), spell_out(3 | 1 << BASE_BITS)
    ((), ('region', 'address'))
"""

from __future__ import annotations

from functools import lru_cache

from nkrisk_geo.engine.signature import FIELDS
from nkrisk_geo.gazetteer.vocabulary import RULES
from nkrisk_geo.model.fields import BASES

_CODES = {
    "postcode": "postcode",
    "division code or postcode": "postcode",
    "telephone area": "phone",
    "calling code": "phone",
    "registration": "registration",
    "port of loading": "port",
    "coordinates": "coordinates",
}
"""Clues that are the same wherever they stand."""
_OF_FIRMS = (
    "head of a company name",
    "inside a company or building name",
    "seat of a branch",
)
"""Clues in a text that are of a firm's name in it."""
_FIELDS = {"text": "address", "country": "region"}
"""Fields that are called otherwise; a country is the largest of regions."""


def find_origin(rule: str, field: str) -> str:
    """The part of a record that a clue belongs to, by its rule and the field that it stands in."""
    if rule in _CODES:
        return _CODES[rule]
    if field == "text" and rule in _OF_FIRMS:
        return "company"
    return _FIELDS.get(field, field)


BASE_OF_CLUE = [
    [BASES.index(find_origin(rule, field)) for field in FIELDS] for rule in RULES
]
"""The same by the numbers of rules and fields, as a place among `BASES`."""
BASE_BITS = 4
"""Room for the number of a part, from 1 on, and for none."""


@lru_cache(1000)
def spell_out(parts: int) -> tuple[str, ...]:
    """The parts that a number stands for."""
    found = list[str]()
    while parts:
        # From 1 on: 0 stands for none.
        number = parts & (1 << BASE_BITS) - 1
        found.append(BASES[number - 1])
        parts >>= BASE_BITS
    return tuple(found)
