"""What each table of the compiled files holds: for every key a check of its value.

Checks are put together of small ones: `nkrisk_geo.gazetteer.value_checks`, and for columns
`nkrisk_geo.gazetteer.column_checks`.
"""

from __future__ import annotations

from typing import Any

from nkrisk_geo.gazetteer import word_lists
from nkrisk_geo.gazetteer.address_words import CLASSES
from nkrisk_geo.gazetteer.column_checks import (
    FAR_KM,
    KnownReferences,
    check_cutting,
    check_points,
    check_sea,
    distances_of,
    names_of,
    outlines_of,
    regions_of,
)
from nkrisk_geo.gazetteer.judgement import faults
from nkrisk_geo.gazetteer.value_checks import (
    Check,
    line_of,
    mapping,
    non_empty,
    number,
    numbers,
    one_of,
    or_null,
    record,
    refuse,
    sequence,
    text,
    tuple_of,
    whole,
)
from nkrisk_geo.model.errors import GazetteerError

LAT, LNG, KM = number(-90, 90), number(-180, 180), number(0, FAR_KM)


HAN_CLASSES = frozenset(
    "nature subdistrict road zone institution branch brand building prefecture county district "
    "city province township town village port company direction side common".split()
)
"""Classes of generic words in Chinese texts: those that
`nkrisk_geo.gazetteer.compiler.tails` knows."""


_CLASSES = {
    name: one_of(classes, "a class of words")
    for name, classes in (
        ("address", CLASSES),
        ("count", CLASSES),
        ("han", HAN_CLASSES),
    )
}
"""Checks of the classes of the words of each set."""


def table_checks(known: KnownReferences) -> dict[str, dict[str, Check]]:
    """The checks of all keys, by file."""
    return {"facts": _facts(known), "cc-by": _cc_by(known), "odbl": _odbl(known)}


def _facts(known: KnownReferences) -> dict[str, Check]:
    names, units = names_of(known), _unit_lists(known)
    code = one_of(known.codes, "the code of a unit")
    classes = {name: mapping(check) for name, check in _CLASSES.items()}
    crossing = dict.fromkeys(CROSSING, text)
    return {
        "version": non_empty,
        "characters": mapping(_character, key=_character),
        "judgement": _check_judgement,
        "territories": mapping(non_empty),
        "names": record({"han": names, "latin": names}),
        "phone_areas": units,
        "calling_codes": units,
        "readings": mapping(non_empty),
        "subdivisions": units,
        "words": record({**classes, "latin": mapping(non_empty)}),
        "word_lists": _word_lists,
        "zones": sequence(_zone(code)),
        "crossings": sequence(
            record({**crossing, "lat": LAT, "lng": LNG, "accuracy_km": KM})
        ),
        "points": check_points,
        "spans": mapping(sequence(code, least=1)),
        "cutting": check_cutting,
        **dict.fromkeys(("villages", "regional", "localities"), names),
        "sea": check_sea,
    }


def _zone(code: Check) -> Check:
    parts = {
        "id": non_empty,
        "kind": non_empty,
        "name_en": text,
        "name_zh": text,
        "rank": whole(-1_000_000, 1_000_000),
        "members": sequence(code),
        "parent": or_null(non_empty),
    }
    return record(parts, {"within_km": or_null(KM)})


CROSSING = (
    "id", "name_zh", "name_en", "dprk_zh", "dprk_ko", "dprk_en", "county", "kind",
    "quality", "unlocode", "status", "status_reported", "source",
)  # fmt: skip


def _cc_by(known: KnownReferences) -> dict[str, Check]:
    names, units = names_of(known), _unit_lists(known)
    return {
        "names": record({"han": names, "latin": names}),
        "retired": units,
        "moved_away": units,
        "points": check_points,
        "region_points": mapping(sequence(tuple_of(LAT, LNG), least=1)),
    }


def _odbl(known: KnownReferences) -> dict[str, Check]:
    crossing = one_of(known.crossings, "the id of a crossing")
    # Negative inside the DPRK.
    either_side = number(-FAR_KM, FAR_KM)
    words = ("contact", "facing_en", "facing_zh", "facing_ko", "quality")
    contact: dict[str, Check] = dict.fromkeys(words, text)
    contact |= dict.fromkeys(("from_km", "to_km", "accuracy_km"), KM)
    return {
        "postcode_prefixes": _unit_lists(known),
        "main_postcodes": mapping(text),
        "extents": mapping(tuple_of(LAT, LNG, KM, either_side, either_side)),
        "distances": mapping(tuple_of(either_side, crossing, KM)),
        "border_distances": distances_of(known),
        "ground_crossings": mapping(tuple_of(crossing, KM)),
        "geometry": mapping(
            line_of(2),
            needed=("border_line", "sea_line", "dprk_outline", "russia_outline"),
        ),
        "islands": sequence(line_of(4)),
        "contacts": sequence(record(contact)),
        "chainages": mapping(KM),
        "outlines": outlines_of(known),
        "regions": regions_of(known),
    }


def _unit_lists(known: KnownReferences) -> Check:
    """Numbers of units by a code of theirs."""
    return mapping(numbers(0, len(known.codes) - 1, only_whole=True))


def _character(value: Any, where: str) -> None:
    text(value, where)
    if len(value) != 1:
        refuse(where, value, "one character")


def _check_judgement(table: Any, where: str) -> None:
    columns = dict.fromkeys(("name", "unit", "reason"), sequence(non_empty))
    columns["value"] = sequence(number(-1e12, 1e12))
    record(columns)(table, where)
    if len({*map(len, table.values())}) > 1:
        raise GazetteerError(f"{where} has columns of different lengths")
    for fault in faults(table["name"], table["unit"], table["value"])[:1]:
        raise GazetteerError(f"{where}: {fault}")


def _word_lists(table: Any, where: str) -> None:
    mapping(sequence(non_empty))(table, where)
    for fault in word_lists.faults(table)[:1]:
        raise GazetteerError(f"{where}: {fault}")
