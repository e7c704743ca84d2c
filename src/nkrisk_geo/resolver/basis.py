"""What a place rests on: the parts of a record whose clues speak for it, the strongest first.

A firm's name that says Dandong is another thing than an address in Dandong: the firm may have its works elsewhere. So each
clue belongs to a part of the record: a postcode or a telephone number is one wherever it stands, the head of a firm's name in
the text is the company's, and anything else belongs to its field.

A clue speaks for a place where it means the place, something in it or something around it. What means no more than a
country or a province bears nothing finer: LIAONING beside the firm DANDONG EXAMPLE leaves Dandong resting on the name alone.
JILIN, which is a province and a city in it, bears the city too; and where nothing finer speaks, what there is bears the place.

    >>> find_origin("postcode", "text"), find_origin("calling code", "text"), find_origin("name", "company")
    ('postcode', 'phone', 'company')

`nkrisk_geo.tables.bases` says the same of many records.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nkrisk_geo.engine.signature import FIELD_MASK, FIELDS
from nkrisk_geo.engine.verdict import Spoken
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.gazetteer.vocabulary import RULES
from nkrisk_geo.model.schema import BASES

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
_OF_FIRMS = ("head of a company name", "inside a company or building name", "seat of a branch")
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


ORIGINS = [[BASES.index(find_origin(rule, field)) for field in FIELDS] for rule in RULES]
"""The same by the numbers of rules and fields, as a place among `BASES`."""


def find_basis(
    spoken: Iterable[Spoken], place: int | None, gazetteer: Gazetteer
) -> tuple[str, ...]:
    """What a place rests on; nothing where there is none."""
    if place is None:
        return ()
    around = gazetteer.ancestors(place)
    related = [said for said in spoken if _is_related(said.unit, place, around, gazetteer)]
    near = [said for said in related if not _is_broad(said.unit, place, around, gazetteer)]
    loudest = dict[int, float]()
    for item, rule, _, weight in near or related:
        field = item >> 1 & FIELD_MASK if isinstance(item, int) else _field(item)
        at = ORIGINS[rule][field]
        loudest[at] = max(weight, loudest.get(at, weight))
    # The loudest clue and not the sum: names of one chain (province, city, district) say one thing.
    ranked = sorted(loudest.items(), key=lambda each: (-each[1], each[0]))
    return tuple([BASES[at] for at, _ in ranked])


def _is_related(unit: int, place: int, around: Sequence[int], gazetteer: Gazetteer) -> bool:
    """Is a unit the place, around it or in it?"""
    return unit in around or place in gazetteer.ancestors(unit)


def _is_broad(unit: int, place: int, around: Sequence[int], gazetteer: Gazetteer) -> bool:
    """Does what means this unit say too little to bear the place?"""
    if unit == place or unit not in around or gazetteer.levels[unit] not in BROAD:
        return False
    names = gazetteer.names_en
    inner = (each for each in around if gazetteer.parents[each] == unit)
    return not any(names[each] == names[unit] for each in inner)


def _field(code: str) -> int:
    return FIELDS.index(code.partition(":")[0] or "text")
