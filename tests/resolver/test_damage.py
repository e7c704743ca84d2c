"""Names of all divisions of Liaoning and Jilin, damaged as scanners and exporters do, in addresses made up around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import cycle
from typing import NamedTuple

import pyarrow as pa

from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.tables.rows import annotate_arrow

GAZETTEER = Gazetteer.default()
PROVINCES = {"21": "LIAONING", "22": "JILIN"}
GENERICS = {"市": "CITY", "县": "COUNTY", "区": "DISTRICT"}
SHORTEST, LONG, LEAST = 5, 4, 200
MISREADINGS = (
    ("L", "I"), ("I", "L"), ("I", "1"), ("L", "1"), ("I", "l"), ("O", "0"), ("RN", "M"), ("M", "RN"), ("N", "M"), ("U", "V"),
    ("H", "B"), ("G", "C"), ("E", "F"), ("D", "O"), ("Q", "O"), ("N", "H"), ("Z", "2"), ("S", "5"),
)  # fmt: skip


class Case(NamedTuple):
    """An address, and the code of the division that is meant."""

    text: str
    code: str


def stem(unit: int) -> str:
    name = GAZETTEER.names_en[unit].upper().replace("Ü", "U")
    return re.sub("[^A-Z]", "", name)


@cache
def bearers() -> dict[str, set[str]]:
    """The prefectures of the divisions that have a name."""
    found: dict[str, set[str]] = {}
    for unit in GAZETTEER.every:
        if GAZETTEER.levels[unit] in ("province", "prefecture", "county"):
            found.setdefault(stem(unit), set()).add(GAZETTEER.codes[unit][:4])
    return found


@cache
def ours() -> tuple[int, ...]:
    """Divisions with a name of five letters or more that means no other prefecture."""
    return tuple(
        unit
        for unit in GAZETTEER.every
        if GAZETTEER.codes[unit][:2] in PROVINCES
        and GAZETTEER.levels[unit] in ("prefecture", "county")
        and len(stem(unit)) >= SHORTEST
        and len(bearers()[stem(unit)]) == 1
    )


def is_name(word: str) -> bool:
    """Is a damaged name another name (BAICHENG for HAICHENG), or one behind a number (2HENAN)? Nobody can tell then."""
    return word.lower().lstrip("0123456789") in GAZETTEER.numbers["latin"]


def misread(word: str) -> Iterator[str]:
    """Every word that comes of one misreading."""
    for letters, seen in MISREADINGS:
        for found in re.finditer(letters, word):
            damaged = word[: found.start()] + seen + word[found.end() :]
            if not is_name(damaged):
                yield damaged


def bare(word: str) -> str:
    return re.sub("[AEIOUV]", "", word)


def misread_cases() -> Iterator[Case]:
    """Three misreadings of each name before its province, one with its generic before China, and misread provinces."""
    for unit in ours():
        code, name = GAZETTEER.codes[unit], stem(unit)
        damaged, province = [*misread(name)], PROVINCES[GAZETTEER.codes[unit][:2]]
        for word in damaged[:: max(1, len(damaged) // 3)]:
            yield Case(f"NO 5 RENMIN ROAD, {word}, {province}, CHINA", code)
        generic = GENERICS.get(GAZETTEER.names_zh[unit][-1])
        if damaged and generic:
            yield Case(f"NO 5 RENMIN ROAD, {damaged[len(damaged) // 2]} {generic}, CHINA", code)
    for unit, word in zip(ours(), cycle(misread("LIAONING")), strict=False):
        if GAZETTEER.codes[unit].startswith("21") and GAZETTEER.levels[unit] == "prefecture":
            yield Case(f"NO 5 RENMIN ROAD, {stem(unit)}, {word}, CHINA", GAZETTEER.codes[unit])


def vowelless_cases() -> Iterator[Case]:
    """Each name before its province, every third one with its generic before China, and both without vowels."""
    for at, unit in enumerate(ours()):
        code, name, province = (
            GAZETTEER.codes[unit],
            stem(unit),
            PROVINCES[GAZETTEER.codes[unit][:2]],
        )
        yield Case(f"NO 5 RENMIN ROAD, {bare(name)}, {province}, CHINA", code)
        yield Case(f"NO 5 RENMIN ROAD, {bare(name)}, {bare(province)}, CHINA", code)
        generic = GENERICS.get(GAZETTEER.names_zh[unit][-1])
        if at % 3 == 0 and generic:
            yield Case(f"NO 5 RENMIN ROAD, {bare(name)} {generic}, CHINA", code)
            yield Case(f"NO 5 RENMIN ROAD, {bare(name)}, CHINA", code)


def outcomes(cases: list[Case]) -> tuple[list[Case], list[tuple[Case, str]]]:
    """The cases whose province is found, and those with an answer that contradicts."""
    table = annotate_arrow(pa.table({"text": [case.text for case in cases]}), address="text")
    right, wrong = [], list[tuple[Case, str]]()
    said = zip(
        cases,
        table["geo_adcode"].to_pylist(),
        table["geo_country"].to_pylist(),
        strict=True,
    )
    for case, code, country in said:
        own, found = case.code.rstrip("0"), (code or "").rstrip("0")
        if country not in (None, "CN") or not (own.startswith(found) or found.startswith(own)):
            wrong.append((case, code or country or ""))
        elif found[:2] == own[:2]:
            right.append(case)
    return right, wrong


def test_misread_names() -> None:
    cases = [*misread_cases()]
    right, wrong = outcomes(cases)
    assert len(cases) >= LEAST
    assert not wrong
    assert len(right) >= 0.95 * len(cases), len(right) / len(cases)


def test_names_without_vowels() -> None:
    cases = [*vowelless_cases()]
    right, wrong = outcomes(cases)
    assert len(cases) >= LEAST
    assert not wrong
    assert len(right) >= 0.5 * len(cases), len(right) / len(cases)


def test_given_prefectures_stay() -> None:
    """A damaged county beside its prefecture never loses the prefecture, a damaged province never its city."""
    cases = [
        Case(
            f"{word}, {stem(parent)}, {PROVINCES[GAZETTEER.codes[unit][:2]]}, CHINA",
            GAZETTEER.codes[parent],
        )
        for unit in ours()
        for parent in GAZETTEER.path(unit)
        if GAZETTEER.levels[unit] == "county"
        and GAZETTEER.levels[parent] == "prefecture"
        and stem(parent) != "JILIN"
        for word in [*[*misread(stem(unit))][:2], bare(stem(unit))]
    ]
    table = annotate_arrow(pa.table({"text": [case.text for case in cases]}), address="text")
    lost = [
        (case.text, code)
        for case, code in zip(cases, table["geo_adcode"].to_pylist(), strict=True)
        if (code or "")[:4] != case.code[:4]
    ]
    assert len(cases) >= LEAST
    assert not lost


def test_nothing_else_is_said() -> None:
    """Consonants by themselves name nobody: HNCHN may be an abbreviation of anything."""
    asked = [word for word in (*(bare(stem(unit)) for unit in ours()), "LNNG") if len(word) >= LONG]
    table = annotate_arrow(pa.table({"text": asked}), address="text")
    assert "resolved" not in table["geo_status"].to_pylist()
