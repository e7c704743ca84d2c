"""The tables of units, judgement and codes that the engine has.

`tables.c` in `src/engine` says what stands in each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from nkrisk_geo.gazetteer.compiler.lexicons import Made
from nkrisk_geo.gazetteer.facts import Facts
from nkrisk_geo.gazetteer.judgement import CLUES
from nkrisk_geo.gazetteer.name_kinds import ABROAD, NameKind
from nkrisk_geo.gazetteer.units import CHINA
from nkrisk_geo.gazetteer.vocabulary import (
    ENDINGS,
    KIND_LABELS,
    LEVELS,
    NUMBERS,
    Ending,
    UnitFlag,
)
from nkrisk_geo.model.columns import SUBDIVISIONS

_CITIES = ("市", "特别行政区")
_ON_BORDER = ("prefecture", "county")
_BROAD = ("country", "province")
_TOWN_KINDS = (NameKind.TOWNSHIP, NameKind.TOWNSHIP_SHORT, NameKind.SEAT)


def compile_units(facts: Facts) -> Made:
    """The tables of units, judgement and codes."""
    yield "parent", np.array(facts.parents, np.int32)
    yield "level", np.array([LEVELS.index(level) for level in facts.levels], np.uint8)
    yield "unit_flags", _unit_flags(facts)
    endings = [ENDINGS.get(name[-1:], Ending.OTHER) for name in facts.names_zh]
    yield "ending", np.array(endings, np.uint8)
    yield "mass", np.array(facts.prior_weight, np.float64)
    yield "trade", np.array(facts.trade, np.float64)
    moved = facts.moved_away
    yield from _flatten("moved", [moved.get(code, ()) for code in facts.codes])
    yield "namesake", _namesakes(facts)
    yield from compile_judgement(facts)
    yield from _codes(facts)
    yield "lone_codes", _lone_codes()


def _namesakes(facts: Facts) -> NDArray[np.int32]:
    """For each country or province the unit directly in it that has its name; -1 for none."""
    found = np.full(len(facts.parents), -1, np.int32)
    names = facts.names_en
    for unit, around in enumerate(facts.parents):
        is_broad = around >= 0 and facts.levels[around] in _BROAD
        if is_broad and names[unit] == names[around]:
            found[around] = unit
    return found


def _unit_flags(facts: Facts) -> NDArray[np.uint8]:
    return np.array([_flags_of(facts, unit) for unit in facts.every], np.uint8)


def _flags_of(facts: Facts, unit: int) -> int:
    """What is true of a unit, as bits of `UnitFlag`."""
    level, code, name = facts.levels[unit], facts.codes[unit], facts.names_zh[unit]
    is_true = {
        UnitFlag.COUNTRY: facts.countries[unit],
        UnitFlag.IN_CHINA: facts.ancestors(unit)[-1] == CHINA,
        UnitFlag.PLAIN_PROVINCE: level == "province" and not name.endswith(_CITIES),
        # Codes begin with that of the province: Liaoning, Jilin, Heilongjiang.
        UnitFlag.NORTHERN: code.startswith(("21", "22", "23")),
        UnitFlag.BORDER: code.startswith(("21", "22")) and level in _ON_BORDER,
        UnitFlag.SEAT: level == "township" and _is_seat(facts, unit),
        UnitFlag.DPRK: code == "KP",
        UnitFlag.SOUTH_KOREA: code == "KR",
    }
    return sum(flag.value for flag, holds in is_true.items() if holds)


def _is_seat(facts: Facts, township: int) -> bool:
    """Has a township the name of what it lies in?"""
    around = facts.names_zh[facts.parents[township]]
    return around.startswith(_stem(facts.names_zh[township]))


def _stem(name: str) -> str:
    """The name of a township without its generic."""
    for generic in ("镇", "乡", "街道"):
        if name.endswith(generic):
            return name.removesuffix(generic)
    return name


def compile_judgement(facts: Facts) -> Made:
    """The tables of judgement."""
    judged = facts.judgement
    yield "judgement", np.array([judged[name] for name in NUMBERS], np.float64)
    yield "clue", np.array([*(judged.clue(rule) for rule in CLUES), 0.0], np.float64)
    # Villages and quarters have no weight of their own: they weigh what their rule does.
    weights = [judged.get(f"kind of name: {label}", 0.0) for label in KIND_LABELS]
    yield "kind_weight", np.array(weights, np.float64)
    yield "kind_share", np.array([*_shares(judged)], np.float64)
    bare = [judged.get(f"bare name: {level}", 0.0) for level in LEVELS]
    yield "bare_level", np.array(bare, np.float64)


def _shares(judged: Mapping[str, float]) -> Iterator[float]:
    """What part of its unit's prior weight a name of each kind stands for."""
    for kind, label in zip(NameKind, KIND_LABELS, strict=True):
        if kind in ABROAD:
            yield judged[f"usual share abroad: {label}"]
        elif kind in _TOWN_KINDS:
            yield 1.0 / judged["townships of a county"]
        else:
            yield 1.0


def _codes(facts: Facts) -> Made:
    adcodes: dict[str, Sequence[int]] = dict(facts.retired)
    for code, number in facts.number.items():
        if len(code) == 6 and code.isdecimal():
            # A code that is in use again is that of the unit of today.
            adcodes[code] = (number,)
    ordered = sorted(adcodes, key=int)
    yield "adcode_key", np.array([*map(int, ordered)], np.int32)
    yield from _flatten("adcode", [adcodes[code] for code in ordered])
    yield from _slots("postcode", facts.postcode_prefixes, (2, 3, 4))
    yield from _slots("area", facts.phone_areas, (2, 3))
    yield from _slots("calling", facts.calling_codes, (1, 2, 3))
    yield from _flatten("region", facts.subdivisions.values())

    # Where a point is that lies in no county: all but what is told exactly.
    outlined = {*facts.outlines, "KP", "CN"}
    others = [unit for unit in facts.every if facts.codes[unit] not in outlined]
    elsewhere = [
        unit
        for unit in others
        if facts.countries[unit] or facts.levels[unit] == "province"
    ]
    yield "elsewhere", np.array(elsewhere, np.int32)


def _flatten(
    name: str,
    lists: Iterable[Sequence[int]],
) -> Made:
    """Lists laid flat."""
    every = [*lists]
    yield f"{name}_start", _starts([len(each) for each in every])
    # Never empty: an empty table has no place in memory.
    yield name, np.array([*chain(*every)] or [0], np.int32)


def _starts(counts: Sequence[int] | NDArray[np.int64]) -> NDArray[np.int32]:
    """Where lists of such lengths begin, one behind the other, and where the last one ends."""
    return np.append(0, np.cumsum(counts)).astype(np.int32)


def _slots(
    name: str,
    units: Mapping[str, Sequence[int]],
    digits: Sequence[int],
) -> Made:
    """Lists by codes of some numbers of digits, laid flat.

    There is a slot for each number of the fewest digits, then for each of the next.
    """
    sizes = [10**width for width in digits]
    first = dict(zip(digits, _starts(sizes).tolist(), strict=False))
    numbers = [code for code in units if code.isascii() and code.isdecimal()]
    slots = {
        first[len(code)] + int(code): units[code]
        for code in numbers
        if len(code) in first
    }
    counts = np.zeros(sum(sizes), np.int64)
    for slot, found in slots.items():
        counts[slot] = len(found)
    yield f"{name}_start", _starts(counts)
    ordered = [slots[slot] for slot in sorted(slots)]
    yield name, np.array([*chain(*ordered)] or [0], np.int32)


def _lone_codes() -> NDArray[np.uint8]:
    """For each pair of letters, is it the code of a province?

    BJ and GD are Benin and Grenada as often.
    """
    found = np.zeros((26, 26), np.uint8)
    # The three are codes of territories, which count as those of countries.
    for code in {*SUBDIVISIONS.values()} - {"HK", "MO", "TW"}:
        row, column = (ord(letter) - ord("A") for letter in code)
        found[row, column] = 1
    return found.reshape(-1)
