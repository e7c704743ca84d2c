"""The tables of units, judgement and codes that the engine has; `tables.c` in `src/engine` says what stands in each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

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

_TOWN_KINDS = (NameKind.TOWNSHIP, NameKind.TOWNSHIP_SHORT, NameKind.SEAT)


def tables(facts: Facts) -> Made:
    """All of them."""
    yield "parent", np.array(facts.parents, np.int32)
    yield "level", np.array([LEVELS.index(level) for level in facts.levels], np.uint8)
    yield "unit_flags", _unit_flags(facts)
    yield (
        "ending",
        np.array(
            [ENDINGS.get(name[-1:], Ending.OTHER) for name in facts.names_zh], np.uint8
        ),
    )
    yield "mass", np.array(facts.prior_weight, np.float64)
    yield "trade", np.array(facts.trade, np.float64)
    moved = {facts.number[code]: units for code, units in facts.moved_away.items()}
    yield from _flatten("moved", (moved.get(unit, ()) for unit in facts.every))
    yield from compile_judgement(facts)
    yield from _codes(facts)
    yield "lone_codes", _lone_codes()


def _unit_flags(facts: Facts) -> NDArray[np.uint8]:
    flags: NDArray[np.uint8] = np.array(facts.countries).astype(np.uint8) * np.uint8(
        UnitFlag.COUNTRY
    )
    flags[[facts.ancestors(unit)[-1] == CHINA for unit in facts.every]] |= int(
        UnitFlag.IN_CHINA
    )
    for unit, (level, code, name) in enumerate(
        zip(facts.levels, facts.codes, facts.names_zh, strict=True)
    ):
        if level == "province" and not name.endswith(("市", "特别行政区")):
            flags[unit] |= int(UnitFlag.PLAIN_PROVINCE)
        if code.startswith(("21", "22", "23")):
            flags[unit] |= int(UnitFlag.NORTHERN)
        if code.startswith(("21", "22")) and level in ("prefecture", "county"):
            flags[unit] |= int(UnitFlag.BORDER)
        if level == "township" and facts.names_zh[facts.parents[unit]].startswith(
            _stem(name)
        ):
            flags[unit] |= int(UnitFlag.SEAT)
    for code, flag in (("KP", UnitFlag.DPRK), ("KR", UnitFlag.SOUTH_KOREA)):
        if code in facts.number:
            flags[facts.number[code]] |= int(flag)
    return flags


def _stem(name: str) -> str:
    """The name of a township without its generic."""
    return next(
        (
            name.removesuffix(each)
            for each in ("镇", "乡", "街道")
            if name.endswith(each)
        ),
        name,
    )


def compile_judgement(facts: Facts) -> Made:
    """Those of judgement alone."""
    judged = facts.judgement
    yield "judgement", np.array([judged[name] for name in NUMBERS], np.float64)
    yield "clue", np.array([*(judged.clue(rule) for rule in CLUES), 0.0], np.float64)
    # Villages and quarters have no weight of their own: they weigh what their rule does.
    yield (
        "kind_weight",
        np.array(
            [judged.get(f"kind of name: {label}", 0.0) for label in KIND_LABELS],
            np.float64,
        ),
    )
    yield "kind_share", np.array([*_shares(judged)], np.float64)
    yield (
        "bare_level",
        np.array(
            [judged.get(f"bare name: {level}", 0.0) for level in LEVELS], np.float64
        ),
    )


def _shares(compile_judgement: Mapping[str, float]) -> Iterator[float]:
    """What part of its unit's prior weight a name of each kind stands for."""
    for kind, label in zip(NameKind, KIND_LABELS, strict=True):
        if kind in ABROAD:
            yield compile_judgement[f"usual share abroad: {label}"]
        else:
            yield (
                1.0 / compile_judgement["townships of a county"]
                if kind in _TOWN_KINDS
                else 1.0
            )


def _codes(facts: Facts) -> Made:
    known = {
        code: (number,)
        for code, number in facts.number.items()
        if len(code) == 6 and code.isdecimal()
    }
    adcodes = sorted(
        ({**facts.retired, **known}).items(), key=lambda each: int(each[0])
    )
    yield "adcode_key", np.array([int(code) for code, _ in adcodes], np.int32)
    yield from _flatten("adcode", (units for _, units in adcodes))
    yield from _slots("postcode", facts.postcode_prefixes, (2, 3, 4))
    yield from _slots("area", facts.phone_areas, (2, 3))
    yield from _slots("calling", facts.calling_codes, (1, 2, 3))
    yield from _flatten("region", facts.subdivisions.values())
    outlined = {*facts.outlines, "KP", "CN"}
    elsewhere = [
        unit
        for unit in facts.every
        if (facts.countries[unit] or facts.levels[unit] == "province")
        and facts.codes[unit] not in outlined
    ]
    yield "elsewhere", np.array(elsewhere, np.int32)


def _flatten(
    name: str,
    lists: Iterable[Sequence[int]],
) -> Made:
    """Lists laid flat."""
    every = [*lists]
    yield f"{name}_start", np.append(0, np.cumsum([*map(len, every)])).astype(np.int32)
    yield name, np.array([unit for each in every for unit in each] or [0], np.int32)


def _slots(
    name: str,
    units: Mapping[str, Sequence[int]],
    digits: Sequence[int],
) -> Made:
    """Lists by codes of some numbers of digits: a slot for each number of the fewest digits, then of the next, laid flat."""
    first = dict(
        zip(
            digits,
            np.append(0, np.cumsum([10**width for width in digits])).tolist(),
            strict=False,
        )
    )
    slots = sorted(
        (first[len(code)] + int(code), code)
        for code in units
        if len(code) in first and code.isascii() and code.isdecimal()
    )
    counts = np.zeros(sum(10**width for width in digits), np.int64)
    counts[[slot for slot, _ in slots]] = [len(units[code]) for _, code in slots]
    yield f"{name}_start", np.append(0, np.cumsum(counts)).astype(np.int32)
    yield (
        name,
        np.array([unit for _, code in slots for unit in units[code]] or [0], np.int32),
    )


def _lone_codes() -> NDArray[np.uint8]:
    """For each pair of letters, is it the code of a province? BJ and GD are Benin and Grenada as often."""
    found = np.zeros((26, 26), np.uint8)
    for code in {*SUBDIVISIONS.values()} - {"HK", "MO", "TW"}:
        found[ord(code[0]) - ord("A"), ord(code[1]) - ord("A")] = 1
    return found.reshape(-1)
