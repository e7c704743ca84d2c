"""What a place rests on: the parts of a record whose clues speak for it, the strongest first.

A firm's name that says Dandong is another thing than an address in Dandong: the firm may have
its works elsewhere. So each clue belongs to a part of the record: a postcode or a telephone
number is one wherever it stands, the head of a firm's name in the text is the company's, and
anything else belongs to its field.

A clue speaks for a place where it means the place, something in it or something around it. What
means no more than a country or a province bears nothing finer: LIAONING beside the firm DANDONG
EXAMPLE leaves Dandong resting on the name alone. JILIN, which is a province and a city in it,
bears the city too; and where nothing finer speaks, what there is bears the place.

    >>> find_origin("postcode", "text"), find_origin("calling code", "text")
    ('postcode', 'phone')
    >>> find_origin("name", "company")
    'company'

`nkrisk_geo.resolver.answers` says it of one record, `nkrisk_geo.tables.place_bases` of many.
"""

from __future__ import annotations

from nkrisk_geo.engine.signature import FIELDS
from nkrisk_geo.gazetteer.vocabulary import RULES
from nkrisk_geo.model.fields import BASES

BROAD = frozenset({"country", "province"})
"""Levels whose clues bear nothing finer."""
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


ORIGINS = [
    [BASES.index(find_origin(rule, field)) for field in FIELDS] for rule in RULES
]
"""The same by the numbers of rules and fields, as a place among `BASES`."""
