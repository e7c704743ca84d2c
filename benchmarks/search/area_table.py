"""Table A of docs/search-terms.md, made from the gazetteer: provinces and main cities with codes and spellings, to be printed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from benchmarks.report.sheet import Sheet
from nkrisk_geo import search_terms
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.model import SearchTerm

AREAS = {"210000": ("Liaoning", "LN, CN-LN, 辽"), "220000": ("Jilin", "JL, CN-JL, 吉")}
CLOSER = ("222400", "210600")
"""Prefectures whose counties are shown as well: Yanbian, Dandong."""

HEADS = (
    "postcodes",
    "phone",
    "Chinese",
    "pinyin",
    "older romanizations",
    "Korean",
    "Russian",
)


def markdown() -> str:
    """The whole table."""
    parts = [
        f"**{name}**: abbreviations {short}\n\n{_sheet(prefectures(code))}"
        for code, (name, short) in AREAS.items()
    ]
    for code in CLOSER:
        gazetteer = Gazetteer.default()
        parts.append(
            f"**{gazetteer.names_en[gazetteer.number[code]]}**\n\n{_sheet(children(code))}"
        )
    return "\n\n".join(parts)


def prefectures(province: str) -> list[str]:
    """The province itself and its prefectures."""
    return [province, *children(province)]


def children(code: str) -> list[str]:
    """The divisions one level below, by code."""
    gazetteer = Gazetteer.default()
    number = gazetteer.number[code]
    return sorted(
        gazetteer.codes[unit]
        for unit, parent in enumerate(gazetteer.parents)
        if parent == number
        and gazetteer.levels[unit] in ("prefecture", "county")
        and gazetteer.postcode(unit)
    )


def _sheet(codes: Iterable[str]) -> str:
    return Sheet("place", HEADS, [row(code) for code in codes]).markdown(plain=True)


def row(code: str) -> tuple[str, ...]:
    """The cells of a place: few of each kind, the most useful first."""
    gazetteer = Gazetteer.default()
    unit = gazetteer.number[code]
    terms = [
        term
        for term in _terms(code)
        if term.unit == code and not re.search("[A-Z][0-9]", term.text)
    ]
    around = [
        term
        for term in _terms(gazetteer.codes[gazetteer.parents[unit]])
        if term.unit != code
    ]
    phones = (
        around if gazetteer.levels[unit] == "county" else terms
    )  # a county has its prefecture's
    zh, en = gazetteer.names_zh[unit][:2], _squeezed(gazetteer.names_en[unit])
    chinese = [
        text for text in _texts(terms, "name short", "han") if text.startswith(zh)
    ]
    pinyin = [
        text for text in _texts(terms, "romanized", "latin") if _squeezed(text) == en
    ]
    cells = (
        _texts(terms, "postcode", "digits"), _texts(phones, "phone", "digits")[:1], chinese[:3], pinyin[:2],
        _texts(terms, "foreign former", "latin")[:4], _texts(terms, "foreign", "hangul")[:4],
        _texts(terms, "foreign", "cyrillic")[:2],
    )  # fmt: skip
    return (gazetteer.names_en[unit], *map(", ".join, cells))


def _squeezed(text: str) -> str:
    return "".join(filter(str.isalpha, text.lower()))


def _texts(terms: Iterable[SearchTerm], kinds: str, script: str) -> list[str]:
    return [
        term.text
        for term in terms
        if term.kind in kinds.split() and term.script == script
    ]


@lru_cache(maxsize=64)
def _terms(code: str) -> tuple[SearchTerm, ...]:
    """The terms of a division, worked out once: those around a place are asked for with each place in them."""
    return search_terms(code)
