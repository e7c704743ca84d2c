"""Our labels under other names: libpostal's, and the properties of FollowTheMoney's `Address`.

Both tell fewer kinds apart than we do, so several of ours share one of theirs. A
prefecture is called a city in Chinese addresses and is one in both; the county inside
it is libpostal's `city_district` and FollowTheMoney's `region`. What has no name there
(punctuation, words of forms) is left out.

libpostal: "Parser labels" in the README of openvenues/libpostal. FollowTheMoney: its
schema `Address`, where `street2` is the second line of a street address and `remarks`
says who an item is for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from nkrisk_geo.model import Component
from nkrisk_geo.model.errors import InputError

SCHEMAS: Mapping[str, Mapping[str, str]] = {
    "libpostal": {
        "country": "country",
        "province": "state",
        "prefecture": "city",
        "county": "city_district",
        "township": "suburb",
        "village": "suburb",
        "devzone": "suburb",
        "road": "road",
        "road_number": "house_number",
        "building": "house",
        "floor": "level",
        "room": "unit",
        "po_box": "po_box",
        "postcode": "postcode",
        "company": "house",
        "poi": "house",
        "person": "house",
    },
    "ftm": {
        "country": "country",
        "province": "state",
        "prefecture": "city",
        "county": "region",
        "township": "region",
        "village": "region",
        "devzone": "region",
        "road": "street",
        "road_number": "street",
        "building": "street2",
        "floor": "street2",
        "room": "street2",
        "po_box": "postOfficeBox",
        "postcode": "postalCode",
        "company": "remarks",
        "poi": "street2",
        "person": "remarks",
    },
}
"""By the name of the schema, its name for each of our labels."""


def relabel(parts: Iterable[Component], schema: str) -> tuple[Component, ...]:
    """Components under the labels of another schema, in the same order.

    Args:
        parts: components under our labels.
        schema: "libpostal" or "ftm".

    Raises:
        InputError: for an unknown schema.
    """
    names = SCHEMAS.get(schema)
    if names is None:
        raise InputError(f"labels: {schema!r} is none of {', '.join(SCHEMAS)}")
    named = [part for part in parts if part.label in names]
    return tuple(replace(part, label=names[part.label]) for part in named)
