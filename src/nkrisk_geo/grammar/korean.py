"""Korean generics, which count behind a stem only: the engine is told of them (`src/engine/korean.c`)."""

from __future__ import annotations

from collections.abc import Iterable

from nkrisk_geo.gazetteer import Gazetteer
from nkrisk_geo.grammar.sought import hyphened

_OF_CITIES = frozenset({"si", "do", "gun", "시", "도", "군"})
"""Generics of cities, provinces and counties; before the others a city's name is that of a quarter: NAMPO-DONG in Busan."""
ROADS = ("로", "번길", "길", "대로")
"""Generics of roads in Hangul; 로 is a particle too and has to have its number: 금강로 12, 테헤란로4길 3."""


def generics(gazetteer: Gazetteer, script: str) -> dict[str, int]:
    """The generics of a script, and the names that stand for them."""
    return hyphened(gazetteer, script)


def of_cities(words: Iterable[str]) -> list[str]:
    """Those of some generics that cities, provinces and counties have."""
    return [word for word in words if word in _OF_CITIES]
