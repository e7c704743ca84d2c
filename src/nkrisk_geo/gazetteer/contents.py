"""What each table of the compiled files holds: for every key a check of its value (`nkrisk_geo.gazetteer.shapes`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from nkrisk_geo.gazetteer import word_lists
from nkrisk_geo.gazetteer.address_words import CLASSES
from nkrisk_geo.gazetteer.distributions import LEVELS
from nkrisk_geo.gazetteer.judgement import faults
from nkrisk_geo.gazetteer.name_kinds import KIND_BITS
from nkrisk_geo.gazetteer.shapes import (
    Check,
    anything,
    line_of,
    mapping,
    names_in,
    non_empty,
    number,
    numbers,
    numbers_in,
    one_of,
    optional,
    record,
    sequence,
    text,
    texts_in,
    tuple_of,
    whole,
    wrong,
)
from nkrisk_geo.model.errors import GazetteerError

FAR_KM = 25_000
"""Farther apart are no two places on earth."""
LAT, LNG, KM = number(-90, 90), number(-180, 180), number(0, FAR_KM)
POINT = tuple_of(LAT, LNG, KM)
SHORTEST_RING = 4
"""Vertices of an outline, the first one again at its end."""


HAN_CLASSES = frozenset(
    "nature subdistrict road zone institution branch brand building prefecture county district city province township town "
    "village port company direction side common".split()
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


class Known(NamedTuple):
    """What the tables may refer to: units by code, crossings, and how many kinds of names there are."""

    codes: Mapping[str, int]
    crossings: frozenset[str]
    kinds: int


def table_checks(known: Known) -> dict[str, dict[str, Check]]:
    """The checks of all keys, by file."""
    return {"facts": _facts(known), "cc-by": _cc_by(known), "odbl": _odbl(known)}


def _facts(known: Known) -> dict[str, Check]:
    names, units, code = (
        _names(known),
        _unit_lists(known),
        one_of(known.codes, "the code of a unit"),
    )
    return {
        "version": non_empty, "characters": mapping(_character, key=_character),
        "judgement": _check_judgement, "territories": mapping(non_empty),
        "names": record({"han": names, "latin": names}),
        "phone_areas": units, "calling_codes": units, "readings": mapping(non_empty),
        "subdivisions": units,
        "words": record({**{name: mapping(check) for name, check in _CLASSES.items()}, "latin": mapping(non_empty)}),
        "word_lists": _word_lists,
        "zones": sequence(
            record(
                {
                    **dict.fromkeys(("id", "kind"), non_empty),
                    **dict.fromkeys(("name_en", "name_zh"), text),
                    "rank": whole(-1_000_000, 1_000_000), "members": sequence(code),
                    "parent": optional(non_empty),
                },
                {"within_km": optional(KM)},
            )
        ),
        "crossings": sequence(record({**dict.fromkeys(CROSSING, text), "lat": LAT, "lng": LNG, "accuracy_km": KM})),
        "points": mapping(POINT),
        "spans": mapping(sequence(code, least=1)),
        "cutting": _check_cutting,
        **dict.fromkeys(("villages", "regional", "localities"), names),
        "sea": _check_sea,
    }  # fmt: skip


CROSSING = (
    "id", "name_zh", "name_en", "dprk_zh", "dprk_ko", "dprk_en", "county", "kind",
    "quality", "unlocode", "status", "status_reported", "source",
)  # fmt: skip


def _cc_by(known: Known) -> dict[str, Check]:
    names, units = _names(known), _unit_lists(known)
    return {
        "names": record({"han": names, "latin": names}),
        "retired": units,
        "moved_away": units,
        "points": mapping(POINT),
        "region_points": mapping(sequence(tuple_of(LAT, LNG), least=1)),
    }


def _odbl(known: Known) -> dict[str, Check]:
    crossing, either_side = (
        one_of(known.crossings, "the id of a crossing"),
        number(-FAR_KM, FAR_KM),
    )
    contact = dict.fromkeys(
        ("contact", "facing_en", "facing_zh", "facing_ko", "quality"), text
    )
    return {
        "postcode_prefixes": _unit_lists(known),
        "main_postcodes": mapping(text),
        "extents": mapping(tuple_of(LAT, LNG, KM, either_side, either_side)),
        "distances": mapping(tuple_of(either_side, crossing, KM)),
        "border_distances": _distances(known),
        "ground_crossings": mapping(tuple_of(crossing, KM)),
        "geometry": mapping(
            line_of(2),
            needed=("border_line", "sea_line", "dprk_outline", "russia_outline"),
        ),
        "islands": sequence(line_of(4)),
        "contacts": sequence(
            record(
                {**contact, **dict.fromkeys(("from_km", "to_km", "accuracy_km"), KM)}
            )
        ),
        "chainages": mapping(KM),
        "outlines": _outlines(known),
        "regions": _regions(known),
    }


def _unit_lists(known: Known) -> Check:
    """Numbers of units by a code of theirs."""
    return mapping(numbers(0, len(known.codes) - 1, only_whole=True))


def _character(value: Any, where: str) -> None:
    text(value, where)
    if len(value) != 1:
        wrong(where, value, "one character")


def _check_sea(table: Any, where: str) -> None:
    """Polygons of so many rings, rings of so many vertices, each in thousandths of a degree."""
    record({"rings": anything, "lengths": anything, "vertices": anything})(table, where)
    rings, lengths, vertices = (
        numbers_in(table[name], f"{where}.{name}")
        for name in ("rings", "lengths", "vertices")
    )
    if (rings < 1).any() or (lengths < SHORTEST_RING).any():
        raise GazetteerError(
            f"{where} has a polygon without rings, or a ring of too few vertices"
        )
    if rings.sum() != len(lengths) or lengths.sum() * 2 != len(vertices):
        raise GazetteerError(f"{where} has other rings than lengths, or other vertices")
    if (abs(vertices.reshape(-1, 2)) > [180_000, 90_000]).any():
        raise GazetteerError(f"{where} has a vertex that lies nowhere on earth")


def _check_judgement(table: Any, where: str) -> None:
    columns = {"name": non_empty, "unit": non_empty, "reason": non_empty}
    any_number = sequence(number(-1e12, 1e12))
    record(
        {
            **{name: sequence(check) for name, check in columns.items()},
            "value": any_number,
        }
    )(table, where)
    if len({*map(len, table.values())}) > 1:
        raise GazetteerError(f"{where} has columns of different lengths")
    for fault in faults(table["name"], table["unit"], table["value"])[:1]:
        raise GazetteerError(f"{where}: {fault}")


def _word_lists(table: Any, where: str) -> None:
    mapping(sequence(non_empty))(table, where)
    for fault in word_lists.faults(table)[:1]:
        raise GazetteerError(f"{where}: {fault}")


def _check_cutting(table: Any, where: str) -> None:
    record({"words": anything, "freq": anything, "total": whole(1, 1 << 53)})(
        table, where
    )
    words, freq = (
        names_in(table["words"], f"{where}.words"),
        numbers_in(table["freq"], f"{where}.freq"),
    )
    if len(words) != len(freq) or (freq < 1).any():
        raise GazetteerError(f"{where} has no frequency for each of {len(words)} words")


def _distances(known: Known) -> Check:
    def check_distances(table: Any, where: str) -> None:
        record({"units": anything, "steps": anything})(table, where)
        units, steps = (
            names_in(table["units"], f"{where}.units"),
            numbers_in(table["steps"], f"{where}.steps"),
        )
        if not known.codes.keys() >= {*units} or len(steps) != len(units) * len(LEVELS):
            raise GazetteerError(
                f"{where} has no {len(LEVELS)} distances for each of its units"
            )
        if (np.diff(steps.reshape(len(units), len(LEVELS)), axis=1) < 0).any():
            raise GazetteerError(
                f"{where}.steps does not go from the nearest to the farthest"
            )

    return check_distances


def _outlines(known: Known) -> Check:
    """Outlines of provinces, in each of which there are counties: a point near the border lies in one of those."""

    def check_outlines(table: Any, where: str) -> None:
        mapping(line_of(4), key=one_of(known.codes, "the code of a unit"))(table, where)
        with_counties = {
            code[:2] + "0000"
            for code in known.codes
            if len(code) == 6 and code.isdecimal() and code[4:] != "00"
        }
        if not table or not table.keys() <= with_counties:
            raise GazetteerError(f"{where} has no province, or one without counties")

    return check_outlines


def _regions(known: Known) -> Check:
    def check_regions(table: Any, where: str) -> None:
        record({"units": anything, "lengths": anything, "vertices": anything})(
            table, where
        )
        rings = [line.split() for line in texts_in(table["units"], f"{where}.units")]
        lengths = numbers_in(table["lengths"], f"{where}.lengths")
        vertices = numbers_in(table["vertices"], f"{where}.vertices", item="h")
        if (
            len(rings) != len(lengths)
            or (lengths < SHORTEST_RING).any()
            or lengths.sum() * 2 != len(vertices)
            or not all(rings)
        ):
            raise GazetteerError(
                f"{where} has other rings than lengths, or other vertices"
            )
        strange = {code for ring in rings for code in ring} - known.codes.keys()
        if strange:
            raise GazetteerError(
                f"{where} has an outline of {min(strange)[:60]!r}, which is no unit"
            )

    return check_regions


def _names(known: Known) -> Check:
    """A table of names: texts, where the references of each begin, and the references."""

    def check_names(table: Any, where: str) -> None:
        record({"text": anything, "start": anything, "refs": anything})(table, where)
        names = names_in(table["text"], f"{where}.text")
        start, refs = (
            numbers_in(table[name], f"{where}.{name}") for name in ("start", "refs")
        )
        if (
            len(start) != len(names) + 1
            or start[0] != 0
            or start[-1] != len(refs)
            or (np.diff(start) < 0).any()
        ):
            raise GazetteerError(
                f"{where}.start does not part the references among {len(names)} names"
            )
        units, kinds = refs >> KIND_BITS, refs & ((1 << KIND_BITS) - 1)
        if (
            (units < 0).any()
            or (units >= len(known.codes)).any()
            or (kinds >= known.kinds).any()
        ):
            raise GazetteerError(
                f"{where}.refs refers to a unit or a kind of name that there is not"
            )

    return check_names
