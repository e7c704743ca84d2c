"""The tables that the compiled engine is given over a gazetteer; `tables.c` in `src/engine` says what each is."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from nkrisk_geo.arrays import PART, Flags, Points, codes, lengths
from nkrisk_geo.bearings import Bearings
from nkrisk_geo.characters import KINDS
from nkrisk_geo.columns import SUBDIVISIONS
from nkrisk_geo.distributions import LEVELS as QUANTILE_LEVELS
from nkrisk_geo.gazetteer import CHINA, IS_ABROAD, Gazetteer, NameKind
from nkrisk_geo.judgement import CLUES
from nkrisk_geo.vocabulary import ENDINGS, KIND_LABELS, LEVELS, NUMBERS, Ending, SpeltFlag, UnitFlag

Given = Iterator[tuple["Table", NDArray[Any]]]
_TOWN_KINDS = (NameKind.TOWNSHIP, NameKind.TOWNSHIP_SHORT, NameKind.SEAT)
_TOWN_ENDINGS = {generic: ENDINGS[generic[-1]] for generic in ("镇", "乡", "街道")}


class Table(IntEnum):
    """The tables that an engine is given; see `tables.c`."""

    PARENT = 0
    LEVEL = 1
    UNIT_FLAGS = 2
    ENDING = 3
    MASS = 4
    TRADE = 5
    MOVED_START = 6
    MOVED = 7
    JUDGEMENT = 8
    CLUE = 9
    KIND_WEIGHT = 10
    KIND_SHARE = 11
    BARE_LEVEL = 12
    ADCODE_KEY = 13
    ADCODE_START = 14
    ADCODE = 15
    POSTCODE_START = 16
    POSTCODE = 17
    AREA_START = 18
    AREA = 19
    CALLING_START = 20
    CALLING = 21
    REGION_START = 22
    REGION = 23
    ELSEWHERE = 24
    QUANTILES = 25
    QUANTILE_ROW = 26
    NEAR = 27
    BAND = 28
    IS_ELSEWHERE = 29
    CROSSING = 30
    CROSSING_KM = 31
    LEVELS_OF_QUANTILES = 32
    KINDS = 33
    LONE_CODES = 34
    REGIONAL = 35
    REGIONAL_NAME = 36
    ROAD_GENERICS = 37
    CITY_GENERICS = 38
    UNSPACED_CITY_GENERICS = 39


def tables(gazetteer: Gazetteer, bearings: Bearings) -> Given:
    """The tables that the engine is given over a gazetteer."""
    yield Table.PARENT, np.array(gazetteer.parents, np.int32)
    yield Table.LEVEL, np.array([LEVELS.index(level) for level in gazetteer.levels], np.uint8)
    yield Table.UNIT_FLAGS, _unit_flags(gazetteer)
    yield (
        Table.ENDING,
        np.array([ENDINGS.get(name[-1:], Ending.OTHER) for name in gazetteer.names_zh], np.uint8),
    )
    yield Table.MASS, np.array(gazetteer.mass, np.float64)
    yield Table.TRADE, np.array(gazetteer.trade, np.float64)
    moved = {gazetteer.number[code]: units for code, units in gazetteer.moved_away.items()}
    yield from _listed(Table.MOVED_START, Table.MOVED, (moved.get(unit, ()) for unit in gazetteer.every))
    yield from _judgement(gazetteer)
    yield from _codes(gazetteer)
    yield from _distances(bearings)
    yield Table.KINDS, KINDS.table
    yield Table.LONE_CODES, _lone_codes()


def _unit_flags(gazetteer: Gazetteer) -> NDArray[np.uint8]:
    flags = gazetteer.countries.astype(np.uint8) * int(UnitFlag.COUNTRY)
    flags[gazetteer.outermost == CHINA] |= int(UnitFlag.IN_CHINA)
    for unit, (level, code, name) in enumerate(
        zip(gazetteer.levels, gazetteer.codes, gazetteer.names_zh, strict=True)
    ):
        if level == "province" and not name.endswith(("市", "特别行政区")):
            flags[unit] |= int(UnitFlag.PLAIN_PROVINCE)
        if code.startswith(("21", "22", "23")):
            flags[unit] |= int(UnitFlag.NORTHERN)
        if code.startswith(("21", "22")) and level in ("prefecture", "county"):
            flags[unit] |= int(UnitFlag.BORDER)
        if level == "township" and gazetteer.names_zh[gazetteer.parents[unit]].startswith(_stem(name)):
            flags[unit] |= int(UnitFlag.SEAT)
    for code, flag in (("KP", UnitFlag.DPRK), ("KR", UnitFlag.SOUTH_KOREA)):
        if code in gazetteer.number:
            flags[gazetteer.number[code]] |= int(flag)
    return flags


def _stem(name: str) -> str:
    """The name of a township without its generic."""
    return next((name.removesuffix(each) for each in ("镇", "乡", "街道") if name.endswith(each)), name)


def _judgement(gazetteer: Gazetteer) -> Given:
    judgement = gazetteer.judgement
    yield Table.JUDGEMENT, np.array([judgement[name] for name in NUMBERS], np.float64)
    yield Table.CLUE, np.array([*(judgement.clue(rule) for rule in CLUES), 0.0], np.float64)
    # Villages and quarters have no weight of their own: they weigh what their rule does.
    yield (
        Table.KIND_WEIGHT,
        np.array([judgement.get(f"kind of name: {label}", 0.0) for label in KIND_LABELS], np.float64),
    )
    yield Table.KIND_SHARE, np.array([*_shares(judgement)], np.float64)
    yield (
        Table.BARE_LEVEL,
        np.array([judgement.get(f"bare name: {level}", 0.0) for level in LEVELS], np.float64),
    )


def _shares(judgement: Mapping[str, float]) -> Iterator[float]:
    """What part of its unit's prior weight a name of each kind stands for."""
    for kind, label in zip(NameKind, KIND_LABELS, strict=True):
        if IS_ABROAD[kind]:
            yield judgement[f"usual share abroad: {label}"]
        else:
            yield 1.0 / judgement["townships of a county"] if kind in _TOWN_KINDS else 1.0


def _codes(gazetteer: Gazetteer) -> Given:
    known = {
        code: (number,) for code, number in gazetteer.number.items() if len(code) == 6 and code.isdecimal()
    }
    adcodes = sorted(({**gazetteer.retired, **known}).items(), key=lambda each: int(each[0]))
    yield Table.ADCODE_KEY, np.array([int(code) for code, _ in adcodes], np.int32)
    yield from _listed(Table.ADCODE_START, Table.ADCODE, (units for _, units in adcodes))
    for start, of, units, digits in (
        (Table.POSTCODE_START, Table.POSTCODE, gazetteer.postcode_prefixes, (2, 3, 4)),
        (Table.AREA_START, Table.AREA, gazetteer.phone_areas, (2, 3)),
        (Table.CALLING_START, Table.CALLING, gazetteer.calling_codes, (1, 2, 3)),
    ):
        yield from _slotted(start, of, units, digits)
    yield from _listed(Table.REGION_START, Table.REGION, gazetteer.subdivisions.values())
    outlined = {*gazetteer.outlines, "KP", "CN"}
    wide = gazetteer.countries | (np.array(gazetteer.levels) == "province")
    elsewhere = [unit for unit in np.flatnonzero(wide).tolist() if gazetteer.codes[unit] not in outlined]
    yield Table.ELSEWHERE, np.array(elsewhere, np.int32)


def _listed(start: Table, of: Table, lists: Iterable[Sequence[int]]) -> Given:
    """Lists laid flat."""
    every = [*lists]
    yield start, np.append(0, np.cumsum([*map(len, every)])).astype(np.int32)
    yield of, np.array([unit for each in every for unit in each] or [0], np.int32)


def _slotted(start: Table, of: Table, units: Mapping[str, Sequence[int]], digits: Sequence[int]) -> Given:
    """Lists by codes of some numbers of digits: a slot for each number of the fewest digits, then of the next, laid flat."""
    first = dict(zip(digits, np.append(0, np.cumsum([10**width for width in digits])).tolist(), strict=False))
    slots = sorted(
        (first[len(code)] + int(code), code)
        for code in units
        if len(code) in first and code.isascii() and code.isdecimal()
    )
    counts = np.zeros(sum(10**width for width in digits), np.int64)
    counts[[slot for slot, _ in slots]] = [len(units[code]) for _, code in slots]
    yield start, np.append(0, np.cumsum(counts)).astype(np.int32)
    yield of, np.array([unit for _, code in slots for unit in units[code]] or [0], np.int32)


def _distances(bearings: Bearings) -> Given:
    yield Table.LEVELS_OF_QUANTILES, np.array(QUANTILE_LEVELS, np.float64)
    yield Table.QUANTILES, np.ascontiguousarray(bearings.quantiles, np.float64)
    yield Table.QUANTILE_ROW, bearings.row.astype(np.int32)
    yield Table.NEAR, np.ascontiguousarray(bearings.near, np.float64)
    yield Table.BAND, np.ascontiguousarray(bearings.band, np.float64)
    yield Table.IS_ELSEWHERE, bearings.is_elsewhere.astype(np.uint8)
    yield Table.CROSSING, bearings.crossing.astype(np.int32)
    yield Table.CROSSING_KM, np.ascontiguousarray(bearings.crossing_km, np.float64)


def _lone_codes() -> NDArray[np.uint8]:
    """For each pair of letters, is it the code of a province? BJ and GD are Benin and Grenada as often."""
    found = np.zeros((26, 26), np.uint8)
    for code in {*SUBDIVISIONS.values()} - {"HK", "MO", "TW"}:
        found[ord(code[0]) - ord("A"), ord(code[1]) - ord("A")] = 1
    return found


class Spelling(NamedTuple):
    """How names are spelt: a number for each.

    Attributes:
        letters: how many it has, at most 255.
        ending: that of the full name of a township; see `nkrisk_geo.vocabulary.Ending`.
        flags: bits of `nkrisk_geo.vocabulary.SpeltFlag`.
    """

    letters: NDArray[np.uint8]
    ending: NDArray[np.uint8]
    flags: NDArray[np.uint8]

    @staticmethod
    def unknown(count: int) -> Spelling:
        """Of names that only stand behind others nobody asks how they are spelt."""
        return Spelling(*(np.zeros(count, np.uint8) for _ in range(3)))

    @staticmethod
    def spaced(names: Sequence[str]) -> Spelling:
        """Of names in alphabets."""
        return Spelling.unknown(len(names))._replace(letters=_letters(names))

    @staticmethod
    def unspaced(names: Sequence[str], common: Container[str], suffixes: tuple[str, ...]) -> Spelling:
        """Of names in Han and Hangul; some are `common` words, and names only with a generic, one of these `suffixes`."""
        tails, letters = Tails(names), lengths(names)
        ending = np.full(len(names), Ending.OTHER, np.uint8)
        for generic, number in _TOWN_ENDINGS.items():
            ending[tails.end_in(generic) & (letters > 1)] = number
        short_hangul = (letters == _SHORT) & np.logical_and(*map(tails.hangul, range(_SHORT)))
        # 凤城 and 海城 are 봉성 and 해성, and no provinces.
        suffixed = np.logical_or.reduce([tails.end_in(suffix) for suffix in suffixes])
        suffixed &= ~(tails.end_in(_PROVINCE) & (letters < _SHORTEST_PROVINCE))
        flags = suffixed * np.uint8(SpeltFlag.SUFFIXED) | short_hangul * np.uint8(SpeltFlag.SHORT_HANGUL)
        flags[[at for at, name in enumerate(names) if name in common]] |= np.uint8(SpeltFlag.COMMON)
        return Spelling(_letters(names), ending, flags)


class Tails:
    """How names end, all at once."""

    def __init__(self, names: Sequence[str]) -> None:
        self._points = codes("".join(f"{name}{PART}" for name in names))
        self._ends = np.cumsum(lengths(names) + 1) - 1
        """Before the first name the array goes on at its end, with a `PART`, which is in no word."""

    def end_in(self, word: str) -> Flags:
        """For each name, does it end so?"""
        found: Flags = np.logical_and.reduce(
            [self._back(at) == ord(char) for at, char in enumerate(reversed(word))]
        )
        return found

    def hangul(self, at: int) -> Flags:
        """For each name, is the character so many before its last a syllable of Hangul?"""
        return (self._back(at) >= ord("가")) & (self._back(at) <= ord("힣"))

    def _back(self, at: int) -> Points:
        """The character so many before the last of each name; PART, or one of a name before, where there is none."""
        return self._points[self._ends - 1 - at]


def _letters(names: Sequence[str]) -> NDArray[np.uint8]:
    return np.minimum(lengths(names), 255).astype(np.uint8)


_PROVINCE, _SHORTEST_PROVINCE, _SHORT = "성", 3, 2
